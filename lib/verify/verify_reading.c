/* Whether a register says something else when it is read without the options of its import. */
#include "verify_work.h"

#include "ssjc/base/table.h"
#include "ssjc/import/import.h"

#include <stdlib.h>

/* The columns that decide who is drawn or who inspects. */
static const char *const decisive[] = {"id", "name", "category", "credit", "region", "status",
    "date", "plan", "cert", "dept", "skills", "expert", "recuse", "leave", "valid_until", "items"};

static ssjc_rc run(
    struct verifier *v, const struct import_job *job, struct str *stream, struct ssjc_err *err)
{
	struct csv_out csv = {0};
	char *text = NULL;
	size_t size = 0;
	bool ok = true;
	FILE *f = open_memstream(&text, &size);
	ssjc_rc rc;

	if (!f)
		return ssjc_fail_memory(err);
	rc = csv_out_open(&csv, f, job->options->style, err);
	if (rc)
		goto out;
	rc = import_run(job, &csv, NULL, NULL, err);
	if (rc)
		goto out;
	rc = csv_out_finish(&csv, NULL, err);
out:
	csv_out_close(&csv);
	/* The text is there once f is closed. */
	if (fclose(f) != 0 && !rc)
		rc = ssjc_fail_memory(err);
	if (!rc) {
		*stream = arena_str(&v->arena, (struct str){text, size}, &ok);
		rc = ok ? SSJC_OK : ssjc_fail_memory(err);
	}
	free(text);
	return rc;
}

/* Both have as many rows: the first that says something else of who is in it, if any does. */
static void compare_rows(
    struct verifier *v, enum remark_mark mark, const struct table *with, const struct table *plain)
{
	for (size_t k = 0; k < sizeof decisive / sizeof decisive[0]; k++) {
		int a = table_col(with, decisive[k]), b = table_col(plain, decisive[k]);

		for (size_t i = 0; a != NO_COLUMN && b != NO_COLUMN && i < with->rows; i++) {
			struct str x = table_at(with, i, a), y = table_at(plain, i, b);

			if (str_eq(x, y))
				continue;
			verify_remark(v, mark,
			    "import: without its options, the same files give another %s: “%.*s” "
			    "and not “%.*s” in row %zu of the stream",
			    decisive[k], STR_ARG(y), STR_ARG(x), i + 1);
			return;
		}
	}
}

static ssjc_rc compare(struct verifier *v, enum remark_mark mark, struct str with, struct str plain)
{
	struct table a = {0}, b = {0};
	ssjc_rc rc = table_read(&a, with, "the stream", v->err);

	if (rc)
		goto out;
	rc = table_read(&b, plain, "the stream", v->err);
	if (rc)
		goto out;
	if (a.rows != b.rows)
		verify_remark(v, mark,
		    "import: without its options, the same files give %zu rows, and not %zu",
		    b.rows, a.rows);
	else
		compare_rows(v, mark, &a, &b);
out:
	table_close(&a);
	table_close(&b);
	return rc;
}

ssjc_rc verify_reading(
    struct verifier *v, const struct import_job *job, struct str stream, enum remark_mark mark)
{
	const struct import_options *o = job->options;
	/* Hidden rows are a question of their own, and the options name it. */
	struct import_options plain = {.stream = o->stream, .style = o->style, .hidden = o->hidden};
	struct import_job again = *job;
	struct ssjc_err why;
	struct str other;
	ssjc_rc rc;

	if (!o->n_maps && !o->n_sheets && !o->header_first && o->encoding == plain.encoding)
		return SSJC_OK;
	again.options = &plain;
	again.input = arena_array(&v->arena, job->n_inputs + 1, sizeof *again.input);
	if (!again.input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < job->n_inputs; i++)
		again.input[i] = (struct import_input){
		    .name = job->input[i].name, .bytes = job->input[i].bytes};
	for (int i = 0; i < STREAM_LISTS; i++)
		again.list[i] = NULL;
	rc = run(v, &again, &other, &why);
	if (rc == SSJC_SYSTEM) {
		*v->err = why;
		return rc;
	}
	/* What cannot be read without them needs them. */
	return rc ? SSJC_OK : compare(v, mark, stream, other);
}
