#include "follow_tally.h"
#include "page_parts.h"

#include "ssjc/document/result_list.h"

#include <inttypes.h>

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
	buf_z(out, "</td></tr>\n");
}

void page_list(struct buf *out, const struct document *d, const struct dept_results *all,
    const struct pick *const *pick, size_t n)
{
	size_t at = 0;

	buf_z(out,
	    "<table class=\"list\">\n<thead><tr><th scope=\"col\">序号</th>"
	    "<th scope=\"col\">抽查对象、代码和票号</th><th scope=\"col\">检查结果</th>"
	    "<th scope=\"col\">备注</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		const struct pick *p = pick[i];

		buf_printf(out,
		    "<tr><td class=\"n\" data-label=\"序号\">%zu</td>"
		    "<th scope=\"row\">",
		    i + 1);
		page_escape(out, p->object.name);
		buf_z(out, "<code>");
		page_escape(out, p->object.id);
		buf_z(out, "</code><code>");
		page_escape(out, p->ticket);
		buf_z(out, "</code></th>");
		result_cells(
		    out, d, all, &at, p, p->role == ROLE_REMOVED ? STR("未检查") : STR("—"));
	}
	buf_z(out, "</tbody>\n</table>\n");
}

void page_counts(struct buf *out, const struct document *d, const struct dept_results *all)
{
	struct str result;

	buf_z(out,
	    "<table>\n<thead><tr><th scope=\"col\">实施部门</th>"
	    "<th scope=\"col\">检查结果</th><th scope=\"col\" class=\"n\">户数</th>"
	    "</tr></thead>\n<tbody>\n");
	for (size_t k = 0; k < d->plan->n_depts; k++)
		for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &result); i++) {
			size_t n = dept_results_count(all, &d->plan->dept[k], result);

			if (n == 0)
				continue;
			buf_z(out, "<tr><td>");
			page_escape(out, d->plan->dept[k].name);
			buf_z(out, "</td><td>");
			page_escape(out, dept_result_text(d, result));
			buf_printf(out, "</td><td class=\"n\">%zu</td></tr>\n", n);
		}
	buf_z(out, "</tbody>\n</table>\n");
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
