#include "ssjc/plan/history.h"

#include "ssjc/base/num.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"

#include <stdlib.h>

/*
 * An inspection: of an object, by a plan; without a plan's id, on a day. Where
 * the history gives no code, the object is the key of its name after a byte
 * that no code has.
 */
struct history_visit {
	struct str id, by;
};

struct history {
	int year;
	struct str plan_id;
	struct arena arena;
	struct history_visit *visit; /* those that count; sorted, each once */
	size_t n, cap;
	bool names; /* does any visit go by name? */
};

static struct str name_key(struct buf *to, struct str name)
{
	buf_clear(to);
	buf_char(to, '\1');
	text_key(to, name);
	return buf_text(to);
}

static int by_id(const void *a, const void *b)
{
	const struct history_visit *x = a, *y = b;
	int c = str_cmp(x->id, y->id);

	return c ? c : str_cmp(x->by, y->by);
}

ssjc_rc history_open(struct history **out, int year, struct str plan_id, struct ssjc_err *err)
{
	struct history *h = calloc(1, sizeof *h);

	*out = h;
	if (!h)
		return ssjc_fail_memory(err);
	h->year = year;
	h->plan_id = plan_id;
	return SSJC_OK;
}

static ssjc_rc add_row(
    struct history *h, const struct table *t, size_t row, struct buf *key, struct ssjc_err *err)
{
	struct str date = table_at(t, row, table_col(t, "date"));
	struct str plan = table_at(t, row, table_col(t, "plan"));
	struct str id = table_at(t, row, table_col(t, "id"));
	struct str name = str_trim(table_at(t, row, table_col(t, "name")));
	bool ok = true;
	day_t day;

	if (!date_parse(date, &day))
		return table_fail(
		    t, row, "date", err, "“%.*s” is not a date such as 2023-06-14", STR_ARG(date));
	if (id.n == 0 && name.n == 0)
		return table_fail(t, row, "id", err, "is empty, and there is no name");
	if (date_year(day) != h->year || str_eq(plan, h->plan_id))
		return SSJC_OK;
	if (!array_grow(&h->visit, &h->cap, h->n, sizeof *h->visit))
		return ssjc_fail_memory(err);
	h->names |= id.n == 0;
	h->visit[h->n].id = arena_str(&h->arena, id.n ? id : name_key(key, name), &ok);
	h->visit[h->n++].by = arena_str(&h->arena, plan.n ? plan : date, &ok);
	return ok && !key->failed ? SSJC_OK : ssjc_fail_memory(err);
}

/* Two files, or two days of one plan, may tell of the same inspection. */
static void sort(struct history *h)
{
	size_t kept = 0;

	if (h->n < 2)
		return;
	qsort(h->visit, h->n, sizeof *h->visit, by_id);
	for (size_t i = 0; i < h->n; i++)
		if (i == 0 || by_id(&h->visit[i], &h->visit[kept - 1]) != 0)
			h->visit[kept++] = h->visit[i];
	h->n = kept;
}

ssjc_rc history_add(struct history *h, struct str text, const char *name, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "date", NULL};
	struct buf key = {0};
	struct table t;
	ssjc_rc rc = table_read(&t, text, name, err);

	if (rc)
		return rc;
	rc = table_need(&t, needed, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < t.rows; i++) {
		rc = add_row(h, &t, i, &key, err);
		if (rc)
			goto out;
	}
	sort(h);
out:
	buf_free(&key);
	table_close(&t);
	return rc;
}

static int id_to_visit(const void *id, const void *visit)
{
	return str_cmp(*(const struct str *)id, ((const struct history_visit *)visit)->id);
}

static unsigned count(const struct history *h, struct str id)
{
	size_t first = array_bisect(&id, h->visit, h->n, sizeof *h->visit, id_to_visit), end;

	for (end = first; end < h->n && str_eq(h->visit[end].id, id);)
		end++;
	return (unsigned)(end - first);
}

unsigned history_count(const struct history *h, struct str id, struct str name)
{
	unsigned n = count(h, id);

	if (h->names && name.n) {
		struct buf key = {0};

		n += count(h, name_key(&key, name));
		buf_free(&key);
	}
	return n;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	arena_free(&h->arena);
	free(h->visit);
	free(h);
}

static int by_digest(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

ssjc_rc history_digest(struct str *digest, size_t n, char out[DIGEST_HEX], struct ssjc_err *err)
{
	struct buf all = {0};
	ssjc_rc rc = SSJC_OK;

	out[0] = '\0';
	if (n > 1)
		qsort(digest, n, sizeof *digest, by_digest);
	for (size_t i = 0; i < n; i++)
		buf_str(&all, digest[i]);
	if (all.failed)
		rc = ssjc_fail_memory(err);
	else if (all.n)
		rc = digest_hex(all.p, all.n, out, err);
	buf_free(&all);
	return rc;
}
