#include "audit_db.h"

#include "ssjc/json.h"
#include "ssjc/parallel.h"

/* Two jobs of one length: the rows into the database, and all else. */
struct job {
	struct audit *a;
	const struct audit_picks *picks;
	int64_t strata;       /* the row of the draw's first stratum */
	ssjc_code code[2];
	struct ssjc_err err[2];
};

/* Of an object all but its code, as a JSON array in the order of object_columns. */
static void object_text(struct buf *out, struct object *o)
{
	buf_clear(out);
	buf_char(out, '[');
	for (size_t i = 1; object_columns[i]; i++) {
		json_next(out);
		json_str(out, *object_member(o, i));
	}
	buf_char(out, ']');
}

static ssjc_code put(struct job *j, unsigned thread, struct pick *p, struct buf *text,
    struct ssjc_err *err)
{
	struct audit_value row[] = {{.integer = true, .i = j->strata + (int64_t)p->stratum_at},
	    {.integer = true, .i = (int64_t)p->rank}, {.s = p->object.id}, {.s = {NULL, 0}}};

	object_text(text, &p->object);
	if (text->failed)
		return ssjc_fail_memory(err);
	row[3].s = buf_text(text);
	if (thread == 0)
		return audit_insert_row(j->a, T_PICK, row, err);
	audit_hash_row(j->a, T_PICK, row);
	return j->picks->with(j->picks->arg, p, err);
}

static void run(void *arg, unsigned thread)
{
	struct job *j = arg;
	const struct audit_picks *picks = j->picks;
	struct buf text = {0};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < picks->n; i++) {
		struct pick p;

		code = picks->pick(picks->arg, thread, i, &p, &j->err[thread]);
		if (code == SSJC_OK)
			code = put(j, thread, &p, &text, &j->err[thread]);
	}
	j->code[thread] = code;
	buf_free(&text);
}

ssjc_code audit_put_picks(struct audit *a, const struct audit_picks *picks, struct ssjc_err *err)
{
	struct job j = {.a = a, .picks = picks, .strata = a->before[T_STRATUM] + 1};
	ssjc_code code = audit_prepare_rows(a, T_PICK, err);

	if (code != SSJC_OK)
		return code;
	parallel(2, run, &j);
	for (int i = 0; i < 2; i++)
		if (j.code[i] != SSJC_OK) {
			if (err)
				*err = j.err[i];
			return j.code[i];
		}
	return SSJC_OK;
}
