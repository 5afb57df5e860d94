#include "ssjc/record/removal.h"

__extension__ typedef unsigned __int128 wide;

static bool is_below(uint64_t remain, uint64_t population, struct ratio floor)
{
	return floor.q && (wide)remain * floor.q < (wide)population * floor.p;
}

ssjc_rc removals_of(struct removals *out, const struct audit_state *s, const struct plan *plan,
    struct arena *arena, struct ssjc_err *err)
{
	*out = (struct removals){0};
	out->v = arena_array(arena, s->n_confirmations + 1, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_picks; i++) {
		out->removed += s->pick[i].role == ROLE_REMOVED;
		out->came_in += s->pick[i].role == ROLE_REPLACEMENT;
		out->remain += pick_is_drawn(&s->pick[i]);
	}
	/* One that awaits its replacement is among those that remain. */
	for (size_t i = 0; i < s->n_confirmations; i++) {
		const struct confirmation *c = &s->confirmation[i];
		const struct pick *p = audit_pick(s, c->object);

		if (!c->confirmed && p && p->role == ROLE_REMOVED)
			out->v[out->n++] = (struct removal){p, c};
	}
	out->exhausted = out->remain < s->draw.counts.main;
	out->below_floor = is_below(out->remain, s->draw.counts.population, plan->floor);
	return SSJC_OK;
}
