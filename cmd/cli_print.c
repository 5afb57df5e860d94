/* Where a command prints: on standard output, or in the file of -o. */
#include "cli_internal.h"

#include "ssjc/base/language.h"

#include <string.h>
#include <unistd.h>

ssjc_rc cli_output(struct cli *c, const char *path)
{
	struct out *o = &c->opened->print;
	ssjc_rc rc;

	if (!path || strcmp(path, "-") == 0)
		return SSJC_OK;
	rc = out_open(o, path, &c->err);
	if (rc)
		return rc;
	c->out = o->f;
	c->out_name = path;
	return SSJC_OK;
}

ssjc_rc cli_print(struct cli *c, const struct buf *text)
{
	if (text->failed)
		return ssjc_fail_memory(&c->err);
	if (text->n)
		fwrite(text->p, 1, text->n, c->out); /* cli_shown sees whether it arrived */
	return SSJC_OK;
}

void cli_print_secret(struct cli *c)
{
	c->opened->print.kind = FILE_SECRET;
}

ssjc_rc cli_shown(struct cli *c)
{
	struct out standard = {.f = stdout};

	if (c->out == stdout)
		return out_flush(&standard, &c->err);
	c->out = stdout;
	return out_finish(&c->opened->print, &c->err);
}

void cli_keep_output(struct cli *c)
{
	out_abort(&c->opened->print);
	c->out = stdout;
}

ssjc_rc cli_close_print(struct cli *c)
{
	struct out standard = {.f = stdout};
	ssjc_rc rc;

	out_abort(&c->opened->print);
	rc = out_flush(&standard, &c->err);
	if (fclose(stdout) == 0 || rc)
		return rc;
	return ssjc_fail_errno_at(&c->err, "standard output", N_("cannot write it"));
}
