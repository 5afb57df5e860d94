/*
 * num: integers, exact ratios and dates out of text. Integers only.
 */
#ifndef SSJC_NUM_H
#define SSJC_NUM_H

#include "ssjc/base/buf.h"

#include <stdint.h>

/*
 * A decimal integer with nothing around it, low <= *out <= high. NULL when it
 * is one, else what is wrong, to follow the value in a message: "is not a whole
 * number", "is too small", "is too large".
 */
const char *num_parse(struct str s, int64_t low, int64_t high, int64_t *out);

/* An exact fraction p/q, q > 0, not reduced: what the text says. */
struct ratio {
	uint64_t p, q;
};

/*
 * "20%" is 20/100, "0.5‰" 5/10000, "12.5%" 125/1000, "1/3" 1/3, "0.2" 2/10,
 * "1" 1/1. At most 9 digits before and 6 after the point; at most the whole
 * (p <= q). NULL or what is wrong, as above.
 */
const char *ratio_parse(struct str s, struct ratio *out);

/* ceil(n * p / q), exact for every n. */
uint64_t ratio_ceil(uint64_t n, struct ratio r);

/*
 * Days since 1970-01-01 in the proleptic Gregorian calendar, after the
 * algorithm of civil calendars that counts years from March.
 */
typedef int32_t day_t;

enum { DATE_SIZE = 11, TIME_SIZE = 26 };

/* "2023-06-14", a date that exists, years 1900 to 9999. */
bool date_parse(struct str s, day_t *out);
/* A span of days, both included. */
struct span {
	day_t from, to;
};

/* "2023-06-19..2023-06-21", the first not after the second, or one date. */
bool span_parse(struct str s, struct span *out);
/* Exactly DATE_SIZE bytes with the NUL. */
void date_format(day_t day, char out[DATE_SIZE]);
/* 0 Sunday … 6 Saturday. */
int date_weekday(day_t day);
int date_year(day_t day);
/* Is y-m-d (m, d from 1) a date that exists? Then its day. */
bool date_from_civil(int64_t y, int64_t m, int64_t d, day_t *out);

/*
 * Moments are seconds since the epoch and are written in China's standard
 * time, UTC+8 without summer time (GB/T 7408): "2023-06-12T09:00:00+08:00".
 * The machine's time zone never matters.
 */
void time_format(int64_t t, char out[TIME_SIZE]);
/* A moment as time_format writes it, or without the zone, or a date alone (midnight). */
bool time_parse(struct str s, int64_t *out);
/* The day of that moment in China. */
day_t time_day(int64_t t);

#endif
