#include "ssjc/assign/last_visits.h"

#include "ssjc/base/stream_text.h"

#include <stdlib.h>

static int by_object(const void *a, const void *b)
{
	const struct last_visit *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->cert, y->cert);
}

/* Two seats of one person at a business are one visit; a row without either is none. */
static void gather(struct last_visits *x)
{
	int id = table_col(&x->table, "id"), cert = table_col(&x->table, "cert");
	size_t n = 0;

	for (size_t i = 0; i < x->table.rows; i++) {
		struct last_visit visit = {
		    table_at(&x->table, i, id), table_at(&x->table, i, cert)};

		if (visit.object.n && visit.cert.n)
			x->v[n++] = visit;
	}
	if (n > 1)
		qsort(x->v, n, sizeof *x->v, by_object);
	for (size_t i = 0; i < n; i++)
		if (x->n == 0 || by_object(&x->v[x->n - 1], &x->v[i]) != 0)
			x->v[x->n++] = x->v[i];
}

ssjc_rc last_visits_read(
    struct last_visits *x, struct str text, const char *name, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "cert", NULL};
	ssjc_rc rc;

	*x = (struct last_visits){0};
	rc = table_read(&x->table, text, name, err);
	if (rc)
		goto out;
	rc = table_need(&x->table, needed, err);
	if (rc)
		goto out;
	x->v = arena_array(&x->table.arena, x->table.rows + 1, sizeof *x->v);
	if (x->v)
		gather(x);
	else
		rc = ssjc_fail_memory(err);
out:
	if (rc)
		last_visits_close(x);
	return rc;
}

ssjc_rc last_visits_write(const struct last_visits *x, struct buf *out, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "cert", NULL};
	struct stream_text t;
	ssjc_rc rc = stream_text_open(&t, err);

	if (rc)
		goto out;
	stream_text_header(&t.csv, columns);
	for (size_t i = 0; i < x->n; i++) {
		csv_out_field(&t.csv, x->v[i].object);
		csv_out_field(&t.csv, x->v[i].cert);
		csv_out_end(&t.csv);
	}
	rc = stream_text_into(&t, out, err);
out:
	stream_text_free(&t);
	return rc;
}

size_t last_visits_of(const struct last_visits *x, struct str object, size_t *first)
{
	size_t low = 0, high = x->n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(x->v[middle].object, object) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < x->n && str_eq(x->v[end].object, object);)
		end++;
	*first = low;
	return end - low;
}

void last_visits_close(struct last_visits *x)
{
	table_close(&x->table);
	*x = (struct last_visits){0};
}
