#include "cli_internal.h"

#include "ssjc/base/language.h"
#include "ssjc/base/line_break.h"
#include "ssjc/base/text.h"

#include <string.h>

/*
 * Everything is on lines of 80 columns at most, where its words let it: on the
 * left what is typed, from a column on what it means.
 */
enum { LINE = 80, COMMAND_COLUMN = 17, OPTION_COLUMN = 29 };

/* Print left, and text beside it, which is broken where it may be and goes on under itself. */
static void print_item(FILE *f, struct str left, struct str text, size_t column)
{
	size_t at = text_width(left);
	struct str line;

	fwrite(left.p, 1, left.n, f);
	if (at > 0 && at >= column) {
		fputc('\n', f);
		at = 0;
	}
	while (line_break_columns(&text, LINE - column, &line)) {
		fprintf(f, "%*s%.*s\n", (int)(line.n ? column - at : 0), "", STR_ARG(line));
		at = 0;
	}
}

/* The words of this file, too, are in the user's language. */
static struct str said(const char *english)
{
	return str_of(language_text(english));
}

static void print_option(FILE *f, const struct cli_option *o)
{
	struct buf left = {0};

	if (o->letter)
		buf_printf(&left, "  -%c, --%s", o->letter, o->name);
	else
		buf_printf(&left, "      --%s", o->name);
	if (o->arg)
		buf_printf(&left, " %s", o->arg);
	print_item(f, buf_text(&left), said(o->help), OPTION_COLUMN);
	buf_free(&left);
}

static void print_options(FILE *f, const struct cli_option *o)
{
	for (; o && o->name; o++)
		print_option(f, o);
}

/* The common ones that the command takes, or with NULL any command. */
static void print_common(FILE *f, const struct cli_program *p, const struct cli_command *one)
{
	for (const struct cli_option *o = cli_common_options; o->name; o++) {
		bool takes = one && cli_takes(p, one, o);

		for (const struct cli_command *k = p->commands; !one && k->name; k++)
			takes |= cli_takes(p, k, o);
		if (takes)
			print_option(f, o);
	}
}

static bool has_options(const struct cli_option *o)
{
	return o && o->name;
}

static void print_usage(
    FILE *f, const struct cli_program *p, const struct cli_command *k, bool go_on)
{
	struct str usage = said(N_("usage:"));

	fprintf(f, "%*s%.*s %s%s%s %s%s%s\n", go_on ? (int)text_width(usage) : 0, "",
	    go_on ? 0 : (int)usage.n, usage.p, p->name, k->name[0] ? " " : "", k->name,
	    language_text(N_("[options]")), k->operands[0] ? " " : "", k->operands);
}

static void print_commands(FILE *f, const struct cli_program *p)
{
	const struct cli_command *k = p->commands;

	if (k->name && !k->name[0])
		k++;
	if (!k->name)
		return;
	fprintf(f, "\n%s\n", language_text(N_("commands:")));
	for (; k->name; k++) {
		struct buf left = {0};

		buf_printf(&left, "  %s", k->name);
		print_item(f, buf_text(&left), said(k->help), COMMAND_COLUMN);
		buf_free(&left);
	}
}

/* A table that several commands have is printed once, under all of their names. */
static void print_shared(FILE *f, const struct cli_program *p, const struct cli_command *first)
{
	struct buf names = {0};
	struct str heading;

	for (const struct cli_command *k = p->commands; k != first; k++)
		if (k->options == first->options)
			return;
	for (const struct cli_command *k = first; k->name; k++)
		if (k->options == first->options)
			buf_printf(
			    &names, "%s%s", names.n ? ", " : "", k->name[0] ? k->name : p->name);
	fputc('\n', f);
	heading = said(N_("options of"));
	buf_z(&names, ":");
	print_item(f, heading, buf_text(&names), text_width(heading) + 1);
	print_options(f, first->options);
	buf_free(&names);
}

void cli_help(FILE *f, const struct cli_program *p, const struct cli_command *one)
{
	if (one)
		print_usage(f, p, one, false);
	for (const struct cli_command *k = p->commands; !one && k->name; k++)
		print_usage(f, p, k, k != p->commands);
	fputc('\n', f);
	print_item(f, STR(""), said(one && one->name[0] ? one->help : p->help), 0);
	/* With no command, or the one without a name: what others there are. */
	if (!one || !one->name[0])
		print_commands(f, p);
	if (one && has_options(one->options)) {
		fprintf(f, "\n%s\n", language_text(N_("options:")));
		print_options(f, one->options);
	}
	for (const struct cli_command *k = p->commands; !one && k->name; k++)
		if (has_options(k->options))
			print_shared(f, p, k);
	if (has_options(p->options)) {
		fputc('\n', f);
		fprintf(f, language_text(N_("options of every %s command:\n")), p->name);
		print_options(f, p->options);
	}
	fprintf(f, "\n%s\n", language_text(N_("options of every program:")));
	print_common(f, p, one);
	fputc('\n', f);
	fprintf(f, language_text(N_("The manual: man %s\n")), p->name);
}
