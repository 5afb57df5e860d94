#include "cli.h"

#include "ssjc/document/result_list.h"
#include "ssjc/document/page.h"
#include "ssjc/document/summary.h"

static const char *out_path, *xlsx_path;
static bool partial;

/* What is published, and what it is made from. */
struct work {
	enum csv_style style;
	struct document d;
	struct findings findings;
	struct audit_events events;
	struct disclosure list;
	struct buf html;
};

/* All that a publication is made from, with its event begun. */
static ssjc_code begin(struct cli *c, struct work *w)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = cli_terms(c);
	if (code == SSJC_OK)
		code = cli_items(c);
	if (code == SSJC_OK)
		code = cli_open(c, "publish", "");
	if (code == SSJC_OK)
		code = audit_events(c->audit, &w->events, &c->err);
	w->d = (struct document){&c->plan, c->items, c->terms, &c->state, c->context.now,
	    c->context.clock_given};
	return code == SSJC_OK ? findings_of(&w->findings, &w->d, &c->err) : code;
}

static int end(struct cli *c, struct work *w, ssjc_code code)
{
	if (code == SSJC_OK)
		code = cli_commit(c, false);
	buf_free(&w->html);
	disclosure_close(&w->list);
	audit_events_free(&w->events);
	findings_close(&w->findings);
	return cli_done(c, code);
}

/* Name what is not published, a line each; false when there is such. */
static bool all_there(struct cli *c, const struct findings *f)
{
	bool all = true;

	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];

		if (one->complete)
			continue;
		all = false;
		cli_note(c, "%.*s (%.*s), %.*s: not published, %zu of %zu items have a result",
		    STR_ARG(one->pick->object.id), STR_ARG(one->pick->object.name),
		    STR_ARG(one->dept->key), one->recorded, one->wanted);
	}
	return all;
}

static ssjc_code write_list(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct work *w = arg;
	struct csv_out csv = {0};
	ssjc_code code = csv_out_open(&csv, f, w->style, err);

	if (code == SSJC_OK) {
		disclosure_csv(&csv, &w->list);
		code = csv_out_finish(&csv, digest, err);
	}
	csv_out_close(&csv);
	return code;
}

static int run_results(struct cli *c)
{
	struct work w = {.style = cli_style(c)};
	struct book *b;
	ssjc_code code = begin(c, &w);
	bool all;
	int status;

	if (code == SSJC_OK)
		code = disclosure_of(&w.list, &w.d, &w.findings, &c->err);
	if (code == SSJC_OK && (out_path || !xlsx_path))
		code = cli_put_text(c, out_path, write_list, &w, c->command->name, w.list.rows);
	if (code == SSJC_OK && xlsx_path) {
		code = cli_book(c, &b, xlsx_path, STR("抽查结果公示表"));
		if (code == SSJC_OK)
			code = disclosure_sheet(b, "公示表", &w.d, &w.list, &c->err);
		if (code == SSJC_OK)
			code = cli_put_book(c, b, c->command->name, w.list.rows);
	}
	all = code != SSJC_OK || partial || all_there(c, &w.findings);
	status = end(c, &w, code);
	return status == 0 && !all ? 1 : status;
}

static ssjc_code write_page(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct work *w = arg;

	if (f)
		fwrite(w->html.p, 1, w->html.n, f); /* out_flush sees whether it failed */
	return digest ? digest_hex(w->html.p, w->html.n, digest, err) : SSJC_OK;
}

static int run_page(struct cli *c)
{
	struct work w = {.style = cli_style(c)};
	ssjc_code code = begin(c, &w);

	if (code == SSJC_OK && !partial && !all_there(c, &w.findings))
		code = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results are missing: its seed and the register tell "
		    "who would take a removed business's place (--partial makes it all the same)");
	if (code == SSJC_OK)
		code = page_html(&w.html, &w.d, &w.findings, &w.events, &c->err);
	if (code == SSJC_OK)
		code = cli_put_text(c, out_path, write_page, &w, c->command->name, 0);
	return end(c, &w, code);
}

static int run_summary(struct cli *c)
{
	struct work w = {.style = cli_style(c)};
	struct book *b;
	ssjc_code code;

	if (!out_path)
		return cli_usage(c, "give the workbook with -o FILE");
	code = begin(c, &w);
	if (code == SSJC_OK)
		code = cli_book(c, &b, out_path, STR("抽查情况汇总表"));
	if (code == SSJC_OK)
		code = summary_sheet(b, "汇总表", &w.d, &w.findings, &w.events, &c->err);
	if (code == SSJC_OK)
		code = cli_put_book(c, b, c->command->name, 0);
	return end(c, &w, code);
}

#define OPT_PARTIAL                                                                                \
	{0, "partial", NULL, "it is all right that results are missing", CLI_FLAG, &partial, 0, 0}

static const struct cli_opt results_opts[] = {
    {'o', "output", "FILE", "the list as CSV, instead of on standard output", CLI_TEXT, &out_path,
	0, 0},
    {0, "xlsx", "FILE", "the list as a workbook", CLI_TEXT, &xlsx_path, 0, 0},
    OPT_PARTIAL,
    {0},
};
static const struct cli_opt page_opts[] = {
    {'o', "output", "FILE", "the page, instead of on standard output", CLI_TEXT, &out_path, 0, 0},
    OPT_PARTIAL,
    {0},
};
static const struct cli_opt summary_opts[] = {
    {'o', "output", "FILE", "the workbook", CLI_TEXT, &out_path, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"results", "[> LIST]", "the public list of results (抽查结果公示)", results_opts, run_results},
    {"page", "[> PAGE]", "the draw and its results as a web page", page_opts, run_page},
    {"summary", "", "the figures for the report (总结)", summary_opts, run_summary},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-publish",
	    "Make what the public gets to see of an inspection.", commands};

	return cli_main(&program, argc, argv);
}
