#include "ssjc/draw/draw_roster.h"

#include "roster_text.h"
#include "ssjc/plan/plan_rehearse.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/parallel.h"
#include "ssjc/base/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { OWN = 5, PIECE = 1 << 20 /* bytes that a thread takes at a time */ };

enum { TICKETS = 1 << 20 /* kept of a roster that does not fit into memory */ };

/* The drawn stream's columns before those of the roster. */
static const char *const own[OWN] = {"draw", "stratum", "rank", "ticket", "role"};

/* One who reads the roster; several can at once. */
struct roster_reader {
	struct csv_in *in;
	struct csv_row row; /* read last */
	struct str *values; /* of the strata, in the row */
	struct buf window;  /* of a text that is not in memory */
	size_t from;        /* where the piece that it reads begins */
	char apart[PARALLEL_APART];
};

struct draw_roster {
	const struct plan *plan;
	struct roster_text text;
	const char *name;
	struct str *head;
	size_t cols;
	size_t body;                /* offset of what comes after the header */
	int *strata;                /* plan->n_strata columns */
	int object[OBJECT_COLUMNS]; /* where each member of an object is */
	struct roster_reader *reader;
	unsigned readers;
	progress_tick *tick;
	const struct roster_part *part; /* NULL: it is one machine's */
	size_t parts;
	struct arena arena;
};

static int column(const struct draw_roster *roster, struct str name)
{
	for (size_t i = 0; i < roster->cols; i++)
		if (str_eq(roster->head[i], name))
			return (int)i;
	return NO_COLUMN;
}

static ssjc_rc fail_head(
    const struct draw_roster *roster, const char *name, const char *what, struct ssjc_err *err)
{
	return ssjc_fail_text_at(
	    err, SSJC_INPUT, roster->name, roster->reader[0].row.line, name, what);
}

/* Names are there once, and none is of a column that the draw writes. */
static ssjc_rc check_names(const struct draw_roster *roster, struct ssjc_err *err)
{
	for (size_t i = 0; i < roster->cols; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(roster->head[i], roster->head[k]))
				return fail_head(
				    roster, roster->head[i].p, "is duplicated in the header", err);
	if (!roster->plan->rehearsal && column(roster, STR(PLAN_SAMPLE)) != NO_COLUMN)
		return fail_head(roster, PLAN_SAMPLE,
		    "says that a rehearsal imported it: import the register again, without "
		    "--rehearse",
		    err);
	for (size_t i = 0; i < OWN; i++)
		if (column(roster, str_of(own[i])) != NO_COLUMN)
			return fail_head(roster, own[i],
			    "is a column that the draw writes: is this list drawn already?", err);
	return SSJC_OK;
}

static ssjc_rc find_columns(struct draw_roster *roster, struct ssjc_err *err)
{
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		roster->object[i] = column(roster, str_of(object_column[i]));
	if (roster->object[OBJECT_ID] == NO_COLUMN)
		return fail_head(
		    roster, "id", "is missing: is this a stream of ssjc-import objects?", err);
	if (roster->object[OBJECT_STATUS] == NO_COLUMN && roster->plan->n_exclude_status > 0)
		return fail_head(roster, "status",
		    "is missing, but the plan excludes objects by their status", err);
	roster->strata = arena_array(
	    &roster->arena, roster->plan->n_strata, sizeof *roster->strata);
	if (!roster->strata)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < roster->plan->n_strata; i++) {
		roster->strata[i] = column(roster, roster->plan->strata[i]);
		if (roster->strata[i] == NO_COLUMN)
			return fail_head(roster, roster->plan->strata[i].p,
			    "is missing, but the plan's strata name it", err);
	}
	return SSJC_OK;
}

static ssjc_rc read_head(struct draw_roster *roster, struct ssjc_err *err)
{
	struct roster_reader *r = &roster->reader[0];
	struct csv_row *row = &r->row;
	bool ok = true;
	ssjc_rc rc = roster_text_start(&roster->text, &r->window, r->in, err);

	if (rc)
		return rc;
	rc = csv_in_next(r->in, row, err);
	if (rc)
		return rc;
	if (row->n == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, roster->name, 1, NULL, "is empty: it needs a header line");
	roster->body = csv_in_cut(r->in, row->offset, 0);
	roster->cols = row->n;
	roster->head = arena_array(&roster->arena, roster->cols, sizeof *roster->head);
	if (!roster->head)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < roster->cols; i++)
		roster->head[i] = arena_str(&roster->arena, row->field[i], &ok);
	if (!ok)
		return ssjc_fail_memory(err);
	rc = check_names(roster, err);
	if (rc)
		return rc;
	return find_columns(roster, err);
}

static ssjc_rc open_readers(struct draw_roster *roster, struct ssjc_err *err)
{
	size_t strata = roster->plan->n_strata;

	roster->readers = parallel_width();
	roster->reader = calloc(roster->readers, sizeof *roster->reader);
	if (!roster->reader)
		return ssjc_fail_memory(err);
	for (unsigned i = 0; i < roster->readers; i++) {
		struct roster_reader *r = &roster->reader[i];
		ssjc_rc rc = csv_in_open(&r->in, roster->text.text, roster->name, 0, err);

		if (rc)
			return rc;
		r->values = arena_alloc(
		    &roster->arena, strata * sizeof *r->values + PARALLEL_APART);
		if (!r->values)
			return ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

ssjc_rc draw_roster_open(struct draw_roster **out, const struct plan *plan, struct str text,
    const char *name, struct ssjc_err *err)
{
	return draw_roster_open_large(out, plan, text, NULL, name, err);
}

ssjc_rc draw_roster_open_large(struct draw_roster **out, const struct plan *plan, struct str text,
    const struct large *large, const char *name, struct ssjc_err *err)
{
	struct draw_roster *roster = calloc(1, sizeof *roster);
	ssjc_rc rc;

	*out = NULL;
	if (!roster)
		return ssjc_fail_memory(err);
	roster->plan = plan;
	roster_text_of(&roster->text, text, large);
	roster->name = name;
	rc = open_readers(roster, err);
	if (rc)
		goto out;
	rc = read_head(roster, err);
	if (rc)
		goto out;
	*out = roster;
	roster = NULL;
out:
	draw_roster_close(roster);
	return rc;
}

static struct str cell(const struct roster_reader *r, int col)
{
	return col == NO_COLUMN ? STR("") : r->row.field[col];
}

/* The line that the reader's row is on. */
static uint64_t line_of(const struct draw_roster *roster, const struct roster_reader *r)
{
	return roster_text_line(&roster->text, r->row.offset);
}

/* Errors of the draw know no file: name ours, and the line unless that is 0. */
static ssjc_rc place(
    const struct draw_roster *roster, uint64_t line, ssjc_rc rc, struct ssjc_err *err)
{
	if ((rc == SSJC_INPUT || rc == SSJC_PLAN) && err && !err->file[0])
		return ssjc_fail_from(err, rc, roster->name, line, err->column, err);
	return rc;
}

/* Read the row at an offset again. */
static ssjc_rc reread(
    const struct draw_roster *roster, struct roster_reader *r, size_t offset, struct ssjc_err *err)
{
	ssjc_rc rc = roster_text_seek(&roster->text, &r->window, r->in, offset, err);

	return rc ? rc : csv_in_next(r->in, &r->row, err);
}

static ssjc_rc id_at(void *arg, size_t offset, struct str *id, struct ssjc_err *err)
{
	struct draw_roster *roster = arg;
	ssjc_rc rc = reread(roster, &roster->reader[0], offset, err);

	if (rc)
		return rc;
	*id = cell(&roster->reader[0], roster->object[OBJECT_ID]);
	return SSJC_OK;
}

/* Which of several machines' rows the one at an offset is among. */
static const struct roster_part *part_of(const struct draw_roster *roster, size_t offset)
{
	const struct roster_part *p = roster->part;

	while (p < roster->part + roster->parts - 1 && offset >= p->end)
		p++;
	return p;
}

/* twice are the offsets of two rows with one id. */
static ssjc_rc duplicated_id(
    struct draw_roster *roster, const size_t twice[2], struct ssjc_err *err)
{
	struct str id;
	ssjc_rc rc = id_at(roster, twice[0], &id, err);

	if (rc)
		return rc;
	if (roster->part && part_of(roster, twice[0]) != part_of(roster, twice[1]))
		return ssjc_fail_at(err, SSJC_INPUT, part_of(roster, twice[1])->name, 0, "id",
		    "“%.*s” is in the register of %s, too: an object belongs into one of them",
		    STR_ARG(id), part_of(roster, twice[0])->name);
	return ssjc_fail_at(err, SSJC_INPUT, roster->name,
	    roster_text_line(&roster->text, twice[1]), "id",
	    "“%.*s” is duplicated, first on line %llu", STR_ARG(id),
	    (unsigned long long)roster_text_line(&roster->text, twice[0]));
}

/* All rows into the draw, by as many threads as there are readers. */
struct roster_pass {
	struct draw_roster *roster;
	struct draw *draw;
	const struct history *history;
	struct csv_out *excluded;
	pthread_mutex_t lock; /* on what follows */
	size_t next;          /* no thread has taken what begins here */
	uint64_t rows;
	size_t failed; /* where the piece with the first error begins */
	ssjc_rc rc;
	struct ssjc_err err;
};

static void exclude(const struct roster_pass *pass, const struct roster_reader *r,
    const char *reason, const char *detail, struct str value)
{
	struct csv_out *out = pass->excluded;
	struct buf text = {0};

	buf_printf(&text, "%s%.*s", detail, STR_ARG(value));
	csv_out_field(out, cell(r, pass->roster->object[OBJECT_ID]));
	csv_out_field(out, cell(r, pass->roster->object[OBJECT_NAME]));
	csv_out_field(out, str_of(reason));
	csv_out_field(out, buf_text(&text));
	csv_out_end(out);
	buf_free(&text);
}

static ssjc_rc add_row(const struct roster_pass *pass, unsigned i, struct ssjc_err *err)
{
	const struct draw_roster *roster = pass->roster;
	const struct roster_reader *r = &roster->reader[i];
	struct draw_candidate c = {.id = cell(r, roster->object[OBJECT_ID]),
	    .name = cell(r, roster->object[OBJECT_NAME]),
	    .values = r->values,
	    .status = cell(r, roster->object[OBJECT_STATUS]),
	    .offset = r->row.offset};

	if (r->row.n != roster->cols)
		return ssjc_fail(err, SSJC_INPUT, "has %zu field%s, but the header has %zu",
		    r->row.n, r->row.n == 1 ? "" : "s", roster->cols);
	for (size_t k = 0; k < roster->plan->n_strata; k++)
		r->values[k] = cell(r, roster->strata[k]);
	c.repeated = pass->history && roster->plan->repeat &&
	    history_count(pass->history, c.id, cell(r, roster->object[OBJECT_NAME])) >=
	        roster->plan->repeat;
	if (pass->excluded && draw_excludes(roster->plan, c.status))
		exclude(pass, r, "status", "", c.status);
	else if (pass->excluded && c.repeated)
		exclude(pass, r, "repeat", "inspected this year", STR(""));
	return draw_add(pass->draw, i, &c, err);
}

static ssjc_rc add_piece(struct roster_pass *pass, unsigned i, uint64_t *rows, struct ssjc_err *err)
{
	struct roster_reader *r = &pass->roster->reader[i];

	for (*rows = 0;; ++*rows) {
		ssjc_rc rc = csv_in_next(r->in, &r->row, err);

		/* Lines of a window count from its first. */
		if (rc && err->line && pass->roster->text.large)
			err->line += roster_text_line(&pass->roster->text, r->from) - 1;
		if (rc || r->row.n == 0)
			return rc;
		rc = add_row(pass, i, err);
		if (rc)
			return place(pass->roster, line_of(pass->roster, r), rc, err);
	}
}

/* The next piece becomes this reader's. */
static ssjc_rc take_piece(struct roster_pass *pass, struct roster_reader *r, struct ssjc_err *err)
{
	ssjc_rc rc;

	r->from = pass->next;
	rc = roster_text_cut(
	    &pass->roster->text, &r->window, r->in, r->from, PIECE, &pass->next, err);
	if (!rc)
		csv_in_part(r->in, r->from, pass->next);
	return rc;
}

/* Take one piece after another, until none is left or one before it was wrong. */
static void add_pieces(void *arg, unsigned i)
{
	struct roster_pass *pass = arg;
	struct roster_reader *r = &pass->roster->reader[i];
	ssjc_rc rc = SSJC_OK;
	struct ssjc_err err = {0};
	uint64_t rows = 0;

	for (;;) {
		pthread_mutex_lock(&pass->lock);
		pass->rows += rows;
		if (rows && pass->roster->tick)
			pass->roster->tick(NULL, pass->rows);
		if (rc && (!pass->rc || r->from < pass->failed)) {
			pass->failed = r->from;
			pass->rc = rc;
			pass->err = err;
		}
		if (pass->rc || pass->next == pass->roster->text.n)
			break;
		rc = take_piece(pass, r, &err);
		pthread_mutex_unlock(&pass->lock);
		if (!rc)
			rc = add_piece(pass, i, &rows, &err);
	}
	pthread_mutex_unlock(&pass->lock);
}

void draw_roster_parts(struct draw_roster *roster, const struct roster_part *part, size_t n)
{
	roster->part = part;
	roster->parts = n;
}

void draw_roster_watch(struct draw_roster *roster, progress_tick *tick)
{
	roster->tick = tick;
}

unsigned draw_roster_readers(const struct draw_roster *roster)
{
	return roster->readers;
}

ssjc_rc draw_roster_draw(struct draw_roster *roster, struct draw *d, const struct history *history,
    struct csv_out *excluded, struct ssjc_err *err)
{
	static const char *const head[] = {"id", "name", "reason", "detail"};
	struct roster_pass pass = {.roster = roster,
	    .draw = d,
	    .history = history,
	    .excluded = excluded,
	    .next = roster->body,
	    .lock = PTHREAD_MUTEX_INITIALIZER};
	size_t twice[2] = {0};
	ssjc_rc rc;

	if (excluded)
		csv_out_header(excluded, head, sizeof head / sizeof head[0]);
	if (roster->text.large)
		draw_spill(d, TICKETS);
	/* Those left out are listed in the roster's order: by one. */
	parallel(excluded ? 1 : roster->readers, add_pieces, &pass);
	if (roster->tick)
		roster->tick(NULL, 0);
	if (pass.rc) {
		if (err)
			*err = pass.err;
		return pass.rc;
	}
	rc = draw_select(d, id_at, roster, twice, err);
	if (twice[1])
		return duplicated_id(roster, twice, err);
	return place(roster, 0, rc, err); /* what is wrong now is the whole's */
}

void draw_roster_expect(const struct draw_roster *roster, size_t offset)
{
	roster_text_expect(&roster->text, offset);
}

ssjc_rc draw_roster_pick(struct draw_roster *roster, unsigned reader, const struct draw_winner *w,
    unsigned number, struct pick *out, struct ssjc_err *err)
{
	struct roster_reader *r = &roster->reader[reader];
	ssjc_rc rc = reread(roster, r, w->offset, err);

	if (rc)
		return rc;
	*out = (struct pick){.draw = number,
	    .stratum = w->stratum->text,
	    .stratum_at = w->stratum_at,
	    .rank = w->rank,
	    .role = w->role};
	for (size_t i = 0; i < OBJECT_COLUMNS; i++) {
		struct str s = cell(r, roster->object[i]);

		if (i == OBJECT_ID || i == OBJECT_NAME ? text_plain(s) < s.n : !text_plain_lines(s))
			return ssjc_fail_at(err, SSJC_INPUT, roster->name, line_of(roster, r), NULL,
			    "“%.*s” has a character that does not show as what it is, and cannot "
			    "go on record: write it without",
			    STR_ARG(s));
		*object_member(&out->object, i) = s;
	}
	return SSJC_OK;
}

ssjc_rc draw_roster_copy(
    struct draw_roster *roster, size_t offset, struct csv_out *out, struct ssjc_err *err)
{
	struct roster_reader *r = &roster->reader[0];
	ssjc_rc rc = reread(roster, r, offset, err);

	if (rc)
		return rc;
	csv_out_fields(out, r->row.field, r->row.n, r->row.bare, csv_in_delimiter(r->in));
	csv_out_end(out);
	return SSJC_OK;
}

const struct str *draw_roster_columns(const struct draw_roster *roster, size_t *n)
{
	*n = roster->cols;
	return roster->head;
}

void draw_roster_header(const struct draw_roster *roster, struct csv_out *out)
{
	for (size_t i = 0; i < OWN; i++)
		csv_out_field(out, str_of(own[i]));
	for (size_t i = 0; i < roster->cols; i++)
		csv_out_field(out, roster->head[i]);
	csv_out_end(out);
}

void draw_roster_row(const struct draw_roster *roster, const struct draw *d, unsigned reader,
    const struct pick *pick, struct csv_out *out)
{
	const struct csv_row *row = &roster->reader[reader].row;
	unsigned char ticket[TICKET_SIZE];
	char hex[TICKET_HEX];

	draw_ticket(d, pick->object.id, ticket);
	hex_of(ticket, sizeof ticket, hex);
	csv_out_uint(out, pick->draw);
	csv_out_field(out, pick->stratum);
	csv_out_uint(out, pick->rank);
	csv_out_field(out, (struct str){hex, sizeof hex - 1});
	csv_out_field(out, str_of(role_names[pick->role]));
	csv_out_fields(
	    out, row->field, row->n, row->bare, csv_in_delimiter(roster->reader[reader].in));
	csv_out_end(out);
}

void draw_roster_close(struct draw_roster *roster)
{
	if (!roster)
		return;
	for (unsigned i = 0; roster->reader && i < roster->readers; i++) {
		csv_in_close(roster->reader[i].in);
		buf_free(&roster->reader[i].window);
	}
	free(roster->reader);
	arena_free(&roster->arena);
	free(roster);
}
