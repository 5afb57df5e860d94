/*
 * draw_cmd: what the files of ssjc-draw share: ssjc-draw.c has the options and the
 * table of commands, draw_input.c what a draw reads; draw_once.c draws,
 * draw_ceremony.c fixes a draw before its randomness is known, draw_list.c does
 * what comes before and after.
 */
#ifndef DRAW_CMD_H
#define DRAW_CMD_H

#include "cli.h"

#include "ssjc/draw/draw_run.h"

/* What the options of all commands set; one set for all. */
extern struct draw_options {
	const char *seed, *reason, *public, *xlsx, *excluded, *inspectors, *dialect, *form;
	struct cli_list history, commitment, share;
	bool redraw;
} draw_options;

/* What a draw reads: the plan, the histories, and last the roster. */
struct draw_input {
	bool settled;           /* set before: what is on record says what it reads */
	struct cli_input *file; /* the roster */
	struct source roster, *history;
	size_t histories;
	struct draw_run *lot;
	struct arena arena;
};
ssjc_rc draw_input_open(struct cli *c, struct draw_input *in);
/* Close it; the exit status of code. */
int draw_input_close(struct cli *c, struct draw_input *in, ssjc_rc rc);

/* Can the plan be carried out? Asked before anything is on record. */
ssjc_rc draw_check(struct cli *c);
/* The digest of the roster is computed beside all else, until this. */
ssjc_rc draw_digest(struct cli *c, struct draw_input *in);
/*
 * Were the roster and the histories imported? d->roster says so; refused if the
 * plan is strict. *odd is the first that was not, or NULL.
 */
ssjc_rc draw_knows(struct cli *c, struct draw_input *in, struct audit_draw *d, const char **odd);
/* A remark when one was not. */
void draw_say_odd(struct cli *c, const char *odd);
/*
 * One draw, on record before anything is shown: nobody can look at it and then
 * undo it. make_seed fills the seed text and d->source.
 */
int draw_once(struct cli *c, const char *action,
    ssjc_rc (*make_seed)(struct cli *, struct audit_draw *, struct buf *));

/* The commands. */
int run_draw(struct cli *c);
int run_again(struct cli *c);
int run_share(struct cli *c);
int run_commit(struct cli *c);
int run_pledge(struct cli *c);
int run_reveal(struct cli *c);
int run_plan(struct cli *c);
int run_replace(struct cli *c);
int run_sql(struct cli *c);

#endif
