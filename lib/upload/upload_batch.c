#include "ssjc/upload/upload_batch.h"

#include "upload_key.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct upload_container_name upload_containers[UPLOAD_CONTAINERS] = {
    [UPLOAD_CSV] = {"csv", "csv"},
    [UPLOAD_TSV] = {"tsv", "tsv"},
    [UPLOAD_JSON] = {"json", "json"},
    [UPLOAD_XML] = {"xml", "xml"},
    [UPLOAD_XLSX] = {"xlsx", "xlsx"},
    [UPLOAD_SQL] = {"sql", "sql"},
    [UPLOAD_POSTGRESQL] = {"postgresql", "sql"},
    [UPLOAD_MYSQL] = {"mysql", "sql"},
};

bool upload_container_of(struct str name, enum upload_container *out)
{
	for (int i = 0; i < UPLOAD_CONTAINERS; i++)
		if (str_is(name, upload_containers[i].name)) {
			*out = (enum upload_container)i;
			return true;
		}
	return false;
}

ssjc_rc upload_batch_number(struct buf *out, const struct audit_batches *made, int64_t time,
    uint64_t serial, struct ssjc_err *err)
{
	enum { DAY = 8, MOST = 99999 };
	char date[DATE_SIZE], day[DAY + 1];
	int64_t last = 0;

	date_format(time_day(time), date);
	snprintf(day, sizeof day, "%.4s%.2s%.2s", date, date + 5, date + 8);
	for (size_t i = 0; i < made->n; i++) {
		struct str count = made->v[i].number;
		int64_t n;

		if (!str_cut_start(&count, day) || num_parse(count, 1, MOST, &n))
			continue;
		last = n > last ? n : last;
	}
	serial = serial > (uint64_t)last + 1 ? serial : (uint64_t)last + 1;
	if (serial > MOST)
		return ssjc_fail(err, SSJC_USAGE, "a day has no more than %d batches", MOST);
	buf_printf(out, "%s%05" PRIu64, day, serial);
	return SSJC_OK;
}

/* ---- What changed ---- */

/* An id, of a row or (NULL) of one that may come back. */
struct known_id {
	struct str id;
	const struct upload_row *row;
};

/* What a batch is made with. */
struct differ {
	struct upload_batch *out;
	size_t cap;
	const struct upload_rows *rows;
	const struct audit_sent *sent; /* by id */
	size_t n_sent;
	bool again; /* also what was rejected */
	struct known_id *id;
	size_t n_ids;
	bool *later;             /* by row: not before it is gone by its old key */
	struct upload_key *held; /* keys of rows there that are not what they were */
	size_t n_held, held_cap;
	struct arena arena;
	struct buf text;
	struct audit *a;
	struct ssjc_err *err;
};

static int id_to_sent(const void *id, const void *sent)
{
	return str_cmp(*(const struct str *)id, ((const struct audit_sent *)sent)->id);
}

static int by_known_id(const void *a, const void *b)
{
	return str_cmp(((const struct known_id *)a)->id, ((const struct known_id *)b)->id);
}

static struct upload_change *grow(struct upload_batch *b, size_t *cap)
{
	return array_grow(&b->v, cap, b->n, sizeof *b->v) ? &b->v[b->n++] : NULL;
}

/* Is the row to be sent, and as what? s is what the other side has of it, or NULL. */
static const char *operation(const struct upload_row *r, const struct audit_sent *s, bool again)
{
	if (s && s->held.p && str_eq(s->held, r->content))
		return NULL;
	if (s && s->rejected.p && !s->withdrawal && str_eq(s->rejected, r->content) && !again)
		return NULL;
	return s && s->known ? "u" : "i";
}

/* The cells of a content, by the columns of the format. */
static ssjc_rc take_cells(const struct upload_format *f, struct str content, struct arena *arena,
    struct str **out, struct audit *a, struct ssjc_err *err)
{
	struct audit_cell *cell;
	size_t n;
	ssjc_rc rc = audit_cells(a, content, arena, &cell, &n, err);

	if (rc)
		return rc;
	*out = arena_array(arena, f->n_columns, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		const struct upload_column *column = upload_format_column(f, cell[i].name);

		if (column)
			(*out)[column - f->column] = cell[i].value;
	}
	return SSJC_OK;
}

/* The key that cells have; it is valid until the next one. */
static struct str key_of(struct differ *d, const struct str *cell)
{
	buf_clear(&d->text);
	upload_key_put(&d->text, d->out->format, cell);
	return buf_text(&d->text);
}

/* The other side has a row by that key, which is not what any row of now says there. */
static ssjc_rc hold(struct differ *d, const struct str *cell)
{
	bool ok = true;

	if (!array_grow(&d->held, &d->held_cap, d->n_held, sizeof *d->held))
		return ssjc_fail_memory(d->err);
	d->held[d->n_held] = (struct upload_key){
	    arena_str(&d->arena, key_of(d, cell), &ok), d->n_held};
	d->n_held++;
	return ok && !d->text.failed ? SSJC_OK : ssjc_fail_memory(d->err);
}

static ssjc_rc withdraw(struct differ *d, const struct audit_sent *s, struct str content)
{
	struct upload_batch *out = d->out;
	struct upload_change *c = grow(out, &d->cap);
	ssjc_rc rc;

	if (!c)
		return ssjc_fail_memory(d->err);
	*c = (struct upload_change){.row = {s->id, STR("d"), content}};
	rc = take_cells(out->format, content, &out->arena, &c->cell, d->a, d->err);
	if (rc)
		return rc;
	out->deleted++;
	if (upload_key_is_empty(out->format, c->cell))
		return ssjc_fail_at(d->err, SSJC_INPUT, out->format->file, 0, "key",
		    "the row %.*s was uploaded without a value in the columns of the key, and cannot "
		    "be withdrawn by them: make this batch with the format as it was",
		    STR_ARG(s->id));
	return SSJC_OK;
}

static bool has_key(struct differ *d, const struct str *cell, const struct str *other)
{
	struct buf text = {0};
	bool same;

	upload_key_put(&text, d->out->format, other);
	same = str_eq(key_of(d, cell), buf_text(&text));
	d->text.failed |= text.failed;
	buf_free(&text);
	return same;
}

/*
 * Does the row have to go, as it is there? When it is none of now, or by another key: then
 * it comes in again with the batch after this one, once it is certain that the old one is
 * gone.
 */
static ssjc_rc compare(struct differ *d, const struct audit_sent *s)
{
	const struct known_id want = {.id = s->id},
	                      *now = bsearch(&want, d->id, d->n_ids, sizeof *d->id, by_known_id);
	struct upload_batch *out = d->out;
	struct str there = s->held.p ? s->held : s->rejected, *cell;
	struct arena scratch = {0};
	ssjc_rc rc;

	if (!there.p || (now && now->row && str_eq(there, now->row->content)) ||
	    (!now && !s->held.p))
		return SSJC_OK;
	rc = take_cells(out->format, there, &scratch, &cell, d->a, d->err);
	if (rc)
		goto out;
	if (now && now->row && has_key(d, cell, now->row->cell))
		goto out;
	if (now && now->row)
		d->later[now->row - d->rows->v] = true;
	rc = hold(d, cell);
	if (rc || (now && !now->row) || (s->withdrawal && !d->again))
		goto out;
	rc = withdraw(d, s, there);
out:
	arena_free(&scratch);
	return rc;
}

/* Is a row there by the key that these cells have, which is not yet known to be gone? */
static bool is_held(struct differ *d, const struct str *cell)
{
	struct upload_key want = {.key = d->n_held ? key_of(d, cell) : STR("")};
	size_t at = array_bisect(&want, d->held, d->n_held, sizeof *d->held, upload_key_compare);

	return at < d->n_held && str_eq(d->held[at].key, want.key);
}

/* The row at that place of the rows, if it is new or changed. */
static ssjc_rc add(struct differ *d, size_t at)
{
	const struct upload_row *r = &d->rows->v[at];
	size_t i = array_bisect(&r->id, d->sent, d->n_sent, sizeof *d->sent, id_to_sent);
	const struct audit_sent *s = i < d->n_sent && str_eq(d->sent[i].id, r->id) ? &d->sent[i]
	                                                                           : NULL;
	const char *as = d->later[at] ? "i" : operation(r, s, d->again);
	struct upload_batch *out = d->out;
	struct upload_change *c;

	if (!as)
		return SSJC_OK;
	if (d->later[at] || (*as == 'i' && is_held(d, r->cell))) {
		out->later++;
		return SSJC_OK;
	}
	c = grow(out, &d->cap);
	if (!c)
		return ssjc_fail_memory(d->err);
	*c = (struct upload_change){{r->id, str_of(as), r->content}, r->cell};
	*(*as == 'i' ? &out->inserted : &out->updated) += 1;
	return SSJC_OK;
}

static ssjc_rc sort_ids(struct differ *d)
{
	const struct upload_rows *rows = d->rows;

	d->id = arena_array(&d->arena, rows->n + rows->n_pending + 1, sizeof *d->id);
	d->later = arena_array(&d->arena, rows->n + 1, sizeof *d->later);
	if (!d->id || !d->later)
		return ssjc_fail_memory(d->err);
	for (size_t i = 0; i < rows->n; i++)
		d->id[d->n_ids++] = (struct known_id){rows->v[i].id, &rows->v[i]};
	for (size_t i = 0; i < rows->n_pending; i++)
		d->id[d->n_ids++] = (struct known_id){rows->pending[i], NULL};
	qsort(d->id, d->n_ids, sizeof *d->id, by_known_id);
	return SSJC_OK;
}

ssjc_rc upload_batch_diff(struct upload_batch *out, const struct upload_format *f,
    const struct upload_rows *rows, const struct audit_sent *sent, size_t n, bool again,
    struct audit *a, struct ssjc_err *err)
{
	struct differ d = {.out = out,
	    .rows = rows,
	    .sent = sent,
	    .n_sent = n,
	    .again = again,
	    .a = a,
	    .err = err};
	ssjc_rc rc;

	*out = (struct upload_batch){.format = f};
	rc = sort_ids(&d);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		rc = compare(&d, &sent[i]);
		if (rc)
			goto out;
	}
	if (d.n_held)
		qsort(d.held, d.n_held, sizeof *d.held, upload_key_compare);
	for (size_t i = 0; i < rows->n; i++) {
		rc = add(&d, i);
		if (rc)
			goto out;
	}
	rc = d.text.failed ? ssjc_fail_memory(err) : SSJC_OK;
out:
	if (rc)
		upload_batch_free(out);
	free(d.held);
	buf_free(&d.text);
	arena_free(&d.arena);
	return rc;
}

ssjc_rc upload_batch_read(struct upload_batch *out, const struct upload_format *f,
    const struct audit_batch *b, struct audit *a, struct ssjc_err *err)
{
	struct audit_batch_row *row;
	size_t cap = 0, n;
	ssjc_rc rc;

	*out = (struct upload_batch){.format = f, .number = b->number, .time = b->time};
	rc = audit_batch_rows(a, b->event, &out->arena, &row, &n, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		struct upload_change *c = grow(out, &cap);

		if (!c) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		*c = (struct upload_change){.row = row[i]};
		rc = take_cells(f, c->row.content, &out->arena, &c->cell, a, err);
		if (rc)
			goto out;
	}
	out->inserted = b->inserted;
	out->updated = b->updated;
	out->deleted = b->deleted;
out:
	if (rc)
		upload_batch_free(out);
	return rc;
}

void upload_batch_cut(struct upload_batch *b, size_t n)
{
	b->n = n;
	b->inserted = b->updated = b->deleted = 0;
	for (size_t i = 0; i < n; i++)
		switch (b->v[i].row.operation.p[0]) {
		case 'i':
			b->inserted++;
			break;
		case 'u':
			b->updated++;
			break;
		default:
			b->deleted++;
		}
}

void upload_batch_free(struct upload_batch *b)
{
	free(b->v);
	arena_free(&b->arena);
	*b = (struct upload_batch){0};
}

/* ---- The reconciliation sheet ---- */

ssjc_rc upload_manifest_write(const struct plan *plan, const struct audit_batch *v, size_t n,
    enum csv_style style, FILE *f, char *digest, struct ssjc_err *err)
{
	static const char *const head[] = {"batch", "plan", "format", "target", "time", "container",
	    "rows", "inserted", "updated", "deleted", "accepted", "rejected", "open", "sha256"};
	struct csv_out out = {0};
	ssjc_rc rc = csv_out_open(&out, f, style, err);

	if (rc)
		goto out;
	csv_out_header(&out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < n; i++) {
		const struct audit_batch *b = &v[i];
		char time[TIME_SIZE];

		time_format(b->time, time);
		csv_out_field(&out, b->number);
		csv_out_field(&out, plan->id);
		csv_out_field(&out, b->format);
		csv_out_field(&out, b->target);
		csv_out_field(&out, str_of(time));
		csv_out_field(&out, b->container);
		csv_out_uint(&out, b->rows);
		csv_out_uint(&out, b->inserted);
		csv_out_uint(&out, b->updated);
		csv_out_uint(&out, b->deleted);
		csv_out_uint(&out, b->accepted);
		csv_out_uint(&out, b->rejected);
		csv_out_uint(&out, b->open + b->delivered);
		csv_out_field(&out, b->digest);
		csv_out_end(&out);
	}
	rc = csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	return rc;
}
