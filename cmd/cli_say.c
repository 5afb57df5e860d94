#include "cli_internal.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <signal.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

/* The one table from what went wrong to the exit status: see ssjc(7). */
static const int exits[] = {
    [SSJC_OK] = EXIT_OK,
    [SSJC_NO] = EXIT_NO,
    [SSJC_USAGE] = EXIT_USAGE,
    [SSJC_INPUT] = EXIT_INPUT,
    [SSJC_PLAN] = EXIT_INPUT,
    [SSJC_REFUSED] = EXIT_NO,
    [SSJC_SYSTEM] = EXIT_SYSTEM,
    [SSJC_BUSY] = EXIT_LATER,
    [SSJC_DONE] = EXIT_DONE,
};

/* ---- The progress line ---- */

/* Is it on the terminal? */
static volatile sig_atomic_t shown;

void cli_wipe(void)
{
	static const char blank[] = "\r                         \r"; /* 20 digits and “ rows” */

	if (shown && write(STDERR_FILENO, blank, sizeof blank - 1) > 0)
		shown = 0;
}

static void tick(void *arg, uint64_t rows)
{
	static time_t last;
	time_t now = time(NULL);

	(void)arg;
	if (rows == 0)
		cli_wipe();
	else if (last && now > last) {
		fputc('\r', stderr);
		fprintf(stderr, language_text(N_("%llu rows")), (unsigned long long)rows);
		shown = fputc('\r', stderr) != EOF;
	}
	last = rows ? now : 0;
}

progress_tick *cli_tick(void)
{
	return isatty(STDERR_FILENO) ? tick : NULL;
}

/* ---- Messages ---- */

/* What came from outside cannot end a message, or write over it. */
static void put_escaped(const char *text)
{
	struct buf b = {0};

	text_escape(&b, str_of(text));
	fwrite(b.p ? b.p : "", 1, b.n, stderr);
	buf_free(&b);
}

static void print_remark(struct cli *c, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
static void print_remark(struct cli *c, const char *fmt, va_list ap)
{
	char text[2048];

	vsnprintf(text, sizeof text, language_text(fmt), ap);
	cli_wipe();
	fprintf(stderr, "%s: ", c->program->name);
	put_escaped(text);
	fputc('\n', stderr);
}

void cli_note(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_remark(c, fmt, ap);
	va_end(ap);
}

void cli_info(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (!cli_verbose && !isatty(STDERR_FILENO))
		return;
	va_start(ap, fmt);
	print_remark(c, fmt, ap);
	va_end(ap);
}

void cli_hint(struct cli *c, const char *fmt, ...)
{
	char *hint = c->opened->hint;
	va_list ap;

	hint[0] = '\0';
	if (!fmt)
		return;
	va_start(ap, fmt);
	vsnprintf(hint, sizeof c->opened->hint, language_text(fmt), ap);
	va_end(ap);
}

void cli_error(struct cli *c, const struct ssjc_err *e)
{
	const char *command = c->command ? c->command->name : "";

	cli_wipe();
	fprintf(stderr, "%s: ", c->program->name);
	put_escaped(e->file);
	if (e->sheet[0]) {
		fputs(language_text(N_(": sheet ")), stderr);
		put_escaped(e->sheet);
	}
	if (e->file[0] && e->line)
		fprintf(stderr, e->sheet[0] ? language_text(N_(": row %llu")) : ":%llu",
		    (unsigned long long)e->line);
	fputs(e->file[0] ? ": " : "", stderr);
	put_escaped(e->column);
	fputs(e->column[0] ? ": " : "", stderr);
	put_escaped(e->said);
	if (e->rc == SSJC_USAGE)
		fprintf(stderr, language_text(N_("; %s%s%s --help tells more")), c->program->name,
		    command[0] ? " " : "", command);
	fputc('\n', stderr);
}

int cli_status(struct cli *c, ssjc_rc rc)
{
	bool plain_no = rc == SSJC_NO && c->err.rc != SSJC_NO;

	if (rc && !plain_no) {
		cli_error(c, &c->err);
		if (c->opened->hint[0])
			cli_note(c, "%s", c->opened->hint);
	}
	return exits[rc];
}

bool cli_given(const char *text)
{
	return str_trim(str_of(text)).n > 0;
}
