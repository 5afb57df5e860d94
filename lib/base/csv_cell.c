#include "ssjc/base/csv_cell.h"

/* A sign, digits, and perhaps a point and digits: what it is calculated to is what it says. */
static bool is_number(struct str s)
{
	size_t digits = 0, points = 0;

	for (size_t i = 1; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		points += s.p[i] == '.';
	}
	return (s.p[0] == '+' || s.p[0] == '-') && digits > 0 && points < 2 &&
	    1 + digits + points == s.n && s.p[s.n - 1] != '.';
}

bool csv_cell_calculates(struct str cell)
{
	/* Those of a Chinese keyboard are taken for the same ones; blanks are dropped. */
	static const char *const first[] = {
	    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

	while (str_cut_start(&cell, "'"))
		;
	for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
		if (str_starts(cell, first[i]) && !str_is(cell, first[i]))
			return !is_number(cell);
	return false;
}

struct str csv_cell_read(struct str cell)
{
	struct str rest = cell;

	return str_cut_start(&rest, "'") && csv_cell_calculates(rest) ? rest : cell;
}
