#include "cli.h"

#include "ssjc/record.h"

#include <stdlib.h>

static bool form, correct, all;
static const char *reason;

/* Everything that the commands look at. */
struct desk {
	struct record record;
	struct items items;
	struct terms *terms;
	struct calendar *calendar;
	struct audit_state state;
	struct audit *audit;
};

static ssjc_code read_data(struct cli *c, struct desk *d)
{
	struct file f;
	ssjc_code code = terms_open(&d->terms, c->share, &c->err);

	if (code == SSJC_OK) {
		code = file_open(&f, c->plan.calendar, &c->err);
		if (code == SSJC_OK)
			code = calendar_read(&d->calendar, f.bytes, c->plan.calendar, &c->err);
		file_close(&f);
	}
	if (code == SSJC_OK && c->plan.items) {
		code = file_open(&f, c->plan.items, &c->err);
		if (code == SSJC_OK)
			code = items_read(&d->items, f.bytes, c->plan.items, &c->err);
		file_close(&f);
	}
	return code;
}

/* action is that of the event to begin, or NULL to read only. */
static ssjc_code desk_open(struct cli *c, struct desk *d, const char *action)
{
	ssjc_code code = c->plan.name ? SSJC_OK : cli_plan(c);

	if (code == SSJC_OK)
		code = read_data(c, d);
	if (code == SSJC_OK)
		code = cli_audit(c, action ? AUDIT_WRITE : AUDIT_READ, &d->audit);
	if (code == SSJC_OK && action)
		code = cli_begin(c, d->audit, action, reason);
	if (code == SSJC_OK)
		code = audit_load(d->audit, &d->state, &c->err);
	d->record = (struct record){.plan = &c->plan, .items = c->plan.items ? &d->items : NULL,
	    .terms = d->terms, .calendar = d->calendar, .state = &d->state,
	    .today = time_day(c->context.now)};
	return code;
}

static int desk_close(struct cli *c, struct desk *d, ssjc_code code)
{
	audit_close(d->audit);
	audit_state_free(&d->state);
	calendar_free(d->calendar);
	items_close(&d->items);
	terms_close(d->terms);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

/* A form to fill in, on standard output. */
static int print_form(struct cli *c, void (*write)(const struct record *, struct csv_out *))
{
	struct desk d = {0};
	struct csv_out out = {0};
	ssjc_code code = desk_open(c, &d, NULL);

	if (code == SSJC_OK)
		code = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (code == SSJC_OK) {
		write(&d.record, &out);
		code = csv_out_finish(&out, NULL, &c->err);
	}
	csv_out_close(&out);
	return desk_close(c, &d, code);
}

static void print_bad(void *arg, const struct ssjc_err *err)
{
	struct cli *c = arg;

	c->err = *err;
	cli_fail(c);
}

static ssjc_code put_confirmations(struct cli *c, struct desk *d, const struct table *t, size_t *n)
{
	struct confirmation *v = NULL;
	ssjc_code code = record_confirmations(&d->record, t, print_bad, c, &v, n, &c->err);

	for (size_t i = 0; code == SSJC_OK && i < *n; i++)
		code = audit_put_confirmation(d->audit, d->state.draws, &v[i], &c->err);
	free(v);
	return code;
}

static ssjc_code put_outcomes(struct cli *c, struct desk *d, const struct table *t, size_t *n)
{
	struct outcome *v = NULL;
	ssjc_code code = record_outcomes(&d->record, t, correct, print_bad, c, &v, n, &c->err);

	for (size_t i = 0; code == SSJC_OK && i < *n; i++)
		code = audit_put_outcome(d->audit, d->state.draws, &v[i], &c->err);
	free(v);
	return code;
}

/* What was filled in, on standard input, into the audit file: all of it or nothing. */
static int take(struct cli *c, const char *action,
    ssjc_code (*put)(struct cli *, struct desk *, const struct table *, size_t *))
{
	struct desk d = {0};
	struct file f = {0};
	struct table t = {0};
	char digest[DIGEST_HEX];
	struct audit_file in = {.kind = str_of(action)};
	size_t n = 0;
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = file_open(&f, c->operands ? c->operand[0] : "-", &c->err);
	if (code == SSJC_OK)
		code = digest_hex(f.bytes.p, f.bytes.n, digest, &c->err);
	if (code == SSJC_OK)
		code = table_read(&t, f.bytes, f.name, &c->err);
	if (code == SSJC_OK)
		code = desk_open(c, &d, action);
	if (code == SSJC_OK)
		code = put(c, &d, &t, &n);
	in.name = str_of(f.name);
	in.digest = str_of(digest);
	in.rows = t.rows;
	if (code == SSJC_OK && n > 0)
		code = audit_put_file(d.audit, &in, &c->err);
	if (code == SSJC_OK && n > 0)
		code = audit_commit(d.audit, &c->err);
	table_close(&t);
	file_close(&f);
	return desk_close(c, &d, code);
}

static int run_confirm(struct cli *c)
{
	return form ? print_form(c, record_confirm_form) : take(c, "confirm", put_confirmations);
}

static int run_result(struct cli *c)
{
	if (correct != (reason && *reason))
		return cli_usage(c, "--correct and --reason TEXT go together");
	return form ? print_form(c, record_result_form) : take(c, "result", put_outcomes);
}

static int run_status(struct cli *c)
{
	struct desk d = {0};
	struct csv_out out = {0};
	bool overdue = false;
	ssjc_code code = desk_open(c, &d, NULL);
	int status;

	if (code == SSJC_OK)
		code = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = record_status(&d.record, all, &out, &overdue, &c->err);
	if (code == SSJC_OK)
		code = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	status = desk_close(c, &d, code);
	return status == 0 && overdue ? 1 : status;
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
static const struct cli_opt status_opts[] = {
    {0, "all", NULL, "what is done in time too", CLI_FLAG, &all, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"confirm", "[CONFIRMATIONS]", "record each department's word on the drawn businesses",
	confirm_opts, run_confirm},
    {"result", "[RESULTS]", "record what the inspections found", result_opts, run_result},
    {"status", "", "what is missing, due, overdue or came late", status_opts, run_status},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-record",
	    "Record confirmations and results, and tell what is missing.", commands};

	return cli_main(&program, argc, argv);
}
