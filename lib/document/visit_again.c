#include "ssjc/document/visits.h"

/* Did the event change a seat of the business? */
static bool changed(const struct audit_state *s, uint64_t event, struct str id)
{
	for (size_t i = 0; i < s->n_changes; i++)
		for (size_t k = 0; s->change[i].event == event && k < s->change[i].n; k++)
			if (str_eq(s->change[i].seat[k].object, id))
				return true;
	return false;
}

void visits_again(struct visits *v, const struct audit_state *s, const struct audit_events *events,
    const char *kind)
{
	for (size_t i = 0; i < v->n && s->n_changes; i++) {
		struct visit *x = &v->v[i];
		bool out = false;

		x->again = 1;
		for (size_t k = 0; k < events->n; k++) {
			const struct audit_event *e = &events->v[k];

			if (e->seq <= s->draw_event)
				continue;
			if (str_is(e->action, "print") && audit_event_file(e, kind, true))
				out = true;
			if (!out || !changed(s, e->seq, x->object.id))
				continue;
			x->again++;
			out = false;
		}
	}
}
