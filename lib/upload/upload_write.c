/* A batch as text or as a workbook. */
#include "upload_key.h"
#include "upload_source.h"

#include "ssjc/base/json.h"
#include "ssjc/upload/upload_batch.h"

#include <errno.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

/* Where it goes: in large writes, with the digest of all of it. */
struct sink {
	FILE *f; /* borrowed, or NULL */
	struct digest *digest;
	struct buf buf;
	int error; /* errno of the first write that failed */
};

enum { FULL = 1 << 16 };

static void drain(struct sink *s)
{
	digest_add(s->digest, s->buf.p, s->buf.n);
	if (s->f && !s->error && s->buf.n && fwrite(s->buf.p, 1, s->buf.n, s->f) != s->buf.n)
		s->error = errno ? errno : EIO;
	buf_clear(&s->buf);
}

static void drain_full(struct sink *s)
{
	if (s->buf.n >= FULL)
		drain(s);
}

/* ---- Values ---- */

/* A cell of the i-th row as it is written: those of the batch are known only now. */
static void put_cell(
    struct buf *out, const struct upload_batch *b, size_t i, const struct upload_column *c)
{
	char time[TIME_SIZE];

	time_format(b->time, time);
	switch (c->source->batch) {
	case BY_ROW:
		buf_str(out, b->v[i].cell[c - b->format->column]);
		return;
	case BATCH_NUMBER:
		buf_str(out, b->number);
		return;
	case BATCH_OPERATION:
		buf_str(out, b->v[i].row.operation);
		return;
	case BATCH_TIME:
		buf_printf(out, "%.10s %.8s", time, time + 11);
		return;
	case BATCH_DATE:
		buf_printf(out, "%.10s", time);
		return;
	case BATCH_ROW:
		buf_printf(out, "%zu", i + 1);
		return;
	}
}

static struct str header(const struct upload_format *f, const struct upload_column *c)
{
	return f->labels && c->label.n ? c->label : c->name;
}

/* The column that says what is to be done with a row, or NULL. */
static const struct upload_column *operation(const struct upload_format *f)
{
	for (size_t i = 0; i < f->n_columns; i++)
		if (f->column[i].source->batch == BATCH_OPERATION)
			return &f->column[i];
	return NULL;
}

/* ---- CSV and TSV ---- */

static ssjc_rc write_csv(
    const struct upload_batch *b, enum csv_style style, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct upload_format *format = b->format;
	struct csv_out out = {0};
	struct buf cell = {0};
	ssjc_rc rc = csv_out_open(&out, f, style, err);

	if (rc)
		goto out;
	for (size_t k = 0; k < format->n_columns; k++)
		csv_out_field(&out, header(format, &format->column[k]));
	csv_out_end(&out);
	for (size_t i = 0; i < b->n; i++) {
		for (size_t k = 0; k < format->n_columns; k++) {
			buf_clear(&cell);
			put_cell(&cell, b, i, &format->column[k]);
			csv_out_field(&out, buf_text(&cell));
		}
		csv_out_end(&out);
	}
	rc = cell.failed ? ssjc_fail_memory(err) : csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	buf_free(&cell);
	return rc;
}

/* ---- JSON ---- */

static void lower(struct buf *out, struct str s)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++)
		buf_char(out, s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i]);
}

static ssjc_rc write_json(const struct upload_batch *b, struct sink *s, struct ssjc_err *err)
{
	const struct upload_format *f = b->format;
	struct buf name = {0}, cell = {0};
	ssjc_rc rc = SSJC_OK;

	buf_char(&s->buf, '{');
	json_member(&s->buf, "batch", b->number);
	json_member(&s->buf, "table", f->table);
	buf_z(&s->buf, ",\"rows\":[");
	for (size_t i = 0; i < b->n; i++) {
		buf_z(&s->buf, i ? ",\n{" : "\n{");
		for (size_t k = 0; k < f->n_columns; k++) {
			lower(&name, f->column[k].name);
			buf_clear(&cell);
			put_cell(&cell, b, i, &f->column[k]);
			if (name.failed || cell.failed) {
				rc = ssjc_fail_memory(err);
				goto out;
			}
			if (cell.n)
				json_member(&s->buf, name.p, buf_text(&cell));
			else
				buf_printf(&s->buf, "%s\"%s\":null", k ? "," : "", name.p);
		}
		buf_char(&s->buf, '}');
		drain_full(s);
	}
	buf_z(&s->buf, "\n]}\n");
out:
	buf_free(&name);
	buf_free(&cell);
	return rc;
}

/* ---- XML ---- */

static int xml_take(void *sink, const char *text, int n)
{
	struct sink *s = sink;

	buf_add(&s->buf, text, (size_t)n);
	drain_full(s);
	return s->buf.failed ? -1 : n;
}

static int xml_rows(xmlTextWriterPtr w, const struct upload_batch *b, struct buf *cell)
{
	const struct upload_format *f = b->format;
	int bad = 0;

	for (size_t i = 0; i < b->n; i++) {
		bad |= xmlTextWriterStartElement(w, BAD_CAST "row") < 0;
		for (size_t k = 0; k < f->n_columns; k++) {
			buf_clear(cell);
			put_cell(cell, b, i, &f->column[k]);
			bad |= xmlTextWriterWriteElement(w, BAD_CAST f->column[k].name.p,
			           BAD_CAST(cell->n ? cell->p : "")) < 0;
		}
		bad |= xmlTextWriterEndElement(w) < 0;
	}
	return bad;
}

static ssjc_rc write_xml(const struct upload_batch *b, struct sink *s, struct ssjc_err *err)
{
	xmlOutputBufferPtr to = xmlOutputBufferCreateIO(xml_take, NULL, s, NULL);
	xmlTextWriterPtr w = to ? xmlNewTextWriter(to) : NULL;
	struct buf cell = {0};
	int bad;

	if (!w) {
		if (to)
			xmlOutputBufferClose(to);
		return ssjc_fail_memory(err);
	}
	bad = xmlTextWriterSetIndent(w, 1) < 0 ||
	    xmlTextWriterStartDocument(w, "1.0", "UTF-8", NULL) < 0 ||
	    xmlTextWriterStartElement(w, BAD_CAST b->format->table.p) < 0 ||
	    xmlTextWriterWriteAttribute(w, BAD_CAST "batch", BAD_CAST b->number.p) < 0;
	bad |= xml_rows(w, b, &cell);
	bad |= xmlTextWriterEndElement(w) < 0 || xmlTextWriterEndDocument(w) < 0;
	xmlFreeTextWriter(w); /* flushes, and closes to */
	bad |= cell.failed;
	buf_free(&cell);
	return bad ? ssjc_fail_memory(err) : SSJC_OK;
}

/* ---- SQL ---- */

/* What a dialect begins and ends with; SQL-92 takes each statement by itself. */
static const struct {
	const char *begin, *end;
	char quote; /* around names */
} dialects[UPLOAD_CONTAINERS] = {
    [UPLOAD_SQL] = {"", "", '"'},
    [UPLOAD_POSTGRESQL] = {"SET client_encoding = 'UTF8';\nSET standard_conforming_strings = "
                           "on;\nBEGIN;\n",
        "COMMIT;\n", '"'},
    [UPLOAD_MYSQL] = {"SET NAMES utf8mb4;\nSTART TRANSACTION;\n", "COMMIT;\n", '`'},
};

/* A name is of ASCII letters, digits and _ alone: nothing in it has to be quoted. */
static void sql_name(struct buf *out, struct str name, enum upload_container as)
{
	char q = dialects[as].quote;

	buf_printf(out, "%c%.*s%c", q, STR_ARG(name), q);
}

static bool has_byte(struct str s, char c)
{
	return s.n && memchr(s.p, c, s.n);
}

static void sql_value(struct buf *out, struct str s, enum upload_container as)
{
	if (s.n == 0) {
		buf_z(out, "NULL");
		return;
	}
	/* Whether a backslash escapes is a setting there: in hex, nothing does. */
	if (as == UPLOAD_MYSQL && has_byte(s, '\\')) {
		buf_z(out, "_utf8mb4 X'");
		for (size_t i = 0; i < s.n; i++)
			buf_printf(out, "%02X", (unsigned)(unsigned char)s.p[i]);
		buf_char(out, '\'');
		return;
	}
	buf_char(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_char(out, '\'');
		buf_char(out, s.p[i]);
	}
	buf_char(out, '\'');
}

/* "name" = 'value' of column k of row i, after a word; the value is put into *cell. */
static void sql_is(struct buf *out, const struct upload_batch *b, size_t i,
    const struct upload_column *c, const char *before, bool where, enum upload_container as,
    struct buf *cell)
{
	buf_clear(cell);
	put_cell(cell, b, i, c);
	buf_z(out, before);
	sql_name(out, c->name, as);
	buf_z(out, where && cell->n == 0 ? " IS " : " = ");
	sql_value(out, buf_text(cell), as);
}

static void sql_where(struct buf *out, const struct upload_batch *b, size_t i,
    enum upload_container as, struct buf *cell)
{
	const struct upload_format *f = b->format;

	for (size_t k = 0; k < f->n_keys; k++)
		sql_is(out, b, i, upload_format_column(f, f->key[k]), k ? " AND " : " WHERE ", true,
		    as, cell);
}

static void sql_insert(struct buf *out, const struct upload_batch *b, size_t i,
    enum upload_container as, struct buf *cell)
{
	const struct upload_format *f = b->format;

	/* One that was withdrawn is there still: see sql_row. */
	if (operation(f)) {
		buf_z(out, "DELETE FROM ");
		sql_name(out, f->table, as);
		sql_where(out, b, i, as, cell);
		buf_z(out, " AND ");
		sql_name(out, operation(f)->name, as);
		buf_z(out, " = 'd';\n");
	}
	buf_z(out, "INSERT INTO ");
	sql_name(out, f->table, as);
	for (size_t k = 0; k < f->n_columns; k++) {
		buf_z(out, k ? ", " : " (");
		sql_name(out, f->column[k].name, as);
	}
	for (size_t k = 0; k < f->n_columns; k++) {
		buf_clear(cell);
		put_cell(cell, b, i, &f->column[k]);
		buf_z(out, k ? ", " : ") VALUES (");
		sql_value(out, buf_text(cell), as);
	}
	buf_z(out, ");\n");
}

/* A withdrawn row stays where its operation can be seen: the platform takes it from there. */
static void sql_row(struct buf *out, const struct upload_batch *b, size_t i,
    enum upload_container as, struct buf *cell)
{
	const struct upload_format *f = b->format;
	const char *before = " SET ";

	if (str_is(b->v[i].row.operation, "i")) {
		sql_insert(out, b, i, as, cell);
		return;
	}
	if (str_is(b->v[i].row.operation, "d") && !operation(f)) {
		buf_z(out, "DELETE FROM ");
		sql_name(out, f->table, as);
		sql_where(out, b, i, as, cell);
		buf_z(out, ";\n");
		return;
	}
	buf_z(out, "UPDATE ");
	sql_name(out, f->table, as);
	for (size_t k = 0; k < f->n_columns; k++) {
		if (upload_key_has(f, &f->column[k]))
			continue;
		sql_is(out, b, i, &f->column[k], before, false, as, cell);
		before = ", ";
	}
	sql_where(out, b, i, as, cell);
	buf_z(out, ";\n");
}

static ssjc_rc write_sql(
    const struct upload_batch *b, enum upload_container as, struct sink *s, struct ssjc_err *err)
{
	struct buf cell = {0};

	buf_printf(&s->buf, "-- %.*s, batch %.*s: %zu rows\n", STR_ARG(b->format->name),
	    STR_ARG(b->number), b->n);
	buf_z(&s->buf, dialects[as].begin);
	for (size_t i = 0; i < b->n; i++) {
		sql_row(&s->buf, b, i, as, &cell);
		drain_full(s);
	}
	buf_z(&s->buf, dialects[as].end);
	if (cell.failed) {
		buf_free(&cell);
		return ssjc_fail_memory(err);
	}
	buf_free(&cell);
	return SSJC_OK;
}

/* ---- Any of them ---- */

/* Would a withdrawn row look like any other? */
static ssjc_rc check_withdrawn(
    const struct upload_batch *b, enum upload_container as, struct ssjc_err *err)
{
	if (b->deleted == 0 || dialects[as].quote || operation(b->format))
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, b->format->file, 0, NULL,
	    "%zu rows were withdrawn, but the format has no column that says so: give it one with "
	    "the source batch.operation, or write SQL",
	    b->deleted);
}

ssjc_rc upload_batch_write(const struct upload_batch *b, enum upload_container as, FILE *f,
    char *digest, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	struct sink s = {.f = f};
	ssjc_rc rc = check_withdrawn(b, as, err);

	if (rc)
		return rc;
	if (as == UPLOAD_CSV || as == UPLOAD_TSV)
		return write_csv(b, as == UPLOAD_TSV ? CSV_TSV : CSV_PLAIN, f, digest, err);
	rc = digest_open(&s.digest, err);
	if (rc)
		goto out;
	rc = as == UPLOAD_JSON ? write_json(b, &s, err)
	    : as == UPLOAD_XML ? write_xml(b, &s, err)
	                       : write_sql(b, as, &s, err);
	if (rc)
		goto out;
	if (s.buf.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	drain(&s);
	if (s.error) {
		errno = s.error;
		rc = ssjc_fail_errno(err, "write");
		goto out;
	}
	rc = digest_final(s.digest, raw, err);
	if (rc)
		goto out;
	if (digest)
		hex_of(raw, sizeof raw, digest);
out:
	digest_free(s.digest);
	buf_free(&s.buf);
	return rc;
}

struct str upload_batch_title(const struct upload_format *f)
{
	return f->title.n ? f->title : f->name;
}

static ssjc_rc put_row(struct xlsx_out_sheet *s, const struct upload_batch *b, size_t i,
    struct xlsx_out_cell *cell, struct buf *text, struct ssjc_err *err)
{
	const struct upload_format *f = b->format;
	struct arena arena = {0};
	bool ok = true;
	ssjc_rc rc;

	for (size_t k = 0; k < f->n_columns; k++) {
		buf_clear(text);
		put_cell(text, b, i, &f->column[k]);
		cell[k] = (struct xlsx_out_cell){
		    XLSX_DATA, 1, arena_str(&arena, buf_text(text), &ok), 0};
	}
	rc = ok ? xlsx_out_row(s, cell, f->n_columns, 20, err) : ssjc_fail_memory(err);
	arena_free(&arena);
	return rc;
}

ssjc_rc upload_batch_sheet(
    struct xlsx_out *book, const struct upload_batch *b, struct ssjc_err *err)
{
	enum { WIDTH = 120 };
	const struct upload_format *f = b->format;
	struct arena arena = {0};
	struct buf text = {0};
	struct xlsx_out_cell *cell = arena_array(&arena, f->n_columns, sizeof *cell);
	unsigned *width = arena_array(&arena, f->n_columns, sizeof *width);
	struct xlsx_out_setup setup = {
	    .width = width, .columns = f->n_columns, .landscape = true, .list = true};
	struct xlsx_out_sheet *s;
	ssjc_rc rc = check_withdrawn(b, UPLOAD_XLSX, err);

	if (rc)
		goto out;
	if (!cell || !width) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t k = 0; k < f->n_columns; k++) {
		width[k] = WIDTH;
		cell[k] = (struct xlsx_out_cell){XLSX_HEAD, 1, header(f, &f->column[k]), 0};
	}
	rc = xlsx_out_sheet(book, &s, "上报", &setup, err);
	if (rc)
		goto out;
	rc = xlsx_out_row(s, cell, f->n_columns, 20, err);
	if (rc)
		goto out;
	rc = xlsx_out_repeat(s, 1, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < b->n; i++) {
		rc = put_row(s, b, i, cell, &text, err);
		if (rc)
			goto out;
	}
out:
	arena_free(&arena);
	buf_free(&text);
	return rc;
}
