/*
 * The hash chain as ssjc-audit(5) defines it: what of an event and of its rows
 * is hashed, in which order. audit_check.c goes through a whole file with it.
 */
#include "audit_db.h"

#include <string.h>

/* ---- What is hashed ---- */

void audit_hash_value(struct digest *d, const struct audit_value *v)
{
	enum { TYPE = 1, LENGTH = 8, NUMBER = 8 };
	unsigned char head[TYPE + LENGTH + NUMBER];
	uint64_t n = v->integer ? NUMBER : v->s.n;

	head[0] = v->integer ? 'i' : !v->s.p ? 'n' : v->blob ? 'b' : 't';
	for (int i = 0; i < 8; i++) {
		head[TYPE + i] = (unsigned char)(n >> (56 - 8 * i));
		head[TYPE + LENGTH + i] = (unsigned char)((uint64_t)v->i >> (56 - 8 * i));
	}
	digest_add(d, head, v->integer ? sizeof head : TYPE + LENGTH);
	if (!v->integer)
		digest_add(d, v->s.p, v->s.n);
}

ssjc_rc audit_genesis(char out[DIGEST_HEX], struct ssjc_err *err)
{
	const struct str text = STR("ssjc-audit 1\n");

	return digest_hex(text.p, text.n, out, err);
}

ssjc_rc audit_event_hash(struct audit *a, char out[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	struct audit_value prev = {.s = str_of(a->prev)}, seq = {.integer = true, .i = a->seq};
	struct digest *d = NULL;
	ssjc_rc rc = digest_open(&d, err);

	if (rc)
		return rc;
	digest_add(d, "\x00", 1);
	audit_hash_value(d, &prev);
	audit_hash_value(d, &seq);
	for (int i = 0; i < E_COLUMNS; i++) {
		struct audit_value v = {.s = a->field[i]};

		audit_hash_value(d, &v);
	}
	rc = digest_final(d, raw, err);
	if (rc)
		goto out;
	hex_of(raw, sizeof raw, out);
out:
	digest_free(d);
	return rc;
}

ssjc_rc audit_checkpoint(struct audit *a, struct checkpoint *out, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	struct str head;
	bool row;
	ssjc_rc rc;

	*out = (struct checkpoint){0};
	rc = audit_genesis(out->head, err);
	if (rc || a->empty)
		return rc;
	rc = audit_prepare(a, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &s, err);
	if (rc)
		goto out;
	rc = audit_step(a, s, &row, err);
	if (rc || !row)
		goto out;
	out->events = (uint64_t)sqlite3_column_int64(s, 0);
	head = audit_text(s, 1);
	if (head.n != sizeof out->head - 1) {
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "the audit file was tampered with: event %llu has no proper hash",
		    (unsigned long long)out->events);
		goto out;
	}
	memcpy(out->head, head.p, head.n);
out:
	sqlite3_finalize(s);
	return rc;
}

/* ---- The rows of an event ---- */

ssjc_rc audit_prepare_rows(struct audit *a, enum audit_table t, struct ssjc_err *err)
{
	const struct audit_table_def *def = &audit_tables[t];
	struct audit_value name = {.s = str_of(def->name)};
	struct buf last = {0}, insert = {0};
	ssjc_rc rc;

	if (!a->begun)
		return ssjc_fail(err, SSJC_USAGE, "no event was begun");
	if (a->insert[t])
		return SSJC_OK;
	buf_printf(&last, "SELECT coalesce(max(row), 0) FROM %s", def->name);
	buf_printf(&insert, "INSERT INTO %s VALUES (?, ?", def->name);
	for (size_t i = 0; def->columns[i]; i++)
		buf_z(&insert, ", ?");
	buf_char(&insert, ')');
	if (last.failed || insert.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = digest_open(&a->digest[t], err);
	if (rc)
		goto out;
	digest_add(a->digest[t], "\x01", 1);
	audit_hash_value(a->digest[t], &name);
	rc = audit_number(a, last.p, &a->before[t], err);
	if (rc)
		goto out;
	rc = audit_prepare(a, insert.p, &a->insert[t], err);
out:
	buf_free(&last);
	buf_free(&insert);
	return rc;
}

/* What goes on record must show as what it is: else nothing of the event does. */
static ssjc_rc check_plain(
    enum audit_table t, const char *definition, struct str s, struct ssjc_err *err)
{
	struct str rest = str_of(definition), column;

	str_split(&rest, ' ', &column);
	if (audit_column_plain(audit_tables[t].name, column, s))
		return SSJC_OK;
	return ssjc_fail(err, SSJC_INPUT,
	    "%s: the %.*s “%.*s” has a character that does not show as what it is (a control "
	    "character, a line end, or one that turns the direction of writing), and cannot go on "
	    "record: write it without",
	    audit_tables[t].name, STR_ARG(column), STR_ARG(s));
}

ssjc_rc audit_put_row(
    struct audit *a, enum audit_table t, const struct audit_value *v, struct ssjc_err *err)
{
	struct audit_value key[2] = {{.integer = true}, {.integer = true}};
	int sql_rc = SQLITE_OK;
	bool row;
	ssjc_rc rc = audit_prepare_rows(a, t, err);

	if (rc)
		return rc;
	key[0].i = a->before[t] + (int64_t)++a->rows[t];
	key[1].i = a->seq;
	for (int i = 0; i < 2; i++) {
		sql_rc |= audit_bind(a->insert[t], i + 1, &key[i]);
		audit_hash_value(a->digest[t], &key[i]);
	}
	for (int i = 0; audit_tables[t].columns[i]; i++) {
		if (!v[i].integer && !v[i].blob && v[i].s.n) {
			rc = check_plain(t, audit_tables[t].columns[i], v[i].s, err);
			if (rc)
				return rc;
		}
		sql_rc |= audit_bind(a->insert[t], i + 3, &v[i]);
		audit_hash_value(a->digest[t], &v[i]);
	}
	rc = sql_rc == SQLITE_OK ? audit_step(a, a->insert[t], &row, err) : audit_fail(a, err);
	sqlite3_reset(a->insert[t]);
	return rc;
}

void audit_rows_add(struct buf *out, const char *table, uint64_t rows, const char *digest)
{
	buf_printf(out, "%s%s:%llu:%s", out->n ? " " : "", table, (unsigned long long)rows, digest);
}

ssjc_rc audit_rows_text(struct audit *a, struct str *out, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct buf b = {0};
	bool ok = true;
	ssjc_rc rc = SSJC_OK;

	for (int t = 0; t < TABLES; t++) {
		if (a->rows[t] == 0)
			continue;
		rc = digest_final(a->digest[t], raw, err);
		if (rc)
			goto out;
		hex_of(raw, sizeof raw, hex);
		audit_rows_add(&b, audit_tables[t].name, a->rows[t], hex);
	}
	*out = arena_str(&a->arena, buf_text(&b), &ok);
	if (b.failed || !ok)
		rc = ssjc_fail_memory(err);
out:
	buf_free(&b);
	return rc;
}
