#include "cli_reason.h"

#include "cli_internal.h"

#include <unistd.h>

struct cli_reason cli_reason;

ssjc_rc cli_check_note(struct cli *c)
{
	struct str note = str_of(cli_reason.note);

	if (!cli_reason.note)
		return SSJC_OK;
	if (!cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--note goes with --reason TEXT: the reason is published, the note is not");
	if (str_utf8(note) < note.n)
		return ssjc_fail(&c->err, SSJC_USAGE, "--note: is not UTF-8");
	return SSJC_OK;
}

/*
 * What is on record is published, and cannot be taken back. So a word by which a
 * reason may be about somebody's health or family stops it; the words are data.
 */
static ssjc_rc check_words(struct cli *c, const char *path, struct str reason)
{
	struct file f = {.bytes = STR("")};
	struct table t = {0};
	ssjc_rc rc = file_open(&f, path, &c->err);

	if (rc)
		goto out;
	rc = table_read(&t, f.bytes, path, &c->err);
	if (rc)
		goto out;
	for (size_t row = 0; row < t.rows; row++) {
		struct str word = table_at(&t, row, table_col(&t, "word"));

		if (word.n == 0 || !str_find(reason, word))
			continue;
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the reason says “%.*s”, and would be published: leave out what is about "
		    "somebody's health or family, and say that with --note TEXT; if it is about "
		    "nobody, --reason-is-public takes it as it is",
		    STR_ARG(word));
		break;
	}
out:
	table_close(&t);
	file_close(&f);
	return rc;
}

/* A folder of data files that has no such words is as good. */
static ssjc_rc check_private(struct cli *c, struct str reason)
{
	struct arena arena = {0};
	const char *path = path_join(&arena, c->share, STR("private.csv"));
	ssjc_rc rc = SSJC_OK;

	if (!path)
		rc = ssjc_fail_memory(&c->err);
	else if (access(path, F_OK) == 0)
		rc = check_words(c, path, reason);
	arena_free(&arena);
	return rc;
}

ssjc_rc cli_tell_reason(struct cli *c, const char *reason)
{
	ssjc_rc rc;

	if (!cli_given(reason))
		return SSJC_OK;
	if (!cli_reason.is_public) {
		rc = check_private(c, str_of(reason));
		if (rc)
			return rc;
	}
	if (cli_given(cli_reason.reason))
		cli_note(c, "this reason will be published: “%s”", cli_reason.reason);
	return SSJC_OK;
}

ssjc_rc cli_put_note(struct cli *c, struct audit *a)
{
	char digest[DIGEST_HEX];
	struct audit_file f = {
	    .kind = STR("note"), .name = STR("--note"), .content = str_of(cli_reason.note)};
	ssjc_rc rc;

	if (!cli_given(cli_reason.note))
		return SSJC_OK;
	rc = digest_hex(f.content.p, f.content.n, digest, &c->err);
	if (rc)
		return rc;
	f.digest = str_of(digest);
	return audit_put_file(a, &f, &c->err);
}
