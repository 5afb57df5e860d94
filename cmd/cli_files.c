#include "cli_internal.h"

#include "ssjc/audit/checkpoint.h"
#include "ssjc/base/large.h"
#include "ssjc/base/secret.h"
#include "ssjc/plan/plan_rehearse.h"

#include <stdlib.h>

typedef ssjc_rc open_input(struct file *f, const char *path, struct ssjc_err *err);

static ssjc_rc read_input(struct cli *c, open_input *open, const char *path, struct cli_input **out)
{
	struct cli_input *in = calloc(1, sizeof *in);
	ssjc_rc rc;

	if (!in)
		return ssjc_fail_memory(&c->err);
	in->next = c->opened->input;
	c->opened->input = in;
	rc = open(&in->file, path, &c->err);
	if (rc)
		return rc;
	in->text = in->file.bytes;
	*out = in;
	return SSJC_OK;
}

ssjc_rc cli_read_input(struct cli *c, const char *path, struct cli_input **out)
{
	return read_input(c, file_open_digest, path, out);
}

ssjc_rc cli_digest(struct cli *c, struct cli_input *in)
{
	return in->digest[0] ? SSJC_OK : file_digest(&in->file, in->digest, &c->err);
}

static ssjc_rc read_operand(
    struct cli *c, open_input *open, const char *path, struct cli_input **out)
{
	if (!path && c->operands > 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one file, not %zu", c->operands);
	if (!path)
		path = c->operands ? c->operand[0] : "-";
	return read_input(c, open, path, out);
}

ssjc_rc cli_read_large(struct cli *c, struct cli_input **out)
{
	return read_operand(c, file_open_large, NULL, out);
}

ssjc_rc cli_read(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_rc rc = read_operand(c, file_open_digest, path, out);

	return rc ? rc : cli_digest(c, *out);
}

ssjc_rc cli_read_secret(struct cli *c, const char *path, struct cli_input **out)
{
	ssjc_rc rc;

	secret_guard();
	rc = cli_read(c, path, out);
	return rc ? rc : file_check_secret(&(*out)->file, &c->err);
}

ssjc_rc cli_read_table(
    struct cli *c, enum cli_stream stream, struct cli_input **out, struct table *t)
{
	ssjc_rc rc = cli_read(c, NULL, out);

	if (rc)
		return rc;
	rc = cli_expect(c, *out, stream);
	return rc ? rc : table_read(t, (*out)->text, (*out)->file.name, &c->err);
}

ssjc_rc cli_read_inspectors(
    struct cli *c, const char *path, struct cli_input **out, struct inspectors *list)
{
	ssjc_rc rc = cli_read(c, path, out);

	if (rc)
		return rc;
	rc = cli_expect(c, *out, CLI_INSPECTORS);
	if (rc)
		return rc;
	rc = inspectors_read(list, (*out)->text, (*out)->file.name, &c->err);
	if (!rc && !c->rehearse && table_col(&list->table, PLAN_SAMPLE) != NO_COLUMN)
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, (*out)->file.name, 1, PLAN_SAMPLE,
		    "says that a rehearsal imported it: import the register again, without "
		    "--rehearse");
	return rc;
}

static ssjc_rc read_any(struct cli *c, open_input *open, const char *path, struct cli_input **out)
{
	struct cli_input *in;
	ssjc_rc rc = read_operand(c, open, path, &in);

	if (rc)
		return rc;
	rc = cli_digest(c, in);
	if (rc)
		return rc;
	in->audit = str_starts(
	    in->file.large ? large_head(in->file.large) : in->text, "SQLite format 3");
	if (in->audit && in->file.piped)
		return ssjc_fail_at(&c->err, SSJC_INPUT, in->file.name, 0, NULL,
		    "an audit file cannot come through a pipe: give its name");
	*out = in;
	return SSJC_OK;
}

ssjc_rc cli_read_any(struct cli *c, const char *path, struct cli_input **out)
{
	return read_any(c, file_open_digest, path, out);
}

ssjc_rc cli_read_any_large(struct cli *c, const char *path, struct cli_input **out)
{
	return read_any(c, file_open_large, path, out);
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

/* The events of this plan so far tell which histories it used. */
static ssjc_rc read_settled(struct cli *c, const struct plan *plan, struct cli_input *in)
{
	struct audit *a = NULL;
	struct audit_events e = {0};
	ssjc_rc rc = audit_open(&a, plan->audit, AUDIT_READ, &c->context, &c->err);

	if (rc)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	rc = audit_history(in->file.name, plan->id, &e, take_past, in, &c->err);
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

static ssjc_rc read_checkpoint(struct cli *c, struct cli_input *in)
{
	struct audit_context context = c->context;
	struct audit *a = NULL;
	ssjc_rc rc;

	context.kind = AUDIT_REAL; /* also for a rehearsal */
	rc = audit_open(&a, in->file.name, AUDIT_READ, &context, &c->err);

	if (!rc)
		rc = checkpoint_write(&in->checkpoint, a, c->context.now, &c->err);
	audit_close(a);
	return rc;
}

ssjc_rc cli_read_history(struct cli *c, const char *path, bool settled, struct cli_input **out)
{
	const struct plan *plan;
	ssjc_rc rc = cli_read_any(c, path, out);

	if (rc)
		return rc;
	if (!(*out)->audit)
		return cli_expect(c, *out, CLI_HISTORY);
	rc = cli_plan(c, &plan);
	if (rc)
		return rc;
	rc = read_checkpoint(c, *out);
	if (rc)
		return rc;
	if (settled)
		return read_settled(c, plan, *out);
	return audit_history((*out)->file.name, plan->id, NULL, take_past, *out, &c->err);
}

void cli_files_close(struct cli *c)
{
	struct cli_input *next;

	for (struct cli_input *in = c->opened->input; in; in = next) {
		next = in->next;
		file_close(&in->file);
		buf_free(&in->made);
		buf_free(&in->checkpoint);
		free(in);
	}
	c->opened->input = NULL;
	arena_free(&c->opened->paths);
}
