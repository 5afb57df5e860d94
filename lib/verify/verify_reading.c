/* Whether a register says something else when it is read without the options of its import. */
#include "verify_work.h"

#include "ssjc/base/table.h"
#include "ssjc/import/import.h"

#include <stdlib.h>

/* The columns that decide who is drawn or who inspects. */
static const char *const decisive[] = {"id", "name", "category", "credit", "region", "status",
    "date", "plan", "cert", "dept", "skills", "expert", "recuse", "leave", "valid_until", "items"};

/* One file of a job, read in some way. */
struct reading {
	struct str stream;
	bool done;           /* it could be read; else */
	struct ssjc_err why; /* this is why not */
};

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

static ssjc_rc read_with(struct verifier *v, const struct import_job *job,
    const struct import_input *in, const struct import_options *options, struct reading *r)
{
	struct import_input input = {.name = in->name, .bytes = in->bytes};
	struct import_job one = *job;
	ssjc_rc rc;

	*r = (struct reading){.done = false};
	one.options = options;
	one.input = &input;
	one.n_inputs = 1;
	one.some_maps = true;
	for (int i = 0; i < STREAM_LISTS; i++)
		one.list[i] = NULL;
	rc = run(v, &one, &r->stream, &r->why);
	r->done = !rc;
	if (rc != SSJC_SYSTEM)
		return SSJC_OK;
	*v->err = r->why;
	return rc;
}

/* What is compared: a file, read by the options of the job and without some of them. */
struct pair {
	const char *file, *without;
	struct table with, plain;
	enum remark_mark mark;
};

/*
 * Both have as many rows: the first that says something else of who is in it, if any does.
 * A column that the options took away is empty; one that they gave, from a header that
 * nobody knows, is no other reading, but a column more, and the options are told.
 */
static void compare_rows(struct verifier *v, const struct pair *p)
{
	for (size_t k = 0; k < sizeof decisive / sizeof decisive[0]; k++) {
		int a = table_col(&p->with, decisive[k]), b = table_col(&p->plain, decisive[k]);

		for (size_t i = 0; b != NO_COLUMN && i < p->with.rows; i++) {
			struct str x = table_at(&p->with, i, a), y = table_at(&p->plain, i, b);

			if (str_eq(x, y))
				continue;
			verify_remark(v, p->mark,
			    "import: without %s, %s gives another %s: “%.*s” and not “%.*s” in row "
			    "%zu of its stream",
			    p->without, p->file, decisive[k], STR_ARG(y), STR_ARG(x), i + 1);
			return;
		}
	}
}

static ssjc_rc compare(struct verifier *v, struct pair *p, struct str with, struct str plain)
{
	ssjc_rc rc = table_read(&p->with, with, "the stream", v->err);

	if (rc)
		goto out;
	rc = table_read(&p->plain, plain, "the stream", v->err);
	if (rc)
		goto out;
	if (p->with.rows != p->plain.rows)
		verify_remark(v, p->mark, "import: without %s, %s gives %zu rows, and not %zu",
		    p->without, p->file, p->plain.rows, p->with.rows);
	else
		compare_rows(v, p);
out:
	table_close(&p->with);
	table_close(&p->plain);
	return rc;
}

/*
 * A file that cannot be read without its options needs one of them, and any other could
 * come along with that one: each is left out alone.
 */
static ssjc_rc leave_out_each(struct verifier *v, const struct import_job *job,
    const struct import_input *in, struct str with, enum remark_mark mark)
{
	const struct import_options *o = job->options;
	struct import_map *maps = arena_array(&v->arena, o->n_maps + 1, sizeof *maps);
	struct buf without = {0};
	ssjc_rc rc = SSJC_OK;

	if (!maps)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < o->n_maps + 2; i++) {
		struct import_options fewer = *o;
		struct reading r;
		struct pair p = {.file = in->name, .mark = mark};
		bool header = i == o->n_maps;

		buf_clear(&without);
		if (i < o->n_maps) {
			fewer.map = maps;
			fewer.n_maps = 0;
			for (size_t k = 0; k < o->n_maps; k++)
				if (k != i)
					maps[fewer.n_maps++] = o->map[k];
			buf_printf(&without, "--map %.*s=%.*s", STR_ARG(o->map[i].column),
			    STR_ARG(o->map[i].header));
		} else if (header) {
			fewer.header_first = fewer.header_last = 0;
			buf_z(&without, "--header");
		} else {
			fewer.encoding = ENCODING_AUTO;
			buf_z(&without, "--encoding");
		}
		if ((header && !o->header_first) || (i > o->n_maps && o->encoding == ENCODING_AUTO))
			continue;
		rc = without.failed ? ssjc_fail_memory(v->err) : read_with(v, job, in, &fewer, &r);
		if (rc)
			goto out;
		p.without = without.p;
		/* Headers that are not found may be rows of the register as well. */
		if (!r.done && header)
			verify_remark_because(v, mark, &r.why,
			    "import: without --header, %s cannot be read", in->name);
		if (!r.done)
			continue;
		rc = compare(v, &p, with, r.stream);
		if (rc)
			goto out;
	}
out:
	buf_free(&without);
	return rc;
}

static ssjc_rc read_plainly(struct verifier *v, const struct import_job *job,
    const struct import_input *in, enum remark_mark mark)
{
	const struct import_options *o = job->options;
	/* Hidden rows and sheets are questions of their own: the import's record names them. */
	struct import_options plain = {.stream = o->stream,
	    .style = o->style,
	    .hidden = o->hidden,
	    .sheet = o->sheet,
	    .n_sheets = o->n_sheets};
	struct pair p = {.file = in->name, .without = "its options", .mark = mark};
	struct reading with, without;
	ssjc_rc rc = read_with(v, job, in, o, &with);

	if (rc)
		return rc;
	if (!with.done)
		return verify_differs_because(v, &with.why, "%s alone cannot be read", in->name);
	rc = read_with(v, job, in, &plain, &without);
	if (rc)
		return rc;
	if (without.done)
		return compare(v, &p, with.stream, without.stream);
	/* What cannot be read without them needs them. */
	verify_remark_because(v, REMARK_NOTE, &without.why,
	    "import: without its options, %s cannot be read", in->name);
	return leave_out_each(v, job, in, with.stream, mark);
}

ssjc_rc verify_reading(struct verifier *v, const struct import_job *job, enum remark_mark mark)
{
	const struct import_options *o = job->options;

	if (!o->n_maps && !o->header_first && o->encoding == ENCODING_AUTO)
		return SSJC_OK;
	/* Each by itself, so that none keeps another from being compared. */
	for (size_t i = 0; i < job->n_inputs; i++) {
		ssjc_rc rc = read_plainly(v, job, &job->input[i], mark);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}
