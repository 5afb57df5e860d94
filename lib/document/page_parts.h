/*
 * page_parts: what the files of the page share: page.c has the page and its parts
 * but for the rules of the plan (page_plan.c) and the removals (page_removals.c).
 */
#ifndef SSJC_PAGE_PARTS_H
#define SSJC_PAGE_PARTS_H

#include "ssjc/document/document.h"
#include "ssjc/record/removal.h"

/* Text for HTML, in an element or a quoted attribute. */
void page_escape(struct buf *out, struct str s);
/* Begin an entry of a list of terms: what it is of. It ends with "</dd>\n". */
void page_term(struct buf *out, const char *name);
void page_fact(struct buf *out, const char *name, struct str value);

/* By which rules was drawn, folded. */
void page_plan(struct buf *out, const struct document *d);
/* Which of the bureaus' files it was made from, and which of their rows were not taken. */
void page_sources(struct buf *out, const struct document *d);
/* How many were drawn, and, where some were removed, how many remain. */
void page_extent(struct buf *out, const struct document *d, const struct removals *r);
/* Which were removed, why, on whose word and when; nothing when none was. */
void page_removals(struct buf *out, const struct document *d, const struct removals *r);

#endif
