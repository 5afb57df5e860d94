#include "page_parts.h"

#include "ssjc/document/plan_words.h"

#include <inttypes.h>

static void strata(struct buf *out, const struct plan *p)
{
	page_term(out, "分层");
	for (size_t k = 0; k < p->n_strata; k++) {
		buf_z(out, k ? "、" : "按");
		page_escape(out, plan_words_column(p->strata[k]));
	}
	buf_z(out, p->n_strata ? "" : "不分层");
	if (plan_words_personal(p).n)
		buf_z(out,
		    "（<strong>该项可以指明个别企业</strong>，比例因此可能是针对个别企业定的）");
	buf_z(out, "</dd>\n");
}

static void ratios(struct buf *out, const struct plan *p)
{
	struct buf rule = {0};

	page_term(out, "比例");
	buf_z(out, "<ul>");
	for (size_t i = 0; i < p->n_rules; i++) {
		buf_clear(&rule);
		plan_words_rule(&rule, p, &p->rule[i]);
		buf_z(out, "<li>");
		page_escape(out, buf_text(&rule));
		buf_z(out, "</li>");
	}
	buf_z(out, "</ul></dd>\n");
	if (p->floor.p) {
		page_term(out, "总体下限");
		plan_words_ratio(out, p->floor);
		buf_z(out, "</dd>\n");
	}
	out->failed |= rule.failed;
	buf_free(&rule);
}

static void left_out(struct buf *out, const struct document *d)
{
	const struct plan *p = d->plan;

	if (p->n_exclude_status) {
		page_term(out, "不计入的登记状态");
		for (size_t i = 0; i < p->n_exclude_status; i++) {
			struct str words = vocabulary_text(
			    d->vocabulary, "status", p->exclude_status[i]);

			buf_z(out, i ? "、" : "");
			page_escape(out, words.n ? words : p->exclude_status[i]);
		}
		buf_printf(out, "（%" PRIu64 " 户）</dd>\n", d->state->draw.counts.excluded);
	}
	if (p->repeat) {
		page_term(out, "不重复抽查");
		buf_printf(out, "本年度已检查 %u 次的计入户数、不再抽取（%" PRIu64 " 户）</dd>\n",
		    p->repeat, d->state->draw.counts.repeated);
	}
}

static void match(struct buf *out, const struct plan *p)
{
	page_term(out, "派员");
	for (size_t i = 0; i < p->n_depts; i++) {
		const struct plan_dept *dept = &p->dept[i];

		buf_z(out, i ? "；" : "");
		page_escape(out, dept->name);
		buf_printf(out, "每户 %u 人", dept->inspectors);
		if (dept->max_load)
			buf_printf(out, "，每人最多 %u 户", dept->max_load);
	}
	buf_printf(out, "；每人每天最多 %u 户", p->per_day);
	if (p->experts)
		buf_z(out, "；检查人员都不具备事项所需资质的，另抽取专业人员协助");
	if (p->by_teams) {
		buf_z(out, "；各部门的人员随机编成联合检查组（");
		if (p->teams)
			buf_printf(out, "%u 组", p->teams);
		else
			buf_z(out, "组数以够用为限");
		buf_z(out, p->daily_teams ? "，每日重新编组" : "，全程不变");
		buf_z(out, "），整组检查，一人回避的全组回避");
	}
	buf_z(out, "</dd>\n");
}

static size_t of_one(const struct audit_state *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_strata; i++)
		n += s->stratum[i].population == 1;
	return n;
}

void page_plan(struct buf *out, const struct document *d)
{
	size_t one = of_one(d->state);

	buf_z(out, "<details>\n<summary>抽取规则（抽取前确定的方案）</summary>\n<dl>\n");
	strata(out, d->plan);
	ratios(out, d->plan);
	page_term(out, "备选");
	if (d->plan->reserve_all)
		buf_z(out, "未抽中的全部依次备选");
	else {
		buf_z(out, "每层抽取户数的 ");
		plan_words_ratio(out, d->plan->reserve);
	}
	buf_z(out, "</dd>\n");
	left_out(out, d);
	match(out, d->plan);
	if (one) {
		page_term(out, "只有一户的层");
		buf_printf(
		    out, "%zu 个：这些企业是否抽取由规则决定，而不是由随机数决定</dd>\n", one);
	}
	buf_z(out, "</dl>\n</details>\n");
}
