#include "cli.h"

#include "ssjc/document/page.h"
#include "ssjc/document/result_list.h"
#include "ssjc/document/summary.h"

static const char *out_path, *xlsx_path;
static bool partial;

/* What is published, and what it is made from. */
struct publish_work {
	enum csv_style style;
	struct document d;
	struct dept_results findings;
	struct audit_events events;
	struct result_list list;
	struct buf html;
};

/* All that a publication is made from, with its event begun. */
static ssjc_rc begin(struct cli *c, struct publish_work *w)
{
	ssjc_rc rc = cli_plan(c);

	if (rc == SSJC_OK)
		rc = cli_vocabulary(c);
	if (rc == SSJC_OK)
		rc = cli_items(c);
	if (rc == SSJC_OK)
		rc = cli_open(c, "publish", "");
	if (rc == SSJC_OK)
		rc = audit_events(c->audit, &w->events, &c->err);
	w->d = (struct document){
	    &c->plan, c->items, c->vocabulary, &c->state, c->context.now, c->context.clock_given};
	return rc == SSJC_OK ? dept_results_of(&w->findings, &w->d, &c->err) : rc;
}

static int end(struct cli *c, struct publish_work *w, ssjc_rc rc)
{
	if (rc == SSJC_OK)
		rc = cli_commit(c, false);
	buf_free(&w->html);
	result_list_close(&w->list);
	audit_events_free(&w->events);
	dept_results_close(&w->findings);
	return cli_done(c, rc);
}

/* Name what is not published, a line each; false when there is such. */
static bool all_there(struct cli *c, const struct dept_results *f)
{
	bool all = true;

	for (size_t i = 0; i < f->n; i++) {
		const struct dept_result *one = &f->v[i];

		if (one->complete)
			continue;
		all = false;
		cli_note(c, "%.*s (%.*s), %.*s: not published, %zu of %zu items have a result",
		    STR_ARG(one->pick->object.id), STR_ARG(one->pick->object.name),
		    STR_ARG(one->dept->key), one->recorded, one->expected);
	}
	return all;
}

static ssjc_rc write_list(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;
	struct csv_out csv = {0};
	ssjc_rc rc = csv_out_open(&csv, f, w->style, err);

	if (rc == SSJC_OK) {
		result_list_csv(&csv, &w->list);
		rc = csv_out_finish(&csv, digest, err);
	}
	csv_out_close(&csv);
	return rc;
}

static int run_results(struct cli *c)
{
	struct publish_work w = {.style = cli_style(c)};
	struct xlsx_out *b;
	ssjc_rc rc = begin(c, &w);
	bool all;
	int status;

	if (rc == SSJC_OK)
		rc = result_list_of(&w.list, &w.d, &w.findings, &c->err);
	if (rc == SSJC_OK && (out_path || !xlsx_path))
		rc = cli_put_text(c, out_path, write_list, &w, c->command->name, w.list.rows);
	if (rc == SSJC_OK && xlsx_path) {
		rc = cli_book(c, &b, xlsx_path, STR("抽查结果公示表"));
		if (rc == SSJC_OK)
			rc = result_list_sheet(b, "公示表", &w.d, &w.list, &c->err);
		if (rc == SSJC_OK)
			rc = cli_put_book(c, b, c->command->name, w.list.rows);
	}
	all = rc != SSJC_OK || partial || all_there(c, &w.findings);
	status = end(c, &w, rc);
	return status == 0 && !all ? 1 : status;
}

static ssjc_rc write_page(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;

	if (f)
		fwrite(w->html.p, 1, w->html.n, f); /* out_flush sees whether it failed */
	return digest ? digest_hex(w->html.p, w->html.n, digest, err) : SSJC_OK;
}

static int run_page(struct cli *c)
{
	struct publish_work w = {.style = cli_style(c)};
	ssjc_rc rc = begin(c, &w);

	if (rc == SSJC_OK && !partial && !all_there(c, &w.findings))
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results are missing: its seed and the register "
		    "tell "
		    "who would take a removed business's place (--partial makes it all the same)");
	if (rc == SSJC_OK)
		rc = page_html(&w.html, &w.d, &w.findings, &w.events, &c->err);
	if (rc == SSJC_OK)
		rc = cli_put_text(c, out_path, write_page, &w, c->command->name, 0);
	return end(c, &w, rc);
}

static int run_summary(struct cli *c)
{
	struct publish_work w = {.style = cli_style(c)};
	struct xlsx_out *b;
	ssjc_rc rc;

	if (!out_path)
		return cli_usage(c, "give the workbook with -o FILE");
	rc = begin(c, &w);
	if (rc == SSJC_OK)
		rc = cli_book(c, &b, out_path, STR("抽查情况汇总表"));
	if (rc == SSJC_OK)
		rc = summary_sheet(b, "汇总表", &w.d, &w.findings, &w.events, &c->err);
	if (rc == SSJC_OK)
		rc = cli_put_book(c, b, c->command->name, 0);
	return end(c, &w, rc);
}

#define OPT_PARTIAL                                                                                \
	{                                                                                          \
		0, "partial", NULL, "it is all right that results are missing", CLI_FLAG,          \
		    &partial, 0, 0                                                                 \
	}

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
	static const struct cli_program program = {
	    "ssjc-publish", "Make what the public gets to see of an inspection.", commands};

	return cli_main(&program, argc, argv);
}
