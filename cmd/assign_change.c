#include "assign_cmd.h"

#include "ssjc/assign/assign_change.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"

/* ---- On record ---- */

static ssjc_rc put_asked(struct cli *c, const struct cli_audit *a, const struct seat_change *asked)
{
	struct buf lines = {0};
	ssjc_rc rc;

	seat_change_write(&lines, asked);
	rc = cli_put_made(
	    c, a, (struct audit_file){.kind = STR("change"), .name = STR("options")}, &lines);
	buf_free(&lines);
	return rc;
}

static ssjc_rc record(struct cli *c, const struct cli_audit *a, const struct assign_input *in,
    const struct assign_record *s, const struct seat_change *asked)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_put_input(c, a, "inspectors", in->people, in->inspectors.n);

	if (rc)
		return rc;
	rc = put_asked(c, a, asked);
	if (rc)
		return rc;
	if (s->drawn) {
		rc = cli_put_input(c, a, "drawn", in->drawn, in->table.rows);
		if (rc)
			return rc;
		rc = assign_record_write(s, c->style, NULL, digest, &c->err);
		if (rc)
			return rc;
		rc = cli_put_output(c, a, "assigned", c->out_name, digest, s->result.n);
		if (rc)
			return rc;
	}
	rc = assign_change_put(s, a->file, &c->err);
	if (rc)
		return rc;
	rc = assign_put_lacks(c, a, s);
	return rc ? rc : audit_commit(a->file, &c->err);
}

/* Each seat that changed: where, when, who was to go there, and who goes now. */
static void say_changes(struct cli *c, const struct assign_record *s)
{
	char day[DATE_SIZE], before[DATE_SIZE];

	for (size_t i = 0; i < assign_change_seats(s); i++) {
		const struct seat *was, *now = assign_change_at(s, i, &was);

		if (!now)
			continue;
		date_format(now->date, day);
		if (now->duty == DUTY_EXPERT && (!was->cert.n || !now->cert.n)) {
			cli_note(c, "%s %.*s (%.*s), %.*s seat %u: %.*s (%.*s) %s", day,
			    STR_ARG(audit_pick(s->state, now->object)->object.name),
			    STR_ARG(now->object), STR_ARG(now->dept), now->seat,
			    STR_ARG(now->cert.n ? now->inspector : was->inspector),
			    STR_ARG(now->cert.n ? now->cert : was->cert),
			    now->cert.n ? W_("comes as an expert")
			                : W_("does not come, and no other expert"));
			continue;
		}
		if (was->date != now->date && now->seat == 1 &&
		    str_eq(now->dept, s->plan->dept[0].key)) {
			date_format(was->date, before);
			cli_note(c, "%.*s (%.*s) is visited on %s instead of %s",
			    STR_ARG(audit_pick(s->state, now->object)->object.name),
			    STR_ARG(now->object), day, before);
		}
		if (str_eq(was->cert, now->cert))
			continue;
		cli_note(c, "%s %.*s (%.*s), %.*s seat %u: %.*s (%.*s) instead of %.*s (%.*s)", day,
		    STR_ARG(audit_pick(s->state, now->object)->object.name), STR_ARG(now->object),
		    STR_ARG(now->dept), now->seat, STR_ARG(now->inspector), STR_ARG(now->cert),
		    STR_ARG(was->inspector), STR_ARG(was->cert));
	}
}

/* ---- The commands ---- */

/* What a change needs: the same inputs as a match, whose list need not be given. */
static ssjc_rc begin(struct cli *c, const char *action, struct assign_input *in,
    struct assign_record *s, struct cli_audit **a)
{
	bool known, list = c->operands > 0;
	ssjc_rc rc = assign_input_open(c, in, list);

	if (rc)
		return rc;
	rc = cli_begin(c, AUDIT_WRITE, action, cli_reason.reason, a);
	if (rc)
		return rc;
	if (list) {
		rc = list_check_drawn(&in->table, &(*a)->state, &c->err);
		if (rc)
			return rc;
	}
	rc = cli_knows(c, *a, "inspectors", assign_options.inspectors, in->people->digest, &known);
	if (rc)
		return rc;
	rc = assign_record_committed(
	    &(*a)->state, in->people->digest, assign_options.inspectors, &c->err);
	if (rc)
		return rc;
	*s = (struct assign_record){.plan = in->problem.plan,
	    .calendar = in->problem.calendar,
	    .items = in->problem.items,
	    .inspectors = &in->inspectors,
	    .state = &(*a)->state,
	    .drawn = list ? &in->table : NULL,
	    .today = time_day(c->context.now)};
	return SSJC_OK;
}

/* On record before anything is shown: nobody can look and then undo it. */
static ssjc_rc finish(struct cli *c, const struct cli_audit *a, const struct assign_input *in,
    const struct assign_record *s, const struct seat_change *asked)
{
	ssjc_rc rc = record(c, a, in, s, asked);

	if (rc)
		return rc;
	say_changes(c, s);
	rc = assign_say_lacks(c, s);
	if (rc)
		return rc;
	cli_info(c,
	    "print the papers of these businesses again: they say that they are the second; "
	    "lists printed before are not those of the match any more");
	if (!s->drawn)
		return SSJC_OK;
	cli_hint(c, "the change is on record: ssjc-assign prints the list once more");
	rc = assign_record_write(s, c->style, c->out, NULL, &c->err);
	return rc ? rc : cli_shown(c);
}

/* What a change is asked for has to say, besides the reason. */
static ssjc_rc check_substitute(struct cli *c, struct seat_change *asked)
{
	if (asked->n_certs == 0)
		return ssjc_fail(&c->err, SSJC_USAGE, "give who cannot come with --cert CERT");
	if (!asked->has_from)
		asked->from = time_day(c->context.now);
	asked->has_from = true;
	return SSJC_OK;
}

static ssjc_rc check_move(struct cli *c, struct seat_change *asked)
{
	if (asked->n_objects != 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one business with --object ID");
	if (asked->has_date && (asked->has_from || asked->n_closed))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--date is the day: --not-before and --closed are for finding one");
	return SSJC_OK;
}

typedef ssjc_rc change_check(struct cli *c, struct seat_change *asked);
typedef ssjc_rc change_find(
    struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err);

static ssjc_rc change(struct cli *c, const char *action, change_check *check, change_find *find)
{
	struct assign_input in = {0};
	struct assign_record s = {0};
	struct seat_change asked = {0};
	struct arena arena = {0};
	struct cli_audit *a;
	ssjc_rc rc = assign_asked(c, &arena, &asked);

	if (rc)
		goto out;
	rc = check(c, &asked);
	if (rc)
		goto out;
	rc = begin(c, action, &in, &s, &a);
	if (rc)
		goto out;
	rc = find(&s, &asked, &c->err);
	if (rc)
		goto out;
	rc = finish(c, a, &in, &s, &asked);
out:
	assign_record_free(&s);
	assign_input_close(&in);
	arena_free(&arena);
	return rc;
}

ssjc_rc run_substitute(struct cli *c)
{
	return change(c, "substitute", check_substitute, assign_substitute);
}

ssjc_rc run_move(struct cli *c)
{
	return change(c, "move", check_move, assign_move);
}
