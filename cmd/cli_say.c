#include "cli.h"

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
};

/* ---- The line for who watches ---- */

/* Does it stand on the terminal? */
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
	else if (last && now > last)
		shown = fprintf(stderr, "\r%llu rows\r", (unsigned long long)rows) > 0;
	last = rows ? now : 0;
}

void (*cli_tick(void))(void *arg, uint64_t rows)
{
	return isatty(STDERR_FILENO) ? tick : NULL;
}

/* ---- Messages ---- */

void cli_note(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	cli_wipe();
	fprintf(stderr, "%s: ", c->program->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void cli_hint(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	c->hint[0] = '\0';
	if (!fmt)
		return;
	va_start(ap, fmt);
	vsnprintf(c->hint, sizeof c->hint, fmt, ap);
	va_end(ap);
}

int cli_fail(struct cli *c)
{
	const struct ssjc_err *e = &c->err;

	cli_wipe();
	fprintf(stderr, "%s: ", c->program->name);
	if (e->file[0] && e->line)
		fprintf(stderr, "%s:%llu: ", e->file, (unsigned long long)e->line);
	else if (e->file[0])
		fprintf(stderr, "%s: ", e->file);
	if (e->column[0])
		fprintf(stderr, "%s: ", e->column);
	fputs(e->msg, stderr);
	if (e->rc == SSJC_USAGE)
		fprintf(stderr, "; %s%s%s --help tells more", c->program->name,
		    c->command && c->command->name[0] ? " " : "",
		    c->command ? c->command->name : "");
	fputc('\n', stderr);
	if (c->hint[0])
		cli_note(c, "%s", c->hint);
	return exits[e->rc];
}

int cli_done(struct cli *c, ssjc_rc rc)
{
	return rc == SSJC_OK || !c->err.msg[0] ? exits[rc] : cli_fail(c);
}

int cli_usage(struct cli *c, const char *fmt, ...)
{
	char msg[sizeof c->err.msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	return cli_done(c, ssjc_fail(&c->err, SSJC_USAGE, "%s", msg));
}
