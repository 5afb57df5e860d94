#include "ssjc/document/document.h"

#include "change_words.h"
#include "ssjc/audit/audit_rules.h"

#include <inttypes.h>

void document_date(struct buf *out, day_t day)
{
	char d[DATE_SIZE];

	date_format(day, d);
	/* Without the zero before a month or a day. */
	buf_printf(out, "%.4s年%.*s月%s日", d, d[5] == '0' ? 1 : 2, d + 5 + (d[5] == '0'),
	    d + 8 + (d[8] == '0'));
}

void document_given(struct buf *out, bool given)
{
	buf_z(out, given ? "（时间为人工指定）" : "");
}

void document_checkpoint(struct buf *out, const struct document *d)
{
	const struct checkpoint *c = &d->state->checkpoint;

	buf_printf(out, "%.*s · 记录 %" PRIu64 " · %s", STR_ARG(d->plan->id), c->events, c->head);
}

void document_percent(struct buf *out, uint64_t p, uint64_t q)
{
	__extension__ typedef unsigned __int128 wide;
	uint64_t tenths;

	if (q == 0) {
		buf_z(out, "—");
		return;
	}
	tenths = (uint64_t)(((wide)p * 2000 + q) / ((wide)q * 2));
	buf_printf(out, "%" PRIu64 ".%" PRIu64 "%%", tenths / 10, tenths % 10);
}

/* Did the event read another plan, other items or another calendar than those on record before? */
static bool changed_plan(const struct audit_events *all, size_t at)
{
	struct audit_rules o = {0};

	for (size_t i = 0; i <= at; i++) {
		audit_rules_event(&o, &all->v[i]);
		for (size_t f = 0; f < all->v[i].n_files; f++)
			audit_rules_file(&o, &all->v[i].file[f]);
	}
	return o.changed;
}

/* Did the event read other inspectors than those fixed before the draw? */
static bool other_inspectors(const struct document *d, const struct audit_event *e)
{
	struct str fixed = d->state->fixed_inspectors;
	const struct audit_file *f = audit_event_file(e, "inspectors", false);

	return fixed.n && !(f && str_eq(f->digest, fixed));
}

/* A key of a plan as readers of the page know it; a department's has its name before it. */
static void plan_key(struct buf *out, const struct document *d, struct str key)
{
	static const struct {
		const char *key, *words;
	} known[] = {
	    {"title", "抽查计划名称"},
	    {"type", "抽查类型"},
	    {"window", "抽查时间"},
	    {"draw_date", "抽取日期"},
	    {"per_day", "每人每日最多检查户数"},
	    {"experts", "专业人员"},
	    {"mode", "派员方式"},
	    {"teams", "检查组数"},
	    {"team_for", "编组期间"},
	    {"name", "部门名称"},
	    {"inspectors", "每户检查人数"},
	    {"draw", "抽取的执法检查人员数"},
	    {"max_load", "每人最多检查户数"},
	    {"qualified", "检查人员的资质要求"},
	    {"confirm", "确认期限"},
	    {"results", "结果录入期限"},
	    {"follow", "后续处理期限"},
	    {"receipts", "抽取凭证"},
	    {"review", "结果复核"},
	    {"plan_number", "公示系统中的抽查计划编号"},
	    {"task_id", "抽查任务编号"},
	    {"task_title", "抽查任务名称"},
	    {"targets", "上报的平台"},
	    {"days", "上报期限（工作日）"},
	    {"draw_type", "定向或不定向"},
	    {"area", "行政区划代码"},
	    {"code", "统一社会信用代码"},
	    {"items", "抽查事项清单"},
	    {"calendar", "工作日历"},
	};
	struct str rest = key, dept;
	const struct plan_dept *of = NULL;

	if (str_split(&rest, '.', &dept) && rest.n) {
		of = plan_dept_of(d->plan, dept);
		buf_str(out, of ? of->name : dept);
		key = rest;
	}
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(key, known[i].key)) {
			buf_z(out, known[i].words);
			return;
		}
	buf_str(out, key);
}

static void change(struct buf *out, const struct document *d, const struct plan_changes *c)
{
	for (size_t i = 0; i < c->n; i++) {
		buf_z(out, "；");
		plan_key(out, d, c->v[i].key);
		buf_printf(
		    out, "由“%.*s”改为“%.*s”", STR_ARG(c->v[i].before), STR_ARG(c->v[i].after));
	}
}

bool document_event(
    struct buf *out, const struct document *d, const struct audit_events *all, size_t at)
{
	static const struct {
		const char *action, *words;
		bool after; /* only what came after the last draw matters */
	} known[] = {
	    {"redraw", "重新抽取", false},
	    {"recommit", "重新承诺", false},
	    {"amend", "抽取后修改过方案、检查事项或日历", true},
	    {"reassign", "重新匹配执法检查人员", true},
	    {"substitute", NULL, true},
	    {"move", NULL, true},
	};
	const struct audit_event *e = &all->v[at];
	size_t i = 0, n = sizeof known / sizeof known[0];

	while (i < n && !str_is(e->action, known[i].action))
		i++;
	if (i == n || (known[i].after && e->seq <= d->state->draw_event) ||
	    (str_is(e->action, "amend") && !changed_plan(all, at)))
		return false;
	buf_printf(out, "%.*s", (int)(e->time.n < 10 ? e->time.n : 10), e->time.p);
	document_given(out, str_is(e->clock, "given"));
	buf_char(out, ' ');
	if (change_of_event(d->state, e->seq)) {
		change_words(out, d, change_of_event(d->state, e->seq));
		return true;
	}
	buf_z(out, known[i].words ? known[i].words : "变更席位");
	if (str_is(e->action, "reassign") && other_inspectors(d, e))
		buf_z(out, "（所用名录不是抽取前固定的执法检查人员名录）");
	buf_printf(out, "，原因：%.*s", STR_ARG(e->reason));
	if (d->changes)
		change(out, d, &d->changes[at]);
	return true;
}

void document_drawn(struct buf *out, const struct document *d)
{
	const struct audit_state *s = d->state;
	const struct draw_counts *n = &s->draw.counts;

	buf_printf(out, "本计划共抽取 %u 次", s->draws);
	if (s->draws == 0)
		return;
	buf_z(out, s->draws > 1 ? "，本次为最后一次，于" : "，于");
	document_date(out, time_day(s->draw_time));
	document_given(out, s->draw_clock_given);
	buf_printf(out, "从 %" PRIu64 " 户中抽取 %" PRIu64 " 户（", n->population, n->main);
	document_percent(out, n->main, n->population);
	buf_z(out, "）");
	if (s->draws > 1)
		buf_printf(out, "；重新抽取的原因：%.*s", STR_ARG(s->draw_reason));
}

ssjc_rc document_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, const struct document *d, struct ssjc_err *err)
{
	struct xlsx_out_setup with_footer = *setup;
	struct buf footer = {0};
	ssjc_rc rc;

	document_checkpoint(&footer, d);
	if (footer.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	with_footer.footer = buf_text(&footer);
	with_footer.sample = d->plan->rehearsal;
	rc = xlsx_out_sheet(b, out, name, &with_footer, err);
out:
	buf_free(&footer);
	return rc;
}

ssjc_rc document_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, const struct buf *text,
    unsigned low, struct ssjc_err *err)
{
	return text->failed ? ssjc_fail_memory(err)
	                    : xlsx_out_line(s, style, buf_text(text), low, err);
}

ssjc_rc document_headings(
    struct xlsx_out_sheet *s, const struct document *d, struct str name, struct ssjc_err *err)
{
	ssjc_rc rc = xlsx_out_line(s, XLSX_TITLE, d->plan->title, 0, err);

	return rc ? rc : xlsx_out_line(s, XLSX_SUBTITLE, name, 0, err);
}

void document_list(struct buf *out, struct str list)
{
	const char *between = "";
	struct str piece;

	while (str_split(&list, ';', &piece)) {
		buf_printf(out, "%s%.*s", between, STR_ARG(str_trim(piece)));
		between = "、";
	}
}

void document_ordinal(struct buf *out, unsigned n)
{
	static const char *const digit[] = {
	    "", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

	if (n >= 10)
		buf_printf(out, "%s十", n >= 20 ? digit[n / 10 % 10] : "");
	buf_z(out, digit[n % 10]);
}
