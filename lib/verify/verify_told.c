/* What nothing was decided by, but who relies on the file is to know; and what words were used. */
#include "verify_work.h"

#include "ssjc/audit/audit_told.h"
#include "ssjc/record/signed.h"

#include <inttypes.h>

/* Which column is which is known from its header: whoever says it chooses by it. */
static void remark_reading(struct verifier *v, const struct told_reading *r)
{
	struct str rest = r->options, line;

	v->event = r->event;
	while (str_split(&rest, '\n', &line))
		if (!import_summary_default(line))
			verify_remark(v, str_starts(line, "map=") ? REMARK_OPEN : REMARK_NOTE,
			    "%.*s: what was filled in was read with --%.*s",
			    STR_ARG(verify_word(v->event->action)), STR_ARG(line));
	v->event = NULL;
}

/* Whoever changes the words decides which result is published, and what a department said. */
static ssjc_rc remark_terms(struct verifier *v)
{
	struct audit_told told;
	struct buf text = {0};
	ssjc_rc rc = audit_told_of(&told, v->job->audit, &v->events, &v->arena, v->err);

	for (size_t i = 0; !rc && i < told.n_terms; i++) {
		const struct told_terms *to = &told.terms[i];
		struct import_terms t = {to->file->name, to->by};

		v->event = to->event;
		if (to->beyond)
			verify_remark(v, REMARK_NOTE,
			    "%.*s: the days of %d are those of %.*s alone: the release's calendar "
			    "does not have that year",
			    STR_ARG(verify_word(v->event->action)), to->beyond, STR_ARG(t.name));
		if (!to->differs)
			continue;
		buf_clear(&text);
		import_summary_terms(&text, &t);
		if (text.failed)
			rc = ssjc_fail_memory(v->err);
		else
			verify_remark(v, to->decides ? REMARK_OPEN : REMARK_NOTE, "%.*s: %.*s",
			    STR_ARG(verify_word(v->event->action)), STR_ARG(buf_text(&text)));
	}
	for (size_t i = 0; !rc && i < told.n_readings; i++)
		remark_reading(v, &told.reading[i]);
	v->event = NULL;
	buf_free(&text);
	return rc;
}

/* Times that nobody's clock gave, as runs of events. */
static void remark_given(struct verifier *v)
{
	struct buf runs = {0};
	size_t n = 0;

	for (size_t i = 0, end; i < v->events.n; i = end + 1) {
		for (end = i; end < v->events.n && str_is(v->events.v[end].clock, "given"); end++)
			n++;
		if (end == i)
			continue;
		buf_printf(&runs, "%s%" PRIu64, runs.n ? ", " : "", v->events.v[i].seq);
		if (end > i + 1)
			buf_printf(&runs, "-%" PRIu64, v->events.v[end - 1].seq);
	}
	if (n && !runs.failed)
		verify_remark(v, REMARK_NOTE,
		    "%zu event%s a time that was given with --now or SOURCE_DATE_EPOCH, and not "
		    "read from the clock: %.*s",
		    n, n == 1 ? " has" : "s have", STR_ARG(buf_text(&runs)));
	buf_free(&runs);
}

/* In whose name confirmations were entered that nobody signed, and by which keys others were. */
static ssjc_rc remark_signed(struct verifier *v)
{
	struct audit_state s = {0};
	struct signed_by *by;
	size_t n;
	ssjc_rc rc = audit_load_removals(v->job->audit, &s, v->err);

	if (rc)
		goto out;
	rc = signed_by_of(&by, &n, &s, &v->events, &v->arena, v->err);
	for (size_t i = 0; !rc && i < n; i++) {
		if (by[i].key.n)
			verify_remark(v, REMARK_NOTE,
			    "%zu confirmation%s of %.*s: signed with the key whose file has the "
			    "SHA-256 %.*s",
			    by[i].n, by[i].n == 1 ? "" : "s", STR_ARG(by[i].dept),
			    STR_ARG(by[i].key));
		else
			verify_remark(v, REMARK_NOTE,
			    "%zu confirmation%s of %.*s: not signed: whoever entered them can have "
			    "written them",
			    by[i].n, by[i].n == 1 ? "" : "s", STR_ARG(by[i].dept));
	}
out:
	audit_state_free(&s);
	return rc;
}

ssjc_rc verify_told(struct verifier *v)
{
	ssjc_rc rc = remark_terms(v);

	if (rc)
		return rc;
	remark_given(v);
	return remark_signed(v);
}
