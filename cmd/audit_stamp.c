#include "audit_cmd.h"

#include "ssjc/audit/checkpoint.h"
#include "ssjc/audit/stamp.h"
#include "ssjc/base/file.h"

#include <string.h>

/* A reply is taken for the very text that it stamps. */
static ssjc_rc check_reply(
    struct cli *c, const struct cli_input *text, const struct cli_input *reply)
{
	struct stamp s;
	ssjc_rc rc = stamp_read(&s, reply->text, reply->file.name, &c->err);

	if (rc || strcmp(s.digest, text->digest) == 0)
		return rc;
	return ssjc_fail_at(&c->err, SSJC_INPUT, reply->file.name, 0, NULL,
	    "stamps another text: %s has the SHA-256 %s, and what was stamped %s", text->file.name,
	    text->digest, s.digest);
}

/* What is stamped must be of this audit file: it has one of its checkpoints. */
static ssjc_rc check_text(struct cli *c, const struct cli_audit *a, const struct cli_input *text)
{
	struct checkpoint_list list = {0};
	struct audit_events e = {0};
	uint64_t anchored;
	ssjc_rc rc = checkpoint_read(&list, text->text, text->file.name, &c->err);

	if (rc)
		goto out;
	rc = audit_events(a->file, &e, &c->err);
	if (rc)
		goto out;
	rc = checkpoint_match(&list, &e, &anchored, &c->err);
out:
	audit_events_free(&e);
	checkpoint_list_free(&list);
	return rc;
}

static ssjc_rc take_reply(struct cli *c, const struct cli_input *text)
{
	struct cli_input *reply;
	struct cli_audit *a;
	ssjc_rc rc = cli_read(c, audit_options.reply, &reply);

	if (rc)
		return rc;
	rc = check_reply(c, text, reply);
	if (rc)
		return rc;
	rc = cli_begin(c, AUDIT_WRITE, "stamp", "", &a);
	if (rc)
		return rc;
	rc = check_text(c, a, text);
	if (rc)
		return rc;
	rc = cli_put_kept(c, a, "stamped", text, 0);
	if (rc)
		return rc;
	rc = cli_put_kept(c, a, "stamp", reply, 0);
	return rc ? rc : audit_commit(a->file, &c->err);
}

ssjc_rc run_stamp(struct cli *c)
{
	struct cli_input *text;
	struct buf query = {0};
	ssjc_rc rc;

	if (!audit_options.query == !audit_options.reply)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give --query FILE to write a query, or --reply FILE to take its reply in");
	rc = cli_read(c, NULL, &text);
	if (rc)
		return rc;
	if (audit_options.reply)
		return take_reply(c, text);
	rc = stamp_query(&query, text->text, &c->err);
	if (!rc)
		rc = file_create(audit_options.query, FILE_PUBLIC, buf_text(&query), &c->err);
	buf_free(&query);
	return rc;
}
