/*
 * cli: what all programs share: one table of options each, messages, exit
 * status, the clock.
 */
#ifndef CLI_H
#define CLI_H

#include "ssjc/audit.h"
#include "ssjc/csv_out.h"
#include "ssjc/file.h"


enum cli_type {
	CLI_FLAG,  /* to: bool */
	CLI_TEXT,  /* to: const char * */
	CLI_COUNT, /* to: int64_t, from low to high */
	CLI_LIST   /* to: struct cli_list; the option may be given several times */
};

struct cli_list {
	const char **v;
	size_t n;
};

/* One option. A table of them ends with {0}. */
struct cli_opt {
	char letter;      /* 0: long only */
	const char *name; /* long name */
	const char *arg;  /* the argument's name in the help; NULL for a flag */
	const char *help;
	enum cli_type type;
	void *to;
	int64_t low, high;
};

struct cli;

/* One command of a program ("" for a program without). Ends with {0}. */
struct cli_command {
	const char *name;
	const char *operands; /* e.g. "FILE..."; "" when there are none */
	const char *help;
	const struct cli_opt *opts; /* its own, besides the common ones */
	int (*run)(struct cli *);   /* gives the exit status */
};

struct cli_program {
	const char *name;
	const char *help;     /* one line */
	const struct cli_command *commands; /* the first may be named "": the default */
};

/* What a command finds when it runs. */
struct cli {
	const struct cli_program *program;
	const struct cli_command *command;
	char **operand;
	int operands;
	struct ssjc_err err;         /* for cli_fail */
	/* The common options: -p PLAN, -t, --excel, --now, --actor */
	const char *plan_path;
	bool tsv, excel;
	struct audit_context context;
	struct buf options;          /* the command line, for the audit file */
	const char *share;           /* folder of the data files */
	struct plan plan;            /* cli_plan reads it */
};

int cli_main(const struct cli_program *program, int argc, char **argv);

/* Print cli->err on stderr; the exit status of its code. */
int cli_fail(struct cli *c);
/* A usage error: message, a hint at --help; 2. */
int cli_usage(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A remark on stderr, with the program's name before it. */
void cli_note(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
enum csv_style cli_style(const struct cli *c);
/* Read the plan of -p into c->plan. */
ssjc_code cli_plan(struct cli *c);
/* Open the plan's audit file. */
ssjc_code cli_audit(struct cli *c, enum audit_mode mode, struct audit **out);
/*
 * Begin an event and put the plan, its calendar and its items in as inputs
 * with their content.
 */
ssjc_code cli_begin(struct cli *c, struct audit *a, const char *action, const char *reason);

#endif
