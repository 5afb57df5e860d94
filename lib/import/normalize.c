#include "ssjc/import/normalize.h"

#include "cell.h"

#include "ssjc/base/num.h"
#include "ssjc/base/text.h"

#include <string.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && digit(s.p[n]))
		n++;
	return n;
}

static void skip(struct str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

/* Take one of the NULL-ended words off the start of *s. */
static bool take(struct str *s, const char *const *words)
{
	for (; *words; words++)
		if (str_starts(*s, *words)) {
			skip(s, strlen(*words));
			return true;
		}
	return false;
}

/* Take a number of low to high digits off the start of *s. */
static bool number(struct str *s, size_t low, size_t high, int64_t *out)
{
	size_t n = digits(*s);
	struct str text = {s->p, n};

	if (n < low || n > high || num_parse(text, 0, 99999999, out))
		return false;
	skip(s, n);
	return true;
}

struct civil {
	int64_t y, m, d;
};

static const char *const year_ends[] = {"-", "/", ".", "年", NULL};
static const char *const month_ends[] = {"-", "/", ".", "月", NULL};
static const char *const day_ends[] = {"日", "号", NULL};

/*
 * Take a date off the start of *s, a text without blanks. What it leaves out
 * is as in *c, where 0 means that it may not be left out.
 */
static bool date(struct str *s, struct civil *c)
{
	size_t n = digits(*s);
	struct str rest;
	int64_t all;

	if (n == 8) {
		if (!number(s, 8, 8, &all))
			return false;
		*c = (struct civil){all / 10000, all / 100 % 100, all % 100};
		return true;
	}
	if (n == 4 && (!number(s, 4, 4, &c->y) || !take(s, year_ends)))
		return false;
	if (c->y == 0)
		return false;
	rest = *s;
	if (number(&rest, 1, 2, &all) && take(&rest, month_ends) && digits(rest) > 0) {
		c->m = all;
		*s = rest;
	} else if (n == 4) {
		return false;
	}
	if (c->m == 0 || !number(s, 1, 2, &c->d))
		return false;
	take(s, day_ends);
	return true;
}

static const char no_date[] = "is not a date such as 2023-06-14, 2023/6/14 or 2023年6月14日";

/* How many bytes of blanks are at the start of s. */
static size_t blanks(struct str s)
{
	struct str rest = text_trim(s);

	return rest.n ? (size_t)(rest.p - s.p) : s.n;
}

/*
 * Append s as text_code does. False when there is a blank between two digits: they
 * may be one number or two ("2023-6-1 9").
 */
static bool bare(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t n = i > 0 && digit(s.p[i - 1]) ? blanks((struct str){s.p + i, s.n - i}) : 0;

		if (n > 0 && i + n < s.n && digit(s.p[i + n]))
			return false;
	}
	text_code(out, s);
	return true;
}

/* Does s begin with a time of day, 9:30 or 上午9时30分, or with the day of a week? */
static bool is_time(struct str s)
{
	static const char *const halves[] = {
	    "上午", "下午", "早上", "晚上", "中午", "AM", "PM", NULL};
	static const char *const weekdays[] = {
	    "星期", "周", "(星期", "(周", "（星期", "（周", NULL};
	static const char *const after_hour[] = {":", "：", "时", "点", NULL};
	int64_t hour;

	if (take(&s, weekdays))
		return true;
	take(&s, halves);
	skip(&s, blanks(s));
	return number(&s, 1, 2, &hour) && take(&s, after_hour);
}

/*
 * Is s nothing but a time, or two of them, with the day of the week? Any other word may be
 * a zone: UTC, GMT, CST.
 */
static bool only_time(struct str s)
{
	static const char *const words[] = {"上午", "下午", "早上", "晚上", "中午", "凌晨", "AM",
	    "PM", "am", "pm", ":", "：", ".", "时", "点", "分", "秒", "整", "半", "至", "到", "~",
	    "～", "(", ")", "（", "）", "北京时间", NULL};
	static const char *const week[] = {"星期", "周", NULL};
	static const char *const days[] = {"一", "二", "三", "四", "五", "六", "日", "天", NULL};

	while (s.n > 0) {
		size_t n = digits(s);

		n = n > 0 ? n : blanks(s);
		skip(&s, n);
		if (n == 0 && !take(&s, words) && !(take(&s, week) && take(&s, days)))
			return false;
	}
	return true;
}

/*
 * Without what follows the day: a time of day or the day of the week, after a
 * blank, a T or 日. False when a zone is among it, for the day may be another one.
 */
static bool drop_time(struct str *s)
{
	for (size_t i = 8; i < s->n; i++) {
		struct str rest = {s->p + i, s->n - i};
		size_t n = s->p[i] == 'T' ? 1 : blanks(rest);

		if (n == 0 && !str_is((struct str){s->p + i - 3, 3}, "日"))
			continue;
		skip(&rest, n);
		if (!is_time(rest))
			continue;
		s->n = i;
		return only_time(rest);
	}
	return true;
}

/* Take back what was appended after start. */
static void undo(struct buf *out, size_t start)
{
	out->n = start;
	if (out->p)
		out->p[start] = '\0';
}

static void add_day(struct buf *out, day_t day)
{
	char text[DATE_SIZE];

	date_format(day, text);
	buf_z(out, text);
}

const char *normalize_date(struct buf *out, struct str s)
{
	struct civil c = {0};
	struct buf code = {0};
	size_t start = out->n;
	struct str rest;
	day_t day;
	bool good;

	if (date_parse(s, &day)) {
		buf_str(out, s);
		return NULL;
	}
	s = text_trim(s);
	/* A moment with a zone is of China's day. */
	if (s.n > DATE_SIZE && cell_moment(out, s)) {
		if (out->n > start + DATE_SIZE - 1)
			undo(out, start + DATE_SIZE - 1);
		return NULL;
	}
	good = drop_time(&s) && bare(&code, s);
	rest = buf_text(&code);
	good = good && date(&rest, &c) && rest.n == 0;
	buf_free(&code);
	if (!good)
		return no_date;
	if (!date_from_civil(c.y, c.m, c.d, &day))
		return "is a day that does not exist";
	add_day(out, day);
	return NULL;
}

static const char no_span[] = "is not a span of days such as 2023-06-19..2023-06-21";

static const char *span(struct buf *out, struct str s)
{
	static const char *const to[] = {"..", "--", "-", "~", "至", "到", NULL};
	struct civil c = {0};
	day_t first, last;

	if (!date(&s, &c))
		return no_span;
	if (!date_from_civil(c.y, c.m, c.d, &first))
		return "has a day that does not exist";
	last = first;
	if (s.n > 0) {
		if (!take(&s, to) || !date(&s, &c) || s.n > 0)
			return no_span;
		if (!date_from_civil(c.y, c.m, c.d, &last))
			return "has a day that does not exist";
		if (last < first)
			return "ends before it begins";
	}
	add_day(out, first);
	if (last != first) {
		buf_z(out, "..");
		add_day(out, last);
	}
	return NULL;
}

/* Cut the next piece off *rest at a separator of a list; false at the end. */
static bool next_piece(struct str *rest, struct str *piece)
{
	static const char *const separators[] = {
	    ";", "；", ",", "，", "、", "\n", "\r", "/", "或", NULL};

	if (rest->n == 0)
		return false;
	*piece = (struct str){rest->p, 0};
	while (rest->n > 0 && !take(rest, separators)) {
		skip(rest, 1);
		piece->n++;
	}
	return true;
}

/* Every piece of a list, of days or of telephone numbers, through one(); with semicolons. */
static const char *each(
    struct buf *out, struct str rest, bool days, const char *(*one)(struct buf *, struct str))
{
	size_t start = out->n;
	const char *wrong = NULL;
	struct str piece;

	while (!wrong && next_piece(&rest, &piece)) {
		struct buf code = {0};
		bool good;

		/* A slash separates telephone numbers, but is part of dates. */
		while (days && rest.n > 0 && rest.p[-1] == '/') {
			struct str more;

			next_piece(&rest, &more);
			piece.n = (size_t)(more.p + more.n - piece.p);
		}
		good = !days || bare(&code, piece);
		if (!days)
			text_code(&code, piece);
		if (!good)
			wrong = no_span;
		if (good && code.n > 0) {
			if (out->n > start)
				buf_char(out, ';');
			wrong = one(out, buf_text(&code));
		}
		out->failed |= code.failed;
		buf_free(&code);
	}
	if (wrong)
		undo(out, start);
	return wrong;
}

const char *normalize_spans(struct buf *out, struct str s)
{
	return each(out, s, true, span);
}

static const char no_phone[] = "is neither a mobile nor a landline number";

enum { PHONE_MAX = 20 };

/* The length of the area code at the start of a number, 0 for none. */
static size_t area(struct str d)
{
	if (d.n < 3 || d.p[0] != '0' || d.p[1] == '0')
		return 0;
	return d.p[1] <= '2' ? 3 : 4;
}

/* A number within its area. */
static bool local(struct str d)
{
	return (d.n == 7 || d.n == 8) && d.p[0] >= '2';
}

static bool mobile(struct str d)
{
	return d.n == 11 && d.p[0] == '1' && d.p[1] >= '3';
}

/* A landline with or without its area code. */
static bool landline(struct str d)
{
	size_t n = area(d);

	return local(n && d.n > n ? (struct str){d.p + n, d.n - n} : d);
}

/* 400 and 800 numbers, which people cut in many ways: the first part is no landline. */
static bool toll_free(struct str d)
{
	return str_starts(d, "400") || str_starts(d, "800");
}

static bool has_extensions(struct str d)
{
	return landline(d) && !toll_free(d);
}

/* Write a number of digits alone, with a dash after an area code. */
static const char *plain(struct buf *out, struct str d)
{
	size_t n = area(d);

	if (n && landline(d)) {
		buf_add(out, d.p, n);
		buf_char(out, '-');
		buf_add(out, d.p + n, d.n - n);
	} else if (mobile(d) || landline(d) || (d.n == 10 && toll_free(d)) ||
	    (d.n == 5 && (d.p[0] == '1' || d.p[0] == '9'))) {
		buf_str(out, d);
	} else {
		return d.n == 10 && !(d.p[0] == '1' && d.p[1] >= '3')
		    ? "is not a telephone number: has it lost its leading 0?"
		    : no_phone;
	}
	return NULL;
}

/* Do the digits of s, whatever is between them, make a number that has no area? */
static bool has_no_area(struct str s)
{
	char d[PHONE_MAX];
	struct str all = {d, 0};

	for (size_t i = 0; i < s.n && all.n < PHONE_MAX; i++)
		if (digit(s.p[i]))
			d[all.n++] = s.p[i];
	return mobile(all) || local(all) || toll_free(all) || all.n < 7;
}

static const char *phone(struct buf *out, struct str s)
{
	static const char *const country[] = {"+86-", "+86", "0086-", "0086", "(+86)-", "(+86)",
	    "(86)-", "(86)", "(0086)-", "(0086)", "86-", NULL};
	static const char *const extension[] = {"转", "EXT.", "EXT", "#", "*", NULL};
	char d[PHONE_MAX];
	struct str all = {d, 0}, tail = {NULL, 0};
	bool abroad = take(&s, country);
	const char *wrong;

	if (!abroad && s.n == 13 && digits(s) == 13 && str_starts(s, "861"))
		skip(&s, 2);
	/* From abroad an area is dialled without its 0: +86-10-88123456. */
	if (abroad && s.n > 0 && s.p[0] != '0' && s.p[0] != '(' && !has_no_area(s))
		d[all.n++] = '0';
	while (s.n > 0 && !tail.p) {
		bool dash = s.p[0] == '-';

		if (digit(s.p[0])) {
			if (all.n == PHONE_MAX)
				return no_phone;
			d[all.n++] = s.p[0];
			skip(&s, 1);
		} else if (dash || s.p[0] == '(' || s.p[0] == ')') {
			skip(&s, 1);
			/* What follows the dash after a whole number is an extension. */
			if (dash && has_extensions(all))
				tail = s;
		} else if (take(&s, extension) && has_extensions(all)) {
			tail = s;
		} else {
			return no_phone;
		}
	}
	if (tail.p && (tail.n == 0 || tail.n > 6 || digits(tail) != tail.n))
		return no_phone;
	wrong = plain(out, all);
	if (!wrong && tail.p) {
		buf_char(out, '-');
		buf_str(out, tail);
	}
	return wrong;
}

/* Mobile numbers with nothing but blanks between them, each of 11 digits. */
static bool blank_list(struct str s)
{
	struct str piece;
	bool several = false;

	while (str_split(&s, ' ', &piece)) {
		if (piece.n > 0 && (piece.n != 11 || digits(piece) != 11))
			return false;
		several |= s.p != NULL;
	}
	return several;
}

const char *normalize_phone(struct buf *out, struct str s)
{
	struct str piece;
	size_t start = out->n;

	if (s.n == 11 && s.p[0] == '1' && s.p[1] >= '3' && digits(s) == 11) {
		buf_str(out, s);
		return NULL;
	}
	s = text_trim(s);
	if (!blank_list(s))
		return each(out, s, false, phone);
	while (str_split(&s, ' ', &piece)) {
		const char *wrong;

		if (piece.n == 0)
			continue;
		if (out->n > start)
			buf_char(out, ';');
		wrong = phone(out, piece);
		if (wrong) {
			undo(out, start);
			return wrong;
		}
	}
	return NULL;
}
