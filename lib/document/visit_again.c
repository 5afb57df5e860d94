#include "ssjc/document/visits.h"

#include <stdlib.h>

/* Numbers of events that have that kind of papers, in order. */
struct printed {
	uint64_t *event;
	size_t n;
};

static void find_printed(struct printed *p, const struct audit_state *s,
    const struct audit_events *events, const char *kind)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct audit_event *e = &events->v[i];

		if (e->seq > s->draw_event && str_is(e->action, "print") &&
		    audit_event_file(e, kind, true))
			p->event[p->n++] = e->seq;
	}
}

static int number_to_event(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Were papers printed after one event, and before the other? */
static bool is_out(const struct printed *p, uint64_t after, uint64_t before)
{
	const uint64_t key = after + 1;
	size_t at = array_bisect(&key, p->event, p->n, sizeof key, number_to_event);

	return at < p->n && p->event[at] < before;
}

ssjc_rc visits_again(struct visits *v, const struct audit_state *s,
    const struct audit_events *events, const char *kind, struct ssjc_err *err)
{
	struct printed printed = {calloc(events->n + 1, sizeof *printed.event), 0};

	if (!printed.event)
		return ssjc_fail_memory(err);
	find_printed(&printed, s, events, kind);
	for (size_t i = 0; i < v->n && s->n_changes; i++) {
		struct visit *x = &v->v[i];
		const struct seat_touched *touched;
		size_t n = audit_touched(s, x->object.id, s->draw_event, &touched);
		uint64_t since = s->draw_event;

		x->again = 1;
		for (size_t k = 0; k < n; k++) {
			if (!is_out(&printed, since, touched[k].event))
				continue;
			x->again++;
			since = touched[k].event;
		}
	}
	free(printed.event);
	return SSJC_OK;
}
