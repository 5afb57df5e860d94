#include "cli_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_verbose;
static struct cli_common common = {.wait = -1};

const struct cli_option cli_common_options[] = {
    OPT_TEXT('p', "plan", "PLAN", "the plan: ssjc-plan(5)", &common.plan),
    OPT_OUT('o', "output", "FILE", "print to FILE, whole or not at all, not on standard output",
        &common.output),
    OPT_FLAG('t', "tsv", "write TSV instead of CSV", &common.tsv),
    OPT_FLAG(0, "excel", "write CSV with BOM and CRLF, for spreadsheets", &common.excel),
    OPT_TEXT(0, "now", "TIME", "take TIME for the present moment (recorded as such)", &common.now),
    OPT_FLAG(0, "rehearse", "only try: with an audit file, papers and a page that say so",
        &common.rehearse),
    OPT_TEXT(0, "actor", "NAME", "who does this, for the audit file", &common.actor),
    OPT_FLAG(0, "if-workday", "on a day off by the calendar, do nothing and exit with status 0",
        &common.if_workday),
    OPT_COUNT(0, "wait", "SECONDS", "how long to wait for a file that another program holds (10)",
        &common.wait, 0, 86400),
    OPT_OUT(0, "log", "FILE", "append each message to FILE, with the time", &common.log),
    OPT_FLAG('v', "verbose", "tell more on standard error", &cli_verbose),
    OPT_FLAG('h', "help", "print this help", &common.help),
    OPT_FLAG('V', "version", "print the version", &common.version),
    {0},
};

/* The tables that hold for the command: its own, its program's, the common ones. */
enum { TABLES = 3 };
static const struct cli_option *table_of(const struct cli *c, int i)
{
	static const struct cli_option empty[] = {{0}};
	const struct cli_option *tables[TABLES] = {
	    c->command->options, c->program->options, cli_common_options};

	return tables[i] ? tables[i] : empty;
}

static bool has(const struct cli_option *o, const char *name)
{
	for (; o && o->name; o++)
		if (strcmp(o->name, name) == 0)
			return true;
	return false;
}

bool cli_takes(const struct cli_program *p, const struct cli_command *k, const struct cli_option *o)
{
	if (o->to.text == &common.output)
		for (const char *const *name = p->silent; name && *name; name++)
			if (strcmp(k->name, *name) == 0)
				return false;
	return !has(k->options, o->name) && !has(p->options, o->name);
}

/* An option of a table that holds: the common ones have no other meaning before. */
static bool holds(const struct cli *c, int table, const struct cli_option *o)
{
	return table < TABLES - 1 || cli_takes(c->program, c->command, o);
}

static const struct cli_option *find_letter(const struct cli *c, int letter)
{
	for (int i = 0; i < TABLES; i++)
		for (const struct cli_option *o = table_of(c, i); o->name; o++)
			if (o->letter == letter && holds(c, i, o))
				return o;
	return NULL;
}

static const struct cli_option *find_name(const struct cli *c, struct str name)
{
	for (int i = 0; i < TABLES; i++)
		for (const struct cli_option *o = table_of(c, i); o->name; o++)
			if (str_is(name, o->name) && holds(c, i, o))
				return o;
	return NULL;
}

/* getopt's letters; "-:" makes long options come as the letter '-' with a value. */
static ssjc_rc getopt_letters(struct cli *c, struct buf *out)
{
	buf_z(out, ":-:");
	for (int i = 0; i < TABLES; i++)
		for (const struct cli_option *o = table_of(c, i); o->name; o++) {
			if (!o->letter || !holds(c, i, o))
				continue;
			buf_char(out, o->letter);
			buf_z(out, o->arg ? ":" : "");
		}
	return out->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

static ssjc_rc add_value(struct cli *c, struct cli_list *list, const char *value)
{
	const char **v = realloc(list->v, (list->n + 1) * sizeof *v);

	if (!v)
		return ssjc_fail_memory(&c->err);
	list->v = v;
	list->v[list->n++] = value;
	return SSJC_OK;
}

static ssjc_rc set_count(struct cli *c, const struct cli_option *o, const char *value)
{
	const char *wrong = num_parse(str_of(value), o->low, o->high, o->to.count);

	if (!wrong)
		return SSJC_OK;
	ssjc_fail_text(&c->err, SSJC_USAGE, wrong);
	ssjc_err_before(&c->err, "--%s is from %lld to %lld: “%s” ", o->name, (long long)o->low,
	    (long long)o->high, value);
	return SSJC_USAGE;
}

/* What the values of these are called says that they name a file; a table, which are outputs. */
static ssjc_rc keep_name(struct cli *c, const struct cli_option *o, const char *value)
{
	bool file = o->arg && (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "PLAN") == 0);
	bool written = o->written && strcmp(value, "-") != 0;
	ssjc_rc rc = file || written ? add_value(c, &c->opened->named, value) : SSJC_OK;

	return rc || !written ? rc : add_value(c, &c->opened->written, value);
}

static ssjc_rc set(struct cli *c, const struct cli_option *o, const char *value, struct buf *line)
{
	ssjc_rc rc = keep_name(c, o, value);

	if (rc)
		return rc;
	/* The command line goes on record; a note is kept apart from what may be shown of that. */
	if (strcmp(o->name, "note") == 0)
		buf_z(line, " --note");
	else
		buf_printf(line, " --%s%s%s", o->name, value ? "=" : "", value ? value : "");
	switch (o->type) {
	case CLI_FLAG:
		*o->to.flag = true;
		break;
	case CLI_TEXT:
		*o->to.text = value;
		break;
	case CLI_COUNT:
		return set_count(c, o, value);
	case CLI_LIST:
		return add_value(c, o->to.list, value);
	}
	return SSJC_OK;
}

/* "--name", "--name=value" or "--name value"; text is what follows the dashes. */
static ssjc_rc set_long(struct cli *c, int argc, char **argv, const char *text, struct buf *line)
{
	struct str name = {text, strcspn(text, "=")};
	const struct cli_option *o = find_name(c, name);
	const char *value = text[name.n] ? text + name.n + 1 : NULL;

	if (!o)
		return ssjc_fail(&c->err, SSJC_USAGE, "there is no option --%.*s", STR_ARG(name));
	if (!o->arg && value)
		return ssjc_fail(&c->err, SSJC_USAGE, "--%s takes no value", o->name);
	if (o->arg && !value) {
		if (optind >= argc)
			return ssjc_fail(
			    &c->err, SSJC_USAGE, "--%s needs a value: %s", o->name, o->arg);
		value = argv[optind++];
	}
	return set(c, o, value, line);
}

static ssjc_rc set_short(struct cli *c, int letter, struct buf *line)
{
	const struct cli_option *o = find_letter(c, letter);

	return set(c, o, o->arg ? optarg : NULL, line);
}

/* The next operand; or after "--" all that is left. */
static void take_operands(struct cli *c, int argc, char **argv, bool all)
{
	if (optind < argc)
		c->operand[c->operands++] = argv[optind++];
	while (all && optind < argc)
		c->operand[c->operands++] = argv[optind++];
}

static ssjc_rc read_argument(
    struct cli *c, int argc, char **argv, const char *letters, struct buf *line)
{
	int before = optind, ch = getopt(argc, argv, letters);

	switch (ch) {
	case -1:
		take_operands(
		    c, argc, argv, optind > before && strcmp(argv[optind - 1], "--") == 0);
		return SSJC_OK;
	case '-':
		return set_long(c, argc, argv, optarg, line);
	case ':':
		return ssjc_fail(&c->err, SSJC_USAGE, "-%c needs a value", optopt);
	case '?':
		return ssjc_fail(&c->err, SSJC_USAGE, "there is no option -%c", optopt);
	default:
		return set_short(c, ch, line);
	}
}

/*
 * Options may be before, between and after operands, whether getopt permutes
 * (glibc) or stops at the first operand (POSIX).
 */
ssjc_rc cli_parse(struct cli *c, int argc, char **argv, struct buf *line, struct cli_common *out)
{
	struct buf letters = {0};
	ssjc_rc rc;

	c->operand = calloc((size_t)argc + 1, sizeof *c->operand);
	if (!c->operand)
		return ssjc_fail_memory(&c->err);
	rc = getopt_letters(c, &letters);
	if (rc)
		goto out;
	while (optind < argc) {
		rc = read_argument(c, argc, argv, letters.p, line);
		if (rc)
			goto out;
	}
out:
	*out = common;
	buf_free(&letters);
	return rc;
}
