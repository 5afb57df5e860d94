#include "assign_cmd.h"

#include "ssjc/assign/assign_simulate.h"
#include "ssjc/base/language.h"

#include <stdlib.h>

struct assign_options assign_options = {.rounds = 1000};

/* Standard input is read to its end before the audit file: its writer comes first. */
ssjc_rc assign_input_open(struct cli *c, struct assign_input *in, bool drawn)
{
	ssjc_rc rc = cli_plan(c, &in->problem.plan);

	if (rc)
		return rc;
	if (!assign_options.inspectors)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "no inspectors are named: give them with -i FILE");
	if (drawn) {
		rc = cli_read_table(c, CLI_DRAWN, &in->drawn, &in->table);
		if (rc)
			return rc;
	}
	rc = cli_read_inspectors(c, assign_options.inspectors, &in->people, &in->inspectors);
	if (rc)
		return rc;
	in->problem.inspectors = &in->inspectors;
	in->problem.from = time_day(c->context.now);
	rc = cli_calendar(c, &in->problem.calendar);
	if (rc)
		return rc;
	rc = cli_items(c, &in->problem.items);
	return rc ? rc : assign_last_read(c, in);
}

void assign_input_close(struct assign_input *in)
{
	last_visits_close(&in->visits);
	inspectors_close(&in->inspectors);
	table_close(&in->table);
}

/* How far the chances are from even, a line for each department. */
static void say_chances(
    struct cli *c, const struct plan *plan, const struct assign_chances *chances)
{
	for (size_t i = 0; i < plan->n_depts; i++) {
		const struct assign_chances *x = &chances[i];

		if (x->pairs > 0)
			cli_info(c,
			    "department %.*s: each of %zu pairs of business and inspector would "
			    "meet in %.1f %% of rounds if all were alike; they did in %.1f to %.1f "
			    "%%, with a standard deviation of %.1f %%, of which luck explains %.1f",
			    STR_ARG(plan->dept[i].key), x->pairs, 100 * x->even, 100 * x->least,
			    100 * x->most, 100 * x->deviation, 100 * x->noise);
	}
}

static ssjc_rc run_simulate(struct cli *c)
{
	struct assign_input in = {0};
	struct assign_chances *chances = NULL;
	struct csv_out out = {0};
	uint64_t infeasible;
	ssjc_rc rc = assign_input_open(c, &in, true);

	if (rc)
		goto out;
	chances = calloc(in.problem.plan->n_depts, sizeof *chances);
	rc = chances ? csv_out_open(&out, c->out, c->style, &c->err) : ssjc_fail_memory(&c->err);
	if (rc)
		goto out;
	rc = assign_simulate(&in.problem, &in.table, (uint64_t)assign_options.rounds, &infeasible,
	    chances, &out, &c->err);
	if (rc)
		goto out;
	if (infeasible > 0)
		cli_note(c, "%llu of %lld rounds had no feasible match",
		    (unsigned long long)infeasible, (long long)assign_options.rounds);
	say_chances(c, in.problem.plan, chances);
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	free(chances);
	csv_out_close(&out);
	assign_input_close(&in);
	return rc;
}

#define LAST                                                                                       \
	OPT_TEXT(0, "last", "FILE", "the assigned list of the last plan, for rotate = yes",        \
	    &assign_options.last)

static const struct cli_option match_opts[] = {
    LAST,
    OPT_FLAG(0, "reassign", "discard the seats on record and match from scratch",
        &assign_options.reassign),
    CLI_REASON("why there is another match, with --reassign: it will be published"),
    {0},
};
static const struct cli_option simulate_opts[] = {
    LAST,
    OPT_COUNT(
        'n', "rounds", "N", "how many draws to try (1000)", &assign_options.rounds, 1, 1000000),
    {0},
};
#define ASKED                                                                                      \
	OPT_TEXT(0, "asked-by", "WHO", "business, inspector or department: who asked for it",      \
	    &assign_options.asked)

static const struct cli_option substitute_opts[] = {
    OPT_LIST(0, "cert", "CERT", "who cannot come, by the certificate; several are allowed",
        &assign_options.certs),
    OPT_TEXT(0, "from", "DATE", "from this day on (today)", &assign_options.from),
    OPT_LIST(0, "object", "ID", "only at this business: a recusal; several are allowed",
        &assign_options.objects),
    ASKED,
    CLI_REASON("why somebody else comes: it will be published"),
    {0},
};
static const struct cli_option move_opts[] = {
    OPT_LIST(0, "object", "ID", "the business", &assign_options.objects),
    OPT_TEXT(0, "not-before", "DATE", "not before this day (after its day, or today)",
        &assign_options.from),
    OPT_LIST(0, "closed", "DATE", "not on this day; several are allowed", &assign_options.closed),
    OPT_TEXT(0, "date", "DATE", "on this day, which is chosen: that is published, too",
        &assign_options.date),
    ASKED,
    CLI_REASON("why it is visited on another day: it will be published"),
    {0},
};
static const struct cli_option shared_opts[] = {
    OPT_TEXT(
        'i', "inspectors", "FILE", "the inspectors stream (required)", &assign_options.inspectors),
    {0},
};

static const struct cli_command commands[] = {
    {"", "[DRAWN] [-o ASSIGNED]", "", match_opts, run_match},
    {"substitute", "[DRAWN [-o ASSIGNED]]",
        N_("somebody cannot come: the next by lot takes the seat"), substitute_opts,
        run_substitute},
    {"move", "[DRAWN [-o ASSIGNED]]",
        N_("a business is visited on another day, the next with room"), move_opts, run_move},
    {"simulate", "[DRAWN] [-o CHANCES]",
        N_("try many draws: how often each inspector gets each business"), simulate_opts,
        run_simulate},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-assign",
	    .help = N_("Match inspectors of every department to the businesses drawn, by lot."),
	    .options = shared_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
