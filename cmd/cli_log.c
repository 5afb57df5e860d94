/* --log: what is said, kept with the time, also where nobody looks. */
#include "cli_internal.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Said on stderr only, once; what is done is done all the same. */
static void fail_log(struct cli *c, int number)
{
	struct ssjc_err err, why;
	struct cli_log *log = &c->opened->log;

	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	log->failed = true;
	ssjc_fail_text(&err, SSJC_SYSTEM, N_("the log cannot be written"));
	if (number) {
		ssjc_err_errno(&err, number);
	} else {
		ssjc_fail_text(&why, SSJC_SYSTEM, N_("the file is not a log"));
		ssjc_err_because(&err, &why);
	}
	cli_note(c, "%s: %s", log->path, err.said);
}

/* A regular file that has something, and that is not the time of a first line? */
static bool is_other(int fd)
{
	char start[11];
	struct stat st;
	int64_t day;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
		return false;
	if (pread(fd, start, sizeof start, 0) != (ssize_t)sizeof start)
		return true;
	return start[10] != 'T' || !time_parse((struct str){start, 10}, &day);
}

void cli_log_open(struct cli *c, const char *path)
{
	struct cli_log *log = &c->opened->log;

	log->fd = -1;
	log->path = path;
	if (!path)
		return;
	log->fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, FILE_INTERNAL);
	/* A pipe or a terminal may be for writing only. */
	if (log->fd < 0 && errno == EACCES)
		log->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (log->fd < 0)
		fail_log(c, errno);
	else if (is_other(log->fd))
		fail_log(c, 0);
}

/* One write is one line, whoever else appends to the file. */
void cli_log(struct cli *c, struct str text)
{
	struct cli_log *log = &c->opened->log;
	struct buf line = {0};
	char now[TIME_SIZE];
	ssize_t n;

	if (!log->path || log->fd < 0)
		return;
	time_format((int64_t)time(NULL), now);
	buf_printf(&line, "%s %s[%ld]: ", now, c->program->name, (long)getpid());
	text_escape(&line, text);
	buf_char(&line, '\n');
	if (line.failed) {
		fail_log(c, ENOMEM);
		goto out;
	}
	do
		n = write(log->fd, line.p, line.n);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		fail_log(c, errno);
	else if ((size_t)n < line.n)
		fail_log(c, ENOSPC);
out:
	buf_free(&line);
}

void cli_log_start(struct cli *c)
{
	struct buf line = {0};

	buf_z(&line, c->command->name[0] ? "start: " : "start:");
	buf_str(&line, c->command_line);
	cli_log(c, buf_text(&line));
	buf_free(&line);
}

int cli_log_end(struct cli *c, int status)
{
	struct cli_log *log = &c->opened->log;
	char line[32];

	snprintf(line, sizeof line, "exit status %d", status);
	cli_log(c, str_of(line));
	if (log->fd >= 0 && log->path)
		close(log->fd);
	return log->failed && status == EXIT_OK ? EXIT_SYSTEM : status;
}
