#include "decimal.h"

enum { EXPONENT_MAX = 400 };

/* Without zeros at the end. */
static void trim(struct decimal *x)
{
	while (x->n > 0 && x->d[x->n - 1] == 0)
		x->n--;
}

bool decimal_parse(struct str s, struct decimal *x)
{
	size_t i = 0, any = 0;
	int exponent = 0;
	bool after_point = false, minus;

	*x = (struct decimal){0};
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		x->minus = s.p[i++] == '-';
	for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !after_point));
	     i++) {
		if (s.p[i] == '.') {
			after_point = true;
			continue;
		}
		any++;
		if (any > EXPONENT_MAX)
			return false;
		if (x->n == 0 && s.p[i] == '0') {
			x->point -= after_point;
			continue;
		}
		if (x->n < DECIMAL_DIGITS)
			x->d[x->n++] = (unsigned char)(s.p[i] - '0');
		x->point += !after_point;
	}
	if (any == 0)
		return false;
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		minus = i < s.n && s.p[i] == '-';
		i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
		if (i == s.n)
			return false;
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && exponent <= EXPONENT_MAX; i++)
			exponent = exponent * 10 + s.p[i] - '0';
		x->point += minus ? -exponent : exponent;
	}
	trim(x);
	if (x->n == 0)
		x->point = 0;
	return i == s.n;
}

void decimal_round(struct decimal *x, int keep)
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
	trim(x);
}

void decimal_write(struct buf *out, const struct decimal *x)
{
	int whole = x->point > 0 ? x->point : 0;

	if (x->minus && x->n > 0)
		buf_char(out, '-');
	if (whole == 0)
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

int decimal_digit(const struct decimal *x, int place)
{
	int i = x->point + place;

	return i >= 0 && i < x->n ? x->d[i] : 0;
}

/* The same without the signs. */
static int compare_size(const struct decimal *a, const struct decimal *b)
{
	if (a->n == 0 || b->n == 0)
		return (a->n > 0) - (b->n > 0);
	if (a->point != b->point)
		return a->point < b->point ? -1 : 1;
	for (int i = 0; i < a->n || i < b->n; i++) {
		int p = i < a->n ? a->d[i] : 0, q = i < b->n ? b->d[i] : 0;

		if (p != q)
			return p < q ? -1 : 1;
	}
	return 0;
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
	bool p = a->minus && a->n > 0, q = b->minus && b->n > 0;

	if (p != q)
		return p ? -1 : 1;
	return p ? compare_size(b, a) : compare_size(a, b);
}
