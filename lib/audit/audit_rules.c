#include "ssjc/audit/audit_rules.h"

#include <string.h>

/* ---- The table of actions ---- */

#define COMMITMENT (1u << ORDER_COMMITMENT)
#define DRAW (1u << ORDER_DRAW)
#define MATCH (1u << ORDER_MATCH)

/* Whether the plan, its items and its calendar may be, or must be, others than before. */
enum change { KEEPS, MAY, MUST };

struct order_action {
	const char *name;
	unsigned bars, needs; /* states: none of those, one of these */
	unsigned ends, makes; /* what does not hold any more, what holds from now on */
	bool reason;          /* it must have one */
	enum change changes;
	bool data;            /* it reads the calendar, and the items if there are any */
	const char *one;      /* the table in which it has one row */
	const char *rows;     /* those in which it has any number */
};

static const struct order_action actions[] = {
    {.name = "import"},
    {"commit", COMMITMENT | DRAW, 0, 0, COMMITMENT, false, KEEPS, true, "ceremony", "commitment"},
    {"recommit", 0, COMMITMENT | DRAW, 0, COMMITMENT, true, MAY, true, "ceremony", "commitment"},
    {"reveal", 0, COMMITMENT, COMMITMENT | MATCH, DRAW, false, KEEPS, true, "draw", "stratum;pick"},
    {"draw", COMMITMENT | DRAW, 0, MATCH, DRAW, false, KEEPS, true, "draw", "stratum;pick"},
    {"redraw", COMMITMENT, DRAW, MATCH, DRAW, true, MAY, true, "draw", "stratum;pick"},
    {.name = "amend", .bars = COMMITMENT, .needs = DRAW, .reason = true, .changes = MUST,
	.data = true},
    {.name = "confirm", .needs = DRAW, .data = true, .rows = "confirmation"},
    {.name = "replace", .needs = DRAW, .rows = "replacement"},
    {.name = "assign", .needs = DRAW, .makes = MATCH, .data = true, .rows = "seat"},
    {.name = "reassign", .needs = DRAW, .makes = MATCH, .reason = true, .data = true,
	.rows = "seat"},
    {.name = "print", .needs = MATCH},
    {.name = "result", .needs = MATCH, .data = true, .rows = "result"},
    {.name = "publish", .needs = DRAW},
};

static const struct order_action *action_of(struct str name)
{
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
		if (str_is(name, actions[i].name))
			return &actions[i];
	return NULL;
}

static const struct {
	enum order_rule barred, missing;
} states[ORDER_STATES] = {
    [ORDER_COMMITMENT] = {ORDER_COMMITTED, ORDER_UNCOMMITTED},
    [ORDER_DRAW] = {ORDER_DRAWN, ORDER_UNDRAWN},
    [ORDER_MATCH] = {ORDER_KEPT, ORDER_UNSEATED},
};

/* ---- An event ---- */

static struct order_fault broken(enum order_rule rule, uint64_t event, struct str what)
{
	return (struct order_fault){rule, event, what};
}

static struct order_fault kept(void)
{
	return broken(ORDER_KEPT, 0, STR(""));
}

static struct order_fault in_turn(const struct order *o, const struct order_action *a)
{
	struct order_fault fault = kept();

	for (int i = 0; i < ORDER_STATES; i++)
		if (o->at[i] && (a->bars & 1u << i))
			return broken(states[i].barred, o->at[i], STR(""));
	for (int i = 0; i < ORDER_STATES; i++) {
		if (!(a->needs & 1u << i))
			continue;
		if (o->at[i])
			return kept();
		fault = broken(states[i].missing, o->at[ORDER_DRAW], STR(""));
	}
	return fault;
}

static struct order_fault in_time(struct order *o, struct str text)
{
	uint64_t latest = o->time_event;
	int64_t t;

	if (!time_parse(text, &t))
		return broken(ORDER_TIME, 0, STR(""));
	if (latest && t < o->time - ORDER_SLACK)
		return broken(ORDER_BACK, latest, STR(""));
	if (!latest || t > o->time) {
		o->time = t;
		o->time_event = o->seq;
	}
	return kept();
}

struct order_fault order_event(struct order *o, const struct audit_event *e)
{
	const struct order_action *a = action_of(e->action);
	struct order_fault time, fault = kept();

	if (o->seq == 0)
		o->plan = e->plan;
	o->seq = e->seq;
	o->plan_digest = e->plan_digest;
	o->action = a;
	o->committed = o->at[ORDER_COMMITMENT] != 0;
	o->fixed = (o->committed || o->at[ORDER_DRAW]) && !(a && a->changes != KEEPS);
	o->changed = false;
	o->since = 0;
	for (int i = 0; i < ORDER_FILES; i++)
		if (o->file[i].since > o->since)
			o->since = o->file[i].since;
	if (!str_eq(o->plan, e->plan))
		fault.rule = ORDER_PLAN;
	else if (!a)
		fault.rule = ORDER_ACTION;
	else
		fault = in_turn(o, a);
	if (fault.rule == ORDER_KEPT && a->reason && str_trim(e->reason).n == 0)
		fault.rule = ORDER_REASON;
	time = in_time(o, e->time);
	for (int i = 0; a && i < ORDER_STATES; i++) {
		if (a->ends & 1u << i)
			o->at[i] = 0;
		if (a->makes & 1u << i)
			o->at[i] = e->seq;
	}
	return fault.rule == ORDER_KEPT ? time : fault;
}

/* ---- Its files ---- */

enum { PLAN, CALENDAR, ITEMS };
static const char *const kinds[ORDER_FILES] = {
    [PLAN] = "plan", [CALENDAR] = "calendar", [ITEMS] = "items"};

struct order_fault order_file(struct order *o, const struct audit_file *f)
{
	/* What an import reads besides the plan are rosters, whatever their kind. */
	bool import = o->action && strcmp(o->action->name, "import") == 0;
	struct order_fault fault = kept();

	for (int i = 0; i < (import ? PLAN + 1 : ORDER_FILES); i++) {
		bool same = str_eq(o->file[i].digest, f->digest);

		if (f->output || !str_is(f->kind, kinds[i]))
			continue;
		/* An event has no two plans either. */
		if (!same && o->file[i].last && (o->fixed || o->file[i].last == o->seq))
			fault = broken(ORDER_CHANGED, o->file[i].since, f->kind);
		else if (i == PLAN && !str_eq(f->digest, o->plan_digest))
			fault = broken(ORDER_UNNAMED, 0, f->kind);
		o->changed |= !same;
		if (!same || !o->fixed)
			o->file[i].since = o->seq;
		o->file[i].digest = f->digest;
		o->file[i].last = o->seq;
	}
	return fault;
}

bool order_has_items(const struct order *o)
{
	return o->action && o->action->data;
}

/* ---- Its rows ---- */

static bool is_named(const char *name, struct str table)
{
	return name && str_is(table, name);
}

struct order_fault order_end(struct order *o, struct str rows)
{
	const struct order_action *a = o->action;
	struct str piece, table, count;
	bool one = false;

	if (!a)
		return kept();
	if (o->file[PLAN].last != o->seq)
		return broken(ORDER_UNREAD, 0, str_of(kinds[PLAN]));
	if (a->data && o->file[CALENDAR].last != o->seq)
		return broken(ORDER_UNREAD, 0, str_of(kinds[CALENDAR]));
	if (a->changes == MUST && !o->changed)
		return broken(ORDER_SAME, o->since, STR(""));
	/* Each piece is TABLE:ROWS:DIGEST. */
	while (rows.n && str_split(&rows, ' ', &piece)) {
		str_split(&piece, ':', &table);
		str_split(&piece, ':', &count);
		if (is_named(a->one, table))
			one = str_is(count, "1");
		else if (!str_is(table, "file") && !str_in_list(str_of(a->rows), table))
			return broken(ORDER_ROWS, 0, table);
	}
	return a->one && !one ? broken(ORDER_ROW, 0, str_of(a->one)) : kept();
}
