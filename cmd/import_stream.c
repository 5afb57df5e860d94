#include "import_cmd.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/base/language.h"
#include "ssjc/import/import_record.h"
#include "ssjc/plan/release.h"

#include <stdio.h>

/* One line for an input that there is something to say of; was any row refused? */
static bool report(struct cli *c, const struct import_job *job)
{
	bool refused = false;

	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];
		uint64_t good = in->rows - in->refused - in->repeated - in->merged;
		struct buf left = {0}, merged = {0};

		refused |= in->refused > 0;
		if (!in->refused && !in->left_out && !in->merged && !cli_verbose)
			continue;
		if (in->merged)
			language_both(&merged, " %llu merged,", (unsigned long long)in->merged);
		if (in->left_out)
			language_both(&left, " %llu left out;", (unsigned long long)in->left_out);
		cli_note(c,
		    "%s: %s, %llu row%s: %llu good, %llu refused,%.*s %llu repeated;%.*s %llu "
		    "cell%s repaired",
		    in->name, in->format, (unsigned long long)in->rows, in->rows == 1 ? "" : "s",
		    (unsigned long long)good, (unsigned long long)in->refused,
		    STR_ARG(buf_text(&merged)), (unsigned long long)in->repeated,
		    STR_ARG(buf_text(&left)), (unsigned long long)in->repaired,
		    in->repaired == 1 ? "" : "s");
		buf_free(&left);
		buf_free(&merged);
		if (good == 0 && in->refused + in->left_out > 0)
			cli_note(c,
			    "warning: %s: no row of it is read: --rejects FILE lists why, for each",
			    in->name);
	}
	return refused;
}

/* A --map that decides something is told when it is made, not only by verify. */
static ssjc_rc warn_of_maps(struct cli *c, const struct import_options *o)
{
	struct vocabulary *release = NULL;
	ssjc_rc rc;

	if (o->n_maps == 0)
		return SSJC_OK;
	rc = release_vocabulary(&release, &c->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < o->n_maps; i++) {
		const struct import_map *m = &o->map[i];
		struct str means;

		if (release_map(release, str_of(o->stream->name), m->column, m->header, &means))
			cli_note(c,
			    "warning: --map %.*s=%.*s takes the column %.*s, from a header that is "
			    "known as the column %.*s, and one of them decides who is drawn or "
			    "inspects: this is an open point on record",
			    STR_ARG(m->column), STR_ARG(m->header), STR_ARG(m->column),
			    STR_ARG(means));
	}
	vocabulary_close(release);
	return SSJC_OK;
}

/*
 * Why the rows refused, and what was chosen, may be so: the user's reason, or the plan's,
 * which is for rows alone; "" when none is.
 */
static const char *accepted(const struct import_job *job, const struct import_lists *lists)
{
	uint64_t refused = 0, choices = import_lists_rows(lists, STREAM_CHOICES);

	for (size_t i = 0; i < job->n_inputs; i++)
		refused += job->input[i].refused;
	if (refused + choices == 0)
		return "";
	if (import_args.accept_rejects)
		return cli_reason.reason;
	return job->plan->accept_rejects.n && !choices ? job->plan->accept_rejects.p : "";
}

static ssjc_rc check_reason(struct cli *c)
{
	if (import_args.accept_rejects != cli_given(cli_reason.reason))
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--accept-rejects and --reason TEXT go together");
	if (import_args.accept_rejects && !c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--accept-rejects goes on record: name the plan with -p PLAN");
	return SSJC_OK;
}

static ssjc_rc record(struct cli *c, const struct import_job *job, const struct import_lists *lists,
    const char *digest, uint64_t rows)
{
	struct audit *a;
	struct buf options = {0};
	ssjc_rc rc;

	/* On record the options are in the form that import_options_parse reads. */
	import_options_text(job->options, &options);
	if (options.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = cli_begin_event(
	    c, AUDIT_WRITE, "import", buf_text(&options), accepted(job, lists), &a);
	if (rc)
		goto out;
	rc = import_record(job, lists, a, c->out_name, digest, rows, &c->err);
	if (rc)
		goto out;
	rc = audit_commit(a, &c->err);
out:
	buf_free(&options);
	return rc;
}

/* Are there as many rows as somebody else has counted? */
static ssjc_rc check_count(struct cli *c, const struct import_job *job)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < job->n_inputs; i++)
		rows += job->input[i].rows;
	if (import_args.expected == 0 || rows == (uint64_t)import_args.expected)
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_REFUSED,
	    "the files have %llu row%s, but --expect says %lld: nothing is put on record",
	    (unsigned long long)rows, rows == 1 ? "" : "s", (long long)import_args.expected);
}

/* The three outputs of an import. */
struct import_outputs {
	struct csv_out stream;
	struct csv_file rejects, repairs;
};

static ssjc_rc open_outputs(struct cli *c, struct import_outputs *o)
{
	ssjc_rc rc = cli_no_input(c, import_args.rejects);

	if (rc)
		return rc;
	rc = cli_no_input(c, import_args.repairs);
	if (rc)
		return rc;
	rc = csv_file_open(&o->rejects, import_args.rejects, c->style, &c->err);
	if (rc)
		return rc;
	rc = csv_file_open(&o->repairs, import_args.repairs, c->style, &c->err);
	if (rc)
		return rc;
	return csv_out_open(&o->stream, import_args.check ? NULL : c->out, c->style, &c->err);
}

static ssjc_rc finish_outputs(struct cli *c, struct import_outputs *o, char digest[DIGEST_HEX])
{
	ssjc_rc rc = csv_out_finish(&o->stream, digest, &c->err);

	if (rc)
		return rc;
	rc = csv_file_finish(&o->rejects, &c->err);
	if (rc)
		return rc;
	return csv_file_finish(&o->repairs, &c->err);
}

/* Whether two codes with one name are one business only people can say. */
static void remark_names(struct cli *c, const struct import_lists *lists)
{
	uint64_t n = import_lists_rows(lists, STREAM_SAME_NAMES);

	if (n)
		cli_note(c,
		    "%llu business%s the name of another code, and may have two chances to be "
		    "drawn: --repairs lists them, and so does ssjc-audit show",
		    (unsigned long long)n, n == 1 ? " has" : "es have");
}

ssjc_rc run_import(struct cli *c)
{
	struct import_outputs o = {0};
	struct import_work w = {0};
	char digest[DIGEST_HEX];
	struct import_lists lists = {0};
	bool refused;
	ssjc_rc rc = check_reason(c);

	if (rc)
		return rc;
	if (import_args.check && c->out != stdout)
		return ssjc_fail(&c->err, SSJC_USAGE, "--check writes no stream: leave out -o");
	rc = import_work_open(c, &w, c->command->name);
	if (rc)
		goto out;
	rc = warn_of_maps(c, &w.options);
	if (rc)
		goto out;
	if (w.job.plan) {
		rc = import_lists_open(&lists, &w.job, &c->err);
		if (rc)
			goto out;
	}
	rc = open_outputs(c, &o);
	if (rc)
		goto out;
	rc = import_run(&w.job, &o.stream, o.rejects.to, o.repairs.to, &c->err);
	if (rc)
		goto out;
	rc = finish_outputs(c, &o, digest);
	if (rc)
		goto out;
	refused = report(c, &w.job);
	rc = check_count(c, &w.job);
	if (rc)
		goto out;
	if (w.job.plan) {
		rc = import_lists_finish(&lists, &c->err);
		if (rc)
			goto out;
		remark_names(c, &lists);
	}
	/* With a reason there is a plan, and with that there are lists. */
	if (import_args.accept_rejects && !refused && !import_lists_rows(&lists, STREAM_CHOICES)) {
		rc = ssjc_fail(&c->err, SSJC_USAGE,
		    "no row was refused: leave out --accept-rejects and --reason");
		goto out;
	}
	/* Before standard output ends: the next program's event comes after this. */
	if (w.job.plan && !import_args.check) {
		rc = record(c, &w.job, &lists, digest, o.stream.rows - 1);
		if (rc)
			goto out;
	}
	if (refused && !(w.job.plan && accepted(&w.job, &lists)[0])) {
		if (w.job.plan && !import_args.check)
			cli_note(c,
			    "the rows refused are not in the stream: correct them (--rejects FILE "
			    "lists each, and why) and import again, or do without them: "
			    "--accept-rejects --reason TEXT");
		rc = SSJC_NO;
	}
out:
	import_lists_close(&lists);
	csv_file_close(&o.rejects);
	csv_file_close(&o.repairs);
	csv_out_close(&o.stream);
	import_work_close(&w);
	return rc;
}
