#include "ssjc/draw/draw_roster.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/parallel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { OWN = 5, PIECE = 1 << 20 /* bytes that a thread takes at a time */ };

/* The drawn stream's columns before those of the roster. */
static const char *const own[OWN] = {"draw", "stratum", "rank", "ticket", "role"};

/* Whoever reads the roster; several can at once. */
struct reader {
	struct csv_in *in;
	struct csv_row row; /* read last */
	struct str *values; /* of the strata, in the row */
	char apart[PARALLEL_APART];
};

struct draw_roster {
	const struct plan *plan;
	struct str text;
	const char *name;
	struct str *head;
	size_t cols;
	size_t body;                /* offset behind the header */
	int *strata;                /* plan->n_strata columns */
	int object[OBJECT_COLUMNS]; /* where each member of an object is */
	struct reader *reader;
	unsigned readers;
	void (*tick)(void *arg, uint64_t rows);
	struct arena arena;
};

static int column(const struct draw_roster *p, struct str name)
{
	for (size_t i = 0; i < p->cols; i++)
		if (str_eq(p->head[i], name))
			return (int)i;
	return NO_COLUMN;
}

static ssjc_rc fail_head(
    const struct draw_roster *p, const char *name, const char *what, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, p->name, p->reader[0].row.line, name, "%s", what);
}

static ssjc_rc find_columns(struct draw_roster *p, struct ssjc_err *err)
{
	for (size_t i = 0; i < p->cols; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(p->head[i], p->head[k]))
				return fail_head(
				    p, p->head[i].p, "stands twice in the header", err);
	for (size_t i = 0; i < OWN; i++)
		if (column(p, str_of(own[i])) != NO_COLUMN)
			return fail_head(p, own[i],
			    "is a column that the draw writes: is this list drawn already?", err);
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		p->object[i] = column(p, str_of(object_column[i]));
	if (p->object[OBJECT_ID] == NO_COLUMN)
		return fail_head(
		    p, "id", "is missing: is this a stream of ssjc-import objects?", err);
	if (p->object[OBJECT_STATUS] == NO_COLUMN && p->plan->n_exclude_status > 0)
		return fail_head(
		    p, "status", "is missing, but the plan excludes objects by their status", err);
	p->strata = arena_array(&p->arena, p->plan->n_strata, sizeof *p->strata);
	if (!p->strata)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < p->plan->n_strata; i++) {
		p->strata[i] = column(p, p->plan->strata[i]);
		if (p->strata[i] == NO_COLUMN)
			return fail_head(p, p->plan->strata[i].p,
			    "is missing, but the plan's strata name it", err);
	}
	return SSJC_OK;
}

static ssjc_rc read_head(struct draw_roster *p, struct ssjc_err *err)
{
	struct csv_row *row = &p->reader[0].row;
	bool ok = true;
	ssjc_rc rc = csv_in_next(p->reader[0].in, row, err);

	if (rc == SSJC_OK && row->n == 0)
		rc = ssjc_fail_at(
		    err, SSJC_INPUT, p->name, 1, NULL, "is empty: a header line is wanted");
	if (rc != SSJC_OK)
		return rc;
	p->body = csv_in_cut(p->reader[0].in, row->offset, 0);
	p->cols = row->n;
	p->head = arena_array(&p->arena, p->cols, sizeof *p->head);
	for (size_t i = 0; p->head && i < p->cols; i++)
		p->head[i] = arena_str(&p->arena, row->field[i], &ok);
	return p->head && ok ? find_columns(p, err) : ssjc_fail_memory(err);
}

ssjc_rc draw_roster_open(struct draw_roster **out, const struct plan *plan, struct str text,
    const char *name, struct ssjc_err *err)
{
	struct draw_roster *p = calloc(1, sizeof *p);
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!p)
		return ssjc_fail_memory(err);
	p->plan = plan;
	p->text = text;
	p->name = name;
	p->readers = parallel_width();
	p->reader = calloc(p->readers, sizeof *p->reader);
	if (!p->reader)
		rc = ssjc_fail_memory(err);
	for (unsigned i = 0; rc == SSJC_OK && i < p->readers; i++) {
		struct reader *r = &p->reader[i];

		rc = csv_in_open(&r->in, text, name, 0, err);
		r->values = arena_alloc(
		    &p->arena, plan->n_strata * sizeof *r->values + PARALLEL_APART);
		if (rc == SSJC_OK && !r->values)
			rc = ssjc_fail_memory(err);
	}
	if (rc == SSJC_OK)
		rc = read_head(p, err);
	if (rc == SSJC_OK)
		*out = p;
	else
		draw_roster_close(p);
	return rc;
}

static struct str cell(const struct reader *r, int col)
{
	return col == NO_COLUMN ? STR("") : r->row.field[col];
}

/* The line that the reader's row stands on. */
static uint64_t line_of(const struct draw_roster *p, const struct reader *r)
{
	return str_line(p->text, r->row.offset);
}

/* Errors of the draw know no file: name ours, and the line unless that is 0. */
static ssjc_rc place(const struct draw_roster *p, uint64_t line, ssjc_rc rc, struct ssjc_err *err)
{
	if ((rc == SSJC_INPUT || rc == SSJC_PLAN) && err && !err->file[0]) {
		struct ssjc_err e = *err;

		return ssjc_fail_at(err, rc, p->name, line, e.column, "%s", e.msg);
	}
	return rc;
}

/* Read the row at an offset again. */
static ssjc_rc reread(struct reader *r, size_t offset, struct ssjc_err *err)
{
	csv_in_seek(r->in, offset);
	return csv_in_next(r->in, &r->row, err);
}

static ssjc_rc id_at(void *arg, size_t offset, struct str *id, struct ssjc_err *err)
{
	struct draw_roster *p = arg;
	ssjc_rc rc = reread(&p->reader[0], offset, err);

	if (rc == SSJC_OK)
		*id = cell(&p->reader[0], p->object[OBJECT_ID]);
	return rc;
}

static ssjc_rc repeated_id(struct draw_roster *p, const size_t twice[2], struct ssjc_err *err)
{
	struct str id;
	ssjc_rc rc = id_at(p, twice[0], &id, err);

	if (rc != SSJC_OK)
		return rc;
	return ssjc_fail_at(err, SSJC_INPUT, p->name, str_line(p->text, twice[1]), "id",
	    "“%.*s” stands twice, first on line %llu", STR_ARG(id),
	    (unsigned long long)str_line(p->text, twice[0]));
}

/* All rows into the draw, by as many threads as there are readers. */
struct pass {
	struct draw_roster *p;
	struct draw *d;
	const struct history *history;
	struct csv_out *excluded;
	pthread_mutex_t lock; /* on what follows */
	size_t next;          /* nobody has taken what begins here */
	uint64_t rows;
	size_t failed; /* where the piece with the first error begins */
	ssjc_rc rc;
	struct ssjc_err err;
};

static void exclude(const struct pass *pass, const struct reader *r, const char *reason,
    const char *detail, struct str value)
{
	struct csv_out *out = pass->excluded;
	struct buf text = {0};

	buf_printf(&text, "%s%.*s", detail, STR_ARG(value));
	csv_out_field(out, cell(r, pass->p->object[OBJECT_ID]));
	csv_out_field(out, cell(r, pass->p->object[OBJECT_NAME]));
	csv_out_field(out, str_of(reason));
	csv_out_field(out, buf_text(&text));
	csv_out_end(out);
	buf_free(&text);
}

static ssjc_rc add_row(const struct pass *pass, unsigned i, struct ssjc_err *err)
{
	const struct draw_roster *p = pass->p;
	const struct reader *r = &p->reader[i];
	struct draw_candidate c = {.id = cell(r, p->object[OBJECT_ID]),
	    .values = r->values,
	    .status = cell(r, p->object[OBJECT_STATUS]),
	    .offset = r->row.offset};

	if (r->row.n != p->cols)
		return ssjc_fail(
		    err, SSJC_INPUT, "has %zu fields, but the header has %zu", r->row.n, p->cols);
	for (size_t k = 0; k < p->plan->n_strata; k++)
		r->values[k] = cell(r, p->strata[k]);
	c.repeated = pass->history && p->plan->repeat &&
	    history_count(pass->history, c.id, cell(r, p->object[OBJECT_NAME])) >= p->plan->repeat;
	if (pass->excluded && draw_excludes(p->plan, c.status))
		exclude(pass, r, "status", "", c.status);
	else if (pass->excluded && c.repeated)
		exclude(pass, r, "repeat", "inspected this year", STR(""));
	return draw_add(pass->d, i, &c, err);
}

static ssjc_rc add_piece(struct pass *pass, unsigned i, uint64_t *rows, struct ssjc_err *err)
{
	struct reader *r = &pass->p->reader[i];
	ssjc_rc rc;

	for (*rows = 0; (rc = csv_in_next(r->in, &r->row, err)) == SSJC_OK && r->row.n > 0;
	     ++*rows) {
		rc = add_row(pass, i, err);
		if (rc != SSJC_OK)
			return place(pass->p, line_of(pass->p, r), rc, err);
	}
	return rc;
}

/* Take a piece, as long as there is one and none before it was wrong. */
static void add_pieces(void *arg, unsigned i)
{
	struct pass *pass = arg;
	struct csv_in *in = pass->p->reader[i].in;
	ssjc_rc rc = SSJC_OK;
	struct ssjc_err err = {0};
	uint64_t rows = 0;
	size_t from = 0;

	for (;;) {
		pthread_mutex_lock(&pass->lock);
		pass->rows += rows;
		if (rows && pass->p->tick)
			pass->p->tick(NULL, pass->rows);
		if (rc != SSJC_OK && (pass->rc == SSJC_OK || from < pass->failed)) {
			pass->failed = from;
			pass->rc = rc;
			pass->err = err;
		}
		if (pass->rc != SSJC_OK || pass->next == pass->p->text.n)
			break;
		from = pass->next;
		pass->next = csv_in_cut(in, from, PIECE);
		csv_in_part(in, from, pass->next);
		pthread_mutex_unlock(&pass->lock);
		rc = add_piece(pass, i, &rows, &err);
	}
	pthread_mutex_unlock(&pass->lock);
}

void draw_roster_watch(struct draw_roster *p, void (*tick)(void *arg, uint64_t rows))
{
	p->tick = tick;
}

unsigned draw_roster_readers(const struct draw_roster *p)
{
	return p->readers;
}

ssjc_rc draw_roster_draw(struct draw_roster *p, struct draw *d, const struct history *history,
    struct csv_out *excluded, struct ssjc_err *err)
{
	static const char *const head[] = {"id", "name", "reason", "detail"};
	struct pass pass = {.p = p,
	    .d = d,
	    .history = history,
	    .excluded = excluded,
	    .next = p->body,
	    .lock = PTHREAD_MUTEX_INITIALIZER};
	size_t twice[2] = {0};
	ssjc_rc rc;

	for (size_t i = 0; excluded && i < sizeof head / sizeof head[0]; i++)
		csv_out_field(excluded, str_of(head[i]));
	if (excluded)
		csv_out_end(excluded);
	/* Those left out are listed in the roster's order: by one. */
	parallel(excluded ? 1 : p->readers, add_pieces, &pass);
	if (p->tick)
		p->tick(NULL, 0);
	if (pass.rc != SSJC_OK) {
		if (err)
			*err = pass.err;
		return pass.rc;
	}
	rc = draw_select(d, id_at, p, twice, err);
	if (twice[1])
		return repeated_id(p, twice, err);
	return place(p, 0, rc, err); /* what is wrong now is the whole's */
}

void draw_roster_expect(const struct draw_roster *p, size_t offset)
{
	enum { CACHE_LINE = 64, ROW = 128 };

	for (size_t i = 0; i < ROW && offset + i < p->text.n; i += CACHE_LINE)
		__builtin_prefetch(p->text.p + offset + i);
}

ssjc_rc draw_roster_pick(struct draw_roster *p, unsigned reader, const struct draw_winner *w,
    unsigned number, struct pick *out, struct ssjc_err *err)
{
	struct reader *r = &p->reader[reader];
	ssjc_rc rc = reread(r, w->offset, err);

	if (rc != SSJC_OK)
		return rc;
	*out = (struct pick){.draw = number,
	    .stratum = w->stratum->text,
	    .stratum_at = w->stratum_at,
	    .rank = w->rank,
	    .role = w->role};
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		*object_member(&out->object, i) = cell(r, p->object[i]);
	return SSJC_OK;
}

const struct str *draw_roster_columns(const struct draw_roster *p, size_t *n)
{
	*n = p->cols;
	return p->head;
}

void draw_roster_header(const struct draw_roster *p, struct csv_out *out)
{
	for (size_t i = 0; i < OWN; i++)
		csv_out_field(out, str_of(own[i]));
	for (size_t i = 0; i < p->cols; i++)
		csv_out_field(out, p->head[i]);
	csv_out_end(out);
}

void draw_roster_row(const struct draw_roster *p, const struct draw *d, unsigned reader,
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

void draw_roster_close(struct draw_roster *p)
{
	if (!p)
		return;
	for (unsigned i = 0; p->reader && i < p->readers; i++)
		csv_in_close(p->reader[i].in);
	free(p->reader);
	arena_free(&p->arena);
	free(p);
}
