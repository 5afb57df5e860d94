#include "ssjc/audit/audit_rules.h"

#include "ssjc/plan/stream.h"

#include <string.h>

/* ---- The table of actions ---- */

#define COMMITTED (1u << STATE_COMMITTED)
#define DRAWN     (1u << STATE_DRAWN)
#define ASSIGNED  (1u << STATE_ASSIGNED)

/* Whether an action keeps the plan, its items and its calendar, or may or must change them. */
enum change { KEEPS, MAY, MUST };

struct rule_action {
	const char *name;
	/* Sets of states, by 1u << state: */
	unsigned bars, needs; /* before it, none of bars holds, and one of needs unless empty */
	unsigned ends, makes; /* after it, those of ends do not hold, those of makes do */
	bool reason;          /* it must have one */
	enum change changes;
	bool data;        /* it reads the calendar, and the items if there are any */
	const char *one;  /* the table in which it has exactly one row */
	const char *rows; /* the tables, cut at ';', in which it may have any number */
	/*
	 * The kinds of files, cut at ';', that it may read, besides those that all read; that it
	 * may write one of each, or any number:
	 */
	const char *reads, *writes, *writes_any;
	const char *must; /* of those that it may read: it has at least one of each; or NULL */
};

/* What a draw or a commitment to one reads. */
#define DRAWN_FROM "objects;shard;counts;history;checkpoint;inspectors;template"
/* What the cutoffs of several registers are made of. */
#define CUT_FROM "objects;shard;counts;history;checkpoint;seed"
/* What receipts are proved by, where the plan wants them: the roots, and the secret of the salts. */
#define BOUND_BY "roots;salt"
/* What a change of seats reads. */
#define CHANGED_BY "drawn;inspectors;change;note"

static const struct rule_action actions[] = {
    {.name = "import", .reads = "terms;accept;note"}, /* and the rosters: may_have */
    {.name = "commit",
        .bars = COMMITTED | DRAWN,
        .makes = COMMITTED,
        .data = true,
        .one = "ceremony",
        .rows = "commitment",
        .reads = DRAWN_FROM,
        .writes = BOUND_BY},
    {.name = "recommit",
        .needs = COMMITTED | DRAWN,
        .makes = COMMITTED,
        .reason = true,
        .changes = MAY,
        .data = true,
        .one = "ceremony",
        .rows = "commitment",
        .reads = DRAWN_FROM ";note",
        .writes = BOUND_BY},
    {.name = "reveal",
        .needs = COMMITTED,
        .ends = COMMITTED | ASSIGNED,
        .makes = DRAWN,
        .data = true,
        .one = "draw",
        .rows = "stratum;pick",
        .reads = DRAWN_FROM,
        .writes = "drawn;excluded;" BOUND_BY},
    {.name = "draw",
        .bars = COMMITTED | DRAWN,
        .ends = ASSIGNED,
        .makes = DRAWN,
        .data = true,
        .one = "draw",
        .rows = "stratum;pick",
        .reads = DRAWN_FROM,
        .writes = "drawn;excluded;" BOUND_BY},
    {.name = "redraw",
        .bars = COMMITTED,
        .needs = DRAWN,
        .ends = ASSIGNED,
        .makes = DRAWN,
        .reason = true,
        .changes = MAY,
        .data = true,
        .one = "draw",
        .rows = "stratum;pick",
        .reads = DRAWN_FROM ";note",
        .writes = "drawn;excluded;" BOUND_BY},
    {.name = "cutoff",
        .bars = COMMITTED | DRAWN,
        .data = true,
        .reads = CUT_FROM,
        .writes = "cutoffs;" BOUND_BY,
        .must = "objects;counts;seed"},
    {.name = "recutoff",
        .bars = COMMITTED,
        .reason = true,
        .changes = MAY,
        .data = true,
        .reads = CUT_FROM ";note",
        .writes = "cutoffs;" BOUND_BY,
        .must = "objects;counts;seed"},
    {.name = "unseal",
        .needs = COMMITTED,
        .data = true,
        .reads = CUT_FROM,
        .writes = "cutoffs",
        .must = "objects;counts;seed"},
    {.name = "amend",
        .bars = COMMITTED,
        .needs = DRAWN,
        .reason = true,
        .changes = MUST,
        .data = true,
        .reads = "note"},
    {.name = "confirm",
        .needs = DRAWN,
        .data = true,
        .rows = "confirmation",
        .reads = "confirm;reading;terms;signature;pubkey",
        .must = "confirm;terms"}, /* what is signed is read by no option */
    {.name = "replace", .needs = DRAWN, .rows = "replacement", .reads = "drawn", .writes = "drawn"},
    {.name = "assign",
        .needs = DRAWN,
        .makes = ASSIGNED,
        .data = true,
        .rows = "seat",
        .reads = "drawn;inspectors;last;visits",
        .writes = "assigned;left-out;missing-skills;spread"},
    {.name = "reassign",
        .needs = DRAWN,
        .makes = ASSIGNED,
        .reason = true,
        .data = true,
        .rows = "seat",
        .reads = "drawn;inspectors;last;visits;note",
        .writes = "assigned;left-out;missing-skills;spread"},
    {.name = "substitute",
        .needs = ASSIGNED,
        .reason = true,
        .data = true,
        .rows = "seat",
        .reads = CHANGED_BY,
        .writes = "assigned;missing-skills",
        .must = "inspectors;change"},
    {.name = "move",
        .needs = ASSIGNED,
        .reason = true,
        .data = true,
        .rows = "seat",
        .reads = CHANGED_BY,
        .writes = "assigned;missing-skills",
        .must = "inspectors;change"},
    {.name = "print",
        .needs = ASSIGNED,
        .reads = "assigned;terms;template",
        .writes_any = "checklist;notice;approval;minutes;filing;schedule"},
    {.name = "result",
        .needs = ASSIGNED,
        .data = true,
        .rows = "result",
        .reads = "result;reading;terms;note",
        .must = "result;reading;terms"},
    {.name = "receive", .needs = ASSIGNED, .reads = "paper"},
    {.name = "attach", .needs = DRAWN, .reads = "attachment"},
    {.name = "follow",
        .needs = ASSIGNED,
        .data = true,
        .rows = "follow",
        .reads = "follow;reading;terms;note",
        .must = "follow;reading;terms"},
    {.name = "review", .needs = ASSIGNED, .rows = "review"},
    {.name = "publish",
        .needs = DRAWN,
        .reads = "terms;template",
        .writes_any = "results;page;summary"},
    {.name = "batch",
        .needs = DRAWN,
        .one = "batch",
        .rows = "batch_row",
        .reads = "terms;format;codes",
        .writes_any = "batch;manifest",
        .must = "terms;format"},
    {.name = "receipt", .needs = DRAWN, .rows = "receipt", .reads = "receipt;reading;terms"},
    {.name = "stamp", .reads = "stamped;stamp"},
};

static const struct rule_action *action_of(struct str name)
{
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
		if (str_is(name, actions[i].name))
			return &actions[i];
	return NULL;
}

/* The rule that is broken when a state holds that is barred, or does not hold that is needed. */
static const struct {
	enum audit_rule barred, missing;
} states[RULE_STATES] = {
    [STATE_COMMITTED] = {RULE_COMMITTED, RULE_UNCOMMITTED},
    [STATE_DRAWN] = {RULE_DRAWN, RULE_UNDRAWN},
    [STATE_ASSIGNED] = {RULE_KEPT, RULE_UNASSIGNED},
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

/* May the action follow what was done? */
static struct rule_fault in_turn(const struct audit_rules *r, const struct rule_action *a)
{
	struct rule_fault fault = kept();

	for (int i = 0; i < RULE_STATES; i++)
		if (r->state[i] && (a->bars & 1u << i))
			return broken(states[i].barred, r->state[i], STR(""));
	for (int i = 0; i < RULE_STATES; i++) {
		if (!(a->needs & 1u << i))
			continue;
		if (r->state[i])
			return kept();
		fault = broken(states[i].missing, r->state[STATE_DRAWN], STR(""));
	}
	return fault;
}

/* Is the event's time valid, and not before the latest so far? Then it may be the latest now. */
static struct rule_fault in_time(struct audit_rules *r, struct str text)
{
	uint64_t latest = r->time_event;
	int64_t t;

	if (!time_parse(text, &t))
		return broken(RULE_TIME, 0, STR(""));
	if (latest && t < r->time - RULE_SLACK)
		return broken(RULE_TIME_BACK, latest, STR(""));
	if (!latest || t > r->time) {
		r->time = t;
		r->time_event = r->seq;
	}
	return kept();
}

struct rule_fault audit_rules_event(struct audit_rules *r, const struct audit_event *e)
{
	const struct rule_action *a = action_of(e->action);
	struct rule_fault time, fault = kept();

	if (r->seq == 0)
		r->plan = e->plan;
	r->seq = e->seq;
	r->plan_digest = e->plan_digest;
	r->action = a;
	r->streams = 0;
	r->has = r->wrote = 0;
	r->stream = r->roster = STR("");
	r->committed = r->state[STATE_COMMITTED] != 0;
	r->fixed = (r->committed || r->state[STATE_DRAWN]) && !(a && a->changes != KEEPS);
	r->changed = false;
	r->odd = STR("");
	r->since = 0;
	for (int i = 0; i < RULE_FILES; i++)
		if (r->file[i].since > r->since)
			r->since = r->file[i].since;
	if (!str_eq(r->plan, e->plan))
		fault.rule = RULE_PLAN;
	else if (!a)
		fault.rule = RULE_ACTION;
	else
		fault = in_turn(r, a);
	if (fault.rule == RULE_KEPT && a->reason && str_trim(e->reason).n == 0)
		fault.rule = RULE_REASON;
	time = in_time(r, e->time);
	for (int i = 0; a && i < RULE_STATES; i++) {
		if (a->ends & 1u << i)
			r->state[i] = 0;
		if (a->makes & 1u << i)
			r->state[i] = e->seq;
	}
	return fault.rule == RULE_KEPT ? time : fault;
}

/* ---- Its files ---- */

enum { PLAN, CALENDAR, ITEMS };
static const char *const kinds[RULE_FILES] = {
    [PLAN] = "plan", [CALENDAR] = "calendar", [ITEMS] = "items"};

struct str audit_rules_fixed(const struct audit_rules *r, const char *kind)
{
	for (int i = 0; r->fixed && i < RULE_FILES; i++)
		if (strcmp(kinds[i], kind) == 0 && r->file[i].last)
			return r->file[i].digest;
	return STR("");
}

static bool is_import(const struct audit_rules *r)
{
	return r->action && strcmp(r->action->name, "import") == 0;
}

/* Of one import there is one stream, or another one could pass for imported beside it. */
static struct rule_fault import_output(struct audit_rules *r, const struct audit_file *f)
{
	if (stream_of(f->kind)) {
		r->stream = f->kind;
		return ++r->streams > 1 ? broken(RULE_STREAM, 0, f->kind) : kept();
	}
	for (int i = 0; i < STREAM_LISTS; i++)
		if (str_is(f->kind, stream_lists[i]))
			return kept();
	return broken(RULE_OUTPUT, 0, f->kind);
}

static struct str needed_of(const struct audit_rules *r)
{
	return r->action && r->action->must ? str_of(r->action->must) : STR("");
}

/*
 * A file of another kind decides nothing, but it would count as one that was used:
 * a bureau that compares its register with the record must not be told so by it.
 */
static bool may_have(const struct rule_action *a, const struct audit_file *f, bool import)
{
	for (int i = 0; !f->output && i < (import ? PLAN + 1 : RULE_FILES); i++)
		if (str_is(f->kind, kinds[i]))
			return true;
	if (import && !f->output && stream_of(f->kind))
		return true;
	return str_in_list(str_of(f->output ? a->writes : a->reads), f->kind) ||
	    (f->output && str_in_list(str_of(a->writes_any), f->kind));
}

/* The place of a kind in a list, as one bit; 0 where it is not in it. */
static unsigned place_of(struct str list, struct str kind)
{
	struct str one;

	for (unsigned bit = 1; str_split(&list, ';', &one); bit <<= 1)
		if (str_eq(one, kind))
			return bit;
	return 0;
}

/* Note that the event at hand has the file, if its action must have one of that kind. */
static void note_needed(struct audit_rules *r, const struct audit_file *f)
{
	if (!f->output)
		r->has |= place_of(needed_of(r), f->kind);
}

/* A second output of a kind of which an action writes one would pass for what it decided. */
static bool is_second(struct audit_rules *r, const struct audit_file *f)
{
	unsigned bit = f->output && r->action ? place_of(str_of(r->action->writes), f->kind) : 0;
	bool second = r->wrote & bit;

	r->wrote |= bit;
	return second;
}

/* The first kind of which its action must have a file, and it has none; or "". */
static struct str missing(const struct audit_rules *r)
{
	struct str rest = needed_of(r), kind;

	for (unsigned bit = 1; str_split(&rest, ';', &kind); bit <<= 1)
		if (!(r->has & bit))
			return kind;
	return STR("");
}

struct rule_fault audit_rules_file(struct audit_rules *r, const struct audit_file *f)
{
	/* What an import reads besides the plan are rosters, whatever their kind is called. */
	bool import = is_import(r);
	struct rule_fault fault = kept();

	if (import && f->output)
		return import_output(r, f);
	if (is_second(r, f))
		return broken(RULE_SECOND, 0, f->kind);
	note_needed(r, f);
	for (int i = 0; i < (import ? PLAN + 1 : RULE_FILES); i++) {
		bool same = str_eq(r->file[i].digest, f->digest);

		if (f->output || !str_is(f->kind, kinds[i]))
			continue;
		/* An event does not have two plans either. */
		if (!same && r->file[i].last && (r->fixed || r->file[i].last == r->seq))
			fault = broken(RULE_CHANGED, r->file[i].since, f->kind);
		else if (i == PLAN && !str_eq(f->digest, r->plan_digest))
			fault = broken(RULE_PLAN_FILE, 0, f->kind);
		r->changed |= !same;
		if (!same || !r->fixed)
			r->file[i].since = r->seq;
		r->file[i].digest = f->digest;
		r->file[i].last = r->seq;
	}
	/* A register among the files of histories would count as imported, too. */
	if (import && stream_of(f->kind)) {
		if (r->roster.n && !str_eq(r->roster, f->kind))
			r->odd = f->kind;
		r->roster = f->kind;
	}
	if (r->action && !may_have(r->action, f, import))
		r->odd = f->kind;
	return fault;
}

bool audit_rules_has_items(const struct audit_rules *r)
{
	return r->action && r->action->data;
}

/* ---- Its rows ---- */

static bool is_named(const char *name, struct str table)
{
	return name && str_is(table, name);
}

struct rule_fault audit_rules_end(struct audit_rules *r, struct str rows)
{
	const struct rule_action *a = r->action;
	struct str piece, table, count;
	bool one = false;

	if (!a)
		return kept();
	if (r->file[PLAN].last != r->seq)
		return broken(RULE_FILE_NEEDED, 0, str_of(kinds[PLAN]));
	if (a->data && r->file[CALENDAR].last != r->seq)
		return broken(RULE_FILE_NEEDED, 0, str_of(kinds[CALENDAR]));
	/* Rows that no file says could say anything. */
	if (missing(r).n)
		return broken(RULE_FILE_NEEDED, 0, missing(r));
	if (is_import(r) && r->streams != 1)
		return broken(RULE_STREAM, 0, STR("stream"));
	if (r->roster.n && !str_eq(r->roster, r->stream))
		r->odd = r->roster;
	if (a->changes == MUST && !r->changed)
		return broken(RULE_UNCHANGED, r->since, STR(""));
	/* Each piece is TABLE:ROWS:DIGEST. */
	while (rows.n && str_split(&rows, ' ', &piece)) {
		count = STR("");
		str_split(&piece, ':', &table);
		str_split(&piece, ':', &count);
		if (is_named(a->one, table))
			one = str_is(count, "1");
		else if (!str_is(table, "file") && !str_in_list(str_of(a->rows), table))
			return broken(RULE_ROWS_OTHER, 0, table);
	}
	if (a->one && !one)
		return broken(RULE_ROW_NEEDED, 0, str_of(a->one));
	return r->odd.n ? broken(RULE_KIND, 0, r->odd) : kept();
}
