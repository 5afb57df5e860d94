/* A table of a database as an input. */
#include "import_cmd.h"

#include "ssjc/import/database.h"

ssjc_rc import_table(struct cli *c, struct file *f, const char *operand, char **name)
{
	struct buf shown = {0}, text = {0};
	ssjc_rc rc;

	cli_address(&shown, operand);
	if (shown.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = database_read(&text, operand, shown.p, &c->err);
	if (rc)
		goto out;
	if (import_args.keep) {
		rc = file_create(import_args.keep, FILE_INTERNAL, buf_text(&text), &c->err);
		if (rc)
			goto out;
	}
	f->own = text.p;
	f->bytes = buf_text(&text);
	text = (struct buf){0};
	f->name = *name = shown.p;
	shown = (struct buf){0};
out:
	buf_free(&text);
	buf_free(&shown);
	return rc;
}
