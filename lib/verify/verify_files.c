/* The numbers that are on record of files: of the same bytes the same, and of none what has none. */
#include "verify_work.h"

#include <stdlib.h>

/* By digest, and in the order of the record. */
static int by_digest(const void *a, const void *b)
{
	const struct file_use *x = a, *y = b;
	int c = str_cmp(x->file->digest, y->file->digest);

	return c ? c : (x->file > y->file) - (x->file < y->file);
}

/* What a plan or a draw reads as it is, without counting its rows. */
static const struct str uncounted = STR_INIT("history;items");

static ssjc_rc check(struct verifier *v, const struct file_use *u)
{
	static const struct str with_rows = STR_INIT(
	    "objects;shard;inspectors;history;items;confirmations;results;follow;drawn;excluded;assigned;confirm;"
	    "result;rejects;left-out;missing-skills;by-status;same-names;choices;checklist;notice;approval;minutes;filing;"
	    "schedule;batch;manifest;receipt;last;visits;spread");
	const struct audit_file *f = u->file;
	bool import = str_is(u->event->action, "import"),
	     counted = import || !str_in_list(uncounted, f->kind);
	struct str note;

	v->event = u->event;
	/* Its text is in no answer of ours, but it is there. */
	if (str_is(f->kind, "note")) {
		ssjc_rc rc = audit_content(v->job->audit, f->digest, &v->arena, &note, v->err);

		arena_free(&v->arena);
		if (rc)
			return rc;
	}
	/* The options of a reading count the rows that --partial left: verify_filled.c. */
	if ((f->refused || f->repaired) && !(import && !f->output) &&
	    !(str_is(f->kind, "reading") && !f->repaired))
		return verify_differs(v,
		    "the %.*s %.*s is said to have rows refused or cells repaired, which only an "
		    "import does to what it reads",
		    STR_ARG(verify_word(f->kind)), STR_ARG(f->name));
	if (f->rows && !(counted && str_in_list(with_rows, f->kind)))
		return verify_differs(v, "the %.*s %.*s is said to have %llu rows, but has none",
		    STR_ARG(verify_word(f->kind)), STR_ARG(f->name), (unsigned long long)f->rows);
	return SSJC_OK;
}

/* A stream: what is read is what was written, row for row. */
static ssjc_rc same_rows(struct verifier *v, const struct file_use *a, const struct file_use *b)
{
	v->event = b->event;
	if (str_in_list(uncounted, b->file->kind))
		return SSJC_OK;
	if (a->file->rows == b->file->rows || !str_eq(a->file->digest, b->file->digest))
		return SSJC_OK;
	return verify_differs(v,
	    "%.*s (%.*s) has %llu rows on record, but by event %llu, which has the same file, %llu",
	    STR_ARG(b->file->name), STR_ARG(verify_word(b->file->kind)),
	    (unsigned long long)b->file->rows, (unsigned long long)a->event->seq,
	    (unsigned long long)a->file->rows);
}

ssjc_rc verify_uses(struct verifier *v)
{
	const struct audit_event *end = v->events.v + v->events.n;
	size_t n = 0;

	for (const struct audit_event *e = v->events.v; e < end; e++)
		n += e->n_files;
	v->use = arena_array(&v->kept, n + 1, sizeof *v->use);
	if (!v->use)
		return ssjc_fail_memory(v->err);
	for (const struct audit_event *e = v->events.v; e < end; e++)
		for (size_t i = 0; i < e->n_files; i++)
			v->use[v->n_use++] = (struct file_use){&e->file[i], e};
	qsort(v->use, n, sizeof *v->use, by_digest);
	return SSJC_OK;
}

ssjc_rc verify_files(struct verifier *v)
{
	ssjc_rc rc;

	for (const struct audit_event *e = v->events.v; e < v->events.v + v->events.n; e++)
		for (size_t i = 0; i < e->n_files; i++) {
			const struct file_use u = {&e->file[i], e};

			rc = verify_named(v, check(v, &u));
			if (rc)
				return rc;
		}
	for (size_t i = 1; i < v->n_use; i++) {
		rc = verify_named(v, same_rows(v, &v->use[i - 1], &v->use[i]));
		if (rc)
			return rc;
	}
	v->event = NULL;
	return SSJC_OK;
}
