#include "ssjc/audit/audit_told.h"

#include "ssjc/audit/checkpoint.h"

/* ---- Data files of one's own ---- */

/* Was the file's text compared before? Many events read the same. */
static bool is_seen(const struct audit_file *const *seen, size_t n, const struct audit_file *f)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(seen[i]->digest, f->digest) && str_eq(seen[i]->name, f->name))
			return true;
	return false;
}

static ssjc_rc compare(struct audit_told *t, struct audit *a, const struct audit_event *e,
    const struct audit_file *f, struct arena *arena, struct ssjc_err *err)
{
	struct told_terms *to = &t->terms[t->n_terms];
	struct str text;
	ssjc_rc rc = audit_content(a, f->digest, arena, &text, err);

	if (rc)
		return rc;
	*to = (struct told_terms){.event = e, .file = f};
	rc = release_compare(&to->by, f->name, text, arena, err);
	t->n_terms += to->by.unknown || to->by.n > 0;
	return rc;
}

static ssjc_rc find_terms(struct audit_told *t, struct audit *a, const struct audit_events *e,
    size_t files, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_file **seen = arena_array(arena, files + 1, sizeof *seen);
	size_t n = 0;

	t->terms = arena_array(arena, files + 1, sizeof *t->terms);
	if (!seen || !t->terms)
		return ssjc_fail_memory(err);
	for (const struct audit_event *x = e->v; x < e->v + e->n; x++)
		for (size_t i = 0; !str_is(x->action, "import") && i < x->n_files; i++) {
			const struct audit_file *f = &x->file[i];
			ssjc_rc rc;

			if (f->output || !str_is(f->kind, "terms") || is_seen(seen, n, f))
				continue;
			seen[n++] = f;
			rc = compare(t, a, x, f, arena, err);
			if (rc)
				return rc;
		}
	return SSJC_OK;
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

static const struct audit_file *input_of(const struct audit_event *e, const char *kind)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (!e->file[i].output && str_is(e->file[i].kind, kind))
			return &e->file[i];
	return NULL;
}

/* The stamp of an event; *good is false when it makes no sense. */
static ssjc_rc read_stamp(struct told_stamp *to, bool *good, struct audit *a,
    const struct audit_event *x, const struct audit_events *e, struct arena *arena,
    struct ssjc_err *err)
{
	const struct audit_file *what = input_of(x, "stamped"), *by = input_of(x, "stamp");
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
		const struct audit_file *f = input_of(&e->v[i], "reading");
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

ssjc_rc audit_told_of(struct audit_told *out, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err)
{
	size_t files = 0;
	ssjc_rc rc;

	*out = (struct audit_told){0};
	for (size_t i = 0; i < e->n; i++)
		files += e->v[i].n_files;
	rc = find_terms(out, a, e, files, arena, err);
	if (rc)
		return rc;
	rc = find_readings(out, a, e, arena, err);
	return rc ? rc : find_stamps(out, a, e, arena, err);
}
