#include "audit_db.h"
#include "ssjc/plan/history.h"

#include <stdlib.h>
#include <string.h>

static ssjc_rc fill_event(struct audit_cursor *c, void *to)
{
	struct audit_event *e = to;
	struct str *const members[] = {&e->time, &e->clock, &e->program, &e->version, &e->actor,
	    &e->action, &e->options, &e->reason, &e->plan, &e->plan_digest, &e->rows, &e->hash};

	e->seq = audit_take_number(c);
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		*members[i] = audit_take(c);
	return SSJC_OK;
}

struct file_row {
	uint64_t event;
	struct audit_file file;
};

static ssjc_rc fill_file(struct audit_cursor *c, void *to)
{
	struct file_row *row = to;
	struct audit_file *f = &row->file;

	row->event = audit_take_number(c);
	f->output = str_is(audit_take(c), "out");
	f->kind = audit_take(c);
	f->name = audit_take(c);
	f->digest = audit_take(c);
	f->rows = audit_take_number(c);
	f->refused = audit_take_number(c);
	f->repaired = audit_take_number(c);
	return SSJC_OK;
}

ssjc_rc audit_events(struct audit *a, struct audit_events *out, struct ssjc_err *err)
{
	struct audit_file *file;
	struct file_row *row;
	size_t n;
	ssjc_rc rc;

	*out = (struct audit_events){0};
	if (a->empty)
		return SSJC_OK;
	rc = audit_collect(a,
	    "SELECT seq, time, clock, program, version, actor, action, options, reason, plan,"
	    " plan_digest, rows, hash FROM event WHERE seq > ?1 ORDER BY seq",
	    0, 0, &out->arena, sizeof *out->v, fill_event, &out->v, &out->n, err);
	if (rc)
		goto out;
	rc = audit_collect(a,
	    "SELECT event, direction, kind, name, digest, rows, refused, repaired FROM file"
	    " WHERE event > ?1 ORDER BY event, row",
	    0, 0, &out->arena, sizeof *row, fill_file, &row, &n, err);
	if (rc)
		goto out;
	file = arena_array(&out->arena, n + 1, sizeof *file);
	if (!file) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0, at = 0; i < out->n; i++) {
		struct audit_event *e = &out->v[i];

		while (at < n && row[at].event < e->seq)
			at++;
		e->file = file + at;
		for (; at < n && row[at].event == e->seq; at++)
			e->file[e->n_files++] = row[at].file;
	}
out:
	if (rc)
		audit_events_free(out);
	return rc;
}

const struct audit_file *audit_event_file(
    const struct audit_event *e, const char *kind, bool output)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output == output && str_is(e->file[i].kind, kind))
			return &e->file[i];
	return NULL;
}

ssjc_rc audit_event_histories(
    const struct audit_event *e, char out[DIGEST_HEX], struct ssjc_err *err)
{
	struct str *digest = calloc(e->n_files + 1, sizeof *digest);
	size_t n = 0;
	ssjc_rc rc;

	if (!digest)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n_files; i++)
		if (!e->file[i].output && str_is(e->file[i].kind, "history"))
			digest[n++] = e->file[i].digest;
	rc = history_digest(digest, n, out, err);
	free(digest);
	return rc;
}

void audit_events_free(struct audit_events *e)
{
	arena_free(&e->arena);
	*e = (struct audit_events){0};
}

ssjc_rc audit_share_used(
    struct audit *a, struct str commitment, uint64_t before, uint64_t *event, struct ssjc_err *err)
{
	return audit_find(a,
	    "SELECT event FROM commitment WHERE commitment = ?1 AND event < ?2 LIMIT 1", commitment,
	    before, event, err);
}
