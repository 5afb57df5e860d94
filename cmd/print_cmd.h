/*
 * print_cmd: what the files of ssjc-print share. ssjc-print.c has its options and the table of
 * its commands, print_papers.c makes the papers.
 */
#ifndef PRINT_CMD_H
#define PRINT_CMD_H

#include "cli.h"

/* What the options of all commands set; one set for all. */
extern struct print_options {
	const char *output, *combined;
	bool pdf;
} print_options;

/* All commands: each makes the papers of its name. */
ssjc_rc run_print(struct cli *c);

#endif
