/*
 * assign_change: seats on record that change one by one, and not by another match:
 * somebody cannot come, or a business is visited on another day. Who comes, and when,
 * nobody chooses: ssjc-draw(7).
 */
#ifndef SSJC_ASSIGN_CHANGE_H
#define SSJC_ASSIGN_CHANGE_H

#include "ssjc/assign/assign_record.h"

/*
 * Fill the seats of asked->cert from asked->from on, at asked->object only if it names
 * any, but for businesses with a result, and touch no other. s->result has all seats
 * then. SSJC_REFUSED when a day is past, or the match is not that of what is drawn now;
 * SSJC_INPUT when somebody, or a business, has no such seat; SSJC_PLAN names the first
 * seat that nobody can take, and why. Free s with assign_record_free in any case.
 */
ssjc_rc assign_substitute(
    struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err);
/*
 * Move asked->object to the next day by the rule of the days, or to asked->date: who
 * can come then keeps the seat, the others are substituted. Errors as above, and
 * SSJC_PLAN when no day of the window is left.
 */
ssjc_rc assign_move(struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err);
/* Put the seats that changed into the event begun. */
ssjc_rc assign_change_put(const struct assign_record *s, struct audit *a, struct ssjc_err *err);
/*
 * The i-th of so many seats of s->result if it changed, and what it was; else NULL. A
 * seat that there was not, or is not any more, is an expert's and has "" for the cert.
 */
size_t assign_change_seats(const struct assign_record *s);
const struct seat *assign_change_at(
    const struct assign_record *s, size_t i, const struct seat **was);

#endif
