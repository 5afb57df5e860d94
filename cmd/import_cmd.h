/*
 * import_cmd: what the files of ssjc-import share. ssjc-import.c has its options
 * and the table of its commands, import_work.c opens what a command reads, and
 * import_stream.c makes a stream of it.
 */
#ifndef IMPORT_CMD_H
#define IMPORT_CMD_H

#include "cli_import.h"
#include "cli_reason.h"

/* What the options of all commands set; one set for all. */
extern struct import_args {
	const char *accept;
	const char *rejects, *repairs, *stream;
	int64_t expected; /* 0: nobody has counted */
	bool check, accept_rejects;
} import_args;

/* A job and what it borrows. */
struct import_work {
	struct import_job job;
	struct import_options options;
	struct file *file; /* beside each of the job's inputs */
};

/*
 * The options, the plan if one is named, the vocabulary and the inputs: the
 * operands, or standard input. stream is the one that is read; NULL leaves it
 * open. Zero-initialise the work, and close it, whatever it returns.
 */
ssjc_rc import_work_open(struct cli *c, struct import_work *w, const char *stream);
void import_work_close(struct import_work *w);

ssjc_rc run_import(struct cli *c);

#endif
