#include "checklist_work.h"

#include <stdio.h>

const struct str checklist_no_headers[CHECKLIST_COLUMNS];

static void put_cell(char out[64], uint64_t row, size_t column)
{
	char letters[16];
	size_t n = sizeof letters;

	letters[--n] = 0;
	for (column++; column > 0; column = (column - 1) / 26)
		letters[--n] = (char)('A' + (column - 1) % 26);
	snprintf(out, 64, "%s%llu", letters + n, (unsigned long long)row);
}

void checklist_work_tell_why(const struct checklist_sheet *s, uint64_t row, size_t column,
    record_bad *to, void *arg, struct str value, const struct ssjc_err *why)
{
	char cell[64];
	struct ssjc_err e;

	put_cell(cell, row, column);
	ssjc_fail_from(&e, SSJC_INPUT, s->place.file, 0, row ? cell : NULL, why);
	ssjc_err_sheet(&e, s->place.sheet);
	to(arg, &e, value);
}

void checklist_work_tell(const struct checklist_sheet *s, uint64_t row, size_t column,
    record_bad *to, void *arg, struct str value, const char *fmt, ...)
{
	struct ssjc_err why;
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(&why, SSJC_INPUT, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	checklist_work_tell_why(s, row, column, to, arg, value, &why);
}
