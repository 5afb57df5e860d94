#include "change_words.h"

#include "ssjc/document/visits.h"

static const char *asked_words(struct str asked)
{
	static const struct {
		const char *asked, *words;
	} known[] = {
	    {"business", "企业"}, {"inspector", "执法检查人员本人"}, {"department", "部门"}};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(asked, known[i].asked))
			return known[i].words;
	return "部门";
}

static void object_name(struct buf *out, const struct document *d, struct str id)
{
	const struct pick *p = audit_pick(d->state, id);

	buf_str(out, p ? p->object.name : id);
}

/* Whose seat an expert took, or left without anybody else coming. */
static void expert(struct buf *out, const struct seat *now, const struct seat *was)
{
	if (now->cert.n)
		buf_printf(out, "增加%.*s", STR_ARG(now->inspector));
	else
		buf_printf(out, "%.*s不再参加", STR_ARG(was->inspector));
}

static void dept_duty(struct buf *out, const struct document *d, const struct seat *s)
{
	const struct plan_dept *dept = plan_dept_of(d->plan, s->dept);

	buf_printf(out, "%.*s%s", STR_ARG(dept ? dept->name : s->dept), visit_duty(s->duty));
}

/* Who came in whose place, one after the other. */
static void substitutes(struct buf *out, const struct document *d, const struct audit_change *c)
{
	const char *between = c->move ? "，" : "";

	for (size_t i = 0; i < c->n; i++) {
		const struct seat *now = &c->seat[i], *was = &c->was[i];

		if (str_eq(now->cert, was->cert))
			continue;
		buf_z(out, between);
		if (!c->move) {
			object_name(out, d, now->object);
			buf_z(out, "（");
			document_date(out, now->date);
			buf_z(out, "，");
			dept_duty(out, d, now);
			buf_z(out, "）");
		} else {
			dept_duty(out, d, now);
		}
		if (now->cert.n && was->cert.n)
			buf_printf(out, "由%.*s换为%.*s", STR_ARG(was->inspector),
			    STR_ARG(now->inspector));
		else
			expert(out, now, was);
		between = c->move ? "，" : "；";
	}
}

/* From which day to which, and what was asked of the day. */
static void days(struct buf *out, const struct document *d, const struct audit_change *c)
{
	const struct seat_change *asked = &c->asked;
	size_t first = 0;

	if (!c->move || c->n == 0)
		return;
	object_name(out, d, c->seat[0].object);
	while (!c->was[first].cert.n && first + 1 < c->n)
		first++; /* an expert came in */
	buf_z(out, "由");
	document_date(out, c->was[first].date);
	buf_z(out, "改到");
	document_date(out, c->seat[0].date);
	buf_z(out, asked->has_date ? "（指定的日期）" : "（按规则排得下的下一日");
	if (asked->has_from && !asked->has_date) {
		buf_z(out, "，不早于");
		document_date(out, asked->from);
	}
	for (size_t i = 0; i < asked->n_closed && !asked->has_date; i++) {
		buf_z(out, i ? "、" : "，除去");
		document_date(out, asked->closed[i]);
	}
	buf_z(out, asked->has_date ? "" : "）");
}

void change_words(struct buf *out, const struct document *d, const struct audit_change *c)
{
	buf_printf(out, "%s，原因：%.*s（%s提出）：", c->move ? "检查改期" : "替换执法检查人员",
	    STR_ARG(c->reason), asked_words(c->asked.asked));
	days(out, d, c);
	substitutes(out, d, c);
}

const struct audit_change *change_of_event(const struct audit_state *s, uint64_t event)
{
	for (size_t i = 0; i < s->n_changes; i++)
		if (s->change[i].event == event)
			return &s->change[i];
	return NULL;
}
