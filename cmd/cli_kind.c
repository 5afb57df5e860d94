/*
 * What a file is that was given where a stream or a plan is expected, by its
 * first bytes: people give the workbook that they know, or the file beside it.
 */
#include "cli_internal.h"

#include "ssjc/base/file_type.h"
#include "ssjc/base/language.h"
#include "ssjc/base/large.h"

#include <string.h>

enum kind { WORKBOOK, ARCHIVE, AUDIT_FILE, PLAN, FOREIGN, RAW, LIST, TYPE, OTHER };

/* What is expected: a stream's name of ssjc-import, or else the program that wrote it. */
static const struct expected {
	const char *import, *program;
} expected[] = {
    [CLI_OBJECTS] = {"objects", NULL},
    [CLI_INSPECTORS] = {"inspectors", NULL},
    [CLI_HISTORY] = {"history", NULL},
    [CLI_DRAWN] = {NULL, "ssjc-draw"},
    [CLI_ASSIGNED] = {NULL, "ssjc-assign"},
};

/* What to say of each, where a stream of ssjc-import is expected, or one of a program. */
static const struct {
	const char *import, *program; /* %s: the stream, the program */
	const char *plan;             /* where the plan is expected */
} says[] = {
    [WORKBOOK] =
        {N_("is a workbook: run “ssjc-import %s -p PLAN -o FILE” on it first, and give that FILE"),
            N_("is a workbook: give the list as %s wrote it, not one that a spreadsheet program saved"),
            N_("is a workbook, not a plan: a plan is a text, as ssjc-plan(5) says")},
    [ARCHIVE] = {N_("is an archive (zip): unpack it, and run “ssjc-import %s” on "
                    "what is in it"),
        N_("is an archive (zip): give the list as %s wrote it"),
        N_("is an archive (zip): unpack it first")},
    [AUDIT_FILE] = {N_("is an audit file: give the stream that “ssjc-import %s” wrote"),
        N_("is an audit file: give the list that %s wrote"),
        N_("is an audit file: give the plan that names it")},
    [PLAN] = {N_("is a plan, which -p names: give the stream that “ssjc-import %s” wrote"),
        N_("is a plan, which -p names: give the list that %s wrote"), NULL},
    [FOREIGN] = {N_("is a text in another encoding than UTF-8, such as GBK: run “ssjc-import %s -p "
                    "PLAN -o FILE” on it first, and give that FILE"),
        N_("is a text in another encoding than UTF-8, such as GBK: give the list as %s wrote it"),
        N_("is a text in another encoding than UTF-8, such as GBK: save it as UTF-8")},
    [RAW] =
        {N_("has headers of its own, not those of a stream: run “ssjc-import %s -p PLAN -o FILE” "
            "on it first, and give that FILE"),
            N_("has headers of its own, not those of the list that %s wrote: give that list"),
            NULL},
    [LIST] = {NULL, NULL,
        N_("is a list, not a plan: the plan is the text that ssjc-plan(5) describes")},
};

/* The first line that says anything: lines that begin with # do not. */
static struct str first_line(struct str text)
{
	struct str line = STR("");

	str_cut_start(&text, "\xef\xbb\xbf");
	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0 && line.p[0] != '#')
			break;
	}
	return line;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* A header line as a bureau writes it: a stream has columns with names in ASCII. */
static bool is_raw(struct str header)
{
	char delimiter = str_contains(header, "\t") ? '\t' : ',';
	struct str field;

	while (str_split(&header, delimiter, &field))
		if (is_ascii(field))
			return false;
	return true;
}

/* TYPE, and *type, is what nothing but its name can be told of. */
static enum kind kind_of(struct str text, bool plan, const struct file_type **type)
{
	struct str line;

	if (str_starts(text, "SQLite format 3"))
		return AUDIT_FILE;
	/* Web pages and XML, which spreadsheet programs open, too. */
	if (str_starts(text, "<") || str_starts(text, "\xef\xbb\xbf<"))
		return WORKBOOK;
	if (str_starts(text, "\xff\xfe") || str_starts(text, "\xfe\xff"))
		return FOREIGN;
	*type = file_type_of(text);
	if (*type && (*type)->advice)
		return TYPE;
	if (*type && (*type)->is == FILE_TYPE_ZIP && !str_contains(text, "xl/") &&
	    !str_contains(text, "content.xml"))
		return ARCHIVE;
	if (*type)
		return WORKBOOK;
	line = first_line(text);
	/* A stream may be large, and whoever reads it names the line. */
	if (str_utf8(plan ? text : line) < (plan ? text.n : line.n))
		return FOREIGN;
	if (line.n > 2 && line.p[0] == '[' && line.p[line.n - 1] == ']')
		return PLAN;
	if (plan)
		return str_contains(line, ",") && !str_contains(line, "=") ? LIST : OTHER;
	return line.n > 0 && is_raw(line) ? RAW : OTHER;
}

ssjc_rc cli_expect(struct cli *c, const struct cli_input *in, enum cli_stream stream)
{
	const struct expected *e = &expected[stream];
	const struct file_type *type;
	enum kind kind = kind_of(
	    in->file.large ? large_head(in->file.large) : in->text, false, &type);

	if (kind == OTHER)
		return SSJC_OK;
	if (kind == TYPE)
		return ssjc_fail_at(&c->err, SSJC_INPUT, in->file.name, 0, NULL, "is %s: %s",
		    type->what, type->advice);
	return ssjc_fail_at(&c->err, SSJC_INPUT, in->file.name, 0, NULL,
	    e->import ? says[kind].import : says[kind].program, e->import ? e->import : e->program);
}

ssjc_rc cli_not_plan(struct cli *c, const char *path, ssjc_rc rc)
{
	const struct file_type *type;
	struct ssjc_err unread;
	struct file f;
	enum kind kind = file_open(&f, path, &unread) ? OTHER : kind_of(f.bytes, true, &type);

	if (kind == TYPE)
		rc = ssjc_fail_at(&c->err, rc, path, 0, NULL,
		    "is %s, not a plan: a plan is a text, as ssjc-plan(5) says", type->what);
	else if (kind != OTHER && says[kind].plan)
		rc = ssjc_fail_at(&c->err, rc, path, 0, NULL, says[kind].plan, "");
	file_close(&f);
	return rc;
}
