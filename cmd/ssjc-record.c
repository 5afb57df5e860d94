#include "cli_import.h"
#include "record_cmd.h"

struct record_options record_options;

static ssjc_rc run_confirm(struct cli *c)
{
	return record_options.form ? record_print_form(c, false) : record_take(c, false);
}

static ssjc_rc run_result(struct cli *c)
{
	if (record_options.correct != cli_given(record_options.reason))
		return ssjc_fail(&c->err, SSJC_USAGE, "--correct and --reason TEXT go together");
	if (record_options.correct && record_options.partial)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--correct replaces all that is on record of an item: not with --partial");
	return record_options.form ? record_print_form(c, true) : record_take(c, true);
}

#define FORM         OPT_FLAG(0, "form", "print the form to fill in instead", &record_options.form)
#define REASON(help) OPT_TEXT(0, "reason", "TEXT", help, &record_options.reason)

#define TAKING                                                                                     \
	OPT_FLAG(                                                                                  \
	    0, "partial", "record the good rows when others are wrong", &record_options.partial),  \
	    OPT_TEXT(0, "rejects", "FILE", "list the rows that were not recorded, and why",        \
	        &record_options.rejects)

static const struct cli_option confirm_opts[] = {
    FORM,
    TAKING,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE"),
    OPT_TEXT(0, "signature", "FILE", "the department's signature of the file read",
        &record_options.signature),
    OPT_TEXT(0, "pubkey", "FILE", "the public key that it was signed with", &record_options.pubkey),
    {0},
};
static const struct cli_option result_opts[] = {
    FORM,
    TAKING,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE"),
    OPT_FLAG(0, "correct", "let results differ from those on record", &record_options.correct),
    REASON("why they are corrected"),
    {0},
};
static const struct cli_option amend_opts[] = {
    REASON("why they were changed"),
    {0},
};
static const struct cli_option status_opts[] = {
    OPT_FLAG(0, "all", "also what was done in time", &record_options.all),
    {0},
};

static const struct cli_command commands[] = {
    {"confirm", "[FILE...]", "record what each department says of the businesses drawn",
        confirm_opts, run_confirm},
    {"result", "[FILE...]", "record what the inspections found", result_opts, run_result},
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
