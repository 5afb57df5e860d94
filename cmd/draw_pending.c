/* The last cutoffs on record that no draw has used, and what they fix. */
#include "draw_merge.h"

static ssjc_rc read_event(
    struct cli *c, struct audit *a, const struct audit_event *e, struct draw_pending *p)
{
	const struct audit_file *seed = audit_event_file(e, "seed", false);
	const struct audit_file *cutoffs = audit_event_file(e, "cutoffs", true);
	const struct audit_file *registers = audit_event_file(e, "objects", false);
	bool ok = true;
	ssjc_rc rc;

	if (!seed || !cutoffs || !registers)
		return ssjc_fail(&c->err, SSJC_NO, "the cutoffs of event %llu are not whole",
		    (unsigned long long)e->seq);
	p->any = true;
	p->source = str_is(seed->name, "getrandom") ? STR("getrandom")
	    : str_is(seed->name, "ceremony")        ? STR("ceremony")
	                                            : STR("file");
	p->registers = arena_str(&p->arena, registers->digest, &ok);
	p->digest = arena_str(&p->arena, cutoffs->digest, &ok);
	if (!ok)
		return ssjc_fail_memory(&c->err);
	rc = draw_bound_roots(&p->roots, a, e, &p->arena, &c->err);
	if (rc)
		return rc;
	rc = draw_bound_secret(&p->secret, a, e, &p->arena, &c->err);
	if (rc)
		return rc;
	rc = audit_content(a, seed->digest, &p->arena, &p->seed, &c->err);
	return rc ? rc : audit_content(a, cutoffs->digest, &p->arena, &p->cutoffs, &c->err);
}

ssjc_rc draw_pending_revealed(struct cli *c, const struct plan *plan, bool *revealed)
{
	struct audit_events e = {0};
	struct audit *a = NULL;
	const struct audit_event *last;
	ssjc_rc rc = draw_events(c, plan, &a, &e);

	last = rc ? NULL : shards_pending(e.v, e.n, NULL);
	*revealed = last && str_is(last->action, "unseal");
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

ssjc_rc draw_pending_read(struct cli *c, const struct cli_audit *a, struct draw_pending *p)
{
	struct audit_events e = {0};
	const struct audit_event *last;
	ssjc_rc rc;

	*p = (struct draw_pending){0};
	rc = audit_events(a->file, &e, &c->err);
	if (rc)
		goto out;
	last = shards_pending(e.v, e.n, NULL);
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

ssjc_rc draw_pending_same(struct cli *c, const struct cli_audit *a, struct str seed)
{
	struct draw_pending p;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	if (rc)
		goto out;
	if (p.any && !str_eq(p.seed, seed))
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the outcome is not the one on record, by which the cutoffs were made");
out:
	draw_pending_free(&p);
	return rc;
}

/* Whoever has the cutoffs knows the tickets: what is drawn from, and by whom, was to be fixed. */
static ssjc_rc check_fixed(struct cli *c, const struct draw_pending *p, struct draw_input *in)
{
	struct cli_input *file;
	ssjc_rc rc = draw_input_digest(c, in);

	if (rc)
		return rc;
	if (!str_is(p->registers, in->roster.digest))
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "cutoffs of other registers are on record, and whoever has them knows the "
		    "tickets: ssjc-draw merge --cutoffs FILE --redraw --reason TEXT makes others with "
		    "another seed");
	if (draw_options.inspectors)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "-i cannot be given when the cutoffs are on record: they show the seed's "
		    "tickets");
	if (!draw_options.seed)
		return SSJC_OK;
	rc = cli_read(c, draw_options.seed, &file);
	if (rc)
		return rc;
	if (!str_eq(file->text, p->seed))
		return ssjc_fail_at(&c->err, SSJC_REFUSED, draw_options.seed, 0, NULL,
		    "is not the seed on record, by which the cutoffs were made");
	return SSJC_OK;
}

ssjc_rc draw_pending_seed(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_draw *d, struct buf *seed, bool *found)
{
	struct draw_pending p;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	*found = p.any;
	if (rc || !p.any)
		goto out;
	d->source = p.source;
	buf_str(seed, p.seed);
	rc = seed->failed ? ssjc_fail_memory(&c->err) : check_fixed(c, &p, in);
out:
	draw_pending_free(&p);
	return rc;
}

ssjc_rc draw_seed_unused(struct cli *c, const struct cli_audit *a, struct str seed)
{
	struct audit_events e = {0};
	const struct audit_event *before;
	char digest[DIGEST_HEX];
	ssjc_rc rc = audit_events(a->file, &e, &c->err);

	if (rc)
		goto out;
	rc = digest_hex(seed.p, seed.n, digest, &c->err);
	if (rc)
		goto out;
	before = shards_by_seed(e.v, e.n, str_of(digest));
	if (before)
		rc = ssjc_fail_at(&c->err, SSJC_REFUSED, draw_options.seed, 0, NULL,
		    "is the seed by which event %llu made cutoffs, and whoever has those knows the "
		    "tickets: give another seed, or leave out --seed-file",
		    (unsigned long long)before->seq);
out:
	audit_events_free(&e);
	return rc;
}
