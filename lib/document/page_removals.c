#include "page_parts.h"

#include <inttypes.h>

void page_extent(struct buf *out, const struct document *d, const struct removals *r)
{
	const struct draw_counts *c = &d->state->draw.counts;

	buf_printf(out, "%" PRIu64 " 户中抽取 %" PRIu64 " 户（", c->population, c->main);
	document_percent(out, c->main, c->population);
	buf_z(out, "）");
	if (r->removed == 0)
		return;
	buf_printf(out, "，确认后移出 %" PRIu64 " 户，递补 %" PRIu64 " 户，应检查 %" PRIu64 " 户（",
	    r->removed, r->came_in, r->remain);
	document_percent(out, r->remain, c->population);
	buf_printf(out, "）%s%s", r->exhausted ? "，备选已用完" : "",
	    r->below_floor ? "，<strong>低于方案规定的总体下限</strong>" : "");
}

/* The day of an event, as text. */
static void day(struct buf *out, int64_t time)
{
	char date[DATE_SIZE];

	date_format(time_day(time), date);
	buf_z(out, date);
}

static ssjc_rc row(
    struct buf *out, const struct document *d, const struct removal *r, struct ssjc_err *err)
{
	struct buf cells = {0};
	ssjc_rc rc;

	const struct plan_dept *dept = plan_dept_of(d->plan, r->word->dept);
	struct str reason = vocabulary_text(d->vocabulary, "reason", r->word->reason);

	buf_z(&cells, "<th scope=\"row\" data-label=\"企业\">");
	page_escape(&cells, r->pick->object.name);
	buf_z(&cells, "<code>");
	page_escape(&cells, r->pick->object.id);
	buf_z(&cells, "</code></th><td data-label=\"提出部门\">");
	page_escape(&cells, dept ? dept->name : r->word->dept);
	buf_z(&cells, "</td><td data-label=\"原因\">");
	page_escape(&cells, reason.n ? reason : r->word->reason);
	buf_z(&cells, "</td><td data-label=\"依据\">");
	page_escape(&cells, r->word->evidence);
	buf_z(&cells, "</td><td data-label=\"日期\" class=\"wait\">");
	day(&cells, r->word->time);
	buf_z(&cells, "</td>");
	rc = page_row(out, NULL, buf_text(&cells), err);
	out->failed |= cells.failed;
	buf_free(&cells);
	return rc;
}

ssjc_rc page_removals(
    struct buf *out, const struct document *d, const struct removals *r, struct ssjc_err *err)
{
	if (r->n == 0)
		return SSJC_OK;
	buf_printf(out,
	    "<p>抽中后经部门核对移出 %" PRIu64 " 户，由同层备选依次递补 %" PRIu64 " 户%s：</p>\n"
	    "<table class=\"list removed\" id=\"removed\">\n<thead><tr><th scope=\"col\">企业</th>"
	    "<th scope=\"col\">提出部门</th><th scope=\"col\">原因</th><th scope=\"col\">依据</th>"
	    "<th scope=\"col\">日期</th></tr></thead>\n<tbody>\n",
	    r->removed, r->came_in, r->exhausted ? "（备选已用完）" : "");
	for (size_t i = 0; i < r->n; i++) {
		ssjc_rc rc = row(out, d, &r->v[i], err);

		if (rc)
			return rc;
	}
	buf_z(out, "</tbody>\n</table>\n");
	return SSJC_OK;
}
