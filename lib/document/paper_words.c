#include "paper_words.h"

#include "change_words.h"
#include "receipt_words.h"
#include "registers.h"
#include "source_words.h"
#include "ssjc/document/plan_words.h"
#include "ssjc/document/verification.h"
#include "ssjc/draw/ceremony.h"
#include "verification_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	VISIT = TEMPLATE_VISIT,
	DEPT = TEMPLATE_DEPT,
	INSPECTOR = TEMPLATE_INSPECTOR,
	ITEM = TEMPLATE_ITEM,
	CODE = TEMPLATE_CODE,
	CEREMONY = TEMPLATE_CEREMONY,
	COMMITMENT = TEMPLATE_COMMITMENT,
	RULE = TEMPLATE_RULE,
	LIST = TEMPLATE_LIST,
	EACH = TEMPLATE_EACH,
	PLAN = TEMPLATE_PLAN,
	VERIFICATION = TEMPLATE_VERIFICATION,
	STEP = TEMPLATE_STEP,
	GIVEN = TEMPLATE_GIVEN,
	KEPT = TEMPLATE_KEPT,
	CHANGE = TEMPLATE_CHANGE,
	LACK = TEMPLATE_LACK,
	RECEIPT = TEMPLATE_RECEIPT
};

/* ---- The plan and the moment ---- */

static void plan_id(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->id);
}

static void plan_title(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->title);
}

static void plan_type(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->type);
}

static void plan_from(const struct paper_at *at, struct buf *out)
{
	document_date(out, at->d->plan->from);
}

static void plan_to(const struct paper_at *at, struct buf *out)
{
	document_date(out, at->d->plan->to);
}

/* A condition only: its text does not matter. */
static void joint(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->d->plan->n_depts > 1 ? "1" : "");
}

static void lead(const struct paper_at *at, struct buf *out)
{
	buf_str(out, plan_lead(at->d->plan)->name);
}

static void items(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->d->items ? "1" : "");
}

/* A condition only: is there a result for a business that is no longer there? */
static void gone(const struct paper_at *at, struct buf *out)
{
	struct str code;

	for (size_t i = 0; vocabulary_nth(at->d->vocabulary, "result", i, &code); i++)
		if (str_is(vocabulary_class(at->d->vocabulary, "result", code), "gone")) {
			buf_z(out, "1");
			return;
		}
}

static void contact(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->papers.contact);
}

static void telephone(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->papers.telephone);
}

static void hour(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->papers.hour);
}

static void frequency(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->papers.frequency);
}

static void page(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->d->plan->papers.page);
}

static void made(const struct paper_at *at, struct buf *out)
{
	document_date(out, time_day(at->d->now));
}

static void made_iso(const struct paper_at *at, struct buf *out)
{
	char text[DATE_SIZE];

	date_format(time_day(at->d->now), text);
	buf_z(out, text);
}

static void checkpoint(const struct paper_at *at, struct buf *out)
{
	document_checkpoint(out, at->d);
}

static void nth(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%zu", at->nth);
}

static void ordinal(const struct paper_at *at, struct buf *out)
{
	document_ordinal(out, (unsigned)at->nth);
}

static void more(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->more ? "1" : "");
}

/* ---- A business and its inspection ---- */

static void name(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.name);
}

static void id(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.id);
}

static void category(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.category);
}

static void region(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.region);
}

static void address(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.address);
}

static void legal_rep(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.legal_rep);
}

static void phone(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visit->object.phone);
}

static void date(const struct paper_at *at, struct buf *out)
{
	document_date(out, at->visit->date);
}

static void date_iso(const struct paper_at *at, struct buf *out)
{
	char text[DATE_SIZE];

	date_format(at->visit->date, text);
	buf_z(out, text);
}

static void weekday(const struct paper_at *at, struct buf *out)
{
	static const char *const days[] = {"日", "一", "二", "三", "四", "五", "六"};

	/* The epoch was a Thursday. */
	buf_z(out, days[((at->visit->date + 4) % 7 + 7) % 7]);
}

/* A condition only: its text does not matter. */
static void teams(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->d->plan->by_teams ? "组" : "");
}

/* "第3检查组", where there are teams that go to many businesses. */
static void group(const struct paper_at *at, struct buf *out)
{
	if (at->d->plan->by_teams)
		buf_printf(out, "第%u检查组", at->visit->team);
}

/* Its day, where teams are formed each day. */
static void group_date(const struct paper_at *at, struct buf *out)
{
	if (at->d->plan->daily_teams)
		document_date(out, at->visit->date);
}

/* Who leads the team: the lead department's first seat. */
static void leader(const struct paper_at *at, struct buf *out)
{
	for (size_t i = 0; i < at->visit->n; i++)
		if (at->visit->visitor[i].dept->lead && at->visit->visitor[i].duty == DUTY_LEAD)
			buf_str(out, at->visit->visitor[i].name);
}

static void team(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%u", at->visit->number);
}

/* Which time its paper is printed, where the days or the people of an earlier one do not hold. */
static void again(const struct paper_at *at, struct buf *out)
{
	if (at->visit->again > 1)
		document_ordinal(out, at->visit->again);
}

/* What the plan says, with the business's number for {n}; else the plan's id and that number. */
static void number(const struct paper_at *at, struct buf *out)
{
	struct str form = at->d->plan->papers.number, rest, piece;

	if (!form.n) {
		buf_printf(out, "%.*s-%03u", STR_ARG(at->d->plan->id), at->visit->number);
		return;
	}
	rest = form;
	while (str_split(&rest, '{', &piece)) {
		if (piece.p != form.p && str_cut_start(&piece, "n}"))
			buf_printf(out, "%03u", at->visit->number);
		buf_str(out, piece);
	}
}

/* The sheet's own id, by which it is found again when it comes back. */
static void sheet_id(const struct paper_at *at, struct buf *out)
{
	struct str object = at->visit->object.id;
	char match[DIGEST_HEX];

	if (checklist_match(at->d->state, object, match, NULL))
		out->failed = true;
	else
		checklist_id(out, at->d->plan->id, str_of(match), object);
}

/* ---- A department, an inspector, an item, a code ---- */

static void dept(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->dept->name);
}

static void dept_lead(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->dept->lead ? "1" : "");
}

static bool item_here(const struct paper_at *at, const struct item *it)
{
	return item_applies(it, at->dept->key, at->visit->object.category);
}

static void dept_items(const struct paper_at *at, struct buf *out)
{
	for (size_t i = 0; at->d->items && i < at->d->items->n; i++)
		if (item_here(at, &at->d->items->v[i])) {
			buf_char(out, '1');
			return;
		}
}

/* Does an expert come, of that department or (NULL) of any? */
static bool has_expert(const struct visit *v, const struct plan_dept *of)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->visitor[i].duty == DUTY_EXPERT && (!of || v->visitor[i].dept == of))
			return true;
	return false;
}

static void experts(const struct paper_at *at, struct buf *out)
{
	buf_z(out, has_expert(at->visit, NULL) ? "1" : "");
}

static void dept_experts(const struct paper_at *at, struct buf *out)
{
	buf_z(out, has_expert(at->visit, at->dept) ? "1" : "");
}

static void inspector_expert(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->visitor->duty == DUTY_EXPERT ? "1" : "");
}

static void inspector(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visitor->name);
}

static void cert(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visitor->cert);
}

static void inspector_phone(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->visitor->phone);
}

static void duty(const struct paper_at *at, struct buf *out)
{
	buf_z(out, visit_duty(at->visitor->duty));
}

static void item(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->item->item);
}

static void item_title(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->item->title);
}

static void item_basis(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->item->basis);
}

static void item_method(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->item->method);
}

static void item_materials(const struct paper_at *at, struct buf *out)
{
	document_list(out, at->item->materials);
}

static void code_text(const struct paper_at *at, struct buf *out)
{
	buf_str(out, vocabulary_text(at->d->vocabulary, at->column, at->code));
}

/* ---- Of a list: what it has in all ---- */

static bool visited(const struct paper_at *at, const struct visit *v);
static size_t count_own(const struct paper_at *at);

static void visits(const struct paper_at *at, struct buf *out)
{
	size_t n = at->visits && at->visitor ? count_own(at) : 0;

	for (size_t i = 0; at->visits && !at->visitor && i < at->visits->n; i++)
		n += visited(at, &at->visits->v[i]);
	buf_printf(out, "%zu", n);
}

static void change(const struct paper_at *at, struct buf *out)
{
	char day[DATE_SIZE];

	date_format(time_day(at->change->time), day);
	buf_printf(out, "%s ", day);
	change_words(out, at->d, at->change);
}

static bool same_lack(const struct seat_lack *a, const struct seat_lack *b)
{
	return str_eq(a->dept, b->dept) && str_eq(a->skill, b->skill);
}

static void lack(const struct paper_at *at, struct buf *out)
{
	const struct audit_state *s = at->d->state;
	const struct plan_dept *dept = plan_dept_of(at->d->plan, at->lack->dept);
	const char *between = "";

	buf_printf(out, "%.*s无人具备“%.*s”资质，也没有具备该资质的专业人员能够到场：",
	    STR_ARG(dept ? dept->name : at->lack->dept), STR_ARG(at->lack->skill));
	for (const struct seat_lack *x = at->lack; x < s->lack + s->n_lacks; x++) {
		const struct pick *p = audit_pick(s, x->object);

		if (!same_lack(x, at->lack))
			continue;
		buf_printf(out, "%s%.*s", between, STR_ARG(p ? p->object.name : x->object));
		between = "、";
	}
}

/* ---- A commitment to a draw ---- */

static const struct audit_ceremony *ceremony(const struct paper_at *at)
{
	return &at->d->state->ceremony;
}

static void ceremony_draw(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%u", ceremony(at)->draw);
}

static void ceremony_time(const struct paper_at *at, struct buf *out)
{
	char text[TIME_SIZE];

	time_format(ceremony(at)->time, text); /* 2023-06-12T09:00:00+08:00 */
	document_date(out, time_day(ceremony(at)->time));
	buf_printf(out, " %.5s", text + 11);
	document_given(out, ceremony(at)->clock_given);
}

static void ceremony_again(const struct paper_at *at, struct buf *out)
{
	buf_z(out, ceremony(at)->times > 1 ? "1" : "");
}

static void ceremony_rows(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%" PRIu64, ceremony(at)->rows);
}

static void ceremony_roster(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->roster);
}

/* Of several registers, each by name, so that whoever sent it can compare its own. */
static void ceremony_registers(const struct paper_at *at, struct buf *out)
{
	struct register_of r;
	size_t i = 0;

	for (bool any = false; register_next(at->d->registers, &i, &r); any = true) {
		buf_printf(out, "%s%.*s：", any ? "\n" : "", STR_ARG(r.name));
		if (r.digest.n)
			buf_printf(out, "%" PRIu64 "行，文件的SHA-256值为\n%.*s", r.rows,
			    STR_ARG(r.digest));
		else
			buf_z(out, "由数据库计数，没有文件的SHA-256值");
	}
}

static void ceremony_plan(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->plan_digest);
}

/* The root of the receipts before the draw; nothing without receipts. */
static void ceremony_root(const struct paper_at *at, struct buf *out)
{
	struct str roots = at->d->committed;
	char root[DIGEST_HEX];

	if (roots.n && !digest_hex(roots.p, roots.n, root, NULL))
		buf_z(out, root);
}

static void ceremony_history(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->history);
}

static void ceremony_inspectors(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->inspectors);
}

static void ceremony_calendar(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->calendar);
}

static void ceremony_items(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->items);
}

static void ceremony_items_n(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%zu", at->d->items ? at->d->items->n : 0);
}

/* A line for each of the bureaus' files, so that each can compare its own; and what was done. */
static void ceremony_sources(const struct paper_at *at, struct buf *out)
{
	const struct document *d = at->d;
	bool any = false;

	for (size_t i = 0; i < d->n_imports; i++) {
		for (size_t k = 0; k < d->imports[i].n_sources; k++) {
			const struct import_source *s = &d->imports[i].source[k];
			const struct audit_file *f = s->file;

			buf_printf(out,
			    "%s%.*s：读入%" PRIu64 "行，采用%" PRIu64 "行，退回%" PRIu64
			    "行，按登记状态不计%" PRIu64 "行，SHA-256值为\n%.*s",
			    any ? "\n" : "", STR_ARG(f->name), f->rows,
			    f->rows - f->refused - s->by_status, f->refused, s->by_status,
			    STR_ARG(f->digest));
			any = true;
		}
		source_words(out, &d->imports[i]);
	}
}

static void ceremony_public(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->public);
}

static void public_form(const struct paper_at *at, struct buf *out)
{
	buf_str(out, ceremony(at)->form);
}

static void form_legend(const struct paper_at *at, struct buf *out)
{
	ceremony_legend(out, ceremony(at)->form);
}

static void commitment(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->commitment->digest);
}

static void commitment_dept(const struct paper_at *at, struct buf *out)
{
	const struct plan_holder *d = plan_holder_of(at->d->plan, at->commitment->dept);

	buf_str(out, d ? d->name : at->commitment->dept);
}

static void plan_floor(const struct paper_at *at, struct buf *out)
{
	if (at->d->plan->floor.p)
		plan_words_ratio(out, at->d->plan->floor);
}

/* "类别不限、信用风险等级A". */
static void rule_strata(const struct paper_at *at, struct buf *out)
{
	const struct plan *p = at->d->plan;

	for (size_t i = 0; i < p->n_strata; i++) {
		struct str column = plan_words_column(p->strata[i]);
		struct str value = at->rule->value[i];

		buf_printf(out, "%s%.*s%.*s", i ? "、" : "", STR_ARG(column),
		    STR_ARG(str_is(value, "*") ? STR("不限") : value));
	}
}

static void rule_ratio(const struct paper_at *at, struct buf *out)
{
	if (!at->rule->fixed)
		plan_words_ratio(out, at->rule->ratio);
}

static void rule_count(const struct paper_at *at, struct buf *out)
{
	if (at->rule->fixed)
		buf_printf(out, "%" PRIu64, at->rule->count);
}

static void rule_cap(const struct paper_at *at, struct buf *out)
{
	if (at->rule->cap)
		buf_printf(out, "%" PRIu64, at->rule->cap);
}

/* ---- The placeholders ---- */

static const struct template_word words[] = {
    {"plan.id", PLAN, plan_id},
    {"plan.title", PLAN, plan_title},
    {"plan.type", PLAN, plan_type},
    {"plan.from", PLAN, plan_from},
    {"plan.to", PLAN, plan_to},
    {"plan.floor", PLAN, plan_floor},
    {"joint", PLAN, joint},
    {"lead", PLAN, lead},
    {"items", PLAN, items},
    {"gone", PLAN, gone},
    {"contact", PLAN, contact},
    {"telephone", PLAN, telephone},
    {"hour", PLAN, hour},
    {"frequency", PLAN, frequency},
    {"page", PLAN, page},
    {"made", 0, made},
    {"made.iso", 0, made_iso},
    {"checkpoint", 0, checkpoint},
    {"visits", LIST, visits},
    {"nth", EACH, nth},
    {"ordinal", EACH, ordinal},
    {"more", EACH, more},
    {"name", VISIT, name},
    {"id", VISIT, id},
    {"category", VISIT, category},
    {"region", VISIT, region},
    {"address", VISIT, address},
    {"legal_rep", VISIT, legal_rep},
    {"phone", VISIT, phone},
    {"date", VISIT, date},
    {"date.iso", VISIT, date_iso},
    {"weekday", VISIT, weekday},
    {"team", VISIT, team},
    {"teams", PLAN, teams},
    {"group", VISIT, group},
    {"group.date", VISIT, group_date},
    {"leader", VISIT, leader},
    {"number", VISIT, number},
    {"sheet.id", VISIT, sheet_id},
    {"again", VISIT, again},
    {"change", CHANGE, change},
    {"lack", LACK, lack},
    {"experts", VISIT, experts},
    {"dept", DEPT, dept},
    {"dept.lead", DEPT, dept_lead},
    {"dept.items", DEPT | VISIT, dept_items},
    {"dept.experts", DEPT | VISIT, dept_experts},
    {"inspector", INSPECTOR, inspector},
    {"inspector.expert", INSPECTOR, inspector_expert},
    {"cert", INSPECTOR, cert},
    {"inspector.phone", INSPECTOR, inspector_phone},
    {"duty", INSPECTOR | VISIT, duty},
    {"item", ITEM, item},
    {"item.title", ITEM, item_title},
    {"item.basis", ITEM, item_basis},
    {"item.method", ITEM, item_method},
    {"item.materials", ITEM, item_materials},
    {"text", CODE, code_text},
    {"ceremony.draw", CEREMONY, ceremony_draw},
    {"ceremony.time", CEREMONY, ceremony_time},
    {"ceremony.again", CEREMONY, ceremony_again},
    {"ceremony.rows", CEREMONY, ceremony_rows},
    {"ceremony.roster", CEREMONY, ceremony_roster},
    {"ceremony.registers", CEREMONY, ceremony_registers},
    {"ceremony.plan", CEREMONY, ceremony_plan},
    {"ceremony.history", CEREMONY, ceremony_history},
    {"ceremony.root", CEREMONY, ceremony_root},
    {"ceremony.inspectors", CEREMONY, ceremony_inspectors},
    {"ceremony.calendar", CEREMONY, ceremony_calendar},
    {"ceremony.items", CEREMONY, ceremony_items},
    {"ceremony.items.n", CEREMONY, ceremony_items_n},
    {"ceremony.sources", CEREMONY, ceremony_sources},
    {"ceremony.public", CEREMONY, ceremony_public},
    {"ceremony.form", CEREMONY, public_form},
    {"ceremony.legend", CEREMONY, form_legend},
    {"commitment", COMMITMENT, commitment},
    {"commitment.dept", COMMITMENT, commitment_dept},
    {"rule.strata", RULE, rule_strata},
    {"rule.ratio", RULE, rule_ratio},
    {"rule.count", RULE, rule_count},
    {"rule.cap", RULE, rule_cap},
    {"report.plan", VERIFICATION, report_plan},
    {"report.rehearsal", VERIFICATION, report_rehearsal},
    {"report.file", VERIFICATION, report_file},
    {"report.who", VERIFICATION, report_who},
    {"report.time", VERIFICATION, report_time},
    {"report.version", VERIFICATION, report_version},
    {"report.events", VERIFICATION, report_events},
    {"report.head", VERIFICATION, report_head},
    {"report.anchored", VERIFICATION, report_anchored},
    {"report.verdict", VERIFICATION, report_verdict},
    {"report.conclusion", VERIFICATION, report_conclusion},
    {"report.given", VERIFICATION, report_given},
    {"report.kept", VERIFICATION, report_kept},
    {"report.open", VERIFICATION, report_open},
    {"report.notes", VERIFICATION, report_notes},
    {"step", STEP, step_text},
    {"step.mark", STEP, step_mark},
    {"step.event", STEP, step_event},
    {"given", GIVEN, given_name},
    {"given.digest", GIVEN, given_digest},
    {"given.rows", GIVEN, given_rows},
    {"kept", KEPT, kept_name},
    {"kept.checkpoint", KEPT, kept_text},
    {"kept.signed", KEPT, kept_signed},
    {"receipt.name", RECEIPT, receipt_name},
    {"receipt.id", RECEIPT, receipt_id},
    {"receipt.draw", RECEIPT, receipt_draw_number},
    {"receipt.day", RECEIPT, receipt_day},
    {"receipt.day.iso", RECEIPT, receipt_day_iso},
    {"receipt.stratum", RECEIPT, receipt_stratum},
    {"receipt.columns", RECEIPT, receipt_columns},
    {"receipt.values", RECEIPT, receipt_values},
    {"receipt.status", RECEIPT, receipt_status},
    {"receipt.status.code", RECEIPT, receipt_status_code},
    {"receipt.population", RECEIPT, receipt_population},
    {"receipt.eligible", RECEIPT, receipt_eligible},
    {"receipt.n", RECEIPT, receipt_n},
    {"receipt.main", RECEIPT, receipt_main},
    {"receipt.reserve", RECEIPT, receipt_reserve},
    {"receipt.threshold", RECEIPT, receipt_threshold},
    {"receipt.ticket", RECEIPT, receipt_ticket},
    {"receipt.rank", RECEIPT, receipt_rank},
    {"receipt.drawn", RECEIPT, receipt_chosen},
    {"receipt.spare", RECEIPT, receipt_spare},
    {"receipt.repeated", RECEIPT, receipt_repeated},
    {"receipt.excluded", RECEIPT, receipt_excluded},
    {"receipt.rows", RECEIPT, receipt_rows},
    {"receipt.root", RECEIPT, receipt_root_text},
    {"receipt.committed", RECEIPT, receipt_committed},
    {"receipt.file", RECEIPT, receipt_file},
    {"receipt.code", RECEIPT, receipt_code_text},
    {0},
};

/* ---- What "each" goes through ---- */

/* A list of them, to be gone through once it is known how many there are. */
struct paper_list {
	struct paper_at *v;
	size_t n, cap;
};

static ssjc_rc add(struct paper_list *l, struct paper_at at, struct ssjc_err *err)
{
	if (!array_grow(&l->v, &l->cap, l->n, sizeof *l->v))
		return ssjc_fail_memory(err);
	l->v[l->n++] = at;
	return SSJC_OK;
}

/* Is the visit one of the department's, or of the team's? */
static bool visited(const struct paper_at *at, const struct visit *v)
{
	if (at->team && !visit_same_team(at->d->plan, at->team, v))
		return false;
	for (size_t i = 0; at->dept && i < v->n; i++)
		if (v->visitor[i].dept == at->dept)
			return true;
	return !at->dept;
}

/* Is it another business than that of the seat before? Somebody may have two at one. */
static bool is_next(const struct visits *v, size_t first, size_t i)
{
	return i == first || visit_of(v, v->seat[i]) != visit_of(v, v->seat[i - 1]);
}

/* At how many businesses is the inspector at hand? */
static size_t count_own(const struct paper_at *at)
{
	size_t first, n = visits_of(at->visits, at->visitor, &first), count = 0;

	for (size_t i = first; i < first + n; i++)
		count += is_next(at->visits, first, i);
	return count;
}

static ssjc_rc list_own(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	size_t first, n = visits_of(at->visits, at->visitor, &first);

	for (size_t i = first; i < first + n; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.visitor = at->visits->seat[i];
		inner.visit = visit_of(at->visits, inner.visitor);
		rc = is_next(at->visits, first, i) ? add(l, inner, err) : SSJC_OK;
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static int by_date(const void *x, const void *y)
{
	const struct paper_at *a = x, *b = y;

	if (a->visit->date != b->visit->date)
		return a->visit->date < b->visit->date ? -1 : 1;
	if (a->visit->team != b->visit->team)
		return a->visit->team < b->visit->team ? -1 : 1;
	return str_cmp(a->visit->object.id, b->visit->object.id);
}

static ssjc_rc list_visits(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	ssjc_rc rc = at->visitor ? list_own(at, l, err) : SSJC_OK;

	for (size_t i = 0; !at->visitor && i < at->visits->n; i++) {
		struct paper_at inner = *at;

		inner.visit = &at->visits->v[i];
		rc = visited(at, inner.visit) ? add(l, inner, err) : SSJC_OK;
		if (rc)
			return rc;
	}
	if (rc)
		return rc;
	if ((at->dept || at->team) && l->n)
		qsort(l->v, l->n, sizeof *l->v, by_date);
	return SSJC_OK;
}

static int by_team(const void *x, const void *y)
{
	const struct paper_at *a = x, *b = y;

	if (a->d->plan->daily_teams && a->visit->date != b->visit->date)
		return a->visit->date < b->visit->date ? -1 : 1;
	if (a->visit->team != b->visit->team)
		return a->visit->team < b->visit->team ? -1 : 1;
	return by_date(x, y);
}

/* Each team with its last visit; where there are none, the list once. */
static ssjc_rc list_teams(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	size_t n = 0;
	ssjc_rc rc;

	if (!at->d->plan->by_teams)
		return add(l, *at, err);
	rc = list_visits(at, l, err);
	if (rc || l->n == 0)
		return rc;
	qsort(l->v, l->n, sizeof *l->v, by_team);
	for (size_t i = 0; i < l->n; i++) {
		if (n && visit_same_team(at->d->plan, l->v[n - 1].visit, l->v[i].visit))
			n--;
		l->v[n] = l->v[i];
		l->v[n].team = l->v[n].visit;
		n++;
	}
	l->n = n;
	return SSJC_OK;
}

static ssjc_rc list_depts(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->d->plan->n_depts; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.dept = &at->d->plan->dept[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_visitors(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->visit->n; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.visitor = &at->visit->visitor[i];
		if (at->dept && inner.visitor->dept != at->dept)
			continue;
		inner.dept = inner.visitor->dept;
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_items(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; at->d->items && i < at->d->items->n; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.item = &at->d->items->v[i];
		if (!item_here(at, inner.item))
			continue;
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Which codes: of results, those found of an item, or those of a business that is gone. */
enum codes { ALL_CODES, FOUND_CODES, GONE_CODES };

static ssjc_rc list_codes(const struct paper_at *at, struct paper_list *l, const char *column,
    enum codes which, struct ssjc_err *err)
{
	struct paper_at inner = *at;

	inner.column = column;
	for (size_t i = 0; vocabulary_nth(at->d->vocabulary, column, i, &inner.code); i++) {
		bool gone = str_is(vocabulary_class(at->d->vocabulary, column, inner.code), "gone");
		ssjc_rc rc;

		if (which != ALL_CODES && gone != (which == GONE_CODES))
			continue;
		inner.place = i + 1;
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_results(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_codes(at, l, "result", FOUND_CODES, err);
}

static ssjc_rc list_gone(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_codes(at, l, "result", GONE_CODES, err);
}

static ssjc_rc list_methods(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_codes(at, l, "method", ALL_CODES, err);
}

static ssjc_rc list_changes(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->d->state->n_changes; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.change = &at->d->state->change[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Each skill of a department once. */
static ssjc_rc list_lacks(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	const struct audit_state *s = at->d->state;

	for (size_t i = 0, k; i < s->n_lacks; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		for (k = 0; !same_lack(&s->lack[k], &s->lack[i]);)
			k++;
		if (k < i)
			continue;
		inner.lack = &s->lack[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_commitments(
    const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < ceremony(at)->n_commitments; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.commitment = &ceremony(at)->commitment[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_rules(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->d->plan->n_rules; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.rule = &at->d->plan->rule[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_lines(const struct paper_at *at, struct paper_list *l,
    bool which(const struct verification_line *), struct ssjc_err *err)
{
	const struct verification *v = at->verification;

	for (size_t i = 0; i < v->n_lines; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.line = &v->line[i];
		if (!which(inner.line))
			continue;
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static bool is_step(const struct verification_line *x)
{
	return !x->note;
}

static bool is_open(const struct verification_line *x)
{
	return x->open;
}

static bool is_note(const struct verification_line *x)
{
	return x->note;
}

static ssjc_rc list_steps(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_lines(at, l, is_step, err);
}

static ssjc_rc list_open(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_lines(at, l, is_open, err);
}

static ssjc_rc list_notes(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	return list_lines(at, l, is_note, err);
}

static ssjc_rc list_given(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->verification->n_given; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.given = &at->verification->given[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_kept(const struct paper_at *at, struct paper_list *l, struct ssjc_err *err)
{
	for (size_t i = 0; i < at->verification->n_kept; i++) {
		struct paper_at inner = *at;
		ssjc_rc rc;

		inner.kept = &at->verification->kept[i];
		rc = add(l, inner, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static const struct template_loop loops[] = {
    {"visit", LIST, VISIT, list_visits},
    {"team", LIST, VISIT, list_teams},
    {"dept", PLAN, DEPT, list_depts},
    {"inspector", VISIT, INSPECTOR | DEPT, list_visitors},
    {"item", VISIT | DEPT, ITEM, list_items},
    {"result", PLAN, CODE, list_results},
    {"gone", PLAN, CODE, list_gone},
    {"method", PLAN, CODE, list_methods},
    {"change", PLAN, CHANGE, list_changes},
    {"lack", PLAN, LACK, list_lacks},
    {"commitment", CEREMONY, COMMITMENT, list_commitments},
    {"rule", PLAN, RULE, list_rules},
    {"step", VERIFICATION, STEP, list_steps},
    {"open", VERIFICATION, STEP, list_open},
    {"note", VERIFICATION, STEP, list_notes},
    {"given", VERIFICATION, GIVEN, list_given},
    {"kept", VERIFICATION, KEPT, list_kept},
    {0},
};
const struct template_names paper_names = {words, loops};

ssjc_rc paper_loop(
    const struct paper_at *at, size_t loop, paper_each *each, void *arg, struct ssjc_err *err)
{
	struct paper_list l = {0};
	ssjc_rc rc;

	rc = loops[loop].list(at, &l, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < l.n; i++) {
		l.v[i].nth = loops[loop].gives & CODE ? l.v[i].place : i + 1;
		l.v[i].more = i + 1 < l.n;
		rc = each(arg, &l.v[i], err);
		if (rc)
			goto out;
	}
out:
	free(l.v);
	return rc;
}
