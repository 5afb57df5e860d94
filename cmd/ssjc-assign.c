#include "cli.h"

#include "ssjc/custody.h"
#include "ssjc/seating.h"
#include "ssjc/simulate.h"

static const char *inspectors_path, *reason;
static bool reassign;
static int64_t rounds = 1000;

/* A stream that is read: its text, and how it goes on record. */
struct input {
	struct file file;
	char digest[DIGEST_HEX];
};

/* Everything read from files. */
struct desk {
	struct input drawn, people;
	struct table table;
	struct inspectors inspectors;
	struct calendar *calendar;
	struct items items;
	struct audit *audit;
	struct audit_state state;
	struct seating seating;
};

static ssjc_code read_input(struct cli *c, struct input *in, const char *path)
{
	ssjc_code code = file_open(&in->file, path, &c->err);

	return code == SSJC_OK
	    ? digest_hex(in->file.bytes.p, in->file.bytes.n, in->digest, &c->err)
	    : code;
}

static ssjc_code read_data(struct cli *c, struct desk *d)
{
	struct file f;
	ssjc_code code = file_open(&f, c->plan.calendar, &c->err);

	if (code == SSJC_OK)
		code = calendar_read(&d->calendar, f.bytes, c->plan.calendar, &c->err);
	file_close(&f);
	if (code == SSJC_OK && c->plan.items) {
		code = file_open(&f, c->plan.items, &c->err);
		if (code == SSJC_OK)
			code = items_read(&d->items, f.bytes, c->plan.items, &c->err);
		file_close(&f);
	}
	return code;
}

/* Standard input is read to its end before the audit file: its writer comes first. */
static ssjc_code desk_open(struct cli *c, struct desk *d)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK && c->operands > 1)
		code = ssjc_fail(&c->err, SSJC_USAGE, "one drawn list at a time");
	if (code == SSJC_OK && !inspectors_path)
		code = ssjc_fail(&c->err, SSJC_USAGE, "no inspectors are named: give them with -i FILE");
	if (code == SSJC_OK)
		code = read_input(c, &d->drawn, c->operands ? c->operand[0] : "-");
	if (code == SSJC_OK)
		code = table_read(&d->table, d->drawn.file.bytes, d->drawn.file.name, &c->err);
	if (code == SSJC_OK)
		code = read_input(c, &d->people, inspectors_path);
	if (code == SSJC_OK)
		code = inspectors_read(&d->inspectors, d->people.file.bytes, inspectors_path, &c->err);
	return code == SSJC_OK ? read_data(c, d) : code;
}

static int desk_close(struct cli *c, struct desk *d, ssjc_code code)
{
	seating_free(&d->seating);
	audit_close(d->audit);
	audit_state_free(&d->state);
	items_close(&d->items);
	calendar_free(d->calendar);
	inspectors_close(&d->inspectors);
	table_close(&d->table);
	file_close(&d->people.file);
	file_close(&d->drawn.file);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static ssjc_code know_people(struct cli *c, const struct desk *d, bool *known)
{
	ssjc_code code = audit_knows_stream(d->audit, d->people.digest, known, &c->err);

	if (code == SSJC_OK && !*known && c->plan.custody_strict)
		code = ssjc_fail_at(&c->err, SSJC_REFUSED, inspectors_path, 0, NULL,
		    "no ssjc-import of this plan wrote these inspectors, and the plan says "
		    "custody = strict");
	return code;
}

static ssjc_code put_input(struct cli *c, struct desk *d, const char *kind,
    const struct input *in, size_t rows)
{
	struct audit_file f = {.kind = str_of(kind), .name = str_of(in->file.name),
	    .digest = str_of(in->digest), .rows = rows};

	return audit_put_file(d->audit, &f, &c->err);
}

static ssjc_code record(struct cli *c, struct desk *d)
{
	char digest[DIGEST_HEX];
	struct audit_file out = {.output = true, .kind = STR("assigned"),
	    .name = STR("standard output"), .rows = d->seating.result.n};
	ssjc_code code = put_input(c, d, "drawn", &d->drawn, d->table.rows);

	if (code == SSJC_OK)
		code = put_input(c, d, "inspectors", &d->people, d->inspectors.n);
	if (code == SSJC_OK)
		code = seating_record(&d->seating, d->audit, &c->err);
	if (code == SSJC_OK)
		code = seating_write(&d->seating, cli_style(c), NULL, digest, &c->err);
	out.digest = str_of(digest);
	if (code == SSJC_OK)
		code = audit_put_file(d->audit, &out, &c->err);
	return code == SSJC_OK ? audit_commit(d->audit, &c->err) : code;
}

/* What a person should know of a match just made. */
static void say(struct cli *c, const struct desk *d, bool known)
{
	if (!known)
		cli_note(c, "%s: no ssjc-import of this plan wrote these inspectors: they are matched "
			    "all the same, and the audit file tells it",
		    inspectors_path);
	for (size_t i = 0; i < d->seating.result.n_depts; i++) {
		const struct assign_dept *x = &d->seating.result.dept[i];

		if (x->asked && x->serving && x->asked != x->serving)
			cli_note(c, "department %.*s: draw = %zu, but %zu of %zu serve: %s",
			    STR_ARG(x->dept), x->asked, x->serving, x->pool,
			    x->serving < x->asked ? "there are no more"
						  : "it takes that many");
	}
}

static ssjc_code match(struct cli *c, struct desk *d, bool *known)
{
	ssjc_code code;

	d->seating = (struct seating){.plan = &c->plan, .calendar = d->calendar,
	    .items = c->plan.items ? &d->items : NULL, .inspectors = &d->inspectors,
	    .state = &d->state, .drawn = &d->table, .today = time_day(c->context.now),
	    .anew = reassign};
	code = cli_audit(c, AUDIT_WRITE, &d->audit);
	if (code == SSJC_OK)
		code = cli_begin(c, d->audit, reassign ? "reassign" : "assign", reason);
	if (code == SSJC_OK)
		code = audit_load(d->audit, &d->state, &c->err);
	if (code == SSJC_OK)
		code = custody_drawn(&d->table, &d->state, &c->err);
	if (code == SSJC_OK)
		code = know_people(c, d, known);
	return code == SSJC_OK ? seating_solve(&d->seating, &c->err) : code;
}

static int run_match(struct cli *c)
{
	struct desk d = {0};
	bool known = true;
	ssjc_code code;

	if (reassign != (reason && *reason))
		return cli_usage(c, "--reassign and --reason TEXT go together");
	code = desk_open(c, &d);
	if (code == SSJC_OK)
		code = match(c, &d, &known);
	/* On record before anything is shown: nobody can look and then undo it. */
	if (code == SSJC_OK && (d.seating.changed || reassign)) {
		code = record(c, &d);
		if (code == SSJC_OK)
			say(c, &d, known);
	}
	if (code == SSJC_OK) {
		code = seating_write(&d.seating, cli_style(c), stdout, NULL, &c->err);
		if (code != SSJC_OK)
			cli_note(c, "the match is on record: %s prints it once more",
			    reassign ? "the same command without --reassign" : "the same command");
	}
	return desk_close(c, &d, code);
}

static int run_simulate(struct cli *c)
{
	struct desk d = {0};
	struct csv_out out = {0};
	uint64_t infeasible = 0;
	ssjc_code code = desk_open(c, &d);
	struct assign_problem p = {.plan = &c->plan, .calendar = d.calendar,
	    .items = c->plan.items ? &d.items : NULL, .inspectors = &d.inspectors,
	    .today = time_day(c->context.now)};

	if (code == SSJC_OK)
		code = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = simulate(&p, &d.table, (uint64_t)rounds, &infeasible, &out, &c->err);
	if (code == SSJC_OK && infeasible > 0)
		cli_note(c, "%llu of %lld lots had no feasible match", (unsigned long long)infeasible,
		    (long long)rounds);
	if (code == SSJC_OK)
		code = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	return desk_close(c, &d, code);
}

#define OPT_INSPECTORS                                                                             \
	{'i', "inspectors", "FILE", "the inspectors stream (required)", CLI_TEXT, &inspectors_path, 0, 0}

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
