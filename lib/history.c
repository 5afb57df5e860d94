#include "ssjc/history.h"

#include "ssjc/num.h"
#include "ssjc/table.h"

#include <stdlib.h>

struct history {
	int year;
	struct str plan_id;
	struct arena arena;
	struct str *id; /* one an inspection that counts */
	size_t n, cap;
	bool sorted;
};

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

ssjc_code history_open(struct history **out, int year, struct str plan_id, struct ssjc_err *err)
{
	struct history *h = calloc(1, sizeof *h);

	*out = h;
	if (!h)
		return ssjc_fail_memory(err);
	h->year = year;
	h->plan_id = plan_id;
	return SSJC_OK;
}

static ssjc_code add_row(struct history *h, const struct table *t, size_t row,
    struct ssjc_err *err)
{
	struct str date = table_at(t, row, table_col(t, "date"));
	bool ok = true;
	day_t day;

	if (!date_parse(date, &day))
		return table_fail(t, row, "date", err, "“%.*s” is no date such as 2023-06-14",
		    STR_ARG(date));
	if (date_year(day) != h->year || str_eq(table_at(t, row, table_col(t, "plan")), h->plan_id))
		return SSJC_OK;
	if (!grow(&h->id, &h->cap, h->n, sizeof *h->id))
		return ssjc_fail_memory(err);
	h->id[h->n++] = arena_str(&h->arena, table_at(t, row, table_col(t, "id")), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_code history_add(struct history *h, struct str text, const char *name, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "date", NULL};
	struct table t;
	ssjc_code code = table_read(&t, text, name, err);

	h->sorted = false;
	if (code == SSJC_OK)
		code = table_need(&t, needed, err);
	for (size_t i = 0; code == SSJC_OK && i < t.rows; i++)
		code = add_row(h, &t, i, err);
	table_close(&t);
	return code;
}

unsigned history_count(struct history *h, struct str id)
{
	size_t low = 0, high = h->n;
	unsigned n = 0;

	if (!h->sorted && h->n > 1)
		qsort(h->id, h->n, sizeof *h->id, by_text);
	h->sorted = true;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(h->id[mid], id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	while (low < h->n && str_eq(h->id[low], id))
		low++, n++;
	return n;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	arena_free(&h->arena);
	free(h->id);
	free(h);
}
