#include "ssjc/audit/audit_plan.h"

#include "ssjc/plan/plan_rehearse.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc audit_plan(struct audit *a, struct str digest, struct plan *out, struct ssjc_err *err)
{
	struct arena arena = {0};
	struct str text;
	bool rehearsal;
	ssjc_rc rc = audit_content(a, digest, &arena, &text, err);

	if (rc)
		goto out;
	rc = plan_read(out, text, "the plan on record", "", "", err);
	if (rc)
		goto out;
	rc = audit_rehearsal(a, &rehearsal, err);
	if (!rc && rehearsal)
		rc = plan_rehearse(out, err);
out:
	arena_free(&arena);
	return rc;
}

/* The SHA-256 of the file of that kind which the last event up to seq read; "" for none. */
static struct str last_read(const struct audit_events *e, uint64_t seq, const char *kind)
{
	struct str digest = STR("");

	for (size_t i = 0; i < e->n && e->v[i].seq <= seq; i++)
		/* What an import reads are registers, whatever their kind. */
		for (size_t f = 0; !str_is(e->v[i].action, "import") && f < e->v[i].n_files; f++)
			if (!e->v[i].file[f].output && str_is(e->v[i].file[f].kind, kind))
				digest = e->v[i].file[f].digest;
	return digest;
}

/* The days that two plans touch, from the first event on. */
struct touched {
	day_t from, to;
};

static struct touched touched_by(
    const struct audit_events *e, const struct plan *a, const struct plan *b)
{
	struct touched days = {
	    a->from < b->from ? a->from : b->from, a->to > b->to ? a->to : b->to};
	int64_t time;

	if (e->n && time_parse(e->v[0].time, &time) && time_day(time) < days.from)
		days.from = time_day(time);
	return days;
}

/* Do two calendars on record take the same of these days for working days? */
static bool same_days(
    struct audit *a, struct str before, struct str after, const struct touched *days)
{
	struct calendar *was = NULL, *is = NULL;
	struct arena arena = {0};
	struct ssjc_err none;
	struct str text;
	bool same = false;

	if (audit_content(a, before, &arena, &text, &none) ||
	    calendar_read(&was, text, "the calendar on record", &none))
		goto out;
	if (audit_content(a, after, &arena, &text, &none) ||
	    calendar_read(&is, text, "the calendar on record", &none))
		goto out;
	same = calendar_keeps(is, was, days->from, days->to);
out:
	calendar_free(was);
	calendar_free(is);
	arena_free(&arena);
	return same;
}

/* Add a change of one of the plan's files, which has its SHA-256 as values. */
static ssjc_rc add_file(struct plan_changes *c, const char *kind, struct str before,
    struct str after, enum plan_weight weight, struct ssjc_err *err)
{
	struct plan_change *v;
	bool ok = true;

	if (!before.n || str_eq(before, after))
		return SSJC_OK;
	v = arena_array(&c->arena, c->n + 1, sizeof *v);
	if (!v)
		return ssjc_fail_memory(err);
	if (c->n)
		memcpy(v, c->v, c->n * sizeof *v);
	v[c->n++] = (struct plan_change){.key = str_of(kind),
	    .before = arena_str(&c->arena, before, &ok),
	    .after = arena_str(&c->arena, after, &ok),
	    .weight = weight};
	c->v = v;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc audit_plan_changes(struct audit *a, const struct audit_events *e, size_t at, uint64_t since,
    struct plan_changes *out, struct ssjc_err *err)
{
	uint64_t now = e->v[at].seq, from = since ? since : now - 1;
	struct str was = last_read(e, from, "plan"), is = last_read(e, now, "plan");
	struct plan before = {0}, after = {0};
	struct touched days;
	bool grown;
	ssjc_rc rc = SSJC_OK;

	*out = (struct plan_changes){0};
	if (!was.n)
		was = is;
	rc = audit_plan(a, was, &before, err);
	if (rc)
		goto out;
	rc = audit_plan(a, is, &after, err);
	if (rc)
		goto out;
	rc = plan_compare(out, &before, &after, err);
	if (rc)
		goto out;
	days = touched_by(e, &before, &after);
	rc = add_file(
	    out, "items", last_read(e, from, "items"), last_read(e, now, "items"), PLAN_MATCH, err);
	if (rc)
		goto out;
	/* A calendar that has grown decides nothing: its file is another, the days are not. */
	was = last_read(e, from, "calendar");
	is = last_read(e, now, "calendar");
	grown = was.n && !str_eq(was, is) && same_days(a, was, is, &days);
	rc = add_file(out, "calendar", was, is, grown ? PLAN_WORDS : PLAN_MATCH, err);
out:
	plan_close(&before);
	plan_close(&after);
	return rc;
}

ssjc_rc audit_plan_history(struct audit *a, const struct audit_events *e, uint64_t draw,
    struct plan_changes **out, struct ssjc_err *err)
{
	uint64_t settled = draw; /* by which event a match goes */

	*out = calloc(e->n + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n; i++) {
		bool again = str_is(e->v[i].action, "reassign");
		ssjc_rc rc;

		if (e->v[i].seq <= draw || !(again || str_is(e->v[i].action, "amend")))
			continue;
		rc = audit_plan_changes(a, e, i, again ? settled : 0, &(*out)[i], err);
		if (rc)
			return rc;
		if (again)
			settled = e->v[i].seq;
	}
	return SSJC_OK;
}

void audit_plan_history_free(struct plan_changes *changes, size_t n)
{
	for (size_t i = 0; changes && i < n; i++)
		plan_changes_free(&changes[i]);
	free(changes);
}

ssjc_rc audit_plan_amendable(struct audit *a, const struct plan *plan, struct ssjc_err *err)
{
	struct audit_events e = {0};
	struct plan before = {0};
	struct plan_changes c = {0};
	ssjc_rc rc = audit_events(a, &e, err);

	if (rc || e.n == 0)
		goto out;
	rc = audit_plan(a, e.v[e.n - 1].plan_digest, &before, err);
	if (rc)
		goto out;
	rc = plan_compare(&c, &before, plan, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < c.n; i++)
		if (c.v[i].weight == PLAN_FIXED)
			rc = ssjc_fail_at(err, SSJC_REFUSED, plan->name, 0, NULL,
			    "the %.*s were “%.*s” when the draw was made and are “%.*s” now: their "
			    "keys are part of the draw; only another draw can have others, and a "
			    "department's name can be changed",
			    STR_ARG(c.v[i].key), STR_ARG(c.v[i].before), STR_ARG(c.v[i].after));
out:
	plan_changes_free(&c);
	plan_close(&before);
	audit_events_free(&e);
	return rc;
}
