/*
 * import_cmd: what the files of ssjc-import share. ssjc-import.c has its options
 * and the table of its commands, import_work.c opens what a command reads,
 * import_table.c reads a table of a database, import_stream.c makes a stream of it, and
 * import_remarks.c says what a person should know of that.
 */
#ifndef IMPORT_CMD_H
#define IMPORT_CMD_H

#include "cli_import.h"
#include "cli_reason.h"

/* What the options of all commands set; one set for all. */
extern struct import_args {
	const char *accept;
	const char *rejects, *repairs, *stream, *keep;
	int64_t expected; /* 0: nobody has counted */
	bool check, accept_rejects;
} import_args;

/* A job and what it borrows. */
struct import_work {
	struct import_job job;
	struct import_options options;
	struct file *file; /* beside each of the job's inputs */
	char **name;       /* of those that are tables, as they may be shown; else NULL */
};

/*
 * The options, the plan if one is named, the vocabulary and the inputs: the
 * operands, or standard input. stream is the one that is read; NULL leaves it
 * open. Zero-initialise the work, and close it, whatever it returns.
 */
ssjc_rc import_work_open(struct cli *c, struct import_work *w, const char *stream);
void import_work_close(struct import_work *w);

/*
 * The table of a database as a file: its text, and its name, to be freed with free().
 * SSJC_USAGE when the address names none, SSJC_INPUT when there is no such table or it may
 * not be read, SSJC_SYSTEM when there is no connection, or it is lost.
 */
ssjc_rc import_table(struct cli *c, struct file *f, const char *operand, char **name);

ssjc_rc run_import(struct cli *c);

#endif
