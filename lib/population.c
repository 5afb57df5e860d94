#include "ssjc/population.h"

#include <stdlib.h>
#include <string.h>

enum { OWN = 5, MEMBERS = 9, TICK = 1 << 16 };

/* The drawn stream's columns before those of the roster. */
static const char *const own[OWN] = {"draw", "stratum", "rank", "ticket", "role"};

struct population {
	const struct plan *plan;
	struct str text;
	const char *name;
	struct csv_in *in;
	struct str *head;
	size_t cols;
	int id, status;
	int *strata;          /* plan->n_strata columns */
	int member[MEMBERS];  /* of struct object */
	struct str *values;
	struct csv_row row;   /* read last */
	void (*tick)(void *arg, uint64_t rows);
	uint64_t rows;        /* read so far */
	char ticket[TICKET_HEX];
	struct arena arena;
};

static int column(const struct population *p, struct str name)
{
	for (size_t i = 0; i < p->cols; i++)
		if (str_eq(p->head[i], name))
			return (int)i;
	return NO_COLUMN;
}

static ssjc_code fail_head(const struct population *p, const char *name, const char *what,
    struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, p->name, p->row.line, name, "%s", what);
}

static ssjc_code find_columns(struct population *p, struct ssjc_err *err)
{
	for (size_t i = 0; i < p->cols; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(p->head[i], p->head[k]))
				return fail_head(p, p->head[i].p, "stands twice in the header", err);
	for (size_t i = 0; i < OWN; i++)
		if (column(p, str_of(own[i])) != NO_COLUMN)
			return fail_head(p, own[i],
			    "is a column that the draw writes: is this list drawn already?", err);
	p->id = column(p, STR("id"));
	p->status = column(p, STR("status"));
	if (p->id == NO_COLUMN)
		return fail_head(p, "id", "is missing: is this a stream of ssjc-import objects?", err);
	if (p->status == NO_COLUMN && p->plan->n_exclude_status > 0)
		return fail_head(p, "status",
		    "is missing, but the plan excludes objects by their status", err);
	p->strata = arena_array(&p->arena, p->plan->n_strata, sizeof *p->strata);
	p->values = arena_array(&p->arena, p->plan->n_strata, sizeof *p->values);
	if (!p->strata || !p->values)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < p->plan->n_strata; i++) {
		p->strata[i] = column(p, p->plan->strata[i]);
		if (p->strata[i] == NO_COLUMN)
			return fail_head(p, p->plan->strata[i].p,
			    "is missing, but the plan's strata name it", err);
	}
	for (size_t i = 0; object_columns[i]; i++)
		p->member[i] = column(p, str_of(object_columns[i]));
	return SSJC_OK;
}

ssjc_code population_open(struct population **out, const struct plan *plan, struct str text,
    const char *name, struct ssjc_err *err)
{
	struct population *p = calloc(1, sizeof *p);
	bool ok = true;
	ssjc_code code;

	*out = NULL;
	if (!p)
		return ssjc_fail_memory(err);
	p->plan = plan;
	p->text = text;
	p->name = name;
	code = csv_in_open(&p->in, text, name, 0, err);
	if (code == SSJC_OK)
		code = csv_in_next(p->in, &p->row, err);
	if (code == SSJC_OK && p->row.n == 0)
		code = ssjc_fail_at(err, SSJC_INPUT, name, 1, NULL, "is empty: a header line is wanted");
	if (code == SSJC_OK) {
		p->cols = p->row.n;
		p->head = arena_array(&p->arena, p->cols, sizeof *p->head);
		for (size_t i = 0; p->head && i < p->cols; i++)
			p->head[i] = arena_str(&p->arena, p->row.field[i], &ok);
		code = p->head && ok ? find_columns(p, err) : ssjc_fail_memory(err);
	}
	if (code == SSJC_OK)
		*out = p;
	else
		population_close(p);
	return code;
}

static struct str cell(const struct population *p, int col)
{
	return col == NO_COLUMN ? STR("") : p->row.field[col];
}

/* Errors of the draw know no place: add this row's. */
static ssjc_code place(const struct population *p, ssjc_code code, struct ssjc_err *err)
{
	if ((code == SSJC_INPUT || code == SSJC_PLAN) && err && !err->file[0]) {
		struct ssjc_err e = *err;

		return ssjc_fail_at(err, code, p->name, p->row.line, e.column, "%s", e.msg);
	}
	return code;
}

/* Read the row at an offset again. */
static ssjc_code reread(struct population *p, size_t offset, struct ssjc_err *err)
{
	csv_in_seek(p->in, offset, 0);
	return csv_in_next(p->in, &p->row, err);
}

static ssjc_code repeated_id(struct population *p, const size_t twice[2], struct ssjc_err *err)
{
	ssjc_code code = reread(p, twice[0], err);

	if (code != SSJC_OK)
		return code;
	return ssjc_fail_at(err, SSJC_INPUT, p->name, str_line(p->text, twice[1]), "id",
	    "“%.*s” stands twice, first on line %llu", STR_ARG(cell(p, p->id)),
	    (unsigned long long)str_line(p->text, twice[0]));
}

static void exclude(struct population *p, struct csv_out *excluded, const char *reason,
    const char *detail, struct str value)
{
	struct buf text = {0};

	buf_printf(&text, "%s%.*s", detail, STR_ARG(value));
	csv_out_field(excluded, cell(p, p->id));
	csv_out_field(excluded, cell(p, p->member[1]));
	csv_out_field(excluded, str_of(reason));
	csv_out_field(excluded, buf_text(&text));
	csv_out_end(excluded);
	buf_free(&text);
}

static ssjc_code add_row(struct population *p, struct draw *d, struct history *history,
    struct csv_out *excluded, struct ssjc_err *err)
{
	struct draw_candidate c = {.id = cell(p, p->id), .values = p->values,
	    .status = cell(p, p->status), .offset = p->row.offset};

	if (p->row.n != p->cols)
		return ssjc_fail_at(err, SSJC_INPUT, p->name, p->row.line, NULL,
		    "has %zu fields, but the header has %zu", p->row.n, p->cols);
	for (size_t i = 0; i < p->plan->n_strata; i++)
		p->values[i] = cell(p, p->strata[i]);
	c.repeated = history && p->plan->repeat &&
	    history_count(history, c.id, cell(p, p->member[1])) >= p->plan->repeat;
	if (excluded && draw_excludes(p->plan, c.status))
		exclude(p, excluded, "status", "", c.status);
	else if (excluded && c.repeated)
		exclude(p, excluded, "repeat", "inspected this year", STR(""));
	return place(p, draw_add(d, &c, err), err);
}

void population_watch(struct population *p, void (*tick)(void *arg, uint64_t rows))
{
	p->tick = tick;
}

ssjc_code population_draw(struct population *p, struct draw *d, struct history *history,
    struct csv_out *excluded, struct ssjc_err *err)
{
	static const char *const head[] = {"id", "name", "reason", "detail"};
	size_t twice[2] = {0};
	ssjc_code code;

	for (size_t i = 0; excluded && i < sizeof head / sizeof head[0]; i++)
		csv_out_field(excluded, str_of(head[i]));
	if (excluded)
		csv_out_end(excluded);
	while ((code = csv_in_next(p->in, &p->row, err)) == SSJC_OK && p->row.n > 0) {
		if (++p->rows % TICK == 0 && p->tick)
			p->tick(NULL, p->rows);
		code = add_row(p, d, history, excluded, err);
		if (code != SSJC_OK)
			return code;
	}
	if (code == SSJC_OK)
		code = draw_select(d, twice, err);
	if (twice[1])
		return repeated_id(p, twice, err);
	p->row.line = 0; /* what is wrong now is the whole's */
	return place(p, code, err);
}

void population_expect(const struct population *p, size_t offset)
{
	enum { CACHE_LINE = 64, ROW = 128 };

	for (size_t i = 0; i < ROW && offset + i < p->text.n; i += CACHE_LINE)
		__builtin_prefetch(p->text.p + offset + i);
}

ssjc_code population_pick(struct population *p, const struct draw_winner *w, unsigned number,
    struct pick *out, struct ssjc_err *err)
{
	ssjc_code code = reread(p, w->offset, err);

	if (code != SSJC_OK)
		return code;
	memcpy(p->ticket, w->ticket, sizeof p->ticket);
	*out = (struct pick){.draw = number, .stratum = w->stratum->text, .rank = w->rank,
	    .ticket = {p->ticket, TICKET_HEX - 1}, .role = w->role};
	for (size_t i = 0; object_columns[i]; i++)
		*object_member(&out->object, i) = cell(p, p->member[i]);
	return SSJC_OK;
}

const struct str *population_columns(const struct population *p, size_t *n)
{
	*n = p->cols;
	return p->head;
}

void population_header(const struct population *p, struct csv_out *out)
{
	for (size_t i = 0; i < OWN; i++)
		csv_out_field(out, str_of(own[i]));
	for (size_t i = 0; i < p->cols; i++)
		csv_out_field(out, p->head[i]);
	csv_out_end(out);
}

void population_row(const struct population *p, const struct pick *pick, struct csv_out *out)
{
	csv_out_uint(out, pick->draw);
	csv_out_field(out, pick->stratum);
	csv_out_uint(out, pick->rank);
	csv_out_field(out, pick->ticket);
	csv_out_field(out, str_of(role_names[pick->role]));
	for (size_t i = 0; i < p->row.n; i++)
		csv_out_field(out, p->row.field[i]);
	csv_out_end(out);
}

void population_close(struct population *p)
{
	if (!p)
		return;
	csv_in_close(p->in);
	arena_free(&p->arena);
	free(p);
}
