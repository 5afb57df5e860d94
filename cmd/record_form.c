#include "cli_import.h"
#include "record_cmd.h"

#include "ssjc/base/encoding.h"
#include "ssjc/record/record_form.h"

#include <stdlib.h>
#include <sys/stat.h>

/* What is written: as its name says. */
enum target { TEXT, BOOK, FOLDER, NOTHING };

static bool ends(const char *path, const char *ending)
{
	struct str s = str_of(path);

	return str_cut_end(&s, ending) && s.n > 0;
}

static enum target target_of(const char *path)
{
	static const char *const others[] = {".xls", ".xlsm", ".ods", ".et", ".pdf", ".html"};
	struct stat st;

	if (!path || str_is(str_of(path), "-"))
		return TEXT;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return FOLDER;
	if (ends(path, ".csv") || ends(path, ".tsv") || ends(path, ".txt"))
		return TEXT;
	if (ends(path, ".xlsx"))
		return BOOK;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (ends(path, others[i]))
			return NOTHING;
	return FOLDER;
}

/* ---- As text ---- */

static ssjc_rc encoding_of(struct cli *c, enum encoding *encoding)
{
	*encoding = ENCODING_UTF8;
	if (!cli_reading.encoding)
		return SSJC_OK;
	if (encoding_parse(str_of(cli_reading.encoding), encoding) &&
	    (*encoding == ENCODING_UTF8 || *encoding == ENCODING_GB18030))
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_USAGE, "a form is written in UTF-8 or GB18030, not in “%s”",
	    cli_reading.encoding);
}

/* The text of the form, in memory: it is freed by the caller. */
static ssjc_rc make_text(
    struct cli *c, const struct record *r, enum record_kind kind, char **text, size_t *size)
{
	FILE *f = open_memstream(text, size);
	struct csv_out out = {0};
	ssjc_rc rc = f ? csv_out_open(&out, f, c->style, &c->err) : ssjc_fail_memory(&c->err);

	if (rc)
		goto out;
	rc = record_form_csv(r, kind, record_options.zh, &out, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	if (f && fclose(f) && !rc)
		rc = ssjc_fail_memory(&c->err);
	return rc;
}

static ssjc_rc print_text(struct cli *c, const struct record *r, enum record_kind kind)
{
	struct buf encoded = {0};
	struct str text;
	enum encoding encoding;
	struct out out = {0};
	char *made = NULL;
	size_t size;
	ssjc_rc rc = encoding_of(c, &encoding);

	if (rc)
		goto out;
	rc = make_text(c, r, kind, &made, &size);
	if (rc)
		goto out;
	text = (struct str){made, size};
	if (encoding == ENCODING_GB18030) {
		str_cut_start(&text, "\xef\xbb\xbf"); /* spreadsheets take it for what it is */
		rc = encoding_put(&encoded, text, encoding, &c->err);
		if (rc)
			goto out;
		text = buf_text(&encoded);
	}
	rc = out_open(&out, record_options.output, &c->err);
	if (rc)
		goto out;
	fwrite(text.p, 1, text.n, out.f); /* out_finish sees whether it arrived */
	rc = out_finish(&out, &c->err);
out:
	out_abort(&out);
	buf_free(&encoded);
	free(made);
	return rc;
}

/* ---- As workbooks ---- */

static ssjc_rc print_book(struct cli *c, const struct record *r, enum record_kind kind,
    const struct plan_dept *only, const char *path)
{
	struct xlsx_out *b = NULL;
	char digest[DIGEST_HEX];
	ssjc_rc rc = xlsx_out_open(&b, path, r->plan->title, c->context.now, &c->err);

	if (rc)
		goto out;
	rc = record_form_book(r, kind, only, b, &c->err);
	if (rc)
		goto out;
	rc = xlsx_out_write(b, digest, &c->err);
	if (rc)
		goto out;
	rc = xlsx_out_publish(b, &c->err);
	if (rc)
		goto out;
	printf("%s\n", path);
out:
	xlsx_out_free(b);
	return rc;
}

/* A department's name as that of a file: without what a file's name cannot have. */
static void put_name(struct buf *out, const struct plan_dept *dept)
{
	for (size_t i = 0; i < dept->name.n; i++) {
		char ch = dept->name.p[i];
		bool bad = (unsigned char)ch < ' ' || ch == '/' || ch == '\\' || ch == ':' ||
		    ch == '*' || ch == '?' || ch == '"' || ch == '<' || ch == '>' || ch == '|' ||
		    (i == 0 && ch == '.');

		buf_char(out, bad ? '_' : ch);
	}
	buf_z(out, ".xlsx");
}

static ssjc_rc print_books(
    struct cli *c, const struct record *r, enum record_kind kind, const char *folder)
{
	struct arena arena = {0};
	struct buf name = {0};
	ssjc_rc rc = file_folder(folder, &c->err);

	for (size_t i = 0; !rc && i < r->plan->n_depts; i++) {
		char *path;

		buf_clear(&name);
		put_name(&name, &r->plan->dept[i]);
		path = path_join(&arena, folder, buf_text(&name));
		rc = path && !name.failed ? print_book(c, r, kind, &r->plan->dept[i], path)
		                          : ssjc_fail_memory(&c->err);
	}
	buf_free(&name);
	arena_free(&arena);
	return rc;
}

ssjc_rc record_print_form(struct cli *c, enum record_kind kind)
{
	const char *output = record_options.output;
	enum target target = target_of(output);
	struct record r;
	ssjc_rc rc;

	if (target == NOTHING)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "“%s”: a form is written as .xlsx or as .csv, which programs save as others",
		    output);
	rc = record_open(c, &r);
	if (rc)
		return rc;
	switch (target) {
	case BOOK:
		return print_book(c, &r, kind, NULL, output);
	case FOLDER:
		return print_books(c, &r, kind, output);
	default:
		return print_text(c, &r, kind);
	}
}
