/*
 * xlsx_texts: the texts of a workbook, each kept once. A text has a number as soon as it is
 * known, and a place in the file from when a cell is first written with it.
 */
#ifndef SSJC_XLSX_TEXTS_H
#define SSJC_XLSX_TEXTS_H

#include "ssjc/base/buf.h"

#include <stdint.h>

#define XLSX_NO_TEXT UINT32_MAX

struct xlsx_kept {
	const char *p;
	uint32_t n, place; /* in the file, from 1; 0: in no cell so far */
};

/* Zero-initialise it; free with xlsx_texts_free. */
struct xlsx_texts {
	struct xlsx_kept *v;
	size_t n, cap;
	uint32_t *slot; /* number of a string + 1, by its hash; 0 for none */
	size_t slots;   /* a power of two */
	uint32_t *used; /* by place */
	size_t n_used, used_cap;
	uint64_t cells; /* how many have one */
	struct arena arena;
};

/* The number of a text, which is copied if it is new; XLSX_NO_TEXT when out of memory. */
uint32_t xlsx_texts_of(struct xlsx_texts *s, struct str text);
/* The same if it is known already; else XLSX_NO_TEXT, too. */
uint32_t xlsx_texts_find(const struct xlsx_texts *s, struct str text);
struct str xlsx_texts_text(const struct xlsx_texts *s, uint32_t number);
/* A cell has it: its place in the file, from 0; XLSX_NO_TEXT when out of memory. */
uint32_t xlsx_texts_use(struct xlsx_texts *s, uint32_t number);
void xlsx_texts_free(struct xlsx_texts *s);

#endif
