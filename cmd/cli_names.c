/*
 * No output goes over a file that is read, over another output, or over a file of the
 * plan: all is checked here before the command runs, so that nothing is on record yet.
 */
#include "cli_internal.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool folder_of(const char *path, struct stat *st)
{
	struct str dir = path_dir(path);
	struct buf name = {0};
	bool there;

	buf_str(&name, dir.n ? dir : STR("."));
	there = !name.failed && stat(name.p, st) == 0;
	buf_free(&name);
	return there;
}

static bool same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return folder_of(a, &x) && folder_of(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* One place where no file is yet, however it is written? */
static bool same_new(const char *a, const char *b)
{
	return access(a, F_OK) != 0 && access(b, F_OK) != 0 && str_eq(path_base(a), path_base(b)) &&
	    same_folder(a, b);
}

/* One file, or one that neither is yet. */
static bool clash(const char *a, const char *b)
{
	return file_same(a, b) || same_new(a, b);
}

/* The audit file, or one that SQLite or ssjc-upload keeps beside it. */
static bool is_audit(const char *path, const char *audit)
{
	static const char *const beside[] = {"-wal", "-shm", "-journal", ".upload-"};
	struct str name = path_base(path), own;

	if (!audit)
		return false;
	if (clash(path, audit))
		return true;
	own = path_base(audit);
	if (name.n <= own.n || memcmp(name.p, own.p, own.n) != 0)
		return false;
	name = (struct str){name.p + own.n, name.n - own.n};
	for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
		if (str_starts(name, beside[i]))
			return same_folder(path, audit);
	return false;
}

static ssjc_rc check_plan(struct cli *c, const struct plan *plan, const char *path)
{
	/* The items that a plan names may be what is made now, if they are not there yet. */
	if (is_audit(path, plan->audit) || is_audit(path, plan->other_audit) ||
	    clash(path, plan->calendar) || (plan->items && file_same(path, plan->items)))
		return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
		    "is a file of the plan, and is not written over: give another name");
	return SSJC_OK;
}

static ssjc_rc check_named(struct cli *c, const char *path)
{
	const struct cli_list *named = &c->opened->named;

	for (size_t i = 0; i < c->operands; i++) {
		if (file_same(path, c->operand[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is read, too, and is not written over: give another name");
		if (same_new(path, c->operand[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is named twice, for two files: give another name");
	}
	/* The options that name files are one by one in the list: path is in it once. */
	for (size_t i = 0; i < named->n; i++)
		if (named->v[i] != path && clash(path, named->v[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is named by another option, too, and is not written over: give "
			    "another name");
	return SSJC_OK;
}

ssjc_rc cli_check_names(struct cli *c)
{
	const struct cli_list *written = &c->opened->written;
	const struct plan *plan = NULL;
	ssjc_rc rc;

	for (size_t i = 0; i < written->n; i++) {
		rc = check_named(c, written->v[i]);
		if (rc)
			return rc;
	}
	if (!c->plan_path || !written->n)
		return SSJC_OK;
	/* Also where the command does not need it. */
	rc = cli_read_plan(c, &plan);
	if (rc)
		return rc;
	for (size_t i = 0; i < written->n; i++) {
		rc = check_plan(c, plan, written->v[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}
