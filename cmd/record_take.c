#include "cli_import.h"
#include "record_kept.h"
#include "record_rejects.h"

#include "ssjc/base/language.h"
#include "ssjc/record/record_filled.h"

#include <stdlib.h>

/* All that was given, and what comes of it. */
struct taking {
	struct cli *c;
	struct record_files files;
	struct cli_input **file; /* each of them */
	struct record_rejects rejects;
	struct record_signature signature;
	struct record_filled filled;
};

/* Standard input ends before the audit file is opened: the program before has done its part. */
static ssjc_rc read_files(struct taking *t, enum record_kind kind)
{
	struct cli *c = t->c;
	const struct vocabulary *words;
	ssjc_rc rc = record_files_open(c, &t->files);

	if (rc)
		return rc;
	t->file = calloc(t->files.n, sizeof *t->file);
	if (!t->file)
		return ssjc_fail_memory(&c->err);
	rc = cli_vocabulary(c, &words);
	if (rc)
		return rc;
	rc = record_filled_start(&t->filled, kind, words, t->files.n, &c->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < t->files.n; i++) {
		struct cli_input *in;
		bool checklist;

		rc = cli_read(c, t->files.path[i], &in);
		if (rc)
			return rc;
		t->file[i] = in;
		rc = record_filled_add(&t->filled, in->text, in->file.name, &checklist, &c->err);
		if (rc)
			return rc;
		/* A thousand checklists need not stay in memory. */
		if (checklist)
			record_kept_lay_aside(in);
	}
	return SSJC_OK;
}

static void drop_large(void *arg)
{
	const struct taking *t = arg;

	for (size_t i = 0; i < t->files.n && !t->signature.signature; i++)
		record_kept_drop_large(t->file[i]);
}

/* How the files were read, so that verify can read them again. */
static ssjc_rc put_reading(struct taking *t, const struct cli_audit *a)
{
	const struct audit_file f = {
	    .kind = STR("reading"), .name = STR("options"), .refused = t->filled.how.wrong};
	struct buf text = {0};
	ssjc_rc rc;

	record_in_options(&text, &t->filled.options, t->filled.how.partial);
	rc = cli_put_made(t->c, a, f, &text);
	buf_free(&text);
	return rc;
}

/* The files that were taken, and how many rows each has. */
static ssjc_rc put_files(struct taking *t, const struct cli_audit *a, const struct record *r)
{
	if (t->signature.signature)
		return record_signature_put(t->c, a, r, &t->filled.in.table, t->file[0],
		    t->filled.job.input[0].rows, &t->signature);
	for (size_t i = 0; i < t->files.n; i++) {
		uint64_t rows = record_filled_rows(&t->filled, t->file[i]->file.name);
		ssjc_rc rc;

		/* What is wrong in one that gave no row counts as refused. */
		if (rows == RECORD_FILLED_NONE && !t->filled.how.partial)
			continue;
		rc = record_kept_put(t->c, a, t->file[i], rows == RECORD_FILLED_NONE ? 0 : rows);
		if (rc)
			return rc;
	}
	return put_reading(t, a);
}

/* What is said of how many are new. */
static const char *const counts[] = {
    [RECORD_CONFIRM] = N_("confirmations taken: %zu"),
    [RECORD_RESULT] = N_("results taken: %zu"),
    [RECORD_FOLLOW] = N_("follow-ups taken: %zu"),
};

static ssjc_rc put(struct taking *t, struct record *r, enum record_kind kind)
{
	struct cli *c = t->c;
	const struct table *all;
	struct cli_audit *a;
	ssjc_rc rc = cli_begin(c, AUDIT_WRITE, c->command->name, cli_reason.reason, &a);

	if (rc)
		return rc;
	r->state = &a->state;
	rc = record_in_check(&t->filled.in, &a->state, &c->err);
	if (rc)
		return rc;
	rc = record_filled_table(&t->filled, r, &all, &c->err);
	if (rc)
		return rc;
	rc = record_put(r, all, kind, &t->filled.how, a->file, &c->err);
	if (t->filled.checklists.empty)
		cli_note(c, "%zu of %zu checklist%s %s not filled in", t->filled.checklists.empty,
		    t->filled.checklists.sheets, t->filled.checklists.sheets == 1 ? "" : "s",
		    t->filled.checklists.empty == 1 ? "is" : "are");
	if (rc)
		return rc;
	if (t->filled.how.taken == 0) {
		cli_info(c, "nothing new: what was read is on record already, or not filled in");
		return SSJC_OK;
	}
	rc = cli_put_terms(c, a);
	if (rc)
		return rc;
	rc = put_files(t, a, r);
	if (rc)
		return rc;
	rc = audit_commit(a->file, &c->err);
	if (rc)
		return rc;
	cli_info(c, counts[kind], t->filled.how.taken);
	return SSJC_OK;
}

static ssjc_rc take(struct taking *t, enum record_kind kind)
{
	struct cli *c = t->c;
	struct record r;
	ssjc_rc rc = record_rejects_open(&t->rejects);

	if (rc)
		return rc;
	rc = read_files(t, kind);
	if (rc)
		return rc;
	rc = record_signature_read(c, t->file, t->files.n, &t->signature);
	if (rc)
		return rc;
	rc = record_read_data(c, &r);
	if (rc)
		return rc;
	rc = cli_import(c, &t->filled.job, &t->filled.options, record_filled_streams[kind]);
	if (rc)
		return rc;
	t->filled.in.done = drop_large;
	t->filled.in.arg = t;
	rc = record_filled_read(&t->filled, &c->err);
	if (rc)
		return rc;
	return put(t, &r, kind);
}

ssjc_rc record_take(struct cli *c, enum record_kind kind)
{
	struct taking t = {.c = c,
	    .rejects.c = c,
	    .filled.how = {.correct = record_options.correct,
	        .partial = record_options.partial,
	        .bad = record_rejects_put,
	        .left = record_rejects_put,
	        .arg = &t.rejects}};
	ssjc_rc rc = record_rejects_finish(&t.rejects, take(&t, kind));

	if (!rc && t.filled.how.wrong > 0) {
		cli_note(c, "%llu of %llu rows %s wrong: the others are recorded",
		    (unsigned long long)t.filled.how.wrong,
		    (unsigned long long)record_filled_count(&t.filled),
		    t.filled.how.wrong == 1 ? "is" : "are");
		rc = SSJC_NO;
	}
	record_filled_free(&t.filled);
	record_files_close(&t.files);
	free(t.file);
	return rc;
}
