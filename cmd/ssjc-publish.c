#include "cli.h"

#include "ssjc/disclosure.h"
#include "ssjc/page.h"
#include "ssjc/summary.h"

#include <string.h>

static const char *out_path, *xlsx_path;
static bool partial;

/* What is published: a text, a workbook, or both. */
struct work {
	struct document d;
	struct findings findings;
	struct audit_events events;
	struct disclosure list;
	struct buf html;
	/* Write the text to f, which may be NULL; digest, unless it is NULL, is the text's. */
	ssjc_code (*show)(struct cli *, const struct work *, FILE *f, char *digest);
	struct out text;
	struct book *book;
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

static bool to_file(void)
{
	return out_path && strcmp(out_path, "-") != 0;
}

/* Put the text into the event; a file is written, but not there yet. */
static ssjc_code text_done(struct cli *c, struct work *w, size_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_code code = to_file() ? out_open(&w->text, out_path, &c->err) : SSJC_OK;

	if (code == SSJC_OK)
		code = w->show(c, w, w->text.f, digest);
	if (code == SSJC_OK && w->text.f)
		code = out_flush(&w->text, &c->err);
	if (code == SSJC_OK)
		code = cli_put_output(c, c->command->name, to_file() ? out_path : "standard output",
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

/* What is on record is shown. */
static ssjc_code show(struct cli *c, struct work *w)
{
	ssjc_code code = SSJC_OK;

	if (w->text.f)
		code = out_finish(&w->text, &c->err);
	else if (w->show && (code = out_open(&w->text, NULL, &c->err)) == SSJC_OK) {
		code = w->show(c, w, w->text.f, NULL);
		if (code == SSJC_OK)
			code = out_flush(&w->text, &c->err);
	}
	if (code == SSJC_OK && w->book)
		code = book_publish(w->book, &c->err);
	return code;
}

/* As with streams: what is shown is on record before it is there. */
static int end(struct cli *c, struct work *w, ssjc_code code)
{
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK && (code = show(c, w)) != SSJC_OK)
		cli_note(c, "event %llu of the record says that it was published: run it once more",
		    (unsigned long long)c->state.checkpoint.events + 1);
	out_abort(&w->text);
	book_free(w->book);
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

static ssjc_code show_list(struct cli *c, const struct work *w, FILE *f, char *digest)
{
	struct csv_out csv = {0};
	ssjc_code code = csv_out_open(&csv, f, cli_style(c), &c->err);

	if (code == SSJC_OK) {
		disclosure_csv(&csv, &w->list);
		code = csv_out_finish(&csv, digest, &c->err);
	}
	csv_out_close(&csv);
	return code;
}

static int run_results(struct cli *c)
{
	struct work w = {.show = out_path || !xlsx_path ? show_list : NULL};
	ssjc_code code = begin(c, &w);
	bool all;
	int status;

	if (code == SSJC_OK)
		code = disclosure_of(&w.list, &w.d, &w.findings, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = book_open(&w.book, xlsx_path, STR("抽查结果公示表"), w.d.now, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = disclosure_sheet(w.book, "公示表", &w.d, &w.list, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = book_done(c, &w, w.list.rows);
	if (code == SSJC_OK && w.show)
		code = text_done(c, &w, w.list.rows);
	all = code != SSJC_OK || partial || all_there(c, &w.findings);
	status = end(c, &w, code);
	return status == 0 && !all ? 1 : status;
}

static ssjc_code show_page(struct cli *c, const struct work *w, FILE *f, char *digest)
{
	if (f)
		fwrite(w->html.p, 1, w->html.n, f); /* out_flush sees whether it failed */
	return digest ? digest_hex(w->html.p, w->html.n, digest, &c->err) : SSJC_OK;
}

static int run_page(struct cli *c)
{
	struct work w = {.show = show_page};
	ssjc_code code = begin(c, &w);

	if (code == SSJC_OK && !partial && !all_there(c, &w.findings))
		code = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the page is not made while results are missing: its seed and the register tell "
		    "who would take a removed business's place (--partial makes it all the same)");
	if (code == SSJC_OK)
		code = page_html(&w.html, &w.d, &w.findings, &w.events, &c->err);
	if (code == SSJC_OK)
		code = text_done(c, &w, 0);
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
		code = summary_sheet(w.book, "汇总表", &w.d, &w.findings, &w.events, &c->err);
	if (code == SSJC_OK)
		code = book_done(c, &w, 0);
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
