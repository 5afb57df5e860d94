/*
 * page_parts: the parts of the page, which page.c puts together. Each page_*.c has
 * what it is named after; page_text.c is what all of them write with.
 */
#ifndef SSJC_PAGE_PARTS_H
#define SSJC_PAGE_PARTS_H

#include "ssjc/document/dept_result.h"
#include "ssjc/document/document.h"
#include "ssjc/document/page_files.h"
#include "ssjc/plan/release.h"
#include "ssjc/record/removal.h"

/* Text for HTML, in an element or a quoted attribute. */
void page_escape(struct buf *out, struct str s);
/* Begin an entry of a list of terms: what it is of. It ends with "</dd>\n". */
void page_term(struct buf *out, const char *name);
void page_fact(struct buf *out, const char *name, struct str value);
/*
 * A row of these cells, as HTML; role is that of its business, or NULL. Its sum is half of the
 * SHA-256 of its text, so that the page's script can say which row was changed.
 */
ssjc_rc page_row(struct buf *out, const char *role, struct str cells, struct ssjc_err *err);

/* What the browser may load and run: nothing but what is on the page. */
ssjc_rc page_policy(struct buf *out, const struct document *d, struct ssjc_err *err);
void page_style(struct buf *out, const struct document *d);
/* Where a reader lets the page check itself, and an auditor drops a register. */
void page_section(struct buf *out, const struct document *d);
/* What receipts of the draw prove, if there are any, and where a firm checks its own. */
void page_receipts(struct buf *out, const struct document *d);
/* The rules that the scripts go by, and the scripts. */
ssjc_rc page_scripts(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err);
/* The SHA-256 of the sorted SHA-256 of the seats, all in hex: it knows of no order of rows. */
ssjc_rc page_match(char out[DIGEST_HEX], const struct audit_state *s, struct ssjc_err *err);

/* A chart of so many rows; in each, part of all, and all of what most rows reach. */
struct chart_bar {
	struct str name, value;
	uint64_t all, part, most;
};
void page_chart_begin(struct buf *out, const char *label, size_t rows);
void page_chart_row(struct buf *out, size_t row, const struct chart_bar *b);
void page_chart_end(struct buf *out);

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
ssjc_rc page_removals(
    struct buf *out, const struct document *d, const struct removals *r, struct ssjc_err *err);
/* The n picks: all that were drawn, by ticket, also those removed since. */
ssjc_rc page_list(struct buf *out, const struct document *d, const struct dept_results *all,
    const struct pick *const *pick, size_t n, struct ssjc_err *err);
/* How often each department has each result. */
ssjc_rc page_counts(struct buf *out, const struct document *d, const struct dept_results *all,
    struct ssjc_err *err);
/* What came of the problems found, and whether somebody looked at the results again. */
void page_follow(struct buf *out, const struct document *d, const struct dept_results *all);
/* Which results were corrected since they were entered, from what to what, and why. */
void page_corrections(struct buf *out, const struct document *d, const struct audit_events *events);
/*
 * Is the draw from several registers? Each with its rows and SHA-256; and these, or that of the
 * one, as members of the rules.
 */
bool page_several(const struct document *d);
void page_registers(struct buf *out, const struct document *d);
void page_registers_rule(struct buf *out, const struct document *d);
/* How to check all of it, in lines that a shell takes as they are. */
ssjc_rc page_recipe(
    struct buf *out, const struct document *d, const struct pick *example, struct ssjc_err *err);

#endif
