/* The cutoffs of several registers, and the seed that they are by: on record before they appear. */
#include "draw_merge.h"

#include "ssjc/base/stream_text.h"

/* The stream, as text. */
static ssjc_rc make_stream(
    struct cli *c, const struct shards *s, unsigned draw, struct str seed, struct buf *out)
{
	struct ticket_key *key = NULL;
	struct stream_text t = {0};
	ssjc_rc rc = ticket_key_seed(&key, seed, STR("object"), &c->err);

	if (rc)
		goto out;
	rc = stream_text_open(&t, &c->err);
	if (rc)
		goto out;
	shards_cutoffs(s, draw, ticket_key_hex(key), &t.csv);
	rc = stream_text_into(&t, out, &c->err);
out:
	stream_text_free(&t);
	ticket_key_free(key);
	return rc;
}

static ssjc_rc show(struct cli *c, struct str text)
{
	struct out o = {.kind = FILE_INTERNAL};
	ssjc_rc rc = out_open(&o, draw_options.cutoffs, &c->err);

	if (rc)
		return rc;
	fwrite(text.p, 1, text.n, o.f);
	return out_finish(&o, &c->err);
}

static ssjc_rc put(struct cli *c, const struct cli_audit *a, const struct draw_input *in,
    const struct buf *seed, const struct audit_draw *d, const struct draw_pending *pending,
    const struct buf *stream)
{
	ssjc_rc rc = shards_put(&in->merge->s, a->file, &c->err);

	if (rc)
		return rc;
	rc = draw_put_histories(in->history, in->histories, a->file, &c->err);
	if (rc)
		return rc;
	rc = cli_put_made(c, a, (struct audit_file){.kind = STR("seed"), .name = d->source}, seed);
	if (rc)
		return rc;
	rc = cli_put_made(c, a,
	    (struct audit_file){
	        .output = true, .kind = STR("cutoffs"), .name = str_of(draw_options.cutoffs)},
	    stream);
	if (rc)
		return rc;
	rc = draw_leaves_put(c, a, in, d, pending);
	return rc ? rc : audit_commit(a->file, &c->err);
}

/* The seed of the next draw, and where it is from: a commitment is revealed when recorded. */
static ssjc_rc choose_seed(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_draw *d, struct buf *seed)
{
	ssjc_rc rc;

	if (!draw_options.recorded) {
		d->source = draw_options.seed ? STR("file") : STR("getrandom");
		return draw_new_seed(c, a->plan, d->draw, seed);
	}
	rc = draw_committed(in->plan, &in->roster, in->history, in->histories, &a->state.ceremony,
	    c->context.now, &c->err);
	return rc ? rc : draw_revealed_seed(c, a, in, d, seed);
}

/* Cutoffs are made once of the same counts: who asks again gets those on record. */
static ssjc_rc same_again(
    struct cli *c, const struct cli_audit *a, struct draw_input *in, const struct draw_pending *p)
{
	struct audit_draw d = {.draw = a->state.draws + 1};
	struct buf seed = {0};
	ssjc_rc rc = draw_options.recorded ? choose_seed(c, a, in, &d, &seed) : SSJC_OK;

	buf_free(&seed);
	if (rc)
		return rc;
	if (str_eq(p->registers, in->merge->s.digest))
		return show(c, p->cutoffs);
	return ssjc_fail(&c->err, SSJC_REFUSED,
	    "cutoffs of other counts are on record, and whoever has them knows the tickets: "
	    "--redraw --reason TEXT makes others with another seed");
}

/* pending: as it is on record, with higher cutoffs; else a new one. */
static ssjc_rc record(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    const struct draw_pending *pending, struct buf *stream)
{
	struct audit_draw d = {.draw = a->state.draws + 1};
	struct buf seed = {0};
	ssjc_rc rc = SSJC_OK;

	if (pending) {
		d.source = pending->source;
		buf_str(&seed, pending->seed);
		rc = seed.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
	} else {
		rc = choose_seed(c, a, in, &d, &seed);
		rc = rc ? rc : draw_seed_unused(c, a, buf_text(&seed));
	}
	if (rc)
		goto out;
	rc = make_stream(c, &in->merge->s, d.draw, buf_text(&seed), stream);
	if (rc)
		goto out;
	rc = put(c, a, in, &seed, &d, pending, stream);
	if (rc)
		goto out;
	cli_info(
	    c, "the seed and the cutoffs are on record: now run ssjc-draw below on each register");
out:
	buf_free(&seed);
	return rc;
}

/* raised: by those on record, of which some were too low. */
static ssjc_rc make(struct cli *c, struct draw_input *in, const char *action, bool raised)
{
	struct draw_pending p = {0};
	struct buf stream = {0};
	struct cli_audit *a;
	ssjc_rc rc = cli_begin(c, AUDIT_WRITE, action, cli_reason.reason, &a);

	if (rc)
		goto out;
	rc = draw_pending_read(c, a, &p);
	if (rc)
		goto out;
	if (p.any && !raised && !draw_options.redraw) {
		rc = same_again(c, a, in, &p);
		goto out;
	}
	rc = record(c, a, in, raised ? &p : NULL, &stream);
	if (rc)
		goto out;
	rc = show(c, buf_text(&stream));
out:
	draw_pending_free(&p);
	buf_free(&stream);
	return rc;
}

static const char *action_of(bool revealed)
{
	return revealed ? "unseal" : draw_options.redraw ? "recutoff" : "cutoff";
}

ssjc_rc draw_cutoffs_make(struct cli *c)
{
	struct draw_input in = {0};
	ssjc_rc rc = draw_input_open(c, &in, draw_options.recorded);

	if (rc)
		goto out;
	rc = draw_leaves_sent(c, &in);
	if (rc)
		goto out;
	rc = draw_check_day(c);
	if (rc)
		goto out;
	rc = draw_check(c);
	if (rc)
		goto out;
	rc = make(c, &in, action_of(draw_options.recorded), false);
out:
	draw_input_close(&in);
	return rc;
}

ssjc_rc draw_cutoffs_raise(struct cli *c, struct draw_input *in)
{
	struct ssjc_err why = c->err;
	bool revealed;
	ssjc_rc rc;

	/* The event begun was to be the draw. */
	cli_close_audit(c);
	rc = draw_pending_revealed(c, in->plan, &revealed);
	if (rc)
		return rc;
	rc = make(c, in, action_of(revealed), true);
	if (rc)
		return rc;
	c->err = why;
	return SSJC_NO;
}
