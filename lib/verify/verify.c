#include "verify_work.h"

#include "ssjc/base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void verifier_close(struct verifier *v)
{
	verify_known_free(v);
	audit_events_free(&v->events);
	audit_state_free(&v->after);
	vocabulary_close(v->words);
	arena_free(&v->arena);
	arena_free(&v->kept);
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
	for (size_t i = 0; i < v->n_cannot; i++) {
		buf_z(&text, i ? W_("; ") : "");
		language_word(&text, v->cannot[i]);
	}
	v->event = NULL;
	if (!text.failed)
		verify_remark(v, REMARK_NOTE, "cannot be computed again from this file: %.*s",
		    STR_ARG(buf_text(&text)));
	buf_free(&text);
}

static ssjc_rc remark_rehearsal(struct verifier *v)
{
	bool rehearsal;
	ssjc_rc rc = audit_rehearsal(v->job->audit, &rehearsal, v->err);

	if (!rc && rehearsal)
		verify_remark(
		    v, REMARK_NOTE, "this is the record of a rehearsal: nothing of it is real");
	return rc;
}

/* Compute again what the event at hand decided, as far as it can be. */
static ssjc_rc again(struct verifier *v)
{
	static const struct {
		const char *action;
		ssjc_rc (*verify)(struct verifier *);
	} ways[] = {{"import", verify_import}, {"commit", verify_commitment},
	    {"recommit", verify_commitment}, {"draw", verify_draw}, {"redraw", verify_draw},
	    {"reveal", verify_draw}, {"cutoff", verify_cutoff}, {"recutoff", verify_cutoff},
	    {"unseal", verify_cutoff}, {"confirm", verify_confirm}, {"replace", verify_replace},
	    {"assign", verify_match}, {"reassign", verify_match}, {"print", verify_print},
	    {"substitute", verify_change}, {"move", verify_change}, {"result", verify_results},
	    {"amend", verify_amend}, {"stamp", verify_stamp}, {"follow", verify_follow},
	    {"review", verify_review}, {"publish", verify_publish}, {"batch", verify_batch},
	    {"receipt", verify_receipt}, {"receive", verify_receive}, {"attach", verify_attach}};

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
		if (v->after_seq != v->event->seq) {
			audit_state_free(&v->after);
			v->after_seq = 0;
		}
		arena_free(&v->arena);
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
	struct verify_totals totals = {0};
	struct verifier v = {.job = &quiet, .totals = &totals, .err = &more};

	quiet.remark = NULL;
	if (verify_quietly(&v, event) == SSJC_NO && v.event && v.event->seq == event)
		ssjc_err_because(err, &more);
	verifier_close(&v);
}

ssjc_rc verify_run(const struct verify_job *job, struct verify_totals *out, struct ssjc_err *err)
{
	struct verifier v = {.job = job, .totals = out, .err = err};
	ssjc_rc rc;

	*out = (struct verify_totals){0};
	rc = audit_check(job->audit, &out->events, err);
	if (rc == SSJC_NO)
		explain(job, out->events + 1, err);
	if (rc)
		return rc;
	verify_remark(&v, REMARK_GOOD, "chain: %llu events, each bound to the one before",
	    (unsigned long long)out->events);
	rc = remark_rehearsal(&v);
	if (rc)
		goto out;
	rc = audit_events(job->audit, &v.events, err);
	if (rc)
		goto out;
	if (v.events.n)
		snprintf(
		    out->head, sizeof out->head, "%.*s", STR_ARG(v.events.v[v.events.n - 1].hash));
	rc = verify_checkpoints(&v, out);
	if (rc)
		goto out;
	rc = verify_evidence(&v);
	if (rc)
		goto out;
	rc = verify_rules(&v);
	if (rc)
		goto out;
	rc = import_summary_used(job->audit, &v.events, &v.kept, &v.used, &v.n_used, err);
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
