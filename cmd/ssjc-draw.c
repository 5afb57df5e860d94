#include "draw_cmd.h"

struct draw_options draw_options = {.dialect = "postgresql"};

#define HISTORY                                                                                    \
	{                                                                                          \
		'H', "history", "FILE", "a history stream, or an earlier plan's audit file",       \
		    CLI_LIST, &draw_options.history, 0, 0                                          \
	}
#define REDRAW(help)                                                                               \
	{0, "redraw", NULL, help, CLI_FLAG, &draw_options.redraw, 0, 0},                           \
	{                                                                                          \
		0, "reason", "TEXT", "why", CLI_TEXT, &draw_options.reason, 0, 0                   \
	}
#define EXCLUDED                                                                                   \
	{                                                                                          \
		0, "excluded", "FILE", "write who could not be drawn, and why", CLI_TEXT,          \
		    &draw_options.excluded, 0, 0                                                   \
	}

static const struct cli_opt draw_opts[] = {
    HISTORY,
    EXCLUDED,
    {0, "seed-file", "FILE", "take this seed text (recorded as such)", CLI_TEXT, &draw_options.seed,
        0, 0},
    REDRAW("draw once more"),
    {0},
};
static const struct cli_opt again_opts[] = {HISTORY, {0}};
static const struct cli_opt plan_opts[] = {
    HISTORY,
    {'i', "inspectors", "FILE", "try the match too, with these inspectors", CLI_TEXT,
        &draw_options.inspectors, 0, 0},
    {0},
};
static const struct cli_opt commit_opts[] = {
    HISTORY,
    {'c', "commitment", "DEPT=HEX", "what a department commits to, one each", CLI_LIST,
        &draw_options.commitment, 0, 0},
    {0, "public", "EVENT", "the public event whose outcome will be taken", CLI_TEXT,
        &draw_options.public, 0, 0},
    {0, "form", "FORM", "how the outcome will be written, with {n}, {n+}, {d3}, {x}", CLI_TEXT,
        &draw_options.form, 0, 0},
    {'i', "inspectors", "FILE", "commit to the inspectors too", CLI_TEXT, &draw_options.inspectors,
        0, 0},
    {0, "xlsx", "FILE", "the pledge as a workbook too", CLI_TEXT, &draw_options.xlsx, 0, 0},
    REDRAW("commit once more: after a draw, or withdrawing a commitment"),
    {0},
};
static const struct cli_opt pledge_opts[] = {
    {0, "xlsx", "FILE", "the pledge as a workbook too", CLI_TEXT, &draw_options.xlsx, 0, 0},
    {0},
};
static const struct cli_opt reveal_opts[] = {
    HISTORY,
    EXCLUDED,
    {0, "public", "TEXT", "the outcome of the public event", CLI_TEXT, &draw_options.public, 0, 0},
    {'s', "share", "FILE", "a department's share, one each", CLI_LIST, &draw_options.share, 0, 0},
    {0},
};
static const struct cli_opt sql_opts[] = {
    {0, "dialect", "NAME", "postgresql, duckdb, clickhouse or spark", CLI_TEXT,
        &draw_options.dialect, 0, 0},
    {0, "seed-file", "FILE", "the seed text, instead of that of the last draw", CLI_TEXT,
        &draw_options.seed, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"", "[OBJECTS] > DRAWN", "", draw_opts, run_draw},
    {"plan", "[OBJECTS]", "what a draw would be: strata, sizes, workload; nothing random",
        plan_opts, run_plan},
    {"share", "FILE", "make a department's secret share; print what commits to it", NULL,
        run_share},
    {"commit", "[OBJECTS] > PLEDGE", "fix the roster and the shares before a public event",
        commit_opts, run_commit},
    {"pledge", "> PLEDGE", "print the last commitment once more", pledge_opts, run_pledge},
    {"reveal", "[OBJECTS] > DRAWN", "draw as committed, from the shares and the event's outcome",
        reveal_opts, run_reveal},
    {"again", "[OBJECTS] > DRAWN", "print the list of the last draw once more", again_opts,
        run_again},
    {"replace", "[DRAWN] > DRAWN", "replace what was removed by the next of the reserve", NULL,
        run_replace},
    {"sql", "[OBJECTS] > QUERY", "the draw as an SQL query, from the columns of the objects",
        sql_opts, run_sql},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-draw",
	    "Draw the businesses to be inspected, so that anybody can check the draw.", commands};

	return cli_main(&program, argc, argv);
}
