/*
 * decimal: a number as a workbook stores it, digit by digit. Nothing here
 * computes with doubles.
 */
#ifndef SSJC_DECIMAL_H
#define SSJC_DECIMAL_H

#include "ssjc/base/buf.h"

enum { DECIMAL_DIGITS = 40 };

/* The number 0.d1d2d3… times ten to the power of point; n is 0 for zero. */
struct decimal {
	bool minus;
	unsigned char d[DECIMAL_DIGITS]; /* 0 to 9; neither the first nor the last is 0 */
	int n, point;
};

/* "-12.5", "1.39E+10". False for what is not a number. Digits after the 40th are dropped. */
bool decimal_parse(struct str s, struct decimal *x);
/* Round to so many significant digits, half up. */
void decimal_round(struct decimal *x, int keep);
/* Append it in full. */
void decimal_write(struct buf *out, const struct decimal *x);
/* The digit so many places after the point, from 0; places before it are negative. */
int decimal_digit(const struct decimal *x, int place);
/* Less than, equal to or greater than 0 as a is less than, equal to or greater than b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

#endif
