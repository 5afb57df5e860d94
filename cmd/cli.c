#include "cli.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_OK, EXIT_NO, EXIT_USAGE, EXIT_INPUT, EXIT_SYSTEM, EXIT_LATER };

/* The one table from what went wrong to the exit status: see ssjc(7). */
static const int exits[] = {
    [SSJC_OK] = EXIT_OK,
    [SSJC_NO] = EXIT_NO,
    [SSJC_USAGE] = EXIT_USAGE,
    [SSJC_INPUT] = EXIT_INPUT,
    [SSJC_PLAN] = EXIT_INPUT,
    [SSJC_REFUSED] = EXIT_NO,
    [SSJC_SYSTEM] = EXIT_SYSTEM,
    [SSJC_BUSY] = EXIT_LATER,
};

/* The common options; what they set is here, not in the command's table. */
static struct {
	const char *plan, *now, *actor;
	bool tsv, excel, help, version;
} common;

static const struct cli_opt common_opts[] = {
    {'p', "plan", "PLAN", "the plan: ssjc-plan(5)", CLI_TEXT, &common.plan, 0, 0},
    {'t', "tsv", NULL, "write TSV instead of CSV", CLI_FLAG, &common.tsv, 0, 0},
    {0, "excel", NULL, "write CSV with BOM and CRLF, for spreadsheets", CLI_FLAG, &common.excel,
	0, 0},
    {0, "now", "TIME", "take TIME for the present moment (recorded as such)", CLI_TEXT,
	&common.now, 0, 0},
    {0, "actor", "NAME", "who does this, for the audit file", CLI_TEXT, &common.actor, 0, 0},
    {'h', "help", NULL, "print this help", CLI_FLAG, &common.help, 0, 0},
    {'V', "version", NULL, "print the version", CLI_FLAG, &common.version, 0, 0},
    {0},
};

/* ---- Messages ---- */

void cli_note(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", c->program->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

int cli_fail(struct cli *c)
{
	const struct ssjc_err *e = &c->err;

	fprintf(stderr, "%s: ", c->program->name);
	if (e->file[0] && e->line)
		fprintf(stderr, "%s:%llu: ", e->file, (unsigned long long)e->line);
	else if (e->file[0])
		fprintf(stderr, "%s: ", e->file);
	if (e->column[0])
		fprintf(stderr, "%s: ", e->column);
	fputs(e->msg, stderr);
	if (e->code == SSJC_USAGE)
		fprintf(stderr, "; %s%s%s --help tells more", c->program->name,
		    c->command && c->command->name[0] ? " " : "", c->command ? c->command->name : "");
	fputc('\n', stderr);
	return exits[e->code];
}

int cli_done(struct cli *c, ssjc_code code)
{
	return code == SSJC_OK || !c->err.msg[0] ? exits[code] : cli_fail(c);
}

int cli_usage(struct cli *c, const char *fmt, ...)
{
	char msg[sizeof c->err.msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	return cli_done(c, ssjc_fail(&c->err, SSJC_USAGE, "%s", msg));
}

/* ---- Help ---- */

static void help_opts(FILE *f, const struct cli_opt *o)
{
	for (; o && (o->letter || o->name); o++) {
		char left[64];

		snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
		    o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name, o->arg ? " " : "",
		    o->arg ? o->arg : "");
		fprintf(f, "  %-26s %s\n", left, o->help);
	}
}

static void help(FILE *f, const struct cli_program *p, const struct cli_command *one)
{
	const char *word = "usage:";

	for (const struct cli_command *k = one ? one : p->commands; k->name; k++) {
		fprintf(f, "%s %s%s%s [options]%s%s\n", word, p->name, k->name[0] ? " " : "", k->name,
		    k->operands[0] ? " " : "", k->operands);
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
			return cli_usage(c, "--%s: “%s” %s (from %lld to %lld)", o->name, value, wrong,
			    (long long)o->low, (long long)o->high);
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
static int parse(struct cli *c, int argc, char **argv)
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

/* ---- The moment, the actor ---- */

static int set_context(struct cli *c)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH"), *actor = getenv("SSJC_ACTOR");
	struct passwd *pw;

	c->context.program = c->program->name;
	c->context.version = SSJC_VERSION;
	c->context.now = c->context.clock = (int64_t)time(NULL);
	if (common.now) {
		if (!time_parse(str_of(common.now), &c->context.now))
			return cli_usage(c, "--now: “%s” is not a time such as 2023-06-12T09:00:00",
			    common.now);
		c->context.clock_given = true;
	} else if (epoch) {
		if (num_parse(str_of(epoch), 0, INT64_C(253000000000), &c->context.now))
			return cli_usage(c, "SOURCE_DATE_EPOCH: “%s” is not a number of seconds", epoch);
		c->context.clock_given = true;
	}
	if (common.actor)
		actor = common.actor;
	if (!actor && (pw = getpwuid(getuid())))
		actor = pw->pw_name;
	c->context.actor = actor ? actor : "";
	c->plan_path = common.plan;
	c->tsv = common.tsv;
	c->excel = common.excel;
	if (c->tsv && c->excel)
		return cli_usage(c, "--tsv and --excel exclude each other");
	return 0;
}

/* The line is written over, by the next and by whatever comes after. */
static void tick(void *arg, uint64_t rows)
{
	static time_t last;
	time_t now = time(NULL);

	(void)arg;
	if (last && now > last)
		fprintf(stderr, "\r%llu rows\r", (unsigned long long)rows);
	last = now;
}

void (*cli_tick(void))(void *arg, uint64_t rows)
{
	return isatty(STDERR_FILENO) ? tick : NULL;
}

bool cli_given(const char *text)
{
	return str_trim(str_of(text)).n > 0;
}

enum csv_style cli_style(const struct cli *c)
{
	return c->tsv ? CSV_TSV : c->excel ? CSV_EXCEL : CSV_PLAIN;
}

/* ---- The main ---- */

static void on_signal(int number)
{
	file_unlink_pending();
	signal(number, SIG_DFL);
	raise(number);
}

/*
 * Ctrl-C and the like leave no temporary file, and what nohup ignores stays
 * ignored; a closed pipe is a write error.
 */
static void catch_signals(void)
{
	static const int fatal[] = {SIGHUP, SIGINT, SIGTERM, SIGXFSZ, SIGXCPU};
	struct sigaction act = {.sa_handler = on_signal}, old;

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(fatal[i], &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
}

/*
 * A file that we open must not become standard input, output or error. Whoever
 * uses one that was closed still gets an error: each is open the wrong way.
 */
static void hold_descriptors(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Everything printed on stdout must have arrived. */
static int close_stdout(struct cli *c, int status)
{
	struct out o = {.f = stdout};
	ssjc_code code = out_flush(&o, &c->err);

	if (fclose(stdout) != 0 && code == SSJC_OK)
		code = ssjc_fail_errno(&c->err, "standard output: cannot write it");
	return code == SSJC_OK || status == EXIT_SYSTEM ? status : cli_fail(c);
}

static const struct cli_command *command_of(const struct cli_program *p, const char *name)
{
	for (const struct cli_command *k = p->commands; k->name; k++)
		if (k->name[0] && name && strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

int cli_main(const struct cli_program *program, int argc, char **argv)
{
	struct cli c = {.program = program, .share = getenv("SSJC_SHARE")};
	int status = 0;

	hold_descriptors();
	catch_signals();
	if (!c.share)
		c.share = SSJC_SHARE;
	c.command = command_of(program, argc > 1 ? argv[1] : NULL);
	if (c.command)
		optind = 2;
	else if (!program->commands[0].name[0])
		c.command = &program->commands[0];
	if (!c.command) {
		/* Only --help and --version do without a command. */
		static const struct cli_command none = {"", "", "", NULL, NULL};

		if (argc > 1 && argv[1][0] != '-')
			status = cli_usage(&c, "there is no command “%s”", argv[1]);
		c.command = &none;
	}
	if (status == 0)
		status = parse(&c, argc, argv);
	if (status != 0)
		goto out;
	if (common.help) {
		help(stdout, program, c.command->run ? c.command : NULL);
	} else if (common.version) {
		printf("%s %s\n", program->name, SSJC_VERSION);
	} else if (!c.command->run) {
		status = cli_usage(&c, "a command is wanted");
	} else {
		struct buf line = {0};

		buf_z(&line, c.command->name);
		buf_str(&line, buf_text(&c.options));
		for (int i = 0; i < c.operands; i++)
			buf_printf(&line, " %s", c.operand[i]);
		buf_free(&c.options);
		c.options = line;
		status = set_context(&c);
		if (status == 0)
			status = c.command->run(&c);
	}
out:
	status = close_stdout(&c, status);
	cli_close(&c);
	buf_free(&c.options);
	free(c.operand);
	return status;
}
