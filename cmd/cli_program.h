/*
 * cli_program: what a program is, as data: its commands and its options. cli_main
 * reads the arguments by it, --help is made of it, and so can be whatever else
 * tells a person what there is to type.
 */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "ssjc/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum cli_type {
	CLI_FLAG,  /* sets a bool */
	CLI_TEXT,  /* sets a text; given twice, the last one */
	CLI_COUNT, /* sets a number from low to high */
	CLI_LIST   /* adds to a list: it may be given several times */
};

/* The values of an option that may be given several times. */
struct cli_list {
	const char **v;
	size_t n;
};

/* One option. A table of them ends with {0}. */
struct cli_option {
	char letter;      /* 0 when it has only a long name */
	const char *name; /* the long name */
	const char *arg;  /* its value's name in the help; NULL for a flag */
	const char *help;
	enum cli_type type;
	union {
		bool *flag;
		const char **text;
		int64_t *count;
		struct cli_list *list;
	} to;
	int64_t low, high; /* of a count */
	bool written;      /* its value names an output: cli_check_names */
};

#define OPT_FLAG(l, n, h, where)                                                                   \
	{                                                                                          \
		.letter = (l), .name = (n), .help = (h), .type = CLI_FLAG, .to.flag = (where)      \
	}
#define OPT_TEXT(l, n, a, h, where)                                                                \
	{                                                                                          \
		.letter = (l), .name = (n), .arg = (a), .help = (h), .type = CLI_TEXT,             \
		.to.text = (where)                                                                 \
	}
/* A text that names a file to be written. */
#define OPT_OUT(l, n, a, h, where)                                                                 \
	{                                                                                          \
		.letter = (l), .name = (n), .arg = (a), .help = (h), .type = CLI_TEXT,             \
		.to.text = (where), .written = true                                                \
	}
#define OPT_COUNT(l, n, a, h, where, from, upto)                                                   \
	{                                                                                          \
		.letter = (l), .name = (n), .arg = (a), .help = (h), .type = CLI_COUNT,            \
		.to.count = (where), .low = (from), .high = (upto)                                 \
	}
#define OPT_LIST(l, n, a, h, where)                                                                \
	{                                                                                          \
		.letter = (l), .name = (n), .arg = (a), .help = (h), .type = CLI_LIST,             \
		.to.list = (where)                                                                 \
	}

struct cli;

/* One command of a program. A table of them ends with {0}. */
struct cli_command {
	const char *name;     /* "" for what the program does without a command's name */
	const char *operands; /* e.g. "FILE..."; "" when there are none */
	const char *help;
	const struct cli_option *options; /* its own; NULL when it has none */
	ssjc_rc (*run)(struct cli *);
};

struct cli_program {
	const char *name;
	const char *help;                   /* one line */
	const struct cli_option *options;   /* that every command of it takes; NULL for none */
	const struct cli_command *commands; /* one named "" comes first */
	const char *const *silent; /* the commands that print nothing, so no -o; NULL for none */
};

#endif
