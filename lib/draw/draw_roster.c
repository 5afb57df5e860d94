#include "ssjc/draw/draw_roster.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/parallel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { OWN = 5, MEMBERS = 9, PIECE = 1 << 20 /* bytes that a thread takes at a time */ };

/* The drawn stream's columns before those of the roster. */
static const char *const own[OWN] = {"draw", "stratum", "rank", "ticket", "role"};

/* Whoever reads the roster; several can at once. */
struct reader {
	struct csv_in *in;
	struct csv_row row;   /* read last */
	struct str *values;   /* of the strata, in the row */
	char apart[PARALLEL_APART];
};

struct population {
	const struct plan *plan;
	struct str text;
	const char *name;
	struct str *head;
	size_t cols;
	size_t body;          /* offset behind the header */
	int id, status;
	int *strata;          /* plan->n_strata columns */
	int member[MEMBERS];  /* of struct object */
	struct reader *reader;
	unsigned readers;
	void (*tick)(void *arg, uint64_t rows);
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
	return ssjc_fail_at(err, SSJC_INPUT, p->name, p->reader[0].row.line, name, "%s", what);
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
	if (!p->strata)
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

static ssjc_code read_head(struct population *p, struct ssjc_err *err)
{
	struct csv_row *row = &p->reader[0].row;
	bool ok = true;
	ssjc_code code = csv_in_next(p->reader[0].in, row, err);

	if (code == SSJC_OK && row->n == 0)
		code =
		    ssjc_fail_at(err, SSJC_INPUT, p->name, 1, NULL, "is empty: a header line is wanted");
	if (code != SSJC_OK)
		return code;
	p->body = csv_in_cut(p->reader[0].in, row->offset, 0);
	p->cols = row->n;
	p->head = arena_array(&p->arena, p->cols, sizeof *p->head);
	for (size_t i = 0; p->head && i < p->cols; i++)
		p->head[i] = arena_str(&p->arena, row->field[i], &ok);
	return p->head && ok ? find_columns(p, err) : ssjc_fail_memory(err);
}

ssjc_code population_open(struct population **out, const struct plan *plan, struct str text,
    const char *name, struct ssjc_err *err)
{
	struct population *p = calloc(1, sizeof *p);
	ssjc_code code = SSJC_OK;

	*out = NULL;
	if (!p)
		return ssjc_fail_memory(err);
	p->plan = plan;
	p->text = text;
	p->name = name;
	p->readers = parallel_width();
	p->reader = calloc(p->readers, sizeof *p->reader);
	if (!p->reader)
		code = ssjc_fail_memory(err);
	for (unsigned i = 0; code == SSJC_OK && i < p->readers; i++) {
		struct reader *r = &p->reader[i];

		code = csv_in_open(&r->in, text, name, 0, err);
		r->values = arena_alloc(&p->arena, plan->n_strata * sizeof *r->values + PARALLEL_APART);
		if (code == SSJC_OK && !r->values)
			code = ssjc_fail_memory(err);
	}
	if (code == SSJC_OK)
		code = read_head(p, err);
	if (code == SSJC_OK)
		*out = p;
	else
		population_close(p);
	return code;
}

static struct str cell(const struct reader *r, int col)
{
	return col == NO_COLUMN ? STR("") : r->row.field[col];
}

/* The line that the reader's row stands on. */
static uint64_t line_of(const struct population *p, const struct reader *r)
{
	return str_line(p->text, r->row.offset);
}

/* Errors of the draw know no file: name ours, and the line unless that is 0. */
static ssjc_code place(const struct population *p, uint64_t line, ssjc_code code,
    struct ssjc_err *err)
{
	if ((code == SSJC_INPUT || code == SSJC_PLAN) && err && !err->file[0]) {
		struct ssjc_err e = *err;

		return ssjc_fail_at(err, code, p->name, line, e.column, "%s", e.msg);
	}
	return code;
}

/* Read the row at an offset again. */
static ssjc_code reread(struct reader *r, size_t offset, struct ssjc_err *err)
{
	csv_in_seek(r->in, offset);
	return csv_in_next(r->in, &r->row, err);
}

static ssjc_code id_at(void *arg, size_t offset, struct str *id, struct ssjc_err *err)
{
	struct population *p = arg;
	ssjc_code code = reread(&p->reader[0], offset, err);

	if (code == SSJC_OK)
		*id = cell(&p->reader[0], p->id);
	return code;
}

static ssjc_code repeated_id(struct population *p, const size_t twice[2], struct ssjc_err *err)
{
	struct str id;
	ssjc_code code = id_at(p, twice[0], &id, err);

	if (code != SSJC_OK)
		return code;
	return ssjc_fail_at(err, SSJC_INPUT, p->name, str_line(p->text, twice[1]), "id",
	    "“%.*s” stands twice, first on line %llu", STR_ARG(id),
	    (unsigned long long)str_line(p->text, twice[0]));
}

/* All rows into the draw, by as many threads as there are readers. */
struct pass {
	struct population *p;
	struct draw *d;
	const struct history *history;
	struct csv_out *excluded;
	pthread_mutex_t lock;   /* on what follows */
	size_t next;            /* nobody has taken what begins here */
	uint64_t rows;
	size_t failed;          /* where the piece with the first error begins */
	ssjc_code code;
	struct ssjc_err err;
};

static void exclude(const struct pass *pass, const struct reader *r, const char *reason,
    const char *detail, struct str value)
{
	struct csv_out *out = pass->excluded;
	struct buf text = {0};

	buf_printf(&text, "%s%.*s", detail, STR_ARG(value));
	csv_out_field(out, cell(r, pass->p->id));
	csv_out_field(out, cell(r, pass->p->member[1]));
	csv_out_field(out, str_of(reason));
	csv_out_field(out, buf_text(&text));
	csv_out_end(out);
	buf_free(&text);
}

static ssjc_code add_row(const struct pass *pass, unsigned i, struct ssjc_err *err)
{
	const struct population *p = pass->p;
	const struct reader *r = &p->reader[i];
	struct draw_candidate c = {.id = cell(r, p->id), .values = r->values,
	    .status = cell(r, p->status), .offset = r->row.offset};

	if (r->row.n != p->cols)
		return ssjc_fail(err, SSJC_INPUT, "has %zu fields, but the header has %zu", r->row.n,
		    p->cols);
	for (size_t k = 0; k < p->plan->n_strata; k++)
		r->values[k] = cell(r, p->strata[k]);
	c.repeated = pass->history && p->plan->repeat &&
	    history_count(pass->history, c.id, cell(r, p->member[1])) >= p->plan->repeat;
	if (pass->excluded && draw_excludes(p->plan, c.status))
		exclude(pass, r, "status", "", c.status);
	else if (pass->excluded && c.repeated)
		exclude(pass, r, "repeat", "inspected this year", STR(""));
	return draw_add(pass->d, i, &c, err);
}

static ssjc_code add_piece(struct pass *pass, unsigned i, uint64_t *rows, struct ssjc_err *err)
{
	struct reader *r = &pass->p->reader[i];
	ssjc_code code;

	for (*rows = 0; (code = csv_in_next(r->in, &r->row, err)) == SSJC_OK && r->row.n > 0; ++*rows) {
		code = add_row(pass, i, err);
		if (code != SSJC_OK)
			return place(pass->p, line_of(pass->p, r), code, err);
	}
	return code;
}

/* Take a piece, as long as there is one and none before it was wrong. */
static void add_pieces(void *arg, unsigned i)
{
	struct pass *pass = arg;
	struct csv_in *in = pass->p->reader[i].in;
	ssjc_code code = SSJC_OK;
	struct ssjc_err err = {0};
	uint64_t rows = 0;
	size_t from = 0;

	for (;;) {
		pthread_mutex_lock(&pass->lock);
		pass->rows += rows;
		if (rows && pass->p->tick)
			pass->p->tick(NULL, pass->rows);
		if (code != SSJC_OK && (pass->code == SSJC_OK || from < pass->failed)) {
			pass->failed = from;
			pass->code = code;
			pass->err = err;
		}
		if (pass->code != SSJC_OK || pass->next == pass->p->text.n)
			break;
		from = pass->next;
		pass->next = csv_in_cut(in, from, PIECE);
		csv_in_part(in, from, pass->next);
		pthread_mutex_unlock(&pass->lock);
		code = add_piece(pass, i, &rows, &err);
	}
	pthread_mutex_unlock(&pass->lock);
}

void population_watch(struct population *p, void (*tick)(void *arg, uint64_t rows))
{
	p->tick = tick;
}

unsigned population_readers(const struct population *p)
{
	return p->readers;
}

ssjc_code population_draw(struct population *p, struct draw *d, const struct history *history,
    struct csv_out *excluded, struct ssjc_err *err)
{
	static const char *const head[] = {"id", "name", "reason", "detail"};
	struct pass pass = {.p = p, .d = d, .history = history, .excluded = excluded,
	    .next = p->body, .lock = PTHREAD_MUTEX_INITIALIZER};
	size_t twice[2] = {0};
	ssjc_code code;

	for (size_t i = 0; excluded && i < sizeof head / sizeof head[0]; i++)
		csv_out_field(excluded, str_of(head[i]));
	if (excluded)
		csv_out_end(excluded);
	/* Those left out are listed in the roster's order: by one. */
	parallel(excluded ? 1 : p->readers, add_pieces, &pass);
	if (p->tick)
		p->tick(NULL, 0);
	if (pass.code != SSJC_OK) {
		if (err)
			*err = pass.err;
		return pass.code;
	}
	code = draw_select(d, id_at, p, twice, err);
	if (twice[1])
		return repeated_id(p, twice, err);
	return place(p, 0, code, err); /* what is wrong now is the whole's */
}

void population_expect(const struct population *p, size_t offset)
{
	enum { CACHE_LINE = 64, ROW = 128 };

	for (size_t i = 0; i < ROW && offset + i < p->text.n; i += CACHE_LINE)
		__builtin_prefetch(p->text.p + offset + i);
}

ssjc_code population_pick(struct population *p, unsigned reader, const struct draw_winner *w,
    unsigned number, struct pick *out, struct ssjc_err *err)
{
	struct reader *r = &p->reader[reader];
	ssjc_code code = reread(r, w->offset, err);

	if (code != SSJC_OK)
		return code;
	*out = (struct pick){.draw = number, .stratum = w->stratum->text,
	    .stratum_at = w->stratum_at, .rank = w->rank, .role = w->role};
	for (size_t i = 0; object_columns[i]; i++)
		*object_member(&out->object, i) = cell(r, p->member[i]);
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

void population_row(const struct population *p, const struct draw *d, unsigned reader,
    const struct pick *pick, struct csv_out *out)
{
	const struct csv_row *row = &p->reader[reader].row;
	unsigned char ticket[TICKET_SIZE];
	char hex[TICKET_HEX];

	draw_ticket(d, pick->object.id, ticket);
	hex_of(ticket, sizeof ticket, hex);
	csv_out_uint(out, pick->draw);
	csv_out_field(out, pick->stratum);
	csv_out_uint(out, pick->rank);
	csv_out_field(out, (struct str){hex, sizeof hex - 1});
	csv_out_field(out, str_of(role_names[pick->role]));
	csv_out_fields(out, row->field, row->n, row->bare, csv_in_delimiter(p->reader[reader].in));
	csv_out_end(out);
}

void population_close(struct population *p)
{
	if (!p)
		return;
	for (unsigned i = 0; p->reader && i < p->readers; i++)
		csv_in_close(p->reader[i].in);
	free(p->reader);
	arena_free(&p->arena);
	free(p);
}
