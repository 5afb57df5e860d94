#include "assign_cmd.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/assign/inspector_check.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"

/* Those without whom the first match was made are on record with it. */
static ssjc_rc record_without(
    struct cli *c, const struct cli_audit *a, const struct assign_record *s)
{
	struct audit_file f = {.output = true, .kind = STR("left-out"), .name = STR("first match")};
	struct buf list = {0};
	ssjc_rc rc = assign_record_without(s, &list, &f.rows, &c->err);

	if (!rc && f.rows > 0)
		rc = cli_put_made(c, a, f, &list);
	buf_free(&list);
	return rc;
}

/* And the departments whose visits could not be spread. */
static ssjc_rc record_unspread(
    struct cli *c, const struct cli_audit *a, const struct assign_record *s)
{
	struct audit_file f = {.output = true, .kind = STR("spread"), .name = STR("departments")};
	struct buf list = {0};
	ssjc_rc rc = SSJC_OK;

	assign_record_unspread(s, &list, &f.rows);
	if (f.rows > 0)
		rc = cli_put_made(c, a, f, &list);
	buf_free(&list);
	return rc;
}

static ssjc_rc record(struct cli *c, const struct cli_audit *a, const struct assign_input *in,
    const struct assign_record *s)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_put_input(c, a, "drawn", in->drawn, in->table.rows);

	if (rc)
		return rc;
	rc = cli_put_input(c, a, "inspectors", in->people, in->inspectors.n);
	if (rc)
		return rc;
	rc = assign_last_put(c, a, in);
	if (rc)
		return rc;
	rc = assign_record_put(s, a->file, &c->err);
	if (rc)
		return rc;
	rc = assign_record_write(s, c->style, NULL, digest, &c->err);
	if (rc)
		return rc;
	rc = cli_put_output(c, a, "assigned", c->out_name, digest, s->result.n);
	if (rc)
		return rc;
	rc = record_without(c, a, s);
	if (rc)
		return rc;
	rc = assign_put_lacks(c, a, s);
	if (rc)
		return rc;
	rc = record_unspread(c, a, s);
	return rc ? rc : audit_commit(a->file, &c->err);
}

static void count(struct cli *c, const struct assignment *m)
{
	size_t objects = 0, serving = 0;

	for (size_t i = 0; i < m->n; i++)
		objects += i == 0 || !str_eq(m->v[i].object, m->v[i - 1].object);
	for (size_t i = 0; i < m->n_depts; i++)
		serving += m->dept[i].serving;
	cli_info(c, "%zu businesses are assigned, with %zu seats; inspectors who serve: %zu",
	    objects, m->n, serving);
}

/* What of the plan's preferences could not be kept, of a department. */
static void remark_preferences(struct cli *c, const struct plan *plan, const struct assign_dept *x)
{
	if (x->unspread)
		cli_note(c,
		    "department %.*s: there is no match in which nobody is out on more days of a week "
		    "than %u, not even with all %zu who may serve: it is made without spread, and "
		    "everything published will say so",
		    STR_ARG(x->dept), plan->prefer.days_a_week, x->pool);
	if (x->again)
		cli_note(c,
		    "department %.*s: %zu seats are at businesses that the same inspector visited in "
		    "the last plan: no match with loads as even has fewer",
		    STR_ARG(x->dept), x->again);
}

/* The same of teams. */
static void remark_teams(struct cli *c, const struct assign_teams *x)
{
	if (x->again)
		cli_note(c,
		    "%zu businesses have a team with somebody who visited them in the last plan: no "
		    "match with loads as even has fewer",
		    x->again);
}

/* What a person should know of a match just made. */
static ssjc_rc remark(struct cli *c, const struct assign_record *s, bool known)
{
	const struct assign_teams *t = &s->result.teams;
	struct buf lines = {0};
	ssjc_rc rc;

	if (!known)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote these inspectors: they are matched "
		    "all the same, and the audit file says so",
		    assign_options.inspectors);
	if (s->without_removed)
		cli_note(c,
		    "with the businesses removed before it, there was no first match: it was made "
		    "without them, and everything published will say so");
	for (size_t i = 0; i < s->result.n_depts; i++) {
		const struct assign_dept *x = &s->result.dept[i];

		if (x->asked && x->serving && x->asked != x->serving)
			cli_note(c, "department %.*s: draw = %zu, but %zu of %zu serve: %s",
			    STR_ARG(x->dept), x->asked, x->serving, x->pool,
			    x->serving < x->asked ? W_("there are no more")
			                          : W_("it takes that many"));
		remark_preferences(c, s->plan, x);
	}
	if (t->asked && t->serving && t->asked != t->serving)
		cli_note(c, "teams = %zu, but %zu of %zu teams serve: %s", t->asked, t->serving,
		    t->most,
		    t->serving < t->asked ? W_("there are no more") : W_("it takes that many"));
	remark_teams(c, t);
	rc = inspector_check(s->inspectors, s->plan, s->items, s->drawn, &lines, &c->err);
	if (rc)
		goto out;
	assign_note_lines(c, &lines);
	rc = assign_say_lacks(c, s);
out:
	buf_free(&lines);
	return rc;
}

ssjc_rc run_match(struct cli *c)
{
	struct assign_input in = {0};
	struct assign_record s = {0};
	struct cli_audit *a;
	bool known;
	ssjc_rc rc;

	if (assign_options.reassign != cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE, "--reassign and --reason TEXT go together");
	rc = assign_input_open(c, &in, true);
	if (rc)
		goto out;
	rc = cli_begin(
	    c, AUDIT_WRITE, assign_options.reassign ? "reassign" : "assign", cli_reason.reason, &a);
	if (rc)
		goto out;
	rc = list_check_drawn(&in.table, &a->state, &c->err);
	if (rc)
		goto out;
	rc = cli_knows(c, a, "inspectors", assign_options.inspectors, in.people->digest, &known);
	if (rc)
		goto out;
	rc = assign_check_settled(c, a, &in);
	if (rc)
		goto out;
	rc = assign_last_settle(c, a, &in);
	if (rc)
		goto out;
	s = (struct assign_record){.plan = in.problem.plan,
	    .calendar = in.problem.calendar,
	    .items = in.problem.items,
	    .inspectors = &in.inspectors,
	    .last = in.problem.last,
	    .state = &a->state,
	    .drawn = &in.table,
	    .today = time_day(c->context.now),
	    .reassign = assign_options.reassign,
	    .tick = cli_tick()};
	rc = assign_record_solve(&s, &c->err);
	if (rc)
		goto out;
	/* On record before anything is shown: nobody can look and then undo it. */
	if (s.changed || assign_options.reassign) {
		rc = record(c, a, &in, &s);
		if (rc)
			goto out;
		rc = remark(c, &s, known);
		if (rc)
			goto out;
		count(c, &s.result);
	}
	rc = assign_check_seats(c, &in, &a->state, s.result.v, s.result.n);
	if (rc)
		goto out;
	cli_hint(c, "the match is on record: %s prints it once more",
	    assign_options.reassign ? W_("the same command without --reassign")
	                            : W_("the same command"));
	rc = assign_record_write(&s, c->style, c->out, NULL, &c->err);
	if (rc)
		goto out;
	rc = cli_shown(c);
out:
	assign_record_free(&s);
	assign_input_close(&in);
	return rc;
}
