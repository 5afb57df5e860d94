/* --if-not-drawn: what a job that runs every day does when the draw was made. */
#include "draw_cmd.h"

#include <unistd.h>

/* Has the plan a draw, and no open commitment to another? */
static ssjc_rc is_drawn(struct cli *c, bool *drawn)
{
	struct audit_events e = {0};
	struct audit *a = NULL;
	const struct plan *plan;
	ssjc_rc rc = cli_plan(c, &plan);

	*drawn = false;
	if (rc || access(plan->audit, F_OK) != 0)
		return rc;
	rc = audit_open(&a, plan->audit, AUDIT_READ, &c->context, &c->err);
	if (rc)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < e.n; i++) {
		struct str action = e.v[i].action;

		if (str_in_list(STR("draw;redraw;reveal"), action))
			*drawn = true;
		else if (str_in_list(STR("commit;recommit"), action))
			*drawn = false;
	}
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

/*
 * The list on record, for who reads it; but a file of -o that is there is left alone: it
 * may have been sorted, or have its replacements.
 */
static ssjc_rc print_drawn(struct cli *c)
{
	struct cli_input *unused;

	cli_info(c, "the plan was drawn already: nothing is drawn");
	if (c->out == stdout || access(c->out_name, F_OK) != 0)
		return run_again(c);
	cli_keep_output(c);
	/* Who writes into the pipe is not to find it closed. */
	return c->operands ? SSJC_OK : cli_read(c, NULL, &unused);
}

ssjc_rc draw_if_not_drawn(struct cli *c, ssjc_rc (*draw)(struct cli *))
{
	bool drawn;
	ssjc_rc rc;

	if (!draw_options.if_not_drawn)
		return draw(c);
	if (draw_options.redraw)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--redraw and --if-not-drawn exclude each other: give one of them");
	rc = is_drawn(c, &drawn);
	if (rc)
		return rc;
	if (!drawn) {
		rc = draw(c);
		/* Another program drew in between; what came through a pipe is gone. */
		if (rc != SSJC_DONE || c->operands == 0)
			return rc;
		cli_close_audit(c);
	}
	return print_drawn(c);
}
