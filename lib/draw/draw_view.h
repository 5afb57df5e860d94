/*
 * draw_view: tables for people on a terminal, where a hanzi is as wide as two letters.
 */
#ifndef SSJC_DRAW_VIEW_H
#define SSJC_DRAW_VIEW_H

#include "ssjc/base/buf.h"

/* Where it goes, and in which language. */
struct draw_view {
	struct buf *out;
	bool said; /* in that of language.h */
};

/* A text of the program in that language. */
const char *draw_view_word(const struct draw_view *v, const char *english)
    __attribute__((format_arg(2)));
/* A cell, padded to width: texts to the left, numbers to the right. */
void draw_view_cell(struct buf *out, struct str s, size_t width, bool right);
void draw_view_number(struct buf *out, uint64_t n, int width);
/* The wider of both. */
size_t draw_view_wider(size_t wide, struct str text);
/* The head of a table: a word to the left, those of numbers to the right. */
void draw_view_head(const struct draw_view *v, const char *first, size_t wide,
    const char *const *word, const size_t *width, size_t n);

#endif
