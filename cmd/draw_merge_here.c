/* Registers that are here: counted, and drawn from, one after another. */
#include "draw_merge.h"

#include <string.h>

/* The name of an operand; or its path, where another one has that name. */
static struct str name_of(const struct cli *c, size_t i)
{
	struct str name = draw_shard_name(c->operand[i]);

	for (size_t k = 0; k < c->operands; k++)
		if (k != i && str_eq(draw_shard_name(c->operand[k]), name))
			return str_of(c->operand[i]);
	return name;
}

/* One is read, counted, and closed: more than one at a time may be more than the memory. */
static ssjc_rc count_one(struct cli *c, struct draw_input *in, size_t i)
{
	struct draw_merge *m = in->merge;
	struct shard of = {.given = i,
	    .name = name_of(c, i),
	    .plan = str_of(in->plan->digest),
	    .history = str_of(m->history),
	    .file = c->operand[i]};
	struct draw_source source = {.name = c->operand[i]};
	struct ticket_key *key = NULL;
	struct draw_run *run = NULL;
	struct file f = {0};
	char digest[DIGEST_HEX];
	bool ok = true;
	ssjc_rc rc = file_open_digest(&f, c->operand[i], &c->err);

	if (rc)
		goto out;
	source.text = f.bytes;
	rc = draw_run_open(&run, in->plan, &source, in->history, in->histories, &c->err);
	if (rc)
		goto out;
	rc = shard_ids_key(&key, &c->err);
	if (rc)
		goto out;
	draw_run_watch(run, cli_tick());
	rc = draw_run_part(run, NULL, NULL, 0, key, NULL, &c->err);
	if (rc)
		goto out;
	rc = file_digest(&f, digest, &c->err);
	if (rc)
		goto out;
	of.roster = arena_str(&m->s.arena, str_of(digest), &ok);
	rc = ok ? shard_count(&m->s.v[i], run, &of, &m->s.arena, &c->err)
	        : ssjc_fail_memory(&c->err);
	if (rc)
		goto out;
	rc = file_spool(&m->ids[i], &c->err);
	if (rc)
		goto out;
	rc = shard_ids(run, m->ids[i], NULL, &c->err);
out:
	draw_run_close(run);
	ticket_key_free(key);
	file_close(&f);
	return rc;
}

ssjc_rc draw_merge_count(struct cli *c, struct draw_input *in)
{
	struct draw_merge *m = in->merge;

	m->here = true;
	m->s.n = c->operands;
	for (size_t i = 0; i < c->operands; i++) {
		ssjc_rc rc = count_one(c, in, i);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc take_here(struct cli *c, struct draw_merge *m, size_t i, const struct shard_by *by)
{
	struct file f = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = file_open_digest(&f, m->s.v[i].file, &c->err);

	if (rc)
		goto out;
	rc = file_digest(&f, digest, &c->err);
	if (rc)
		goto out;
	if (!str_is(m->s.v[i].roster, digest)) {
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, m->s.v[i].file, 0, NULL,
		    "was changed while it was drawn from");
		goto out;
	}
	rc = shards_from(&m->s, i, f.bytes, m->s.v[i].file, by, NULL, &c->err);
out:
	file_close(&f);
	return rc;
}

/* Whoever has the registers raises a limit that was too low at once. */
ssjc_rc draw_merge_take(struct cli *c, struct draw_merge *m, const struct shard_by *by)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc;

	do {
		shards_again(&m->s);
		for (size_t i = 0; i < m->s.n; i++) {
			rc = take_here(c, m, i, by);
			if (rc)
				return rc;
		}
		shards_raise(&m->s, &which, &n_short);
		buf_free(&which);
	} while (n_short);
	return SSJC_OK;
}
