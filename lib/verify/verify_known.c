/* Texts that are known by their digests: what was given, and what was made again of it. */
#include "verify_work.h"

#include "ssjc/base/file.h"
#include "ssjc/base/large.h"

#include <stdlib.h>
#include <string.h>

static ssjc_rc keep(struct verifier *v, const struct known_text *k)
{
	if (!array_grow(&v->known, &v->cap, v->n, sizeof *k))
		return ssjc_fail_memory(v->err);
	v->known[v->n++] = *k;
	return SSJC_OK;
}

ssjc_rc verify_know(struct verifier *v, struct str text, const char *name)
{
	struct known_text k = {.text = text, .name = name};
	ssjc_rc rc = digest_hex(text.p, text.n, k.digest, v->err);

	return rc ? rc : keep(v, &k);
}

ssjc_rc verify_know_given(struct verifier *v, const struct evidence *e)
{
	struct known_text k = {
	    .text = e->bytes, .large = e->large, .name = e->name, .on_disk = e->large};

	memcpy(k.digest, e->digest, sizeof k.digest);
	return keep(v, &k);
}

ssjc_rc verify_know_made(struct verifier *v, const char digest[DIGEST_HEX], const char *name)
{
	struct known_text k = {.text = STR(""), .name = name, .on_disk = true};
	ssjc_rc rc;

	/* Without spool_end it is dropped: the same is there, or was given. */
	if (verify_find(v, str_of(digest)))
		return SSJC_OK;
	rc = spool_end(&v->made, &k.made, v->err);
	if (rc)
		goto out;
	if (k.made.n > large_bound()) {
		rc = spool_large(&v->made, &k.made, &k.own, v->err);
		if (rc)
			goto out;
		k.large = k.own;
	}
	memcpy(k.digest, digest, sizeof k.digest);
	rc = keep(v, &k);
out:
	if (rc)
		large_close(k.own);
	return rc;
}

const struct known_text *verify_find(const struct verifier *v, struct str digest)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_is(digest, v->known[i].digest))
			return &v->known[i];
	return NULL;
}

bool verify_large(const struct known_text *k)
{
	return k->large != NULL;
}

ssjc_rc verify_text(struct verifier *v, const struct known_text *known)
{
	struct known_text *k = &v->known[known - v->known];
	ssjc_rc rc;

	if (!k->on_disk || k->mapped)
		return SSJC_OK;
	rc = k->large ? large_map(k->large, &k->text, v->err)
	              : spool_map(&v->made, &k->made, &k->text, v->err);
	k->mapped = !rc;
	return rc ? ssjc_fail_from(v->err, rc, k->name, 0, NULL, v->err) : SSJC_OK;
}

ssjc_rc verify_known(struct verifier *v, struct str digest, const struct known_text **out)
{
	*out = verify_find(v, digest);
	return *out ? verify_text(v, *out) : SSJC_OK;
}

void verify_known_free(struct verifier *v)
{
	for (size_t i = 0; i < v->n; i++) {
		if (v->known[i].mapped)
			file_unmap(v->known[i].text);
		large_close(v->known[i].own);
	}
	free(v->known);
	spool_close(&v->made);
}
