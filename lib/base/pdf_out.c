#define _XOPEN_SOURCE 700 /* nftw */

#include "ssjc/base/pdf_out.h"

#include "ssjc/base/file.h"
#include "ssjc/base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* How many workbooks one LibreOffice is given. */
enum { AT_ONCE = 100 };

ssjc_rc pdf_out_program(struct buf *program, struct ssjc_err *err)
{
	static const char *const names[] = {"soffice", "libreoffice"};
	const char *path = getenv("PATH");
	size_t start = program->n;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str rest = str_of(path), dir;

		while (str_split(&rest, ':', &dir)) {
			program->n = start;
			buf_printf(program, "%.*s/%s", STR_ARG(dir), names[i]);
			if (program->failed)
				return ssjc_fail_memory(err);
			if (dir.n && access(program->p + start, X_OK) == 0)
				return SSJC_OK;
		}
	}
	program->n = start;
	return ssjc_fail(err, SSJC_SYSTEM,
	    "PDFs are made by LibreOffice, which is not on this machine (no soffice in PATH): "
	    "install it, or print the workbooks");
}

/* The workbook's file name without its folder and its .xlsx. */
static struct str stem(const char *workbook)
{
	struct str dir = path_dir(workbook), s = str_of(workbook);

	if (dir.n)
		s = str_of(workbook + dir.n);
	while (s.n && s.p[0] == '/')
		s.p++, s.n--;
	for (size_t i = s.n; i > 1; i--)
		if (s.p[i - 1] == '.')
			return (struct str){s.p, i - 1};
	return s;
}

void pdf_out_path(struct buf *out, const char *workbook)
{
	struct str name = stem(workbook);

	buf_str(out, (struct str){workbook, (size_t)(name.p - workbook)});
	buf_printf(out, "%.*s.pdf", STR_ARG(name));
}

static int forget(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

/* Run it, and wait; what it says goes nowhere. */
static ssjc_rc run(char **argv, struct ssjc_err *err)
{
	posix_spawn_file_actions_t actions;
	int wrong, status;
	pid_t pid;

	wrong = posix_spawn_file_actions_init(&actions);
	if (wrong)
		return ssjc_fail_memory(err);
	for (int fd = 0; fd < 3 && !wrong; fd++)
		wrong = posix_spawn_file_actions_addopen(
		    &actions, fd, "/dev/null", fd ? O_WRONLY : O_RDONLY, 0);
	if (!wrong)
		wrong = posix_spawn(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (wrong) {
		errno = wrong;
		return ssjc_fail_errno(err, argv[0]);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return ssjc_fail_errno(err, argv[0]);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_SYSTEM, argv[0], 0, NULL, "failed with %s %d",
	    WIFEXITED(status) ? W_("status") : W_("signal"),
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

/* A PDF is for nobody but who may read the workbook. */
static bool like_workbook(const char *pdf, const char *workbook)
{
	struct stat st;

	return stat(workbook, &st) == 0 && chmod(pdf, st.st_mode & 0777) == 0;
}

/* The PDFs in dir to their places. */
static ssjc_rc collect(const char *dir, const char *const *workbook, size_t n, struct ssjc_err *err)
{
	struct buf from = {0}, to = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < n; i++) {
		buf_clear(&from);
		buf_clear(&to);
		buf_printf(&from, "%s/%.*s.pdf", dir, STR_ARG(stem(workbook[i])));
		pdf_out_path(&to, workbook[i]);
		if (from.failed || to.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		errno = 0;
		if (access(from.p, F_OK) == 0 && like_workbook(from.p, workbook[i]) &&
		    rename(from.p, to.p) == 0)
			continue;
		rc = errno == ENOENT ? ssjc_fail_at(err, SSJC_SYSTEM, workbook[i], 0, NULL,
		                           "LibreOffice made no PDF of it")
		                     : ssjc_fail_errno(err, to.p);
		goto out;
	}
out:
	buf_free(&from);
	buf_free(&to);
	return rc;
}

/* The option that gives LibreOffice the profile in dir: a URL, with % where it needs one. */
static void put_profile(struct buf *out, const char *dir)
{
	char here[4096];
	struct buf path = {0};

	if (dir[0] != '/')
		buf_printf(&path, "%s/", getcwd(here, sizeof here) ? here : "");
	buf_printf(&path, "%s/profile", dir);
	buf_z(out, "-env:UserInstallation=file://");
	buf_uri(out, (struct str){path.p, path.n}, true);
	out->failed |= path.failed;
	buf_free(&path);
}

/* The same as an argument that does not look like an option. */
static char *argument(struct arena *a, const char *path)
{
	return path[0] == '-' ? path_join(a, ".", str_of(path)) : arena_cstr(a, str_of(path));
}

/* At most AT_ONCE of them, in the folder dir, which is there. */
static ssjc_rc make_some(const char *program, const char *dir, const char *const *workbook,
    size_t n, struct ssjc_err *err)
{
	const char *const fixed[] = {
	    program, "", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", dir};
	enum { FIXED = sizeof fixed / sizeof fixed[0] };
	char *argv[FIXED + AT_ONCE + 1] = {NULL};
	struct buf profile = {0};
	struct arena a = {0};
	bool ok = true;
	ssjc_rc rc;

	for (size_t i = 0; i < FIXED; i++)
		ok &= (argv[i] = arena_cstr(&a, str_of(fixed[i]))) != NULL;
	for (size_t i = 0; i < n; i++)
		ok &= (argv[FIXED + i] = argument(&a, workbook[i])) != NULL;
	put_profile(&profile, dir);
	if (!ok || profile.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	argv[1] = profile.p;
	rc = run(argv, err);
	if (rc)
		goto out;
	rc = collect(dir, workbook, n, err);
out:
	buf_free(&profile);
	arena_free(&a);
	return rc;
}

ssjc_rc pdf_out_make(
    const char *program, const char *const *workbook, size_t n, struct ssjc_err *err)
{
	struct buf dir = {0};
	ssjc_rc rc = SSJC_OK;

	if (n == 0)
		return SSJC_OK;
	buf_str(&dir, path_dir(workbook[0]));
	buf_printf(&dir, "%s.ssjc-pdf-XXXXXX", dir.n ? "/" : "");
	if (dir.failed) {
		buf_free(&dir);
		return ssjc_fail_memory(err);
	}
	if (!mkdtemp(dir.p)) {
		rc = ssjc_fail_errno(err, dir.p);
		buf_free(&dir);
		return rc;
	}
	for (size_t i = 0; i < n; i += AT_ONCE) {
		rc = make_some(
		    program, dir.p, workbook + i, n - i < AT_ONCE ? n - i : AT_ONCE, err);
		if (rc)
			break;
	}
	nftw(dir.p, forget, 8, FTW_DEPTH | FTW_PHYS);
	buf_free(&dir);
	return rc;
}
