/*
 * cli: what all programs share.
 *
 * A program is data: its commands, their tables of options, and a function for
 * each command. main hands them to cli_main, which does the rest (cli.c):
 *
 *   1. Descriptors 0 to 2 are made sure of, and signals are caught (cli_process.c).
 *   2. The first argument names the command, or the program has one without a
 *      name. The options, before, between or after the operands, go where their
 *      tables say (cli_options.c). --help and --version end here (cli_help.c).
 *   3. struct cli is filled: what the common options say, the operands, the
 *      moment, who acts. From here on all of it is valid, and nothing of it
 *      changes any more but err.
 *   4. The command runs. Whatever else it works with it asks for, and gets as a
 *      pointer: files (cli_files.c), the plan and its data, which are read when
 *      they are asked for first (cli_data.c), the audit file (cli_audit.c). The
 *      order matters in one thing only: an event is begun after the inputs are
 *      read. All stays open until the command has run.
 *   5. What was printed appears (cli_print.c): with -o not before, and not when
 *      the command failed.
 *   6. The ssjc_rc that it gives becomes a message on stderr and the exit status
 *      (cli_say.c). What was opened is closed, and standard output is flushed and
 *      checked.
 *
 * Every function here that gives an ssjc_rc fills c->err when that is not SSJC_OK.
 * What the functions give is cli's: a command neither frees nor closes it.
 */
#ifndef CLI_H
#define CLI_H

#include "cli_program.h"

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/file.h"
#include "ssjc/base/progress.h"
#include "ssjc/base/table.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/plan/calendar.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/vocabulary.h"

/* ---- What a command is given ---- */

/* All of it is set when the command runs. */
struct cli {
	const struct cli_program *program;
	const struct cli_command *command;
	FILE *out;            /* where it prints: standard output, or the file of -o */
	const char *out_name; /* of that, for the audit file */
	char **operand;
	size_t operands;
	const char *plan_path;        /* -p PLAN; NULL when it was not given */
	bool rehearse;                /* --rehearse */
	enum csv_style style;         /* -t, --excel */
	struct audit_context context; /* --now, --actor */
	const char *share;            /* the folder of the data files */
	struct str command_line;      /* command, options and operands, for the audit file */
	struct ssjc_err err;
	struct cli_opened *opened; /* what was asked for so far: cli_internal.h */
};

/* Run the command that argv names; the exit status of the program. */
int cli_main(const struct cli_program *program, int argc, char **argv);

/* ---- Messages: cli_say.c ---- */

/* -v: a command's table may have a help of its own for it. */
extern bool cli_verbose;

/* Print an error on stderr: program, file, line, column, message. */
void cli_error(struct cli *c, const struct ssjc_err *err);
/* Print a remark on stderr. */
void cli_note(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * Print what is good to know and nothing to act upon: on a terminal or with -v, so
 * that a mail from cron(8) means something.
 */
void cli_info(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * From now on, what to do about any error: a remark that follows its message.
 * NULL: nothing.
 */
void cli_hint(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * The progress line: after a second it shows the rows done on stderr, until all
 * are. NULL where that is not a terminal.
 */
progress_tick *cli_tick(void);
/*
 * From now on, say everything in Chinese, whatever the locale; SSJC_SYSTEM when the
 * catalog is not there. Then again as the locale has it, c->err too.
 */
ssjc_rc cli_chinese(struct cli *c);
void cli_own_language(struct cli *c);
/*
 * Is an operand the address of a database? And append an operand as it may be shown and put
 * on record: of such an address without a password. (cli_address.c)
 */
bool cli_is_database(const char *operand);
void cli_address(struct buf *out, const char *operand);
/* Does an option's text say anything? NULL and blanks do not. */
bool cli_given(const char *text);

/* ---- What it prints: cli_print.c ---- */

/*
 * Everything is printed to c->out, also by the library. With -o that is a
 * temporary file, which appears with cli_shown, or after a command that gives
 * SSJC_OK or SSJC_NO: any other has refused, and what was there before stays.
 */
/* Append text to c->out; SSJC_SYSTEM when text has failed. */
ssjc_rc cli_print(struct cli *c, const struct buf *text);
/* Nothing is printed: the file of -o stays as it was. */
void cli_keep_output(struct cli *c);
/* What is printed is a secret: the file of -o is for its owner alone. */
void cli_print_secret(struct cli *c);
/* All is printed: let it appear now, while a hint says what to do if it cannot. */
ssjc_rc cli_shown(struct cli *c);

/* ---- Files: cli_files.c ---- */

/* A file that was read whole. */
struct cli_input {
	struct cli_input *next;
	struct file file;
	struct str text; /* the file's bytes, or what was made of them */
	struct buf made;
	char digest[DIGEST_HEX]; /* of text, for the audit file */
	bool audit;              /* it is an audit file */
	struct buf checkpoint;   /* of it, if it was read as a history */
};

/* Read a file; path NULL is the only operand, or else standard input. */
ssjc_rc cli_read(struct cli *c, const char *path, struct cli_input **out);
/*
 * Read the only operand, or else standard input. It may be too large for memory: text is "" and
 * file.large has it. Its digest may not be ready before cli_digest, which waits for it.
 */
ssjc_rc cli_read_large(struct cli *c, struct cli_input **out);
ssjc_rc cli_digest(struct cli *c, struct cli_input *in);
/* cli_read of a share or a private key: its owner's alone (secret.h, file_check_secret). */
ssjc_rc cli_read_secret(struct cli *c, const char *path, struct cli_input **out);
/* The streams that a command may expect. */
enum cli_stream { CLI_OBJECTS, CLI_INSPECTORS, CLI_HISTORY, CLI_DRAWN, CLI_ASSIGNED };
/*
 * SSJC_INPUT, with what to do, when an input is by its first bytes another thing
 * than a stream: a workbook, say, or a list as a bureau keeps it.
 */
ssjc_rc cli_expect(struct cli *c, const struct cli_input *in, enum cli_stream stream);
/* cli_read of a stream, and its rows: table_read. Close the table, whatever it returns. */
ssjc_rc cli_read_table(
    struct cli *c, enum cli_stream stream, struct cli_input **out, struct table *t);
/* The same with an inspectors stream: inspectors_read, inspectors_close. */
ssjc_rc cli_read_inspectors(
    struct cli *c, const char *path, struct cli_input **out, struct inspectors *list);
/*
 * cli_read where it may be an audit file, which cannot come through a pipe; and where it may be
 * too large for memory as well, as with cli_read_large.
 */
ssjc_rc cli_read_any(struct cli *c, const char *path, struct cli_input **out);
ssjc_rc cli_read_any_large(struct cli *c, const char *path, struct cli_input **out);
/*
 * cli_read for a history: an audit file becomes the history stream that it
 * remembers. That is as it is now; or, when what the plan reads is settled, as
 * it was when this plan used it, since the file may have grown.
 */
ssjc_rc cli_read_history(struct cli *c, const char *path, bool settled, struct cli_input **out);

/* ---- The plan and its data: cli_data.c, cli_calendar.c ---- */

/* The plan of -p; SSJC_USAGE when that was not given. */
ssjc_rc cli_plan(struct cli *c, const struct plan **out);
/* The vocabulary in the share folder. */
ssjc_rc cli_vocabulary(struct cli *c, const struct vocabulary **out);
/* The calendar that the plan names, and its items: NULL when it names none. */
ssjc_rc cli_calendar(struct cli *c, const struct calendar **out);
ssjc_rc cli_items(struct cli *c, const struct items **out);

/* All of these. */
struct cli_data {
	const struct plan *plan;
	const struct vocabulary *vocabulary;
	const struct calendar *calendar;
	const struct items *items;
};
ssjc_rc cli_data(struct cli *c, struct cli_data *out);

/* ---- The audit file: cli_audit.c ---- */

/* The plan's audit file, open, and what the plan has come to. */
struct cli_audit {
	const struct plan *plan;
	struct audit *file;
	struct audit_state state;
};

/* Open the audit file of the plan to read it. */
ssjc_rc cli_open(struct cli *c, struct cli_audit **out);
/* The same with the state of audit_load_draw, without the picks, of which there may be millions. */
ssjc_rc cli_open_draw(struct cli *c, struct cli_audit **out);
/*
 * Open it to write, and begin an event: the plan goes into it as an input with
 * its content, and so do the calendar and the items if the command uses them.
 * reason is NULL or the user's words. Read the inputs before: when standard
 * input has ended, the program before this in a pipe has put its own event on
 * record.
 */
ssjc_rc cli_begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out);
/* The same with the state of audit_load_draw. */
ssjc_rc cli_begin_draw(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out);
/* The same with the state of audit_load_visits. */
ssjc_rc cli_begin_visits(struct cli *c, enum audit_mode mode, const char *action,
    const char *reason, struct cli_audit **out);
/* The same with other text on record for options, and without loading a state. */
ssjc_rc cli_begin_event(struct cli *c, enum audit_mode mode, const char *action, struct str options,
    const char *reason, struct audit **out);
/* Open an audit file by its path, or with NULL that of the plan, without its state. */
ssjc_rc cli_open_file(struct cli *c, const char *path, struct audit **out);
/* Close it, to open it once more. */
void cli_close_audit(struct cli *c);
/*
 * Did ssjc-import write the stream of that kind and digest for this plan?
 * SSJC_REFUSED when the plan says custody = strict and it did not, or did with
 * something open (import_summary.h). name is the stream's. A note says how many
 * businesses in it share a name. (cli_origin.c)
 */
ssjc_rc cli_knows(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, bool *known);

/* ---- What goes into the event begun: cli_put.c ---- */

/* Put an input or an output of so many rows into it. */
ssjc_rc cli_put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows);
ssjc_rc cli_put_output(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, uint64_t rows);
/* Put an input with its bytes, so that verify can read it again. */
ssjc_rc cli_put_kept(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows);
/* Put a text that was made here, whole, as what f says: the rest of f is set. */
ssjc_rc cli_put_made(
    struct cli *c, const struct cli_audit *a, struct audit_file f, const struct buf *text);
/* Put the data files of words: audit_put_terms. */
ssjc_rc cli_put_terms(struct cli *c, const struct cli_audit *a);

/* ---- Outputs that are on record before they appear: cli_outputs.c ---- */

/*
 * Nobody can look at an output and then undo it: what is opened or put here
 * appears with cli_commit, in that order, and not at all when that is never
 * reached.
 */
ssjc_rc cli_book(struct cli *c, struct xlsx_out **out, const char *path, struct str title);
/* The workbook is filled: write it and put it into the event. */
ssjc_rc cli_put_book(
    struct cli *c, const struct cli_audit *a, struct xlsx_out *b, const char *kind, uint64_t rows);
/*
 * Many workbooks of one kind, made by several threads, and put into the event in order,
 * each as one row. path appends the path of the i-th; fill adds its sheets. Both are called by
 * any thread: they change nothing of arg.
 */
struct cli_books {
	size_t n;
	struct str title;
	const char *kind;
	void (*path)(const void *arg, size_t i, struct buf *out);
	ssjc_rc (*fill)(const void *arg, size_t i, struct xlsx_out *b, struct ssjc_err *err);
	const void *arg;
};
ssjc_rc cli_put_books(struct cli *c, const struct cli_audit *a, const struct cli_books *books);
/*
 * A text that is published. Write to f, unless that is NULL; digest, unless that is NULL, is that of what
 * is written. It is called twice for standard output: the same each time.
 */
typedef ssjc_rc cli_write(const void *arg, FILE *f, char *digest, struct ssjc_err *err);
/* A text for the file path; for standard output if that is NULL or "-". */
ssjc_rc cli_put_text(struct cli *c, const struct cli_audit *a, const char *path, cli_write *write,
    const void *arg, const char *kind, uint64_t rows);
/* The same for a text that is not for everybody. */
ssjc_rc cli_put_internal(struct cli *c, const struct cli_audit *a, const char *path,
    cli_write *write, const void *arg, const char *kind, uint64_t rows);
/*
 * cli_commit is to make PDFs of the workbooks, too; they are not on record, for
 * LibreOffice makes other bytes each time. SSJC_SYSTEM when it is not here.
 */
ssjc_rc cli_pdf(struct cli *c);
/*
 * Put the event on record, and let its outputs appear; names: print those of
 * the workbooks. When one then cannot be written, a remark says what to do.
 */
ssjc_rc cli_commit(struct cli *c, const struct cli_audit *a, bool names);

#endif
