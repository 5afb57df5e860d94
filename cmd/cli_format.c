#include "cli_format.h"

#include "cli_internal.h"

#include <string.h>
#include <unistd.h>

/* Where the file is; the plan's arena owns the path. */
static ssjc_rc file_path(struct cli *c, struct str file, const char **out)
{
	struct plan *plan = &c->opened->plan;
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	*out = plan->upload.formats ? path_join(&plan->arena, plan->upload.formats, file) : NULL;
	if (*out && access(*out, F_OK) == 0)
		return SSJC_OK;
	buf_printf(&path, "formats/%.*s", STR_ARG(file));
	*out = path.failed ? NULL : path_join(&plan->arena, c->share, buf_text(&path));
	if (!*out)
		rc = ssjc_fail_memory(&c->err);
	buf_free(&path);
	return rc;
}

static ssjc_rc read_file(
    struct cli *c, const char *kind, struct str file, struct str *text, const char **path)
{
	struct cli_input *in;
	ssjc_rc rc = file_path(c, file, path);

	if (rc)
		return rc;
	rc = cli_hint_share(c, cli_read(c, *path, &in));
	if (rc)
		return rc;
	*text = in->text;
	return c->opened->begun ? cli_put_content(c, kind, in) : SSJC_OK;
}

static ssjc_rc load(
    void *arg, struct str name, struct str *text, const char **path, struct ssjc_err *err)
{
	(void)err; /* it is c->err */
	return read_file(arg, "codes", name, text, path);
}

/*
 * A name, not a path: files are looked for in two folders, and nowhere else. It is in
 * the names of files and in comments of SQL.
 */
static ssjc_rc check_name(struct cli *c, const char *name)
{
	bool good = name[0] && name[0] != '.';

	for (const char *p = name; *p; p++)
		good &= *p != '/' && (unsigned char)*p > ' ' && *p != 0x7f;
	if (good)
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_USAGE,
	    "--format: “%s” is not a name of a format, such as supervise, gsxt, department or list",
	    name);
}

ssjc_rc cli_format(struct cli *c, const char *name, struct upload_format *out)
{
	struct buf file = {0};
	const struct plan *plan;
	const char *path;
	struct str text;
	ssjc_rc rc = check_name(c, name);

	*out = (struct upload_format){.file = NULL};
	if (rc)
		return rc;
	rc = cli_plan(c, &plan);
	if (rc)
		return rc;
	buf_printf(&file, "%s.csv", name);
	rc = file.failed ? ssjc_fail_memory(&c->err)
	                 : read_file(c, "format", buf_text(&file), &text, &path);
	buf_free(&file);
	if (rc)
		return rc;
	return upload_format_read(out, str_of(name), text, path, load, c, &c->err);
}
