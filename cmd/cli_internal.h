/*
 * cli_internal: what only the files of cli share.
 */
#ifndef CLI_INTERNAL_H
#define CLI_INTERNAL_H

#include "cli.h"

/* What the command asked for so far, and what is closed after it has run. */
struct cli_opened {
	struct cli_input *input;                      /* all that was read, the last first */
	struct cli_input *calendar_file, *items_file; /* two of them, once they were read */
	struct plan plan;                             /* its name is NULL until it was read */
	bool told;                                    /* that it is a rehearsal */
	struct vocabulary *vocabulary;
	struct calendar *calendar;
	struct items items;
	struct cli_audit audit;
	bool begun;   /* an event in it */
	int64_t wait; /* what context.wait is at */
	struct cli_output *output, *last_output;
	struct buf pdf_program;  /* empty: no PDFs */
	struct buf share;        /* of c->share, if it is beside the program */
	struct out print;        /* the file of -o, until it has appeared */
	struct cli_list named;   /* the files that options name */
	struct cli_list written; /* those of them that are outputs */
	struct cli_log {
		const char *path; /* NULL: there is none */
		int fd;           /* negative: not open */
		bool failed;
	} log;
	struct arena paths; /* of files that are read */
	char hint[1024];
};

/*
 * The log: cli_log.c. Each line is appended with the time, the program and its
 * process. One that cannot be written is said so, once, and undoes nothing.
 */
void cli_log_open(struct cli *c, const char *path);
void cli_log_start(struct cli *c);
void cli_log(struct cli *c, struct str text);
/* The last line has the exit status; given back is the one that it is now. */
int cli_log_end(struct cli *c, int status);

/* Make sure of descriptors 0 to 2, and catch signals. */
void cli_process(void);
/* Let c->out be the file of -o; NULL and "-" are standard output. */
ssjc_rc cli_output(struct cli *c, const char *path);
/*
 * Flush and close standard output: everything printed must have arrived. A file
 * of -o that was not shown goes away.
 */
ssjc_rc cli_close_print(struct cli *c);
/*
 * SSJC_REFUSED when an option names an output that is an operand, too, or what another
 * option names, or a file of the plan: cli_names.c.
 */
ssjc_rc cli_check_names(struct cli *c);
/* cli_plan, without the remark that it is rehearsed. */
ssjc_rc cli_read_plan(struct cli *c, const struct plan **out);

/*
 * A folder beside the program, the first of those that hold the file: out is its
 * path; false and empty when there is none, or the system does not say where the
 * program is. The names, the last one NULL, count from the program's folder and
 * may begin with "../". So a tree that was built, and an installed one that was
 * moved, need no setting.
 */
bool cli_where(struct buf *out, const char *const *beside, const char *file);
/* Set c->share: SSJC_SHARE, or beside the program, or where it was to be installed. */
void cli_find_share(struct cli *c);
/*
 * Choose the language of messages and help, and find its catalog in the same way:
 * languages as of language_load.
 */
void cli_find_language(const char *languages);
/* After an error, whose rc it gives back: when the data files are not there, what to do about it. */
ssjc_rc cli_hint_share(struct cli *c, ssjc_rc rc);

/* What the common options say: the table is in cli_options.c. */
struct cli_common {
	const char *plan, *now, *actor, *output, *log;
	int64_t wait; /* seconds; negative when it was not given */
	bool tsv, excel, rehearse, if_workday, help, version;
};
extern const struct cli_option cli_common_options[];
/* Is o, of the common ones, an option of the command k of p? Its own have other meanings. */
bool cli_takes(
    const struct cli_program *p, const struct cli_command *k, const struct cli_option *o);

/*
 * Read the arguments from optind on: set what the options say, c->operand, and
 * line, the options as text. The common ones, as far as they were read, are in *out.
 */
ssjc_rc cli_parse(struct cli *c, int argc, char **argv, struct buf *line, struct cli_common *out);

/* The help of one command, or with NULL of all. */
void cli_help(FILE *f, const struct cli_program *p, const struct cli_command *one);

/*
 * "--completion=bash" or "--completion=zsh": print what the shell can complete. It
 * is for whoever installs the programs, and no option of any command.
 */
bool cli_complete(FILE *f, const struct cli_program *p, const char *argument);

/* The exit statuses: ssjc(7). */
enum { EXIT_OK, EXIT_NO, EXIT_USAGE, EXIT_INPUT, EXIT_SYSTEM, EXIT_LATER, EXIT_DONE };

/* The exit status of rc, after printing c->err, unless that is empty: a plain no, or
 * that work is left, needs no words. */
int cli_status(struct cli *c, ssjc_rc rc);
/* Take the progress line off the terminal; a signal handler may, too. */
void cli_wipe(void);

/* --if-workday: is today a day off, by the plan's calendar, or without a plan the release's? */
ssjc_rc cli_day_off(struct cli *c, bool *off);

/* Read a file among c->opened's, with its digest begun. */
ssjc_rc cli_read_input(struct cli *c, const char *path, struct cli_input **out);
/* Read a file of the plan, with its digest. */
ssjc_rc cli_read_plan_file(struct cli *c, const char *path, struct cli_input **in);
/* Put the calendar into the event begun, or the one on record, if the file has only grown since. */
ssjc_rc cli_put_calendar(struct cli *c);
/* Put a file of the plan, with its content, into the event begun. */
ssjc_rc cli_put_content(struct cli *c, const char *kind, const struct cli_input *in);

/* Is there a --note only where there is a --reason: cli_reason.h? */
ssjc_rc cli_check_note(struct cli *c);
/*
 * Before a reason is on record, be it of the options or of the plan: SSJC_REFUSED when it
 * should not be published; a remark that it will be, unless the plan has it.
 */
ssjc_rc cli_tell_reason(struct cli *c, const char *reason);
/* Put the note into the event begun. */
ssjc_rc cli_put_note(struct cli *c, struct audit *a);

/*
 * After a plan that cannot be read, whose rc it gives back: when the file is
 * something else by its first bytes, c->err says so instead.
 */
ssjc_rc cli_not_plan(struct cli *c, const char *path, ssjc_rc rc);

/* Close what was opened. */
void cli_close(struct cli *c);
void cli_data_close(struct cli *c);
void cli_files_close(struct cli *c);
void cli_outputs_close(struct cli *c);

/* A workbook is an output now, which owns it. */
ssjc_rc cli_take_book(struct cli *c, struct xlsx_out *b);

#endif
