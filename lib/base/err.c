#include "ssjc/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A copy cut to size at a character's start, so that a message stays UTF-8. */
static void copy(char *to, size_t size, const char *from)
{
	size_t n = from ? strlen(from) : 0;

	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)from[n] & 0xc0) == 0x80)
			n--;
	}
	if (n > 0)
		memcpy(to, from, n);
	to[n] = '\0';
}

static ssjc_rc fill(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, va_list ap)
{
	char msg[sizeof err->msg * 2];

	if (!err)
		return rc;
	err->rc = rc;
	err->line = line;
	copy(err->file, sizeof err->file, file);
	err->sheet[0] = '\0';
	copy(err->column, sizeof err->column, column);
	if (vsnprintf(msg, sizeof msg, fmt, ap) < 0)
		msg[0] = '\0';
	copy(err->msg, sizeof err->msg, msg);
	return rc;
}

ssjc_rc ssjc_fail(struct ssjc_err *err, ssjc_rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rc = fill(err, rc, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	return rc;
}

ssjc_rc ssjc_fail_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rc = fill(err, rc, file, line, column, fmt, ap);
	va_end(ap);
	return rc;
}

void ssjc_err_sheet(struct ssjc_err *err, const char *sheet)
{
	copy(err->sheet, sizeof err->sheet, sheet);
}

ssjc_rc ssjc_fail_errno(struct ssjc_err *err, const char *what)
{
	return ssjc_fail(err, SSJC_SYSTEM, "%s: %s", what, strerror(errno));
}

ssjc_rc ssjc_fail_memory(struct ssjc_err *err)
{
	return ssjc_fail(err, SSJC_SYSTEM, "out of memory");
}
