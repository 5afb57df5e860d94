#include "record_cmd.h"

#include "ssjc/base/language.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* The names of files that people fill in end so; what a file is its bytes say. */
static bool may_be_sheet(const char *name)
{
	static const char *const endings[] = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods",
	    ".fods", ".xml", ".htm", ".html", ".csv", ".tsv", ".txt"};
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t m = strlen(endings[i]);

		if (n > m && strcasecmp(name + n - m, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Hidden ones, and those by which a spreadsheet program locks a file that is open. */
static bool is_passed_over(const char *name)
{
	return name[0] == '.' || strncmp(name, "~$", 2) == 0;
}

static ssjc_rc add(
    struct cli *c, struct record_files *files, const char *dir, struct str name, char **path)
{
	*path = path_join(&files->arena, dir, name);
	if (!*path || !array_grow(&files->path, &files->cap, files->n, sizeof *files->path))
		return ssjc_fail_memory(&c->err);
	files->path[files->n++] = *path;
	return SSJC_OK;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static ssjc_rc add_entry(
    struct cli *c, struct record_files *files, const char *folder, const char *name)
{
	ssjc_rc rc;
	char *path;

	if (is_passed_over(name))
		return SSJC_OK;
	rc = add(c, files, folder, str_of(name), &path);
	if (rc)
		return rc;
	if (!is_folder(path) && may_be_sheet(name))
		return SSJC_OK;
	files->n--;
	cli_note(c, "%s: is not read: %s", path,
	    is_folder(path) ? W_("name folders in a folder one by one")
	                    : W_("it is not a workbook or text by its name"));
	return SSJC_OK;
}

static ssjc_rc add_folder(struct cli *c, struct record_files *files, const char *folder)
{
	size_t before = files->n;
	DIR *d = opendir(folder);
	struct dirent *e;
	ssjc_rc rc;

	if (!d)
		return ssjc_fail_errno(&c->err, folder);
	while ((e = readdir(d)) != NULL) {
		rc = add_entry(c, files, folder, e->d_name);
		if (rc)
			goto out;
	}
	if (files->n == before) {
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, folder, 0, NULL,
		    "is a folder without workbooks or CSV files");
		goto out;
	}
	qsort(files->path + before, files->n - before, sizeof *files->path, by_name);
	rc = SSJC_OK;
out:
	closedir(d);
	return rc;
}

ssjc_rc record_files_open(struct cli *c, struct record_files *files)
{
	ssjc_rc rc;
	char *path;

	if (c->operands == 0)
		return add(c, files, "", STR("-"), &path);
	for (size_t i = 0; i < c->operands; i++) {
		rc = is_folder(c->operand[i]) ? add_folder(c, files, c->operand[i])
		                              : add(c, files, "", str_of(c->operand[i]), &path);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

void record_files_close(struct record_files *files)
{
	free(files->path);
	arena_free(&files->arena);
}
