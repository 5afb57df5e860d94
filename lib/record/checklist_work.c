#include "checklist_work.h"

#include <stdarg.h>
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

void checklist_work_tell(const struct checklist_sheet *s, uint64_t row, size_t column,
    record_bad *to, void *arg, struct str value, const char *fmt, ...)
{
	char msg[1024], cell[64];
	struct ssjc_err e;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	put_cell(cell, row, column);
	ssjc_fail_at(&e, SSJC_INPUT, s->place.file, 0, row ? cell : NULL, "%s", msg);
	ssjc_err_sheet(&e, s->place.sheet);
	to(arg, &e, value);
}
