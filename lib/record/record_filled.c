#include "ssjc/record/record_filled.h"

#include <stdlib.h>

const char *const record_filled_streams[] = {
    [RECORD_CONFIRM] = "confirmations",
    [RECORD_RESULT] = "results",
    [RECORD_FOLLOW] = "follow",
};

ssjc_rc record_filled_start(struct record_filled *f, enum record_kind kind,
    const struct vocabulary *vocabulary, size_t n, struct ssjc_err *err)
{
	f->kind = kind;
	f->checklists.vocabulary = vocabulary;
	f->job.input = calloc(n + 1, sizeof *f->job.input);
	return f->job.input ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc record_filled_add(
    struct record_filled *f, struct str bytes, const char *name, bool *list, struct ssjc_err *err)
{
	ssjc_rc rc;

	*list = false;
	if (f->kind == RECORD_RESULT) {
		rc = checklist_in_read(&f->checklists, bytes, name, list, &f->how, err);
		if (rc)
			return rc;
	}
	f->lists += *list;
	if (!*list)
		f->job.input[f->job.n_inputs++] = (struct import_input){
		    .name = name, .bytes = bytes};
	return SSJC_OK;
}

ssjc_rc record_filled_read(struct record_filled *f, struct ssjc_err *err)
{
	return f->job.n_inputs ? record_in_read(&f->in, &f->job, &f->how, err) : SSJC_OK;
}

ssjc_rc record_filled_table(
    struct record_filled *f, const struct record *r, const struct table **all, struct ssjc_err *err)
{
	ssjc_rc rc;

	*all = &f->in.table;
	if (!f->lists)
		return SSJC_OK;
	rc = checklist_in_table(&f->checklists, r, *all, &f->how, err);
	*all = &f->checklists.table;
	return rc;
}

uint64_t record_filled_count(const struct record_filled *f)
{
	return (f->lists ? f->checklists.table.rows : f->in.table.rows) + f->how.refused;
}

uint64_t record_filled_rows(const struct record_filled *f, const char *name)
{
	uint64_t n;

	for (size_t i = 0; i < f->job.n_inputs; i++)
		if (f->job.input[i].name == name)
			return f->job.input[i].rows;
	n = checklist_in_rows(&f->checklists, name);
	return n ? n : RECORD_FILLED_NONE;
}

void record_filled_free(struct record_filled *f)
{
	record_in_close(&f->in);
	checklist_in_close(&f->checklists);
	import_options_free(&f->options);
	free(f->job.input);
	*f = (struct record_filled){.kind = f->kind};
}
