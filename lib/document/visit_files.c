#include "ssjc/document/visit_files.h"

#include "ssjc/base/digest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * What of a code, which comes from outside, can be in a file's name; bytes. Where a
 * file may be copied to, more is forbidden than here.
 */
enum { ID_MAX = 160 };
static const char forbidden[] = "/\\:*?\"<>|\x7f";

static bool is_safe(char c)
{
	return (unsigned char)c >= 0x20 && !memchr(forbidden, c, sizeof forbidden - 1);
}

void visit_files_id(struct buf *out, struct str id)
{
	size_t n = 0, shown = id.n < ID_MAX ? id.n : ID_MAX;
	char digest[DIGEST_HEX];

	while (n < id.n && is_safe(id.p[n]))
		n++;
	if (n == id.n && id.n <= ID_MAX) {
		buf_str(out, id);
		return;
	}
	while (shown < id.n && shown > 0 && ((unsigned char)id.p[shown] & 0xc0) == 0x80)
		shown--;
	for (size_t i = 0; i < shown; i++)
		buf_char(out, is_safe(id.p[i]) ? id.p[i] : '_');
	if (digest_hex(id.p, id.n, digest, NULL))
		out->failed = true;
	else
		buf_printf(out, "-%.16s", digest);
}

void visit_files_path(struct buf *out, const char *dir, const struct visit *v)
{
	buf_printf(out, "%s/%03u-", dir, v->number);
	visit_files_id(out, v->object.id);
	buf_z(out, ".xlsx");
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
