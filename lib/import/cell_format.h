/*
 * cell_format: a number format of a workbook (ECMA-376 part 1, 18.8.30 and
 * 18.8.31), as far as it decides what a person reads in a cell: days and times,
 * text that is part of the format, leading zeros, and which of its sections
 * applies. What only decorates a number is left alone: separators of thousands,
 * currency signs, brackets of negative numbers, colours, percent, and how many
 * decimals are shown.
 */
#ifndef SSJC_CELL_FORMAT_H
#define SSJC_CELL_FORMAT_H

#include "decimal.h"

/* A format. What is zero-initialised is General: numbers and text as they are. */
struct cell_format {
	bool date;                          /* a day, a time of day or both */
	bool elapsed;                       /* [h]:mm, a length of time that may exceed a day */
	bool text;                          /* adds something to texts: cell_format_text */
	const struct cell_section *section; /* of a format with more to it; or NULL */
	size_t n;
};

/* What is to be made of a number. */
enum cell_look {
	CELL_LOOK_NUMBER, /* write it in full */
	CELL_LOOK_DATE,   /* a day, a time of day or both */
	CELL_LOOK_ELAPSED,
	CELL_LOOK_SHOWN /* cell_format_show has written it */
};

/* The built-in format of a number; those of East Asian editions are included. */
struct cell_format cell_format_builtin(unsigned id);
/* Read a format's code; what it keeps lives in the arena. False if memory runs out. */
bool cell_format_parse(struct arena *a, struct str code, struct cell_format *out);
/*
 * Append what people see of a number, rounded as it shall be, if the format
 * makes something of its own of it. Digits are added where the format has more
 * places, never dropped where it has fewer.
 */
enum cell_look cell_format_show(
    struct buf *out, const struct cell_format *f, const struct decimal *x);
/* Append a text with what the format puts around it. */
void cell_format_text(struct buf *out, const struct cell_format *f, struct str text);

/* What a cell shows of a number, without the signs around it that only decorate it. */
struct str cell_format_undecorated(struct str shown);

#endif
