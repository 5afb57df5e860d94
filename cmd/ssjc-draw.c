#include "draw_cmd.h"

#include "ssjc/base/language.h"

struct draw_options draw_options = {.dialect = "postgresql"};

#define HISTORY                                                                                    \
	OPT_LIST('H', "history", "FILE", "a history stream, or an earlier plan's audit file",      \
	    &draw_options.history)
#define EXCLUDED                                                                                   \
	OPT_OUT(0, "excluded", "FILE", "write who could not be drawn, and why",                    \
	    &draw_options.excluded)
#define INSPECTORS(help) OPT_TEXT('i', "inspectors", "FILE", help, &draw_options.inspectors)
#define REDRAW(help)     OPT_FLAG(0, "redraw", help, &draw_options.redraw)
#define REASON           CLI_REASON("why, with --redraw: it will be published")
#define SEED(help)       OPT_TEXT(0, "seed-file", "FILE", help, &draw_options.seed)

#define IF_NOT_DRAWN                                                                               \
	OPT_FLAG(0, "if-not-drawn", "when it was drawn already, draw nothing and print that list", \
	    &draw_options.if_not_drawn)

#define CHECKPOINT                                                                                 \
	OPT_OUT(0, "checkpoint", "FILE", "write a checkpoint that has the list",                   \
	    &draw_options.checkpoint)
#define XLSX OPT_OUT(0, "xlsx", "FILE", "the commitment as a workbook too", &draw_options.xlsx)

static const struct cli_option draw_opts[] = {
    HISTORY,
    EXCLUDED,
    INSPECTORS("fix the inspectors: others need ssjc-assign --reassign"),
    SEED("take this seed text (recorded as such)"),
    IF_NOT_DRAWN,
    REDRAW("draw once more"),
    REASON,
    CHECKPOINT,
    {0},
};
static const struct cli_option again_opts[] = {
    HISTORY,
    EXCLUDED,
    {0},
};
static const struct cli_option plan_opts[] = {
    HISTORY,
    OPT_LIST('i', "inspectors", "FILE", "try the match too, with these inspectors",
        &draw_options.rosters),
    OPT_TEXT(0, "new", "PLAN",
        "begin a plan, and its items, from the register and the inspectors (repeatable) as people "
        "keep them",
        &draw_options.new_plan),
    OPT_FLAG(0, "zh", "in Chinese, whatever the locale", &draw_options.zh),
    {0},
};
#define COUNTS                                                                                     \
	OPT_LIST(0, "counts", "FILE", "what counts wrote of a register, one for each",             \
	    &draw_options.counts)
#define IDS                                                                                        \
	OPT_LIST(0, "ids", "FILE", "what counts --ids wrote of it, one for each", &draw_options.ids)

#define LEAVES                                                                                     \
	OPT_TEXT(0, "secret", "FILE", "for receipts: what secret kept", &draw_options.secret),     \
	    OPT_LIST(0, "leaves", "FILE", "and what counts --leaves wrote, one for each",          \
	        &draw_options.leaves)

static const struct cli_option commit_opts[] = {
    HISTORY,
    COUNTS,
    IDS,
    LEAVES,
    OPT_LIST('c', "commitment", "DEPT=HEX", "what a department commits to, one for each",
        &draw_options.commitment),
    OPT_TEXT(
        0, "public", "EVENT", "the public event whose outcome will be taken", &draw_options.public),
    OPT_TEXT(0, "form", "FORM",
        "how the outcome will be written, with {n}, {n+}, {d3}, {x} for what is not known yet",
        &draw_options.form),
    INSPECTORS("commit to the inspectors too"),
    XLSX,
    REDRAW("commit once more: after a draw, or to withdraw a commitment"),
    REASON,
    {0},
};
static const struct cli_option pledge_opts[] = {
    XLSX,
    {0},
};
static const struct cli_option reveal_opts[] = {
    HISTORY,
    EXCLUDED,
    OPT_TEXT(0, "public", "TEXT", "the outcome of the public event", &draw_options.public),
    OPT_LIST('s', "share", "FILE", "a department's share, one for each", &draw_options.share),
    OPT_OUT(0, "cutoffs", "FILE",
        "of several registers that lie elsewhere: make the cutoffs; ssjc-draw merge then draws",
        &draw_options.cutoffs),
    IF_NOT_DRAWN,
    CHECKPOINT,
    {0},
};
static const struct cli_option replace_opts[] = {
    CHECKPOINT,
    {0},
};
static const struct cli_option sql_opts[] = {
    OPT_TEXT(0, "step", "STEP", "of a draw from several databases: counts, below, views or merge",
        &draw_options.step),
    OPT_TEXT(0, "dialect", "NAME", "postgresql (the default), duckdb or clickhouse",
        &draw_options.dialect),
    SEED("the seed text, instead of that of the last draw"),
    OPT_TEXT(
        0, "shard", "NAME", "for counts and below: the name of the register", &draw_options.shard),
    OPT_TEXT(0, "cutoffs", "FILE", "for below: what merge --cutoffs wrote", &draw_options.cutoffs),
    {0},
};

#define SHARD                                                                                      \
	OPT_TEXT(0, "shard", "NAME", "the register's name; otherwise that of its file",            \
	    &draw_options.shard)

static const struct cli_option counts_opts[] = {
    HISTORY,
    EXCLUDED,
    SHARD,
    OPT_OUT(0, "ids", "FILE", "write hashes of the ids, by which merge finds those in two",
        &draw_options.ids_to),
    OPT_TEXT(
        0, "key", "FILE", "for receipts: what secret printed at the centre", &draw_options.key),
    OPT_OUT(0, "leaves", "FILE", "write by it the leaves of the register's rows",
        &draw_options.leaves_to),
    {0},
};
static const struct cli_option below_opts[] = {
    HISTORY,
    OPT_TEXT(0, "cutoffs", "FILE", "what merge --cutoffs wrote", &draw_options.cutoffs),
    SHARD,
    {0},
};
static const struct cli_option merge_opts[] = {
    HISTORY,
    COUNTS,
    IDS,
    LEAVES,
    EXCLUDED,
    OPT_OUT(0, "cutoffs", "FILE",
        "without ROWS: make the cutoffs; with them: raise those that are too low",
        &draw_options.cutoffs),
    INSPECTORS("fix the inspectors: others need ssjc-assign --reassign"),
    SEED("take this seed text (recorded as such)"),
    REDRAW("draw once more, or make other cutoffs"),
    REASON,
    CHECKPOINT,
    {0},
};

static const struct cli_command commands[] = {
    {"", "[OBJECTS] [-o DRAWN]", "", draw_opts, run_draw},
    {"due", "", N_("is it to be drawn now? due, later, drawn, committed or undated"), NULL,
        run_due},
    {"plan", "[OBJECTS]", N_("what a draw would be: strata, sizes, workload; nothing random"),
        plan_opts, run_plan},
    {"share", "FILE", N_("make a department's secret share; print what commits to it"), NULL,
        run_share},
    {"secret", "FILE", N_("make the secret of receipts; print its key for counts"), NULL,
        run_secret},
    {"commit", "[OBJECTS] [-o PLEDGE]", N_("fix the roster and the shares before a public event"),
        commit_opts, run_commit},
    {"pledge", "[-o PLEDGE]", N_("print the last commitment once more"), pledge_opts, run_pledge},
    {"reveal", "[OBJECTS] [-o DRAWN]",
        N_("draw as committed, from the shares and the event's outcome"), reveal_opts, run_reveal},
    {"again", "[OBJECTS] [-o DRAWN]", N_("print the list of the last draw once more"), again_opts,
        run_again},
    {"replace", "[DRAWN] [-o CONFIRMED]", N_("replace what was removed by the next of the reserve"),
        replace_opts, run_replace},
    {"counts", "[OBJECTS] [-o COUNTS]", N_("count one of several registers, on its machine"),
        counts_opts, run_counts},
    {"below", "[OBJECTS] [-o ROWS]", N_("the rows of one of several registers up to the cutoffs"),
        below_opts, run_below},
    {"merge", "[ROWS|OBJECTS...] [-o DRAWN]",
        N_("draw from several registers, as if they were one"), merge_opts, run_merge},
    {"sql", "[OBJECTS] [-o QUERY]", N_("the draw as an SQL query, from the columns of the objects"),
        sql_opts, run_sql},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-draw",
	    .help = N_("Draw the businesses to be inspected, so that anybody can check the draw."),
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
