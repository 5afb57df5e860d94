/* What the public gets to see: the list of results, the page and the summary. */
#include "publish_cmd.h"

#include "cli_document.h"

#include "ssjc/document/document_history.h"
#include "ssjc/document/page.h"
#include "ssjc/document/result_list.h"
#include "ssjc/document/summary.h"

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
	bool missing;    /* results that were to be in it */
	bool unreviewed; /* and those that await a review */
};

/* Is anything left out of it? With --partial, it may be. */
static ssjc_rc look(struct cli *c, struct publish_work *w)
{
	if (publish_options.partial)
		return SSJC_OK;
	w->missing = publish_lacks_results(c, &w->results);
	return publish_lacks_reviews(c, &w->d, &w->unreviewed);
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
	ssjc_rc rc = cli_book(c, &b, publish_options.xlsx, STR("抽查结果公示表"));

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
	if (publish_options.output || !publish_options.xlsx) {
		rc = cli_put_text(c, w->audit, publish_options.output, write_list, w,
		    c->command->name, w->list.rows);
		if (rc)
			return rc;
	}
	if (publish_options.xlsx) {
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
	return rc
	    ? rc
	    : cli_put_text(c, w->audit, publish_options.output, write_page, w, c->command->name, 0);
}

/* ---- The summary ---- */

static ssjc_rc make_summary(struct cli *c, struct publish_work *w)
{
	struct xlsx_out *b;
	ssjc_rc rc = publish_lacks_reviews(c, &w->d, &w->unreviewed);

	if (rc)
		return rc;
	rc = cli_book(c, &b, publish_options.output, STR("抽查情况汇总表"));
	if (rc)
		return rc;
	xlsx_out_public(b);
	rc = summary_sheet(b, "汇总表", &w->d, &w->results, &w->events, &c->err);
	return rc ? rc : cli_put_book(c, w->audit, b, c->command->name, 0);
}

/* ---- The commands ---- */

/*
 * What is made is on record before it is there, and PDFs are asked for before anything is on
 * record. SSJC_NO when results are missing in it.
 */
static ssjc_rc publish(struct cli *c, ssjc_rc (*make)(struct cli *, struct publish_work *))
{
	struct publish_work w = {.style = c->style};
	ssjc_rc rc = publish_options.pdf ? cli_pdf(c) : SSJC_OK;

	if (rc)
		goto out;
	rc = cli_document(c, "publish", &w.audit, &w.d);
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
	return rc;
}

ssjc_rc run_results(struct cli *c)
{
	if (publish_options.pdf && !publish_options.xlsx)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--pdf makes a PDF of the workbook: name that with --xlsx FILE");
	return publish(c, make_results);
}

ssjc_rc run_page(struct cli *c)
{
	return publish(c, make_page);
}

ssjc_rc run_summary(struct cli *c)
{
	if (!publish_options.output)
		return ssjc_fail(&c->err, SSJC_USAGE, "give the workbook with -o FILE");
	return publish(c, make_summary);
}
