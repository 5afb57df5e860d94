#include "assign_work.h"

enum why assign_why(const struct assign_work *w, const struct pool *pool, const struct person *x,
    const struct assign_job *j)
{
	if (x->day[j->day] != MAY)
		return x->day[j->day];
	if (bits_has(bit_matrix_row(&pool->recused, (size_t)(x - pool->v)), (size_t)(j - w->job)))
		return RECUSED;
	if (!x->allowed[j->category])
		return OUTSIDE;
	if (assign_free(w, x, j->day) == 0 ||
	    (pool->dept->max_load && x->load >= pool->dept->max_load))
		return FULL;
	return MAY;
}

ssjc_rc assign_may(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	if (!bit_matrix_open(&pool->recused, pool->able, w->n_jobs) ||
	    !bit_matrix_open(&pool->may, w->n_jobs, pool->able))
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < pool->able; i++) {
		ssjc_rc rc = recusal_index_find(
		    &w->recusable, pool->v[i].who->recuse, bit_matrix_row(&pool->recused, i), err);

		if (rc)
			return rc;
	}
	for (size_t at = 0; at < w->n_jobs; at++)
		for (size_t i = 0; i < pool->able; i++)
			if (assign_why(w, pool, &pool->v[i], &w->job[at]) == MAY)
				bits_set(bit_matrix_row(&pool->may, at), i);
	return SSJC_OK;
}
