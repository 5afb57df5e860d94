/*
 * err: what went wrong, where, and what to do about it.
 *
 * The library never prints and never exits. A function that can fail returns
 * an ssjc_rc and, when that is not SSJC_OK, has filled the caller's
 * struct ssjc_err. Only cmd/ turns it into an exit status (cli.c).
 *
 * A message is there twice: msg in English, for files, events and standard output,
 * which are the same whoever works with them, and said in the user's language
 * (language.h), for standard error alone. Every function here makes both, and fmt
 * is always a whole sentence in English: it is what the catalog translates.
 */
#ifndef SSJC_ERR_H
#define SSJC_ERR_H

#include <stdarg.h>
#include <stdint.h>

typedef enum ssjc_rc {
	SSJC_OK,
	SSJC_NO,      /* a check was made and its answer is no */
	SSJC_USAGE,   /* the caller asked for something that makes no sense */
	SSJC_INPUT,   /* a file or a stream is bad */
	SSJC_PLAN,    /* the plan is bad, or cannot be carried out */
	SSJC_REFUSED, /* well formed, but not allowed in the plan's present state */
	SSJC_SYSTEM,  /* I/O, memory, a library */
	SSJC_BUSY,    /* another program has the audit file locked: try again later */
	SSJC_DONE     /* it was done before, and nothing was done now */
} ssjc_rc;

struct ssjc_err {
	ssjc_rc rc;
	uint64_t line;   /* of the file, or row of the sheet, from 1; 0 when none is meant */
	char file[256];  /* "" when no file is meant */
	char sheet[128]; /* of a workbook; "" when none is meant */
	char column[64]; /* a column's header or a cell such as "C17"; "" if none */
	char msg[1024];  /* one sentence, no newline */
	char said[1024]; /* the same in the user's language */
};

/* Fill err (which may be NULL) and return rc. fmt is printf's. */
ssjc_rc ssjc_fail(struct ssjc_err *err, ssjc_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a place: file, line (0 for none), column (NULL for none). */
ssjc_rc ssjc_fail_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

ssjc_rc ssjc_vfail_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *fmt, va_list ap) __attribute__((format(printf, 6, 0)));
/* The same with both texts of another message; from may be err. */
ssjc_rc ssjc_fail_from(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const struct ssjc_err *from);
/* The same with a text that has no conversions, and may be one of several. */
ssjc_rc ssjc_fail_text(struct ssjc_err *err, ssjc_rc rc, const char *english);
ssjc_rc ssjc_fail_text_at(struct ssjc_err *err, ssjc_rc rc, const char *file, uint64_t line,
    const char *column, const char *english);

/*
 * Put a text before the message: "line 7: " and the like. Or put after it why: ": "
 * and another message, or errno's text.
 */
void ssjc_err_before(struct ssjc_err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void ssjc_err_because(struct ssjc_err *err, const struct ssjc_err *why);
void ssjc_err_errno(struct ssjc_err *err, int number);

/* That is in a sheet of the file: err->sheet, "" for none. */
void ssjc_err_sheet(struct ssjc_err *err, const char *sheet);

/*
 * SSJC_SYSTEM with errno's text appended: "WHAT: No space left on device". what is
 * such a text as ssjc_fail_text takes; file may be NULL.
 */
ssjc_rc ssjc_fail_errno(struct ssjc_err *err, const char *what);
ssjc_rc ssjc_fail_errno_at(struct ssjc_err *err, const char *file, const char *what);

/* SSJC_SYSTEM, "out of memory". */
ssjc_rc ssjc_fail_memory(struct ssjc_err *err);

#endif
