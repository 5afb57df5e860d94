#include "cli_import.h"
#include "cli_receipt.h"
#include "publish_cmd.h"

#include "ssjc/base/language.h"

struct publish_options publish_options;

#define OUTPUT(help) OPT_OUT('o', "output", "FILE", help, &publish_options.output)
#define PARTIAL                                                                                    \
	OPT_FLAG(0, "partial", "publish even while results are missing", &publish_options.partial)

#define PDF                                                                                        \
	OPT_FLAG(0, "pdf", "make a PDF of the workbook, too, by LibreOffice", &publish_options.pdf)

static const struct cli_option results_opts[] = {
    OUTPUT("the list as CSV, instead of on standard output"),
    OPT_OUT(0, "xlsx", "FILE", "the list as a workbook", &publish_options.xlsx),
    PDF,
    PARTIAL,
    {0},
};
static const struct cli_option page_opts[] = {
    OUTPUT("the page, instead of on standard output"),
    PARTIAL,
    {0},
};
static const struct cli_option summary_opts[] = {
    OUTPUT("the workbook"),
    PDF,
    {0},
};

static const struct cli_option batch_opts[] = {
    OPT_TEXT(0, "format", "NAME", "the format: supervise, gsxt, department, list or your own",
        &publish_options.format),
    OPT_TEXT(0, "to", "KIND", "csv (the default), tsv, json, xml, xlsx, sql, postgresql or mysql",
        &publish_options.to),
    OPT_TEXT(
        'o', "output", "DIR", "write the batch and its manifest there", &publish_options.folder),
    OPT_TEXT(0, "again", "NUMBER", "make a batch on record once more", &publish_options.again),
    OPT_FLAG(0, "partial", "make it without the rows that break a rule", &publish_options.partial),
    OPT_FLAG(0, "resend", "also the rows that were rejected and have not changed since",
        &publish_options.resend),
    OPT_COUNT(0, "serial", "N", "the least number of the batch on its day (1)",
        &publish_options.serial, 1, 99999),
    {0},
};
static const struct cli_option answer_opts[] = {
    OPT_TEXT(0, "batch", "NUMBER", "the batch that was answered", &publish_options.batch),
    OPT_TEXT(0, "rejected", "FILE", "the rows that were rejected: id, code, text, time",
        &publish_options.rejected),
    OPT_FLAG(0, "refused", "none of it was taken", &publish_options.refused),
    OPT_FLAG(0, "delivered", "it was handed over, and the answer comes later",
        &publish_options.delivered),
    CLI_RECEIPT_OTHERS,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE"),
    {0},
};

static const struct cli_option receipt_opts[] = {
    OPT_TEXT(0, "id", "ID", "the receipt of the business with that code", &publish_options.id),
    OPT_FLAG(0, "all", "those of all businesses of the register", &publish_options.all),
    OPT_TEXT('o', "output", "DIR", "write them there, instead of here", &publish_options.folder),
    OPT_LIST('H', "history", "FILE", "a history that the draw read", &publish_options.history),
    OPT_FLAG(0, "en", "the sheet in English", &publish_options.english),
    OPT_FLAG(0, "no-sheet", "only the small files, without sheets", &publish_options.no_sheet),
    {0},
};

static const struct cli_command commands[] = {
    {"results", "[-o LIST]", N_("the public list of results (抽查结果公示)"), results_opts,
        run_results},
    {"page", "[-o PAGE]", N_("the draw and its results as a web page"), page_opts, run_page},
    {"summary", "", N_("the figures for the report (总结)"), summary_opts, run_summary},
    {"batch", "", N_("what is new, changed or withdrawn, for a platform (上报)"), batch_opts,
        run_batch},
    {"answer", "[FILE]", N_("what the platform said to a batch"), answer_opts, run_answer},
    {"batches", "", N_("all batches, and how many rows were accepted (数据对账)"), NULL,
        run_batches},
    {"receipt", "[ROSTER ...]", N_("what a business gets of the draw, drawn or not (抽取凭证)"),
        receipt_opts, run_receipt},
    {0},
};

static const char *const silent[] = {"answer", NULL};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-publish",
	    .help = N_("Make what the public gets to see of an inspection."),
	    .commands = commands,
	    .silent = silent};

	return cli_main(&program, argc, argv);
}
