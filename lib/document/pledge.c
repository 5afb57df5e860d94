#include "ssjc/document/pledge.h"

#include "ssjc/audit/import_summary.h"
#include "ssjc/draw/draw_bound.h"

#include <stdio.h>
#include <string.h>

/* The last commitment among the first n events, or NULL. */
static const struct audit_event *last_of(const struct audit_events *e, size_t n)
{
	for (size_t i = n; i > 0; i--)
		if (str_is(e->v[i - 1].action, "commit") || str_is(e->v[i - 1].action, "recommit"))
			return &e->v[i - 1];
	return NULL;
}

static ssjc_rc open_template(struct pledge *p, struct audit *a, struct ssjc_err *err)
{
	const struct audit_event *e = p->event;
	struct str text;
	ssjc_rc rc;

	for (size_t i = 0; i < e->n_files; i++) {
		if (e->file[i].output || !str_is(e->file[i].kind, "template"))
			continue;
		rc = audit_content(a, e->file[i].digest, &p->arena, &text, err);
		return rc
		    ? rc
		    : paper_open(&p->paper, PAPER_COMMITMENT, text, "the template on record", err);
	}
	return ssjc_fail(err, SSJC_INPUT, "the template of the commitment is not on record");
}

/* The items that were committed to; fewer would be fewer skills that are asked for. */
static ssjc_rc read_items(struct pledge *p, struct audit *a, struct ssjc_err *err)
{
	struct str text;
	ssjc_rc rc;

	if (p->state.ceremony.items.n == 0)
		return SSJC_OK;
	rc = audit_content(a, p->state.ceremony.items, &p->arena, &text, err);
	if (rc)
		return rc;
	p->d.items = &p->items;
	return items_read(&p->items, text, "the items on record", err);
}

ssjc_rc pledge_open(struct pledge *p, struct audit *a, const struct audit_events *e, size_t n,
    const struct plan *plan, const struct vocabulary *vocabulary, struct ssjc_err *err)
{
	struct audit_events before = {.v = e->v, .n = n};
	struct import_summary *imports;
	ssjc_rc rc;

	p->event = last_of(e, n);
	if (!p->event)
		return ssjc_fail(err, SSJC_REFUSED,
		    "plan %.*s has no commitment: ssjc-draw commit makes one", STR_ARG(plan->id));
	rc = open_template(p, a, err);
	if (rc)
		return rc;
	rc = audit_load_at(a, e->v[n - 1].seq, &p->state, err);
	if (rc)
		return rc;
	p->state.checkpoint = (struct checkpoint){.events = n};
	snprintf(p->state.checkpoint.head, DIGEST_HEX, "%.*s", STR_ARG(e->v[n - 1].hash));
	p->d = (struct document){.plan = plan,
	    .vocabulary = vocabulary,
	    .state = &p->state,
	    .registers = p->event,
	    .now = p->state.ceremony.time};
	rc = read_items(p, a, err);
	if (rc)
		return rc;
	rc = draw_bound_roots(&p->d.committed, a, p->event, &p->arena, err);
	if (rc)
		return rc;
	rc = import_summary_used(a, &before, &p->arena, &imports, &p->d.n_imports, err);
	p->d.imports = imports;
	return rc;
}

void pledge_close(struct pledge *p)
{
	paper_free(p->paper);
	items_close(&p->items);
	audit_state_free(&p->state);
	arena_free(&p->arena);
}

struct str pledge_name(const struct pledge *p)
{
	return paper_name(p->paper);
}

ssjc_rc pledge_text(const struct pledge *p, struct buf *out, struct ssjc_err *err)
{
	const struct paper_data data = {.d = &p->d};

	return paper_text(out, p->paper, &data, err);
}

ssjc_rc pledge_book(const struct pledge *p, const char *path, struct xlsx_out **out,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	const struct paper_data data = {.d = &p->d};
	ssjc_rc rc = xlsx_out_open(out, path, pledge_name(p), p->d.now, err);

	if (rc)
		return rc;
	xlsx_out_public(*out); /* a pledge is for everybody */
	rc = paper_sheet(*out, p->paper, &data, err);
	return rc ? rc : xlsx_out_write(*out, digest, err);
}
