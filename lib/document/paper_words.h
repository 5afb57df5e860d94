/*
 * paper_words: what the names in a template mean: placeholders, and what "each"
 * goes through. ssjc-template(5) lists them for those who write templates.
 */
#ifndef SSJC_PAPER_WORDS_H
#define SSJC_PAPER_WORDS_H

#include "ssjc/document/paper.h"
#include "template.h"

/* What the text at hand is about. */
struct paper_at {
	const struct document *d;
	const struct visits *visits; /* all of the list; NULL when the paper has none */
	const struct visit *visit;   /* NULL where nothing is about one, as the next nine */
	const struct visit *team;    /* the last one of the team at hand */
	const struct plan_dept *dept;
	const struct visitor *visitor;
	const struct item *item;
	const struct audit_commitment *commitment;
	const struct plan_rule *rule;
	const struct audit_change *change;
	const struct seat_lack *lack;            /* the first of its department and skill */
	const struct verification *verification; /* NULL when the paper is of none, as the next */
	const struct verification_line *line;
	const struct verification_file *given;
	const struct verification_kept *kept;
	const struct paper_receipt *receipt; /* NULL when the paper is none */
	struct str code;                     /* of the vocabulary */
	const char *column;                  /* of that code */
	size_t place;                        /* of that code among all of its column, from 1 */
	size_t nth; /* how often the innermost "each" was done, from 1; of a code, its place */
	bool more;  /* and it will be again */
};

extern const struct template_names paper_names;

/* Called for each; inner is *at with what it is about. */
typedef ssjc_rc paper_each(void *arg, const struct paper_at *inner, struct ssjc_err *err);
/* Go through paper_names.loop[loop]. */
ssjc_rc paper_loop(
    const struct paper_at *at, size_t loop, paper_each *each, void *arg, struct ssjc_err *err);

#endif
