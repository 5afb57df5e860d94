/*
 * source_words: what an import did to the bureaus' files, in lines of text for a paper
 * that people sign: what page_sources says on the page.
 */
#ifndef SSJC_SOURCE_WORDS_H
#define SSJC_SOURCE_WORDS_H

#include "ssjc/audit/import_summary.h"

/* A line for each, every one with a line end before it; none where nothing is to be said. */
void source_words(struct buf *out, const struct import_summary *s);

#endif
