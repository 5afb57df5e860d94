/* What was published is what the record said then: made again, byte for byte. */
#include "verify_publication.h"

#include "ssjc/document/page.h"
#include "ssjc/document/page_files.h"
#include "ssjc/document/summary.h"

#include <stdlib.h>

ssjc_rc verify_publication_open(struct verifier *v, struct publication *p)
{
	bool has_items;
	ssjc_rc rc;

	if (v->event == v->events.v)
		return verify_differs(v, "nothing was drawn that could be published");
	rc = verify_plan(v, &p->plan);
	if (rc)
		return rc;
	rc = verify_items(v, &p->items, &has_items);
	if (rc)
		return rc;
	rc = verify_vocabulary(v, &p->vocabulary);
	if (rc)
		return rc;
	rc = verify_before(v, &p->state);
	if (rc)
		return rc;
	p->loaded = p->state.checkpoint;
	p->before = (struct audit_events){.v = v->events.v, .n = (size_t)(v->event - v->events.v)};
	/* What it bears is the checkpoint of that time, not of now. */
	p->state.checkpoint = (struct checkpoint){.events = p->before.n};
	snprintf(p->state.checkpoint.head, DIGEST_HEX, "%.*s", STR_ARG(v->event[-1].hash));
	p->d = (struct document){.plan = &p->plan,
	    .items = has_items ? &p->items : NULL,
	    .vocabulary = p->vocabulary,
	    .state = &p->state,
	    .clock_given = str_is(v->event->clock, "given")};
	if (!time_parse(v->event->time, &p->d.now))
		return verify_differs(v, "has no valid time");
	rc = document_history_open(&p->history, &p->d, v->job->audit, &p->before, v->err);
	if (rc)
		return rc;
	rc = dept_results_of(&p->results, &p->d, v->err);
	return rc ? rc : result_list_of(&p->list, &p->d, &p->results, v->err);
}

void verify_publication_close(struct verifier *v, struct publication *p)
{
	result_list_close(&p->list);
	dept_results_close(&p->results);
	document_history_close(&p->history);
	p->state.checkpoint = p->loaded;
	/* A publication changes nothing of the state, with which the next event may begin. */
	if (str_is(v->event->action, "publish") && p->state.draws)
		verify_keep_after(v, &p->state);
	audit_state_free(&p->state);
	items_close(&p->items);
	plan_close(&p->plan);
}

/* ---- Workbooks ---- */

typedef ssjc_rc fill_book(struct verifier *v, struct publication *p, struct xlsx_out *b);

static ssjc_rc fill_results(struct verifier *v, struct publication *p, struct xlsx_out *b)
{
	return result_list_sheet(b, "公示表", &p->d, &p->list, v->err);
}

static ssjc_rc fill_summary(struct verifier *v, struct publication *p, struct xlsx_out *b)
{
	return summary_sheet(b, "汇总表", &p->d, &p->results, &p->before, v->err);
}

/* The digest of the workbook, which never appears under its name. */
static ssjc_rc book_digest(struct verifier *v, struct publication *p, struct str title,
    fill_book *fill, char digest[DIGEST_HEX])
{
	struct xlsx_out *b = NULL;
	struct buf path = {0};
	ssjc_rc rc = verify_book_path(v, &path);

	if (rc)
		goto out;
	rc = xlsx_out_open(&b, path.p, title, p->d.now, v->err);
	if (rc)
		goto out;
	rc = fill(v, p, b);
	if (rc)
		goto out;
	rc = xlsx_out_write(b, digest, v->err);
out:
	xlsx_out_free(b);
	buf_free(&path);
	return rc;
}

/* ---- Each output ---- */

static ssjc_rc differs(struct verifier *v, const struct audit_file *f)
{
	return verify_differs(v,
	    "%.*s (%.*s, SHA-256 %.*s) is not what the record gave then: another program wrote it, "
	    "or it was changed before it was published",
	    STR_ARG(f->name), STR_ARG(verify_word(f->kind)), STR_ARG(f->digest));
}

static ssjc_rc same_results(struct verifier *v, struct publication *p, const struct audit_file *f)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = result_list_write(&p->list, verify_style(v), NULL, digest, v->err);

	if (rc)
		return rc;
	if (f->rows != p->list.rows)
		return differs(v, f);
	if (str_is(f->digest, digest))
		return SSJC_OK;
	rc = book_digest(v, p, STR("抽查结果公示表"), fill_results, digest);
	if (rc)
		return rc;
	return str_is(f->digest, digest) ? SSJC_OK : differs(v, f);
}

static ssjc_rc same_summary(struct verifier *v, struct publication *p, const struct audit_file *f)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = book_digest(v, p, STR("抽查情况汇总表"), fill_summary, digest);

	if (rc)
		return rc;
	return str_is(f->digest, digest) && f->rows == 0 ? SSJC_OK : differs(v, f);
}

/* The style and the scripts that the event has; one that it lacks is empty. */
static ssjc_rc read_page_files(struct verifier *v, struct page_files *files)
{
	for (size_t f = 0; f < v->event->n_files; f++) {
		const struct audit_file *file = &v->event->file[f];

		for (int i = 0; i < PAGE_FILES; i++) {
			ssjc_rc rc;

			if (file->output || !str_is(file->kind, "template") ||
			    !str_is(file->name, page_file_names[i]))
				continue;
			rc = audit_content(
			    v->job->audit, file->digest, &v->arena, &files->text[i], v->err);
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

static ssjc_rc same_page(struct verifier *v, struct publication *p, const struct audit_file *f)
{
	struct page_files files = {0};
	struct buf html = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = read_page_files(v, &files);

	if (rc)
		return rc;
	p->d.page_files = &files;
	rc = page_html(&html, &p->d, &p->results, &p->before, v->err);
	if (!rc && html.failed)
		rc = ssjc_fail_memory(v->err);
	if (!rc)
		rc = digest_hex(html.p, html.n, digest, v->err);
	if (!rc && (!str_is(f->digest, digest) || f->rows))
		rc = differs(v, f);
	buf_free(&html);
	return rc;
}

static ssjc_rc same_output(struct verifier *v, struct publication *p, const struct audit_file *f)
{
	static const struct {
		const char *kind;
		ssjc_rc (*same)(struct verifier *, struct publication *, const struct audit_file *);
	} kinds[] = {{"results", same_results}, {"summary", same_summary}, {"page", same_page}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_is(f->kind, kinds[i].kind))
			return kinds[i].same(v, p, f);
	return SSJC_OK;
}

ssjc_rc verify_publish(struct verifier *v)
{
	struct publication p = {0};
	size_t n = 0;
	ssjc_rc rc = SSJC_OK;

	/* The bytes of a workbook or a page are those of one version of the programs. */
	if (v->event == v->events.v)
		return verify_differs(v, "nothing was drawn that could be published");
	if (!str_is(v->event->version, v->job->version)) {
		verify_remark(v, REMARK_UNCHECKED,
		    "publish: was made by version %.*s of the programs: only that one can make it "
		    "again",
		    STR_ARG(v->event->version));
		return SSJC_OK;
	}
	rc = verify_publication_open(v, &p);
	if (rc)
		goto out;
	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i];

		if (!f->output)
			continue;
		n++;
		rc = same_output(v, &p, f);
		if (rc)
			goto out;
	}
	verify_remark(
	    v, REMARK_GOOD, "publish: %zu file%s made again: the same bytes", n, n == 1 ? "" : "s");
out:
	verify_publication_close(v, &p);
	return rc;
}
