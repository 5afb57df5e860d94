/* The keys of a plan that a match keeps to where it can: ssjc-plan(5). */
#include "plan_reader.h"

#include "ssjc/plan/roster.h"

static struct plan *plan(struct settings *s)
{
	const struct plan_reader *r = s->to;

	return r->plan;
}

ssjc_rc plan_set_rotate(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &plan(s)->prefer.rotate);
}

/* Of a business, only these columns are on record, so that a match can be made again. */
ssjc_rc plan_set_group(struct settings *s, struct str value)
{
	for (size_t i = OBJECT_ID + 1; i < OBJECT_COLUMNS; i++)
		if (str_is(value, object_column[i])) {
			plan(s)->prefer.group = i;
			return SSJC_OK;
		}
	return settings_fail_value(s, value,
	    "is not a column of businesses that is on record: name, category, credit, region, "
	    "address, legal_rep, phone and status are");
}

ssjc_rc plan_set_spread(struct settings *s, struct str value)
{
	plan(s)->prefer.spread = str_is(value, "even");
	return plan(s)->prefer.spread || str_is(value, "no")
	    ? SSJC_OK
	    : settings_fail_value(s, value, "is neither even nor no");
}

ssjc_rc plan_set_days_a_week(struct settings *s, struct str value)
{
	return settings_count(s, value, 1, 7, &plan(s)->prefer.days_a_week);
}

ssjc_rc plan_set_share(struct settings *s, struct str value)
{
	return settings_ratio(s, value, &plan(s)->dept[plan(s)->n_depts - 1].share);
}

ssjc_rc plan_prefer_check(const struct plan *p, struct ssjc_err *err)
{
	if (p->prefer.spread && p->daily_teams)
		return ssjc_fail_at(err, SSJC_PLAN, p->name, 0, "spread",
		    "is for teams of the whole plan, but team_for is day");
	for (size_t i = 0; i < p->n_depts; i++)
		if (p->dept[i].share.p && p->by_teams)
			return ssjc_fail_at(err, SSJC_PLAN, p->name, p->dept[i].line, "share",
			    "is for mode = pairs: of teams, the key teams in [assign] says how many "
			    "serve");
	for (size_t i = 0; i < p->n_depts; i++)
		if (p->dept[i].share.p && p->dept[i].draw)
			return ssjc_fail_at(err, SSJC_PLAN, p->name, p->dept[i].line, "share",
			    "is for draw = auto, but department %.*s has draw = %u",
			    STR_ARG(p->dept[i].key), p->dept[i].draw);
	return SSJC_OK;
}
