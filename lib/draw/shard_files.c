/* Several registers that are files here: which are which, and their rows, one after another. */
#include "ssjc/draw/shards.h"

#include "ssjc/base/file.h"

struct str shard_name_of(const char *path)
{
	struct str name = path_base(path);

	for (size_t i = name.n; i > 1; i--)
		if (name.p[i - 1] == '.')
			return (struct str){name.p, i - 1};
	return name;
}

/* The SHA-256 of each file, which is read once. */
static ssjc_rc read_digests(
    char *const *path, size_t n, char (*digest)[DIGEST_HEX], struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct file f = {0};
		ssjc_rc rc = file_open_digest(&f, path[i], err);

		rc = rc ? rc : file_digest(&f, digest[i], err);
		file_close(&f);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* One of that name has other bytes now; or there is none. */
static ssjc_rc missing(const struct shard *x, char *const *path, size_t n, struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(shard_name_of(path[i]), x->name))
			return ssjc_fail_at(err, SSJC_INPUT, path[i], 0, NULL,
			    "is not the register “%.*s” that is on record, which has the SHA-256 "
			    "%.*s: it was changed since then",
			    STR_ARG(x->name), STR_ARG(x->roster));
	return ssjc_fail(err, SSJC_INPUT,
	    "the register “%.*s” is missing: what is on record is from it, with "
	    "the SHA-256 %.*s",
	    STR_ARG(x->name), STR_ARG(x->roster));
}

ssjc_rc shards_find(struct shards *s, char *const *path, size_t n, struct ssjc_err *err)
{
	char(*digest)[DIGEST_HEX] = arena_array(&s->arena, n + 1, sizeof *digest);
	ssjc_rc rc = digest ? read_digests(path, n, digest, err) : ssjc_fail_memory(err);

	if (rc)
		return rc;
	for (size_t i = 0; i < s->n; i++) {
		struct shard *x = &s->v[i];
		size_t k = 0;

		while (k < n && !str_is(x->roster, digest[k]))
			k++;
		if (k == n)
			return missing(x, path, n, err);
		x->file = path[k];
	}
	return SSJC_OK;
}

static ssjc_rc take_one(struct shards *s, size_t i, const struct shard_by *by, struct ssjc_err *err)
{
	struct file f = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = file_open_digest(&f, s->v[i].file, err);

	if (rc)
		goto out;
	rc = file_digest(&f, digest, err);
	if (rc)
		goto out;
	if (!str_is(s->v[i].roster, digest)) {
		rc = ssjc_fail_at(
		    err, SSJC_INPUT, s->v[i].file, 0, NULL, "was changed while it was drawn from");
		goto out;
	}
	rc = shards_from(s, i, f.bytes, s->v[i].file, by, NULL, err);
out:
	file_close(&f);
	return rc;
}

/* Whoever has the registers raises a limit that was too low at once. */
ssjc_rc shards_files(struct shards *s, const struct shard_by *by, struct ssjc_err *err)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc;

	do {
		shards_again(s);
		for (size_t i = 0; i < s->n; i++) {
			rc = take_one(s, i, by, err);
			if (rc)
				return rc;
		}
		shards_raise(s, &which, &n_short);
		buf_free(&which);
	} while (n_short);
	return SSJC_OK;
}
