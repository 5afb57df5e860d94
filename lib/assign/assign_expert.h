/*
 * assign_expert: a department's experts (专业人员), where none of its inspectors at a
 * business has a skill that its items name: ssjc-draw(7), Experts.
 */
#ifndef SSJC_ASSIGN_EXPERT_H
#define SSJC_ASSIGN_EXPERT_H

#include "ssjc/plan/items.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/seat.h"
#include "ssjc/plan/ticket.h"

/* An expert, with the days of the seats that he has. */
struct expert;
/* The skills that a department's items for a category name, each once, in byte order. */
struct expert_need;

struct experts {
	const struct plan *plan;
	const struct items *items;
	const struct inspector **by_cert; /* all people */
	size_t people;
	struct expert *v;
	size_t n;
	struct expert_need *need;
	size_t n_needs, cap_needs;
	struct ticket_key **key; /* of each department of the plan; NULL without a master */
	struct seat *found;      /* what experts_find gives */
	size_t cap_found;
	struct arena arena;
	struct ssjc_err *err;
};

/*
 * plan has experts = yes, so that there are items. people are borrowed, as the plan and
 * the items; master may be NULL where nobody is looked for. Zero-initialise it, and
 * close it, whatever it returns.
 */
ssjc_rc experts_open(struct experts *x, const struct plan *plan, const struct items *items,
    const struct inspectors *people, const char *master, struct ssjc_err *err);
void experts_close(struct experts *x);
/* The seat is taken, and counts if an expert has it. */
ssjc_rc experts_take(struct experts *x, const struct seat *seat);
/*
 * The skills that are needed at the object and that nobody of its department there has;
 * seat is those, n > 0 of them. Valid until the next call.
 */
ssjc_rc experts_missing(struct experts *x, const struct object *o, const struct seat *seat,
    size_t n, const struct str **skill, size_t *missing);
/* May that expert keep the seat on the day that it has now? */
ssjc_rc experts_may(
    const struct experts *x, const struct object *o, const struct seat *seat, bool *out);
/*
 * The experts who come to the object for what is missing there, of its department; seat
 * is the department's seats there, n > 0 of them. They are taken. Text of *found is that
 * of the people and of seat; the array is valid until the next call.
 */
ssjc_rc experts_find(struct experts *x, const struct object *o, const struct seat *seat, size_t n,
    const struct seat **found, size_t *n_found);

#endif
