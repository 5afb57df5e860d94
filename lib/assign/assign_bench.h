/*
 * assign_bench: who may take a seat that was given up, and who of them comes.
 */
#ifndef SSJC_ASSIGN_BENCH_H
#define SSJC_ASSIGN_BENCH_H

#include "assign_work.h"
#include "ssjc/assign/assign_change.h"

enum { BENCH_CHAINS = 1 << 14 };

struct bench {
	const struct assign_record *s;
	struct inspectors people; /* those of s, who are absent by what was recorded */
	size_t *dept;             /* of each: its place in the plan */
	struct seat *taken;       /* room for all seats on record */
	size_t n_taken, room;
	/* By certificate, in chains: the last seat of each, and before each the next; from 1. */
	size_t *last, *before;
	struct ticket_key **key; /* of each department of the plan */
	struct ticket_key *date;
	struct arena arena;
	struct ssjc_err *err;
};

/*
 * What changes of seats since the last reassign, and *now unless it is NULL, say of
 * people is as if their register said it: who cannot come is on leave from that day on,
 * and recused where it is about certain businesses. Borrowed from r, the arena and both.
 */
ssjc_rc assign_absent(struct inspectors *out, const struct inspectors *r,
    const struct audit_state *st, const struct seat_change *now, struct arena *arena,
    struct ssjc_err *err);

/* Zero-initialise it, and close it, whatever it returns. No seat is taken yet. */
ssjc_rc bench_open(struct bench *b, const struct assign_record *s, const struct seat_change *now,
    struct ssjc_err *err);
void bench_close(struct bench *b);
/*
 * A person's seats that are taken, the last first: i is 0 at first, and so it is after the
 * last; other people's may be among them.
 */
size_t bench_next(const struct bench *b, struct str cert, size_t i);
/* Only the first n are taken. */
void bench_give_back(struct bench *b, size_t n);
/* The seat is taken. */
void bench_take(struct bench *b, const struct seat *seat);
/* The same of one that is not on record yet. */
ssjc_rc bench_add(struct bench *b, const struct seat *seat);
/*
 * When the inspectors' seats among those touched are taken, again, and none of the
 * experts' are: the experts who come there, and before that, where they may keep them,
 * those who can come. Seats of experts in which nobody comes are gone, in s->result. It
 * puts the touched in order.
 */
ssjc_rc bench_experts(
    struct bench *b, struct assign_record *s, struct seat *touched, size_t n, bool may_keep);
/* In the order in which seats are filled: by day, the object's ticket, department, seat. */
ssjc_rc bench_sort(const struct bench *b, struct seat *seat, size_t n);
/* Can somebody be drawn, and are they present that day? MAY if so. */
enum why bench_why_then(const struct inspector *in, day_t date);
/* May they take the seat? */
ssjc_rc bench_why(
    const struct bench *b, const struct inspector *in, const struct seat *seat, enum why *out);
/* May whoever has the seat keep it on its day? */
ssjc_rc bench_keeps(const struct bench *b, const struct seat *seat, bool *out);
/*
 * Who of those that may take the seat has the first ticket? Then it is taken by them.
 * *filled: there is somebody; else *why has the counts by reason.
 */
ssjc_rc bench_fill(struct bench *b, struct seat *seat, bool *filled, struct buf *why);
/* All seats, which are taken now, in order as the result of s. */
ssjc_rc bench_hand_over(const struct bench *b, struct assign_record *s);

#endif
