/* The cutoffs of several registers, and the seed that they are by: on record before they appear. */
#include "draw_merge.h"

#include "ssjc/base/stream_text.h"

#include <stdlib.h>
#include <string.h>

/* ---- On record ---- */

/* The file of that kind and direction of an event, or NULL. */
static const struct audit_file *file_of(const struct audit_event *e, const char *kind)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (str_is(e->file[i].kind, kind))
			return &e->file[i];
	return NULL;
}

static ssjc_rc read_event(
    struct cli *c, struct audit *a, const struct audit_event *e, struct draw_pending *p)
{
	const struct audit_file *seed = file_of(e, "seed"), *cutoffs = file_of(e, "cutoffs"),
	                        *registers = file_of(e, "objects");
	bool ok = true;
	ssjc_rc rc;

	if (!seed || !cutoffs || !registers)
		return ssjc_fail(&c->err, SSJC_NO, "the cutoffs of event %llu are not whole",
		    (unsigned long long)e->seq);
	p->any = true;
	p->from_file = !str_is(seed->name, "getrandom");
	p->registers = arena_str(&p->arena, registers->digest, &ok);
	p->digest = arena_str(&p->arena, cutoffs->digest, &ok);
	if (!ok)
		return ssjc_fail_memory(&c->err);
	rc = audit_content(a, seed->digest, &p->arena, &p->seed, &c->err);
	return rc ? rc : audit_content(a, cutoffs->digest, &p->arena, &p->cutoffs, &c->err);
}

ssjc_rc draw_pending_read(struct cli *c, const struct cli_audit *a, struct draw_pending *p)
{
	struct audit_events e = {0};
	const struct audit_event *last = NULL;
	ssjc_rc rc;

	*p = (struct draw_pending){0};
	rc = audit_events(a->file, &e, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < e.n; i++)
		if (str_in_list(STR("cutoff;recutoff"), e.v[i].action))
			last = &e.v[i];
		else if (str_in_list(STR("draw;redraw;reveal;commit;recommit"), e.v[i].action))
			last = NULL;
	rc = last ? read_event(c, a->file, last, p) : SSJC_OK;
out:
	audit_events_free(&e);
	return rc;
}

void draw_pending_free(struct draw_pending *p)
{
	arena_free(&p->arena);
	*p = (struct draw_pending){0};
}

ssjc_rc draw_pending_seed(
    struct cli *c, const struct cli_audit *a, struct audit_draw *d, struct buf *seed, bool *found)
{
	struct draw_pending p;
	struct cli_input *in;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	*found = p.any;
	if (rc || !p.any)
		goto out;
	d->source = p.from_file ? STR("file") : STR("getrandom");
	buf_str(seed, p.seed);
	rc = draw_options.seed ? cli_read(c, draw_options.seed, &in) : SSJC_OK;
	if (rc)
		goto out;
	if (draw_options.seed && !str_eq(in->text, p.seed))
		rc = ssjc_fail_at(&c->err, SSJC_REFUSED, draw_options.seed, 0, NULL,
		    "is not the seed on record, by which the cutoffs were made");
	else if (seed->failed)
		rc = ssjc_fail_memory(&c->err);
out:
	draw_pending_free(&p);
	return rc;
}

/* ---- Made ---- */

/* The stream, as text. */
static ssjc_rc make_stream(
    struct cli *c, const struct shards *s, unsigned draw, struct str seed, struct buf *out)
{
	struct ticket_key *key = NULL;
	struct stream_text t = {0};
	ssjc_rc rc = draw_key(c, seed, &key);

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
    const struct buf *seed, bool from_file, const struct buf *stream)
{
	ssjc_rc rc = shards_put(&in->merge->s, a->file, &c->err);

	if (rc)
		return rc;
	rc = draw_put_histories(in->history, in->histories, a->file, &c->err);
	if (rc)
		return rc;
	rc = cli_put_made(c, a,
	    (struct audit_file){
	        .kind = STR("seed"), .name = from_file ? STR("file") : STR("getrandom")},
	    seed);
	if (rc)
		return rc;
	rc = cli_put_made(c, a,
	    (struct audit_file){
	        .output = true, .kind = STR("cutoffs"), .name = str_of(draw_options.cutoffs)},
	    stream);
	return rc ? rc : audit_commit(a->file, &c->err);
}

/* Cutoffs are made once of the same counts: who asks again gets those on record. */
static ssjc_rc same_again(struct cli *c, const struct draw_pending *p, const struct shards *s)
{
	if (str_eq(p->registers, s->digest))
		return show(c, p->cutoffs);
	return ssjc_fail(&c->err, SSJC_REFUSED,
	    "cutoffs of other counts are on record, and whoever has them knows the tickets: "
	    "--redraw --reason TEXT makes others with another seed");
}

/* raised: by those on record, of which some were too low. */
static ssjc_rc make(struct cli *c, struct draw_input *in, bool raised)
{
	struct draw_pending p = {0};
	struct buf seed = {0}, stream = {0};
	struct cli_audit *a;
	bool from_file = draw_options.seed != NULL;
	ssjc_rc rc = cli_begin(
	    c, AUDIT_WRITE, draw_options.redraw ? "recutoff" : "cutoff", cli_reason.reason, &a);

	if (rc)
		goto out;
	rc = draw_pending_read(c, a, &p);
	if (rc)
		goto out;
	if (p.any && !raised && !draw_options.redraw) {
		rc = same_again(c, &p, &in->merge->s);
		goto out;
	}
	if (raised) {
		from_file = p.from_file;
		buf_str(&seed, p.seed);
	} else {
		rc = draw_new_seed(c, a->plan, a->state.draws + 1, &seed);
		if (rc)
			goto out;
	}
	rc = make_stream(c, &in->merge->s, a->state.draws + 1, buf_text(&seed), &stream);
	if (rc)
		goto out;
	rc = put(c, a, in, &seed, from_file, &stream);
	if (rc)
		goto out;
	cli_info(
	    c, "the seed and the cutoffs are on record: now run ssjc-draw below on each register");
	rc = show(c, buf_text(&stream));
out:
	draw_pending_free(&p);
	buf_free(&seed);
	buf_free(&stream);
	return rc;
}

ssjc_rc draw_cutoffs_make(struct cli *c)
{
	struct draw_input in = {0};
	ssjc_rc rc = cli_no_input(c, draw_options.cutoffs);

	if (rc)
		goto out;
	rc = draw_input_open(c, &in, false);
	if (rc)
		goto out;
	rc = draw_check_day(c);
	if (rc)
		goto out;
	rc = draw_check(c);
	if (rc)
		goto out;
	rc = make(c, &in, false);
out:
	draw_input_close(&in);
	return rc;
}

ssjc_rc draw_cutoffs_raise(struct cli *c, struct draw_input *in)
{
	struct ssjc_err why = c->err;
	ssjc_rc rc;

	/* The event begun was to be the draw. */
	cli_close_audit(c);
	rc = make(c, in, true);
	if (rc)
		return rc;
	c->err = why;
	return SSJC_NO;
}
