/*
 * page_parts: the parts of the page, which page.c puts together. Each page_*.c has
 * what it is named after; page_text.c is what all of them write with.
 */
#ifndef SSJC_PAGE_PARTS_H
#define SSJC_PAGE_PARTS_H

#include "ssjc/document/dept_result.h"
#include "ssjc/document/document.h"
#include "ssjc/plan/release.h"
#include "ssjc/record/removal.h"

/* Text for HTML, in an element or a quoted attribute. */
void page_escape(struct buf *out, struct str s);
/* Begin an entry of a list of terms: what it is of. It ends with "</dd>\n". */
void page_term(struct buf *out, const char *name);
void page_fact(struct buf *out, const char *name, struct str value);

/* By which rules was drawn, folded. */
void page_plan(struct buf *out, const struct document *d);
/* What was drawn and when, what was drawn before that, and the ceremony. */
void page_draws(struct buf *out, const struct document *d, const struct audit_events *events);
/* The ceremony that the last draw came from, or NULL. */
const struct audit_ceremony *page_ceremony(const struct audit_state *s);
/* Which of the bureaus' files it was made from, and which of their rows were not taken. */
void page_sources(struct buf *out, const struct document *d);
/* The lines in which a data file is not the release's, as an item of a list; use ends it. */
void page_data_file(struct buf *out, struct str name, const struct release_difference *by);
/*
 * What else who relies on the page is to know: times from outside, and those that were given;
 * who signed; data files of one's own; a first match without those removed.
 */
ssjc_rc page_told(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err);
/* How many were drawn, and, where some were removed, how many remain. */
void page_extent(struct buf *out, const struct document *d, const struct removals *r);
/*
 * How many were drawn of each category, if category is one of the plan's strata.
 * The other strata, the credit class among them, are summed up.
 */
ssjc_rc page_categories(struct buf *out, const struct document *d, struct ssjc_err *err);
/* Which were removed, why, on whose word and when; nothing when none was. */
void page_removals(struct buf *out, const struct document *d, const struct removals *r);
/* The n picks: all that were drawn, by ticket, also those removed since. */
void page_list(struct buf *out, const struct document *d, const struct dept_results *all,
    const struct pick *const *pick, size_t n);
/* How often each department has each result. */
void page_counts(struct buf *out, const struct document *d, const struct dept_results *all);
/* What came of the problems found, and whether somebody looked at the results again. */
void page_follow(struct buf *out, const struct document *d, const struct dept_results *all);
/* Which results were corrected since they were entered, from what to what, and why. */
void page_corrections(struct buf *out, const struct document *d, const struct audit_events *events);
/* How to check all of it, in lines that a shell takes as they are. */
ssjc_rc page_recipe(
    struct buf *out, const struct document *d, const struct pick *example, struct ssjc_err *err);

#endif
