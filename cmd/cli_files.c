#include "cli.h"

#include <stdlib.h>

static ssjc_rc read_input(struct cli *c, const char *path, struct cli_input **out)
{
	struct cli_input *in = calloc(1, sizeof *in);
	ssjc_rc rc;

	*out = NULL;
	if (!in)
		return ssjc_fail_memory(&c->err);
	in->next = c->input;
	c->input = in;
	rc = file_open_digest(&in->file, path, &c->err);
	in->text = in->file.bytes;
	if (rc == SSJC_OK)
		*out = in;
	return rc;
}

ssjc_rc cli_digest(struct cli *c, struct cli_input *in)
{
	return in->digest[0] ? SSJC_OK : file_digest(&in->file, in->digest, &c->err);
}

/* What is used and what goes on record are the same bytes: they are read once. */
static ssjc_rc read_once(struct cli *c, const char *path, struct cli_input **in)
{
	ssjc_rc rc = *in ? SSJC_OK : read_input(c, path, in);

	return rc == SSJC_OK ? cli_digest(c, *in) : rc;
}

ssjc_rc cli_data(struct cli *c)
{
	ssjc_rc rc = cli_plan(c);

	if (rc == SSJC_OK)
		rc = cli_vocabulary(c);
	if (rc == SSJC_OK)
		rc = cli_calendar(c);
	return rc == SSJC_OK ? cli_items(c) : rc;
}

ssjc_rc cli_no_input(struct cli *c, const char *path)
{
	for (int i = 0; path && i < c->operands; i++)
		if (file_same(path, c->operand[i]))
			return ssjc_fail_at(&c->err, SSJC_REFUSED, path, 0, NULL,
			    "is read, too, and is not written over: give another name");
	return SSJC_OK;
}

ssjc_rc cli_read_ahead(struct cli *c, const char *path, struct cli_input **out)
{
	if (!path && c->operands > 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "one file at a time, please");
	if (!path)
		path = c->operands ? c->operand[0] : "-";
	return read_input(c, path, out);
}

ssjc_rc cli_read(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_rc rc = cli_read_ahead(c, path, out);

	return rc == SSJC_OK ? cli_digest(c, *out) : rc;
}

ssjc_rc cli_read_any(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_rc rc = cli_read(c, path, out);

	if (rc != SSJC_OK)
		return rc;
	(*out)->audit = str_starts((*out)->text, "SQLite format 3");
	return (*out)->audit && (*out)->file.piped
	    ? ssjc_fail_at(&c->err, SSJC_INPUT, (*out)->file.name, 0, NULL,
	          "an audit file cannot come through a pipe: give its name")
	    : SSJC_OK;
}

/* The events of this plan so far: they tell which histories it used. */
static ssjc_rc read_events(struct cli *c, struct audit_events *out)
{
	struct audit *a = NULL;
	ssjc_rc rc = cli_audit(c, AUDIT_READ, &a);

	if (rc == SSJC_OK)
		rc = audit_events(a, out, &c->err);
	audit_close(a);
	return rc;
}

static ssjc_rc take_past(void *arg, struct str stream, bool *more, struct ssjc_err *err)
{
	struct cli_input *in = arg;

	*more = false;
	buf_str(&in->made, stream);
	in->text = buf_text(&in->made);
	return in->made.failed ? ssjc_fail_memory(err)
	                       : digest_hex(in->text.p, in->text.n, in->digest, err);
}

ssjc_rc cli_read_history(struct cli *c, const char *path, bool settled, struct cli_input **out)
{
	struct audit_events e = {0};
	ssjc_rc rc = cli_read_any(c, path, out);

	if (rc != SSJC_OK || !(*out)->audit)
		return rc;
	if (settled)
		rc = read_events(c, &e);
	if (rc == SSJC_OK)
		rc = audit_history(
		    (*out)->file.name, c->plan.id, settled ? &e : NULL, take_past, *out, &c->err);
	audit_events_free(&e);
	return rc;
}

ssjc_rc cli_vocabulary(struct cli *c)
{
	return c->vocabulary ? SSJC_OK : vocabulary_open(&c->vocabulary, c->share, &c->err);
}

ssjc_rc cli_calendar(struct cli *c)
{
	ssjc_rc rc = read_once(c, c->plan.calendar, &c->calendar_file);

	return rc == SSJC_OK
	    ? calendar_read(&c->calendar, c->calendar_file->text, c->plan.calendar, &c->err)
	    : rc;
}

ssjc_rc cli_items(struct cli *c)
{
	ssjc_rc rc;

	if (!c->plan.items)
		return SSJC_OK;
	rc = read_once(c, c->plan.items, &c->items_file);
	if (rc == SSJC_OK)
		rc = items_read(&c->items_read, c->items_file->text, c->plan.items, &c->err);
	if (rc == SSJC_OK)
		c->items = &c->items_read;
	return rc;
}

void cli_close(struct cli *c)
{
	cli_outputs_close(c);
	audit_close(c->audit);
	audit_state_free(&c->state);
	vocabulary_close(c->vocabulary);
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
