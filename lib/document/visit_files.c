#include "ssjc/document/visit_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void visit_files_path(struct buf *out, const char *dir, const struct visit *v)
{
	buf_printf(out, "%s/%03u-%.*s.xlsx", dir, v->team, STR_ARG(v->object.id));
}

/* Is it one of our names? NNN-ID.xlsx, where NNN may be longer. */
static bool is_ours(const char *name)
{
	size_t n = strlen(name), team = strspn(name, "0123456789");

	return team >= 3 && name[team] == '-' && n > team + 1 + strlen(".xlsx") &&
	    strcmp(name + n - strlen(".xlsx"), ".xlsx") == 0;
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct paths {
	struct str *v;
	size_t n, cap;
	struct arena arena;
};

/* Add the path in b, and empty b. */
static bool add(struct paths *p, struct buf *b)
{
	bool good = !b->failed && array_grow(&p->v, &p->cap, p->n, sizeof *p->v);

	if (good)
		p->v[p->n++] = arena_str(&p->arena, buf_text(b), &good);
	buf_clear(b);
	return good;
}

/* The paths of all files in the folder that have one of our names. */
static ssjc_rc list(struct paths *p, const char *dir, struct ssjc_err *err)
{
	struct buf path = {0};
	DIR *d = opendir(dir);
	struct dirent *e;
	bool good = true;
	ssjc_rc rc = SSJC_OK;

	if (!d)
		return ssjc_fail_errno(err, dir);
	while (good && (errno = 0, e = readdir(d)))
		if (is_ours(e->d_name)) {
			buf_printf(&path, "%s/%s", dir, e->d_name);
			good = add(p, &path);
		}
	if (!good)
		rc = ssjc_fail_memory(err);
	else if (errno)
		rc = ssjc_fail_errno(err, dir);
	closedir(d);
	buf_free(&path);
	return rc;
}

ssjc_rc visit_files_others(const char *dir, const struct visits *v,
    void (*say)(void *arg, struct str path), void *arg, struct ssjc_err *err)
{
	struct paths ours = {0}, there = {0};
	struct buf path = {0};
	ssjc_rc rc;

	rc = list(&there, dir, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < v->n; i++) {
		visit_files_path(&path, dir, &v->v[i]);
		if (!add(&ours, &path)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
	}
	if (ours.n > 0)
		qsort(ours.v, ours.n, sizeof *ours.v, by_text);
	if (there.n > 0)
		qsort(there.v, there.n, sizeof *there.v, by_text);
	for (size_t i = 0; i < there.n; i++)
		if (!ours.n || !bsearch(&there.v[i], ours.v, ours.n, sizeof *ours.v, by_text))
			say(arg, there.v[i]);
out:
	buf_free(&path);
	free(ours.v);
	free(there.v);
	arena_free(&ours.arena);
	arena_free(&there.arena);
	return rc;
}
