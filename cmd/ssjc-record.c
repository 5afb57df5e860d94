#include "cli.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/record/record.h"

static bool form, correct, all;
static const char *reason;

/* ---- What the commands look at ---- */

static ssjc_rc read_data(struct cli *c, struct record *r)
{
	struct cli_data d;
	ssjc_rc rc = cli_data(c, &d);

	if (rc)
		return rc;
	*r = (struct record){.plan = d.plan,
	    .items = d.items,
	    .vocabulary = d.vocabulary,
	    .calendar = d.calendar,
	    .today = time_day(c->context.now)};
	return SSJC_OK;
}

static ssjc_rc open_record(struct cli *c, struct record *r)
{
	struct cli_audit *a;
	ssjc_rc rc = read_data(c, r);

	if (rc)
		return rc;
	rc = cli_open(c, &a);
	r->state = &a->state;
	return rc;
}

/* ---- What was filled in, or is to be ---- */

/* A form to fill in, on standard output. */
static ssjc_rc print_form(struct cli *c, void (*write)(const struct record *, struct csv_out *))
{
	struct csv_out out = {0};
	struct record r;
	ssjc_rc rc = open_record(c, &r);

	if (rc)
		goto out;
	rc = csv_out_open(&out, stdout, c->style, &c->err);
	if (rc)
		goto out;
	write(&r, &out);
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	return rc;
}

static void print_bad(void *c, const struct ssjc_err *err)
{
	cli_error(c, err);
}

/* What was filled in, into the audit file: all of it or nothing. */
static ssjc_rc take(struct cli *c, bool results)
{
	struct cli_audit *a;
	struct cli_input *in;
	struct table t = {0};
	struct record r;
	size_t n;
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc)
		goto out;
	rc = table_read_even(&t, in->text, in->file.name, print_bad, c, &c->err);
	if (rc)
		goto out;
	rc = read_data(c, &r);
	if (rc)
		goto out;
	rc = cli_begin(c, AUDIT_WRITE, c->command->name, reason, &a);
	if (rc)
		goto out;
	r.state = &a->state;
	rc = results ? record_put_results(&r, &t, correct, a->file, print_bad, c, &n, &c->err)
	             : record_put_confirmations(&r, &t, a->file, print_bad, c, &n, &c->err);
	if (rc || n == 0)
		goto out;
	rc = cli_put_input(c, a, c->command->name, in, t.rows);
	if (rc)
		goto out;
	rc = audit_commit(a->file, &c->err);
out:
	table_close(&t);
	return rc;
}

/* ---- The commands ---- */

static ssjc_rc run_confirm(struct cli *c)
{
	return form ? print_form(c, record_confirm_form) : take(c, false);
}

static ssjc_rc run_result(struct cli *c)
{
	if (correct != cli_given(reason))
		return ssjc_fail(&c->err, SSJC_USAGE, "--correct and --reason TEXT go together");
	return form ? print_form(c, record_result_form) : take(c, true);
}

static ssjc_rc run_status(struct cli *c)
{
	struct csv_out out = {0};
	struct record r;
	bool overdue;
	ssjc_rc rc = open_record(c, &r);

	if (rc)
		goto out;
	rc = csv_out_open(&out, stdout, c->style, &c->err);
	if (rc)
		goto out;
	rc = record_status(&r, all, &out, &overdue, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
	if (rc)
		goto out;
	rc = overdue ? SSJC_NO : SSJC_OK;
out:
	csv_out_close(&out);
	return rc;
}

/* The plan or its items were changed after the draw: on record, with the reason. */
static ssjc_rc run_amend(struct cli *c)
{
	struct cli_data d;
	struct cli_audit *a;
	ssjc_rc rc;

	if (!cli_given(reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--reason TEXT is missing: why the plan or its items were changed");
	rc = cli_begin(c, AUDIT_WRITE, "amend", reason, &a);
	if (rc)
		return rc;
	rc = cli_data(c, &d);
	if (rc)
		return rc;
	rc = audit_plan_amendable(a->file, d.plan, &c->err);
	return rc ? rc : audit_commit(a->file, &c->err);
}

#define FORM         OPT_FLAG(0, "form", "print the form to fill in instead", &form)
#define REASON(help) OPT_TEXT(0, "reason", "TEXT", help, &reason)

static const struct cli_option confirm_opts[] = {FORM, {0}};
static const struct cli_option result_opts[] = {
    FORM,
    OPT_FLAG(0, "correct", "let results differ from those on record", &correct),
    REASON("why they are corrected"),
    {0},
};
static const struct cli_option amend_opts[] = {
    REASON("why they were changed"),
    {0},
};
static const struct cli_option status_opts[] = {
    OPT_FLAG(0, "all", "also what was done in time", &all),
    {0},
};

static const struct cli_command commands[] = {
    {"confirm", "[CONFIRMATIONS]", "record what each department says of the businesses drawn",
        confirm_opts, run_confirm},
    {"result", "[RESULTS]", "record what the inspections found", result_opts, run_result},
    {"amend", "", "put a change of the plan or its items after the draw on record", amend_opts,
        run_amend},
    {"status", "", "what is missing, due, overdue or came late", status_opts, run_status},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-record",
	    .help = "Record confirmations and results, and tell what is missing.",
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
