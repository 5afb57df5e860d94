#include "ssjc/document/page.h"

#include "page_parts.h"

#include <inttypes.h>
#include <stdlib.h>

static ssjc_rc head(struct buf *out, const struct document *d, struct ssjc_err *err)
{
	ssjc_rc rc;

	buf_z(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
	rc = page_policy(out, d, err);
	if (rc)
		return rc;
	buf_z(out,
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<title>");
	page_escape(out, d->plan->title);
	buf_z(out, "</title>\n");
	page_style(out, d);
	buf_z(out, "</head>\n<body>\n<header>\n");
	if (d->plan->rehearsal)
		buf_z(out,
		    "<p class=\"sample\">样张：这是一次演练，不是真实的抽查，本页所列抽取、匹配和"
		    "检查结果均不作数。</p>\n");
	buf_z(out, "<h1>");
	page_escape(out, d->plan->title);
	buf_z(out, "</h1>\n<p>随机抽查过程和结果公示</p>\n</header>\n<main>\n");
	return SSJC_OK;
}

static void departments(struct buf *out, const struct plan *p)
{
	for (size_t i = 0; i < p->n_depts; i++) {
		buf_z(out, i ? "、" : "");
		page_escape(out, p->dept[i].name);
		buf_z(out, p->dept[i].lead ? "（牵头）" : "");
	}
}

/* Where the seed came from, as text; an unknown source is shown as it is. */
static struct str seed_source(struct str source)
{
	static const struct {
		const char *source, *text;
	} known[] = {
	    {"getrandom", "由抽取所用计算机的随机数发生器产生（未采用事先公布承诺的公开抽取方式）"},
	    {"file", "由文件给出（未采用事先公布承诺的公开抽取方式）"},
	    {"ceremony", "由各方事先承诺的秘密份额和公共事件的结果合成（见下）"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(source, known[i].source))
			return str_of(known[i].text);
	return source;
}

/* What a firm compares its receipt with. */
static void roots(struct buf *out, const struct document *d)
{
	bool revealed = page_ceremony(d->state) && d->committed.n;
	char root[DIGEST_HEX];

	if (d->roots.n == 0 || digest_hex(d->roots.p, d->roots.n, root, NULL))
		return;
	page_term(out, "抽取凭证的根");
	buf_printf(out, "<code id=\"root\">%s</code>", root);
	if (revealed && !digest_hex(d->committed.p, d->committed.n, root, NULL))
		buf_printf(out, "；抽取前承诺的为 <code>%s</code>", root);
	buf_z(out, "</dd>\n");
}

static void facts(struct buf *out, const struct document *d, const struct removals *r)
{
	const struct plan *p = d->plan;
	const struct audit_state *s = d->state;
	bool imported = str_is(s->draw.roster, "import");

	buf_z(out, "<dl>\n");
	page_fact(out, "抽查计划编号", p->id);
	if (p->type.n > 0)
		page_fact(out, "抽查类型", p->type);
	page_term(out, "抽查时间");
	document_date(out, p->from);
	buf_z(out, "至");
	document_date(out, p->to);
	buf_z(out, "</dd>\n");
	page_term(out, "实施部门");
	departments(out, p);
	buf_z(out, "</dd>\n");
	page_term(out, "抽取日期");
	document_date(out, time_day(s->draw_time));
	document_given(out, s->draw_clock_given);
	buf_z(out, "</dd>\n");
	page_term(out, "抽取范围");
	page_extent(out, d, r);
	buf_z(out, "</dd>\n");
	page_fact(out, "名录来源",
	    imported ? STR("由本计划的导入步骤写出，未经其他途径改动")
	             : STR("不是由本计划的导入步骤写出的"));
	if (s->n_seats)
		page_fact(out, "人员名录",
		    s->fixed_inspectors.n ? STR("执法检查人员名录在抽取前已固定")
		                          : STR("执法检查人员名录未在抽取前固定"));
	page_fact(out, "随机种子", seed_source(s->draw.source));
	roots(out, d);
	buf_z(out, "</dl>\n");
}

static ssjc_rc foot(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err)
{
	char time[TIME_SIZE];
	ssjc_rc rc;

	time_format(d->now, time);
	buf_z(out, "</main>\n<footer>\n<p>校验点：");
	page_escape(out, d->plan->id);
	buf_printf(out, " · 记录 %" PRIu64 " · %s<br>\n制作时间：<time datetime=\"%s\">%s</time>",
	    d->state->checkpoint.events, d->state->checkpoint.head, time, time);
	document_given(out, d->clock_given);
	buf_z(out, "</p>\n</footer>\n");
	rc = page_scripts(out, d, events, err);
	buf_z(out, "</body>\n</html>\n");
	return rc;
}

ssjc_rc page_html(struct buf *out, const struct document *d, const struct dept_results *results,
    const struct audit_events *events, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	struct arena arena = {0};
	const struct pick **pick = arena_array(&arena, s->n_picks + 1, sizeof *pick);
	struct removals removals;
	size_t n = 0;
	ssjc_rc rc = removals_of(&removals, s, d->plan, &arena, err);

	if (rc)
		goto out;
	if (!pick) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < s->n_picks; i++)
		if (s->pick[i].role != ROLE_RESERVE)
			pick[n++] = &s->pick[i];
	qsort(pick, n, sizeof *pick, pick_by_ticket);
	rc = head(out, d, err);
	if (rc)
		goto out;
	facts(out, d, &removals);
	page_plan(out, d);
	buf_z(out, "<h2>一、抽取情况</h2>\n");
	page_draws(out, d, events);
	page_sources(out, d);
	rc = page_told(out, d, events, err);
	if (rc)
		goto out;
	rc = page_categories(out, d, err);
	if (rc)
		goto out;
	buf_z(out, "<h2>二、抽查对象和结果</h2>\n");
	rc = page_removals(out, d, &removals, err);
	if (rc)
		goto out;
	rc = page_list(out, d, results, pick, n, err);
	if (rc)
		goto out;
	buf_z(out, "<h2>三、结果统计</h2>\n");
	rc = page_counts(out, d, results, err);
	if (rc)
		goto out;
	page_corrections(out, d, events);
	page_follow(out, d, results);
	buf_z(out, "<h2>四、怎样核验</h2>\n");
	page_section(out, d);
	rc = page_recipe(out, d, n ? pick[0] : NULL, err);
	if (rc)
		goto out;
	page_receipts(out, d);
	rc = foot(out, d, events, err);
	if (!rc && out->failed)
		rc = ssjc_fail_memory(err);
out:
	arena_free(&arena);
	return rc;
}
