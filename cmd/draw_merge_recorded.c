/* The registers of the draw on record: their counts are there, and they are the operands. */
#include "draw_merge.h"

/* The last of these actions among the events, or NULL. */
static const struct audit_event *last_of(const struct audit_events *e, const char *actions)
{
	const struct audit_event *last = NULL;

	for (size_t i = 0; i < e->n; i++)
		if (str_in_list(str_of(actions), e->v[i].action))
			last = &e->v[i];
	return last;
}

ssjc_rc draw_merge_recorded(
    struct cli *c, const struct plan *plan, const char *actions, bool *several)
{
	struct audit_events e = {0};
	struct audit *a = NULL;
	const struct audit_event *last;
	ssjc_rc rc = draw_events(c, plan, &a, &e);

	*several = false;
	if (rc)
		goto out;
	last = last_of(&e, actions);
	for (size_t i = 0; last && i < last->n_files; i++)
		*several |= str_is(last->file[i].kind, "counts");
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

/* The counts on record, and the operands that they are of. */
ssjc_rc draw_merge_load(struct cli *c, struct draw_input *in)
{
	struct draw_merge *m = in->merge;
	struct audit_events e = {0};
	struct audit *a = NULL;
	ssjc_rc rc = audit_open(&a, in->plan->audit, AUDIT_READ, &c->context, &c->err);

	m->here = !draw_options.cutoffs;
	if (rc)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	rc = shards_load(&m->s, in->plan, a, last_of(&e, draw_options.recorded), &c->err);
	if (rc || !m->here)
		goto out;
	rc = shards_find(&m->s, c->operand, c->operands, &c->err);
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}
