#include "ssjc/audit/audit_told.h"

#include "audit_db.h"

#include "ssjc/audit/audit_batch.h"
#include "ssjc/audit/audit_plan.h"
#include "ssjc/audit/checkpoint.h"

/* ---- Data files of one's own ---- */

/* The days that a plan touches: those of its events, of its windows, and of deadlines after. */
struct touched {
	day_t from, to;
};

/*
 * What decides of a template is what departments commit to, and how the page shows and checks
 * itself; the papers only show. In which
 * columns and codes results are uploaded is between the bureau and the platform.
 */
static bool decides(const struct audit_event *e, const struct audit_file *f)
{
	return !str_is(f->kind, "format") && !str_is(f->kind, "codes") &&
	    (!str_is(f->kind, "template") || !str_is(e->action, "print"));
}

/* Was the file's text compared before, as such a file? Many events read the same. */
static bool is_seen(const struct told_terms *seen, size_t n, const struct told_terms *t)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(seen[i].file->digest, t->file->digest) &&
		    str_eq(seen[i].file->name, t->file->name) &&
		    str_eq(seen[i].file->kind, t->file->kind) && seen[i].decides == t->decides)
			return true;
	return false;
}

static bool is_data(const struct audit_event *e, const struct audit_file *f)
{
	return !f->output && !str_is(e->action, "import") &&
	    (str_is(f->kind, "terms") || str_is(f->kind, "calendar") ||
	        str_is(f->kind, "template") || str_is(f->kind, "format") ||
	        str_is(f->kind, "codes"));
}

/* Whatever is wrong with a plan or a time on record is for verify to say. */
static ssjc_rc find_touched(
    struct touched *out, struct audit *a, const struct audit_events *e, struct ssjc_err *err)
{
	struct str last = STR("");

	*out = (struct touched){0};
	for (size_t i = 0; i < e->n; i++) {
		struct plan plan = {0};
		int64_t time;
		ssjc_rc rc;

		if (time_parse(e->v[i].time, &time) && (!out->from || time_day(time) < out->from))
			out->from = time_day(time);
		if (str_eq(last, e->v[i].plan_digest))
			continue;
		last = e->v[i].plan_digest;
		rc = audit_plan(a, last, &plan, err);
		if (rc == SSJC_SYSTEM)
			return rc;
		if (!rc && (!out->from || plan.from < out->from))
			out->from = plan.from;
		if (!rc && plan.to > out->to)
			out->to = plan.to;
		plan_close(&plan);
	}
	return SSJC_OK;
}

static ssjc_rc compare_calendar(struct told_terms *t, struct str text, const struct touched *days,
    struct arena *arena, struct ssjc_err *err)
{
	int later;
	ssjc_rc rc = release_calendar(&t->by, text, days->from, days->to, &t->beyond, arena, err);

	if (!rc)
		rc = release_calendar(
		    &t->by, text, days->from, days->to + AUDIT_DEADLINES, &later, arena, err);
	if (!rc || rc == SSJC_SYSTEM)
		return rc;
	t->by.unknown = true; /* it is not a calendar */
	return SSJC_OK;
}

static ssjc_rc compare(struct told_terms *t, struct audit *a, const struct touched *days,
    struct arena *arena, struct ssjc_err *err)
{
	const struct audit_file *f = t->file;
	struct str text, name = f->name, piece;
	ssjc_rc rc = audit_content(a, f->digest, arena, &text, err);

	if (rc)
		return rc;
	/* A template has the path of its folder; whatever a pledge's is called, it is one. */
	if (str_is(f->kind, "template") || str_is(f->kind, "format") || str_is(f->kind, "codes")) {
		for (struct str rest = f->name; str_split(&rest, '/', &piece);)
			name = piece;
		if (t->decides && !str_is(t->event->action, "publish"))
			name = STR("commitment.txt"); /* of these only a template decides */
	}
	rc = str_is(f->kind, "calendar") ? compare_calendar(t, text, days, arena, err)
	                                 : release_compare(&t->by, name, text, arena, err);
	t->differs = release_differs(&t->by);
	return rc;
}

static ssjc_rc find_terms(struct audit_told *t, struct audit *a, const struct audit_events *e,
    size_t files, struct arena *arena, struct ssjc_err *err)
{
	struct told_terms *seen = arena_array(arena, files + 1, sizeof *seen);
	struct touched days;
	size_t n = 0;
	ssjc_rc rc;

	t->terms = arena_array(arena, files + 1, sizeof *t->terms);
	if (!seen || !t->terms)
		return ssjc_fail_memory(err);
	rc = find_touched(&days, a, e, err);
	if (rc)
		return rc;
	for (const struct audit_event *x = e->v; x < e->v + e->n; x++)
		for (size_t i = 0; i < x->n_files; i++) {
			struct told_terms *to = &seen[n];

			if (!is_data(x, &x->file[i]))
				continue;
			*to = (struct told_terms){
			    .event = x, .file = &x->file[i], .decides = decides(x, &x->file[i])};
			if (is_seen(seen, n, to))
				continue;
			rc = compare(to, a, &days, arena, err);
			if (rc)
				return rc;
			if (to->differs || to->beyond)
				t->terms[t->n_terms++] = *to;
			n++;
		}
	return SSJC_OK;
}

/* What an event read last as a file of that kind; an import's are registers. */
static const struct audit_file *last_of(const struct audit_events *e, const char *kind)
{
	const struct audit_file *last = NULL;

	for (size_t i = 0; i < e->n; i++)
		for (size_t f = 0; !str_is(e->v[i].action, "import") && f < e->v[i].n_files; f++)
			if (!e->v[i].file[f].output && str_is(e->v[i].file[f].kind, kind))
				last = &e->v[i].file[f];
	return last;
}

/* ---- Time stamps ---- */

const struct audit_event *audit_told_pledge(const struct audit_events *e, uint64_t n)
{
	const struct audit_event *pledge = NULL;

	for (size_t i = 0; i < e->n && e->v[i].seq <= n; i++) {
		struct str action = e->v[i].action;

		if (str_is(action, "commit") || str_is(action, "recommit"))
			pledge = &e->v[i];
		else if (str_is(action, "reveal"))
			pledge = NULL;
	}
	return pledge;
}

/* The stamp of an event; *good is false when it makes no sense. */
static ssjc_rc read_stamp(struct told_stamp *to, bool *good, struct audit *a,
    const struct audit_event *x, const struct audit_events *e, struct arena *arena,
    struct ssjc_err *err)
{
	const struct audit_file *what = audit_event_file(x, "stamped", false);
	const struct audit_file *by = audit_event_file(x, "stamp", false);
	struct checkpoint_list list = {0};
	struct ssjc_err why;
	struct str text, reply;
	ssjc_rc rc = SSJC_OK;

	*good = false;
	*to = (struct told_stamp){.event = x};
	if (!what || !by)
		return SSJC_OK;
	rc = audit_content(a, what->digest, arena, &text, err);
	if (rc)
		goto out;
	rc = audit_content(a, by->digest, arena, &reply, err);
	if (rc)
		goto out;
	*good = !stamp_read(&to->stamp, reply, "the time stamp", &why) &&
	    str_is(what->digest, to->stamp.digest) &&
	    !checkpoint_read(&list, text, "the stamped text", &why) &&
	    !checkpoint_match(&list, e, &to->events, &why);
	to->pledged = audit_told_pledge(e, to->events);
out:
	checkpoint_list_free(&list);
	return rc;
}

static ssjc_rc find_stamps(struct audit_told *t, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err)
{
	t->stamp = arena_array(arena, e->n + 1, sizeof *t->stamp);
	if (!t->stamp)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n; i++) {
		bool good;
		ssjc_rc rc;

		if (!str_is(e->v[i].action, "stamp"))
			continue;
		rc = read_stamp(&t->stamp[t->n_stamps], &good, a, &e->v[i], e, arena, err);
		if (rc)
			return rc;
		t->n_stamps += good;
	}
	return SSJC_OK;
}

/* ---- Options ---- */

static ssjc_rc find_readings(struct audit_told *t, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err)
{
	t->reading = arena_array(arena, e->n + 1, sizeof *t->reading);
	if (!t->reading)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n; i++) {
		const struct audit_file *f = audit_event_file(&e->v[i], "reading", false);
		struct told_reading *to = &t->reading[t->n_readings];
		ssjc_rc rc;

		if (!f)
			continue;
		to->event = &e->v[i];
		rc = audit_content(a, f->digest, arena, &to->options, err);
		if (rc)
			return rc;
		t->n_readings++;
	}
	return SSJC_OK;
}

/* ---- Batches ---- */

static ssjc_rc find_batches(struct audit_told *t, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err)
{
	struct audit_batches made;
	bool ok = true;
	ssjc_rc rc = audit_batches(a, e->n ? e->v[e->n - 1].seq : 0, &made, err);

	if (rc)
		return rc;
	t->batch = arena_array(arena, made.n + 1, sizeof *t->batch);
	for (size_t i = 0; t->batch && i < made.n; i++) {
		const struct audit_batch *b = &made.v[i];

		t->batch[t->n_batches++] = (struct told_batch){arena_str(arena, b->number, &ok),
		    arena_str(arena, b->format, &ok), arena_str(arena, b->target, &ok), b->time,
		    b->answered, b->rows, b->accepted};
	}
	audit_batches_free(&made);
	return t->batch && ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc audit_told_of(struct audit_told *out, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err)
{
	size_t files = 0;
	ssjc_rc rc;

	*out = (struct audit_told){
	    .calendar = last_of(e, "calendar"), .items = last_of(e, "items")};
	for (size_t i = 0; i < e->n; i++)
		files += e->v[i].n_files;
	rc = find_terms(out, a, e, files, arena, err);
	if (rc)
		return rc;
	rc = find_batches(out, a, e, arena, err);
	if (rc)
		return rc;
	rc = find_readings(out, a, e, arena, err);
	return rc ? rc : find_stamps(out, a, e, arena, err);
}
