#include "ssjc/record/record.h"

static void fields(struct csv_out *out, const struct str *field, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_out_field(out, field[i]);
	csv_out_end(out);
}

void record_confirm_form(const struct record *r, struct csv_out *out)
{
	const struct str head[] = {STR("id"), STR("name"), STR("dept"), STR("confirmed"),
	    STR("reason"), STR("evidence"), STR("note")};
	const struct audit_state *s = r->state;

	fields(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_picks; i++)
		for (size_t d = 0; pick_is_drawn(&s->pick[i]) && d < r->plan->n_depts; d++) {
			const struct object *o = &s->pick[i].object;
			struct str row[sizeof head / sizeof head[0]] = {
			    o->id, o->name, r->plan->dept[d].key};

			if (!record_confirmation(s, o->id, r->plan->dept[d].key))
				fields(out, row, sizeof row / sizeof row[0]);
		}
}

void record_result_form(const struct record *r, struct csv_out *out)
{
	const struct str head[] = {STR("id"), STR("name"), STR("dept"), STR("item"), STR("title"),
	    STR("result"), STR("problem"), STR("disposal"), STR("date"), STR("method"),
	    STR("signed"), STR("note")};
	const struct audit_state *s = r->state;

	fields(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_seats; i++) {
		const struct seat *seat = &s->seat[i];
		const struct pick *p = audit_pick(s, seat->object);
		char date[DATE_SIZE];

		if (seat->seat != 1 || !p || !pick_is_drawn(p))
			continue;
		date_format(seat->date, date);
		for (size_t k = 0; r->items && k < r->items->n; k++) {
			const struct item *item = &r->items->v[k];
			struct str row[sizeof head / sizeof head[0]] = {p->object.id,
			    p->object.name, seat->dept, item->item,
			    item->title, [8] = str_of(date)};

			if (item_applies(item, seat->dept, p->object.category) &&
			    !record_result(s, p->object.id, seat->dept, item->item, STR("")))
				fields(out, row, sizeof row / sizeof row[0]);
		}
	}
}
