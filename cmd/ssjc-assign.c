#include "cli.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/assign/assign_simulate.h"
#include "ssjc/audit/list_check.h"

static const char *inspectors_path, *reason;
static bool reassign;
static int64_t rounds = 1000;

/* The list of objects and the inspectors, as streams and as tables. */
struct assign_input {
	struct cli_input *drawn, *people;
	struct table table;
	struct inspectors inspectors;
	const struct plan *plan;
	const struct calendar *calendar;
	const struct items *items;
};

/* Standard input is read to its end before the audit file: its writer comes first. */
static ssjc_rc input_open(struct cli *c, struct assign_input *in)
{
	ssjc_rc rc = cli_plan(c, &in->plan);

	if (rc)
		return rc;
	if (!inspectors_path)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "no inspectors are named: give them with -i FILE");
	rc = cli_read_table(c, &in->drawn, &in->table);
	if (rc)
		return rc;
	rc = cli_read_inspectors(c, inspectors_path, &in->people, &in->inspectors);
	if (rc)
		return rc;
	rc = cli_calendar(c, &in->calendar);
	return rc ? rc : cli_items(c, &in->items);
}

static void input_close(struct assign_input *in)
{
	inspectors_close(&in->inspectors);
	table_close(&in->table);
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
	rc = assign_record_put(s, a->file, &c->err);
	if (rc)
		return rc;
	rc = assign_record_write(s, c->style, NULL, digest, &c->err);
	if (rc)
		return rc;
	rc = cli_put_output(c, a, "assigned", "standard output", digest, s->result.n);
	return rc ? rc : audit_commit(a->file, &c->err);
}

/* What a person should know of a match just made. */
static void remark(struct cli *c, const struct assign_record *s, bool known)
{
	if (!known)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote these inspectors: they are matched "
		    "all the same, and the audit file says so",
		    inspectors_path);
	for (size_t i = 0; i < s->result.n_depts; i++) {
		const struct assign_dept *x = &s->result.dept[i];

		if (x->asked && x->serving && x->asked != x->serving)
			cli_note(c, "department %.*s: draw = %zu, but %zu of %zu serve: %s",
			    STR_ARG(x->dept), x->asked, x->serving, x->pool,
			    x->serving < x->asked ? "there are no more" : "it takes that many");
	}
}

/* What was settled before the seed was known is changed by a reassign alone. */
static ssjc_rc check_settled(
    struct cli *c, const struct cli_audit *a, const struct assign_input *in)
{
	struct audit_events e = {0};
	ssjc_rc rc;

	if (reassign)
		return SSJC_OK;
	rc = assign_record_committed(&a->state, in->people->digest, inspectors_path, &c->err);
	if (rc)
		return rc;
	rc = audit_events(a->file, &e, &c->err);
	if (!rc)
		rc = assign_record_fixed(a->file, &e, e.n - 1, &a->state, &c->err);
	audit_events_free(&e);
	return rc;
}

static ssjc_rc run_match(struct cli *c)
{
	struct assign_input in = {0};
	struct assign_record s = {0};
	struct cli_audit *a;
	bool known;
	ssjc_rc rc;

	if (reassign != cli_given(reason))
		return ssjc_fail(&c->err, SSJC_USAGE, "--reassign and --reason TEXT go together");
	rc = input_open(c, &in);
	if (rc)
		goto out;
	rc = cli_begin(c, AUDIT_WRITE, reassign ? "reassign" : "assign", reason, &a);
	if (rc)
		goto out;
	rc = list_check_drawn(&in.table, &a->state, &c->err);
	if (rc)
		goto out;
	rc = cli_knows(c, a, inspectors_path, in.people->digest, &known);
	if (rc)
		goto out;
	rc = check_settled(c, a, &in);
	if (rc)
		goto out;
	s = (struct assign_record){.plan = in.plan,
	    .calendar = in.calendar,
	    .items = in.items,
	    .inspectors = &in.inspectors,
	    .state = &a->state,
	    .drawn = &in.table,
	    .today = time_day(c->context.now),
	    .reassign = reassign};
	rc = assign_record_solve(&s, &c->err);
	if (rc)
		goto out;
	/* On record before anything is shown: nobody can look and then undo it. */
	if (s.changed || reassign) {
		rc = record(c, a, &in, &s);
		if (rc)
			goto out;
		remark(c, &s, known);
	}
	cli_hint(c, "the match is on record: %s prints it once more",
	    reassign ? "the same command without --reassign" : "the same command");
	rc = assign_record_write(&s, c->style, stdout, NULL, &c->err);
out:
	assign_record_free(&s);
	input_close(&in);
	return rc;
}

static ssjc_rc run_simulate(struct cli *c)
{
	struct assign_input in = {0};
	struct assign_problem p = {.inspectors = &in.inspectors, .from = time_day(c->context.now)};
	struct csv_out out = {0};
	uint64_t infeasible;
	ssjc_rc rc = input_open(c, &in);

	if (rc)
		goto out;
	p.plan = in.plan;
	p.calendar = in.calendar;
	p.items = in.items;
	rc = csv_out_open(&out, stdout, c->style, &c->err);
	if (rc)
		goto out;
	rc = assign_simulate(&p, &in.table, (uint64_t)rounds, &infeasible, &out, &c->err);
	if (rc)
		goto out;
	if (infeasible > 0)
		cli_note(c, "%llu of %lld rounds had no feasible match",
		    (unsigned long long)infeasible, (long long)rounds);
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	input_close(&in);
	return rc;
}

static const struct cli_option match_opts[] = {
    OPT_FLAG(0, "reassign", "discard the seats on record and match from scratch", &reassign),
    OPT_TEXT(0, "reason", "TEXT", "why there is another match, with --reassign", &reason),
    {0},
};
static const struct cli_option simulate_opts[] = {
    OPT_COUNT('n', "rounds", "N", "how many draws to try (1000)", &rounds, 1, 1000000),
    {0},
};
static const struct cli_option shared_opts[] = {
    OPT_TEXT('i', "inspectors", "FILE", "the inspectors stream (required)", &inspectors_path),
    {0},
};

static const struct cli_command commands[] = {
    {"", "[DRAWN] > ASSIGNED", "", match_opts, run_match},
    {"simulate", "[DRAWN] > CHANCES", "try many draws: how often each inspector gets each business",
        simulate_opts, run_simulate},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-assign",
	    .help = "Match inspectors of every department to the businesses drawn, by lot.",
	    .options = shared_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
