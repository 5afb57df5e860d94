#include "ssjc/upload/upload_status.h"

#include "ssjc/audit/audit_batch.h"

#include <stdlib.h>
#include <string.h>

struct status_work {
	struct upload_status_job *job;
	struct dept_results results;
	struct upload_rows rows;
	struct audit_batches made;
	struct audit_sent *sent; /* by id */
	size_t n_sent;
	struct arena arena;
};

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct audit_sent *)a)->id, ((const struct audit_sent *)b)->id);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static const struct audit_sent *sent_of(const struct status_work *w, struct str id)
{
	const struct audit_sent key = {.id = id};

	return w->n_sent ? bsearch(&key, w->sent, w->n_sent, sizeof *w->sent, by_id) : NULL;
}

static bool is_accepted(const struct audit_sent *s, const struct upload_row *row)
{
	return s && s->held.p && str_eq(s->held, row->content);
}

static bool is_rejected(const struct audit_sent *s, const struct upload_row *row)
{
	return s && s->rejected.p && !s->withdrawal && str_eq(s->rejected, row->content);
}

/* "E04 所在区划不符". */
static ssjc_rc set_answer(struct status_work *w, struct upload_left *line, struct str code,
    struct str text, struct ssjc_err *err)
{
	struct buf b = {0};
	bool ok = true;

	buf_printf(&b, "%.*s%s%.*s", STR_ARG(code), code.n && text.n ? " " : "", STR_ARG(text));
	line->answer = arena_str(&w->arena, buf_text(&b), &ok);
	ok &= !b.failed;
	buf_free(&b);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* So many working days after the inspection. */
static ssjc_rc set_due(
    struct upload_status_job *job, struct upload_left *line, struct ssjc_err *err)
{
	struct ssjc_err why;
	ssjc_rc rc = calendar_add(
	    job->calendar, line->date, job->d->plan->upload.days, &line->due, &why);

	if (rc && rc != SSJC_PLAN) {
		*err = why;
		return rc;
	}
	line->untold = rc == SSJC_PLAN;
	if (line->untold)
		job->why = why;
	return SSJC_OK;
}

static const char *state_of(const struct upload_left *line, bool rejected, day_t today)
{
	if (line->missing == 0)
		return "done";
	if (rejected)
		return "rejected";
	if (today <= line->due)
		return "due";
	return line->untold ? "unknown" : "overdue";
}

/* The n rows from the i-th on, which are of one business and department. */
static ssjc_rc tell_rows(struct status_work *w, size_t i, size_t n, struct ssjc_err *err)
{
	const struct dept_result *found = w->rows.v[i].found;
	bool all = w->job->format->unit == UPLOAD_OBJECT, rejected = false;
	struct upload_left line = {.step = "upload",
	    .id = found->pick->object.id,
	    .name = found->pick->object.name,
	    .dept = all ? STR("") : found->dept->key,
	    .date = found->date};
	ssjc_rc rc;

	for (const struct upload_row *r = &w->rows.v[i]; r < &w->rows.v[i + n]; r++) {
		const struct audit_sent *s = sent_of(w, r->id);

		line.missing += !is_accepted(s, r);
		if (rejected || !is_rejected(s, r))
			continue;
		rejected = true;
		line.batch = s->number;
		rc = set_answer(w, &line, s->code, s->text, err);
		if (rc)
			return rc;
	}
	/* A business is inspected when its last department has been there. */
	for (const struct dept_result *f = found;
	     all && f < w->results.v + w->results.n && f->pick == found->pick; f++)
		line.date = f->date > line.date ? f->date : line.date;
	rc = set_due(w->job, &line, err);
	if (rc)
		return rc;
	line.state = state_of(&line, rejected, w->job->today);
	return w->job->tell(w->job->arg, &line, err);
}

static ssjc_rc tell_all_rows(struct status_work *w, struct ssjc_err *err)
{
	const struct upload_rows *r = &w->rows;
	size_t n;

	for (size_t i = 0; i < r->n; i += n) {
		ssjc_rc rc;

		for (n = 1; i + n < r->n && r->v[i + n].found == r->v[i].found;)
			n++;
		rc = tell_rows(w, i, n, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* What a batch waits for; NULL when it was answered. One that was refused waits for a person. */
static const char *batch_state(const struct audit_batch *b, bool last, uint64_t *rows)
{
	*rows = b->open ? b->open : b->delivered ? b->delivered : b->refused;
	if (b->open)
		return "open";
	if (b->delivered)
		return "delivered";
	return last && b->refused ? "refused" : NULL;
}

static bool is_own(const struct status_work *w, const struct audit_batch *b)
{
	return str_eq(b->target, w->job->target) && str_eq(b->format, w->job->format->name);
}

static ssjc_rc tell_batches(struct status_work *w, struct ssjc_err *err)
{
	size_t last = w->made.n;

	while (last > 0 && !is_own(w, &w->made.v[last - 1]))
		last--;
	for (size_t i = 0; i < w->made.n; i++) {
		const struct audit_batch *b = &w->made.v[i];
		struct upload_left line = {
		    .step = "batch", .id = b->number, .name = b->format, .date = time_day(b->time)};
		ssjc_rc rc;

		if (!is_own(w, b))
			continue;
		line.state = batch_state(b, i + 1 == last, &line.missing);
		if (!line.state)
			continue;
		rc = w->job->tell(w->job->arg, &line, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Rows that the other side has, and that there are no more. */
static ssjc_rc count_withdrawn(struct status_work *w, struct ssjc_err *err)
{
	size_t n = w->rows.n + w->rows.n_pending;
	struct str *id = arena_array(&w->arena, n + 1, sizeof *id);

	if (!id)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		id[i] = i < w->rows.n ? w->rows.v[i].id : w->rows.pending[i - w->rows.n];
	qsort(id, n, sizeof *id, by_text);
	for (size_t i = 0; i < w->n_sent; i++)
		if (w->sent[i].held.p && !bsearch(&w->sent[i].id, id, n, sizeof *id, by_text))
			w->job->withdrawn++;
	return SSJC_OK;
}

static ssjc_rc tell(struct status_work *w, struct audit *a, struct ssjc_err *err)
{
	struct upload_status_job *job = w->job;
	ssjc_rc rc = dept_results_of(&w->results, job->d, err);

	if (rc)
		return rc;
	rc = upload_rows_of(&w->rows, job->d, &w->results, job->format, NULL, NULL, err);
	if (rc)
		return rc;
	job->wrong = w->rows.wrong;
	rc = audit_batches(a, UINT64_MAX >> 1, &w->made, err);
	if (rc)
		return rc;
	rc = audit_sent(a, UINT64_MAX >> 1, job->format->name, job->target, &w->arena, &w->sent,
	    &w->n_sent, err);
	if (rc)
		return rc;
	rc = tell_all_rows(w, err);
	if (rc)
		return rc;
	rc = tell_batches(w, err);
	if (rc)
		return rc;
	return count_withdrawn(w, err);
}

ssjc_rc upload_status(struct upload_status_job *job, struct audit *a, struct ssjc_err *err)
{
	struct status_work w = {.job = job};
	ssjc_rc rc;

	job->wrong = job->withdrawn = 0;
	rc = tell(&w, a, err);
	audit_batches_free(&w.made);
	upload_rows_free(&w.rows);
	dept_results_close(&w.results);
	arena_free(&w.arena);
	return rc;
}
