#include "cli_internal.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- What the common options say ---- */

static ssjc_rc set_now(struct cli *c, const char *now)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	c->context.now = c->context.clock = (int64_t)time(NULL);
	c->context.clock_given = now || epoch;
	if (now && !time_parse(str_of(now), &c->context.now))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--now: “%s” is not a time such as 2023-06-12T09:00:00", now);
	if (!now && epoch && num_parse(str_of(epoch), 0, INT64_C(253000000000), &c->context.now))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "SOURCE_DATE_EPOCH: “%s” is not a number of seconds", epoch);
	return SSJC_OK;
}

static void set_actor(struct cli *c, const char *actor)
{
	struct passwd *pw;

	if (!actor)
		actor = getenv("SSJC_ACTOR");
	if (!actor && (pw = getpwuid(getuid())))
		actor = pw->pw_name;
	c->context.actor = actor ? actor : "";
}

static ssjc_rc set_common(struct cli *c, const struct cli_common *o)
{
	if (o->tsv && o->excel)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--tsv and --excel exclude each other: give one of them");
	c->style = o->tsv ? CSV_TSV : o->excel ? CSV_EXCEL : CSV_PLAIN;
	c->plan_path = o->plan;
	c->rehearse = o->rehearse;
	c->context.program = c->program->name;
	c->context.version = SSJC_VERSION;
	c->opened->wait = o->wait;
	if (o->wait >= 0)
		c->context.wait = &c->opened->wait;
	set_actor(c, o->actor);
	return set_now(c, o->now);
}

/* ---- The command ---- */

static const struct cli_command *command_of(const struct cli_program *p, const char *name)
{
	for (const struct cli_command *k = p->commands; k->name; k++)
		if (k->name[0] && name && strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/* Where the program has commands only, --help and --version do without one. */
static const struct cli_command no_command = {.name = "", .operands = ""};

static ssjc_rc find_command(struct cli *c, int argc, char **argv)
{
	c->command = command_of(c->program, argc > 1 ? argv[1] : NULL);
	if (c->command) {
		optind = 2;
		return SSJC_OK;
	}
	if (!c->program->commands[0].name[0]) {
		c->command = &c->program->commands[0];
		return SSJC_OK;
	}
	c->command = &no_command;
	if (argc > 1 && argv[1][0] != '-')
		return ssjc_fail(&c->err, SSJC_USAGE, "there is no command “%s”", argv[1]);
	return SSJC_OK;
}

/* What goes on record as the event's options: "simulate --rounds=9 drawn.csv". */
static ssjc_rc set_command_line(struct cli *c, struct buf *line, const struct buf *options)
{
	buf_z(line, c->command->name);
	buf_str(line, buf_text(options));
	for (size_t i = 0; i < c->operands; i++) {
		buf_char(line, ' ');
		cli_address(line, c->operand[i]);
	}
	c->command_line = buf_text(line);
	return line->failed || options->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

/* The log is begun whatever is wrong, but not where it would go over another file. */
static ssjc_rc begin(struct cli *c, const struct cli_common *o)
{
	ssjc_rc rc = set_common(c, o);

	if (rc)
		goto out;
	rc = cli_check_names(c);
	if (rc == SSJC_REFUSED && o->log && strcmp(c->err.file, o->log) == 0)
		return rc;
out:
	cli_log_open(c, o->log);
	cli_log_start(c);
	return rc;
}

static ssjc_rc run(struct cli *c, int argc, char **argv)
{
	struct cli_common common = {0};
	struct buf options = {0}, line = {0};
	ssjc_rc shown, rc;

	if (argc == 2 && cli_complete(stdout, c->program, argv[1]))
		return SSJC_OK;
	rc = find_command(c, argc, argv);
	if (rc)
		goto out;
	rc = cli_parse(c, argc, argv, &options, &common);
	if (rc) {
		cli_log_open(c, common.log);
		goto out;
	}
	if (common.help) {
		cli_help(stdout, c->program, c->command->run ? c->command : NULL);
		goto out;
	}
	if (common.version) {
		printf("%s %s\n", c->program->name, SSJC_VERSION);
		goto out;
	}
	if (!c->command->run) {
		rc = ssjc_fail(&c->err, SSJC_USAGE, "no command is given");
		goto out;
	}
	rc = set_command_line(c, &line, &options);
	if (rc)
		goto out;
	rc = begin(c, &common);
	if (rc)
		goto out;
	if (common.if_workday) {
		bool off = false;

		rc = cli_day_off(c, &off);
		if (rc || off)
			goto out;
	}
	rc = cli_check_note(c);
	if (rc)
		goto out;
	rc = cli_output(c, common.output);
	if (rc)
		goto out;
	rc = c->command->run(c);
	if (rc && rc != SSJC_NO)
		goto out;
	shown = cli_shown(c);
	if (shown)
		rc = shown;
out:
	buf_free(&options);
	buf_free(&line);
	return rc;
}

void cli_close(struct cli *c)
{
	cli_outputs_close(c);
	cli_data_close(c);
	cli_files_close(c);
}

int cli_main(const struct cli_program *program, int argc, char **argv)
{
	struct cli_opened opened = {0};
	struct cli c = {
	    .program = program, .out = stdout, .out_name = "standard output", .opened = &opened};
	int status;
	ssjc_rc rc;

	cli_process();
	cli_find_language(NULL);
	cli_find_share(&c);
	status = cli_status(&c, run(&c, argc, argv));
	/* Whoever waits for the end of standard output finds the audit file free. */
	cli_close(&c);
	rc = cli_close_print(&c);
	if (rc && status != EXIT_SYSTEM)
		status = cli_status(&c, rc);
	status = cli_log_end(&c, status);
	buf_free(&opened.share);
	free(c.operand);
	free(opened.named.v);
	free(opened.written.v);
	return status;
}
