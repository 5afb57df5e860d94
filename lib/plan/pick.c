#include "ssjc/plan/pick.h"

const char *const role_names[ROLES] = {"main", "reserve", "replacement", "removed"};

bool role_parse(struct str s, enum role *out)
{
	for (int i = 0; i < ROLES; i++)
		if (str_is(s, role_names[i])) {
			*out = (enum role)i;
			return true;
		}
	return false;
}

bool pick_is_drawn(const struct pick *p)
{
	return p->role == ROLE_MAIN || p->role == ROLE_REPLACEMENT;
}

int pick_by_ticket(const void *a, const void *b)
{
	const struct pick *const *x = a, *const *y = b;

	return str_cmp((*x)->ticket, (*y)->ticket);
}
