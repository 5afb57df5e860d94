/* What a shell can complete, made of the tables by which the arguments are read. */
#include "cli_internal.h"

#include <ctype.h>
#include <string.h>

/* What a value is, by its name in the help. */
enum value { NO_VALUE, FILES, PLANS, FOLDERS, WORDS };

static enum value value_of(const char *arg)
{
	if (!arg)
		return NO_VALUE;
	return strcmp(arg, "FILE") == 0 ? FILES
	    : strcmp(arg, "PLAN") == 0  ? PLANS
	    : strcmp(arg, "DIR") == 0   ? FOLDERS
	                                : WORDS;
}

/* Operands that are no files are told by no shell. */
static bool takes_files(const struct cli_command *k)
{
	const char *operands = k->operands + (k->operands[0] == '[');

	return isupper((unsigned char)operands[0]) && strncmp(operands, "DEPARTMENT", 10) != 0;
}

typedef void each_option(FILE *f, const struct cli_option *o, enum value only);

/* All options that hold for the command, each in the first table that has it. */
static void options(FILE *f, const struct cli_program *p, const struct cli_command *k,
    each_option *put, enum value only)
{
	const struct cli_option *const table[] = {k->options, p->options, cli_common_options};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		for (const struct cli_option *o = table[i]; o && o->name; o++)
			if (table[i] != cli_common_options || cli_takes(p, k, o))
				put(f, o, only);
}

/* ---- bash ---- */

static void bash_words(FILE *f, const struct cli_option *o, enum value only)
{
	(void)only;
	if (o->letter)
		fprintf(f, " -%c", o->letter);
	fprintf(f, " --%s", o->name);
}

/* "-p|--plan|": patterns of a case, for options with a value of one kind. */
static void bash_patterns(FILE *f, const struct cli_option *o, enum value only)
{
	if (value_of(o->arg) != only)
		return;
	if (o->letter)
		fprintf(f, "-%c|", o->letter);
	fprintf(f, "--%s|", o->name);
}

static void bash_command(FILE *f, const struct cli_program *p, const struct cli_command *k)
{
	static const struct {
		enum value value;
		const char *action;
	} actions[] = {{FILES, "files"}, {PLANS, "plans"}, {FOLDERS, "folders"}, {WORDS, "none"}};

	fprintf(f, "\t'%s')\n\t\toptions='", k->name);
	options(f, p, k, bash_words, NO_VALUE);
	fprintf(f, "' operands=%s\n\t\tcase $prev in\n", takes_files(k) ? "files" : "none");
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
		fputs("\t\t", f);
		options(f, p, k, bash_patterns, actions[i].value);
		fprintf(f, "'(nothing)') value=%s ;;\n", actions[i].action);
	}
	fputs("\t\tesac ;;\n", f);
}

static void bash(FILE *f, const struct cli_program *p, const char *function)
{
	fprintf(f,
	    "# bash completion of %s, from its own options: %s --completion=bash\n"
	    "%s()\n{\n"
	    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	    "\tlocal command='' commands='' options='' operands=none value=''\n\n"
	    "\tCOMPREPLY=()\n"
	    "\t# bash cuts --plan=x at the =\n"
	    "\tif [[ $cur == = ]]; then\n\t\tcur=''\n"
	    "\telif [[ $prev == = ]]; then\n\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n\tfi\n"
	    "\tcommands='",
	    p->name, p->name, function);
	for (const struct cli_command *k = p->commands; k->name; k++)
		fprintf(f, "%s%s", k->name[0] && k != p->commands ? " " : "", k->name);
	fputs("'\n"
	      "\tif [[ $COMP_CWORD -gt 1 && \" $commands \" == *\" ${COMP_WORDS[1]} \"* ]]; then\n"
	      "\t\tcommand=${COMP_WORDS[1]}\n\tfi\n"
	      "\tcase $command in\n",
	    f);
	if (p->commands[0].name[0])
		bash_command(f, p, &(const struct cli_command){.name = "", .operands = ""});
	for (const struct cli_command *k = p->commands; k->name; k++)
		bash_command(f, p, k);
	fputs("\tesac\n"
	      "\tif [[ -z $value && $cur == -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n"
	      "\t\treturn\n\tfi\n"
	      "\tif [[ -z $value && $COMP_CWORD -eq 1 ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$cur\")\n\tfi\n"
	      "\tcompopt -o filenames 2> /dev/null\n"
	      "\tcase ${value:-$operands} in\n"
	      "\tfiles) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
	      "\tfolders) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
	      "\tplans)\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -f -X '!*.plan' -- \"$cur\"; compgen -d -- "
	      "\"$cur\") ;;\n"
	      "\tesac\n}\n",
	    f);
	fprintf(f, "complete -F %s %s\n", function, p->name);
}

/* ---- zsh ---- */

/* In single quotes, and in the brackets of a specification. */
static void zsh_text(FILE *f, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\'", f);
		else if (strchr("[]:\\", *text))
			fputc('\\', f);
		fputc(*text, f);
	}
}

static void zsh_option(FILE *f, const struct cli_option *o, enum value only)
{
	static const char *const actions[] = {[FILES] = "_files",
	    [PLANS] = "_files -g \"*.plan\"",
	    [FOLDERS] = "_files -/",
	    [WORDS] = " "};
	enum value value = value_of(o->arg);

	(void)only;
	fputs(" \\\n\t\t    ", f);
	if (o->type == CLI_LIST)
		fputs("'*'", f);
	else if (o->letter)
		fprintf(f, "'(-%c --%s)'", o->letter, o->name);
	if (o->letter)
		fprintf(
		    f, "{-%c%s,--%s%s}", o->letter, value ? "+" : "", o->name, value ? "=" : "");
	else
		fprintf(f, "--%s%s", o->name, value ? "=" : "");
	fputs("'[", f);
	zsh_text(f, o->help);
	fputc(']', f);
	if (value) {
		fputc(':', f);
		zsh_text(f, o->arg);
		fprintf(f, ":%s", actions[value]);
	}
	fputc('\'', f);
}

static void zsh_command(FILE *f, const struct cli_program *p, const struct cli_command *k)
{
	fprintf(f, "\t('%s')\n\t\t_arguments -S", k->name);
	options(f, p, k, zsh_option, NO_VALUE);
	if (!k->name[0])
		fprintf(f, " \\\n\t\t    '1: :_ssjc_first'");
	else
		fputs(" \\\n\t\t    '1: : '", f); /* the command itself */
	if (takes_files(k))
		fputs(" \\\n\t\t    '*:file:_files'", f);
	fputs("\n\t\t;;\n", f);
}

static void zsh(FILE *f, const struct cli_program *p, const char *function)
{
	bool alone = !p->commands[0].name[0];

	fprintf(f,
	    "#compdef %s\n# zsh completion of %s, from its own options: %s --completion=zsh\n\n"
	    "_ssjc_first()\n{\n\tlocal -a commands\n\n\tcommands=(\n",
	    p->name, p->name, p->name);
	for (const struct cli_command *k = p->commands; k->name; k++) {
		if (!k->name[0])
			continue;
		fprintf(f, "\t\t'%s:", k->name);
		zsh_text(f, k->help);
		fputs("'\n", f);
	}
	fprintf(f, "\t)\n\t(( ${#commands} )) && _describe command commands\n%s}\n\n",
	    alone && takes_files(p->commands) ? "\t_files\n" : "");
	fprintf(f, "%s()\n{\n\tlocal command=''\n\n", function);
	fputs("\tif (( CURRENT > 2 )); then\n\t\tcase $words[2] in\n\t\t(nothing", f);
	for (const struct cli_command *k = p->commands; k->name; k++)
		fprintf(f, "%s%s", k->name[0] ? "|" : "", k->name);
	fputs(") command=$words[2] ;;\n\t\tesac\n\tfi\n\tcase $command in\n", f);
	if (!alone)
		zsh_command(f, p, &(const struct cli_command){.name = "", .operands = ""});
	for (const struct cli_command *k = p->commands; k->name; k++)
		zsh_command(f, p, k);
	fprintf(f, "\tesac\n}\n\n%s \"$@\"\n", function);
}

bool cli_complete(FILE *f, const struct cli_program *p, const char *argument)
{
	static const struct {
		const char *argument;
		void (*print)(FILE *, const struct cli_program *, const char *);
	} shells[] = {{"--completion=bash", bash}, {"--completion=zsh", zsh}};
	char function[64];

	snprintf(function, sizeof function, "_%s", p->name);
	for (char *c = function; *c; c++)
		*c = *c == '-' ? '_' : *c;
	for (size_t i = 0; argument && i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(argument, shells[i].argument) != 0)
			continue;
		shells[i].print(f, p, function);
		return true;
	}
	return false;
}
