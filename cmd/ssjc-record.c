#include "cli.h"

#include "ssjc/record/record.h"

#include <stdlib.h>

static bool form, correct, all;
static const char *reason;

/* Everything that the commands look at; action begins an event, NULL only reads. */
static ssjc_rc open_desk(struct cli *c, const char *action, struct record *r)
{
	ssjc_rc rc = cli_data(c);

	if (rc == SSJC_OK)
		rc = cli_open(c, action, reason);
	*r = (struct record){.plan = &c->plan,
	    .items = c->items,
	    .vocabulary = c->vocabulary,
	    .calendar = c->calendar,
	    .state = &c->state,
	    .today = time_day(c->context.now)};
	return rc;
}

/* A form to fill in, on standard output. */
static int print_form(struct cli *c, void (*write)(const struct record *, struct csv_out *))
{
	struct csv_out out = {0};
	struct record r;
	ssjc_rc rc = open_desk(c, NULL, &r);

	if (rc == SSJC_OK)
		rc = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (rc == SSJC_OK) {
		write(&r, &out);
		rc = csv_out_finish(&out, NULL, &c->err);
	}
	csv_out_close(&out);
	return cli_done(c, rc);
}

static void print_bad(void *arg, const struct ssjc_err *err)
{
	struct cli *c = arg;

	c->err = *err;
	cli_fail(c);
}

static ssjc_rc put_confirmations(
    struct cli *c, const struct record *r, const struct table *t, size_t *n)
{
	struct confirmation *v = NULL;
	ssjc_rc rc = record_confirmations(r, t, print_bad, c, &v, n, &c->err);

	for (size_t i = 0; rc == SSJC_OK && i < *n; i++)
		rc = audit_put_confirmation(c->audit, c->state.draws, &v[i], &c->err);
	free(v);
	return rc;
}

static ssjc_rc put_outcomes(struct cli *c, const struct record *r, const struct table *t, size_t *n)
{
	struct result *v = NULL;
	ssjc_rc rc = record_results(r, t, correct, print_bad, c, &v, n, &c->err);

	for (size_t i = 0; rc == SSJC_OK && i < *n; i++)
		rc = audit_put_result(c->audit, c->state.draws, &v[i], &c->err);
	free(v);
	return rc;
}

/* What was filled in, into the audit file: all of it or nothing. */
static int take(struct cli *c, const char *action,
    ssjc_rc (*put)(struct cli *, const struct record *, const struct table *, size_t *))
{
	struct cli_input *in;
	struct table t = {0};
	struct record r;
	size_t n = 0;
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc == SSJC_OK)
		rc = table_read_even(&t, in->file.bytes, in->file.name, print_bad, c, &c->err);
	if (rc == SSJC_OK)
		rc = open_desk(c, action, &r);
	if (rc == SSJC_OK)
		rc = put(c, &r, &t, &n);
	if (rc == SSJC_OK && n > 0)
		rc = cli_put_input(c, action, in, t.rows);
	if (rc == SSJC_OK && n > 0)
		rc = audit_commit(c->audit, &c->err);
	table_close(&t);
	return cli_done(c, rc);
}

static int run_confirm(struct cli *c)
{
	return form ? print_form(c, record_confirm_form) : take(c, "confirm", put_confirmations);
}

static int run_result(struct cli *c)
{
	if (correct != cli_given(reason))
		return cli_usage(c, "--correct and --reason TEXT go together");
	return form ? print_form(c, record_result_form) : take(c, "result", put_outcomes);
}

static int run_status(struct cli *c)
{
	struct csv_out out = {0};
	struct record r;
	bool overdue = false;
	ssjc_rc rc = open_desk(c, NULL, &r);

	if (rc == SSJC_OK)
		rc = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = record_status(&r, all, &out, &overdue, &c->err);
	if (rc == SSJC_OK)
		rc = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	return cli_done(c, rc == SSJC_OK && overdue ? SSJC_NO : rc);
}

/* The plan or its items were changed after the draw: on record, with the reason. */
static int run_amend(struct cli *c)
{
	ssjc_rc rc;

	if (!cli_given(reason))
		return cli_usage(
		    c, "--reason TEXT is wanted: why the plan or its items were changed");
	rc = cli_data(c);
	if (rc == SSJC_OK)
		rc = cli_open(c, "amend", reason);
	if (rc == SSJC_OK)
		rc = audit_commit(c->audit, &c->err);
	return cli_done(c, rc);
}

static const struct cli_opt confirm_opts[] = {
    {0, "form", NULL, "print the form to fill in instead", CLI_FLAG, &form, 0, 0},
    {0},
};
static const struct cli_opt result_opts[] = {
    {0, "form", NULL, "print the form to fill in instead", CLI_FLAG, &form, 0, 0},
    {0, "correct", NULL, "let results differ from those on record", CLI_FLAG, &correct, 0, 0},
    {0, "reason", "TEXT", "why they are corrected", CLI_TEXT, &reason, 0, 0},
    {0},
};
static const struct cli_opt amend_opts[] = {
    {0, "reason", "TEXT", "why they were changed", CLI_TEXT, &reason, 0, 0},
    {0},
};
static const struct cli_opt status_opts[] = {
    {0, "all", NULL, "what is done in time too", CLI_FLAG, &all, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"confirm", "[CONFIRMATIONS]", "record each department's word on the drawn businesses",
        confirm_opts, run_confirm},
    {"result", "[RESULTS]", "record what the inspections found", result_opts, run_result},
    {"amend", "", "put a change of the plan or its items after the draw on record", amend_opts,
        run_amend},
    {"status", "", "what is missing, due, overdue or came late", status_opts, run_status},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {
	    "ssjc-record", "Record confirmations and results, and tell what is missing.", commands};

	return cli_main(&program, argc, argv);
}
