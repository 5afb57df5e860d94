/*
 * record_cmd: what the files of ssjc-record share. ssjc-record.c has its options and the
 * table of its commands, record_data.c what they look at. record_take.c puts on record what
 * was filled in: record_files.c finds the files, record_signature.c takes a signature with
 * them, record_kept.c keeps them, record_rejects.c lists the rows that are not recorded.
 * record_form.c prints what is to be filled in; record_receive.c is told which papers
 * came back, record_attach.c keeps scans and photographs; record_review.c has the review of
 * results; record_amend.c records that the plan was changed, record_status.c tells what is missing.
 */
#ifndef RECORD_CMD_H
#define RECORD_CMD_H

#include "cli_reason.h"

#include "ssjc/record/record.h"

/* What the options of all commands set; one set for all. */
extern struct record_options {
	const char *rejects, *signature, *pubkey, *output, *id, *dept;
	bool form, zh, correct, partial, all, list;
	int64_t upto, within; /* within: negative when it was not given */
} record_options;

/* The plan and its data, with no state. */
ssjc_rc record_read_data(struct cli *c, struct record *r);
/* The same and what is on record, to look at. */
ssjc_rc record_open(struct cli *c, struct record *r);

/* The files that the operands name, also those in folders; or "-". */
struct record_files {
	const char **path;
	size_t n, cap;
	struct arena arena;
};
/* Zero-initialise it, and close it, whatever comes back. */
ssjc_rc record_files_open(struct cli *c, struct record_files *files);
void record_files_close(struct record_files *files);

/* What was filled in, into the audit file: all of it or nothing. */
ssjc_rc record_take(struct cli *c, enum record_kind kind);

/* A department's signature on what it filled in, and its public key; NULL without. */
struct record_signature {
	struct cli_input *signature, *key;
};
/*
 * Read them, by the options. A signature is of one file, which is read as it always is:
 * else SSJC_USAGE. SSJC_REFUSED when it is not one of that file.
 */
ssjc_rc record_signature_read(
    struct cli *c, struct cli_input *const *file, size_t n, struct record_signature *s);
/*
 * Put the file, read as t, into the event begun, with its bytes and the signature.
 * SSJC_INPUT when the rows signed are not of one department.
 */
ssjc_rc record_signature_put(struct cli *c, const struct cli_audit *a, const struct record *r,
    const struct table *t, const struct cli_input *file, uint64_t rows,
    const struct record_signature *s);

/* What is to be filled in: as text, or as workbooks. */
ssjc_rc record_print_form(struct cli *c, enum record_kind kind);

/* The commands that are not in ssjc-record.c. */
ssjc_rc run_amend(struct cli *c);
ssjc_rc run_status(struct cli *c);
ssjc_rc run_receive(struct cli *c);
ssjc_rc run_attach(struct cli *c);
ssjc_rc run_review(struct cli *c);

#endif
