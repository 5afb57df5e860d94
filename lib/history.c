#include "ssjc/history.h"

#include "ssjc/num.h"
#include "ssjc/table.h"

#include <stdlib.h>

struct history {
	struct table table;
	struct str *id; /* sorted; one an inspection that counts */
	size_t n;
};

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

ssjc_code history_read(struct history **out, struct str text, const char *name, int year,
    struct str plan_id, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "date", NULL};
	struct history *h = calloc(1, sizeof *h);
	int id, date, plan;
	ssjc_code code;

	*out = NULL;
	if (!h)
		return ssjc_fail_memory(err);
	code = table_read(&h->table, text, name, err);
	if (code == SSJC_OK)
		code = table_need(&h->table, needed, err);
	if (code == SSJC_OK && !(h->id = calloc(h->table.rows + 1, sizeof *h->id)))
		code = ssjc_fail_memory(err);
	if (code != SSJC_OK)
		goto out;
	id = table_col(&h->table, "id");
	date = table_col(&h->table, "date");
	plan = table_col(&h->table, "plan");
	for (size_t i = 0; i < h->table.rows; i++) {
		day_t day;

		if (!date_parse(table_at(&h->table, i, date), &day)) {
			code = table_fail(&h->table, i, "date", err, "“%.*s” is no date such as 2023-06-14",
			    STR_ARG(table_at(&h->table, i, date)));
			goto out;
		}
		if (date_year(day) == year && !str_eq(table_at(&h->table, i, plan), plan_id))
			h->id[h->n++] = table_at(&h->table, i, id);
	}
	qsort(h->id, h->n, sizeof *h->id, by_text);
out:
	if (code == SSJC_OK)
		*out = h;
	else
		history_free(h);
	return code;
}

unsigned history_count(const struct history *h, struct str id)
{
	size_t low = 0, high = h->n;
	unsigned n = 0;

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
	table_close(&h->table);
	free(h->id);
	free(h);
}
