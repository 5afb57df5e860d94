#include "upload_source.h"

#include "ssjc/document/result_list.h"
#include "ssjc/plan/uscc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct upload_pieces *out, struct str piece)
{
	if (piece.n == 0 || out->failed)
		return;
	if (!array_grow(&out->v, &out->cap, out->n, sizeof *out->v)) {
		out->failed = true;
		return;
	}
	out->v[out->n++] = piece;
}

void upload_piece(struct upload_pieces *out, struct str piece)
{
	for (size_t i = 0; i < out->n; i++)
		if (str_eq(out->v[i], piece))
			return;
	put(out, piece);
}

/* A piece that was put together. */
static void made(struct upload_pieces *out, const char *text)
{
	bool ok = true;
	struct str s = arena_str(out->arena, str_of(text), &ok);

	out->failed |= !ok;
	upload_piece(out, s);
}

static void day(struct upload_pieces *out, day_t d)
{
	char date[DATE_SIZE];

	date_format(d, date);
	made(out, date);
}

/* ---- The plan ---- */

#define PLAN_TEXT(name, what)                                                                      \
	static void name(const struct upload_of *of, struct str rest, struct upload_pieces *out)   \
	{                                                                                          \
		(void)rest;                                                                        \
		upload_piece(out, what);                                                           \
	}
PLAN_TEXT(plan_id, of->d->plan->id)
PLAN_TEXT(plan_title, of->d->plan->title)
PLAN_TEXT(plan_type, of->d->plan->type)
PLAN_TEXT(plan_task_id, of->d->plan->upload.task_id)
PLAN_TEXT(plan_task_title, of->d->plan->upload.task_title)
PLAN_TEXT(plan_draw_type, of->d->plan->upload.draw_type)
PLAN_TEXT(plan_area, of->d->plan->upload.area)
PLAN_TEXT(department_key, of->dept->key)
PLAN_TEXT(department_name, of->dept->name)
PLAN_TEXT(department_code, of->dept->code)
PLAN_TEXT(row_id, str_of(of->id))
#undef PLAN_TEXT

/* As the platform knows it, if the plan says so. */
static void plan_number(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	const struct plan *p = of->d->plan;

	(void)rest;
	upload_piece(out, p->upload.plan_number.n ? p->upload.plan_number : p->id);
}

static void plan_year(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	char date[DATE_SIZE];

	(void)rest;
	date_format(of->d->plan->from, date);
	date[4] = '\0';
	made(out, date);
}

static void plan_from(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	day(out, of->d->plan->from);
}

static void plan_to(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	day(out, of->d->plan->to);
}

/* ---- The business ---- */

/* Which of its columns is it? */
static void object_text(const struct upload_of *of, const char *column, struct upload_pieces *out)
{
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		if (strcmp(object_column[i], column) == 0)
			upload_piece(out, object_value(&of->pick->object, i));
}

#define OBJECT_TEXT(column)                                                                        \
	static void object_##column(                                                               \
	    const struct upload_of *of, struct str rest, struct upload_pieces *out)                \
	{                                                                                          \
		(void)rest;                                                                        \
		object_text(of, #column, out);                                                     \
	}
OBJECT_TEXT(id)
OBJECT_TEXT(name)
OBJECT_TEXT(category)
OBJECT_TEXT(credit)
OBJECT_TEXT(region)
OBJECT_TEXT(address)
OBJECT_TEXT(legal_rep)
OBJECT_TEXT(phone)
OBJECT_TEXT(status)
#undef OBJECT_TEXT

static void object_code(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	upload_piece(out, of->pick->object.id.n == USCC_SIZE ? STR("uscc") : STR("registration"));
}

static void object_uscc(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	if (of->pick->object.id.n == USCC_SIZE)
		upload_piece(out, of->pick->object.id);
}

static void object_registration(
    const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	if (of->pick->object.id.n != USCC_SIZE)
		upload_piece(out, of->pick->object.id);
}

/* By its first two characters, who registered it and as what (GB 32100). */
static void object_kind(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	struct str id = of->pick->object.id;

	(void)rest;
	if (id.n == USCC_SIZE)
		id.n = 2;
	else
		id = STR("registration");
	upload_piece(out, id);
}

/* ---- Items and results ---- */

/* Is the item one that the row is of? */
static bool is_of(const struct upload_of *of, const struct item *it)
{
	if (of->item)
		return it == of->item;
	return (of->all ? plan_dept_of(of->d->plan, it->dept) != NULL
	                : str_eq(it->dept, of->dept->key)) &&
	    item_applies(it, it->dept, of->pick->object.category);
}

static void item_column(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	const struct items *items = of->d->items;
	int column = NO_COLUMN;

	for (size_t i = 0; items && i < items->table.cols; i++)
		if (str_eq(items->table.head[i], rest))
			column = (int)i;
	if (column == NO_COLUMN)
		return;
	if (of->item) {
		upload_piece(out, table_at(&items->table, (size_t)(of->item - items->v), column));
		return;
	}
	for (size_t i = 0; i < items->n; i++)
		if (is_of(of, &items->v[i]))
			upload_piece(out, table_at(&items->table, i, column));
}

static void item_number(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	const struct items *items = of->d->items;
	const struct item *const *item;
	size_t n = 0;
	char number[24];

	(void)rest;
	/* From 1, among the department's at the business. */
	for (size_t i = 0, all = items ? items_of_dept(items, of->dept->key, &item) : 0; i < all;
	     i++) {
		if (!item_applies(item[i], of->dept->key, of->pick->object.category))
			continue;
		n++;
		if (!is_of(of, item[i]))
			continue;
		snprintf(number, sizeof number, "%zu", n);
		made(out, number);
	}
}

/* The results of what the row is of, whatever their codes: how many from *out on. */
static size_t results_of(const struct upload_of *of, const struct result **out)
{
	const struct audit_state *s = of->d->state;
	struct str id = of->pick->object.id, item = of->item ? of->item->item : STR("");
	size_t at = of->all ? audit_results(s, id) : audit_results_from(s, id, of->dept->key, item);
	size_t end = at;

	while (end < s->n_results && str_eq(s->result[end].object, id) &&
	    (of->all || str_eq(s->result[end].dept, of->dept->key)) &&
	    (!of->item || str_eq(s->result[end].item, item)))
		end++;
	*out = s->result + at;
	return end - at;
}

/* One member of each of its results. */
static void members(const struct upload_of *of, size_t offset, struct upload_pieces *out)
{
	const struct result *r;

	for (size_t n = results_of(of, &r); n > 0; r++, n--)
		if (of->code.n == 0 || str_eq(r->result, of->code)) {
			struct str text;

			memcpy(&text, (const char *)r + offset, sizeof text);
			upload_piece(out, text);
		}
}

#define RESULT_TEXT(name, member)                                                                  \
	static void name(const struct upload_of *of, struct str rest, struct upload_pieces *out)   \
	{                                                                                          \
		(void)rest;                                                                        \
		members(of, offsetof(struct result, member), out);                                 \
	}
RESULT_TEXT(result_problem, problem)
RESULT_TEXT(result_disposal, disposal)
RESULT_TEXT(result_method, method)
RESULT_TEXT(result_signed, signed_)
RESULT_TEXT(item_codes, result)
#undef RESULT_TEXT

/* Nothing found is no result beside another, whatever department found it. */
static void drop_ok(struct upload_pieces *codes)
{
	size_t kept = 0;

	if (codes->n < 2)
		return;
	for (size_t i = 0; i < codes->n; i++)
		if (!str_is(codes->v[i], "ok"))
			codes->v[kept++] = codes->v[i];
	codes->n = kept;
}

static void result_code(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	if (of->code.n) {
		upload_piece(out, of->code);
		return;
	}
	if (of->item) {
		item_codes(of, rest, out);
		return;
	}
	for (size_t i = 0; i < of->n_found; i++)
		for (size_t k = 0; k < of->found[i].n_codes; k++)
			upload_piece(out, of->found[i].code[k]);
	drop_ok(out);
}

static void result_text(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	struct upload_pieces codes = {.arena = out->arena};

	result_code(of, rest, &codes);
	for (size_t i = 0; i < codes.n; i++)
		upload_piece(out, dept_result_text(of->d, codes.v[i]));
	out->failed |= codes.failed;
	free(codes.v);
}

static void result_class_(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	static const char *const names[] = {
	    [RESULT_CLEAN] = "clean", [RESULT_GONE] = "gone", [RESULT_PROBLEM] = "problem"};
	struct upload_pieces codes = {.arena = out->arena};
	enum result_class worst = RESULT_CLEAN;

	result_code(of, rest, &codes);
	for (size_t i = 0; i < codes.n; i++) {
		enum result_class c = result_class(of->d->vocabulary, codes.v[i]);

		worst = c > worst ? c : worst;
	}
	upload_piece(out, str_of(names[worst]));
	out->failed |= codes.failed;
	free(codes.v);
}

/* The last day of what the row is of. */
static void result_date(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	const struct result *r;
	day_t last = 0;
	bool any = false;

	(void)rest;
	/* The whole department's day, as it is published, unless it is of one item. */
	for (size_t n = results_of(of, &r); n > 0; r++, n--) {
		last = !any || r->date > last ? r->date : last;
		any = true;
	}
	if (any)
		day(out, last);
}

/* 备注 of the public list. */
static void result_remark(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	struct buf text = {0};
	bool refused = false;

	(void)rest;
	for (size_t i = 0; i < of->n_found; i++)
		refused |= of->found[i].refused;
	result_list_remark(&text, of->pick, refused);
	out->failed |= text.failed;
	if (text.n)
		made(out, text.p);
	buf_free(&text);
}

/* ---- Inspectors ---- */

/* By seat; their phones are not on record at all. */
static void seats(const struct upload_of *of, bool cert, struct upload_pieces *out)
{
	for (size_t i = 0; i < of->n_found; i++)
		for (unsigned n = 1; n <= of->found[i].dept->inspectors; n++) {
			const struct seat *s = audit_seat(
			    of->d->state, of->pick->object.id, of->found[i].dept->key, n);

			/* Two people may have one name: each has a piece, as each has a certificate. */
			if (s)
				put(out, cert ? s->cert : s->inspector);
		}
}

static void inspector_name(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	seats(of, false, out);
}

static void inspector_cert(const struct upload_of *of, struct str rest, struct upload_pieces *out)
{
	(void)rest;
	seats(of, true, out);
}

/* ---- The table ---- */

/*
 * Of which units a value stays the same whatever is corrected: what a row's id is made of,
 * and what only an amendment of the plan changes, upon which rows go out under new keys.
 */
enum {
	CHANGES = 0,
	OF_ITEM = 1U << UPLOAD_ITEM,
	OF_RESULT = 1U << UPLOAD_RESULT, /* with another result it is another row */
	LASTS = (1U << UPLOAD_UNITS) - 1
};

static const struct upload_source sources[] = {
    {"constant", false, LASTS, BY_ROW, NULL},
    {"text", false, LASTS, BY_ROW, NULL},
    {"row.id", false, LASTS, BY_ROW, row_id},
    {"plan.id", false, LASTS, BY_ROW, plan_id},
    {"plan.number", false, LASTS, BY_ROW, plan_number},
    {"plan.title", false, LASTS, BY_ROW, plan_title},
    {"plan.type", false, LASTS, BY_ROW, plan_type},
    {"plan.task_id", false, LASTS, BY_ROW, plan_task_id},
    {"plan.task_title", false, LASTS, BY_ROW, plan_task_title},
    {"plan.draw_type", false, LASTS, BY_ROW, plan_draw_type},
    {"plan.area", false, LASTS, BY_ROW, plan_area},
    {"plan.year", false, LASTS, BY_ROW, plan_year},
    {"plan.from", false, LASTS, BY_ROW, plan_from},
    {"plan.to", false, LASTS, BY_ROW, plan_to},
    {"object.id", false, LASTS, BY_ROW, object_id},
    {"object.code", false, LASTS, BY_ROW, object_code},
    {"object.uscc", false, LASTS, BY_ROW, object_uscc},
    {"object.registration", false, LASTS, BY_ROW, object_registration},
    {"object.kind", false, LASTS, BY_ROW, object_kind},
    {"object.name", false, CHANGES, BY_ROW, object_name},
    {"object.category", false, CHANGES, BY_ROW, object_category},
    {"object.credit", true, CHANGES, BY_ROW, object_credit},
    {"object.region", false, CHANGES, BY_ROW, object_region},
    {"object.address", false, CHANGES, BY_ROW, object_address},
    {"object.legal_rep", true, CHANGES, BY_ROW, object_legal_rep},
    {"object.phone", true, CHANGES, BY_ROW, object_phone},
    {"object.status", false, CHANGES, BY_ROW, object_status},
    {"department.key", false, LASTS, BY_ROW, department_key},
    {"department.name", false, LASTS, BY_ROW, department_name},
    {"department.code", false, LASTS, BY_ROW, department_code},
    {"item.number", false, CHANGES, BY_ROW, item_number},
    {"item.", false, CHANGES, BY_ROW, item_column},
    {"result.code", false, OF_RESULT, BY_ROW, result_code},
    {"result.text", false, CHANGES, BY_ROW, result_text},
    {"result.class", false, CHANGES, BY_ROW, result_class_},
    {"result.date", false, CHANGES, BY_ROW, result_date},
    {"result.problem", false, CHANGES, BY_ROW, result_problem},
    {"result.disposal", false, CHANGES, BY_ROW, result_disposal},
    {"result.method", false, CHANGES, BY_ROW, result_method},
    {"result.signed", false, CHANGES, BY_ROW, result_signed},
    {"result.remark", false, CHANGES, BY_ROW, result_remark},
    {"inspector.name", true, CHANGES, BY_ROW, inspector_name},
    {"inspector.cert", true, CHANGES, BY_ROW, inspector_cert},
    {"batch.number", false, CHANGES, BATCH_NUMBER, NULL},
    {"batch.operation", false, CHANGES, BATCH_OPERATION, NULL},
    {"batch.time", false, CHANGES, BATCH_TIME, NULL},
    {"batch.date", false, CHANGES, BATCH_DATE, NULL},
    {"batch.row", false, CHANGES, BATCH_ROW, NULL},
};
enum { SOURCES = sizeof sources / sizeof sources[0], CONSTANT = 0, TEXT = 1 };

const struct upload_source *upload_source_of(struct str name, struct str *rest)
{
	*rest = STR("");
	for (size_t i = 0; i < SOURCES; i++) {
		struct str after = name;

		if (sources[i].get != item_column) {
			if (str_is(name, sources[i].name))
				return &sources[i];
			continue;
		}
		/* The name of a column comes after it. */
		if (!str_cut_start(&after, sources[i].name) || after.n == 0)
			continue;
		*rest = after;
		return &sources[i];
	}
	return NULL;
}

bool upload_source_is_constant(const struct upload_source *s)
{
	return s == &sources[CONSTANT];
}

bool upload_source_is_plan(const struct upload_source *s)
{
	return str_starts(str_of(s->name), "plan.");
}

bool upload_source_is_text(const struct upload_source *s)
{
	return s == &sources[TEXT];
}

bool upload_source_is_item(const struct upload_source *s)
{
	return s->get == item_column;
}

bool upload_source_lasts(const struct upload_source *s, struct str rest, enum upload_unit unit)
{
	unsigned units = upload_source_is_item(s) && str_is(rest, "item") ? OF_ITEM : s->lasts;

	return units >> unit & 1;
}

void upload_source_names(struct buf *out)
{
	for (size_t i = 0; i < SOURCES; i++)
		buf_printf(out, "%s%s%s", i ? ", " : "", sources[i].name,
		    sources[i].get == item_column ? "COLUMN" : "");
}
