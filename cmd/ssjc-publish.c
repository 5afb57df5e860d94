#include "cli_document.h"
#include "cli_import.h"
#include "cli_receipt.h"
#include "publish_cmd.h"

#include "ssjc/base/language.h"
#include "ssjc/document/document_history.h"
#include "ssjc/document/page.h"
#include "ssjc/document/result_list.h"
#include "ssjc/document/summary.h"
#include "ssjc/record/review.h"

static const char *out_path, *xlsx_path;
static bool partial, pdf;
struct publish_options publish_options;

/* What is published, and what it is made from. */
struct publish_work {
	struct cli_audit *audit;
	enum csv_style style;
	struct document d;
	struct dept_results results;
	struct audit_events events;
	struct document_history history;
	struct result_list list;
	struct page_files page_files;
	struct buf html;
	struct arena arena;
	bool missing;    /* results that were to be in it */
	bool unreviewed; /* and those that await a review */
};

/* Name the departments whose results await a review; false when there is such. */
static ssjc_rc all_reviewed(struct cli *c, struct publish_work *w, bool *all)
{
	const struct plan *plan = w->d.plan;
	struct review_pending *p;
	ssjc_rc rc = review_pending(&p, w->d.state, plan, UINT64_MAX, &w->arena, &c->err);

	*all = true;
	for (size_t i = 0; !rc && plan->review && i < plan->n_depts; i++) {
		struct buf names = {0};

		if (p[i].results == 0)
			continue;
		*all = false;
		review_names(&names, &p[i]);
		if (names.failed)
			rc = ssjc_fail_memory(&c->err);
		else
			cli_note(c,
			    "%.*s: not published, %llu result%s at %llu business%s, entered by "
			    "%.*s, await%s a review by another person: ssjc-record review",
			    STR_ARG(p[i].dept), (unsigned long long)p[i].results,
			    p[i].results == 1 ? "" : "s", (unsigned long long)p[i].objects,
			    p[i].objects == 1 ? "" : "es", STR_ARG(buf_text(&names)),
			    p[i].results == 1 ? "s" : "");
		buf_free(&names);
	}
	return rc;
}

/* Name what is not published, a line for each; false when there is such. */
static bool all_complete(struct cli *c, const struct dept_results *results)
{
	bool all = true;

	for (size_t i = 0; i < results->n; i++) {
		const struct dept_result *r = &results->v[i];

		if (r->recorded == r->expected && r->n_codes > 0)
			continue;
		all = false;
		cli_note(c, "%.*s (%.*s), %.*s: not published, %zu of %zu items have a result",
		    STR_ARG(r->pick->object.id), STR_ARG(r->pick->object.name),
		    STR_ARG(r->dept->key), r->recorded, r->expected);
	}
	return all;
}

/* Is anything left out of it? With --partial, it may be. */
static ssjc_rc look(struct cli *c, struct publish_work *w)
{
	bool reviewed;
	ssjc_rc rc;

	if (partial)
		return SSJC_OK;
	w->missing = !all_complete(c, &w->results);
	rc = all_reviewed(c, w, &reviewed);
	w->unreviewed = !reviewed;
	return rc;
}

/* ---- The list of results ---- */

static ssjc_rc write_list(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;

	return result_list_write(&w->list, w->style, f, digest, err);
}

static ssjc_rc make_list_book(struct cli *c, const struct publish_work *w)
{
	struct xlsx_out *b;
	ssjc_rc rc = cli_book(c, &b, xlsx_path, STR("抽查结果公示表"));

	if (rc)
		return rc;
	xlsx_out_public(b);
	rc = result_list_sheet(b, "公示表", &w->d, &w->list, &c->err);
	return rc ? rc : cli_put_book(c, w->audit, b, c->command->name, w->list.rows);
}

static ssjc_rc make_results(struct cli *c, struct publish_work *w)
{
	ssjc_rc rc = result_list_of(&w->list, &w->d, &w->results, &c->err);

	if (rc)
		return rc;
	if (out_path || !xlsx_path) {
		rc = cli_put_text(
		    c, w->audit, out_path, write_list, w, c->command->name, w->list.rows);
		if (rc)
			return rc;
	}
	if (xlsx_path) {
		rc = make_list_book(c, w);
		if (rc)
			return rc;
	}
	return look(c, w);
}

/* ---- The page ---- */

static ssjc_rc write_page(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_work *w = arg;

	if (f)
		fwrite(w->html.p, 1, w->html.n, f); /* out_flush sees whether it failed */
	return digest ? digest_hex(w->html.p, w->html.n, digest, err) : SSJC_OK;
}

static ssjc_rc make_page(struct cli *c, struct publish_work *w)
{
	ssjc_rc rc = look(c, w);

	if (rc)
		return rc;
	if (w->unreviewed)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results await a review (--partial makes it without "
		    "them)");
	if (w->missing)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results are missing: its seed and the register "
		    "tell who would take a removed business's place (--partial makes it all the "
		    "same)");
	rc = cli_page_files(c, w->d.roots.n > 0, &w->page_files);
	if (rc)
		return rc;
	w->d.page_files = &w->page_files;
	rc = page_html(&w->html, &w->d, &w->results, &w->events, &c->err);
	return rc ? rc : cli_put_text(c, w->audit, out_path, write_page, w, c->command->name, 0);
}

/* ---- The summary ---- */

static ssjc_rc make_summary(struct cli *c, struct publish_work *w)
{
	struct xlsx_out *b;
	bool reviewed;
	ssjc_rc rc = all_reviewed(c, w, &reviewed);

	if (rc)
		return rc;
	w->unreviewed = !reviewed;
	rc = cli_book(c, &b, out_path, STR("抽查情况汇总表"));
	if (rc)
		return rc;
	xlsx_out_public(b);
	rc = summary_sheet(b, "汇总表", &w->d, &w->results, &w->events, &c->err);
	return rc ? rc : cli_put_book(c, w->audit, b, c->command->name, 0);
}

/* ---- The commands ---- */

/* What is made is on record before it is there; SSJC_NO when results are missing in it. */
static ssjc_rc publish(struct cli *c, ssjc_rc (*make)(struct cli *, struct publish_work *))
{
	struct publish_work w = {.style = c->style};
	ssjc_rc rc = cli_document(c, "publish", &w.audit, &w.d);

	if (rc)
		goto out;
	rc = audit_events(w.audit->file, &w.events, &c->err);
	if (rc)
		goto out;
	rc = document_history_open(&w.history, &w.d, w.audit->file, &w.events, &c->err);
	if (rc)
		goto out;
	rc = dept_results_of(&w.results, &w.d, &c->err);
	if (rc)
		goto out;
	rc = make(c, &w);
	if (rc)
		goto out;
	rc = cli_commit(c, w.audit, false);
	if (rc)
		goto out;
	rc = w.missing || w.unreviewed ? SSJC_NO : SSJC_OK;
out:
	buf_free(&w.html);
	result_list_close(&w.list);
	document_history_close(&w.history);
	audit_events_free(&w.events);
	dept_results_close(&w.results);
	arena_free(&w.arena);
	return rc;
}

/* PDFs are asked for before anything is on record. */
static ssjc_rc publish_book(struct cli *c, ssjc_rc (*make)(struct cli *, struct publish_work *))
{
	ssjc_rc rc = pdf ? cli_pdf(c) : SSJC_OK;

	return rc ? rc : publish(c, make);
}

static ssjc_rc run_results(struct cli *c)
{
	if (pdf && !xlsx_path)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--pdf makes a PDF of the workbook: name that with --xlsx FILE");
	return publish_book(c, make_results);
}

static ssjc_rc run_page(struct cli *c)
{
	return publish(c, make_page);
}

static ssjc_rc run_summary(struct cli *c)
{
	if (!out_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "give the workbook with -o FILE");
	return publish_book(c, make_summary);
}

#define OUTPUT(help) OPT_TEXT('o', "output", "FILE", help, &out_path)
#define PARTIAL      OPT_FLAG(0, "partial", "publish even while results are missing", &partial)

#define PDF OPT_FLAG(0, "pdf", "make a PDF of the workbook, too, by LibreOffice", &pdf)

static const struct cli_option results_opts[] = {
    OUTPUT("the list as CSV, instead of on standard output"),
    OPT_TEXT(0, "xlsx", "FILE", "the list as a workbook", &xlsx_path),
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
    {"receipt", "[ROSTER]", N_("what a business gets of the draw, drawn or not (抽取凭证)"),
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
