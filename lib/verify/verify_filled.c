/* What people filled in, read again: it must say what was put on record. */
#include "verify_work.h"

#include "ssjc/record/checklist_in.h"
#include "ssjc/record/record_in.h"
#include "ssjc/record/record_same.h"

#include <string.h>

/* The kind of the files, and the stream that they are read as. */
static const struct {
	const char *file, *stream;
} kinds[] = {
    [RECORD_CONFIRM] = {"confirm", "confirmations"},
    [RECORD_RESULT] = {"result", "results"},
    [RECORD_FOLLOW] = {"follow", "follow"},
};

/* What is read, and how. */
struct filled {
	struct import_options options;
	struct import_job job; /* its inputs: tables */
	struct checklist_in checklists;
	size_t lists; /* how many of the files are checklists */
	struct record_in in;
	struct record_taking how;
	struct vocabulary *words;
	struct ssjc_err first; /* the first row that is wrong */
};

static void keep_first(void *arg, const struct ssjc_err *err, struct str value)
{
	struct filled *f = arg;

	(void)value;
	if (!f->first.msg[0])
		f->first = *err;
}

static void pass_over(void *arg, const struct ssjc_err *err, struct str value)
{
	(void)arg;
	(void)err;
	(void)value;
}

/* The file's bytes: as they were given, or as they are kept; *there: they are. */
static ssjc_rc bytes_of(
    struct verifier *v, const struct audit_file *f, struct str *bytes, bool *there)
{
	const struct known_text *k = verify_find(v, f->digest);
	ssjc_rc rc = SSJC_OK;

	if (k)
		*bytes = k->text;
	else
		rc = audit_kept(v->job->audit, f->digest, &v->arena, bytes, v->err);
	*there = bytes->n > 0;
	return rc;
}

static ssjc_rc add_file(struct verifier *v, struct filled *f, const struct audit_file *file,
    struct str bytes, enum record_kind kind)
{
	/* The name is only for messages: the one that it had then. */
	char *name = arena_cstr(&v->arena, file->name);
	bool is = false;
	ssjc_rc rc;

	if (!name)
		return ssjc_fail_memory(v->err);
	if (kind == RECORD_RESULT) {
		rc = f->words ? SSJC_OK : verify_vocabulary(v, &f->words);
		if (rc)
			return rc;
		f->checklists.vocabulary = f->words;
		rc = checklist_in_read(&f->checklists, bytes, name, &is, &f->how, v->err);
		if (rc)
			return rc;
	}
	f->lists += is;
	if (!is)
		f->job.input[f->job.n_inputs++] = (struct import_input){
		    .name = name, .bytes = bytes};
	return SSJC_OK;
}

/* *all: every file is there; one that is not is remarked. */
static ssjc_rc add_files(struct verifier *v, struct filled *f, enum record_kind kind, bool *all)
{
	const struct audit_event *e = v->event;

	f->job.input = arena_array(&v->arena, e->n_files + 1, sizeof *f->job.input);
	if (!f->job.input)
		return ssjc_fail_memory(v->err);
	*all = true;
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *file = &e->file[i];
		struct str bytes;
		bool there;
		ssjc_rc rc;

		if (file->output || !str_is(file->kind, kinds[kind].file))
			continue;
		rc = bytes_of(v, file, &bytes, &there);
		if (rc)
			return rc;
		if (!there) {
			verify_remark(v, REMARK_UNCHECKED,
			    "%.*s was neither given nor kept, so it was not read again",
			    STR_ARG(file->name));
			*all = false;
			continue;
		}
		rc = add_file(v, f, file, bytes, kind);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* How it was read then: the file of the kind “reading”. */
static ssjc_rc read_options(struct verifier *v, struct filled *f, enum record_kind kind)
{
	struct str text;
	ssjc_rc rc = verify_kept(v, "reading", &text);

	if (rc)
		return rc;
	f->how.partial = str_cut_end(&text, "partial=yes\n");
	f->how.correct = kind != RECORD_CONFIRM && str_trim(v->event->reason).n > 0;
	f->job.options = &f->options;
	if (text.n)
		rc = import_options_parse(&f->options, text, v->err);
	return rc ? rc
	          : import_option(&f->options, STR("stream"), str_of(kinds[kind].stream), v->err);
}

static ssjc_rc compare(struct verifier *v, struct filled *f, const struct record *r,
    const struct audit_state *after, enum record_kind kind)
{
	const struct table *all = &f->in.table;
	ssjc_rc rc;

	if (f->job.n_inputs) {
		rc = record_in_read(&f->in, &f->job, &f->how, v->err);
		if (rc)
			return rc;
	}
	if (f->lists) {
		rc = checklist_in_table(&f->checklists, r, all, &f->how, v->err);
		if (rc)
			return rc;
		all = &f->checklists.table;
	}
	rc = record_same(r, all, &f->how, kind, after, v->event->seq, v->err);
	if (rc && f->first.msg[0] && !f->how.partial)
		*v->err = f->first;
	return rc;
}

ssjc_rc verify_filled(struct verifier *v, const struct record *r, const struct audit_state *after,
    enum record_kind kind)
{
	struct record with = *r;
	struct filled f = {.how = {.bad = keep_first, .left = pass_over}};
	bool all = false;
	ssjc_rc rc;

	f.how.arg = &f;
	f.job.plan = r->plan;
	rc = add_files(v, &f, kind, &all);
	if (rc || !all || (!f.job.n_inputs && !f.lists))
		goto out;
	if (!f.words) {
		rc = verify_vocabulary(v, &f.words);
		if (rc)
			goto out;
	}
	with.vocabulary = f.job.vocabulary = f.words;
	rc = read_options(v, &f, kind);
	if (rc)
		goto out;
	rc = compare(v, &f, &with, after, kind);
out:
	record_in_close(&f.in);
	checklist_in_close(&f.checklists);
	import_options_free(&f.options);
	vocabulary_close(f.words);
	return rc;
}
