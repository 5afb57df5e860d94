/* Where a stream is from: was it written by an import of this plan, and by what sort of one? */
#include "cli.h"

#include "ssjc/audit/import_summary.h"

/* What a person should know of the import that wrote a stream, before it is used. */
static void remark_names(struct cli *c, const struct import_summary *s, const char *name)
{
	const struct audit_file *same = s->list[STREAM_SAME_NAMES].file;

	if (same)
		cli_note(c,
		    "%s: %llu business%s the name of another code, and may have two chances to be "
		    "drawn: ssjc-audit show names them",
		    name, (unsigned long long)same->rows, same->rows == 1 ? " has" : "es have");
}

/* An import with something open decides nothing where the plan is strict. */
static ssjc_rc check_open(
    struct cli *c, const struct cli_audit *a, const struct import_summary *s, const char *name)
{
	struct buf why = {0};
	ssjc_rc rc;

	if (!a->plan->custody_strict || !import_summary_open(s))
		return SSJC_OK;
	import_summary_why(&why, s);
	rc = why.failed ? ssjc_fail_memory(&c->err)
	                : ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
	                      "the plan says custody = strict, but the import that wrote it (event "
	                      "%llu) has something open: %s",
	                      (unsigned long long)s->event->seq, why.p);
	buf_free(&why);
	return rc;
}

ssjc_rc cli_knows(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, bool *known)
{
	struct audit_events e = {0};
	struct arena arena = {0};
	struct import_summary s = {.event = NULL};
	ssjc_rc rc = audit_events(a->file, &e, &c->err);

	*known = false;
	if (rc)
		goto out;
	rc = import_summary_find(
	    &s, a->file, &e, e.n, str_of(kind), str_of(digest), &arena, &c->err);
	if (rc)
		goto out;
	*known = s.event != NULL;
	if (*known) {
		remark_names(c, &s, name);
		rc = check_open(c, a, &s, name);
	} else if (a->plan->custody_strict) {
		rc = ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
		    "no ssjc-import of this plan wrote it, and the plan says custody = strict");
	}
out:
	audit_events_free(&e);
	arena_free(&arena);
	return rc;
}
