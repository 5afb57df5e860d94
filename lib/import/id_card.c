#include "id_card.h"

#include "ssjc/base/num.h"
#include "ssjc/plan/uscc.h"

#include <string.h>

enum { FIRST_YEAR = 1880, LAST_YEAR = 2100 };

/* The first two digits of districts (GB/T 2260): provinces. */
static bool is_province(const char *p)
{
	static const char provinces[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 "
	                                "45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83";

	for (const char *z = provinces; z < provinces + sizeof provinces - 1; z += 3)
		if (z[0] == p[0] && z[1] == p[1])
			return true;
	return false;
}

static int number(const char *p, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + *p++ - '0';
	return v;
}

/* Of somebody alive today or not so long ago. */
static bool is_birthday(const char *p)
{
	int y = number(p, 4), m = number(p + 4, 2), d = number(p + 6, 2);
	day_t day;

	if (y < FIRST_YEAR || y > LAST_YEAR)
		return false;
	/* Years before 1900 have the same days as those 400 years later. */
	return date_from_civil(y < 1900 ? y + 400 : y, m, d, &day);
}

static bool is_code(struct str s)
{
	struct uscc u = uscc_check(s);

	return u.fault == USCC_GOOD && u.organisation && is_province(s.p + 2);
}

bool is_id_card(struct str s)
{
	static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	static const char check[] = "10X98765432";
	int sum = 0;

	if (s.n != ID_CARD)
		return false;
	for (int i = 0; i < ID_CARD - 1; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum += (s.p[i] - '0') * weight[i];
	}
	return (s.p[ID_CARD - 1] == 'x' ? 'X' : s.p[ID_CARD - 1]) == check[sum % 11] &&
	    is_province(s.p) && is_birthday(s.p + 6) && !is_code(s);
}
