#include "cli_internal.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
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
		char text[64];

		/* One write, so that a signal finds it on the terminal whole or not at all. */
		snprintf(
		    text, sizeof text, language_text(N_("%llu rows")), (unsigned long long)rows);
		shown = fprintf(stderr, "\r%s\r", text) > 0;
	}
	last = rows ? now : 0;
}

progress_tick *cli_tick(void)
{
	return isatty(STDERR_FILENO) ? tick : NULL;
}

/* ---- Messages ---- */

/* A line on stderr, and in the log. What came from outside cannot end it, or write over it. */
static void print_line(struct cli *c, const struct buf *line, bool shown_too)
{
	struct buf text = {0};

	text_escape(&text, buf_text(line));
	if (shown_too) {
		cli_wipe();
		fprintf(stderr, "%s: ", c->program->name);
		fputs(text.failed || line->failed ? "out of memory" : text.n ? text.p : "", stderr);
		fputc('\n', stderr);
	}
	buf_free(&text);
	cli_log(c, buf_text(line));
}

static void print_remark(struct cli *c, bool shown_too, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
static void print_remark(struct cli *c, bool shown_too, const char *fmt, va_list ap)
{
	struct buf line = {0};
	char text[2048];

	language_vprint(text, sizeof text, false, fmt, ap);
	buf_z(&line, text);
	print_line(c, &line, shown_too);
	buf_free(&line);
}

void cli_note(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_remark(c, true, fmt, ap);
	va_end(ap);
}

void cli_info(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_remark(c, cli_verbose || isatty(STDERR_FILENO), fmt, ap);
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
	language_vprint(hint, sizeof c->opened->hint, false, fmt, ap);
	va_end(ap);
}

/* A file by its name; what is not a file, in words. */
static const char *file_words(const char *name)
{
	static const char *const words[] = {N_("standard input"), N_("standard output")};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(name, words[i]) == 0)
			return language_text(words[i]);
	return name;
}

void cli_error(struct cli *c, const struct ssjc_err *e)
{
	const char *command = c->command ? c->command->name : "";
	struct buf line = {0};

	buf_z(&line, file_words(e->file));
	if (e->sheet[0]) {
		buf_z(&line, language_text(N_(": sheet ")));
		buf_z(&line, e->sheet);
	}
	if (e->file[0] && e->line)
		buf_printf(&line, e->sheet[0] ? language_text(N_(": row %llu")) : ":%llu",
		    (unsigned long long)e->line);
	buf_z(&line, e->file[0] ? ": " : "");
	buf_z(&line, e->column);
	buf_z(&line, e->column[0] ? ": " : "");
	buf_z(&line, e->said);
	if (e->rc == SSJC_USAGE)
		buf_printf(&line, language_text(N_("; %s%s%s --help tells more")), c->program->name,
		    command[0] ? " " : "", command);
	print_line(c, &line, true);
	buf_free(&line);
}

int cli_status(struct cli *c, ssjc_rc rc)
{
	bool plain = (rc == SSJC_NO || rc == SSJC_BUSY) && c->err.rc != rc;

	if (rc && !plain) {
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
