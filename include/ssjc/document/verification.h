/*
 * verification: what the paper of a verification (核验报告) is made from. verify and
 * ssjc-audit fill it in; templates name what is in it: ssjc-template(5).
 */
#ifndef SSJC_VERIFICATION_H
#define SSJC_VERIFICATION_H

#include "ssjc/audit/audit.h"

/* A line of it: something that was verified, or that is to be known. */
struct verification_line {
	const char *mark; /* 符合, 不符 and the like */
	uint64_t event;   /* 0: the whole file */
	struct str text;
	bool note, open; /* it is only to be known; somebody has to answer for it */
};

/* A file that was given. */
struct verification_file {
	struct str name;
	char digest[DIGEST_HEX];
	struct str kind; /* as it is on record; "" when no event has it */
	uint64_t rows;
	bool counted; /* it has rows on record */
};

/* A checkpoint that was given; without events of a paper or a file that has none. */
struct verification_kept {
	struct str name, plan;
	struct checkpoint at;
	bool bare, is_signed; /* signed: with one of the keys given */
};

struct verification {
	struct str file;       /* the audit file */
	struct str id, title;  /* of the plan on record; "" when it cannot be told */
	bool rehearsal;        /* it is one of the plan */
	struct str who;        /* who verified, */
	const char *version;   /* with which program */
	struct checkpoint at;  /* where the chain ends, as far as it is good */
	uint64_t anchored;     /* events that the checkpoints show to be as they were */
	struct str conclusion; /* in one sentence */
	const char *verdict;   /* in a word */
	const struct verification_line *line;
	const struct verification_file *given;
	const struct verification_kept *kept;
	size_t n_lines, n_given, n_kept;
};

#endif
