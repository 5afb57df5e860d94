/* Papers that came back, and files that were attached to what was found. */
#include "verify_work.h"

#include "ssjc/base/file.h"
#include "ssjc/record/checklist_map.h"

#include <unistd.h>

/* The inputs of that kind of the event at hand, one after the other; NULL at the end. */
static const struct audit_file *next_of(
    const struct verifier *v, const char *kind, const struct audit_file *f)
{
	const struct audit_event *e = v->event;

	for (f = f ? f + 1 : e->file; f < e->file + e->n_files; f++)
		if (!f->output && str_is(f->kind, kind))
			return f;
	return NULL;
}

ssjc_rc verify_receive(struct verifier *v)
{
	struct audit_state before = {0};
	size_t n = 0;
	ssjc_rc rc = verify_before(v, &before);

	if (rc)
		goto out;
	for (const struct audit_file *f = NULL; (f = next_of(v, "paper", f)); n++) {
		char match[DIGEST_HEX];
		const struct pick *pick;
		struct ssjc_err why;

		rc = checklist_find(&before, v->event->plan, f->name, &pick, match, &why);
		if (rc == SSJC_INPUT) {
			rc = verify_differs_because(v, &why, "the paper %.*s", STR_ARG(f->name));
		} else if (rc) {
			*v->err = why;
		} else if (!str_is(f->digest, match)) {
			rc = verify_differs(v,
			    "the paper %.*s is said to be of another match than the one that held",
			    STR_ARG(f->name));
		}
		if (rc)
			goto out;
	}
	verify_remark(
	    v, REMARK_GOOD, "%zu paper%s received: of the match that held", n, n == 1 ? "" : "s");
out:
	audit_state_free(&before);
	return rc;
}

/* OBJECT/NAME, or OBJECT/DEPARTMENT/NAME: of what was drawn, and of a department of the plan. */
static ssjc_rc check_owner(struct verifier *v, const struct audit_state *before,
    const struct plan *plan, const struct audit_file *f)
{
	struct str rest = f->name, object, dept;
	const struct pick *pick;

	str_split(&rest, '/', &object);
	str_split(&rest, '/', &dept);
	pick = audit_pick(before, object);
	if (!pick || pick->role == ROLE_RESERVE)
		return verify_differs(v, "attached the file %.*s to “%.*s”, which was not drawn",
		    STR_ARG(f->name), STR_ARG(object));
	if (rest.p && !plan_dept_of(plan, dept))
		return verify_differs(v,
		    "attached the file %.*s for “%.*s”, which is not a department of the plan",
		    STR_ARG(f->name), STR_ARG(dept));
	return SSJC_OK;
}

/* Is the copy there, and is it what was attached? */
static ssjc_rc check_copy(struct verifier *v, const struct audit_file *f, bool *there)
{
	struct buf path = {0};
	char digest[DIGEST_HEX];
	struct file copy = {0};
	ssjc_rc rc;

	audit_attachment_path(&path, audit_path(v->job->audit), f->digest, f->name);
	*there = !path.failed && access(path.p, F_OK) == 0;
	if (path.failed) {
		rc = ssjc_fail_memory(v->err);
		goto out;
	}
	if (!*there) {
		verify_remark(v, REMARK_UNCHECKED,
		    "the attached file %.*s: its copy %s is not there", STR_ARG(f->name), path.p);
		rc = SSJC_OK;
		goto out;
	}
	rc = file_open(&copy, path.p, v->err);
	if (rc)
		goto out;
	rc = digest_hex(copy.bytes.p, copy.bytes.n, digest, v->err);
	if (rc)
		goto out;
	if (!str_is(f->digest, digest))
		rc = verify_differs(v,
		    "the copy of the attached file %.*s, %s, is not what was attached: it was "
		    "changed since",
		    STR_ARG(f->name), path.p);
out:
	file_close(&copy);
	buf_free(&path);
	return rc;
}

ssjc_rc verify_attach(struct verifier *v)
{
	struct audit_state before = {0};
	struct plan plan = {0};
	size_t n = 0;
	ssjc_rc rc = verify_plan(v, &plan);

	if (rc)
		goto out;
	rc = verify_before(v, &before);
	if (rc)
		goto out;
	for (const struct audit_file *f = NULL; (f = next_of(v, "attachment", f));) {
		bool there;

		rc = check_owner(v, &before, &plan, f);
		if (rc)
			goto out;
		rc = check_copy(v, f, &there);
		if (rc)
			goto out;
		n += there;
	}
	if (n)
		verify_remark(
		    v, REMARK_GOOD, "%zu attached file%s: the same bytes", n, n == 1 ? "" : "s");
out:
	audit_state_free(&before);
	plan_close(&plan);
	return rc;
}
