#include "ssjc/draw/replace.h"

ssjc_rc replace_next(
    struct audit_state *state, size_t i, const struct pick **next, struct ssjc_err *err)
{
	const struct pick *found = audit_pick(state, state->awaiting[i]);
	struct pick *removed, *p;

	*next = NULL;
	if (!found)
		return ssjc_fail(
		    err, SSJC_INPUT, "“%.*s” was not drawn", STR_ARG(state->awaiting[i]));
	removed = &state->pick[found - state->pick];
	removed->role = ROLE_REMOVED;
	/* Picks are by stratum and rank: the reserve comes after those drawn, the next one first. */
	for (p = state->pick; p < state->pick + state->n_picks; p++)
		if (p->role == ROLE_RESERVE && str_eq(p->stratum, removed->stratum)) {
			p->role = ROLE_REPLACEMENT;
			*next = p;
			break;
		}
	return SSJC_OK;
}

ssjc_rc replace_put(struct audit_state *state, struct audit *a,
    void (*used_up)(void *arg, const struct pick *removed), void *arg, struct ssjc_err *err)
{
	const struct pick *next;
	ssjc_rc rc;

	for (size_t i = 0; i < state->n_awaiting; i++) {
		rc = replace_next(state, i, &next, err);
		if (rc)
			return rc;
		if (!next)
			used_up(arg, audit_pick(state, state->awaiting[i]));
		rc = audit_put_replacement(
		    a, state->draws, state->awaiting[i], next ? next->object.id : STR(""), err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc replace_write(const struct table *t, const struct audit_state *state, enum csv_style style,
    FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	int id = table_col(t, "id"), role = table_col(t, "role");
	struct csv_out out = {0};
	ssjc_rc rc = csv_out_open(&out, f, style, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < t->cols; i++)
		csv_out_field(&out, t->head[i]);
	csv_out_end(&out);
	for (size_t row = 0; row < t->rows; row++) {
		const struct pick *p = audit_pick(state, table_at(t, row, id));

		for (size_t i = 0; i < t->cols; i++)
			csv_out_field(&out,
			    (int)i == role ? str_of(role_names[p->role])
			                   : table_at(t, row, (int)i));
		csv_out_end(&out);
	}
	rc = csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	return rc;
}
