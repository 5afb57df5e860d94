/* Registers that lie elsewhere: the counts and rows that they sent. */
#include "draw_merge.h"

ssjc_rc draw_merge_read(struct cli *c, struct draw_merge *m)
{
	for (size_t i = 0; i < draw_options.counts.n; i++) {
		struct cli_input *in;
		ssjc_rc rc = cli_read(c, draw_options.counts.v[i], &in);

		if (rc)
			return rc;
		rc = shard_read(&m->s.v[m->s.n++], in->text, in->file.name, &m->s.arena, &c->err);
		if (rc)
			return rc;
		m->s.v[i].given = i;
	}
	return SSJC_OK;
}

/* Keep the ids of a file, which may be many; digest is that of all of them. */
static ssjc_rc keep_ids(struct cli *c, struct draw_merge *m, const char *path,
    struct spool_text *out, char digest[DIGEST_HEX])
{
	struct digest *d = NULL;
	unsigned char raw[DIGEST_SIZE];
	char piece[1 << 14];
	FILE *f = fopen(path, "re"), *to;
	size_t n;
	ssjc_rc rc = f ? digest_open(&d, &c->err)
	               : ssjc_fail_errno_at(&c->err, path, "cannot be opened");

	if (rc)
		goto out;
	rc = spool_begin(&m->spool, &to, &c->err);
	if (rc)
		goto out;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0) {
		digest_add(d, piece, n);
		fwrite(piece, 1, n, to); /* spool_end says if it cannot */
	}
	rc = ferror(f) ? ssjc_fail_errno_at(&c->err, path, "cannot be read")
	               : digest_final(d, raw, &c->err);
	if (rc)
		goto out;
	hex_of(raw, sizeof raw, digest);
	rc = spool_end(&m->spool, out, &c->err);
out:
	digest_free(d);
	if (f)
		fclose(f);
	return rc;
}

/* Read the ids of the register whose counts have their digest. */
static ssjc_rc read_ids(struct cli *c, struct draw_merge *m, const char *path)
{
	struct spool_text ids;
	char digest[DIGEST_HEX];
	ssjc_rc rc = keep_ids(c, m, path, &ids, digest);

	if (rc)
		return rc;
	for (size_t i = 0; i < m->s.n; i++) {
		struct spool_text *to = &m->ids[m->s.v[i].given];

		if (str_is(m->s.v[i].ids, digest) && to->n == 0) {
			*to = ids;
			return SSJC_OK;
		}
	}
	return ssjc_fail_at(&c->err, SSJC_INPUT, path, 0, NULL,
	    "is not the ids of a register that was counted: no counts have its SHA-256, %s",
	    digest);
}

/* Is an id in two registers? As far as it can be told. */
ssjc_rc draw_merge_check(struct cli *c, struct draw_merge *m)
{
	ssjc_rc rc;

	for (size_t i = 0; i < draw_options.ids.n; i++) {
		rc = read_ids(c, m, draw_options.ids.v[i]);
		if (rc)
			return rc;
	}
	if (draw_options.ids.n == 0)
		return SSJC_OK;
	for (size_t i = 0; i < m->s.n; i++)
		if (m->ids[m->s.v[i].given].n == 0)
			return ssjc_fail(&c->err, SSJC_USAGE,
			    "the ids of “%.*s” are missing: give those of all registers with --ids, "
			    "or of none",
			    STR_ARG(m->s.v[i].name));
	return draw_merge_apart(c, m);
}

ssjc_rc draw_merge_sent(struct cli *c, struct draw_merge *m, const struct shard_by *by)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc;

	for (size_t i = 0; i < c->operands; i++) {
		struct file f = {0};

		rc = file_open(&f, c->operand[i], &c->err);
		if (!rc)
			rc = shards_take(&m->s, f.bytes, c->operand[i], m->cutoffs, by, &c->err);
		file_close(&f);
		if (rc)
			return rc;
	}
	rc = shards_all(&m->s, &c->err);
	if (rc)
		return rc;
	shards_raise(&m->s, &which, &n_short);
	if (which.failed)
		rc = ssjc_fail_memory(&c->err);
	else if (n_short)
		rc = ssjc_fail(&c->err, SSJC_NO,
		    "more rows are needed of %zu strata (%.*s): ask all registers again, by "
		    "ssjc-draw below with the cutoffs that --cutoffs FILE writes now",
		    n_short, STR_ARG(buf_text(&which)));
	buf_free(&which);
	return rc;
}
