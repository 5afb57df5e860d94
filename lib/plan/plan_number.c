#include "ssjc/plan/plan_number.h"

#include "ssjc/base/num.h"

enum { AREA = 6, YEAR = 4, DATE = 8, COUNT = 3, SERIES = '1' };

static bool is_digits(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == n;
}

bool plan_number_is_area(struct str s)
{
	return is_digits(s, AREA);
}

bool plan_number_is(struct str s)
{
	return is_digits(s, AREA + YEAR + 1 + COUNT) && s.p[AREA + YEAR] == SERIES;
}

bool plan_number_is_task(struct str s)
{
	char date[] = "yyyy-mm-dd";
	day_t day;

	if (!is_digits(s, AREA + DATE + 1 + COUNT) || s.p[AREA + DATE] != SERIES)
		return false;
	for (size_t i = 0, at = AREA; date[i]; i++)
		if (date[i] != '-')
			date[i] = s.p[at++];
	return date_parse(str_of(date), &day);
}
