#include "audit_db.h"

#include <string.h>

const char *audit_table_name(size_t i)
{
	return i == 0 ? "event" : i <= TABLES ? audit_tables[i - 1].name : NULL;
}

/* Bytes that are not text become \x and their hex: only the content of files can be such. */
static void put_bytes(struct csv_out *out, struct str s, struct buf *hex)
{
	if (s.n == 0 || (str_utf8(s) == s.n && !memchr(s.p, '\0', s.n))) {
		csv_out_field(out, s);
		return;
	}
	buf_clear(hex);
	buf_z(hex, "\\x");
	for (size_t i = 0; i < s.n; i++) {
		char two[3];

		hex_of((const unsigned char *)s.p + i, 1, two);
		buf_z(hex, two);
	}
	csv_out_field(out, buf_text(hex));
}

/* That of a table which a file of an earlier version does not have. */
static void put_header(const struct audit_table_def *def, struct csv_out *out)
{
	csv_out_field(out, STR("row"));
	csv_out_field(out, STR("event"));
	for (size_t i = 0; def->columns[i]; i++) {
		struct str rest = str_of(def->columns[i]), name;

		str_split(&rest, ' ', &name);
		csv_out_field(out, name);
	}
	csv_out_end(out);
}

ssjc_rc audit_export(struct audit *a, const char *table, struct csv_out *out, struct ssjc_err *err)
{
	const struct audit_table_def *def = audit_tables;
	struct buf sql = {0}, hex = {0};
	sqlite3_stmt *s = NULL;
	int columns;
	bool row;
	ssjc_rc rc;

	while (def < audit_tables + TABLES && strcmp(def->name, table) != 0)
		def++;
	if (def < audit_tables + TABLES && !audit_has(a, (enum audit_table)(def - audit_tables))) {
		put_header(def, out);
		return SSJC_OK;
	}
	buf_printf(&sql, "SELECT * FROM %s ORDER BY 1", table);
	if (sql.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = audit_prepare(a, sql.p, &s, err);
	if (rc)
		goto out;
	columns = sqlite3_column_count(s);
	for (int i = 0; i < columns; i++)
		csv_out_field(out, str_of(sqlite3_column_name(s, i)));
	csv_out_end(out);
	while (!(rc = audit_step(a, s, &row, err)) && row) {
		for (int i = 0; i < columns; i++)
			put_bytes(out, audit_text(s, i), &hex);
		csv_out_end(out);
	}
	if (!rc && hex.failed)
		rc = ssjc_fail_memory(err);
out:
	sqlite3_finalize(s);
	buf_free(&sql);
	buf_free(&hex);
	return rc;
}
