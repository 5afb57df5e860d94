#include "cli_internal.h"

#include "ssjc/base/language.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running program, and its length; 0 where the system does not say. */
static size_t program_folder(char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 1);
	const char *slash;

	out[n > 0 ? n : 0] = '\0';
	slash = strrchr(out, '/');
	return slash ? (size_t)(slash - out) : 0;
}

/* Is there such a file in the folder? */
static bool holds(const char *folder, const char *file)
{
	struct buf path = {0};
	bool found;

	buf_printf(&path, "%s/%s", folder, file);
	found = !path.failed && access(path.p, R_OK) == 0;
	buf_free(&path);
	return found;
}

bool cli_where(struct buf *out, const char *const *beside, const char *file)
{
	char folder[4096];
	size_t n = program_folder(folder, sizeof folder);

	for (; n > 0 && *beside; beside++) {
		const char *name = *beside;
		size_t up = n;

		for (; strncmp(name, "../", 3) == 0; name += 3)
			while (up > 0 && folder[--up] != '/')
				;
		buf_clear(out);
		buf_str(out, (struct str){folder, up});
		buf_printf(out, "/%s", name);
		if (!out->failed && holds(out->p, file))
			return true;
	}
	buf_clear(out);
	return false;
}

/* One of the data files, by which their folder is recognised. */
#define DATA_FILE "headers.csv"

void cli_find_share(struct cli *c)
{
	static const char *const beside[] = {"share", "../share/ssjc", NULL};

	c->share = getenv("SSJC_SHARE");
	if (!c->share)
		c->share = cli_where(&c->opened->share, beside, DATA_FILE) ? c->opened->share.p
		                                                           : SSJC_SHARE;
}

void cli_find_language(const char *languages)
{
	static const char *const beside[] = {"locale", "../share/locale", NULL};
	struct buf folder = {0};
	bool found = cli_where(&folder, beside, "zh_CN/LC_MESSAGES/ssjc.mo");

	language_load(found ? folder.p : SSJC_LOCALE, languages);
	buf_free(&folder);
}

/* Is a word that the catalog has in another language? */
static bool translated(void)
{
	static const char word[] = N_("good");

	return strcmp(language_text(word), word) != 0;
}

ssjc_rc cli_chinese(struct cli *c)
{
	cli_find_language("zh_CN");
	if (translated())
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_SYSTEM,
	    "the Chinese words are neither beside the program nor in “%s”: run make or make "
	    "install",
	    SSJC_LOCALE);
}

void cli_own_language(struct cli *c)
{
	cli_find_language(NULL);
	if (!translated())
		memcpy(c->err.said, c->err.msg, sizeof c->err.said);
}

ssjc_rc cli_hint_share(struct cli *c, ssjc_rc rc)
{
	if (!rc || holds(c->share, DATA_FILE))
		return rc;
	if (getenv("SSJC_SHARE"))
		cli_hint(
		    c, "SSJC_SHARE names “%s”, where the data files of ssjc are not", c->share);
	else
		cli_hint(c,
		    "the data files of ssjc are neither beside the program nor in “%s”: run make "
		    "install, or let SSJC_SHARE name the folder share of its source",
		    c->share);
	return rc;
}
