#include "ssjc/base/err.h"

#include "ssjc/base/language.h"

#include <errno.h>
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

enum { SIZE = sizeof((struct ssjc_err *)0)->msg };

static void place(
    struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line, const char *column)
{
	err->rc = rc;
	err->line = line;
	copy(err->file, sizeof err->file, file);
	err->sheet[0] = '\0';
	copy(err->column, sizeof err->column, column);
}

ssjc_rc ssjc_vfail_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, va_list ap)
{
	va_list again;

	if (!err)
		return rc;
	place(err, rc, file, line, column);
	va_copy(again, ap);
	language_vprint(err->msg, SIZE, true, fmt, ap);
	language_vprint(err->said, SIZE, false, fmt, again);
	va_end(again);
	return rc;
}

ssjc_rc ssjc_fail(struct ssjc_err *err, ssjc_rc rc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rc = ssjc_vfail_at(err, rc, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	return rc;
}

ssjc_rc ssjc_fail_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rc = ssjc_vfail_at(err, rc, file, line, column, fmt, ap);
	va_end(ap);
	return rc;
}

ssjc_rc ssjc_fail_from(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const struct ssjc_err *from)
{
	struct ssjc_err made;

	if (!err)
		return rc;
	/* Whatever is given may be err's own. */
	place(&made, rc, file, line, column);
	copy(made.msg, sizeof made.msg, from->msg);
	copy(made.said, sizeof made.said, from->said);
	*err = made;
	return rc;
}

ssjc_rc ssjc_fail_text(struct ssjc_err *err, ssjc_rc rc, const char *english)
{
	return ssjc_fail_text_at(err, rc, NULL, 0, NULL, english);
}

ssjc_rc ssjc_fail_text_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *english)
{
	if (!err)
		return rc;
	place(err, rc, file, line, column);
	copy(err->msg, sizeof err->msg, english);
	copy(err->said, sizeof err->said, language_text(english));
	return rc;
}

/* a, then b, into to, which may be either. */
static void join(char *to, const char *a, const char *b)
{
	char text[SIZE * 2];

	snprintf(text, sizeof text, "%s%s", a, b);
	copy(to, SIZE, text);
}

void ssjc_err_before(struct ssjc_err *err, const char *fmt, ...)
{
	struct ssjc_err before;
	va_list ap;

	if (!err)
		return;
	va_start(ap, fmt);
	ssjc_vfail_at(&before, err->rc, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	join(err->msg, before.msg, err->msg);
	join(err->said, before.said, err->said);
}

static void because(struct ssjc_err *err, const char *msg, const char *said)
{
	if (!err)
		return;
	join(err->msg, err->msg, ": ");
	join(err->msg, err->msg, msg);
	join(err->said, err->said, language_text(N_(": ")));
	join(err->said, err->said, said);
}

void ssjc_err_because(struct ssjc_err *err, const struct ssjc_err *why)
{
	because(err, why->msg, why->said);
}

/* What the system says, for the catalog: programs run in the locale "C". */
static const char *const system_texts[] = {
    N_("Bad file descriptor"),
    N_("Broken pipe"),
    N_("Cannot allocate memory"),
    N_("Device or resource busy"),
    N_("Disk quota exceeded"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Invalid cross-device link"),
    N_("Is a directory"),
    N_("No such device or address"),
    N_("No such file or directory"),
    N_("No space left on device"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Operation not supported"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Resource temporarily unavailable"),
    N_("Stale file handle"),
    N_("Text file busy"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Too many open files in system"),
};

void ssjc_err_errno(struct ssjc_err *err, int number)
{
	const char *text = strerror(number);

	(void)system_texts;
	because(err, text, language_text(text));
}

ssjc_rc ssjc_fail_errno_at(struct ssjc_err *err, const char *file, const char *what)
{
	int number = errno;
	struct ssjc_err made;

	ssjc_fail_text(&made, SSJC_SYSTEM, what);
	ssjc_err_errno(&made, number);
	return ssjc_fail_from(err, SSJC_SYSTEM, file, 0, NULL, &made);
}

ssjc_rc ssjc_fail_errno(struct ssjc_err *err, const char *what)
{
	return ssjc_fail_errno_at(err, NULL, what);
}

ssjc_rc ssjc_fail_memory(struct ssjc_err *err)
{
	return ssjc_fail_text(err, SSJC_SYSTEM, N_("out of memory"));
}

void ssjc_err_sheet(struct ssjc_err *err, const char *sheet)
{
	copy(err->sheet, sizeof err->sheet, sheet);
}
