/* What the options of a change of seats ask for. */
#include "assign_cmd.h"

#include <string.h>

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

static ssjc_rc read_days(struct cli *c, struct arena *arena, struct seat_change *out)
{
	const struct assign_options *o = &assign_options;

	out->closed = arena_array(arena, o->closed.n + 1, sizeof *out->closed);
	if (!out->closed)
		return ssjc_fail_memory(&c->err);
	for (; out->n_closed < o->closed.n; out->n_closed++) {
		ssjc_rc rc = read_date(
		    c, "--closed", o->closed.v[out->n_closed], &out->closed[out->n_closed]);

		if (rc)
			return rc;
	}
	out->has_from = o->from != NULL;
	if (o->from) {
		ssjc_rc rc = read_date(c, "--from, --not-before", o->from, &out->from);

		if (rc)
			return rc;
	}
	out->has_date = o->date != NULL;
	return o->date ? read_date(c, "--date", o->date, &out->date) : SSJC_OK;
}

ssjc_rc assign_asked(struct cli *c, struct arena *arena, struct seat_change *out)
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
	if (rc)
		return rc;
	rc = read_days(c, arena, out);
	if (rc)
		return rc;
	seat_change_sort(out);
	return SSJC_OK;
}
