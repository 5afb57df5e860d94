/*
 * Contents of files that are kept in the audit file, found by their SHA-256. The table has
 * no index by that, and each of thousands of events may ask for a content.
 */
#include "audit_db.h"

#include <stdlib.h>

/* Where a content is. */
struct audit_kept_row {
	struct str digest;
	uint64_t row;
};

static ssjc_rc fill_row(struct audit_cursor *c, void *to)
{
	struct audit_kept_row *r = to;

	r->digest = audit_take(c);
	r->row = audit_take_number(c);
	return SSJC_OK;
}

static int by_digest(const void *a, const void *b)
{
	const struct audit_kept_row *x = a, *y = b;
	int c = str_cmp(x->digest, y->digest);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static ssjc_rc open_index(struct audit *a, struct ssjc_err *err)
{
	struct audit_kept_index *x = &a->kept;
	ssjc_rc rc;

	if (x->read)
		return SSJC_OK;
	rc = audit_collect(a, "SELECT digest, row FROM file WHERE content IS NOT NULL AND row > ?1",
	    0, 0, &x->arena, sizeof *x->v, fill_row, &x->v, &x->n, err);
	if (rc)
		return rc;
	if (x->n > 1)
		qsort(x->v, x->n, sizeof *x->v, by_digest);
	x->read = true;
	return SSJC_OK;
}

void audit_kept_forget(struct audit *a)
{
	arena_free(&a->kept.arena);
	a->kept = (struct audit_kept_index){.read = false};
}

ssjc_rc audit_kept_row(struct audit *a, struct str digest, uint64_t *row, struct ssjc_err *err)
{
	const struct audit_kept_index *x = &a->kept;
	const struct audit_kept_row key = {.digest = digest};
	size_t at;
	ssjc_rc rc = open_index(a, err);

	*row = 0;
	if (rc)
		return rc;
	at = array_bisect(&key, x->v, x->n, sizeof *x->v, by_digest);
	if (at < x->n && str_eq(x->v[at].digest, digest))
		*row = x->v[at].row;
	/* All that is read is of one moment; but to what is written to, there may be more by now. */
	if (*row || a->reading)
		return SSJC_OK;
	return audit_find(a,
	    "SELECT row FROM file WHERE digest = ?1 AND content IS NOT NULL LIMIT 1", digest, 0,
	    row, err);
}

ssjc_rc audit_kept(
    struct audit *a, struct str digest, struct arena *arena, struct str *out, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	char hex[DIGEST_HEX];
	uint64_t at;
	bool row, ok = true;
	ssjc_rc rc = audit_kept_row(a, digest, &at, err);

	*out = STR("");
	if (rc || !at)
		return rc;
	rc = audit_prepare(a, "SELECT content FROM file WHERE row = ?1", &s, err);
	if (rc)
		goto out;
	sqlite3_bind_int64(s, 1, (sqlite3_int64)at);
	rc = audit_step(a, s, &row, err);
	if (rc || !row)
		goto out;
	*out = arena_str(arena, audit_column(s, 0).s, &ok);
	rc = ok ? digest_hex(out->p, out->n, hex, err) : ssjc_fail_memory(err);
	if (rc)
		goto out;
	if (!str_is(digest, hex))
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "the content kept of the file with the SHA-256 %.*s is another one's, with the "
		    "SHA-256 %s",
		    STR_ARG(digest), hex);
out:
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_content(
    struct audit *a, struct str digest, struct arena *arena, struct str *out, struct ssjc_err *err)
{
	char empty[DIGEST_HEX];
	ssjc_rc rc = audit_kept(a, digest, arena, out, err);

	if (rc || out->n > 0)
		return rc;
	/* Of an empty text there is nothing to keep. */
	rc = digest_hex("", 0, empty, err);
	if (rc || str_is(digest, empty))
		return rc;
	return ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
	    "the content of the file with the SHA-256 %.*s is not kept in the audit file",
	    STR_ARG(digest));
}
