/* What of a match should be known before it is made, and after. */
#include "assign_cmd.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/assign/inspector_check.h"

void assign_note_lines(struct cli *c, const struct buf *lines)
{
	struct str rest = buf_text(lines), line;

	while (str_split(&rest, '\n', &line) && line.n > 0)
		cli_note(c, "%s: %.*s", assign_options.inspectors, STR_ARG(line));
}

ssjc_rc assign_check_seats(struct cli *c, const struct assign_input *in,
    const struct audit_state *st, const struct seat *seat, size_t n)
{
	bool fixed = st->match_inspectors.n && !str_is(st->match_inspectors, in->people->digest);
	struct buf lines = {0}, command = {0};
	ssjc_rc rc;

	buf_printf(&command, "ssjc-assign substitute -p %s -i %s", c->plan_path,
	    fixed ? "INSPECTORS" : assign_options.inspectors);
	rc = command.failed ? ssjc_fail_memory(&c->err)
	                    : inspector_check_seats(&in->inspectors, st, seat, n,
	                          time_day(c->context.now), command.p, &lines, &c->err);
	if (rc || lines.n == 0)
		goto out;
	assign_note_lines(c, &lines);
	cli_note(c,
	    "these seats stay as they are: the command named with each has the next by ticket "
	    "come, and changes no other seat");
out:
	buf_free(&lines);
	buf_free(&command);
	return rc;
}

/* A list that may not be used for a match still says who cannot go any more. */
static ssjc_rc check_people(struct cli *c, const struct cli_audit *a, const struct assign_input *in)
{
	struct ssjc_err refused = {0};
	ssjc_rc rc = assign_record_committed(
	    &a->state, in->people->digest, assign_options.inspectors, &refused);

	if (!rc)
		return rc;
	assign_check_seats(c, in, &a->state, a->state.seat, a->state.n_seats);
	c->err = refused;
	return rc;
}

ssjc_rc assign_check_settled(
    struct cli *c, const struct cli_audit *a, const struct assign_input *in)
{
	struct audit_events e = {0};
	ssjc_rc rc;

	if (assign_options.reassign)
		return SSJC_OK;
	rc = check_people(c, a, in);
	if (rc)
		return rc;
	rc = audit_events(a->file, &e, &c->err);
	if (rc)
		goto out;
	rc = assign_record_fixed(a->file, &e, e.n - 1, &a->state, &c->err);
out:
	audit_events_free(&e);
	return rc;
}
