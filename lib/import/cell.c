#include "cell.h"

#include "ssjc/base/num.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SIGNIFICANT = 15 };

enum { LAST_SERIAL = 2958465, DAY_SECONDS = 86400, NO_SUCH_DAY = 60 };

/* A part of a day is read to so many places, far finer than a second. */
enum { PLACES = 12 };
static const int64_t ONE = 1000000000000;

/* Write a serial date; false when the number is not one. */
static bool write_date(struct buf *out, const struct decimal *x, bool elapsed, bool date1904)
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
	if (elapsed || (day == 0 && !date1904)) {
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
static bool is_plain(struct str raw, struct cell_format f)
{
	size_t i = 0;

	while (i < raw.n && raw.p[i] >= '0' && raw.p[i] <= '9')
		i++;
	return i == raw.n && i > 0 && i <= SIGNIFICANT && !f.date && !f.section &&
	    (i == 1 || raw.p[0] != '0');
}

enum cell_kind cell_number(
    struct buf *out, struct str raw, struct cell_format format, bool date1904)
{
	struct decimal x, rounded;
	enum cell_look look;

	if (is_plain(raw, format) || !decimal_parse(raw, &x)) {
		buf_str(out, raw);
		return CELL_TEXT;
	}
	rounded = x;
	decimal_round(&rounded, SIGNIFICANT);
	if (x.point > SIGNIFICANT || x.point < -SIGNIFICANT) {
		buf_str(out, raw);
		return x.point > SIGNIFICANT ? CELL_ROUNDED : CELL_TEXT;
	}
	look = cell_format_show(out, &format, &rounded);
	if (look == CELL_LOOK_SHOWN)
		return CELL_TEXT;
	if (look == CELL_LOOK_NUMBER || !write_date(out, &x, look == CELL_LOOK_ELAPSED, date1904))
		decimal_write(out, &rounded);
	return CELL_TEXT;
}

/* ---- Moments as text ---- */

/* A number of exactly n digits at *p; false when it is not there. */
static bool take_digits(const char **p, const char *end, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++, (*p)++) {
		if (*p == end || **p < '0' || **p > '9')
			return false;
		*out = *out * 10 + **p - '0';
	}
	return true;
}

static bool take_char(const char **p, const char *end, char c)
{
	if (*p == end || **p != c)
		return false;
	(*p)++;
	return true;
}

/* "09:30", "09:30:00", "09:30:00.000": seconds, rounded. */
static bool take_time(const char **p, const char *end, int64_t *out)
{
	int h, m, s = 0;

	if (!take_digits(p, end, 2, &h) || !take_char(p, end, ':') || !take_digits(p, end, 2, &m))
		return false;
	if (take_char(p, end, ':') && !take_digits(p, end, 2, &s))
		return false;
	*out = (int64_t)h * 3600 + m * 60 + s;
	if (take_char(p, end, '.')) {
		*out += *p < end && **p >= '5' && **p <= '9';
		while (*p < end && **p >= '0' && **p <= '9')
			(*p)++;
	}
	return h <= 24 && m < 60 && s <= 60;
}

/* "Z", "+08:00", "-0330": seconds east of Greenwich. */
static bool take_zone(const char **p, const char *end, int64_t *out)
{
	bool west = *p < end && **p == '-';
	int h, m = 0;

	*out = 0;
	if (take_char(p, end, 'Z') || take_char(p, end, 'z'))
		return true;
	if (!west && !(*p < end && **p == '+'))
		return false;
	(*p)++;
	if (!take_digits(p, end, 2, &h))
		return false;
	take_char(p, end, ':');
	if (*p < end && !take_digits(p, end, 2, &m))
		return false;
	*out = ((int64_t)h * 60 + m) * (west ? -60 : 60);
	return h <= 14 && m < 60;
}

enum { CHINA_SECONDS = 8 * 3600 };

/* "2023-06-14" at *p. Years begin with 1900. */
static bool take_day(const char **p, const char *end, day_t *out)
{
	int y, m, d;

	return take_digits(p, end, 4, &y) && take_char(p, end, '-') && take_digits(p, end, 2, &m) &&
	    take_char(p, end, '-') && take_digits(p, end, 2, &d) && date_from_civil(y, m, d, out);
}

/* The day of that moment in China; false after the year 9999. */
static bool to_china(day_t *day, int64_t *second, int64_t zone)
{
	day_t last;

	date_from_civil(9999, 12, 31, &last);
	*second += CHINA_SECONDS - zone + DAY_SECONDS;
	*day += (day_t)(*second / DAY_SECONDS - 1);
	*second %= DAY_SECONDS;
	return *day <= last;
}

bool cell_moment(struct buf *out, struct str raw)
{
	/* The origin of serial dates is the day of what is a time alone. */
	static const struct str origins[] = {STR_INIT("1899-12-30T"), STR_INIT("1899-12-31T")};
	const char *p = raw.p, *end = raw.p + raw.n;
	int64_t second = 0, zone = CHINA_SECONDS;
	char text[DATE_SIZE];
	bool has_day;
	day_t day = 0;

	for (size_t i = 0; i < 2; i++)
		if (raw.n > origins[i].n && memcmp(raw.p, origins[i].p, origins[i].n) == 0)
			p += origins[i].n;
	has_day = p == raw.p && raw.n >= 10 && raw.p[4] == '-';
	if (has_day && !take_day(&p, end, &day))
		return false;
	if (has_day && p < end && !take_char(&p, end, 'T') && !take_char(&p, end, ' '))
		return false;
	if (!has_day && p == raw.p)
		take_char(&p, end, 'T');
	if ((!has_day || p < end) && !take_time(&p, end, &second))
		return false;
	if (p < end && !take_zone(&p, end, &zone))
		return false;
	if (p < end || (has_day && !to_china(&day, &second, zone)))
		return false;
	if (has_day) {
		date_format(day, text);
		buf_z(out, text);
	}
	if (second || !has_day)
		buf_printf(out, "%s%02d:%02d:%02d", has_day ? " " : "", (int)(second / 3600),
		    (int)(second / 60 % 60), (int)(second % 60));
	return true;
}

bool cell_is_error(struct str text)
{
	static const char *const errors[] = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?",
	    "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
	    "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA", "#GETTING_DATA!"};

	if (text.n < 4)
		return false;
	if (text.p[0] == '#')
		for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
			if (text.n == strlen(errors[i]) &&
			    strncasecmp(text.p, errors[i], text.n) == 0)
				return true;
	/* LibreOffice has numbers for its own. */
	if (!str_starts(text, "Err:5") || text.n != 7)
		return false;
	return text.p[5] >= '0' && text.p[5] <= '9' && text.p[6] >= '0' && text.p[6] <= '9';
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
