/* Several registers as one: what ssjc-draw merge reads, and the rows that it draws from. */
#include "draw_merge.h"

#include "ssjc/draw/shards.h"

#include <stdio.h>
#include <stdlib.h>

void draw_merge_close(struct draw_merge *m)
{
	if (!m)
		return;
	spool_close(&m->spool);
	free(m->ids);
	shards_free(&m->s);
	free(m);
}

ssjc_rc draw_merge_apart(struct cli *c, struct draw_merge *m)
{
	const char **name = arena_array(&m->s.arena, m->s.n + 1, sizeof *name);

	if (!name)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < m->s.n; i++) {
		const struct shard *x = &m->s.v[i];

		name[x->given] = arena_cstr(&m->s.arena, x->name);
		if (!name[x->given])
			return ssjc_fail_memory(&c->err);
	}
	return shard_ids_apart(&m->spool, m->ids, name, m->s.n, &c->err);
}

ssjc_rc draw_merge_open(struct cli *c, struct draw_input *in)
{
	size_t n = draw_options.counts.n ? draw_options.counts.n : c->operands;
	struct draw_merge *m = in->merge = calloc(1, sizeof *in->merge);
	ssjc_rc rc;

	if (!m)
		return ssjc_fail_memory(&c->err);
	if (draw_options.recorded) {
		rc = draw_merge_load(c, in);
		if (!rc)
			in->roster = shards_source(&m->s);
		return rc;
	}
	if (n == 0)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the registers, or what ssjc-draw counts wrote of each with --counts FILE");
	m->s.v = arena_array(&m->s.arena, n, sizeof *m->s.v);
	m->ids = calloc(n + 1, sizeof *m->ids);
	if (!m->s.v || !m->ids)
		return ssjc_fail_memory(&c->err);
	rc = draw_histories_digest(in->history, in->histories, m->history, &c->err);
	if (rc)
		return rc;
	rc = draw_options.counts.n ? draw_merge_read(c, m) : draw_merge_count(c, in);
	if (rc)
		return rc;
	rc = shards_join(&m->s, in->plan, str_of(m->history), &c->err);
	if (rc)
		return rc;
	rc = m->here ? draw_merge_apart(c, m) : draw_merge_check(c, m);
	if (rc)
		return rc;
	rc = m->here || c->operands ? SSJC_OK : draw_leaves_take(c, in->plan, m);
	if (rc)
		return rc;
	in->roster = shards_source(&m->s);
	return SSJC_OK;
}

/* The limits of the cutoffs on record, which may have been raised. */
static ssjc_rc take_limits(struct cli *c, const struct cli_audit *a, struct draw_merge *m)
{
	struct draw_pending p;
	struct cutoffs cut;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	if (rc)
		goto out;
	if (!p.any) {
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "no cutoffs are on record: ssjc-draw merge --cutoffs FILE makes them first");
		goto out;
	}
	if (!str_eq(p.registers, m->s.digest)) {
		rc = ssjc_fail(&c->err, SSJC_INPUT,
		    "the counts are not those of the cutoffs on record: --cutoffs FILE --redraw "
		    "--reason TEXT makes others");
		goto out;
	}
	rc = cutoffs_read(&cut, p.cutoffs, "the cutoffs on record", &m->s.arena, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < cut.n && i < m->s.n_strata; i++)
		m->s.limit[i].most = cut.limit[i].most;
	m->cutoffs = (struct str){arena_cstr(&m->s.arena, str_of(cut.digest)), DIGEST_HEX - 1};
	if (!m->cutoffs.p)
		rc = ssjc_fail_memory(&c->err);
out:
	draw_pending_free(&p);
	return rc;
}

/* All their rows go into the tree, if there is to be one. */
static ssjc_rc take_here(struct cli *c, struct draw_merge *m, const struct shard_by *by)
{
	ssjc_rc rc = m->secret[0] ? shards_bind(&m->s, m->secret, false, &c->err) : SSJC_OK;

	return rc ? rc : shards_files(&m->s, by, &c->err);
}

ssjc_rc draw_merge_gather(
    struct cli *c, const struct cli_audit *a, struct draw_input *in, struct str seed)
{
	struct draw_merge *m = in->merge;
	struct shard_by by = {.history = in->history, .n = in->histories};
	struct ticket_key *key = NULL;
	ssjc_rc rc = ticket_key_seed(&key, seed, STR("object"), &c->err);

	if (rc)
		goto out;
	by.key = str_of(ticket_key_hex(key));
	rc = m->here ? SSJC_OK : take_limits(c, a, m);
	if (rc)
		goto out;
	rc = m->here ? take_here(c, m, &by) : draw_merge_sent(c, m, &by);
	if (rc)
		goto out;
	in->roster = shards_source(&m->s);
	rc = draw_run_open(&in->run, in->plan, &in->roster, in->history, in->histories, &c->err);
	if (!rc && m->secret[0])
		draw_run_bind(in->run, m->secret, false);
out:
	ticket_key_free(key);
	return rc;
}

ssjc_rc run_merge(struct cli *c)
{
	ssjc_rc rc = draw_check_reason(c);

	if (rc)
		return rc;
	draw_options.several = true;
	if (draw_options.cutoffs && !draw_options.counts.n)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--cutoffs needs --counts: from registers that are here, nothing is asked");
	if (draw_options.counts.n && draw_options.inspectors)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "-i cannot be given with --counts: the cutoffs show the seed's tickets; ssjc-draw "
		    "commit fixes the inspectors before");
	if (draw_options.cutoffs && !c->operands)
		return draw_cutoffs_make(c);
	return run_draw(c);
}
