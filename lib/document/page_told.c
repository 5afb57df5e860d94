#include "page_parts.h"

#include "ssjc/audit/audit_told.h"
#include "ssjc/audit/import_summary.h"
#include "ssjc/record/signed.h"

#include <inttypes.h>

/* ---- Times ---- */

/* When, who stamped, and what was there by then. */
static void stamps(struct buf *out, const struct audit_told *t)
{
	for (size_t i = 0; i < t->n_stamps; i++) {
		const struct told_stamp *s = &t->stamp[i];
		char time[TIME_SIZE];

		time_format(s->stamp.time, time);
		buf_printf(out, "<li>可信时间戳（RFC 3161）：%.10s %.8s，", time, time + 11);
		page_escape(out,
		    s->stamp.authority[0] ? str_of(s->stamp.authority) : STR("未写明的时间戳机构"));
		buf_printf(out, " 签发，表明当时已有前 %" PRIu64 " 项记录", s->events);
		if (s->pledged)
			buf_printf(out, "，其中第 %" PRIu64 " 项是抽取前的承诺", s->pledged->seq);
		buf_z(
		    out, "。时间戳的签名用 <code>ssjc-audit verify --tsa-ca</code> 核验。</li>\n");
	}
}

static const char *action_words(struct str action)
{
	static const struct {
		const char *action, *words;
	} known[] = {
	    {"import", "导入名录"},
	    {"commit", "承诺"},
	    {"recommit", "重新承诺"},
	    {"draw", "抽取"},
	    {"redraw", "重新抽取"},
	    {"reveal", "按承诺抽取"},
	    {"cutoff", "确定截止票号"},
	    {"recutoff", "重新确定截止票号"},
	    {"unseal", "公开份额并确定截止票号"},
	    {"amend", "修改方案"},
	    {"confirm", "部门核对"},
	    {"replace", "递补"},
	    {"assign", "匹配人员"},
	    {"reassign", "重新匹配人员"},
	    {"substitute", "替换人员"},
	    {"move", "改期"},
	    {"print", "打印文书"},
	    {"result", "录入结果"},
	    {"publish", "公示"},
	    {"stamp", "时间戳"},
	    {"follow", "后续处理"},
	    {"receipts", "抽取凭证"},
	    {"review", "复核"},
	    {"receive", "收回文书"},
	    {"attach", "附件"},
	    {"batch", "上报批次"},
	    {"receipt", "平台答复"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(action, known[i].action))
			return known[i].words;
	return NULL;
}

static bool is_given(const struct audit_event *e, struct str action)
{
	return str_is(e->clock, "given") && str_eq(e->action, action);
}

/* "导入名录（第1–3项）": those of an action that have a time given by hand. */
static void given_of(struct buf *out, const struct audit_events *e, size_t at)
{
	struct str action = e->v[at].action;
	const char *words = action_words(action), *between = "";
	enum { SHOWN = 8 };
	size_t runs = 0;

	if (words)
		buf_z(out, words);
	else
		page_escape(out, action);
	buf_z(out, "（第");
	for (size_t i = at, end; i < e->n; i = end + 1) {
		for (end = i; end < e->n && is_given(&e->v[end], action); end++)
			;
		if (end == i)
			continue;
		if (++runs > SHOWN)
			continue;
		buf_printf(out, "%s%" PRIu64, between, e->v[i].seq);
		if (end > i + 1)
			buf_printf(out, "–%" PRIu64, e->v[end - 1].seq);
		between = "、";
	}
	buf_z(out, runs > SHOWN ? "项等）" : "项）");
}

/* Whoever gives a time by hand says when it was: the clock of the machine does not. */
static void given(struct buf *out, const struct audit_events *e)
{
	bool any = false;

	for (size_t i = 0; i < e->n; i++) {
		bool first = str_is(e->v[i].clock, "given");

		for (size_t k = 0; first && k < i; k++)
			first = !is_given(&e->v[k], e->v[i].action);
		if (!first)
			continue;
		buf_z(out, any ? "、" : "<li>时间为人工指定、不是取自计算机时钟的记录：");
		given_of(out, e, i);
		any = true;
	}
	buf_z(out, any ? "</li>\n" : "");
}

/* ---- Batches ---- */

/* When results went to platforms, and how many rows these took. */
static void uploads(struct buf *out, const struct audit_told *t)
{
	for (size_t i = 0; i < t->n_batches; i++) {
		const struct told_batch *b = &t->batch[i];

		buf_z(out, "<li>检查结果上报：");
		document_date(out, time_day(b->time));
		buf_z(out, "生成批次 ");
		page_escape(out, b->number);
		buf_z(out, "（格式 ");
		page_escape(out, b->format);
		if (b->target.n) {
			buf_z(out, "，平台 ");
			page_escape(out, b->target);
		}
		buf_printf(out, "，%" PRIu64 " 行），", b->rows);
		if (b->answered) {
			document_date(out, time_day(b->answered));
			buf_printf(out, "接收 %" PRIu64 " 行</li>\n", b->accepted);
		} else {
			buf_z(out, "尚未答复</li>\n");
		}
	}
}

/* ---- Words ---- */

/* By whose lines a word becomes a code, or a code the words published. */
static ssjc_rc own_words(
    struct buf *out, const struct document *d, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_told *t = d->told;

	for (size_t i = 0; i < t->n_terms; i++) {
		const char *words = action_words(t->terms[i].event->action);

		if (!t->terms[i].differs || !t->terms[i].decides)
			continue;
		buf_z(out, "<li>");
		page_data_file(out, t->terms[i].file->name, &t->terms[i].by);
		buf_printf(out, "（第 %" PRIu64 " 项记录%s起采用）</li>\n", t->terms[i].event->seq,
		    words ? words : "");
	}
	for (int i = 0; i < VOCABULARY_FILES; i++) {
		struct str name = str_of(vocabulary_files[i]);
		struct release_difference by;
		ssjc_rc rc = release_compare(
		    &by, name, vocabulary_source(d->vocabulary, i), arena, err);

		if (rc)
			return rc;
		if (!release_differs(&by))
			continue;
		buf_z(out, "<li>");
		page_data_file(out, name, &by);
		buf_z(out, "（本页采用）</li>\n");
	}
	return SSJC_OK;
}

/* By which options what was filled in was read, where they were not the default. */
static void readings(struct buf *out, const struct audit_told *t)
{
	for (size_t i = 0; i < t->n_readings; i++) {
		const char *words = action_words(t->reading[i].event->action);
		struct str rest = t->reading[i].options, line;
		bool any = false;

		while (str_split(&rest, '\n', &line)) {
			if (import_summary_default(line))
				continue;
			if (!any)
				buf_printf(out,
				    "<li>%s（第 %" PRIu64 " 项记录）读取填报文件时用了选项",
				    words ? words : "录入", t->reading[i].event->seq);
			any = true;
			buf_z(out, " <code>--");
			page_escape(out, line);
			buf_z(out, "</code>");
		}
		buf_z(out, any ? "</li>\n" : "");
	}
}

/* ---- Confirmations, and the match ---- */

static ssjc_rc signatures(struct buf *out, const struct document *d,
    const struct audit_events *events, struct arena *arena, struct ssjc_err *err)
{
	struct signed_by *v;
	size_t n;
	ssjc_rc rc = signed_by_of(&v, &n, d->state, events, arena, err);

	for (size_t i = 0; !rc && i < n; i++) {
		const struct plan_dept *dept = plan_dept_of(d->plan, v[i].dept);

		buf_z(out, "<li>");
		page_escape(out, dept ? dept->name : v[i].dept);
		buf_printf(out, "核对的 %zu 户：", v[i].n);
		if (v[i].key.n) {
			buf_z(out, "有部门签名，其公钥文件的 SHA-256 为 <code>");
			page_escape(out, v[i].key);
			buf_z(out, "</code>");
		} else {
			buf_z(out, "没有部门签名，由录入者转录");
		}
		buf_z(out, "</li>\n");
	}
	return rc;
}

/* The last match whose first step had to leave out those removed, if it counts still. */
static void without_removed(
    struct buf *out, const struct document *d, const struct audit_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct audit_event *e = &events->v[i];

		for (size_t f = 0; e->seq > d->state->draw_event && f < e->n_files; f++)
			if (str_is(e->action, "assign") && e->file[f].output &&
			    str_is(e->file[f].kind, "left-out"))
				buf_printf(out,
				    "<li>首次匹配人员（第 %" PRIu64
				    " 项记录）：连同当时已移出的 %" PRIu64
				    " 户，人员或日期不够，未把它们计入；移出的先后因此影响了匹配"
				    "</li>\n",
				    e->seq, e->file[f].rows);
	}
}

/* The matches that could not spread the visits of a department as the plan prefers. */
static void unspread(struct buf *out, const struct document *d, const struct audit_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct audit_event *e = &events->v[i];
		const struct audit_file *f = audit_event_file(e, "spread", true);

		if (f && e->seq > d->state->draw_event)
			buf_printf(out,
			    "<li>匹配人员（第 %" PRIu64 " 项记录）：有 %" PRIu64
			    " 个部门人手不足，未能做到方案所定的每人每周外出天数</li>\n",
			    e->seq, f->rows);
	}
}

/* Is it always the same person who leads for the department? Then how many visits. */
static size_t one_leader(const struct audit_state *s, struct str dept)
{
	const struct seat *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s->n_seats; i++) {
		const struct seat *x = &s->seat[i];

		if (x->seat != 1 || !str_eq(x->dept, dept))
			continue;
		first = first ? first : x;
		if (!str_eq(first->cert, x->cert))
			return 0;
		n++;
	}
	return n;
}

/* Where the items ask for skills, they can leave one person who has them. */
static void leaders(struct buf *out, const struct document *d)
{
	for (size_t i = 0; d->items && i < d->plan->n_depts; i++) {
		const struct plan_dept *dept = &d->plan->dept[i];
		size_t n = one_leader(d->state, dept->key);

		if (n < 2 || !dept->qualified)
			continue;
		buf_z(out, "<li>");
		page_escape(out, dept->name);
		buf_printf(
		    out, "的 %zu 户均由同一人主办（按抽查事项清单的资质要求匹配）</li>\n", n);
	}
}

/* Experts are beside those drawn; and a skill may be lacking all the same. */
static void experts(struct buf *out, const struct document *d)
{
	const struct audit_state *s = d->state;
	size_t n = 0, lacking = 0;

	for (size_t i = 0; i < s->n_seats; i++)
		n += s->seat[i].duty == DUTY_EXPERT;
	for (size_t i = 0; i < s->n_lacks; i++)
		lacking += i == 0 || !str_eq(s->lack[i - 1].object, s->lack[i].object);
	if (n)
		buf_printf(out,
		    "<li>检查人员都不具备所需资质的，另抽取专业人员协助（%zu "
		    "人次），不计入两名检查人员</li>\n",
		    n);
	if (lacking)
		buf_printf(out,
		    "<li>有 %zu 户所需的资质，检查人员都不具备，也没有具备的专业人员能够到场</li>\n",
		    lacking);
}

ssjc_rc page_told(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err)
{
	struct arena arena = {0};
	struct buf lines = {0};
	ssjc_rc rc = SSJC_OK;

	if (!d->told)
		return SSJC_OK;
	stamps(&lines, d->told);
	uploads(&lines, d->told);
	given(&lines, events);
	rc = own_words(&lines, d, &arena, err);
	if (rc)
		goto out;
	readings(&lines, d->told);
	rc = signatures(&lines, d, events, &arena, err);
	if (rc)
		goto out;
	without_removed(&lines, d, events);
	unspread(&lines, d, events);
	leaders(&lines, d);
	experts(&lines, d);
	if (lines.n) {
		buf_z(out, "<h3>记录说明</h3>\n<ul>\n");
		buf_str(out, buf_text(&lines));
		buf_z(out, "</ul>\n");
	}
	out->failed |= lines.failed;
out:
	arena_free(&arena);
	buf_free(&lines);
	return rc;
}
