/*
 * assign_cmd: what the files of ssjc-assign share. ssjc-assign.c has its options,
 * what its commands read, and simulate; assign_run.c has the match on record,
 * assign_check.c what is said of it, assign_change.c what changes seats of it, and
 * assign_asked.c what that is asked for.
 * assign_last.c has the list of the last plan.
 */
#ifndef ASSIGN_CMD_H
#define ASSIGN_CMD_H

#include "cli_reason.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/plan/seat_change.h"

/* What the options of all commands set; one set for all. */
extern struct assign_options {
	const char *inspectors, *last;
	bool reassign;
	int64_t rounds;
	struct cli_list certs, objects, closed;
	const char *from, *date, *asked;
} assign_options;

/* The list of objects and the inspectors, as streams and as tables. */
struct assign_input {
	struct cli_input *drawn, *people, *last; /* NULL where none is given */
	struct table table;
	struct inspectors inspectors;
	struct last_visits visits; /* of last, or those on record */
	/* Its plan, calendar, items, inspectors, first day, and last if there are visits. */
	struct assign_problem problem;
};

/*
 * Zero-initialise it, and close it, whatever it returns. drawn: read the list, too, from
 * standard input when none is named.
 */
ssjc_rc assign_input_open(struct cli *c, struct assign_input *in, bool drawn);
void assign_input_close(struct assign_input *in);
/* Read the list of --last, if it is given: assign_input_open does. */
ssjc_rc assign_last_read(struct cli *c, struct assign_input *in);
/*
 * A plan with rotate = yes needs the visits of the last plan: those given, or those on
 * record, from which only a reassign departs. SSJC_USAGE when there are none.
 */
ssjc_rc assign_last_settle(struct cli *c, const struct cli_audit *a, struct assign_input *in);
/* Put them on record. */
ssjc_rc assign_last_put(struct cli *c, const struct cli_audit *a, const struct assign_input *in);

/* Lines about the inspectors, each as a remark. */
void assign_note_lines(struct cli *c, const struct buf *lines);
/*
 * A newer register may say that somebody who was sent somewhere cannot go: remark where,
 * and what to do. Where the register was fixed before the draw, a substitute is from that.
 */
ssjc_rc assign_check_seats(struct cli *c, const struct assign_input *in,
    const struct audit_state *st, const struct seat *seat, size_t n);
/* What was settled before the seed was known is changed by a reassign alone. */
ssjc_rc assign_check_settled(
    struct cli *c, const struct cli_audit *a, const struct assign_input *in);

/*
 * What a substitution or a move is asked for, by the options, in order; its texts are
 * theirs, its lists in the arena. It needs a reason.
 */
ssjc_rc assign_asked(struct cli *c, struct arena *arena, struct seat_change *out);

ssjc_rc run_match(struct cli *c);
ssjc_rc run_substitute(struct cli *c);
ssjc_rc run_move(struct cli *c);

/*
 * What is lacking of skills, where the plan has experts, is on record with the match or
 * the change; and said.
 */
ssjc_rc assign_put_lacks(struct cli *c, const struct cli_audit *a, const struct assign_record *s);
ssjc_rc assign_say_lacks(struct cli *c, const struct assign_record *s);

#endif
