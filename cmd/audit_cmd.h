/*
 * audit_cmd: what the files of ssjc-audit share. ssjc-audit.c has its options and
 * its commands, but for verify (audit_verify.c) and stamp (audit_stamp.c).
 */
#ifndef AUDIT_CMD_H
#define AUDIT_CMD_H

#include "cli.h"

/* What the options set that more than one file looks at. */
extern struct audit_options {
	const char *db, *tsa_ca, *query, *reply;
	struct cli_list checkpoints, pubkeys;
	bool json, strict;
} audit_options;

ssjc_rc run_verify(struct cli *c);
ssjc_rc run_stamp(struct cli *c);

#endif
