#include "ssjc/assign/last_visits.h"

#include "ssjc/base/csv_out.h"

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

static ssjc_rc write_rows(const struct last_visits *x, FILE *f, struct ssjc_err *err)
{
	struct csv_out csv = {0};
	ssjc_rc rc = csv_out_open(&csv, f, CSV_PLAIN, err);

	if (rc)
		goto out;
	csv_out_field(&csv, STR("id"));
	csv_out_field(&csv, STR("cert"));
	csv_out_end(&csv);
	for (size_t i = 0; i < x->n; i++) {
		csv_out_field(&csv, x->v[i].object);
		csv_out_field(&csv, x->v[i].cert);
		csv_out_end(&csv);
	}
	rc = csv_out_finish(&csv, NULL, err);
out:
	csv_out_close(&csv);
	return rc;
}

ssjc_rc last_visits_write(const struct last_visits *x, struct buf *out, struct ssjc_err *err)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	ssjc_rc rc;

	if (!f)
		return ssjc_fail_memory(err);
	rc = write_rows(x, f, err);
	if (fclose(f) != 0 && !rc)
		rc = ssjc_fail_memory(err);
	if (!rc)
		buf_add(out, text, n);
	free(text);
	return !rc && out->failed ? ssjc_fail_memory(err) : rc;
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
