#include "cli.h"

#include "ssjc/document/page.h"
#include "ssjc/document/result_list.h"
#include "ssjc/document/summary.h"

static const char *out_path, *xlsx_path;
static bool partial;

/* What is published, and what it is made from. */
struct publish_work {
	struct cli_audit *audit;
	enum csv_style style;
	struct document d;
	struct dept_results results;
	struct audit_events events;
	struct result_list list;
	struct buf html;
};

/* All that a publication is made from, with its event begun. */
static ssjc_rc begin(struct cli *c, struct publish_work *w)
{
	struct document *d = &w->d;
	ssjc_rc rc = cli_plan(c, &d->plan);

	if (rc)
		return rc;
	rc = cli_vocabulary(c, &d->vocabulary);
	if (rc)
		return rc;
	rc = cli_items(c, &d->items);
	if (rc)
		return rc;
	rc = cli_begin(c, AUDIT_WRITE, "publish", "", &w->audit);
	if (rc)
		return rc;
	d->state = &w->audit->state;
	d->now = c->context.now;
	d->clock_given = c->context.clock_given;
	w->style = c->style;
	rc = audit_events(w->audit->file, &w->events, &c->err);
	return rc ? rc : dept_results_of(&w->results, d, &c->err);
}

static void end(struct publish_work *w)
{
	buf_free(&w->html);
	result_list_close(&w->list);
	audit_events_free(&w->events);
	dept_results_close(&w->results);
}

/* Name what is not published, a line for each; false when there is such. */
static bool all_complete(struct cli *c, const struct dept_results *results)
{
	bool all = true;

	for (size_t i = 0; i < results->n; i++) {
		const struct dept_result *r = &results->v[i];

		if (r->complete)
			continue;
		all = false;
		cli_note(c, "%.*s (%.*s), %.*s: not published, %zu of %zu items have a result",
		    STR_ARG(r->pick->object.id), STR_ARG(r->pick->object.name),
		    STR_ARG(r->dept->key), r->recorded, r->expected);
	}
	return all;
}

/* ---- The list of results ---- */

static ssjc_rc write_list(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;
	struct csv_out csv = {0};
	ssjc_rc rc = csv_out_open(&csv, f, w->style, err);

	if (rc)
		goto out;
	result_list_csv(&csv, &w->list);
	rc = csv_out_finish(&csv, digest, err);
out:
	csv_out_close(&csv);
	return rc;
}

static ssjc_rc make_list_book(struct cli *c, const struct publish_work *w)
{
	struct xlsx_out *b;
	ssjc_rc rc = cli_book(c, &b, xlsx_path, STR("抽查结果公示表"));

	if (rc)
		return rc;
	rc = result_list_sheet(b, "公示表", &w->d, &w->list, &c->err);
	return rc ? rc : cli_put_book(c, w->audit, b, c->command->name, w->list.rows);
}

static ssjc_rc run_results(struct cli *c)
{
	struct publish_work w = {0};
	bool all;
	ssjc_rc rc = begin(c, &w);

	if (rc)
		goto out;
	rc = result_list_of(&w.list, &w.d, &w.results, &c->err);
	if (rc)
		goto out;
	if (out_path || !xlsx_path) {
		rc = cli_put_text(
		    c, w.audit, out_path, write_list, &w, c->command->name, w.list.rows);
		if (rc)
			goto out;
	}
	if (xlsx_path) {
		rc = make_list_book(c, &w);
		if (rc)
			goto out;
	}
	all = partial || all_complete(c, &w.results);
	rc = cli_commit(c, w.audit, false);
	if (rc)
		goto out;
	rc = all ? SSJC_OK : SSJC_NO;
out:
	end(&w);
	return rc;
}

/* ---- The page ---- */

static ssjc_rc write_page(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;

	if (f)
		fwrite(w->html.p, 1, w->html.n, f); /* out_flush sees whether it failed */
	return digest ? digest_hex(w->html.p, w->html.n, digest, err) : SSJC_OK;
}

static ssjc_rc run_page(struct cli *c)
{
	struct publish_work w = {0};
	ssjc_rc rc = begin(c, &w);

	if (rc)
		goto out;
	if (!partial && !all_complete(c, &w.results)) {
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results are missing: its seed and the register "
		    "tell who would take a removed business's place (--partial makes it all the "
		    "same)");
		goto out;
	}
	rc = page_html(&w.html, &w.d, &w.results, &w.events, &c->err);
	if (rc)
		goto out;
	rc = cli_put_text(c, w.audit, out_path, write_page, &w, c->command->name, 0);
	if (rc)
		goto out;
	rc = cli_commit(c, w.audit, false);
out:
	end(&w);
	return rc;
}

/* ---- The summary ---- */

static ssjc_rc run_summary(struct cli *c)
{
	struct publish_work w = {0};
	struct xlsx_out *b;
	ssjc_rc rc;

	if (!out_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "give the workbook with -o FILE");
	rc = begin(c, &w);
	if (rc)
		goto out;
	rc = cli_book(c, &b, out_path, STR("抽查情况汇总表"));
	if (rc)
		goto out;
	rc = summary_sheet(b, "汇总表", &w.d, &w.results, &w.events, &c->err);
	if (rc)
		goto out;
	rc = cli_put_book(c, w.audit, b, c->command->name, 0);
	if (rc)
		goto out;
	rc = cli_commit(c, w.audit, false);
out:
	end(&w);
	return rc;
}

#define OUTPUT(help) OPT_TEXT('o', "output", "FILE", help, &out_path)
#define PARTIAL      OPT_FLAG(0, "partial", "publish even while results are missing", &partial)

static const struct cli_option results_opts[] = {
    OUTPUT("the list as CSV, instead of on standard output"),
    OPT_TEXT(0, "xlsx", "FILE", "the list as a workbook", &xlsx_path),
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
	static const struct cli_program program = {.name = "ssjc-publish",
	    .help = "Make what the public gets to see of an inspection.",
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
