#include "ssjc/base/num.h"

#include "ssjc/base/language.h"

#include <stdio.h>
#include <string.h>

const char *num_parse(struct str s, int64_t low, int64_t high, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	uint64_t limit = minus ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX, v = 0;
	int64_t x;

	if (s.n == minus)
		return N_("is not a whole number");
	for (size_t i = minus; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return N_("is not a whole number");
	for (size_t i = minus; i < s.n; i++) {
		uint64_t digit = (uint64_t)(s.p[i] - '0');

		if (v > (limit - digit) / 10)
			return minus ? N_("is too small") : N_("is too large");
		v = v * 10 + digit;
	}
	x = minus ? (v > INT64_MAX ? INT64_MIN : -(int64_t)v) : (int64_t)v;
	if (x < low)
		return N_("is too small");
	if (x > high)
		return N_("is too large");
	*out = x;
	return NULL;
}

static const char not_a_ratio[] = N_("is not a ratio such as 20%, 0.5‰, 1/5 or 0.2");

/* "1/3": r from what is before the slash and after it. */
static const char *fraction(struct str top, struct str bottom, struct ratio *r)
{
	int64_t p, q;

	if (num_parse(str_trim(top), 0, 999999999, &p) ||
	    num_parse(str_trim(bottom), 1, 999999999, &q))
		return not_a_ratio;
	*r = (struct ratio){(uint64_t)p, (uint64_t)q};
	return NULL;
}

/* "12.5" of q: 125 of 10 q. */
static const char *decimal(struct str s, uint64_t q, struct ratio *r)
{
	size_t whole = 0, decimals = 0;
	bool point = false;

	*r = (struct ratio){0, q};
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return not_a_ratio;
		r->p = r->p * 10 + (uint64_t)(s.p[i] - '0');
		if (point) {
			r->q *= 10;
			decimals++;
		} else {
			whole++;
		}
		if (whole > 9 || decimals > 6)
			return N_("has too many digits");
	}
	return whole == 0 || (point && decimals == 0) ? not_a_ratio : NULL;
}

const char *ratio_parse(struct str s, struct ratio *out)
{
	static const struct {
		const char *sign;
		uint64_t q;
	} signs[] = {{"%", 100}, {"％", 100}, {"‰", 1000}, {"", 1}};
	struct str bottom = s, top;
	struct ratio r;
	const char *wrong;
	size_t i = 0;

	if (str_split(&bottom, '/', &top) && bottom.p) {
		wrong = fraction(top, bottom, &r);
	} else {
		while (!str_cut_end(&s, signs[i].sign))
			i++;
		wrong = decimal(str_trim(s), signs[i].q, &r);
	}
	if (wrong)
		return wrong;
	if (r.p > r.q)
		return N_("is more than the whole; a percentage is written 20%");
	*out = r;
	return NULL;
}

uint64_t ratio_ceil(uint64_t n, struct ratio r)
{
	/* n = a*q + b, so n*p/q = a*p + b*p/q; b < q and p, q < 2^32 * 10^3. */
	uint64_t a = n / r.q, b = n % r.q;

	__extension__ typedef unsigned __int128 wide;
	wide part = (wide)b * r.p;

	return a * r.p + (uint64_t)((part + r.q - 1) / r.q);
}

static bool leap(int64_t y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

bool date_from_civil(int64_t y, int64_t m, int64_t d, day_t *out)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t era, yoe, doy;

	if (y < 1900 || y > 9999 || m < 1 || m > 12 || d < 1 ||
	    d > lengths[m - 1] + (m == 2 && leap(y)))
		return false;
	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	*out = (day_t)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
	return true;
}

static void to_civil(day_t day, int *y, int *m, int *d)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = (int)(yoe + era * 400 + (*m <= 2));
}

/* n digits at *at, then the character after (0 for none); moves *at on. */
static bool digits(struct str s, size_t *at, size_t n, char after, int64_t *out)
{
	int64_t v = 0;

	if (s.n - *at < n + (after != '\0'))
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s.p[(*at)++];

		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	*out = v;
	return !after || s.p[(*at)++] == after;
}

bool date_parse(struct str s, day_t *out)
{
	int64_t y, m, d;
	size_t at = 0;

	return digits(s, &at, 4, '-', &y) && digits(s, &at, 2, '-', &m) &&
	    digits(s, &at, 2, '\0', &d) && at == s.n && date_from_civil(y, m, d, out);
}

bool span_parse(struct str s, struct span *out)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '.' && s.p[i + 1] == '.')
			return date_parse(str_trim((struct str){s.p, i}), &out->from) &&
			    date_parse(
			        str_trim((struct str){s.p + i + 2, s.n - i - 2}), &out->to) &&
			    out->from <= out->to;
	if (!date_parse(str_trim(s), &out->from))
		return false;
	out->to = out->from;
	return true;
}

void date_format(day_t day, char out[DATE_SIZE])
{
	int y, m, d;

	to_civil(day, &y, &m, &d);
	out[0] = '\0';
	if (y < 0 || y > 9999)
		return;
	for (int i = 3; i >= 0; i--, y /= 10)
		out[i] = (char)('0' + y % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + m / 10);
	out[6] = (char)('0' + m % 10);
	out[8] = (char)('0' + d / 10);
	out[9] = (char)('0' + d % 10);
	out[10] = '\0';
}

int date_weekday(day_t day)
{
	return (int)(((int64_t)day % 7 + 11) % 7);
}

int date_year(day_t day)
{
	int y, m, d;

	to_civil(day, &y, &m, &d);
	return y;
}

enum { ZONE = 8 * 3600, DAY = 86400 };

day_t time_day(int64_t t)
{
	t += ZONE;
	return (day_t)(t / DAY - (t % DAY < 0));
}

void time_format(int64_t t, char out[TIME_SIZE])
{
	day_t day = time_day(t);
	unsigned s = (unsigned)(t + ZONE - (int64_t)day * DAY);
	char date[DATE_SIZE], text[64];

	date_format(day, date);
	snprintf(
	    text, sizeof text, "%sT%02u:%02u:%02u+08:00", date, s / 3600 % 24, s / 60 % 60, s % 60);
	memcpy(out, text, TIME_SIZE - 1);
	out[TIME_SIZE - 1] = '\0';
}

bool time_parse(struct str s, int64_t *out)
{
	struct str date = {s.p, s.n < 10 ? s.n : 10};
	int64_t h = 0, m = 0, sec = 0;
	size_t at = 11;
	day_t day;

	if (!date_parse(date, &day))
		return false;
	if (s.n > 10) {
		if ((s.p[10] != 'T' && s.p[10] != ' ') || s.n < 19 || !digits(s, &at, 2, ':', &h) ||
		    !digits(s, &at, 2, ':', &m) || !digits(s, &at, 2, '\0', &sec) || h > 23 ||
		    m > 59 || sec > 59)
			return false;
		if (s.n > 19 && !str_is((struct str){s.p + 19, s.n - 19}, "+08:00"))
			return false;
	}
	*out = (int64_t)day * DAY + h * 3600 + m * 60 + sec - ZONE;
	return true;
}
