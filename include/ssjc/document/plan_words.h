/*
 * plan_words: what a plan says, in the words of the papers: which businesses it
 * draws by which ratios, and whom it leaves out.
 */
#ifndef SSJC_PLAN_WORDS_H
#define SSJC_PLAN_WORDS_H

#include "ssjc/plan/plan.h"
#include "ssjc/plan/vocabulary.h"

/* A column of the register: "信用风险等级"; its own name if it has no word. */
struct str plan_words_column(struct str column);
/* "20%", "0.5‰", "1/3": exactly. */
void plan_words_ratio(struct buf *out, struct ratio r);
/* "类别不限、信用风险等级A：20%，最多5户". */
void plan_words_rule(struct buf *out, const struct plan *p, const struct plan_rule *rule);
/*
 * Does the plan sort businesses by what names one of them, such as its code or its
 * phone? Then a ratio can be a wish. The column, or "" when it does not.
 */
struct str plan_words_personal(const struct plan *p);

#endif
