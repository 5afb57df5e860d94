/* Skills that are needed at businesses, and that nobody of the department there has. */
#include "assign_expert.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/base/language.h"
#include "ssjc/base/stream_text.h"

#include <stdlib.h>

static ssjc_rc add(
    struct seat_lacks *out, const struct seat *seat, struct str skill, struct ssjc_err *err)
{
	bool ok = true;

	if (!array_grow(&out->v, &out->cap, out->n, sizeof *out->v))
		return ssjc_fail_memory(err);
	out->v[out->n++] = (struct seat_lack){.object = seat->object,
	    .dept = seat->dept,
	    .skill = arena_str(&out->arena, skill, &ok)};
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Those of a department at an object, whose seats are together. */
static ssjc_rc find_at(struct seat_lacks *out, struct experts *x, const struct assign_record *s,
    const struct seat *seat, size_t n, struct ssjc_err *err)
{
	const struct str *skill = NULL;
	size_t missing;
	ssjc_rc rc;

	if (audit_inspected(s->state, seat->object))
		return SSJC_OK;
	rc = experts_missing(
	    x, &audit_pick(s->state, seat->object)->object, seat, n, &skill, &missing);
	if (rc)
		return rc;
	for (size_t i = 0; i < missing; i++) {
		rc = add(out, seat, skill[i], err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static bool is_beside(const struct seat *a, const struct seat *b)
{
	return str_eq(a->object, b->object) && str_eq(a->dept, b->dept);
}

ssjc_rc assign_lacks(struct seat_lacks *out, const struct assign_record *s, struct ssjc_err *err)
{
	const struct seat *v = s->result.v;
	struct experts x = {0};
	ssjc_rc rc;

	*out = (struct seat_lacks){0};
	if (!s->plan->experts)
		return SSJC_OK;
	rc = experts_open(&x, s->plan, s->items, s->inspectors, NULL, err);
	if (rc)
		goto out;
	for (size_t i = 0, end; i < s->result.n; i = end) {
		for (end = i + 1; end < s->result.n && is_beside(&v[i], &v[end]);)
			end++;
		rc = find_at(out, &x, s, &v[i], end - i, err);
		if (rc)
			goto out;
	}
out:
	experts_close(&x);
	return rc;
}

void assign_lacks_free(struct seat_lacks *l)
{
	free(l->v);
	arena_free(&l->arena);
	*l = (struct seat_lacks){0};
}

/* As CSV into out, as no file of it is ever written. */
ssjc_rc assign_lacks_write(const struct seat_lacks *l, struct buf *out, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "dept", "skill", NULL};
	struct stream_text t;
	ssjc_rc rc = stream_text_open(&t, err);

	if (rc)
		goto out;
	stream_text_header(&t.csv, columns);
	for (size_t i = 0; i < l->n; i++) {
		csv_out_field(&t.csv, l->v[i].object);
		csv_out_field(&t.csv, l->v[i].dept);
		csv_out_field(&t.csv, l->v[i].skill);
		csv_out_end(&t.csv);
	}
	rc = stream_text_into(&t, out, err);
out:
	stream_text_free(&t);
	return rc;
}
