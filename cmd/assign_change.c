#include "assign_cmd.h"

#include "ssjc/assign/assign_change.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"

#include <string.h>

/* ---- What was asked for ---- */

/* The days of a list of options are put into asked, its texts borrowed. */
static ssjc_rc read_date(struct cli *c, const char *option, const char *text, day_t *out)
{
	return date_parse(str_of(text), out)
	    ? SSJC_OK
	    : ssjc_fail(
	          &c->err, SSJC_USAGE, "%s: “%s” is not a date such as 2023-06-14", option, text);
}

static ssjc_rc read_texts(
    struct cli *c, const struct cli_list *list, struct arena *arena, struct str **v, size_t *n)
{
	*v = arena_array(arena, list->n + 1, sizeof **v);
	if (!*v)
		return ssjc_fail_memory(&c->err);
	for (*n = 0; *n < list->n; ++*n)
		(*v)[*n] = str_trim(str_of(list->v[*n]));
	return SSJC_OK;
}

/* By whom; at a business alone it mostly asks for it itself. */
static ssjc_rc read_asked(struct cli *c, struct seat_change *out)
{
	const char *by = assign_options.asked;

	if (!by)
		by = assign_options.objects.n ? "business" : "department";
	for (size_t i = 0; seat_change_askers[i]; i++) {
		if (strcmp(seat_change_askers[i], by) != 0)
			continue;
		out->asked = str_of(by);
		return SSJC_OK;
	}
	return ssjc_fail(
	    &c->err, SSJC_USAGE, "--asked-by: “%s” is not business, inspector or department", by);
}

static ssjc_rc read_asked_for(struct cli *c, struct arena *arena, struct seat_change *out)
{
	ssjc_rc rc;

	if (!cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the reason with --reason TEXT: it is published, and --note TEXT is not");
	rc = read_asked(c, out);
	if (rc)
		return rc;
	rc = read_texts(c, &assign_options.certs, arena, &out->cert, &out->n_certs);
	if (rc)
		return rc;
	rc = read_texts(c, &assign_options.objects, arena, &out->object, &out->n_objects);
	if (rc || !assign_options.from)
		return rc;
	out->has_from = true;
	return read_date(c, "--from", assign_options.from, &out->from);
}

/* ---- On record ---- */

static ssjc_rc put_asked(struct cli *c, const struct cli_audit *a, const struct seat_change *asked)
{
	struct audit_file f = {.kind = STR("change"), .name = STR("options")};
	char digest[DIGEST_HEX];
	struct buf lines = {0};
	ssjc_rc rc;

	seat_change_write(&lines, asked);
	if (lines.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = digest_hex(lines.p, lines.n, digest, &c->err);
	if (rc)
		goto out;
	f.digest = str_of(digest);
	f.content = buf_text(&lines);
	rc = audit_put_file(a->file, &f, &c->err);
out:
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
	return rc ? rc : audit_commit(a->file, &c->err);
}

/* Each seat that changed: where, when, who was to go there, and who goes now. */
static void say_changes(struct cli *c, const struct assign_record *s)
{
	char day[DATE_SIZE];

	for (size_t i = 0; i < s->result.n; i++) {
		const struct seat *now = &s->result.v[i], *was = assign_change_was(s, i);

		if (!was || str_eq(was->cert, now->cert))
			continue;
		date_format(now->date, day);
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
	cli_info(c,
	    "print the papers of these businesses again: they say that they are the second; "
	    "lists printed before are not those of the match any more");
	if (!s->drawn)
		return SSJC_OK;
	cli_hint(c, "the change is on record: ssjc-assign prints the list once more");
	rc = assign_record_write(s, c->style, c->out, NULL, &c->err);
	return rc ? rc : cli_shown(c);
}

ssjc_rc run_substitute(struct cli *c)
{
	struct assign_input in = {0};
	struct assign_record s = {0};
	struct seat_change asked = {0};
	struct arena arena = {0};
	struct cli_audit *a;
	ssjc_rc rc = read_asked_for(c, &arena, &asked);

	if (rc)
		goto out;
	if (asked.n_certs == 0) {
		rc = ssjc_fail(&c->err, SSJC_USAGE, "give who cannot come with --cert CERT");
		goto out;
	}
	if (!asked.has_from)
		asked.from = time_day(c->context.now);
	asked.has_from = true;
	seat_change_sort(&asked);
	rc = begin(c, "substitute", &in, &s, &a);
	if (rc)
		goto out;
	rc = assign_substitute(&s, &asked, &c->err);
	if (rc)
		goto out;
	rc = finish(c, a, &in, &s, &asked);
out:
	assign_record_free(&s);
	assign_input_close(&in);
	arena_free(&arena);
	return rc;
}
