/* What binds registers that lie elsewhere: their leaves, made there and brought together here. */
#include "draw_merge.h"

#include "ssjc/base/secret.h"

#include <string.h>
#include <unistd.h>

/* ---- The secret ---- */

/* The key is printed; if it cannot be, no secret is made. */
ssjc_rc run_secret(struct cli *c)
{
	struct buf key = {0};
	ssjc_rc rc;

	if (c->operands != 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one FILE, to keep the secret in");
	secret_guard();
	cli_print_secret(c);
	rc = shard_secret_create(c->operand[0], &key, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &key);
	if (!rc)
		rc = cli_shown(c);
	if (rc)
		unlink(c->operand[0]);
out:
	buf_free(&key);
	return rc;
}

/* ---- At a machine ---- */

ssjc_rc draw_leaves_open(struct cli *c, struct draw_input *in, struct draw_leaves *l)
{
	bool given = draw_options.key && draw_options.leaves_to;
	struct ticket_key *salts = NULL;
	struct cli_input *file;
	ssjc_rc rc;

	*l = (struct draw_leaves){.tree = NULL};
	if (!draw_options.key != !draw_options.leaves_to || given != in->plan->receipts)
		return in->plan->receipts
		    ? ssjc_fail(&c->err, SSJC_PLAN,
		          "the plan says receipts = yes: give the key that ssjc-draw secret printed at "
		          "the centre with --key FILE, and a file for the leaves with --leaves FILE")
		    : ssjc_fail(&c->err, SSJC_USAGE,
		          "--key and --leaves are for a plan that says receipts = yes");
	if (!given)
		return SSJC_OK;
	rc = cli_read_secret(c, draw_options.key, &file);
	if (rc)
		return rc;
	rc = shard_key_read(&salts, l->key, file->text, draw_options.key, &c->err);
	if (rc)
		return rc;
	rc = receipt_tree_open_key(&l->tree, salts, draw_run_parts(in->run), false, &c->err);
	if (!rc)
		draw_run_into(in->run, l->tree);
	return rc;
}

ssjc_rc draw_leaves_write(struct cli *c, struct draw_leaves *l, struct shard *of)
{
	struct out o = {0};
	ssjc_rc rc;

	if (!l->tree)
		return SSJC_OK;
	rc = out_open(&o, draw_options.leaves_to, &c->err);
	if (rc)
		return rc;
	rc = shard_leaves(l->tree, o.f, l->digest, &c->err);
	if (rc) {
		out_abort(&o);
		return rc;
	}
	of->leaves = str_of(l->digest);
	of->key = str_of(l->key);
	return out_finish(&o, &c->err);
}

void draw_leaves_close(struct draw_leaves *l)
{
	receipt_tree_free(l->tree);
}

/* ---- At the centre ---- */

static ssjc_rc take_file(struct cli *c, struct draw_merge *m, const char *path)
{
	FILE *f = fopen(path, "re");
	ssjc_rc rc = f ? shards_leaves(&m->s, f, path, &c->err)
	               : ssjc_fail_errno_at(&c->err, path, "cannot be opened");

	if (f)
		fclose(f);
	return rc;
}

ssjc_rc draw_leaves_take(struct cli *c, const struct plan *plan, struct draw_merge *m)
{
	const struct cli_list *paths = &draw_options.leaves;
	struct cli_input *file;
	ssjc_rc rc;

	if (!plan->receipts)
		return paths->n || draw_options.secret
		    ? ssjc_fail(&c->err, SSJC_USAGE,
		          "--secret and --leaves are for a plan that says receipts = yes")
		    : SSJC_OK;
	if (!draw_options.secret)
		return ssjc_fail(&c->err, SSJC_PLAN,
		    "the plan says receipts = yes: give the file of ssjc-draw secret with --secret FILE, "
		    "and what ssjc-draw counts --leaves wrote of each register with --leaves FILE");
	rc = cli_read_secret(c, draw_options.secret, &file);
	if (rc)
		return rc;
	rc = shard_secret_read(m->secret, file->text, draw_options.secret, &c->err);
	if (rc)
		return rc;
	rc = shards_bind(&m->s, m->secret, false, &c->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < paths->n; i++) {
		rc = take_file(c, m, paths->v[i]);
		if (rc)
			return rc;
	}
	rc = shards_leaves_all(&m->s, m->secret, &c->err);
	return rc ? rc : shards_root(&m->s, &c->err);
}

ssjc_rc draw_leaves_none(struct cli *c)
{
	return draw_options.secret || draw_options.leaves.n
	    ? ssjc_fail(&c->err, SSJC_USAGE,
	          "--secret and --leaves go with --counts, for a commitment or for cutoffs: rows are "
	          "drawn by what is on record, and registers that are here need neither")
	    : SSJC_OK;
}

/* What an event has: the secret, and the root of the registers. */
ssjc_rc draw_leaves_recorded(
    struct cli *c, struct draw_merge *m, struct str roots, struct str secret)
{
	struct receipt_roots r;
	ssjc_rc rc;

	if (!roots.n || !hex_is(secret, (RECEIPT_SECRET_HEX - 1) / 2))
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "the plan says receipts = yes, but the cutoffs on record did not bind the "
		    "registers: --cutoffs FILE --redraw --reason TEXT makes others");
	rc = receipt_roots_read(&r, roots, "the roots on record", &c->err);
	if (rc)
		return rc;
	memcpy(m->secret, secret.p, secret.n);
	m->secret[secret.n] = '\0';
	memcpy(m->s.root, r.tree, sizeof m->s.root);
	return SSJC_OK;
}

ssjc_rc draw_leaves_put(struct cli *c, const struct cli_audit *a, const struct draw_input *in,
    const struct audit_draw *d, const struct draw_pending *pending)
{
	struct draw_merge *m = in->merge;
	ssjc_rc rc;

	if (!in->plan->receipts || str_is(d->source, "ceremony"))
		return SSJC_OK;
	rc = pending ? draw_leaves_recorded(c, m, pending->roots, pending->secret) : SSJC_OK;
	return rc ? rc : shards_put_root(&m->s, m->secret, d->draw, a->file, &c->err);
}

ssjc_rc draw_leaves_sent(struct cli *c, const struct draw_input *in)
{
	const struct shards *s = &in->merge->s;

	for (size_t i = 0; in->plan->receipts && draw_options.recorded && i < s->n; i++)
		if (s->v[i].leaves.n == 0)
			return ssjc_fail(&c->err, SSJC_REFUSED,
			    "the commitment read the registers here, and other machines have made no "
			    "leaves for it: give the registers to ssjc-draw reveal");
	return SSJC_OK;
}
