#include "assign_work.h"

void *assign_room(struct assign_work *w, size_t n, size_t size)
{
	void *p = arena_array(&w->arena, n, size);

	if (!p)
		ssjc_fail_memory(w->err);
	return p;
}

size_t assign_dept_at(const struct plan *p, struct str dept)
{
	const struct plan_dept *d = plan_dept_of(p, dept);

	return d ? (size_t)(d - p->dept) : p->n_depts;
}

ssjc_rc assign_place(struct assign_work *w, const struct seat *s)
{
	struct placed *to;
	struct arena *a = &w->out->arena;
	bool ok = true;

	if (!array_grow(&w->placed, &w->placed_cap, w->n_placed, sizeof *w->placed))
		return ssjc_fail_memory(w->err);
	to = &w->placed[w->n_placed++];
	*to = (struct placed){*s, assign_dept_at(w->p->plan, s->dept)};
	to->seat.object = arena_str(a, s->object, &ok);
	to->seat.dept = arena_str(a, s->dept, &ok);
	to->seat.cert = arena_str(a, s->cert, &ok);
	to->seat.inspector = arena_str(a, s->inspector, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(w->err);
}

ssjc_rc assign_key(const struct assign_work *w, const char *stage, struct str dept,
    struct ticket_key **out, struct ssjc_err *err)
{
	struct buf name = {0};
	ssjc_rc rc;

	buf_z(&name, stage);
	buf_str(&name, dept);
	if (name.failed)
		rc = ssjc_fail_memory(err);
	else
		rc = ticket_key_open(out, w->p->master, buf_text(&name), err);
	buf_free(&name);
	return rc;
}

ssjc_rc assign_day_ticket(const struct assign_work *w, const struct ticket_key *key, size_t day,
    struct str name, unsigned char ticket[TICKET_SIZE], struct ssjc_err *err)
{
	struct buf id = {0};
	char date[DATE_SIZE];
	ssjc_rc rc = SSJC_OK;

	date_format(w->day[day].date, date);
	buf_printf(&id, "%s/%.*s", date, STR_ARG(name));
	if (id.failed)
		rc = ssjc_fail_memory(err);
	else
		ticket_of(key, buf_text(&id), ticket);
	buf_free(&id);
	return rc;
}

size_t assign_day(const struct assign_work *w, day_t date)
{
	size_t i = 0;

	while (i < w->n_days && w->day[i].date != date)
		i++;
	return i;
}
