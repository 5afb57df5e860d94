/*
 * plan_reader: what the two halves of reading a plan share: plan_read.c has its
 * sections, plan_keys.c the keys of a section and their values, plan_prefer.c those of
 * what a match keeps to where it can.
 */
#ifndef SSJC_PLAN_READER_H
#define SSJC_PLAN_READER_H

#include "ssjc/base/settings.h"
#include "ssjc/plan/plan.h"

/* What settings.to is. */
struct plan_reader {
	struct plan *plan;
	const char *share;
	size_t rules_cap;
	unsigned strata_line;
};

extern const struct settings_key plan_keys[];
extern const size_t plan_keys_n;

ssjc_rc plan_set_rotate(struct settings *s, struct str value);
ssjc_rc plan_set_group(struct settings *s, struct str value);
ssjc_rc plan_set_spread(struct settings *s, struct str value);
ssjc_rc plan_set_days_a_week(struct settings *s, struct str value);
ssjc_rc plan_set_share(struct settings *s, struct str value);
/* SSJC_PLAN when these keys do not fit the others. */
ssjc_rc plan_prefer_check(const struct plan *p, struct ssjc_err *err);

/* The rules are all read: SSJC_PLAN when two have the same values. */
ssjc_rc plan_rules_sort(struct plan *p, struct ssjc_err *err);

#endif
