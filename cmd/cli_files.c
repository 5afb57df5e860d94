#include "cli.h"

#include <stdlib.h>

static ssjc_code read_input(struct cli *c, const char *path, struct cli_input **out)
{
	struct cli_input *in = calloc(1, sizeof *in);
	ssjc_code code;

	*out = NULL;
	if (!in)
		return ssjc_fail_memory(&c->err);
	in->next = c->input;
	c->input = in;
	code = file_open_digest(&in->file, path, &c->err);
	in->text = in->file.bytes;
	if (code == SSJC_OK)
		*out = in;
	return code;
}

ssjc_code cli_digest(struct cli *c, struct cli_input *in)
{
	return in->digest[0] ? SSJC_OK : file_digest(&in->file, in->digest, &c->err);
}

/* What is used and what goes on record are the same bytes: they are read once. */
static ssjc_code read_once(struct cli *c, const char *path, struct cli_input **in)
{
	ssjc_code code = *in ? SSJC_OK : read_input(c, path, in);

	return code == SSJC_OK ? cli_digest(c, *in) : code;
}

ssjc_code cli_data(struct cli *c)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = cli_terms(c);
	if (code == SSJC_OK)
		code = cli_calendar(c);
	return code == SSJC_OK ? cli_items(c) : code;
}

ssjc_code cli_no_input(struct cli *c, const char *path)
{
	for (int i = 0; path && i < c->operands; i++)
		if (file_same(path, c->operand[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is read, too, and is not written over: give another name");
	return SSJC_OK;
}

ssjc_code cli_read_ahead(struct cli *c, const char *path, struct cli_input **out)
{
	if (!path && c->operands > 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "one file at a time, please");
	if (!path)
		path = c->operands ? c->operand[0] : "-";
	return read_input(c, path, out);
}

ssjc_code cli_read(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_code code = cli_read_ahead(c, path, out);

	return code == SSJC_OK ? cli_digest(c, *out) : code;
}

ssjc_code cli_read_any(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_code code = cli_read(c, path, out);

	if (code != SSJC_OK)
		return code;
	(*out)->audit = str_starts((*out)->text, "SQLite format 3");
	return (*out)->audit && (*out)->file.piped
	    ? ssjc_fail_at(&c->err, SSJC_INPUT, (*out)->file.name, 0, NULL,
		  "an audit file cannot come through a pipe: give its name")
	    : SSJC_OK;
}

/* The events of this plan so far: they tell which histories it used. */
static ssjc_code read_events(struct cli *c, struct audit_events *out)
{
	struct audit *a = NULL;
	ssjc_code code = cli_audit(c, AUDIT_READ, &a);

	if (code == SSJC_OK)
		code = audit_events(a, out, &c->err);
	audit_close(a);
	return code;
}

static ssjc_code take_past(void *arg, struct str stream, bool *more, struct ssjc_err *err)
{
	struct cli_input *in = arg;

	*more = false;
	buf_str(&in->made, stream);
	in->text = buf_text(&in->made);
	return in->made.failed ? ssjc_fail_memory(err)
			       : digest_hex(in->text.p, in->text.n, in->digest, err);
}

ssjc_code cli_read_history(struct cli *c, const char *path, bool settled, struct cli_input **out)
{
	struct audit_events e = {0};
	ssjc_code code = cli_read_any(c, path, out);

	if (code != SSJC_OK || !(*out)->audit)
		return code;
	if (settled)
		code = read_events(c, &e);
	if (code == SSJC_OK)
		code = audit_history((*out)->file.name, c->plan.id, settled ? &e : NULL, take_past,
		    *out, &c->err);
	audit_events_free(&e);
	return code;
}

ssjc_code cli_terms(struct cli *c)
{
	return c->terms ? SSJC_OK : terms_open(&c->terms, c->share, &c->err);
}

ssjc_code cli_calendar(struct cli *c)
{
	ssjc_code code = read_once(c, c->plan.calendar, &c->calendar_file);

	return code == SSJC_OK ? calendar_read(&c->calendar, c->calendar_file->text,
				     c->plan.calendar, &c->err)
			       : code;
}

ssjc_code cli_items(struct cli *c)
{
	ssjc_code code;

	if (!c->plan.items)
		return SSJC_OK;
	code = read_once(c, c->plan.items, &c->items_file);
	if (code == SSJC_OK)
		code = items_read(&c->items_read, c->items_file->text, c->plan.items, &c->err);
	if (code == SSJC_OK)
		c->items = &c->items_read;
	return code;
}

void cli_close(struct cli *c)
{
	cli_outputs_close(c);
	audit_close(c->audit);
	audit_state_free(&c->state);
	terms_close(c->terms);
	calendar_free(c->calendar);
	items_close(&c->items_read);
	while (c->input) {
		struct cli_input *next = c->input->next;

		file_close(&c->input->file);
		buf_free(&c->input->made);
		free(c->input);
		c->input = next;
	}
	plan_close(&c->plan);
}
