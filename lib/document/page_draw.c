#include "page_parts.h"

#include "ssjc/draw/ceremony.h"

#include <inttypes.h>
#include <stdlib.h>

/* How often the plan was drawn, why it was drawn again, and what was changed afterwards. */
static void draws(struct buf *out, const struct document *d, const struct audit_events *events)
{
	struct buf line = {0};
	bool any = false;

	buf_printf(out, "<p>本计划共抽取 <strong>%u</strong> 次。%s</p>\n", d->state->draws,
	    d->state->draws > 1 ? "本页是最后一次的结果，此前各次作废。" : "");
	for (size_t i = 0; i < events->n; i++) {
		buf_clear(&line);
		if (!document_event(&line, d, events, i))
			continue;
		buf_z(out, any ? "<li>" : "<ul>\n<li>");
		page_escape(out, buf_text(&line));
		buf_z(out, "</li>\n");
		any = true;
	}
	buf_z(out, any ? "</ul>\n" : "");
	out->failed |= line.failed;
	buf_free(&line);
}

/* The histories that no import of this plan wrote, but earlier plans' audit files gave. */
static void earlier(struct buf *out, const struct document *d, const struct audit_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct audit_event *e = &events->v[i];

		for (size_t f = 1; e->seq == d->state->draw_event && f < e->n_files; f++) {
			if (!str_is(e->file[f].kind, "checkpoint"))
				continue;
			buf_z(out, "<p>历史检查记录 ");
			page_escape(out, e->file[f].name);
			buf_z(out,
			    " 取自以往抽查计划的审计文件，未经本计划导入；其 SHA-256 为 <code>");
			page_escape(out, e->file[f - 1].digest);
			buf_z(out, "</code>。</p>\n");
		}
	}
}

const struct audit_ceremony *page_ceremony(const struct audit_state *s)
{
	bool held = str_is(s->draw.source, "ceremony") && s->ceremony.draw == s->draw.draw;

	return held ? &s->ceremony : NULL;
}

/* Who was bound to what before the draw. */
static void ceremony(struct buf *out, const struct document *d)
{
	const struct audit_ceremony *c = page_ceremony(d->state);
	size_t witnesses = 0;

	if (!c)
		return;
	buf_z(out, "<p>抽取前，各方于 ");
	document_date(out, time_day(c->time));
	document_given(out, c->clock_given);
	buf_printf(out, "公布了对秘密份额的承诺（对本次抽取共承诺 %u 次%s），并约定采用公共事件：",
	    c->times, c->times > 1 ? "，以最后一次为准" : "");
	page_escape(out, c->public);
	if (c->form.n) {
		buf_z(out, "，其结果写成 <code>");
		page_escape(out, c->form);
		buf_z(out, "</code>（");
		ceremony_legend(out, c->form);
		buf_z(out, "）");
	}
	buf_printf(out, "。当时固定的名录有 %" PRIu64 " 户，", c->rows);
	if (page_several(d)) {
		buf_z(out, "由本页所列的分名录组成");
	} else {
		buf_z(out, "SHA-256 为 <code>");
		page_escape(out, c->roster);
		buf_z(out, "</code>");
	}
	if (c->inspectors.n) {
		buf_z(out, "；执法检查人员名录的 SHA-256 为 <code>");
		page_escape(out, c->inspectors);
		buf_z(out, "</code>");
	}
	buf_z(out,
	    "。</p>\n<table id=\"commitments\">\n<thead><tr><th scope=\"col\">承诺方</th>"
	    "<th scope=\"col\">承诺（份额的 SHA-256）</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < c->n_commitments; i++) {
		struct str key = c->commitment[i].dept;
		const struct plan_holder *holder = plan_holder_of(d->plan, key);
		bool witness = holder && !plan_dept_of(d->plan, key);

		witnesses += witness;
		buf_z(out, "<tr><td>");
		page_escape(out, holder ? holder->name : key);
		buf_z(out, witness ? "（见证方）</td><td><code>" : "</td><td><code>");
		page_escape(out, c->commitment[i].digest);
		buf_z(out, "</code></td></tr>\n");
	}
	buf_z(out, "</tbody>\n</table>\n");
	if (witnesses)
		buf_printf(out,
		    "<p>其中 %zu 份由不承担检查任务的见证方持有；缺少任何一份，都算不出种子。"
		    "</p>\n",
		    witnesses);
}

void page_draws(struct buf *out, const struct document *d, const struct audit_events *events)
{
	draws(out, d, events);
	earlier(out, d, events);
	ceremony(out, d);
}

/* The value of the stratum's column k. */
static struct str value_of(struct str stratum, size_t k)
{
	struct str piece = {NULL, 0};

	while (str_split(&stratum, ';', &piece) && k > 0)
		k--;
	return piece;
}

static void numbers_row(struct buf *out, struct str name, uint64_t all, uint64_t drawn)
{
	buf_z(out, "<tr><th scope=\"row\">");
	page_escape(out, name);
	buf_printf(out,
	    "</th><td class=\"n\">%" PRIu64 "</td><td class=\"n\">%" PRIu64 "</td><td class=\"n\">",
	    all, drawn);
	document_percent(out, drawn, all);
	buf_z(out, "</td></tr>\n");
}

/* A category, with the first of its strata and their sums. */
struct category {
	struct str name;
	size_t first;
	uint64_t all, drawn;
};

static int by_name(const void *a, const void *b)
{
	const struct category *x = a, *y = b;
	int c = str_cmp(x->name, y->name);

	return c ? c : (x->first > y->first) - (x->first < y->first);
}

static int by_first(const void *a, const void *b)
{
	const struct category *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* Those of one name into one, in the order of the strata; how many are left. */
static size_t sum_categories(struct category *v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof *v, by_name);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && str_eq(v[kept - 1].name, v[i].name)) {
			v[kept - 1].all += v[i].all;
			v[kept - 1].drawn += v[i].drawn;
		} else {
			v[kept++] = v[i];
		}
	}
	qsort(v, kept, sizeof *v, by_first);
	return kept;
}

static void category_chart(struct buf *out, const struct category *v, size_t n)
{
	struct buf value = {0};
	uint64_t most = 0;

	for (size_t i = 0; i < n; i++)
		most = v[i].all > most ? v[i].all : most;
	page_chart_begin(out, "各类别的户数和抽取户数", n);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&value);
		buf_printf(&value, "抽取 %" PRIu64 " / %" PRIu64 " 户", v[i].drawn, v[i].all);
		page_chart_row(out, i,
		    &(struct chart_bar){v[i].name, buf_text(&value), v[i].all, v[i].drawn, most});
	}
	page_chart_end(out);
	out->failed |= value.failed;
	buf_free(&value);
}

ssjc_rc page_categories(struct buf *out, const struct document *d, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	struct category *v;
	size_t column = 0, n;

	while (column < d->plan->n_strata && !str_is(d->plan->strata[column], "category"))
		column++;
	if (column == d->plan->n_strata || s->n_strata == 0)
		return SSJC_OK;
	v = malloc(s->n_strata * sizeof *v);
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_strata; i++)
		v[i] = (struct category){value_of(s->stratum[i].text, column), i,
		    s->stratum[i].population, s->stratum[i].main};
	n = sum_categories(v, s->n_strata);
	category_chart(out, v, n);
	buf_z(out,
	    "<table id=\"categories\">\n<thead><tr><th scope=\"col\">类别</th>"
	    "<th scope=\"col\" class=\"n\">户数</th><th scope=\"col\" class=\"n\">抽取</th>"
	    "<th scope=\"col\" class=\"n\">比例</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++)
		numbers_row(out, v[i].name, v[i].all, v[i].drawn);
	buf_z(out, "</tbody>\n</table>\n");
	free(v);
	return SSJC_OK;
}
