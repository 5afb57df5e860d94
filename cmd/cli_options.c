#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cli_common cli_common;

static const struct cli_opt common_opts[] = {
    {'p', "plan", "PLAN", "the plan: ssjc-plan(5)", CLI_TEXT, &cli_common.plan, 0, 0},
    {'t', "tsv", NULL, "write TSV instead of CSV", CLI_FLAG, &cli_common.tsv, 0, 0},
    {0, "excel", NULL, "write CSV with BOM and CRLF, for spreadsheets", CLI_FLAG, &cli_common.excel,
        0, 0},
    {0, "now", "TIME", "take TIME for the present moment (recorded as such)", CLI_TEXT,
        &cli_common.now, 0, 0},
    {0, "actor", "NAME", "who does this, for the audit file", CLI_TEXT, &cli_common.actor, 0, 0},
    {'h', "help", NULL, "print this help", CLI_FLAG, &cli_common.help, 0, 0},
    {'V', "version", NULL, "print the version", CLI_FLAG, &cli_common.version, 0, 0},
    {0},
};

/* ---- Help ---- */

static void help_opts(FILE *f, const struct cli_opt *o)
{
	for (; o && (o->letter || o->name); o++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
		    o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
		    o->arg ? " " : "", o->arg ? o->arg : "");
		fprintf(f, "  %-26s %s\n", left, o->help);
	}
}

void cli_help(FILE *f, const struct cli_program *p, const struct cli_command *one)
{
	const char *word = "usage:";

	for (const struct cli_command *k = one ? one : p->commands; k->name; k++) {
		fprintf(f, "%s %s%s%s [options]%s%s\n", word, p->name, k->name[0] ? " " : "",
		    k->name, k->operands[0] ? " " : "", k->operands);
		word = "      ";
		if (one)
			break;
	}
	fprintf(f, "\n%s\n", one && one->name[0] ? one->help : p->help);
	/* With no command, or the one without a name: what others there are. */
	if (!one || !one->name[0]) {
		fputc('\n', f);
		for (const struct cli_command *k = p->commands; k->name; k++)
			if (k->name[0])
				fprintf(f, "  %-14s %s\n", k->name, k->help);
	}
	for (const struct cli_command *k = one ? one : p->commands; k->name; k++) {
		if (k->opts && k->opts->name) {
			if (k->name[0])
				fprintf(f, "\n%s:\n", k->name);
			else
				fputc('\n', f);
			help_opts(f, k->opts);
		}
		if (one)
			break;
	}
	fputc('\n', f);
	help_opts(f, common_opts);
	fprintf(f, "\nThe manual: man %s\n", p->name);
}

/* ---- Options ---- */

static const struct cli_opt *find(const struct cli_opt *o, int letter, const char *name, size_t n)
{
	for (; o && (o->letter || o->name); o++)
		if (name ? strlen(o->name) == n && memcmp(o->name, name, n) == 0
		         : o->letter == letter)
			return o;
	return NULL;
}

static void optstring(char *out, const struct cli_opt *o)
{
	out += strlen(out);
	for (; o && (o->letter || o->name); o++) {
		if (!o->letter)
			continue;
		*out++ = o->letter;
		if (o->arg)
			*out++ = ':';
	}
	*out = '\0';
}

static int set(struct cli *c, const struct cli_opt *o, const char *value)
{
	struct cli_list *list;
	const char *wrong, **v;

	buf_printf(&c->options, " --%s%s%s", o->name, value ? "=" : "", value ? value : "");
	switch (o->type) {
	case CLI_FLAG:
		*(bool *)o->to = true;
		break;
	case CLI_TEXT:
		*(const char **)o->to = value;
		break;
	case CLI_COUNT:
		wrong = num_parse(str_of(value), o->low, o->high, o->to);
		if (wrong)
			return cli_usage(c, "--%s: “%s” %s (from %lld to %lld)", o->name, value,
			    wrong, (long long)o->low, (long long)o->high);
		break;
	case CLI_LIST:
		list = o->to;
		v = realloc(list->v, (list->n + 1) * sizeof *v);
		if (!v)
			return cli_done(c, ssjc_fail_memory(&c->err));
		list->v = v;
		list->v[list->n++] = value;
	}
	return 0;
}

/* "--name", "--name=value" or "--name value": getopt gives the option '-'. */
static int set_long(struct cli *c, int argc, char **argv, const char *text)
{
	size_t n = strcspn(text, "=");
	const struct cli_opt *o = find(c->command->opts, 0, text, n);
	const char *value = text[n] ? text + n + 1 : NULL;

	if (!o)
		o = find(common_opts, 0, text, n);
	if (!o)
		return cli_usage(c, "there is no option --%.*s", (int)n, text);
	if (!o->arg && value)
		return cli_usage(c, "--%s takes no value", o->name);
	if (o->arg && !value) {
		if (optind >= argc)
			return cli_usage(c, "--%s wants %s", o->name, o->arg);
		value = argv[optind++];
	}
	return set(c, o, value);
}

/*
 * Options may stand before, between and behind operands, whether getopt
 * permutes (glibc) or stops at the first operand (POSIX).
 */
int cli_parse(struct cli *c, int argc, char **argv)
{
	char letters[128] = ":-:";
	int ch, status = 0;

	optstring(letters, c->command->opts);
	optstring(letters, common_opts);
	c->operand = calloc((size_t)argc + 1, sizeof *c->operand);
	if (!c->operand)
		return cli_done(c, ssjc_fail_memory(&c->err));
	while (optind < argc && status == 0) {
		int before = optind;

		ch = getopt(argc, argv, letters);
		if (ch == -1) {
			bool ended = optind > before && strcmp(argv[optind - 1], "--") == 0;

			if (optind < argc)
				c->operand[c->operands++] = argv[optind++];
			while (ended && optind < argc)
				c->operand[c->operands++] = argv[optind++];
		} else if (ch == '-') {
			status = set_long(c, argc, argv, optarg);
		} else if (ch == ':') {
			status = cli_usage(c, "-%c wants a value", optopt);
		} else {
			const struct cli_opt *o = find(c->command->opts, ch, NULL, 0);

			if (!o)
				o = find(common_opts, ch, NULL, 0);
			status = !o || ch == '?' ? cli_usage(c, "there is no option -%c", optopt)
			                         : set(c, o, o->arg ? optarg : NULL);
		}
	}
	return status;
}
