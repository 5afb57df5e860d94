#include "cell.h"

#include "ssjc/base/num.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Formats of the East Asian editions (27-36, 50-58) are taken as in Chinese. */
struct cell_format cell_format_builtin(unsigned id)
{
	struct cell_format f = {0};

	f.date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	    (id >= 50 && id <= 58);
	f.elapsed = id == 46;
	return f;
}

/* A bracket at p[0], up to end: is it the length of a time, as in [hh]? */
static bool elapsed(const char *p, const char *end)
{
	size_t n = (size_t)(end - p) - 1;

	return n >= 1 && n <= 2 && strchr("hmsHMS", p[1]) && (n == 1 || p[2] == p[1]);
}

struct cell_format cell_format_parse(struct str code)
{
	struct cell_format f = {0};
	const char *p = code.p, *end = code.p + code.n;
	size_t zeros = 0;

	while (zeros < code.n && code.p[zeros] == '0')
		zeros++;
	if (zeros == code.n && zeros >= 2 && zeros <= 30)
		f.zeros = (unsigned)zeros;
	if (code.n == 0)
		return f;
	for (; p < end && *p != ';'; p++) {
		const char *close;

		switch (*p) {
		case '"':
			close = memchr(p + 1, '"', (size_t)(end - p - 1));
			p = close ? close : end - 1;
			break;
		case '[':
			close = memchr(p, ']', (size_t)(end - p));
			if (!close)
				close = end - 1;
			f.elapsed |= elapsed(p, close);
			f.date |= f.elapsed;
			p = close;
			break;
		case '\\':
		case '_':
		case '*':
			p++;
			break;
		case 'G':
		case 'g':
			if (end - p >= 7 && strncasecmp(p, "General", 7) == 0)
				p += 6;
			break;
		case 'y':
		case 'Y':
		case 'm':
		case 'M':
		case 'd':
		case 'D':
		case 'h':
		case 'H':
		case 's':
		case 'S':
		case 'a':
			f.date = true;
			break;
		default:
			break;
		}
	}
	return f;
}

enum { SIGNIFICANT = 15, DIGITS = 40, EXPONENT = 400 };

/* The number 0.d1d2d3… times ten to the power of point. */
struct decimal {
	bool minus;
	unsigned char d[DIGITS];
	int n, point;
};

static bool decimal_parse(struct str s, struct decimal *x)
{
	size_t i = 0, any = 0;
	int exponent = 0;
	bool seen_point = false, minus;

	*x = (struct decimal){0};
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		x->minus = s.p[i++] == '-';
	for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !seen_point));
	     i++) {
		if (s.p[i] == '.') {
			seen_point = true;
			continue;
		}
		any++;
		if (any > EXPONENT)
			return false;
		if (x->n == 0 && s.p[i] == '0') {
			x->point -= seen_point;
			continue;
		}
		if (x->n < DIGITS)
			x->d[x->n++] = (unsigned char)(s.p[i] - '0');
		x->point += !seen_point;
	}
	if (any == 0)
		return false;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		minus = i < s.n && s.p[i] == '-';
		i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
		if (i == s.n)
			return false;
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && exponent <= EXPONENT; i++)
			exponent = exponent * 10 + s.p[i] - '0';
		x->point += minus ? -exponent : exponent;
	}
	while (x->n > 0 && x->d[x->n - 1] == 0)
		x->n--;
	if (x->n == 0)
		x->point = 0;
	return i == s.n;
}

/* Round to so many significant digits, half up. */
static void decimal_round(struct decimal *x, int keep)
{
	bool up;

	if (x->n <= keep)
		return;
	up = x->d[keep] >= 5;
	x->n = keep;
	while (up && x->n > 0) {
		up = ++x->d[x->n - 1] == 10;
		x->n -= up;
	}
	if (up) {
		x->d[0] = 1;
		x->n = 1;
		x->point++;
	}
	while (x->n > 0 && x->d[x->n - 1] == 0)
		x->n--;
}

static void decimal_write(struct buf *out, const struct decimal *x, unsigned zeros)
{
	int whole = x->point > 0 ? x->point : 0;

	if (x->minus && x->n > 0)
		buf_char(out, '-');
	for (int i = whole; i < (int)zeros || i < 1; i++)
		buf_char(out, '0');
	for (int i = 0; i < whole; i++)
		buf_char(out, i < x->n ? (char)('0' + x->d[i]) : '0');
	if (x->n <= x->point)
		return;
	buf_char(out, '.');
	for (int i = x->point; i < 0; i++)
		buf_char(out, '0');
	for (int i = whole; i < x->n; i++)
		buf_char(out, (char)('0' + x->d[i]));
}

enum { LAST_SERIAL = 2958465, DAY_SECONDS = 86400, NO_SUCH_DAY = 60 };

/* A part of a day is read to so many places, far finer than a second. */
enum { PLACES = 12 };
static const int64_t ONE = 1000000000000;

/* The digit so many places after the point; places before it are negative. */
static int decimal_digit(const struct decimal *x, int place)
{
	int i = x->point + place;

	return i >= 0 && i < x->n ? x->d[i] : 0;
}

/* Write a serial date; false when the number is not one. */
static bool write_date(
    struct buf *out, const struct decimal *x, struct cell_format format, bool date1904)
{
	int64_t day = 0, part = 0, second;
	char date[DATE_SIZE];
	day_t epoch;

	if (x->minus || x->point > 7)
		return false;
	for (int i = -x->point; i < 0; i++)
		day = day * 10 + decimal_digit(x, i);
	for (int i = 0; i < PLACES; i++)
		part = part * 10 + decimal_digit(x, i);
	second = (part * DAY_SECONDS + ONE / 2) / ONE;
	day += second / DAY_SECONDS;
	second %= DAY_SECONDS;
	if (day > LAST_SERIAL)
		return false;
	if (format.elapsed || (day == 0 && !date1904)) {
		buf_printf(out, "%02d:%02d:%02d", (int)(day * 24 + second / 3600),
		    (int)(second / 60 % 60), (int)(second % 60));
		return true;
	}
	if (day == NO_SUCH_DAY && !date1904) {
		buf_z(out, "1900-02-29");
	} else {
		date_from_civil(date1904 ? 1904 : 1900, 1, 1, &epoch);
		if (!date1904)
			epoch -= day > NO_SUCH_DAY ? 2 : 1;
		date_format((day_t)(epoch + day), date);
		buf_z(out, date);
	}
	if (second)
		buf_printf(out, " %02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
		    (int)(second % 60));
	return true;
}

/* Most numbers in a sheet are small whole ones: they stay as they are. */
static bool plain(struct str raw, struct cell_format format)
{
	size_t i = 0;

	while (i < raw.n && raw.p[i] >= '0' && raw.p[i] <= '9')
		i++;
	return i == raw.n && i > 0 && i <= SIGNIFICANT && !format.date && !format.zeros &&
	    (i == 1 || raw.p[0] != '0');
}

enum cell_kind cell_number(
    struct buf *out, struct str raw, struct cell_format format, bool date1904)
{
	struct decimal x;

	if (plain(raw, format) || !decimal_parse(raw, &x)) {
		buf_str(out, raw);
		return CELL_TEXT;
	}
	if (format.date && write_date(out, &x, format, date1904))
		return CELL_TEXT;
	if (x.point > SIGNIFICANT || x.point < -SIGNIFICANT) {
		buf_str(out, raw);
		return x.point > SIGNIFICANT ? CELL_ROUNDED : CELL_TEXT;
	}
	decimal_round(&x, SIGNIFICANT);
	decimal_write(out, &x, format.zeros);
	return CELL_TEXT;
}

void cell_name(size_t column, uint64_t row, char name[CELL_NAME])
{
	char letters[16];
	size_t at = sizeof letters - 1;

	letters[at] = '\0';
	for (column++; column > 0 && at > 0; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	snprintf(name, CELL_NAME, "%.8s%llu", letters + at, (unsigned long long)row);
}
