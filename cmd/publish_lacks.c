/* What is not there yet of what the public is to see: a line on stderr for each. */
#include "publish_cmd.h"

#include "ssjc/record/review.h"

static ssjc_rc note_unreviewed(struct cli *c, const struct review_pending *p)
{
	struct buf names = {0};
	ssjc_rc rc = SSJC_OK;

	review_names(&names, p);
	if (names.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	cli_note(c,
	    "%.*s: not published, %llu result%s at %llu business%s, entered by "
	    "%.*s, await%s a review by another person: ssjc-record review",
	    STR_ARG(p->dept), (unsigned long long)p->results, p->results == 1 ? "" : "s",
	    (unsigned long long)p->objects, p->objects == 1 ? "" : "es", STR_ARG(buf_text(&names)),
	    p->results == 1 ? "s" : "");
out:
	buf_free(&names);
	return rc;
}

ssjc_rc publish_lacks_reviews(struct cli *c, const struct document *d, bool *any)
{
	struct arena arena = {0};
	struct review_pending *p;
	ssjc_rc rc = SSJC_OK;

	*any = false;
	if (!d->plan->review)
		goto out;
	rc = review_pending(&p, d->state, d->plan, UINT64_MAX, &arena, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < d->plan->n_depts; i++) {
		if (p[i].results == 0)
			continue;
		*any = true;
		rc = note_unreviewed(c, &p[i]);
		if (rc)
			goto out;
	}
out:
	arena_free(&arena);
	return rc;
}

bool publish_lacks_results(struct cli *c, const struct dept_results *results)
{
	bool any = false;

	for (size_t i = 0; i < results->n; i++) {
		const struct dept_result *r = &results->v[i];

		if (r->recorded == r->expected && r->n_codes > 0)
			continue;
		any = true;
		cli_note(c, "%.*s (%.*s), %.*s: not published, %zu of %zu items have a result",
		    STR_ARG(r->pick->object.id), STR_ARG(r->pick->object.name),
		    STR_ARG(r->dept->key), r->recorded, r->expected);
	}
	return any;
}
