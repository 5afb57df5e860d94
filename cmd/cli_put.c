/* Inputs and outputs, put into the event begun. */
#include "cli_internal.h"

static ssjc_rc put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows, struct str content)
{
	const struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .rows = rows,
	    .content = content};

	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows)
{
	return put_input(c, a, kind, in, rows, STR(""));
}

ssjc_rc cli_put_kept(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows)
{
	return put_input(c, a, kind, in, rows, in->text);
}

ssjc_rc cli_put_content(struct cli *c, const char *kind, const struct cli_input *in)
{
	struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .content = in->text};

	/* Of a data file of ssjc it does not matter where the program found it. */
	if (str_cut_start(&f.name, c->share))
		str_cut_start(&f.name, "/");
	return audit_put_file(c->opened->audit.file, &f, &c->err);
}

ssjc_rc cli_put_made(
    struct cli *c, const struct cli_audit *a, struct audit_file f, const struct buf *text)
{
	return text->failed ? ssjc_fail_memory(&c->err)
	                    : audit_put_text(a->file, f, buf_text(text), &c->err);
}

ssjc_rc cli_put_output(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, uint64_t rows)
{
	const struct audit_file f = {.output = true,
	    .kind = str_of(kind),
	    .name = str_of(name),
	    .digest = str_of(digest),
	    .rows = rows};

	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_terms(struct cli *c, const struct cli_audit *a)
{
	const struct vocabulary *vocabulary;
	ssjc_rc rc = cli_vocabulary(c, &vocabulary);

	return rc ? rc : audit_put_terms(a->file, vocabulary, &c->err);
}
