#include "ssjc/audit/audit_rules.h"

#include <string.h>

/* ---- The table of actions ---- */

#define COMMITMENT (1u << RULE_COMMITMENT)
#define DRAW       (1u << RULE_DRAW)
#define MATCH      (1u << RULE_MATCH)

/* Whether the plan, its items and its calendar may be, or must be, others than before. */
enum change { KEEPS, MAY, MUST };

struct rule_action {
	const char *name;
	unsigned bars, needs; /* states: none of those, one of these */
	unsigned ends, makes; /* what does not hold any more, what holds from now on */
	bool reason;          /* it must have one */
	enum change changes;
	bool data;        /* it reads the calendar, and the items if there are any */
	const char *one;  /* the table in which it has one row */
	const char *rows; /* those in which it has any number */
};

static const struct rule_action actions[] = {
    {.name = "import"},
    {"commit", COMMITMENT | DRAW, 0, 0, COMMITMENT, false, KEEPS, true, "ceremony", "commitment"},
    {"recommit", 0, COMMITMENT | DRAW, 0, COMMITMENT, true, MAY, true, "ceremony", "commitment"},
    {"reveal", 0, COMMITMENT, COMMITMENT | MATCH, DRAW, false, KEEPS, true, "draw", "stratum;pick"},
    {"draw", COMMITMENT | DRAW, 0, MATCH, DRAW, false, KEEPS, true, "draw", "stratum;pick"},
    {"redraw", COMMITMENT, DRAW, MATCH, DRAW, true, MAY, true, "draw", "stratum;pick"},
    {.name = "amend",
        .bars = COMMITMENT,
        .needs = DRAW,
        .reason = true,
        .changes = MUST,
        .data = true},
    {.name = "confirm", .needs = DRAW, .data = true, .rows = "confirmation"},
    {.name = "replace", .needs = DRAW, .rows = "replacement"},
    {.name = "assign", .needs = DRAW, .makes = MATCH, .data = true, .rows = "seat"},
    {.name = "reassign",
        .needs = DRAW,
        .makes = MATCH,
        .reason = true,
        .data = true,
        .rows = "seat"},
    {.name = "print", .needs = MATCH},
    {.name = "result", .needs = MATCH, .data = true, .rows = "result"},
    {.name = "publish", .needs = DRAW},
};

static const struct rule_action *action_of(struct str name)
{
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
		if (str_is(name, actions[i].name))
			return &actions[i];
	return NULL;
}

static const struct {
	enum audit_rule barred, missing;
} states[RULE_STATES] = {
    [RULE_COMMITMENT] = {RULE_COMMITTED, RULE_UNCOMMITTED},
    [RULE_DRAW] = {RULE_DRAWN, RULE_UNDRAWN},
    [RULE_MATCH] = {RULE_KEPT, RULE_UNSEATED},
};

/* ---- An event ---- */

static struct rule_fault broken(enum audit_rule rule, uint64_t event, struct str what)
{
	return (struct rule_fault){rule, event, what};
}

static struct rule_fault kept(void)
{
	return broken(RULE_KEPT, 0, STR(""));
}

static struct rule_fault in_turn(const struct audit_rules *o, const struct rule_action *a)
{
	struct rule_fault fault = kept();

	for (int i = 0; i < RULE_STATES; i++)
		if (o->at[i] && (a->bars & 1u << i))
			return broken(states[i].barred, o->at[i], STR(""));
	for (int i = 0; i < RULE_STATES; i++) {
		if (!(a->needs & 1u << i))
			continue;
		if (o->at[i])
			return kept();
		fault = broken(states[i].missing, o->at[RULE_DRAW], STR(""));
	}
	return fault;
}

static struct rule_fault in_time(struct audit_rules *o, struct str text)
{
	uint64_t latest = o->time_event;
	int64_t t;

	if (!time_parse(text, &t))
		return broken(RULE_TIME, 0, STR(""));
	if (latest && t < o->time - RULE_SLACK)
		return broken(RULE_BACK, latest, STR(""));
	if (!latest || t > o->time) {
		o->time = t;
		o->time_event = o->seq;
	}
	return kept();
}

struct rule_fault audit_rules_event(struct audit_rules *o, const struct audit_event *e)
{
	const struct rule_action *a = action_of(e->action);
	struct rule_fault time, fault = kept();

	if (o->seq == 0)
		o->plan = e->plan;
	o->seq = e->seq;
	o->plan_digest = e->plan_digest;
	o->action = a;
	o->committed = o->at[RULE_COMMITMENT] != 0;
	o->fixed = (o->committed || o->at[RULE_DRAW]) && !(a && a->changes != KEEPS);
	o->changed = false;
	o->since = 0;
	for (int i = 0; i < RULE_FILES; i++)
		if (o->file[i].since > o->since)
			o->since = o->file[i].since;
	if (!str_eq(o->plan, e->plan))
		fault.rule = RULE_PLAN;
	else if (!a)
		fault.rule = RULE_ACTION;
	else
		fault = in_turn(o, a);
	if (fault.rule == RULE_KEPT && a->reason && str_trim(e->reason).n == 0)
		fault.rule = RULE_REASON;
	time = in_time(o, e->time);
	for (int i = 0; a && i < RULE_STATES; i++) {
		if (a->ends & 1u << i)
			o->at[i] = 0;
		if (a->makes & 1u << i)
			o->at[i] = e->seq;
	}
	return fault.rule == RULE_KEPT ? time : fault;
}

/* ---- Its files ---- */

enum { PLAN, CALENDAR, ITEMS };
static const char *const kinds[RULE_FILES] = {
    [PLAN] = "plan", [CALENDAR] = "calendar", [ITEMS] = "items"};

struct rule_fault audit_rules_file(struct audit_rules *o, const struct audit_file *f)
{
	/* What an import reads besides the plan are rosters, whatever their kind. */
	bool import = o->action && strcmp(o->action->name, "import") == 0;
	struct rule_fault fault = kept();

	for (int i = 0; i < (import ? PLAN + 1 : RULE_FILES); i++) {
		bool same = str_eq(o->file[i].digest, f->digest);

		if (f->output || !str_is(f->kind, kinds[i]))
			continue;
		/* An event has no two plans either. */
		if (!same && o->file[i].last && (o->fixed || o->file[i].last == o->seq))
			fault = broken(RULE_CHANGED, o->file[i].since, f->kind);
		else if (i == PLAN && !str_eq(f->digest, o->plan_digest))
			fault = broken(RULE_UNNAMED, 0, f->kind);
		o->changed |= !same;
		if (!same || !o->fixed)
			o->file[i].since = o->seq;
		o->file[i].digest = f->digest;
		o->file[i].last = o->seq;
	}
	return fault;
}

bool audit_rules_has_items(const struct audit_rules *o)
{
	return o->action && o->action->data;
}

/* ---- Its rows ---- */

static bool is_named(const char *name, struct str table)
{
	return name && str_is(table, name);
}

struct rule_fault audit_rules_end(struct audit_rules *o, struct str rows)
{
	const struct rule_action *a = o->action;
	struct str piece, table, count;
	bool one = false;

	if (!a)
		return kept();
	if (o->file[PLAN].last != o->seq)
		return broken(RULE_UNREAD, 0, str_of(kinds[PLAN]));
	if (a->data && o->file[CALENDAR].last != o->seq)
		return broken(RULE_UNREAD, 0, str_of(kinds[CALENDAR]));
	if (a->changes == MUST && !o->changed)
		return broken(RULE_SAME, o->since, STR(""));
	/* Each piece is TABLE:ROWS:DIGEST. */
	while (rows.n && str_split(&rows, ' ', &piece)) {
		str_split(&piece, ':', &table);
		str_split(&piece, ':', &count);
		if (is_named(a->one, table))
			one = str_is(count, "1");
		else if (!str_is(table, "file") && !str_in_list(str_of(a->rows), table))
			return broken(RULE_ROWS, 0, table);
	}
	return a->one && !one ? broken(RULE_ROW, 0, str_of(a->one)) : kept();
}
