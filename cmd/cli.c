#include "cli.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- The moment, the actor ---- */

static int set_context(struct cli *c)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH"), *actor = getenv("SSJC_ACTOR");
	struct passwd *pw;

	c->context.program = c->program->name;
	c->context.version = SSJC_VERSION;
	c->context.now = c->context.clock = (int64_t)time(NULL);
	if (cli_common.now) {
		if (!time_parse(str_of(cli_common.now), &c->context.now))
			return cli_usage(c, "--now: “%s” is not a time such as 2023-06-12T09:00:00",
			    cli_common.now);
		c->context.clock_given = true;
	} else if (epoch) {
		if (num_parse(str_of(epoch), 0, INT64_C(253000000000), &c->context.now))
			return cli_usage(
			    c, "SOURCE_DATE_EPOCH: “%s” is not a number of seconds", epoch);
		c->context.clock_given = true;
	}
	if (cli_common.actor)
		actor = cli_common.actor;
	if (!actor && (pw = getpwuid(getuid())))
		actor = pw->pw_name;
	c->context.actor = actor ? actor : "";
	c->plan_path = cli_common.plan;
	c->tsv = cli_common.tsv;
	c->excel = cli_common.excel;
	if (c->tsv && c->excel)
		return cli_usage(c, "--tsv and --excel exclude each other");
	return 0;
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
	cli_wipe();
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
	ssjc_rc rc = out_flush(&o, &c->err);

	if (fclose(stdout) != 0 && rc == SSJC_OK)
		rc = ssjc_fail_errno(&c->err, "standard output: cannot write it");
	return rc == SSJC_OK || status == EXIT_SYSTEM ? status : cli_fail(c);
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
		status = cli_parse(&c, argc, argv);
	if (status != 0)
		goto out;
	if (cli_common.help) {
		cli_help(stdout, program, c.command->run ? c.command : NULL);
	} else if (cli_common.version) {
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
