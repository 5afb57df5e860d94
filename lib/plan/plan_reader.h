/*
 * plan_reader: what the two halves of reading a plan share: plan_read.c has its
 * lines and sections, plan_keys.c the keys of a section and their values.
 */
#ifndef SSJC_PLAN_READER_H
#define SSJC_PLAN_READER_H

#include "ssjc/plan/plan.h"

/* Where the reader is, and what it fills. */
struct plan_reader {
	struct plan *plan;
	const char *dir, *share;
	unsigned line;
	const char *key; /* of the line, for messages; NULL when it has none */
	size_t rules_cap;
	unsigned seen[64];   /* the line on which each key of the table was set */
	const char *party;   /* the section at hand if it has a key: department or witness */
	unsigned party_line; /* its line; 0 outside one */
	unsigned strata_line;
	struct ssjc_err *err;
};

/* SSJC_PLAN at the line and key at hand: what is wrong, of the value or at all. */
ssjc_rc plan_reader_fail(struct plan_reader *r, const char *what);
ssjc_rc plan_reader_fail_value(struct plan_reader *r, struct str value, const char *what);

/* Read a value into *out; texts are copied into the plan's arena. */
ssjc_rc plan_reader_keep(struct plan_reader *r, struct str value, struct str *out);
ssjc_rc plan_reader_count(
    struct plan_reader *r, struct str value, int64_t low, int64_t high, unsigned *out);
ssjc_rc plan_reader_ratio(struct plan_reader *r, struct str value, struct ratio *out);
/* A list, cut at commas. No piece may be empty. */
ssjc_rc plan_reader_list(struct plan_reader *r, struct str value, struct str **out, size_t *n);

/* The first sign of a Chinese keyboard in a text, and the plain one for it; NULL: none. */
const char *plan_reader_sign(struct str text, const char **plain);

/* A section begins whose keys may have been set for another department. */
void plan_keys_begin(struct plan_reader *r, const char *section);
/* Set a key of a section, once. */
ssjc_rc plan_keys_set(struct plan_reader *r, const char *section, struct str key, struct str value);
/* When a section ends, every key that it needs must have been set. */
ssjc_rc plan_keys_complete(struct plan_reader *r, const char *section, unsigned line);

/* The rules are all read: SSJC_PLAN when two have the same values. */
ssjc_rc plan_rules_sort(struct plan *p, struct ssjc_err *err);

#endif
