/*
 * audit_cmd: what the files of ssjc-audit share. ssjc-audit.c has its options and
 * its commands; verify is in audit_verify.c, stamp in audit_stamp.c, and what makes and
 * signs a checkpoint in audit_checkpoint.c; audit_receipt.c checks a firm's receipt.
 */
#ifndef AUDIT_CMD_H
#define AUDIT_CMD_H

#include "cli.h"

/* What the options set that more than one file looks at. */
extern struct audit_options {
	const char *db, *tsa_ca, *report, *query, *reply, *key, *alg, *output, *root, *from, *seed;
	struct cli_list checkpoints, pubkeys;
	bool json, zh, strict, qr, detached;
} audit_options;

ssjc_rc run_verify(struct cli *c);
ssjc_rc run_stamp(struct cli *c);
ssjc_rc run_checkpoint(struct cli *c);
ssjc_rc run_sign(struct cli *c);
ssjc_rc run_keygen(struct cli *c);
ssjc_rc run_receipt(struct cli *c);

#endif
