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

static bool contains(struct str text, struct str word)
{
	for (; word.n > 0 && text.n >= word.n; text.p++, text.n--)
		if (str_eq((struct str){text.p, word.n}, word))
			return true;
	return false;
}

/* The words by which a reason may be about somebody's health or family, in a file of the bureau. */
static ssjc_rc warn(struct cli *c, const char *path)
{
	struct str reason = str_of(cli_reason.reason);
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

		if (!contains(reason, word))
			continue;
		cli_note(c,
		    "warning: the reason says “%.*s”: is it about somebody's health or family? "
		    "That is nothing for the public: correct it with a reason without it, and say "
		    "the rest with --note TEXT",
		    STR_ARG(word));
		break;
	}
out:
	table_close(&t);
	file_close(&f);
	return rc;
}

/* A folder of data files that has no such words is as good. */
ssjc_rc cli_tell_reason(struct cli *c)
{
	struct arena arena = {0};
	const char *path;
	ssjc_rc rc = SSJC_OK;

	if (!cli_given(cli_reason.reason))
		return SSJC_OK;
	cli_note(c, "this reason will be published: “%s”", cli_reason.reason);
	path = path_join(&arena, c->share, STR("private.csv"));
	if (!path)
		rc = ssjc_fail_memory(&c->err);
	else if (access(path, F_OK) == 0)
		rc = warn(c, path);
	arena_free(&arena);
	return rc;
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
