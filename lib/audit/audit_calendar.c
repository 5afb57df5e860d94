/* Which calendar goes on record with an event, when the file has grown since it was fixed. */
#include "audit_db.h"

/* The days that the plan touches: from its first event or its window on. */
static ssjc_rc same_days(struct audit *a, const struct plan *plan, const struct calendar *now,
    const struct calendar *then, bool *same, struct ssjc_err *err)
{
	day_t from = plan->from;
	int64_t time;

	if (a->past.n && !time_parse(a->past.v[0].time, &time))
		return ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL, "event 1 has no valid time");
	if (a->past.n && time_day(time) < from)
		from = time_day(time);
	*same = calendar_keeps(now, then, from, plan->to + AUDIT_DEADLINES);
	return SSJC_OK;
}

ssjc_rc audit_fixed_calendar(struct audit *a, const struct plan *plan, const struct calendar *now,
    struct arena *arena, struct audit_file *f, struct ssjc_err *err)
{
	struct str fixed = audit_rules_fixed(&a->rules, "calendar"), text;
	struct calendar *then = NULL;
	bool same = false;
	ssjc_rc rc;

	if (!fixed.n || str_eq(fixed, f->digest))
		return SSJC_OK;
	rc = audit_content(a, fixed, arena, &text, err);
	if (rc)
		goto out;
	rc = calendar_read(&then, text, "the calendar on record", err);
	if (rc)
		goto out;
	rc = same_days(a, plan, now, then, &same, err);
	if (rc || !same)
		goto out;
	f->digest = fixed;
	f->content = text;
out:
	calendar_free(then);
	return rc;
}
