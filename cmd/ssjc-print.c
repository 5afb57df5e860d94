#include "print_cmd.h"

#include "ssjc/base/language.h"

struct print_options print_options;

static const struct cli_option each_opts[] = {
    OPT_TEXT('o', "output", "DIR", "one workbook for each business: DIR/TEAM-ID.xlsx",
        &print_options.output),
    OPT_OUT(0, "combined", "FILE", "one workbook with a sheet for each business",
        &print_options.combined),
    {0},
};
static const struct cli_option one_opts[] = {
    OPT_OUT('o', "output", "FILE", "the workbook", &print_options.output),
    {0},
};
static const struct cli_option dept_opts[] = {
    OPT_TEXT('o', "output", "DIR", "one workbook for each department: DIR/KEY.xlsx",
        &print_options.output),
    OPT_OUT(0, "combined", "FILE", "one workbook with all sheets", &print_options.combined),
    {0},
};
static const struct cli_option shared_opts[] = {
    OPT_FLAG(0, "pdf", "make a PDF of each workbook, too, by LibreOffice", &print_options.pdf),
    OPT_FLAG('v', "verbose", "print the names of the files made", &cli_verbose),
    {0},
};

static const struct cli_command commands[] = {
    {"checklist", "[ASSIGNED]", N_("record sheets to fill in and sign (一企一表)"), each_opts,
        run_print},
    {"notice", "[ASSIGNED]", N_("letters to the businesses (联合抽查告知书)"), each_opts,
        run_print},
    {"approval", "[ASSIGNED]", N_("forms to approve each inspection (检查审批表)"), each_opts,
        run_print},
    {"minutes", "[ASSIGNED]", N_("minutes to write at each business (现场检查笔录)"), each_opts,
        run_print},
    {"filing", "[ASSIGNED]", N_("the list for the lead department (备案表)"), one_opts, run_print},
    {"schedule", "[ASSIGNED]", N_("the days of each department and inspector (检查日程表)"),
        dept_opts, run_print},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-print",
	    .help = N_("Make the papers of an inspection, to be printed and signed."),
	    .options = shared_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
