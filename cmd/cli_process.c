#include "cli_internal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void on_signal(int number)
{
	file_unlink_pending();
	cli_wipe();
	signal(number, SIG_DFL);
	raise(number);
}

/*
 * Ctrl-C and the like leave no temporary file, and what nohup ignores stays
 * ignored; a closed pipe is a write error, and so is a file that may not grow.
 */
static void catch_signals(void)
{
	static const int fatal[] = {SIGHUP, SIGINT, SIGTERM, SIGXCPU};
	struct sigaction act = {.sa_handler = on_signal}, old;

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(fatal[i], &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
	sigaction(SIGXFSZ, &act, NULL);
}

/*
 * A file that we open must not become standard input, output or error. Whoever
 * uses one that was closed still gets an error: each is open the wrong way.
 */
static void hold_descriptors(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void cli_process(void)
{
	hold_descriptors();
	catch_signals();
}
