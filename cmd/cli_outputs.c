#include "cli_internal.h"

#include "ssjc/base/pdf_out.h"

#include <stdlib.h>

/* A workbook, or a text in a file of its own, or one on standard output. */
struct cli_output {
	struct cli_output *next;
	struct xlsx_out *book;
	struct out file;
	cli_write *write; /* for standard output */
	const void *arg;
};

static ssjc_rc add(struct cli *c, struct cli_output **out)
{
	struct cli_opened *o = c->opened;

	*out = calloc(1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(&c->err);
	if (o->last_output)
		o->last_output->next = *out;
	else
		o->output = *out;
	o->last_output = *out;
	return SSJC_OK;
}

ssjc_rc cli_take_book(struct cli *c, struct xlsx_out *b)
{
	struct cli_output *o;
	ssjc_rc rc = add(c, &o);

	if (rc)
		xlsx_out_free(b);
	else
		o->book = b;
	return rc;
}

ssjc_rc cli_book(struct cli *c, struct xlsx_out **out, const char *path, struct str title)
{
	struct cli_output *o;
	ssjc_rc rc = add(c, &o);

	if (rc)
		return rc;
	rc = xlsx_out_open(&o->book, path, title, c->context.now, &c->err);
	*out = o->book;
	return rc;
}

ssjc_rc cli_put_book(
    struct cli *c, const struct cli_audit *a, struct xlsx_out *b, const char *kind, uint64_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = xlsx_out_write(b, digest, &c->err);

	return rc ? rc : cli_put_output(c, a, kind, xlsx_out_path(b), digest, rows);
}

/* Into the temporary file now; or nowhere, when it is to be on standard output later. */
static ssjc_rc write_text(
    struct cli *c, struct cli_output *o, const char *path, char digest[DIGEST_HEX])
{
	enum file_kind kind = o->file.kind;
	ssjc_rc rc = path ? out_open(&o->file, path, &c->err) : SSJC_OK;

	if (rc)
		return rc;
	o->file.kind = kind;
	rc = o->write(o->arg, o->file.f, digest, &c->err);
	if (rc || !path)
		return rc;
	return out_flush(&o->file, &c->err);
}

static ssjc_rc put_text(struct cli *c, const struct cli_audit *a, enum file_kind readers,
    const char *path, cli_write *write, const void *arg, const char *kind, uint64_t rows)
{
	char digest[DIGEST_HEX];
	struct cli_output *o;
	ssjc_rc rc = add(c, &o);

	if (rc)
		return rc;
	o->write = write;
	o->arg = arg;
	o->file.kind = readers;
	if (path && str_is(STR("-"), path))
		path = NULL;
	rc = write_text(c, o, path, digest);
	return rc ? rc : cli_put_output(c, a, kind, path ? path : "standard output", digest, rows);
}

ssjc_rc cli_put_text(struct cli *c, const struct cli_audit *a, const char *path, cli_write *write,
    const void *arg, const char *kind, uint64_t rows)
{
	return put_text(c, a, FILE_PUBLIC, path, write, arg, kind, rows);
}

ssjc_rc cli_put_internal(struct cli *c, const struct cli_audit *a, const char *path,
    cli_write *write, const void *arg, const char *kind, uint64_t rows)
{
	return put_text(c, a, FILE_INTERNAL, path, write, arg, kind, rows);
}

static ssjc_rc show(struct cli *c, struct cli_output *o, struct file_names *names)
{
	struct out standard = {.f = stdout};
	ssjc_rc rc;

	if (o->book)
		return xlsx_out_move(o->book, names, &c->err);
	if (o->file.f)
		return out_finish(&o->file, &c->err);
	rc = o->write(o->arg, stdout, NULL, &c->err);
	return rc ? rc : out_flush(&standard, &c->err);
}

ssjc_rc cli_pdf(struct cli *c)
{
	return pdf_out_program(&c->opened->pdf_program, &c->err);
}

/* PDFs of the workbooks that appeared; names: print theirs. */
static ssjc_rc make_pdfs(struct cli *c, bool names)
{
	const char **book = NULL;
	struct buf line = {0};
	size_t n = 0, cap = 0;
	ssjc_rc rc;

	for (struct cli_output *o = c->opened->output; o; o = o->next) {
		if (!o->book)
			continue;
		if (!array_grow(&book, &cap, n, sizeof *book)) {
			rc = ssjc_fail_memory(&c->err);
			goto out;
		}
		book[n++] = xlsx_out_path(o->book);
	}
	rc = pdf_out_make(c->opened->pdf_program.p, book, n, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; names && i < n; i++) {
		pdf_out_path(&line, book[i]);
		buf_char(&line, '\n');
	}
	rc = cli_print(c, &line);
out:
	free(book);
	buf_free(&line);
	return rc;
}

/* All outputs appear; names: print those of the workbooks. */
static ssjc_rc show_all(struct cli *c, bool names)
{
	struct file_names shown = {0};
	ssjc_rc rc = SSJC_OK, synced;

	for (struct cli_output *o = c->opened->output; o; o = o->next) {
		rc = show(c, o, &shown);
		if (rc)
			break;
		if (names && o->book)
			printf("%s\n", xlsx_out_path(o->book));
	}
	synced = file_names_sync(&shown, rc ? NULL : &c->err);
	return rc ? rc : synced;
}

ssjc_rc cli_commit(struct cli *c, const struct cli_audit *a, bool names)
{
	ssjc_rc rc = audit_commit(a->file, &c->err);

	if (rc)
		return rc;
	cli_hint(c, "event %llu of the record says that it was made: run it once more",
	    (unsigned long long)a->state.checkpoint.events + 1);
	rc = show_all(c, names);
	if (rc)
		return rc;
	if (c->opened->pdf_program.n > 0) {
		cli_hint(c, "the workbooks are made: only their PDFs are missing");
		rc = make_pdfs(c, names);
		if (rc)
			return rc;
	}
	cli_hint(c, NULL);
	return SSJC_OK;
}

void cli_outputs_close(struct cli *c)
{
	struct cli_output *next;

	for (struct cli_output *o = c->opened->output; o; o = next) {
		next = o->next;
		out_abort(&o->file);
		xlsx_out_free(o->book);
		free(o);
	}
	c->opened->output = c->opened->last_output = NULL;
	buf_free(&c->opened->pdf_program);
}
