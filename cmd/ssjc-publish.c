#include "cli.h"

#include "ssjc/disclosure.h"
#include "ssjc/page.h"
#include "ssjc/summary.h"

static const char *out_path, *xlsx_path;
static bool partial;

struct work {
	struct audit *audit;
	struct audit_state state;
	struct document d;
	struct findings findings;
};

/* All that a publication needs, with its event begun. */
static ssjc_code begin(struct cli *c, struct work *w)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = document_open(&w->d, &c->plan, c->share, c->context.now, &c->err);
	if (code == SSJC_OK)
		code = cli_audit(c, AUDIT_WRITE, &w->audit);
	if (code == SSJC_OK)
		code = cli_begin(c, w->audit, "publish", "");
	if (code == SSJC_OK)
		code = audit_load(w->audit, &w->state, &c->err);
	if (code == SSJC_OK && w->state.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	w->d.state = &w->state;
	return code == SSJC_OK ? findings_of(&w->findings, &w->d, &c->err) : code;
}

static int end(struct cli *c, struct work *w, ssjc_code code)
{
	audit_close(w->audit);
	findings_close(&w->findings);
	audit_state_free(&w->state);
	document_close(&w->d);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static ssjc_code put_output(struct cli *c, struct work *w, const char *path, const char *digest,
    uint64_t rows)
{
	const struct audit_file f = {.output = true, .kind = str_of(c->command->name),
	    .name = path ? str_of(path) : STR("standard output"), .digest = str_of(digest),
	    .rows = rows};

	return audit_put_file(w->audit, &f, &c->err);
}

/* Show a text output that is on record; cli_main closes standard output. */
static ssjc_code show(struct cli *c, struct out *o)
{
	return o->path ? out_finish(o, &c->err) : out_flush(o, &c->err);
}

/* What is not published, a line each; false when there is such. */
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

static ssjc_code list_book(struct cli *c, struct work *w, const struct disclosure *list,
    struct book **book)
{
	char digest[DIGEST_HEX];
	ssjc_code code = book_open(book, xlsx_path, STR("抽查结果公示表"), w->d.now, &c->err);

	if (code == SSJC_OK)
		code = disclosure_sheet(*book, "公示表", &w->d, list, &c->err);
	if (code == SSJC_OK)
		code = book_write(*book, digest, &c->err);
	return code == SSJC_OK ? put_output(c, w, xlsx_path, digest, list->rows) : code;
}

static ssjc_code list_text(struct cli *c, struct work *w, const struct disclosure *list,
    struct out *o)
{
	char digest[DIGEST_HEX];
	struct csv_out csv = {0};
	ssjc_code code = out_open(o, out_path, &c->err);

	if (code == SSJC_OK)
		code = csv_out_open(&csv, o->f, cli_style(c), &c->err);
	if (code == SSJC_OK) {
		disclosure_csv(&csv, list);
		code = csv_out_finish(&csv, digest, &c->err);
		csv_out_close(&csv);
	}
	if (code == SSJC_OK)
		code = out_flush(o, &c->err);
	return code == SSJC_OK ? put_output(c, w, out_path, digest, list->rows) : code;
}

static int run_results(struct cli *c)
{
	bool text = out_path || !xlsx_path, all = true;
	struct work w = {0};
	struct disclosure list = {0};
	struct book *book = NULL;
	struct out o = {0};
	ssjc_code code = begin(c, &w);
	int status;

	if (code == SSJC_OK)
		code = disclosure_of(&list, &w.d, &w.findings, &c->err);
	if (code == SSJC_OK && xlsx_path)
		code = list_book(c, &w, &list, &book);
	if (code == SSJC_OK && text)
		code = list_text(c, &w, &list, &o);
	if (code == SSJC_OK)
		code = audit_commit(w.audit, &c->err);
	if (code == SSJC_OK && text)
		code = show(c, &o);
	if (code == SSJC_OK && xlsx_path)
		code = book_publish(book, &c->err);
	if (code == SSJC_OK && !partial)
		all = all_there(c, &w.findings);
	out_abort(&o);
	book_free(book);
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
	struct out o = {0};
	ssjc_code code = begin(c, &w);

	if (code == SSJC_OK)
		code = audit_events(w.audit, &events, &c->err);
	if (code == SSJC_OK)
		code = page_html(&html, &w.d, &w.findings, &events, &c->err);
	if (code == SSJC_OK)
		code = digest_hex(html.p, html.n, digest, &c->err);
	if (code == SSJC_OK)
		code = out_open(&o, out_path, &c->err);
	if (code == SSJC_OK) {
		fwrite(html.p, 1, html.n, o.f);
		code = out_flush(&o, &c->err);
	}
	if (code == SSJC_OK)
		code = put_output(c, &w, out_path, digest, 0);
	if (code == SSJC_OK)
		code = audit_commit(w.audit, &c->err);
	if (code == SSJC_OK)
		code = show(c, &o);
	out_abort(&o);
	buf_free(&html);
	audit_events_free(&events);
	return end(c, &w, code);
}

static int run_summary(struct cli *c)
{
	struct work w = {0};
	struct book *book = NULL;
	char digest[DIGEST_HEX];
	ssjc_code code;

	if (!out_path)
		return cli_usage(c, "give the workbook with -o FILE");
	code = begin(c, &w);
	if (code == SSJC_OK)
		code = book_open(&book, out_path, STR("抽查情况汇总表"), w.d.now, &c->err);
	if (code == SSJC_OK)
		code = summary_sheet(book, "汇总表", &w.d, &w.findings, &c->err);
	if (code == SSJC_OK)
		code = book_write(book, digest, &c->err);
	if (code == SSJC_OK)
		code = put_output(c, &w, out_path, digest, 0);
	if (code == SSJC_OK)
		code = audit_commit(w.audit, &c->err);
	if (code == SSJC_OK)
		code = book_publish(book, &c->err);
	book_free(book);
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
