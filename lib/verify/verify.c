#include "verify_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void verifier_close(struct verifier *v)
{
	free(v->known);
	audit_events_free(&v->events);
	arena_free(&v->arena);
}

/* ---- Checkpoints ---- */

/* The event that wrote a file of those bytes, or NULL. */
static const struct audit_event *writer_of(
    const struct verifier *v, const char *digest, struct str *kind)
{
	for (size_t i = 0; i < v->events.n; i++)
		for (size_t f = 0; f < v->events.v[i].n_files; f++) {
			const struct audit_file *x = &v->events.v[i].file[f];

			if (x->output && str_is(x->digest, digest)) {
				*kind = x->kind;
				return &v->events.v[i];
			}
		}
	return NULL;
}

/*
 * A page may have the right checkpoint, and yet another text: a line cut out, or
 * another result. Of what was typed, nothing but the checkpoint is compared.
 */
static ssjc_rc check_bytes(struct verifier *v, const struct kept_checkpoint *h)
{
	const struct audit_event *by;
	char digest[DIGEST_HEX];
	struct str kind;
	ssjc_rc rc = digest_hex(h->bytes.p, h->bytes.n, digest, v->err);

	if (rc)
		return rc;
	by = writer_of(v, digest, &kind);
	if (by) {
		verify_remark(v, REMARK_GOOD, "%s: byte for byte the %.*s that event %llu wrote",
		    h->name, STR_ARG(kind), (unsigned long long)by->seq);
		return SSJC_OK;
	}
	if (h->page)
		return ssjc_fail_at(v->err, SSJC_NO, h->name, 0, NULL,
		    "has a checkpoint of this audit file, but no event wrote this page (SHA-256 "
		    "%s): something in it was changed",
		    digest);
	verify_remark(v, REMARK_NOTE,
	    "%s: only its checkpoint is compared, not what else it may say", h->name);
	return SSJC_OK;
}

/* Nothing in the file itself shows that it was not rewritten as a whole. */
static ssjc_rc check_checkpoints(struct verifier *v, struct verify_totals *t)
{
	const struct checkpoint_list *list = &v->job->checkpoints;
	ssjc_rc rc = checkpoint_match(list, &v->events, &t->anchored, v->err);

	if (rc)
		return rc;
	if (list->n > 0)
		verify_remark(v, REMARK_GOOD,
		    "%zu checkpoint%s, %s: the first %llu events are as they were then", list->n,
		    list->n == 1 ? "" : "s", list->n_keys ? "signed" : "kept elsewhere",
		    (unsigned long long)t->anchored);
	for (size_t i = 0; i < list->n; i++) {
		const struct kept_checkpoint *h = &list->v[i];

		/* A text with more of them is compared once. */
		if (h->line == 0 || (i > 0 && list->v[i - 1].bytes.p == h->bytes.p))
			continue;
		rc = check_bytes(v, h);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < list->n && list->n_keys == 0; i++)
		if (list->v[i].signature.n)
			verify_remark(v, REMARK_UNCHECKED,
			    "the signature of %s: give the public key with --pubkey",
			    list->v[i].name);
	if (t->anchored < t->events)
		verify_remark(v, REMARK_UNCHECKED,
		    "whether the %llu events from event %llu on were rewritten: no checkpoint of a "
		    "later event was given",
		    (unsigned long long)(t->events - t->anchored),
		    (unsigned long long)t->anchored + 1);
	return SSJC_OK;
}

/* ---- All of it ---- */

/* What nothing on record shows, said once. */
static void remark_cannot(struct verifier *v)
{
	struct buf text = {0};

	verify_cannot(v, "phones of inspectors");
	verify_cannot(v,
	    "who acted, on which machine, with which program and for which reason, and whether a "
	    "time was the clock's");
	verify_cannot(v, "where a seed that no ceremony made came from");
	verify_cannot(v, "whether what was entered is true");
	for (size_t i = 0; i < v->n_cannot; i++)
		buf_printf(&text, "%s%s", i ? "; " : "", v->cannot[i]);
	v->event = NULL;
	if (!text.failed)
		verify_remark(v, REMARK_NOTE, "cannot be computed again from this file: %.*s",
		    STR_ARG(buf_text(&text)));
	buf_free(&text);
}

/* Compute again what the event at hand decided, as far as it can be. */
static ssjc_rc again(struct verifier *v)
{
	static const struct {
		const char *action;
		ssjc_rc (*verify)(struct verifier *);
	} ways[] = {{"import", verify_import}, {"commit", verify_commitment},
	    {"recommit", verify_commitment}, {"draw", verify_draw}, {"redraw", verify_draw},
	    {"reveal", verify_draw}, {"confirm", verify_confirm}, {"replace", verify_replace},
	    {"assign", verify_match}, {"reassign", verify_match}, {"print", verify_print},
	    {"result", verify_results}, {"amend", verify_amend}, {"stamp", verify_stamp},
	    {"publish", verify_publish}};

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (str_is(v->event->action, ways[i].action))
			return ways[i].verify(v);
	return SSJC_OK;
}

/* Compute events again, the first upto of them. */
static ssjc_rc verify_events(struct verifier *v, uint64_t upto)
{
	for (size_t i = 0; i < v->events.n && v->events.v[i].seq <= upto; i++) {
		ssjc_rc rc;

		v->event = &v->events.v[i];
		rc = verify_named(v, again(v));
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Compute a file with a broken chain again up to an event, without any remark. */
static ssjc_rc verify_quietly(struct verifier *v, uint64_t upto)
{
	ssjc_rc rc = audit_events(v->job->audit, &v->events, v->err);

	if (rc)
		return rc;
	rc = verify_evidence(v);
	if (rc)
		return rc;
	return verify_events(v, upto);
}

/*
 * The chain breaks at an event, and err says in which table. Computing that event
 * again may tell more: which row, and what it should be.
 */
static void explain(const struct verify_job *job, uint64_t event, struct ssjc_err *err)
{
	struct verify_job quiet = *job;
	struct ssjc_err more = {0};
	struct verifier v = {.job = &quiet, .err = &more};

	quiet.remark = NULL;
	if (verify_quietly(&v, event) == SSJC_NO && v.event && v.event->seq == event) {
		size_t n = strlen(err->msg);

		snprintf(err->msg + n, sizeof err->msg - n, " — %s", more.msg);
	}
	verifier_close(&v);
}

ssjc_rc verify_run(const struct verify_job *job, struct verify_totals *out, struct ssjc_err *err)
{
	struct verifier v = {.job = job, .err = err};
	ssjc_rc rc;

	*out = (struct verify_totals){0};
	rc = audit_check(job->audit, &out->events, err);
	if (rc == SSJC_NO)
		explain(job, out->events + 1, err);
	if (rc)
		return rc;
	verify_remark(&v, REMARK_GOOD, "chain: %llu events, each bound to the one before",
	    (unsigned long long)out->events);
	rc = audit_events(job->audit, &v.events, err);
	if (rc)
		goto out;
	rc = check_checkpoints(&v, out);
	if (rc)
		goto out;
	rc = verify_evidence(&v);
	if (rc)
		goto out;
	rc = verify_rules(&v);
	if (rc)
		goto out;
	rc = import_summary_used(job->audit, &v.events, &v.arena, &v.used, &v.n_used, err);
	if (rc)
		goto out;
	rc = verify_events(&v, out->events);
	if (rc)
		goto out;
	rc = verify_files(&v);
	if (rc)
		goto out;
	rc = verify_state(&v);
	if (rc)
		goto out;
	rc = verify_told(&v);
	if (rc)
		goto out;
	v.event = NULL;
	rc = verify_given_plan(&v);
	if (rc)
		goto out;
	rc = verify_evidence_used(&v);
	if (rc)
		goto out;
	remark_cannot(&v);
out:
	verifier_close(&v);
	return rc;
}
