/* Registers that are here: counted, one after another; shard_files.c takes their rows. */
#include "draw_merge.h"

/* The name of an operand; or its path, where another one has that name. */
static struct str name_of(const struct cli *c, size_t i)
{
	struct str name = shard_name_of(c->operand[i]);

	for (size_t k = 0; k < c->operands; k++)
		if (k != i && str_eq(shard_name_of(c->operand[k]), name))
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
	FILE *to;
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
	rc = spool_begin(&m->spool, &to, &c->err);
	if (rc)
		goto out;
	rc = shard_ids(run, to, NULL, &c->err);
	if (rc)
		goto out;
	rc = spool_end(&m->spool, &m->ids[i], &c->err);
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
