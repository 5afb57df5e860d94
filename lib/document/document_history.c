#include "ssjc/document/document_history.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/audit/import_summary.h"
#include "ssjc/draw/draw_bound.h"

ssjc_rc document_history_open(struct document_history *h, struct document *d, struct audit *a,
    const struct audit_events *e, struct ssjc_err *err)
{
	ssjc_rc rc;

	h->n = e->n;
	for (const struct audit_event *x = e->v; x < e->v + e->n; x++)
		if (x->seq == d->state->draw_event) {
			rc = audit_plan(a, x->plan_digest, &h->drawn_by, err);
			if (rc)
				return rc;
			d->drawn_by = &h->drawn_by;
			d->registers = x;
		}
	rc = audit_plan_history(a, e, d->state->draw_event, &h->changes, err);
	if (rc)
		return rc;
	d->changes = h->changes;
	rc = import_summary_used(a, e, &h->arena, &h->imports, &d->n_imports, err);
	if (rc)
		return rc;
	d->imports = h->imports;
	rc = draw_bound_roots(
	    &d->roots, a, draw_bound_event(e, d->state->draw_event), &h->arena, err);
	if (rc)
		return rc;
	rc = draw_bound_roots(
	    &d->committed, a, draw_bound_event(e, d->state->ceremony.event), &h->arena, err);
	if (rc)
		return rc;
	rc = audit_told_of(&h->told, a, e, &h->arena, err);
	if (rc)
		return rc;
	d->told = &h->told;
	return SSJC_OK;
}

void document_history_close(struct document_history *h)
{
	audit_plan_history_free(h->changes, h->n);
	plan_close(&h->drawn_by);
	arena_free(&h->arena);
}
