#include "cli_import.h"
#include "record_cmd.h"
#include "ssjc/base/language.h"

struct record_options record_options = {.within = -1};

/* What is about forms only, and what about files only. */
static ssjc_rc check_form(struct cli *c)
{
	if (record_options.form && c->operands)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--form reads no file: -o names what it writes");
	if (!record_options.form && (record_options.output || record_options.zh))
		return ssjc_fail(&c->err, SSJC_USAGE, "%s is for a --form",
		    record_options.output ? "-o" : "--zh");
	return SSJC_OK;
}

static ssjc_rc run_confirm(struct cli *c)
{
	ssjc_rc rc = check_form(c);

	if (rc)
		return rc;
	return record_options.form ? record_print_form(c, RECORD_CONFIRM)
	                           : record_take(c, RECORD_CONFIRM);
}

/* Of results or follow-ups. */
static ssjc_rc take_or_print(struct cli *c, enum record_kind kind)
{
	ssjc_rc rc = check_form(c);

	if (rc)
		return rc;
	if (record_options.correct != cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE, "--correct and --reason TEXT go together");
	if (record_options.correct && record_options.partial)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--correct replaces all that is on record of an item: not with --partial");
	return record_options.form ? record_print_form(c, kind) : record_take(c, kind);
}

static ssjc_rc run_result(struct cli *c)
{
	return take_or_print(c, RECORD_RESULT);
}

static ssjc_rc run_follow(struct cli *c)
{
	return take_or_print(c, RECORD_FOLLOW);
}

#define FORM                                                                                       \
	OPT_FLAG(0, "form", "print the form to fill in instead", &record_options.form),            \
	    OPT_OUT('o', "output", "FILE",                                                         \
	        "the form as FILE.xlsx or .csv, or one in a folder "                               \
	        "for each department",                                                             \
	        &record_options.output),                                                           \
	    OPT_FLAG(0, "zh", "the form has Chinese headers", &record_options.zh)

#define TAKING                                                                                     \
	OPT_FLAG(                                                                                  \
	    0, "partial", "record the good rows when others are wrong", &record_options.partial),  \
	    OPT_OUT(0, "rejects", "FILE", "list the rows that were not recorded, and why",         \
	        &record_options.rejects)

static const struct cli_option confirm_opts[] = {
    FORM,
    TAKING,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE; of a form: the first two"),
    OPT_TEXT(0, "signature", "FILE", "the department's signature of the file read",
        &record_options.signature),
    OPT_TEXT(0, "pubkey", "FILE", "the public key that it was signed with", &record_options.pubkey),
    {0},
};
static const struct cli_option result_opts[] = {
    FORM,
    TAKING,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE; of a form: the first two"),
    OPT_FLAG(0, "correct", "let rows differ from what is on record", &record_options.correct),
    CLI_REASON("why they are corrected: it will be published"),
    {0},
};
static const struct cli_option review_opts[] = {
    OPT_FLAG(0, "list", "print the results that await a review instead", &record_options.list),
    OPT_COUNT(0, "upto", "EVENT", "only results of the events up to this one", &record_options.upto,
        1, INT64_MAX),
    {0},
};
static const struct cli_option amend_opts[] = {
    CLI_REASON("why they were changed: it will be published"),
    {0},
};
static const struct cli_option attach_opts[] = {
    OPT_TEXT(0, "id", "ID", "the code of the business, or the id of its sheet", &record_options.id),
    OPT_TEXT(0, "dept", "KEY", "the department that attaches them", &record_options.dept),
    {0},
};
static const struct cli_option no_opts[] = {{0}};
static const struct cli_option status_opts[] = {
    OPT_FLAG(0, "all", "also what was done in time", &record_options.all),
    OPT_COUNT(0, "within", "DAYS", "of what is due, only what is within so many working days",
        &record_options.within, 0, 999),
    {0},
};

static const struct cli_command commands[] = {
    {"confirm", "[FILE...]", N_("record what each department says of the businesses drawn"),
        confirm_opts, run_confirm},
    {"result", "[FILE...]", N_("record what the inspections found"), result_opts, run_result},
    {"receive", "[IDS]", N_("record which papers came back, by their bar codes"), no_opts,
        run_receive},
    {"attach", "FILE...", N_("record scans and photographs, and keep copies of them"), attach_opts,
        run_attach},
    {"follow", "[FILE...]", N_("record what follows from the results, and how it ended"),
        result_opts, run_follow},
    {"review", "[DEPARTMENT...]", N_("say that a second person has looked at the results"),
        review_opts, run_review},
    {"amend", "", N_("put a change of the plan or its items after the draw on record"), amend_opts,
        run_amend},
    {"status", "", N_("what is missing, due, overdue or came late"), status_opts, run_status},
    {0},
};

static const char *const silent[] = {"receive", "attach", "amend", NULL};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-record",
	    .help = N_("Record confirmations, results and follow-ups, and tell what is missing."),
	    .commands = commands,
	    .silent = silent};

	return cli_main(&program, argc, argv);
}
