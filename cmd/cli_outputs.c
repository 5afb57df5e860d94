#include "cli.h"

#include <stdlib.h>

/* A workbook, or a text in a file of its own, or one on standard output. */
struct cli_output {
	struct cli_output *next;
	struct xlsx_out *book;
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

ssjc_rc cli_book(struct cli *c, struct xlsx_out **out, const char *path, struct str title)
{
	struct cli_output *o = add(c);
	ssjc_rc rc = o ? xlsx_out_open(&o->book, path, title, c->context.now, &c->err)
	               : SSJC_SYSTEM;

	*out = rc == SSJC_OK ? o->book : NULL;
	return rc;
}

ssjc_rc cli_put_book(struct cli *c, struct xlsx_out *b, const char *kind, uint64_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = xlsx_out_write(b, digest, &c->err);

	return rc == SSJC_OK ? cli_put_output(c, kind, xlsx_out_path(b), digest, rows) : rc;
}

ssjc_rc cli_put_text(struct cli *c, const char *path, cli_write *write, const void *arg,
    const char *kind, uint64_t rows)
{
	bool standard = !path || str_is(STR("-"), path);
	char digest[DIGEST_HEX];
	struct cli_output *o = add(c);
	ssjc_rc rc = o ? SSJC_OK : SSJC_SYSTEM;

	if (rc == SSJC_OK && !standard)
		rc = out_open(&o->file, path, &c->err);
	if (rc == SSJC_OK)
		rc = write(arg, o->file.f, digest, &c->err);
	if (rc == SSJC_OK && o->file.f)
		rc = out_flush(&o->file, &c->err);
	if (rc == SSJC_OK && standard) {
		o->write = write;
		o->arg = arg;
	}
	return rc == SSJC_OK
	    ? cli_put_output(c, kind, standard ? "standard output" : path, digest, rows)
	    : rc;
}

static ssjc_rc show(struct cli *c, struct cli_output *o)
{
	struct out standard = {.f = stdout};
	ssjc_rc rc;

	if (o->book)
		return xlsx_out_publish(o->book, &c->err);
	if (o->file.f)
		return out_finish(&o->file, &c->err);
	rc = o->write(o->arg, stdout, NULL, &c->err);
	return rc == SSJC_OK ? out_flush(&standard, &c->err) : rc;
}

ssjc_rc cli_commit(struct cli *c, bool names)
{
	ssjc_rc rc = audit_commit(c->audit, &c->err);

	if (rc != SSJC_OK)
		return rc;
	cli_hint(c, "event %llu of the record says that it was made: run it once more",
	    (unsigned long long)c->state.checkpoint.events + 1);
	for (struct cli_output *o = c->output; o && rc == SSJC_OK; o = o->next) {
		rc = show(c, o);
		if (rc == SSJC_OK && names && o->book)
			printf("%s\n", xlsx_out_path(o->book));
	}
	if (rc == SSJC_OK)
		cli_hint(c, NULL);
	return rc;
}

void cli_outputs_close(struct cli *c)
{
	while (c->output) {
		struct cli_output *next = c->output->next;

		out_abort(&c->output->file);
		xlsx_out_free(c->output->book);
		free(c->output);
		c->output = next;
	}
}
