#include "cli.h"

#include "ssjc/disclosure.h"
#include "ssjc/page.h"
#include "ssjc/summary.h"

static const char *out_path, *xlsx_path;
static bool partial;

/* What is published: a text, a workbook, or both. */
struct work {
	struct document d;
	struct findings findings;
	struct out text;
	struct book *book;
};

/* All that a publication is made from, with its event begun. */
static ssjc_code begin(struct cli *c, struct work *w)
{
	ssjc_code code = cli_open(c, "publish", "");

	if (code == SSJC_OK && c->state.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (code == SSJC_OK)
		code = cli_terms(c);
	if (code == SSJC_OK)
		code = cli_items(c);
	w->d = (struct document){&c->plan, c->items, c->terms, &c->state, c->context.now};
	return code == SSJC_OK ? findings_of(&w->findings, &w->d, &c->err) : code;
}

/* A text was written to w->text: is it all there? Then it goes on record. */
static ssjc_code text_done(struct cli *c, struct work *w, const char *digest, size_t rows)
{
	ssjc_code code = out_flush(&w->text, &c->err);

	if (code == SSJC_OK)
		code = cli_put_output(c, c->command->name, out_path ? out_path : "standard output",
		    digest, rows);
	return code;
}

/* The same for w->book. */
static ssjc_code book_done(struct cli *c, struct work *w, size_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_code code = book_write(w->book, digest, &c->err);

	if (code == SSJC_OK)
		code = cli_put_output(c, c->command->name, book_path(w->book), digest, rows);
	return code;
}

/* Put the event on record, and then show what was made; cli_main closes stdout. */
static int end(struct cli *c, struct work *w, ssjc_code code)
{
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK && w->text.path)
		code = out_finish(&w->text, &c->err);
	if (code == SSJC_OK && w->book)
		code = book_publish(w->book, &c->err);
	out_abort(&w->text);
	book_free(w->book);
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

static ssjc_code list_text(struct cli *c, struct work *w, const struct disclosure *list)
{
	char digest[DIGEST_HEX];
	struct csv_out csv = {0};
	ssjc_code code = out_open(&w->text, out_path, &c->err);

	if (code == SSJC_OK)
		code = csv_out_open(&csv, w->text.f, cli_style(c), &c->err);
	if (code == SSJC_OK) {
		disclosure_csv(&csv, list);
		code = csv_out_finish(&csv, digest, &c->err);
	}
	csv_out_close(&csv);
	return code == SSJC_OK ? text_done(c, w, digest, list->rows) : code;
}

static int run_results(struct cli *c)
{
	struct work w = {0};
	struct disclosure list = {0};
	ssjc_code code = begin(c, &w);
	bool all;
	int status;

	if (code == SSJC_OK)
		code = disclosure_of(&list, &w.d, &w.findings, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = book_open(&w.book, xlsx_path, STR("抽查结果公示表"), w.d.now, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = disclosure_sheet(w.book, "公示表", &w.d, &list, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = book_done(c, &w, list.rows);
	if (code == SSJC_OK && (out_path || !xlsx_path))
		code = list_text(c, &w, &list);
	all = code != SSJC_OK || partial || all_there(c, &w.findings);
	disclosure_close(&list);
	status = end(c, &w, code);
	return status == 0 && !all ? 1 : status;
}

static int run_page(struct cli *c)
{
	struct work w = {0};
	struct audit_events events = {0};
	char digest[DIGEST_HEX];
	struct buf html = {0};
	ssjc_code code = begin(c, &w);

	if (code == SSJC_OK)
		code = audit_events(c->audit, &events, &c->err);
	if (code == SSJC_OK)
		code = page_html(&html, &w.d, &w.findings, &events, &c->err);
	if (code == SSJC_OK)
		code = digest_hex(html.p, html.n, digest, &c->err);
	if (code == SSJC_OK)
		code = out_open(&w.text, out_path, &c->err);
	if (code == SSJC_OK) {
		fwrite(html.p, 1, html.n, w.text.f); /* text_done sees whether it failed */
		code = text_done(c, &w, digest, 0);
	}
	buf_free(&html);
	audit_events_free(&events);
	return end(c, &w, code);
}

static int run_summary(struct cli *c)
{
	struct work w = {0};
	ssjc_code code;

	if (!out_path)
		return cli_usage(c, "give the workbook with -o FILE");
	code = begin(c, &w);
	if (code == SSJC_OK)
		code = book_open(&w.book, out_path, STR("抽查情况汇总表"), w.d.now, &c->err);
	if (code == SSJC_OK)
		code = summary_sheet(w.book, "汇总表", &w.d, &w.findings, &c->err);
	if (code == SSJC_OK)
		code = book_done(c, &w, 0);
	return end(c, &w, code);
}

static const struct cli_opt results_opts[] = {
    {'o', "output", "FILE", "the list as CSV, instead of on standard output", CLI_TEXT, &out_path,
	0, 0},
    {0, "xlsx", "FILE", "the list as a workbook", CLI_TEXT, &xlsx_path, 0, 0},
    {0, "partial", NULL, "it is all right that results are missing", CLI_FLAG, &partial, 0, 0},
    {0},
};
static const struct cli_opt page_opts[] = {
    {'o', "output", "FILE", "the page, instead of on standard output", CLI_TEXT, &out_path, 0, 0},
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
