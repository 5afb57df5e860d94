#include "cli.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/assign/assign_simulate.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/draw/ceremony.h"

static const char *inspectors_path, *reason;
static bool reassign;
static int64_t rounds = 1000;

/* The list and the people, as streams and as tables. */
struct desk {
	struct cli_input *drawn, *people;
	struct table table;
	struct inspectors inspectors;
};

/* Standard input is read to its end before the audit file: its writer comes first. */
static ssjc_rc desk_open(struct cli *c, struct desk *d)
{
	ssjc_rc rc = cli_plan(c);

	if (rc == SSJC_OK && !inspectors_path)
		rc = ssjc_fail(
		    &c->err, SSJC_USAGE, "no inspectors are named: give them with -i FILE");
	if (rc == SSJC_OK)
		rc = cli_read(c, NULL, &d->drawn);
	if (rc == SSJC_OK)
		rc = table_read(&d->table, d->drawn->text, d->drawn->file.name, &c->err);
	if (rc == SSJC_OK)
		rc = cli_read(c, inspectors_path, &d->people);
	if (rc == SSJC_OK)
		rc = inspectors_read(&d->inspectors, d->people->text, inspectors_path, &c->err);
	if (rc == SSJC_OK)
		rc = cli_calendar(c);
	return rc == SSJC_OK ? cli_items(c) : rc;
}

static int desk_close(struct cli *c, struct desk *d, ssjc_rc rc)
{
	inspectors_close(&d->inspectors);
	table_close(&d->table);
	return cli_done(c, rc);
}

static ssjc_rc record(struct cli *c, const struct desk *d, const struct assign_record *s)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_put_input(c, "drawn", d->drawn, d->table.rows);

	if (rc == SSJC_OK)
		rc = cli_put_input(c, "inspectors", d->people, d->inspectors.n);
	if (rc == SSJC_OK)
		rc = assign_record_put(s, c->audit, &c->err);
	if (rc == SSJC_OK)
		rc = assign_record_write(s, cli_style(c), NULL, digest, &c->err);
	if (rc == SSJC_OK)
		rc = cli_put_output(c, "assigned", "standard output", digest, s->result.n);
	return rc == SSJC_OK ? audit_commit(c->audit, &c->err) : rc;
}

/* What a person should know of a match just made. */
static void say(struct cli *c, const struct assign_record *s, bool known)
{
	if (!known)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote these inspectors: they are matched "
		    "all the same, and the audit file tells it",
		    inspectors_path);
	for (size_t i = 0; i < s->result.n_depts; i++) {
		const struct assign_dept *x = &s->result.dept[i];

		if (x->asked && x->serving && x->asked != x->serving)
			cli_note(c, "department %.*s: draw = %zu, but %zu of %zu serve: %s",
			    STR_ARG(x->dept), x->asked, x->serving, x->pool,
			    x->serving < x->asked ? "there are no more" : "it takes that many");
	}
}

/* A commitment may have fixed the inspectors before the seed was known. */
static ssjc_rc committed(struct cli *c, const struct desk *d)
{
	struct str bound = c->state.match_inspectors;

	if (bound.n == 0 || str_is(bound, d->people->digest))
		return SSJC_OK;
	return ssjc_fail_at(&c->err, SSJC_INPUT, inspectors_path, 0, NULL,
	    "are not the inspectors committed to, or taken by a --reassign since: these have the "
	    "SHA-256 "
	    "%.*s; --reassign --reason TEXT takes others",
	    STR_ARG(bound));
}

static int run_match(struct cli *c)
{
	struct desk d = {0};
	struct assign_record s = {0};
	bool known = true;
	ssjc_rc rc;

	if (reassign != cli_given(reason))
		return cli_usage(c, "--reassign and --reason TEXT go together");
	rc = desk_open(c, &d);
	if (rc == SSJC_OK)
		rc = cli_open(c, reassign ? "reassign" : "assign", reason);
	if (rc == SSJC_OK)
		rc = list_check_drawn(&d.table, &c->state, &c->err);
	if (rc == SSJC_OK)
		rc = cli_knows(c, inspectors_path, d.people->digest, &known);
	if (rc == SSJC_OK && !reassign)
		rc = committed(c, &d);
	s = (struct assign_record){.plan = &c->plan,
	    .calendar = c->calendar,
	    .items = c->items,
	    .inspectors = &d.inspectors,
	    .state = &c->state,
	    .drawn = &d.table,
	    .today = time_day(c->context.now),
	    .anew = reassign};
	if (rc == SSJC_OK)
		rc = assign_record_solve(&s, &c->err);
	/* On record before anything is shown: nobody can look and then undo it. */
	if (rc == SSJC_OK && (s.changed || reassign)) {
		rc = record(c, &d, &s);
		if (rc == SSJC_OK)
			say(c, &s, known);
	}
	if (rc == SSJC_OK) {
		cli_hint(c, "the match is on record: %s prints it once more",
		    reassign ? "the same command without --reassign" : "the same command");
		rc = assign_record_write(&s, cli_style(c), stdout, NULL, &c->err);
	}
	assign_record_free(&s);
	return desk_close(c, &d, rc);
}

static int run_simulate(struct cli *c)
{
	struct desk d = {0};
	struct csv_out out = {0};
	uint64_t infeasible = 0;
	ssjc_rc rc = desk_open(c, &d);
	struct assign_problem p = {.plan = &c->plan,
	    .calendar = c->calendar,
	    .items = c->items,
	    .inspectors = &d.inspectors,
	    .from = time_day(c->context.now)};

	if (rc == SSJC_OK)
		rc = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = assign_simulate(&p, &d.table, (uint64_t)rounds, &infeasible, &out, &c->err);
	if (rc == SSJC_OK && infeasible > 0)
		cli_note(c, "%llu of %lld lots had no feasible match",
		    (unsigned long long)infeasible, (long long)rounds);
	if (rc == SSJC_OK)
		rc = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	return desk_close(c, &d, rc);
}

#define OPT_INSPECTORS                                                                             \
	{                                                                                          \
		'i', "inspectors", "FILE", "the inspectors stream (required)", CLI_TEXT,           \
		    &inspectors_path, 0, 0                                                         \
	}

static const struct cli_opt match_opts[] = {
    OPT_INSPECTORS,
    {0, "reassign", NULL, "throw the seats on record away and match anew", CLI_FLAG, &reassign, 0,
        0},
    {0, "reason", "TEXT", "why there is another match", CLI_TEXT, &reason, 0, 0},
    {0},
};
static const struct cli_opt simulate_opts[] = {
    OPT_INSPECTORS,
    {'n', "rounds", "N", "how many lots (1000)", CLI_COUNT, &rounds, 1, 1000000},
    {0},
};
static const struct cli_command commands[] = {
    {"", "[DRAWN] > ASSIGNED", "", match_opts, run_match},
    {"simulate", "[DRAWN] > CHANCES", "try many lots: how often who comes where", simulate_opts,
        run_simulate},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-assign",
	    "Match inspectors of every department to the businesses drawn, by lot.", commands};

	return cli_main(&program, argc, argv);
}
