#include "ssjc/upload/upload_batch.h"

#include "upload_source.h"

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

static int id_to_sent(const void *id, const void *sent)
{
	return str_cmp(*(const struct str *)id, ((const struct audit_sent *)sent)->id);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
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
static ssjc_rc take_cells(
    struct upload_batch *b, struct upload_change *c, struct audit *a, struct ssjc_err *err)
{
	const struct upload_format *f = b->format;
	struct audit_cell *cell;
	size_t n;
	ssjc_rc rc = audit_cells(a, c->row.content, &b->arena, &cell, &n, err);

	if (rc)
		return rc;
	c->cell = arena_array(&b->arena, f->n_columns, sizeof *c->cell);
	if (!c->cell)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		const struct upload_column *column = upload_format_column(f, cell[i].name);

		if (column)
			c->cell[column - f->column] = cell[i].value;
	}
	return SSJC_OK;
}

static ssjc_rc withdraw(struct upload_batch *out, size_t *cap, const struct audit_sent *s,
    struct audit *a, struct ssjc_err *err)
{
	struct upload_change *c = grow(out, cap);

	if (!c)
		return ssjc_fail_memory(err);
	*c = (struct upload_change){.row = {s->id, STR("d"), s->held}};
	out->deleted++;
	return take_cells(out, c, a, err);
}

static ssjc_rc sorted_ids(struct str **out, size_t *n, const struct upload_rows *rows,
    struct arena *arena, struct ssjc_err *err)
{
	*n = 0;
	*out = arena_array(arena, rows->n + rows->n_pending + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < rows->n; i++)
		(*out)[(*n)++] = rows->v[i].id;
	for (size_t i = 0; i < rows->n_pending; i++)
		(*out)[(*n)++] = rows->pending[i];
	qsort(*out, *n, sizeof **out, by_text);
	return SSJC_OK;
}

ssjc_rc upload_batch_diff(struct upload_batch *out, const struct upload_format *f,
    const struct upload_rows *rows, const struct audit_sent *sent, size_t n, bool again,
    struct audit *a, struct ssjc_err *err)
{
	struct str *ids;
	size_t cap = 0, n_ids;
	ssjc_rc rc;

	*out = (struct upload_batch){.format = f};
	rc = sorted_ids(&ids, &n_ids, rows, &out->arena, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < rows->n; i++) {
		const struct upload_row *r = &rows->v[i];
		size_t at = array_bisect(&r->id, sent, n, sizeof *sent, id_to_sent);
		const struct audit_sent *s = at < n && str_eq(sent[at].id, r->id) ? &sent[at]
		                                                                  : NULL;
		const char *as = operation(r, s, again);
		struct upload_change *c;

		if (!as)
			continue;
		c = grow(out, &cap);
		if (!c) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		*c = (struct upload_change){{r->id, str_of(as), r->content}, r->cell};
		*(*as == 'i' ? &out->inserted : &out->updated) += 1;
	}
	for (size_t i = 0; i < n; i++) {
		if (!sent[i].held.p || (sent[i].withdrawal && !again) ||
		    bsearch(&sent[i].id, ids, n_ids, sizeof *ids, by_text))
			continue;
		rc = withdraw(out, &cap, &sent[i], a, err);
		if (rc)
			goto out;
	}
out:
	if (rc)
		upload_batch_free(out);
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
		rc = take_cells(out, c, a, err);
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
	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		csv_out_field(&out, str_of(head[i]));
	csv_out_end(&out);
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
