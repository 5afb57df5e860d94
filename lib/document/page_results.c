#include "follow_tally.h"
#include "page_parts.h"

#include "ssjc/document/result_list.h"

#include <inttypes.h>
#include <stdlib.h>

/*
 * The cells with the departments' results of one business: all->v[*at] and those
 * after it, which *at moves past. missing is shown when there is none.
 */
static void result_cells(struct buf *out, const struct document *d, const struct dept_results *all,
    size_t *at, const struct pick *p, struct str missing)
{
	bool refused = false;
	size_t first = *at;

	buf_z(out, "<td data-label=\"检查结果\">");
	for (; *at < all->n && all->v[*at].pick == p; ++*at) {
		const struct dept_result *one = &all->v[*at];

		buf_z(out, *at == first ? "<ul><li>" : "<li>");
		page_escape(out, one->dept->name);
		buf_z(out, "：");
		for (size_t k = 0; one->complete && k < one->n_codes; k++) {
			buf_z(out, k ? "；" : "");
			page_escape(out, dept_result_text(d, one->code[k]));
		}
		if (one->complete) {
			char date[DATE_SIZE];

			date_format(one->date, date);
			refused |= one->refused;
			buf_printf(out, " <span class=\"wait\">%s</span></li>", date);
		} else {
			buf_z(out, "<span class=\"wait\">尚未公布</span></li>");
		}
	}
	if (*at == first)
		page_escape(out, missing);
	else
		buf_z(out, "</ul>");
	buf_z(out, "</td><td data-label=\"备注\">");
	result_list_remark(out, p, refused);
	buf_z(out, "</td>");
}

ssjc_rc page_list(struct buf *out, const struct document *d, const struct dept_results *all,
    const struct pick *const *pick, size_t n, struct ssjc_err *err)
{
	struct buf cells = {0};
	size_t at = 0;
	ssjc_rc rc = SSJC_OK;

	buf_z(out,
	    "<table class=\"list\" id=\"drawn\">\n<thead><tr><th scope=\"col\">序号</th>"
	    "<th scope=\"col\">抽查对象、代码和票号</th><th scope=\"col\">检查结果</th>"
	    "<th scope=\"col\">备注</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		const struct pick *p = pick[i];

		buf_clear(&cells);
		buf_printf(&cells,
		    "<td class=\"n\" data-label=\"序号\">%zu</td>"
		    "<th scope=\"row\">",
		    i + 1);
		page_escape(&cells, p->object.name);
		buf_z(&cells, "<code>");
		page_escape(&cells, p->object.id);
		buf_z(&cells, "</code><code>");
		page_escape(&cells, p->ticket);
		buf_z(&cells, "</code></th>");
		result_cells(
		    &cells, d, all, &at, p, p->role == ROLE_REMOVED ? STR("未检查") : STR("—"));
		rc = page_row(out, role_names[p->role], buf_text(&cells), err);
		if (rc)
			goto out;
	}
	buf_z(out, "</tbody>\n</table>\n");
	out->failed |= cells.failed;
out:
	buf_free(&cells);
	return rc;
}

/* What a department found how often, in the order of departments and codes. */
struct count {
	const struct plan_dept *dept;
	struct str result;
	size_t n;
};

static size_t count_all(
    struct count *v, const struct document *d, const struct dept_results *all, size_t *most)
{
	struct str result;
	size_t n = 0;

	*most = 0;
	for (size_t k = 0; k < d->plan->n_depts; k++)
		for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &result); i++) {
			size_t found = dept_results_count(all, &d->plan->dept[k], result);

			if (found == 0)
				continue;
			if (v)
				v[n] = (struct count){&d->plan->dept[k], result, found};
			n++;
			*most = found > *most ? found : *most;
		}
	return n;
}

static void count_chart(
    struct buf *out, const struct document *d, const struct count *v, size_t n, size_t most)
{
	struct buf name = {0}, value = {0};

	page_chart_begin(out, "各部门检查结果户数", n);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&name);
		buf_printf(&name, "%.*s：%.*s", STR_ARG(v[i].dept->name),
		    STR_ARG(dept_result_text(d, v[i].result)));
		buf_clear(&value);
		buf_printf(&value, "%zu 户", v[i].n);
		page_chart_row(out, i,
		    &(struct chart_bar){buf_text(&name), buf_text(&value), most, v[i].n, most});
	}
	page_chart_end(out);
	out->failed |= name.failed || value.failed;
	buf_free(&name);
	buf_free(&value);
}

ssjc_rc page_counts(
    struct buf *out, const struct document *d, const struct dept_results *all, struct ssjc_err *err)
{
	size_t most, n = count_all(NULL, d, all, &most);
	struct count *v = calloc(n + 1, sizeof *v);

	if (!v)
		return ssjc_fail_memory(err);
	count_all(v, d, all, &most);
	if (n)
		count_chart(out, d, v, n, most);
	buf_z(out,
	    "<table id=\"counts\">\n<thead><tr><th scope=\"col\">实施部门</th>"
	    "<th scope=\"col\">检查结果</th><th scope=\"col\" class=\"n\">户数</th>"
	    "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		buf_z(out, "<tr><td>");
		page_escape(out, v[i].dept->name);
		buf_z(out, "</td><td>");
		page_escape(out, dept_result_text(d, v[i].result));
		buf_printf(out, "</td><td class=\"n\">%zu</td></tr>\n", v[i].n);
	}
	buf_z(out, "</tbody>\n</table>\n");
	free(v);
	return SSJC_OK;
}

/* The texts of codes, cut at ';'. */
static void texts(struct buf *out, const struct document *d, struct str codes)
{
	struct str code;

	for (bool any = false; codes.n && str_split(&codes, ';', &code); any = true) {
		buf_z(out, any ? "；" : "");
		page_escape(out, dept_result_text(d, code));
	}
}

static void correction(struct buf *out, const struct document *d, const struct correction *c,
    const struct audit_events *events)
{
	const struct pick *p = audit_pick(d->state, c->object);
	const struct plan_dept *dept = plan_dept_of(d->plan, c->dept);
	const struct audit_event *e = c->event - 1 < events->n ? &events->v[c->event - 1] : NULL;

	buf_z(out, "<li>");
	page_escape(out, p ? p->object.name : c->object);
	buf_z(out, "，");
	page_escape(out, dept ? dept->name : c->dept);
	buf_z(out, "，事项 ");
	page_escape(out, c->item);
	buf_z(out, "：");
	if (str_eq(c->was, c->is)) {
		buf_z(out, "更正了文字");
	} else {
		buf_z(out, "由“");
		texts(out, d, c->was);
		buf_z(out, "”更正为“");
		texts(out, d, c->is);
		buf_z(out, "”");
	}
	if (e) {
		buf_printf(out, "（%.10s，原因：", e->time.n >= 10 ? e->time.p : "");
		page_escape(out, e->reason);
		buf_z(out, "）");
	}
	buf_z(out, "</li>\n");
}

void page_corrections(struct buf *out, const struct document *d, const struct audit_events *events)
{
	if (d->state->n_corrections == 0)
		return;
	buf_printf(out, "<details>\n<summary>录入后更正过的检查结果：%zu 项</summary>\n<ul>\n",
	    d->state->n_corrections);
	for (size_t i = 0; i < d->state->n_corrections; i++)
		correction(out, d, &d->state->correction[i], events);
	buf_z(out, "</ul>\n</details>\n");
}

void page_follow(struct buf *out, const struct document *d, const struct dept_results *all)
{
	struct follow_tally t = follow_tally_of(d, all, NULL);
	struct str kind;

	if (d->plan->review)
		buf_z(out, "<p>公布的检查结果均经录入人员以外的人员复核。</p>\n");
	if (!follow_tally_any(d))
		return;
	buf_printf(out, "<p>需后续处理 %" PRIu64 " 户次，已完结 %" PRIu64 " 户次，完结率 ",
	    t.needed, t.done);
	document_percent(out, t.done, t.needed);
	buf_z(out, "。</p>\n");
	if (d->state->n_follows == 0)
		return;
	buf_z(out,
	    "<table>\n<thead><tr><th scope=\"col\">后续处理方式</th>"
	    "<th scope=\"col\" class=\"n\">件数</th><th scope=\"col\" class=\"n\">已完结</th>"
	    "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; vocabulary_nth(d->vocabulary, "follow", i, &kind); i++) {
		uint64_t n, done;

		follow_tally_kind(d, all, kind, &n, &done);
		if (n == 0)
			continue;
		buf_z(out, "<tr><td>");
		page_escape(out, vocabulary_text(d->vocabulary, "follow", kind));
		buf_printf(out,
		    "</td><td class=\"n\">%" PRIu64 "</td><td class=\"n\">%" PRIu64 "</td></tr>\n",
		    n, done);
	}
	buf_z(out, "</tbody>\n</table>\n");
}
