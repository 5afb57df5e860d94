#include "ssjc/upload/upload_receipt.h"

#include "upload_source.h"

#include "ssjc/base/encoding.h"
#include "ssjc/base/text.h"
#include "ssjc/upload/upload_record.h"

#include <stdlib.h>
#include <string.h>

/* ---- How it was read ---- */

static const char others[] = "others=accepted\n",
                  of_batch[] = "batch=", stream[] = "stream=answers\n";

void upload_receipt_options(struct buf *out, const struct upload_receipt_how *how)
{
	import_options_text(&how->options, out);
	if (how->batch.n)
		buf_printf(out, "%s%.*s\n", of_batch, STR_ARG(how->batch));
	buf_z(out, how->others ? others : "");
}

ssjc_rc upload_receipt_parse(struct upload_receipt_how *how, struct str text, struct ssjc_err *err)
{
	struct str rest, line;
	ssjc_rc rc;

	how->others = str_cut_end(&text, others);
	str_cut_start(&text, stream);
	rest = text;
	while (str_split(&rest, '\n', &line)) {
		struct str value = line;

		if (rest.n == 0 && str_cut_start(&value, of_batch)) {
			how->batch = value;
			text.n = (size_t)(line.p - text.p);
		}
	}
	rc = import_options_parse(&how->options, text, err);
	how->options.stream = &stream_answers;
	return rc;
}

/* ---- Batches that can be answered ---- */

/* A row under the text by which it is looked for. */
struct keyed {
	struct str key;
	size_t row;
};

struct candidate {
	const struct audit_batch *batch;
	struct upload_format format;
	struct upload_batch rows;
	int *column;  /* the table's column of each of the format's, or NO_COLUMN */
	bool *is_key; /* of the format's columns: rows are looked for by it */
	struct keyed *by_id, *by_key;
	size_t *line; /* of each row: the table's row that answers it, from 1 */
	bool any;     /* the file answers one of them */
};

struct reader {
	const struct upload_receipt_job *job;
	struct upload_receipts *out;
	const struct table *t;
	struct audit_batches made;
	struct candidate *v;
	size_t n;
	int row, number, state, code, text, time;
	size_t wrong;
	struct ssjc_err *err;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = str_cmp(x->key, y->key);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

/* The text of a cell by which it is compared, in the arena. */
static struct str key_of(struct arena *arena, struct str text, bool *ok)
{
	struct buf b = {0};
	struct str s;

	text_key(&b, text);
	s = arena_str(arena, buf_text(&b), ok);
	*ok = *ok && !b.failed;
	buf_free(&b);
	return s;
}

static bool same_key(struct arena *arena, struct str a, struct str b, bool *ok)
{
	return str_eq(a, b) || str_eq(key_of(arena, a, ok), key_of(arena, b, ok));
}

/* The table's column that has the name or the label of a format's column. */
static int find_column(struct reader *r, const struct upload_column *c, bool *ok)
{
	for (size_t i = 0; i < r->t->cols; i++)
		if (same_key(&r->out->arena, r->t->head[i], c->name, ok) ||
		    (c->label.n && same_key(&r->out->arena, r->t->head[i], c->label, ok)))
			return (int)i;
	return NO_COLUMN;
}

static bool is_of(const struct upload_column *c, const char *const *sources)
{
	while (*sources && strcmp(*sources, c->source->name) != 0)
		sources++;
	return *sources != NULL;
}

/* By which columns are rows looked for: the key's that the file has, or who the business is. */
static void choose_key(const struct upload_format *f, const int *column, bool *is_key)
{
	static const char *const who[] = {"object.id", "object.uscc", "object.registration", NULL};
	bool any = false;

	for (size_t i = 0; i < f->n_keys; i++) {
		size_t at = (size_t)(upload_format_column(f, f->key[i]) - f->column);

		is_key[at] = column[at] != NO_COLUMN;
		any |= is_key[at];
	}
	for (size_t i = 0; i < f->n_columns && !any; i++)
		is_key[i] = column[i] != NO_COLUMN && is_of(&f->column[i], who);
}

/* The values of the key's columns; cells are a row's of the format, or else the table's. */
static struct str join_key(
    struct reader *r, const struct candidate *c, const struct str *cells, size_t row, bool *ok)
{
	struct buf key = {0};
	struct str s;

	for (size_t i = 0; i < c->format.n_columns; i++) {
		if (!c->is_key[i])
			continue;
		text_key(&key, cells ? cells[i] : table_at(r->t, row, c->column[i]));
		buf_char(&key, '\n');
	}
	s = arena_str(&r->out->arena, buf_text(&key), ok);
	*ok = *ok && !key.failed;
	buf_free(&key);
	return s;
}

static ssjc_rc index_rows(struct reader *r, struct candidate *c)
{
	const struct upload_batch *b = &c->rows;
	struct arena *arena = &r->out->arena;
	size_t columns = c->format.n_columns;
	bool ok = true;

	c->column = arena_array(arena, columns + 1, sizeof *c->column);
	c->is_key = arena_array(arena, columns + 1, sizeof *c->is_key);
	c->by_id = arena_array(arena, b->n + 1, sizeof *c->by_id);
	c->by_key = arena_array(arena, b->n + 1, sizeof *c->by_key);
	c->line = arena_array(arena, b->n + 1, sizeof *c->line);
	if (!c->column || !c->is_key || !c->by_id || !c->by_key || !c->line)
		return ssjc_fail_memory(r->err);
	for (size_t i = 0; i < columns; i++)
		c->column[i] = find_column(r, &c->format.column[i], &ok);
	choose_key(&c->format, c->column, c->is_key);
	for (size_t i = 0; i < b->n; i++) {
		c->by_id[i] = (struct keyed){b->v[i].row.id, i};
		c->by_key[i] = (struct keyed){join_key(r, c, b->v[i].cell, 0, &ok), i};
	}
	qsort(c->by_id, b->n, sizeof *c->by_id, by_key);
	qsort(c->by_key, b->n, sizeof *c->by_key, by_key);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

static ssjc_rc add_candidate(struct reader *r, const struct audit_batch *b)
{
	struct candidate *c = &r->v[r->n];
	ssjc_rc rc = upload_record_format(
	    &c->format, r->job->audit, &r->job->events->v[b->event - 1], &r->out->arena, r->err);

	if (rc)
		return rc;
	r->n++;
	c->batch = b;
	rc = upload_batch_read(&c->rows, &c->format, b, r->job->audit, r->err);
	return rc ? rc : index_rows(r, c);
}

/* The batch that was named, or those that wait for an answer. */
static ssjc_rc find_batches(struct reader *r)
{
	struct str named = r->job->how->batch;
	ssjc_rc rc = audit_batches(r->job->audit, r->job->upto, &r->made, r->err);

	if (rc)
		return rc;
	r->v = arena_array(&r->out->arena, r->made.n + 1, sizeof *r->v);
	if (!r->v)
		return ssjc_fail_memory(r->err);
	for (size_t i = 0; i < r->made.n; i++) {
		const struct audit_batch *b = &r->made.v[i];

		if (named.n ? !str_eq(b->number, named) : b->open + b->delivered == 0)
			continue;
		rc = add_candidate(r, b);
		if (rc)
			return rc;
	}
	if (r->n)
		return SSJC_OK;
	if (named.n)
		return ssjc_fail(
		    r->err, SSJC_USAGE, "--batch: there is no batch “%.*s”", STR_ARG(named));
	return ssjc_fail(r->err, SSJC_REFUSED,
	    "no batch waits for an answer: name the one that is answered again with --batch");
}

/* ---- Rows ---- */

static void tell(struct reader *r, struct ssjc_err *e, struct str value)
{
	r->wrong++;
	if (r->job->bad)
		r->job->bad(r->job->arg, e, value);
}

/* A row of a batch, as found for a row of the table. */
struct found {
	struct candidate *c;
	size_t row, n; /* n: how many there are that could be it */
};

static void found_one(struct found *f, struct candidate *c, size_t row)
{
	if (f->n++ == 0) {
		f->c = c;
		f->row = row;
	}
}

static void find_by_id(struct found *f, struct candidate *c, struct str id)
{
	struct keyed key = {id, 0};
	size_t at = array_bisect(&key, c->by_id, c->rows.n, sizeof *c->by_id, by_key);

	if (at < c->rows.n && str_eq(c->by_id[at].key, id))
		found_one(f, c, c->by_id[at].row);
}

/* Of rows with one key, those that say what the file says in a further column, if any do. */
static void narrow(
    struct reader *r, const struct candidate *c, size_t line, struct keyed *v, size_t *n, bool *ok)
{
	for (size_t i = 0; i<c->format.n_columns && * n> 1; i++) {
		struct str cell = str_trim(table_at(r->t, line, c->column[i]));
		size_t same = 0;

		if (c->is_key[i] || cell.n == 0)
			continue;
		/* Those that agree come first, in order. */
		for (size_t k = 0; k < *n; k++)
			if (same_key(&r->out->arena, c->rows.v[v[k].row].cell[i], cell, ok)) {
				struct keyed one = v[k];

				memmove(v + same + 1, v + same, (k - same) * sizeof *v);
				v[same++] = one;
			}
		*n = same ? same : *n;
	}
}

static void find_by_key(
    struct reader *r, struct found *f, struct candidate *c, size_t line, bool *ok)
{
	struct keyed key = {join_key(r, c, NULL, line, ok), 0}, *v;
	size_t at, n = 0;

	if (str_trim(key.key).n == 0)
		return;
	at = array_bisect(&key, c->by_key, c->rows.n, sizeof *c->by_key, by_key);
	while (at + n < c->rows.n && str_eq(c->by_key[at + n].key, key.key))
		n++;
	if (n == 0)
		return;
	v = arena_array(&r->out->arena, n, sizeof *v);
	if (!v) {
		*ok = false;
		return;
	}
	memcpy(v, c->by_key + at, n * sizeof *v);
	narrow(r, c, line, v, &n, ok);
	for (size_t i = 0; i < n; i++)
		found_one(f, c, v[i].row);
}

/* The id of a row in a batch's own column for it, or in the one that is called so. */
static struct str id_in(const struct reader *r, const struct candidate *c, size_t line)
{
	static const char *const ids[] = {"row.id", NULL};
	struct str id = str_trim(table_at(r->t, line, r->row));

	for (size_t i = 0; i < c->format.n_columns && id.n == 0; i++)
		if (is_of(&c->format.column[i], ids))
			id = str_trim(table_at(r->t, line, c->column[i]));
	return id;
}

/* Which row is it? In one batch it must be one, and it must be in one batch. */
static ssjc_rc find(struct reader *r, size_t line, struct found *out, struct found *other)
{
	struct str number = str_trim(table_at(r->t, line, r->number));
	bool ok = true;

	*out = *other = (struct found){.n = 0};
	for (size_t i = 0; i < r->n; i++) {
		struct candidate *c = &r->v[i];
		struct found *f = out->n ? other : out;
		struct str id = id_in(r, c, line);

		if (number.n && !str_eq(number, c->batch->number))
			continue;
		if (id.n)
			find_by_id(f, c, id);
		else
			find_by_key(r, f, c, line, &ok);
		if (other->n)
			break;
	}
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

/* What the row says of its state: false when it is wrong; *pending: it is no answer yet. */
static bool state_of(struct reader *r, size_t line, enum receipt_state *state, bool *pending)
{
	struct str written = str_trim(table_at(r->t, line, r->state)), code = STR("");
	struct ssjc_err e;

	if (written.n && vocabulary_code(r->job->import->vocabulary, "answer", written, &code)) {
		*pending = str_is(code, "pending");
		*state = str_is(code, "accepted") ? RECEIPT_ACCEPTED : RECEIPT_REJECTED;
		return true;
	}
	if (written.n)
		table_fail(r->t, line, "state", &e,
		    "“%.*s” is not known as an answer: add it to values.csv, under answer",
		    STR_ARG(written));
	else
		table_fail(r->t, line, "state", &e, "is empty: it does not say what was answered");
	tell(r, &e, written);
	return false;
}

/* Is it one row of one batch, and not answered before? Else what is wrong is told. */
static bool check_found(
    struct reader *r, size_t line, const struct found *f, const struct found *other)
{
	struct ssjc_err e;

	if (f->n == 0)
		table_fail(r->t, line, NULL, &e,
		    "is not a row of a batch that waits for an answer%s%.*s",
		    r->job->how->batch.n ? ": " : "", STR_ARG(r->job->how->batch));
	else if (other->n)
		table_fail(r->t, line, NULL, &e,
		    "is a row of batch %.*s and of batch %.*s: say which is answered, with --batch",
		    STR_ARG(f->c->batch->number), STR_ARG(other->c->batch->number));
	else if (f->n > 1)
		table_fail(r->t, line, NULL, &e,
		    "could be any of %zu rows of batch %.*s: the file needs a further column of its "
		    "format",
		    f->n, STR_ARG(f->c->batch->number));
	else if (f->c->line[f->row])
		table_fail(r->t, line, NULL, &e,
		    "answers the row once more that row %llu of the file answers",
		    (unsigned long long)r->t->line[f->c->line[f->row] - 1]);
	else
		return true;
	tell(r, &e, STR(""));
	return false;
}

static ssjc_rc add(struct reader *r, const struct audit_receipt *x)
{
	struct upload_receipts *out = r->out;
	bool ok = true;

	if (!array_grow(&out->v, &out->cap, out->n, sizeof *out->v))
		return ssjc_fail_memory(r->err);
	out->v[out->n++] = (struct audit_receipt){arena_str(&out->arena, x->number, &ok),
	    arena_str(&out->arena, x->id, &ok), x->state, arena_str(&out->arena, x->code, &ok),
	    arena_str(&out->arena, x->text, &ok), arena_str(&out->arena, x->time, &ok)};
	out->accepted += x->state == RECEIPT_ACCEPTED;
	out->rejected += x->state == RECEIPT_REJECTED;
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

static ssjc_rc take_row(struct reader *r, size_t line)
{
	struct audit_receipt x = {.code = str_trim(table_at(r->t, line, r->code)),
	    .text = str_trim(table_at(r->t, line, r->text)),
	    .time = str_trim(table_at(r->t, line, r->time))};
	struct found f, other;
	bool pending = false, good = state_of(r, line, &x.state, &pending);
	ssjc_rc rc = find(r, line, &f, &other);

	if (rc)
		return rc;
	if (!check_found(r, line, &f, &other) || !good)
		return SSJC_OK;
	f.c->line[f.row] = line + 1;
	r->out->pending += pending;
	if (pending)
		return SSJC_OK;
	f.c->any = true;
	x.number = f.c->batch->number;
	x.id = f.c->rows.v[f.row].row.id;
	return add(r, &x);
}

/* The rows that no file names, of the batches that one does, where they wait. */
static ssjc_rc accept_others(struct reader *r)
{
	struct audit_answer *answer;
	size_t n;
	ssjc_rc rc = audit_answers(
	    r->job->audit, r->job->upto, false, &r->out->arena, &answer, &n, r->err);

	if (rc)
		return rc;
	for (size_t i = 0; i < r->n; i++) {
		size_t row = 0;

		for (size_t k = 0; r->v[i].any && k < n; k++) {
			struct audit_receipt x = {.number = answer[k].number,
			    .id = answer[k].id,
			    .state = RECEIPT_ACCEPTED};

			if (answer[k].event != r->v[i].batch->event)
				continue;
			if (r->v[i].line[row++] ||
			    (answer[k].known && answer[k].state != RECEIPT_DELIVERED))
				continue;
			rc = add(r, &x);
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

static ssjc_rc take(struct reader *r)
{
	const struct table *t = r->t;
	ssjc_rc rc = find_batches(r);

	if (rc)
		return rc;
	r->row = table_col(t, "row");
	r->number = table_col(t, "number");
	r->state = table_col(t, "state");
	r->code = table_col(t, "code");
	r->text = table_col(t, "text");
	r->time = table_col(t, "time");
	r->out->rows = t->rows;
	for (size_t i = 0; i < t->rows; i++) {
		rc = take_row(r, i);
		if (rc)
			return rc;
	}
	if (r->wrong)
		return ssjc_fail(r->err, SSJC_INPUT,
		    "%zu of %zu rows are wrong: nothing is put on record", r->wrong, t->rows);
	return r->job->how->others ? accept_others(r) : SSJC_OK;
}

/* What the import refuses is wrong, too; what it leaves out is no row. */
static void bad(void *arg, const struct ssjc_err *e, struct str value)
{
	struct reader *r = arg;
	struct ssjc_err copy = *e;

	tell(r, &copy, value);
}

static void left(void *arg, const struct ssjc_err *e, struct str value)
{
	(void)arg;
	(void)e;
	(void)value;
}

ssjc_rc upload_receipts_read(
    struct upload_receipts *out, const struct upload_receipt_job *job, struct ssjc_err *err)
{
	struct reader r = {.job = job, .out = out, .err = err};
	struct record_taking how = {.bad = bad, .left = left, .arg = &r};
	struct record_in in = {0};
	ssjc_rc rc;

	*out = (struct upload_receipts){0};
	rc = record_in_read(&in, job->import, &how, err);
	if (rc)
		goto out;
	r.t = &in.table;
	rc = take(&r);
	if (!rc && out->rows == 0)
		rc = ssjc_fail_at(
		    err, SSJC_INPUT, job->import->input[0].name, 0, NULL, "names no row");
out:
	for (size_t i = 0; i < r.n; i++) {
		upload_batch_free(&r.v[i].rows);
		upload_format_close(&r.v[i].format);
	}
	audit_batches_free(&r.made);
	record_in_close(&in);
	if (rc)
		upload_receipts_free(out);
	return rc;
}

/* ---- A list of rejected rows ---- */

/* The rows of the batch by id, each with whether a line named it: its row is 1 then. */
static ssjc_rc sort_rows(struct reader *r, const struct audit_batch_row *row, size_t n,
    struct arena *arena, struct keyed **out)
{
	*out = arena_array(arena, n + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(r->err);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct keyed){row[i].id, 0};
	qsort(*out, n, sizeof **out, by_key);
	return SSJC_OK;
}

static ssjc_rc read_rejected(struct reader *r, struct str batch, struct keyed *row, size_t n)
{
	const struct table *t = r->t;
	int id = table_col(t, "id"), code = table_col(t, "code"), text = table_col(t, "text"),
	    time = table_col(t, "time");

	for (size_t i = 0; i < t->rows; i++) {
		struct audit_receipt x = {.number = batch,
		    .id = str_trim(table_at(t, i, id)),
		    .state = RECEIPT_REJECTED,
		    .code = table_at(t, i, code),
		    .text = table_at(t, i, text),
		    .time = table_at(t, i, time)};
		struct keyed want = {x.id, 0};
		size_t at = array_bisect(&want, row, n, sizeof *row, by_key);
		ssjc_rc rc;

		if (at == n || !str_eq(row[at].key, x.id))
			return table_fail(t, i, "id", r->err, "“%.*s” is not a row of batch %.*s",
			    STR_ARG(x.id), STR_ARG(batch));
		if (row[at].row++)
			return table_fail(
			    t, i, "id", r->err, "“%.*s” is duplicated", STR_ARG(x.id));
		rc = add(r, &x);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc upload_rejected_read(struct upload_receipts *out, struct str bytes, const char *name,
    struct str batch, const struct audit_batch_row *row, size_t n, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", NULL};
	struct decoded text = {0};
	struct table t = {.name = NULL};
	struct reader r = {.out = out, .t = &t, .err = err};
	struct arena arena = {0};
	struct keyed *by_id;
	ssjc_rc rc;

	*out = (struct upload_receipts){0};
	rc = decoded_open(&text, bytes, ENCODING_AUTO, name, err);
	if (rc)
		goto out;
	rc = table_read(&t, text.text, name, err);
	if (rc)
		goto out;
	rc = table_need(&t, needed, err);
	if (rc)
		goto out;
	out->rows = t.rows;
	if (t.rows == 0) {
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "names no row: if the platform took all of them, leave out --rejected");
		goto out;
	}
	rc = sort_rows(&r, row, n, &arena, &by_id);
	if (rc)
		goto out;
	rc = read_rejected(&r, batch, by_id, n);
out:
	arena_free(&arena);
	decoded_close(&text);
	table_close(&t);
	if (rc)
		upload_receipts_free(out);
	return rc;
}

void upload_receipts_free(struct upload_receipts *r)
{
	free(r->v);
	arena_free(&r->arena);
	*r = (struct upload_receipts){0};
}
