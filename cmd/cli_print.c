/* Where a command prints: on standard output, or in the file of -o. */
#include "cli_internal.h"

#include "ssjc/base/language.h"

#include <string.h>
#include <unistd.h>

/* One file, or one that neither is yet. */
static bool clash(const char *a, const char *b)
{
	return file_same(a, b) || (strcmp(a, b) == 0 && access(a, F_OK) != 0);
}

static bool is_file(const char *path)
{
	return path && strcmp(path, "-") != 0;
}

ssjc_rc cli_no_input(struct cli *c, const char *path)
{
	const struct cli_list *named = &c->opened->named;

	if (!is_file(path))
		return SSJC_OK;
	for (size_t i = 0; i < c->operands; i++)
		if (file_same(path, c->operand[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is read, too, and is not written over: give another name");
	/* The options that name files are one by one in the list: path is in it once. */
	for (size_t i = 0; i < named->n; i++)
		if (named->v[i] != path && clash(path, named->v[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is named by another option, too, and is not written over: give "
			    "another name");
	return SSJC_OK;
}

ssjc_rc cli_output(struct cli *c, const char *path)
{
	struct out *o = &c->opened->print;
	ssjc_rc rc = cli_no_input(c, path);

	if (rc || !is_file(path))
		return rc;
	rc = out_open(o, path, &c->err);
	if (rc)
		return rc;
	c->out = o->f;
	c->out_name = path;
	return SSJC_OK;
}

ssjc_rc cli_no_plan_file(struct cli *c, const struct plan *plan)
{
	const char *out = c->out_name;

	if (c->out == stdout)
		return SSJC_OK;
	/* The items that a plan names may be what is made now, if they are not there yet. */
	if (clash(out, plan->audit) || clash(out, plan->calendar) ||
	    (plan->items && file_same(out, plan->items)))
		return ssjc_fail_at(&c->err, SSJC_REFUSED, out, 0, NULL,
		    "is a file of the plan, and is not written over: give another name");
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
