/*
 * cli_reason: why something that was settled is done once more. The reason is
 * published; a note beside it is for those who may read the audit file.
 */
#ifndef CLI_REASON_H
#define CLI_REASON_H

#include "cli.h"

/* What the options say; one set for all programs. */
extern struct cli_reason {
	const char *reason, *note;
	bool is_public;
} cli_reason;

/* The options, for a table of them. */
#define CLI_REASON(help)                                                                           \
	OPT_TEXT(0, "reason", "TEXT", help, &cli_reason.reason),                                   \
	    OPT_TEXT(0, "note", "TEXT", "what is not for the public, for the audit file alone",    \
	        &cli_reason.note),                                                                 \
	    OPT_FLAG(0, "reason-is-public",                                                        \
	        "the reason is about nobody's health or family, whatever its words",               \
	        &cli_reason.is_public)

#endif
