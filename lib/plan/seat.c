#include "ssjc/plan/seat.h"

const char *const duty_names[DUTIES] = {"lead", "assist", "expert"};

bool duty_parse(struct str s, enum duty *out)
{
	for (int i = 0; i < DUTIES; i++)
		if (str_is(s, duty_names[i])) {
			*out = (enum duty)i;
			return true;
		}
	return false;
}

bool seat_equal(const struct seat *a, const struct seat *b)
{
	return str_eq(a->object, b->object) && a->date == b->date && a->team == b->team &&
	    str_eq(a->dept, b->dept) && a->seat == b->seat && a->duty == b->duty &&
	    str_eq(a->cert, b->cert) && str_eq(a->inspector, b->inspector);
}
