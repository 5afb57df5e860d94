/* Scans and photographs. */
#include "record_cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A copy that is there already must be the same. */
static ssjc_rc check_copy(struct cli *c, const char *path, const struct cli_input *in)
{
	struct file there = {0};
	ssjc_rc rc = file_open(&there, path, &c->err);

	if (rc || str_eq(there.bytes, in->text))
		goto out;
	rc = ssjc_fail_at(&c->err, SSJC_INPUT, path, 0, NULL,
	    "is not the file whose digest it bears: it was changed, and is left as "
	    "it is");
out:
	file_close(&there);
	return rc;
}

/* Keep a copy beside the audit file, whole or not at all, for those who may read that. */
static ssjc_rc keep_copy(struct cli *c, const char *path, const struct cli_input *in)
{
	struct out out = {0};
	ssjc_rc rc;

	if (access(path, F_OK) == 0)
		return check_copy(c, path, in);
	rc = out_open(&out, path, &c->err);
	if (rc)
		return rc;
	fwrite(in->text.p, 1, in->text.n, out.f);
	rc = out_finish(&out, &c->err);
	if (rc)
		return rc;
	return chmod(path, 0660) != 0 ? ssjc_fail_errno(&c->err, path) : SSJC_OK;
}

/* The business of --id, which may be that of a sheet, and its department. */
static ssjc_rc find_owner(struct cli *c, const struct cli_audit *a, struct buf *owner)
{
	const char *id = record_options.id, *dept = record_options.dept;
	const struct plan_dept *d = dept ? plan_dept_of(a->plan, str_of(dept)) : NULL;
	const struct pick *pick = audit_pick(&a->state, path_base(id));

	if (!pick || pick->role == ROLE_RESERVE)
		return ssjc_fail(&c->err, SSJC_INPUT, "--id: “%s” was not drawn", id);
	if (dept && !d)
		return ssjc_fail(
		    &c->err, SSJC_INPUT, "--dept: “%s” is not a department of the plan", dept);
	buf_printf(owner, "%.*s/", STR_ARG(pick->object.id));
	if (d)
		buf_printf(owner, "%.*s/", STR_ARG(d->key));
	return owner->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

static bool is_attached(const struct audit_events *e, const struct audit_file *f)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->v[i].n_files; k++)
			if (str_eq(e->v[i].file[k].kind, f->kind) &&
			    str_eq(e->v[i].file[k].digest, f->digest) &&
			    str_eq(e->v[i].file[k].name, f->name))
				return true;
	return false;
}

/* Put a file on record, unless it is there: then it does not count as taken. */
static ssjc_rc attach(struct cli *c, const struct cli_audit *a, const struct audit_events *e,
    struct str owner, const struct cli_input *in, size_t *taken)
{
	struct str base = path_base(in->file.name);
	struct buf name = {0}, path = {0};
	struct audit_file f;
	ssjc_rc rc = SSJC_OK;

	buf_printf(&name, "%.*s%.*s", STR_ARG(owner), STR_ARG(base));
	f = (struct audit_file){
	    .kind = STR("attachment"), .name = buf_text(&name), .digest = str_of(in->digest)};
	audit_attachment_path(&path, a->plan->audit, f.digest, base);
	if (name.failed || path.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = keep_copy(c, path.p, in);
	if (rc)
		goto out;
	if (is_attached(e, &f))
		goto out;
	rc = audit_put_file(a->file, &f, &c->err);
	*taken += !rc;
out:
	buf_free(&name);
	buf_free(&path);
	return rc;
}

static ssjc_rc make_folder(struct cli *c, const struct cli_audit *a)
{
	struct buf folder = {0};
	ssjc_rc rc = SSJC_OK;

	buf_printf(&folder, "%s.attachments", a->plan->audit);
	if (folder.failed)
		rc = ssjc_fail_memory(&c->err);
	else if (mkdir(folder.p, 0770) != 0 && errno != EEXIST)
		rc = ssjc_fail_errno(&c->err, folder.p);
	buf_free(&folder);
	return rc;
}

/* Read before the event begins: all is attached, or nothing. */
static ssjc_rc read_all(struct cli *c, struct cli_input **in)
{
	for (size_t i = 0; i < c->operands; i++) {
		ssjc_rc rc = cli_read(c, c->operand[i], &in[i]);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc attach_all(struct cli *c, const struct cli_audit *a, const struct audit_events *e,
    struct str owner, struct cli_input *const *in)
{
	size_t taken = 0;
	ssjc_rc rc;

	for (size_t i = 0; i < c->operands; i++) {
		rc = attach(c, a, e, owner, in[i], &taken);
		if (rc)
			return rc;
	}
	rc = taken ? audit_commit(a->file, &c->err) : SSJC_OK;
	if (rc)
		return rc;
	cli_info(c, "files attached now: %zu", taken);
	return SSJC_OK;
}

/* Files that show what was found at a business: their digests, and copies of them. */
ssjc_rc run_attach(struct cli *c)
{
	struct cli_input **in = calloc(c->operands + 1, sizeof *in);
	struct audit_events events = {0};
	struct buf owner = {0};
	struct cli_audit *a;
	ssjc_rc rc;

	if (!in) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	if (!record_options.id || c->operands == 0) {
		rc = ssjc_fail(&c->err, SSJC_USAGE,
		    "give the business with --id, and the files that show what was found there");
		goto out;
	}
	rc = read_all(c, in);
	if (rc)
		goto out;
	rc = cli_begin_visits(c, AUDIT_WRITE, "attach", "", &a);
	if (rc)
		goto out;
	rc = audit_events(a->file, &events, &c->err);
	if (rc)
		goto out;
	rc = find_owner(c, a, &owner);
	if (rc)
		goto out;
	rc = make_folder(c, a);
	if (rc)
		goto out;
	rc = attach_all(c, a, &events, buf_text(&owner), in);
out:
	free(in);
	buf_free(&owner);
	audit_events_free(&events);
	return rc;
}
