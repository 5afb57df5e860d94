#include "ssjc/document/document.h"

#include "ssjc/audit/audit_rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

static const struct audit_file *input_of(const struct audit_event *e, struct str kind)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (!e->file[i].output && str_eq(e->file[i].kind, kind))
			return &e->file[i];
	return NULL;
}

/* Did it read another plan, other items or another calendar than are on record before it? */
static bool changes(const struct audit_events *all, size_t at)
{
	struct audit_rules o = {0};

	for (size_t i = 0; i <= at; i++) {
		audit_rules_event(&o, &all->v[i]);
		for (size_t f = 0; f < all->v[i].n_files; f++)
			audit_rules_file(&o, &all->v[i].file[f]);
	}
	return o.changed;
}

/* Were other inspectors committed to before the draw? */
static bool others(const struct document *d, const struct audit_event *e)
{
	struct str committed = d->state->committed_inspectors;
	const struct audit_file *f = input_of(e, STR("inspectors"));

	return committed.n && !(f && str_eq(f->digest, committed));
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
	};
	const struct audit_event *e = &all->v[at];
	size_t i = 0, n = sizeof known / sizeof known[0];

	while (i < n && !str_is(e->action, known[i].action))
		i++;
	if (i == n || (known[i].after && e->seq <= d->state->draw_event) ||
	    (str_is(e->action, "amend") && !changes(all, at)))
		return false;
	buf_printf(out, "%.*s", (int)(e->time.n < 10 ? e->time.n : 10), e->time.p);
	document_given(out, str_is(e->clock, "given"));
	buf_printf(out, " %s", known[i].words);
	if (str_is(e->action, "reassign") && others(d, e))
		buf_z(out, "（所用名录不是抽取前承诺的执法检查人员名录）");
	buf_printf(out, "，原因：%.*s", STR_ARG(e->reason));
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
	with_footer.footer = buf_text(&footer);
	rc = footer.failed ? ssjc_fail_memory(err)
	                   : xlsx_out_sheet(b, out, name, &with_footer, err);
	buf_free(&footer);
	return rc;
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

/* The columns read besides the object's, in the order of column[]. */
enum { ID, DATE, TEAM, DEPT, SEAT, DUTY, CERT, INSPECTOR, COLUMNS };
static const char *const column_names[] = {
    "id", "date", "team", "dept", "seat", "duty", "cert", "inspector", NULL};

struct row {
	struct str id;
	day_t date;
	unsigned team, seat;
	struct visitor visitor;
	size_t at; /* its row in the table */
};

static ssjc_rc read_row(struct row *r, const struct plan *plan, const struct table *t, size_t i,
    const int column[COLUMNS], int phone, struct ssjc_err *err)
{
	struct str cell[COLUMNS];
	int64_t team, seat;

	for (int c = 0; c < COLUMNS; c++)
		cell[c] = table_at(t, i, column[c]);
	*r = (struct row){.id = cell[ID], .at = i};
	if (!date_parse(cell[DATE], &r->date))
		return table_fail(t, i, "date", err, "\"%.*s\" is not a date", STR_ARG(cell[DATE]));
	if (num_parse(cell[TEAM], 1, INT32_MAX, &team))
		return table_fail(
		    t, i, "team", err, "\"%.*s\" is not the number of a team", STR_ARG(cell[TEAM]));
	if (num_parse(cell[SEAT], 1, INT32_MAX, &seat))
		return table_fail(
		    t, i, "seat", err, "\"%.*s\" is not the number of a seat", STR_ARG(cell[SEAT]));
	if (!duty_parse(cell[DUTY], &r->visitor.duty))
		return table_fail(t, i, "duty", err, "\"%.*s\" is none of lead, assist, expert",
		    STR_ARG(cell[DUTY]));
	r->visitor.dept = plan_dept_of(plan, cell[DEPT]);
	if (!r->visitor.dept)
		return table_fail(
		    t, i, "dept", err, "the plan has no department \"%.*s\"", STR_ARG(cell[DEPT]));
	r->team = (unsigned)team;
	r->seat = (unsigned)seat;
	r->visitor.cert = cell[CERT];
	r->visitor.name = cell[INSPECTOR];
	r->visitor.phone = table_at(t, i, phone);
	return SSJC_OK;
}

static int order(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c;

	if (a->team != b->team)
		return a->team < b->team ? -1 : 1;
	c = str_cmp(a->id, b->id);
	if (c)
		return c;
	if (a->visitor.dept != b->visitor.dept) /* of one array, in the plan's order */
		return a->visitor.dept < b->visitor.dept ? -1 : 1;
	if (a->seat != b->seat)
		return a->seat < b->seat ? -1 : 1;
	return str_cmp(a->visitor.cert, b->visitor.cert);
}

static struct object object_at(const struct table *t, size_t row)
{
	struct object o = {0};

	for (size_t i = 0; object_columns[i]; i++)
		*object_member(&o, i) = table_at(t, row, table_col(t, object_columns[i]));
	return o;
}

/* Gather the sorted rows. */
static ssjc_rc gather(struct visits *out, const struct table *t, const struct row *row, size_t n,
    struct ssjc_err *err)
{
	struct visitor *seat = arena_array(&out->arena, n, sizeof *seat);

	out->v = arena_array(&out->arena, n, sizeof *out->v);
	if (!seat || !out->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct visit *v = out->n ? &out->v[out->n - 1] : NULL;

		seat[i] = row[i].visitor;
		if (v && str_eq(v->object.id, row[i].id)) {
			if (v->date != row[i].date)
				return table_fail(t, row[i].at, "date", err,
				    "%.*s has another date in another row", STR_ARG(row[i].id));
			v->n++;
			continue;
		}
		out->v[out->n++] = (struct visit){
		    .object = object_at(t, row[i].at),
		    .date = row[i].date,
		    .team = row[i].team,
		    .visitor = &seat[i],
		    .n = 1,
		};
	}
	return SSJC_OK;
}

ssjc_rc visits_read(
    struct visits *out, const struct plan *plan, const struct table *assigned, struct ssjc_err *err)
{
	struct row *row = calloc(assigned->rows + 1, sizeof *row);
	int phone = table_col(assigned, "inspector_phone"), column[COLUMNS];
	ssjc_rc rc = table_need(assigned, column_names, err);

	*out = (struct visits){0};
	if (!row)
		rc = ssjc_fail_memory(err);
	if (rc != SSJC_OK)
		goto out;
	for (int c = 0; c < COLUMNS; c++)
		column[c] = table_col(assigned, column_names[c]);
	for (size_t i = 0; i < assigned->rows; i++) {
		rc = read_row(&row[i], plan, assigned, i, column, phone, err);
		if (rc != SSJC_OK)
			goto out;
	}
	qsort(row, assigned->rows, sizeof *row, order);
	rc = gather(out, assigned, row, assigned->rows, err);
out:
	free(row);
	if (rc != SSJC_OK)
		visits_close(out);
	return rc;
}

void visits_close(struct visits *v)
{
	arena_free(&v->arena);
	*v = (struct visits){0};
}

const char *duty_word(enum duty duty)
{
	static const char *const words[DUTIES] = {
	    [DUTY_LEAD] = "主办", [DUTY_ASSIST] = "协办", [DUTY_EXPERT] = "专家"};

	return words[duty];
}

void visit_people(struct buf *out, const struct visit *v, const struct plan_dept *dept, bool phones)
{
	const char *between = "";

	for (size_t i = 0; i < v->n; i++) {
		const struct visitor *p = &v->visitor[i];

		if (p->dept != dept)
			continue;
		buf_printf(out, "%s%s %.*s（执法证号 %.*s", between, duty_word(p->duty),
		    STR_ARG(p->name), STR_ARG(p->cert));
		if (phones && p->phone.n > 0)
			buf_printf(out, "，电话 %.*s", STR_ARG(p->phone));
		buf_z(out, "）");
		between = "\n";
	}
}
