#include "cli.h"

#include <stdlib.h>

/* A workbook, or a text in a file of its own, or one on standard output. */
struct cli_output {
	struct cli_output *next;
	struct book *book;
	struct out file;
	cli_write *write;
	const void *arg;
};

static struct cli_output *add(struct cli *c)
{
	struct cli_output *o = calloc(1, sizeof *o);

	if (!o)
		ssjc_fail_memory(&c->err);
	else if (c->last_output)
		c->last_output->next = o;
	else
		c->output = o;
	c->last_output = o ? o : c->last_output;
	return o;
}

ssjc_code cli_book(struct cli *c, struct book **out, const char *path, struct str title)
{
	struct cli_output *o = add(c);
	ssjc_code code =
	    o ? book_open(&o->book, path, title, c->context.now, &c->err) : SSJC_SYSTEM;

	*out = code == SSJC_OK ? o->book : NULL;
	return code;
}

ssjc_code cli_put_book(struct cli *c, struct book *b, const char *kind, uint64_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_code code = book_write(b, digest, &c->err);

	return code == SSJC_OK ? cli_put_output(c, kind, book_path(b), digest, rows) : code;
}

ssjc_code cli_put_text(struct cli *c, const char *path, cli_write *write, const void *arg,
    const char *kind, uint64_t rows)
{
	bool standard = !path || str_is(STR("-"), path);
	char digest[DIGEST_HEX];
	struct cli_output *o = add(c);
	ssjc_code code = o ? SSJC_OK : SSJC_SYSTEM;

	if (code == SSJC_OK && !standard)
		code = out_open(&o->file, path, &c->err);
	if (code == SSJC_OK)
		code = write(arg, o->file.f, digest, &c->err);
	if (code == SSJC_OK && o->file.f)
		code = out_flush(&o->file, &c->err);
	if (code == SSJC_OK && standard) {
		o->write = write;
		o->arg = arg;
	}
	return code == SSJC_OK
	    ? cli_put_output(c, kind, standard ? "standard output" : path, digest, rows)
	    : code;
}

static ssjc_code show(struct cli *c, struct cli_output *o)
{
	struct out standard = {.f = stdout};
	ssjc_code code;

	if (o->book)
		return book_publish(o->book, &c->err);
	if (o->file.f)
		return out_finish(&o->file, &c->err);
	code = o->write(o->arg, stdout, NULL, &c->err);
	return code == SSJC_OK ? out_flush(&standard, &c->err) : code;
}

ssjc_code cli_commit(struct cli *c, bool names)
{
	ssjc_code code = audit_commit(c->audit, &c->err);

	if (code != SSJC_OK)
		return code;
	cli_hint(c, "event %llu of the record says that it was made: run it once more",
	    (unsigned long long)c->state.checkpoint.events + 1);
	for (struct cli_output *o = c->output; o && code == SSJC_OK; o = o->next) {
		code = show(c, o);
		if (code == SSJC_OK && names && o->book)
			printf("%s\n", book_path(o->book));
	}
	if (code == SSJC_OK)
		cli_hint(c, NULL);
	return code;
}

void cli_outputs_close(struct cli *c)
{
	while (c->output) {
		struct cli_output *next = c->output->next;

		out_abort(&c->output->file);
		book_free(c->output->book);
		free(c->output);
		c->output = next;
	}
}
