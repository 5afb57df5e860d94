/*
 * cli: what all programs share. cli.c runs a command, cli_options.c reads its
 * one table of options, cli_say.c has messages and the exit status; cli_files.c
 * the files that nearly every command reads, cli_record.c the plan and its audit
 * file, cli_outputs.c what appears once it is on record. What a command opened
 * through here is closed after it has run.
 */
#ifndef CLI_H
#define CLI_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/file.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/plan/calendar.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/vocabulary.h"

enum cli_type {
	CLI_FLAG,  /* to: bool */
	CLI_TEXT,  /* to: const char * */
	CLI_COUNT, /* to: int64_t, from low to high */
	CLI_LIST   /* to: struct cli_list; the option may be given several times */
};

struct cli_list {
	const char **v;
	size_t n;
};

/* One option. A table of them ends with {0}. */
struct cli_opt {
	char letter;      /* 0: long only */
	const char *name; /* long name */
	const char *arg;  /* the argument's name in the help; NULL for a flag */
	const char *help;
	enum cli_type type;
	void *to;
	int64_t low, high;
};

struct cli;

/* One command of a program ("" for a program without). Ends with {0}. */
struct cli_command {
	const char *name;
	const char *operands; /* e.g. "FILE..."; "" when there are none */
	const char *help;
	const struct cli_opt *opts; /* its own, besides the common ones */
	int (*run)(struct cli *);   /* gives the exit status */
};

struct cli_program {
	const char *name;
	const char *help;                   /* one line */
	const struct cli_command *commands; /* the first may be named "": the default */
};

/* A file that was read whole: its text, and its digest for the audit file. */
struct cli_input {
	struct cli_input *next;
	struct file file;
	struct str text; /* the file's bytes, or what was made of them */
	struct buf made;
	char digest[DIGEST_HEX]; /* of text */
	bool audit;              /* it is an audit file */
};

/* What a command finds when it runs. */
struct cli {
	const struct cli_program *program;
	const struct cli_command *command;
	char **operand;
	int operands;
	struct ssjc_err err; /* for cli_fail */
	char hint[200];      /* cli_hint */
	/* The common options: -p PLAN, -t, --excel, --now, --actor */
	const char *plan_path;
	bool tsv, excel;
	struct audit_context context;
	struct buf options;            /* the command line, for the audit file */
	const char *share;             /* folder of the data files */
	struct plan plan;              /* cli_plan, cli_open */
	bool fill;                     /* before cli_open: many megabytes will go on record */
	struct audit *audit;           /* cli_open */
	struct audit_state state;      /* cli_open */
	struct vocabulary *vocabulary; /* cli_vocabulary */
	struct calendar *calendar;     /* cli_calendar */
	struct items *items;           /* cli_items; NULL when the plan names none */
	struct items items_read;
	struct cli_input *input;                      /* all that was read, the last first */
	struct cli_input *calendar_file, *items_file; /* theirs, once one was needed */
	struct cli_output *output, *last_output;      /* cli_book, cli_put_text */
};

/* The exit status: ssjc(7). */
enum { EXIT_OK, EXIT_NO, EXIT_USAGE, EXIT_INPUT, EXIT_SYSTEM, EXIT_LATER };

int cli_main(const struct cli_program *program, int argc, char **argv);

/*
 * The exit status of code, after printing cli->err unless code is SSJC_OK. A
 * plain no needs no words: SSJC_NO with nothing in cli->err prints nothing.
 */
int cli_done(struct cli *c, ssjc_rc rc);
/*
 * Print cli->err on stderr, with a hint at --help if it is SSJC_USAGE; the exit
 * status of its code.
 */
int cli_fail(struct cli *c);
/* Print that usage error; 2. */
int cli_usage(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A remark on stderr, with the program's name before it. */
void cli_note(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * From now on, what to do about any error: a remark that follows it. NULL: nothing.
 */
void cli_hint(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * What to call now and then with the rows done: after a second it keeps a line
 * on stderr for somebody who watches, until it is called with 0, at the end.
 * NULL where stderr is no terminal.
 */
void (*cli_tick(void))(void *arg, uint64_t rows);
/* Take that line off before anything else is written there; a signal handler may, too. */
void cli_wipe(void);
/* Does an option's text say anything? NULL and blanks do not. */
bool cli_given(const char *text);
enum csv_style cli_style(const struct cli *c);
/* Read the plan of -p into c->plan. */
ssjc_rc cli_plan(struct cli *c);
/* Open the plan's audit file. */
ssjc_rc cli_audit(struct cli *c, enum audit_mode mode, struct audit **out);
/*
 * Begin an event and put the plan in as an input with its content, and the
 * calendar and the items if they were opened before.
 */
ssjc_rc cli_begin(struct cli *c, struct audit *a, const char *action, const char *reason);

/*
 * The plan, its audit file and what it has come to: c->plan, c->audit,
 * c->state. With an action, an event of it is begun (cli_begin); with NULL the
 * audit file is only read. Read the inputs first: when standard input has
 * ended, the program before in the pipe has put its own event on record.
 */
ssjc_rc cli_open(struct cli *c, const char *action, const char *reason);
/* The plan, and all data that it or the share folder names: the next three. */
ssjc_rc cli_data(struct cli *c);
ssjc_rc cli_vocabulary(struct cli *c);
ssjc_rc cli_calendar(struct cli *c);
ssjc_rc cli_items(struct cli *c);
/* Refuse to write over what is read: path (NULL is none) is an operand, too. */
ssjc_rc cli_no_input(struct cli *c, const char *path);
/* Read a file; path NULL is the only operand, or else standard input. */
ssjc_rc cli_read(struct cli *c, const char *path, struct cli_input **out);
/* The same, but its digest may not be ready before cli_digest, which waits for it. */
ssjc_rc cli_read_ahead(struct cli *c, const char *path, struct cli_input **out);
ssjc_rc cli_digest(struct cli *c, struct cli_input *in);
/* The same where it may be an audit file, which cannot come through a pipe. */
ssjc_rc cli_read_any(struct cli *c, const char *path, struct cli_input **out);
/*
 * The same for a history: an audit file becomes the history stream that it
 * remembers. That is as it is now; or, as the file may have grown, for what is
 * settled as it was when this plan used it.
 */
ssjc_rc cli_read_history(struct cli *c, const char *path, bool settled, struct cli_input **out);
/*
 * Did ssjc-import write the stream with that digest for this plan? SSJC_REFUSED
 * when it did not and the plan says custody = strict. Needs cli_open.
 */
ssjc_rc cli_knows(struct cli *c, const char *name, const char *digest, bool *known);
/* Put an input or an output of so many rows into the event begun. */
ssjc_rc cli_put_input(struct cli *c, const char *kind, const struct cli_input *in, uint64_t rows);
ssjc_rc cli_put_output(
    struct cli *c, const char *kind, const char *name, const char *digest, uint64_t rows);

/*
 * Outputs of the event begun that are on record before they are there: nobody
 * can look at one and then undo it. What is opened or put here appears with
 * cli_commit, in that order, and not at all when that is never reached.
 */
ssjc_rc cli_book(struct cli *c, struct xlsx_out **out, const char *path, struct str title);
/* The workbook is filled: write it and put it into the event. */
ssjc_rc cli_put_book(struct cli *c, struct xlsx_out *b, const char *kind, uint64_t rows);
/*
 * Write to f, unless that is NULL; digest, unless that is NULL, is that of what
 * is written. It is called twice for standard output: the same each time.
 */
typedef ssjc_rc cli_write(const void *arg, FILE *f, char *digest, struct ssjc_err *err);
/* A text for the file path; for standard output if that is NULL or "-". */
ssjc_rc cli_put_text(struct cli *c, const char *path, cli_write *write, const void *arg,
    const char *kind, uint64_t rows);
/*
 * Put the event on record, and let its outputs appear; names: print those of
 * the workbooks. When one then cannot be written, a remark says what to do.
 */
ssjc_rc cli_commit(struct cli *c, bool names);

/* ---- For cli_main alone ---- */

/* What the common options say; they are not in a command's table. */
extern struct cli_common {
	const char *plan, *now, *actor;
	bool tsv, excel, help, version;
} cli_common;

/* Set what the options say, c->operand and c->options; the exit status, 0 when all is well. */
int cli_parse(struct cli *c, int argc, char **argv);
/* The help of one command, or with NULL of all. */
void cli_help(FILE *f, const struct cli_program *p, const struct cli_command *one);
/* What it does last. */
void cli_close(struct cli *c);
void cli_outputs_close(struct cli *c);

#endif
