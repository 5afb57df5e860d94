/*
 * template: the layout and the texts of a paper, read from a file that a bureau
 * may replace: ssjc-template(5). What its names mean is paper_words.h's.
 *
 * A template is a list of steps. A step that opens a block knows where the block
 * ends; what is wrong in the file is found when it is read, with its line.
 */
#ifndef SSJC_TEMPLATE_H
#define SSJC_TEMPLATE_H

#include "ssjc/base/err.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/record/checklist_map.h"

/* What a name is about: bits. A block "each visit" gives TEMPLATE_VISIT to what is in it. */
enum {
	TEMPLATE_VISIT = 1,
	TEMPLATE_DEPT = 2,
	TEMPLATE_INSPECTOR = 4,
	TEMPLATE_ITEM = 8,
	TEMPLATE_CODE = 16, /* of a vocabulary: a result, a method */
	TEMPLATE_CEREMONY = 32,
	TEMPLATE_COMMITMENT = 64,
	TEMPLATE_RULE = 128,
	TEMPLATE_LIST = 256,  /* the paper has a list of businesses */
	TEMPLATE_EACH = 512,  /* in any block that is repeated */
	TEMPLATE_PLAN = 1024, /* the paper is about the inspection of a plan, and has all of it */
	TEMPLATE_VERIFICATION = 2048,
	TEMPLATE_STEP = 4096, /* a line of a verification; a file, a checkpoint given to it */
	TEMPLATE_GIVEN = 8192,
	TEMPLATE_KEPT = 16384,
	TEMPLATE_CHANGE = 32768,  /* of seats: a substitution, a move */
	TEMPLATE_LACK = 65536,    /* of a skill, at some businesses */
	TEMPLATE_RECEIPT = 131072 /* of one business */
};

struct paper_at;   /* what the text at hand is about: paper_words.h */
struct paper_list; /* several of them */

/* A placeholder, which is also a condition: true when its text is not empty. */
struct template_word {
	const char *name;
	unsigned needs;
	void (*value)(const struct paper_at *at, struct buf *out); /* appends its text */
};

/* What "each NAME" needs around it, gives to what is in it, and goes through. */
struct template_loop {
	const char *name;
	unsigned needs, gives;
	ssjc_rc (*list)(const struct paper_at *at, struct paper_list *out, struct ssjc_err *err);
};

/* All names of templates; both lists end with {0}. */
struct template_names {
	const struct template_word *word;
	const struct template_loop *loop;
};

/*
 * A piece of a text: what is plain; or a placeholder, and if it is conditional, what is put
 * there when it is not empty (negated: when it is).
 */
struct template_text {
	const struct template_piece *v;
	size_t n;
};
struct template_piece {
	struct str plain;
	bool placeholder, conditional, negated;
	size_t word; /* in names->word */
	struct template_text inner;
};

enum template_op {
	TEMPLATE_LINE,   /* a row that is one cell */
	TEMPLATE_ROW,    /* a block: its cells */
	TEMPLATE_CELL,   /* of a row */
	TEMPLATE_ADD,    /* text added to the cell or line before */
	TEMPLATE_FIELD,  /* the cell or line before is to be filled in */
	TEMPLATE_REPEAT, /* the rows before, number of them, are on every page */
	TEMPLATE_GLUE,   /* the rows before and after it are on one page */
	TEMPLATE_LOOP,   /* a block: for each of names->loop[number] */
	TEMPLATE_IF,     /* a block: if names->word[number] is not empty; negated: if it is */
	TEMPLATE_ELSE,   /* ends that, and opens the block for what was not so */
	TEMPLATE_KEEP,   /* a block: its rows are on one page */
	TEMPLATE_END     /* of a block */
};

struct template_step {
	enum template_op op;
	enum xlsx_out_style style; /* of LINE and CELL */
	unsigned span, min_height; /* of CELL; of LINE and ROW, in pixels */
	size_t number;             /* of LOOP, IF, REPEAT; of FIELD, an enum checklist_field */
	bool negated;              /* of IF */
	bool feed;                 /* of ADD: on a line of its own */
	struct template_text text; /* of LINE, CELL, ADD */
	size_t end;                /* of a block: the step that ends it */
	unsigned line;             /* in the file, from 1 */
};

struct template
{
	const char *file; /* for messages; borrowed */
	const struct template_names *names;
	struct str title;           /* of the workbook */
	struct template_text sheet; /* of a sheet */
	bool landscape, list, one_page;
	unsigned *width; /* of the columns */
	size_t columns;
	unsigned dept_width; /* of a column for each department after them; 0 without */
	bool choices;        /* some cell offers the results */
	bool fields;         /* some cell is to be filled in */
	struct template_step *step;
	size_t n, cap;
	struct arena arena;
};

/*
 * Read a template. about is what a paper of it is about: bits as above. text is
 * copied, names are borrowed. SSJC_INPUT with file and line for what is not a
 * template: an unknown word, an unknown placeholder or one that has no value at
 * its place, a block without an end. Close it, whatever it returns.
 */
ssjc_rc template_read(struct template *out, struct str text, const char *file,
    const struct template_names *names, unsigned about, struct ssjc_err *err);
void template_close(struct template *t);

/* Append a text with the values of its placeholders. */
void template_expand(const struct template *t, const struct template_text *text,
    const struct paper_at *at, struct buf *out);
/* SSJC_INPUT at the line of a step. */
ssjc_rc template_fail(const struct template *t, const struct template_step *step,
    struct ssjc_err *err, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
