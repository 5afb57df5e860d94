#include "cli_import.h"
#include "record_cmd.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/base/csv_file.h"
#include "ssjc/base/language.h"
#include "ssjc/record/record_filled.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc record_read_data(struct cli *c, struct record *r)
{
	struct cli_data d;
	ssjc_rc rc = cli_data(c, &d);

	if (rc)
		return rc;
	*r = (struct record){.plan = d.plan,
	    .items = d.items,
	    .vocabulary = d.vocabulary,
	    .calendar = d.calendar,
	    .today = time_day(c->context.now)};
	return SSJC_OK;
}

ssjc_rc record_open(struct cli *c, struct record *r)
{
	struct cli_audit *a;
	ssjc_rc rc = record_read_data(c, r);

	if (rc)
		return rc;
	rc = cli_open(c, &a);
	if (rc)
		return rc;
	r->state = &a->state;
	return SSJC_OK;
}

/* All that was given, and what comes of it. */
struct taking {
	struct cli *c;
	struct record_files files;
	struct cli_input **file; /* each of them */
	struct csv_file rejects;
	struct record_signature signature;
	struct record_filled filled;
};

static void put_line(struct csv_out *to, const struct ssjc_err *e, struct str value)
{
	csv_out_field(to, str_of(e->file));
	csv_out_field(to, str_of(e->sheet));
	csv_out_uint(to, e->line);
	csv_out_field(to, str_of(e->column));
	csv_out_field(to, value);
	csv_out_field(to, str_of(e->msg));
	csv_out_end(to);
}

/* A row that is wrong, or one that is left out. */
static void list(void *arg, const struct ssjc_err *e, struct str value)
{
	struct taking *t = arg;

	if (t->rejects.to)
		put_line(t->rejects.to, e, value);
	cli_error(t->c, e);
}

static ssjc_rc open_rejects(struct taking *t)
{
	static const char *const head[] = {"file", "sheet", "row", "column", "value", "reason"};
	struct cli *c = t->c;
	ssjc_rc rc = cli_no_input(c, record_options.rejects);

	if (rc)
		return rc;
	rc = csv_file_open(&t->rejects, record_options.rejects, c->style, &c->err);
	if (rc || !t->rejects.to)
		return rc;
	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		csv_out_field(t->rejects.to, str_of(head[i]));
	csv_out_end(t->rejects.to);
	return SSJC_OK;
}

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

		rc = cli_read(c, t->files.path[i], &t->file[i]);
		if (rc)
			return rc;
		in = t->file[i];
		rc = record_filled_add(&t->filled, in->text, in->file.name, &checklist, &c->err);
		if (rc)
			return rc;
		/* A thousand checklists need not stay in memory. */
		if (checklist && !in->file.piped) {
			file_drop(&in->file);
			in->text = STR("");
		}
	}
	return SSJC_OK;
}

/* Of what is longer, only the digest goes on record. */
enum { KEPT_MAX = 8 << 20 };

/* Of a file whose digest is all that goes on record, the bytes go as soon as they were read. */
static void drop_large(void *arg)
{
	struct taking *t = arg;

	for (size_t i = 0; i < t->files.n && !t->signature.signature; i++) {
		struct cli_input *in = t->file[i];

		if (in->text.n <= KEPT_MAX)
			continue;
		file_drop(&in->file);
		in->text.p = NULL;
	}
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

/* A file with its content, which is read again where it did not stay in memory. */
static ssjc_rc put_kept(
    struct cli *c, const struct cli_audit *a, const struct cli_input *in, uint64_t rows)
{
	struct cli_input kept = *in;
	char digest[DIGEST_HEX];
	struct file again = {0};
	ssjc_rc rc = SSJC_OK;

	if (in->text.n == 0) {
		rc = file_open(&again, in->file.name, &c->err);
		if (rc)
			goto out;
		rc = digest_hex(again.bytes.p, again.bytes.n, digest, &c->err);
		if (rc)
			goto out;
		if (strcmp(digest, in->digest) != 0) {
			rc = ssjc_fail_at(&c->err, SSJC_INPUT, in->file.name, 0, NULL,
			    "was changed while it was read: run the command again");
			goto out;
		}
		kept.text = again.bytes;
	}
	rc = kept.text.n > KEPT_MAX ? cli_put_input(c, a, c->command->name, &kept, rows)
	                            : cli_put_kept(c, a, c->command->name, &kept, rows);
out:
	file_close(&again);
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
		rc = put_kept(t->c, a, t->file[i], rows == RECORD_FILLED_NONE ? 0 : rows);
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
	ssjc_rc rc = open_rejects(t);

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
	    .filled.how = {.correct = record_options.correct,
	        .partial = record_options.partial,
	        .bad = list,
	        .left = list,
	        .arg = &t}};
	struct ssjc_err listed;
	ssjc_rc rc = take(&t, kind);

	/* The list is there when rows are wrong, whatever else is. */
	if (t.rejects.to && (!rc || rc == SSJC_INPUT) && csv_file_finish(&t.rejects, &listed)) {
		c->err = listed;
		rc = listed.rc;
	}
	if (!rc && t.filled.how.wrong > 0) {
		cli_note(c, "%llu of %llu rows %s wrong: the others are recorded",
		    (unsigned long long)t.filled.how.wrong,
		    (unsigned long long)record_filled_count(&t.filled),
		    t.filled.how.wrong == 1 ? "is" : "are");
		rc = SSJC_NO;
	}
	csv_file_close(&t.rejects);
	record_filled_free(&t.filled);
	record_files_close(&t.files);
	free(t.file);
	return rc;
}

/* The plan or its items were changed after the draw: on record, with the reason. */
ssjc_rc run_amend(struct cli *c)
{
	struct cli_data d;
	struct cli_audit *a;
	ssjc_rc rc;

	if (!cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--reason TEXT is missing: why the plan or its items were changed");
	rc = cli_begin(c, AUDIT_WRITE, "amend", cli_reason.reason, &a);
	if (rc)
		return rc;
	rc = cli_data(c, &d);
	if (rc)
		return rc;
	rc = audit_plan_amendable(a->file, d.plan, &c->err);
	return rc ? rc : audit_commit(a->file, &c->err);
}
