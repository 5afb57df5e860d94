/* What a job needs that runs every day: when a draw is due, and what to do when it was made. */
#include "draw_cmd.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/draw/shards.h"

#include <unistd.h>

enum drawn { UNDRAWN, COMMITTED, DRAWN };

ssjc_rc draw_events(
    struct cli *c, const struct plan *plan, struct audit **a, struct audit_events *e)
{
	ssjc_rc rc = audit_open(a, plan->audit, AUDIT_LOOK, &c->context, &c->err);

	return rc || !*a ? rc : audit_events(*a, e, &c->err);
}

/* What the plan has come to: a commitment that is open comes after the draws before it. */
static ssjc_rc find_drawn(struct cli *c, const struct plan *plan, enum drawn *drawn)
{
	struct audit_events e = {0};
	struct audit *a = NULL;
	ssjc_rc rc = draw_events(c, plan, &a, &e);

	*drawn = UNDRAWN;
	if (rc || e.n == 0)
		goto out;
	/* The folder of an earlier plan may have been copied, with all that was in it. */
	rc = audit_check_plan(a, plan, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < e.n; i++) {
		struct str action = e.v[i].action;

		if (str_in_list(STR(DRAW_DRAWN), action))
			*drawn = DRAWN;
		else if (str_in_list(STR(DRAW_COMMITTED), action))
			*drawn = COMMITTED;
	}
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

/* ---- due ---- */

/* "drawn 2023-06-12 8 of 40": on which day, and how many of how many. */
static ssjc_rc print_draw(struct cli *c)
{
	char day[DATE_SIZE];
	struct cli_audit *a;
	ssjc_rc rc = cli_open_draw(c, &a);

	if (rc)
		return rc;
	date_format(time_day(a->state.draw_time), day);
	fprintf(c->out, "drawn %s %llu of %llu\n", day,
	    (unsigned long long)a->state.draw.counts.main,
	    (unsigned long long)a->state.draw.counts.population);
	return SSJC_NO;
}

/* Is the plan to be drawn now? A word, and the day; whoever asks again and again goes by it. */
ssjc_rc run_due(struct cli *c)
{
	const struct plan *plan;
	char day[DATE_SIZE];
	enum drawn drawn;
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc)
		return rc;
	rc = find_drawn(c, plan, &drawn);
	if (rc)
		return rc;
	if (drawn == DRAWN)
		return print_draw(c);
	if (!plan->draw_date) {
		fputs("undated\n", c->out);
		return SSJC_NO;
	}
	date_format(plan->draw_date, day);
	if (time_day(c->context.now) < plan->draw_date) {
		fprintf(c->out, "later %s\n", day);
		return SSJC_NO;
	}
	fprintf(c->out, "%s %s\n", drawn == COMMITTED ? "committed" : "due", day);
	return drawn == COMMITTED ? SSJC_NO : SSJC_OK;
}

ssjc_rc draw_check_day(struct cli *c)
{
	const struct plan *plan;
	char day[DATE_SIZE];
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc || time_day(c->context.now) >= plan->draw_date)
		return rc;
	date_format(plan->draw_date, day);
	return ssjc_fail_at(&c->err, SSJC_REFUSED, plan->name, 0, "draw_date",
	    "the draw is to be on %s, and not before", day);
}

/* ---- --if-not-drawn ---- */

static bool is_there(const char *path)
{
	return path && access(path, F_OK) == 0;
}

/* Is the file of -o a list of this draw, be it sorted, or with its replacements? */
static bool has_list(struct cli *c)
{
	struct table t = {0};
	struct cli_input *in;
	struct cli_audit *a;
	ssjc_rc rc = is_there(c->out == stdout ? NULL : c->out_name) ? cli_read(c, c->out_name, &in)
	                                                             : SSJC_NO;

	if (rc)
		return false;
	rc = table_read(&t, in->text, in->file.name, &c->err);
	if (rc)
		goto out;
	rc = cli_open(c, &a);
	if (rc)
		goto out;
	rc = list_check_listed(&t, &a->state, &c->err);
out:
	cli_close_audit(c);
	table_close(&t);
	return rc == SSJC_OK;
}

/*
 * The list on record, for who reads it; but a file of -o that has it is left alone. What
 * else is there may be from an earlier plan: who was killed before it was written
 * finds out here.
 */
static ssjc_rc print_drawn(struct cli *c)
{
	struct cli_input *unused;

	cli_info(c, "the plan was drawn already: nothing is drawn");
	if (!has_list(c) || (draw_options.excluded && !is_there(draw_options.excluded)) ||
	    (draw_options.checkpoint && !is_there(draw_options.checkpoint)))
		return run_again(c);
	cli_keep_output(c);
	/* Who writes into the pipe is not to find it closed. */
	return c->operands ? SSJC_OK : cli_read(c, NULL, &unused);
}

ssjc_rc draw_if_not_drawn(struct cli *c, ssjc_rc (*draw)(struct cli *))
{
	const struct plan *plan;
	enum drawn drawn;
	ssjc_rc rc;

	if (!draw_options.if_not_drawn)
		return draw(c);
	if (draw_options.redraw)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--redraw and --if-not-drawn exclude each other: give one of them");
	rc = cli_plan(c, &plan);
	if (rc)
		return rc;
	rc = find_drawn(c, plan, &drawn);
	if (rc)
		return rc;
	if (drawn != DRAWN) {
		rc = draw(c);
		/* Another program drew in between; what came through a pipe is gone. */
		if (rc != SSJC_DONE || c->operands == 0)
			return rc;
		cli_close_audit(c);
	}
	return print_drawn(c);
}
