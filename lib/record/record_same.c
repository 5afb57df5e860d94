#include "ssjc/record/record_same.h"

#include "record_rows.h"
#include "ssjc/base/language.h"

#include <stdlib.h>

/* A growing list. */
struct list {
	const struct record_reading *how;
	struct record_texts **v;
	size_t n, cap;
	struct arena arena;
};

static int by_texts(const void *a, const void *b)
{
	const struct record_texts *x = *(struct record_texts *const *)a,
	                          *y = *(struct record_texts *const *)b;
	int c = 0;

	for (size_t i = 0; c == 0 && i < sizeof x->text / sizeof x->text[0]; i++)
		c = str_cmp(x->text[i], y->text[i]);
	return c;
}

static ssjc_rc add(void *arg, const union record_thing *is, struct ssjc_err *err)
{
	struct list *l = arg;
	struct record_texts *to = arena_alloc(&l->arena, sizeof *to);

	if (!to || !array_grow(&l->v, &l->cap, l->n, sizeof *l->v))
		return ssjc_fail_memory(err);
	l->how->texts(to, is);
	l->v[l->n++] = to;
	return SSJC_OK;
}

static ssjc_rc add_kept(
    struct list *l, const struct audit_state *s, uint64_t event, struct ssjc_err *err)
{
	union record_thing thing;
	uint64_t of;

	for (size_t i = 0; l->how->kept(s, i, &thing, &of); i++) {
		ssjc_rc rc = of == event ? add(l, &thing, err) : SSJC_OK;

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Both sides in one order, one beside the other. */
static ssjc_rc compare(struct list *read, struct list *kept, bool is_signed, struct ssjc_err *err)
{
	size_t n = read->n, m = kept->n;

	if (n > 1)
		qsort(read->v, n, sizeof *read->v, by_texts);
	if (m > 1)
		qsort(kept->v, m, sizeof *kept->v, by_texts);
	for (size_t i = 0; i < n || i < m; i++) {
		const struct record_texts *x = i < m ? kept->v[i] : read->v[i];

		if (i < n && i < m && by_texts(&read->v[i], &kept->v[i]) == 0)
			continue;
		return ssjc_fail(err, SSJC_INPUT,
		    is_signed ? N_("what %.*s signed of %.*s is not what is on record")
		              : N_("what the files say of %.*s at %.*s is not what is on record"),
		    STR_ARG(x->text[1]), STR_ARG(x->text[0]));
	}
	return SSJC_OK;
}

ssjc_rc record_same(const struct record *r, const struct table *t, struct record_taking *how,
    enum record_kind kind, const struct audit_state *after, uint64_t event, bool is_signed,
    struct ssjc_err *err)
{
	struct list read = {.how = record_readings[kind]}, kept = read;
	ssjc_rc rc = record_rows_read(read.how, r, t, how, add, &read, err);

	if (rc)
		goto out;
	rc = add_kept(&kept, after, event, err);
	if (rc)
		goto out;
	rc = compare(&read, &kept, is_signed, err);
out:
	free(read.v);
	free(kept.v);
	arena_free(&read.arena);
	arena_free(&kept.arena);
	return rc;
}
