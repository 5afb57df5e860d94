#include "import_cmd.h"

#include "ssjc/base/language.h"

static ssjc_rc run_profile(struct cli *c)
{
	struct csv_out out = {0};
	struct import_work w = {0};
	ssjc_rc rc = import_work_open(c, &w, import_args.stream);

	if (rc)
		goto out;
	rc = csv_out_open(&out, c->out, c->style, &c->err);
	if (rc)
		goto out;
	rc = import_profile(&w.job, &out, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	import_work_close(&w);
	return rc;
}

/* How to read: every command's. */
static const struct cli_option how_opts[] = {
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE"),
    OPT_TEXT(
        0, "accept", "FILE", "codes to take in spite of their check digit", &import_args.accept),
    {0},
};
static const struct cli_option import_opts[] = {
    OPT_OUT(
        0, "rejects", "FILE", "list what was refused or left out, and why", &import_args.rejects),
    OPT_OUT(0, "repairs", "FILE", "list what was repaired", &import_args.repairs),
    OPT_OUT(0, "keep", "FILE", "keep what a table gave, as CSV, for verify", &import_args.keep),
    OPT_COUNT(0, "expect", "N", "how many rows somebody else has counted", &import_args.expected, 1,
        1000000000),
    OPT_FLAG(0, "accept-rejects", "the rows refused may be lost: for a --reason",
        &import_args.accept_rejects),
    CLI_REASON("why they may be lost: it will be published"),
    OPT_FLAG(0, "check", "read and report only: no stream, no event", &import_args.check),
    {0},
};
static const struct cli_option profile_opts[] = {
    OPT_TEXT(0, "stream", "NAME", "take it for that stream, not for the best match",
        &import_args.stream),
    {0},
};

static const struct cli_command commands[] = {
    {"objects", "[FILE|TABLE...]", N_("the register of objects (检查对象名录库)"), import_opts,
        run_import},
    {"inspectors", "[FILE|TABLE...]", N_("the register of inspectors (执法人员名录库)"),
        import_opts, run_import},
    {"history", "[FILE|TABLE...]", N_("what was inspected when (抽查历史)"), import_opts,
        run_import},
    {"items", "[FILE|TABLE...]", N_("what is looked at (抽查事项清单)"), import_opts, run_import},
    {"results", "[FILE|TABLE...]", N_("what was found (检查结果)"), import_opts, run_import},
    {"confirmations", "[FILE|TABLE...]",
        N_("what departments say of the objects drawn (对比和确认)"), import_opts, run_import},
    {"follow", "[FILE|TABLE...]", N_("what follows from the results (后续处理)"), import_opts,
        run_import},
    {"profile", "[FILE|TABLE...]", N_("describe the columns of a file, import nothing"),
        profile_opts, run_profile},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-import",
	    .help = N_("Read rosters or filled sheets of any format; write a clean stream."),
	    .options = how_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
