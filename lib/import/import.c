#include "importer.h"

#include "ssjc/base/language.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/release.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void import_notice(struct importer *im, const char *fmt, ...)
{
	char text[2048];
	va_list args;

	if (!im->job->notice)
		return;
	va_start(args, fmt);
	language_vprint(text, sizeof text, false, fmt, args);
	va_end(args);
	im->job->notice(im->job->arg, text);
}

/* ---- Codes that are accepted although their check digit is wrong ---- */

static ssjc_rc read_accepted(struct importer *im, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "reason", NULL};
	const struct keyset_entry *old;
	struct table t = {.name = NULL};
	ssjc_rc rc;

	if (im->job->accept.n == 0)
		return SSJC_OK;
	rc = table_read(&t, im->job->accept, im->job->accept_name, err);
	if (rc)
		return rc;
	rc = table_need(&t, columns, err);
	if (rc)
		goto out;
	for (size_t row = 0; row < t.rows; row++) {
		struct str id = table_at(&t, row, table_col(&t, "id"));

		if (text_trim(table_at(&t, row, table_col(&t, "reason"))).n == 0)
			rc = table_fail(
			    &t, row, "reason", err, "is empty: say why the code is accepted");
		else if (!keyset_add(&im->accepted, keyset_hash(&im->accepted, id), id, 0, 0, &old))
			rc = ssjc_fail_memory(err);
		if (rc)
			goto out;
	}
out:
	table_close(&t);
	return rc;
}

/* ---- Before the first row: all headers, and the columns of the stream ---- */

/* The number of the target of that name, n_targets when there is none. */
static size_t target_of(const struct importer *im, struct str name)
{
	const struct keyset_entry *e = keyset_find(&im->target_names, name);

	return e ? (size_t)e->place : im->n_targets;
}

static bool has_column(const struct import_headers *h, struct str name)
{
	for (size_t i = 0; i < h->n; i++)
		if (!h->v[i].unknown && str_eq(h->v[i].name, name))
			return true;
	return false;
}

enum { TOLD_MAX = 100 };

/* Is there anything in it that is not ASCII? Programs write such headers, people do not. */
static bool is_peoples(struct str header)
{
	for (size_t i = 0; i < header.n; i++)
		if ((unsigned char)header.p[i] >= 0x80)
			return true;
	return false;
}

/* Is it a column of some stream? One that says 备注 is no riddle. */
static bool is_some_streams(const struct header_aliases *a, struct str header)
{
	struct str column;

	for (int i = 0; i < STREAMS; i++)
		if (vocabulary_column(a->vocabulary, streams[i].name, header, &column))
			return true;
	return false;
}

enum { LOST_MAX = 8 };

/* A header that is like no known one: it is named with the others of its sheet. */
static void add_lost(struct importer *im, const struct header_aliases *a, struct str header)
{
	/* A form has columns that are only there to be read by people. */
	if (im->reader || !is_peoples(header) || is_some_streams(a, header))
		return;
	if (im->n_lost < LOST_MAX)
		buf_printf(&im->lost, "%s“%.*s”", im->n_lost ? ", " : "", STR_ARG(header));
	im->n_lost++;
}

static void tell_lost(struct importer *im, const struct import_sheet *s)
{
	struct buf more = {0};

	if (im->n_lost > LOST_MAX)
		language_both(&more, " and %zu more", im->n_lost - LOST_MAX);
	if (im->n_lost && !im->lost.failed && !more.failed)
		import_notice(im,
		    "%s: not known, and only carried along: the column%s %.*s%.*s (--map takes one "
		    "for a column that is)",
		    s->input->name, im->n_lost == 1 ? "" : "s", STR_ARG(buf_text(&im->lost)),
		    STR_ARG(buf_text(&more)));
	buf_free(&more);
	buf_clear(&im->lost);
	im->n_lost = 0;
}

/* Name a header that nobody knows, once: with the known one that it is like, or with the others. */
static bool tell_unknown(struct importer *im, const struct import_sheet *s,
    const struct header_aliases *a, struct str header)
{
	const struct keyset_entry *old;
	struct str column;

	if (!im->job->notice || im->told.n >= TOLD_MAX)
		return true;
	if (!keyset_add(&im->told, keyset_hash(&im->told, header), header, 0, 0, &old))
		return false;
	if (old)
		return true;
	if (!header_alias_nearest(a, header, &column) || str_is(column, "carried")) {
		add_lost(im, a, header);
		return true;
	}
	if (has_column(&s->headers, column))
		return true;
	if (stream_column(a->stream, column))
		import_notice(im,
		    "%s: the header “%.*s” is not known, and its column is carried along: if it is "
		    "%.*s, say --map '%.*s=%.*s'",
		    s->input->name, STR_ARG(header), STR_ARG(column), STR_ARG(column),
		    STR_ARG(header));
	else if (str_is(column, "id_card"))
		import_notice(im,
		    "%s: the header “%.*s” is not known, and its column is carried along: if it "
		    "holds ID-card numbers, take it out",
		    s->input->name, STR_ARG(header));
	return true;
}

/*
 * A header that is known as a column which decides, but is not read because --map gives
 * that column another one. Of two that are both known as it, somebody has to choose.
 */
static ssjc_rc tell_replaced(struct importer *im, const struct import_sheet *s,
    const struct header_aliases *a, struct str header, struct ssjc_err *err)
{
	const struct import_options *o = a->options;
	struct buf why = {0};
	struct str column, known;
	ssjc_rc rc = SSJC_OK;

	if (im->reader || !vocabulary_column(a->vocabulary, a->stream->name, header, &column) ||
	    !release_decides(str_of(a->stream->name), column))
		return SSJC_OK;
	for (size_t i = 0; i < o->n_maps; i++) {
		struct str to = o->map[i].header;
		bool same;

		if (!str_eq(o->map[i].column, column))
			continue;
		same = vocabulary_column(a->vocabulary, a->stream->name, to, &known) &&
		    str_eq(known, column);
		language_both(&why, "is known as the column %.*s, which --map takes from “%.*s”%s",
		    STR_ARG(column), STR_ARG(to), same ? W_(", known as it as well") : "");
		if (why.failed)
			rc = ssjc_fail_memory(err);
		else
			import_choice(
			    im, s->input, s->name, header, same ? STR("") : to, buf_text(&why));
		buf_free(&why);
	}
	return rc;
}

static ssjc_rc add_targets(struct importer *im, const struct import_sheet *s,
    const struct header_aliases *a, struct ssjc_err *err)
{
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct import_header *c = &s->headers.v[i];
		const struct keyset_entry *old;

		if (c->dropped)
			import_notice(im,
			    "%s: the column “%.*s” is left out: it holds ID-card numbers",
			    s->input->name, STR_ARG(c->header));
		if (c->unknown && !tell_unknown(im, s, a, c->header))
			return ssjc_fail_memory(err);
		if (c->unknown) {
			ssjc_rc rc = tell_replaced(im, s, a, c->header, err);

			if (rc)
				return rc;
		}
		if (c->dropped || c->name.n == 0)
			continue;
		if (!keyset_add(&im->target_names, keyset_hash(&im->target_names, c->name), c->name,
		        0, im->n_targets, &old))
			return ssjc_fail_memory(err);
		if (old)
			continue;
		if (!array_grow(&im->target, &im->target_cap, im->n_targets, sizeof *im->target))
			return ssjc_fail_memory(err);
		im->target[im->n_targets++] = (struct target){
		    .name = c->name, .field = {.column = c->column}, .number = c->number};
	}
	tell_lost(im, s);
	return SSJC_OK;
}

/*
 * Rows below what would be the headers without --map and --header, but not below those that
 * were taken, are read as none: a row of the register can be named as its headers.
 */
static ssjc_rc tell_header(struct importer *im, const struct import_sheet *s, struct ssjc_err *err)
{
	const struct import_options *o = im->job->options;
	const struct import_options plain = {.stream = o->stream};
	const struct header_aliases aliases = {o->stream, &plain, im->job->vocabulary, NULL};
	struct import_headers h = {.n = 0};
	struct buf why = {0};
	ssjc_rc rc;

	if (im->reader || (!o->n_maps && !o->header_first))
		return SSJC_OK;
	rc = sheet_rows_start(im->rows, s->number, err);
	if (rc)
		return rc;
	rc = import_headers_try(&h, im->rows, &aliases, err);
	if (rc)
		return rc;
	if (h.known > 0 && h.last < s->headers.last) {
		language_both(&why,
		    "has known headers in row %llu, but row %llu was taken for its headers",
		    (unsigned long long)h.last, (unsigned long long)s->headers.last);
		if (!why.failed)
			import_choice(im, s->input, s->name, STR(""), STR(""), buf_text(&why));
		rc = why.failed ? ssjc_fail_memory(err) : SSJC_OK;
	}
	buf_free(&why);
	import_headers_free(&h);
	return rc;
}

/*
 * One column in the middle has nothing above it, and right of it are columns of the stream:
 * two tables side by side look so.
 */
static void tell_gap(struct importer *im, const struct import_sheet *s)
{
	const struct import_headers *h = &s->headers;
	size_t gaps = 0, gap = 0;
	bool known = false;
	char name[CELL_NAME];

	for (size_t i = 1; i < h->n; i++) {
		if (h->v[i].header.n == 0 && !h->v[i].number && h->v[i - 1].header.n > 0) {
			gaps++;
			gap = i;
		}
		known |= gaps > 0 && h->v[i].column;
	}
	if (im->reader || gaps != 1 || !known)
		return;
	cell_name(gap, h->last, name);
	import_notice(im,
	    "%s: nothing is in the cell %s of the headers: if what is right of it is another table, "
	    "put that into a sheet of its own",
	    s->input->name, name);
}

/* The number-th chosen sheet of the input that is open. */
static ssjc_rc add_sheet(
    struct importer *im, struct import_input *in, size_t number, struct ssjc_err *err)
{
	const struct header_aliases aliases = {im->job->options->stream, im->job->options,
	    im->job->vocabulary, im->reader ? im->reader->needed : NULL};
	struct import_sheet *s;
	struct str name = sheet_rows_sheet(im->rows, number);
	bool ok = true;
	ssjc_rc rc;

	if (!array_grow(&im->sheet, &im->sheet_cap, im->n_sheets, sizeof *im->sheet))
		return ssjc_fail_memory(err);
	s = &im->sheet[im->n_sheets];
	*s = (struct import_sheet){.input = in, .number = number};
	s->name = arena_str(&im->arena, name, &ok);
	if (!ok)
		return ssjc_fail_memory(err);
	rc = sheet_rows_start(im->rows, number, err);
	if (rc)
		return rc;
	rc = import_headers_find(&s->headers, im->rows, in->name, &aliases, err);
	if (rc == SSJC_INPUT && sheet_rows_sheets(im->rows) > 1)
		ssjc_err_sheet(err, s->name.p);
	if (rc)
		return rc;
	im->n_sheets++;
	tell_gap(im, s);
	if (s->headers.maybe_last)
		import_notice(im,
		    "%s: rows %llu to %llu together look like better headers than those taken: say "
		    "--header %llu-%llu if they are",
		    in->name, (unsigned long long)s->headers.maybe_first,
		    (unsigned long long)s->headers.maybe_last,
		    (unsigned long long)s->headers.maybe_first,
		    (unsigned long long)s->headers.maybe_last);
	rc = tell_header(im, s, err);
	if (rc)
		return rc;
	return add_targets(im, s, &aliases, err);
}

/* Have that input open. Only one is in memory at a time. */
static ssjc_rc open_input(struct importer *im, const struct import_input *in, struct ssjc_err *err)
{
	const struct import_options *o = im->job->options;
	struct sheet_rows_options options = {.encoding = o->encoding,
	    .sheet = o->sheet,
	    .n_sheets = o->n_sheets,
	    .all = im->reader != NULL};
	ssjc_rc rc;

	if (im->open == in)
		return SSJC_OK;
	sheet_rows_close(im->rows);
	im->rows = NULL;
	im->open = NULL;
	rc = sheet_rows_open(&im->rows, in->bytes, in->name, &options, err);
	if (rc)
		return rc;
	im->open = in;
	return SSJC_OK;
}

/* The sheets of the input that is open which --sheet leaves out, or finds although hidden. */
static ssjc_rc tell_sheets(struct importer *im, const struct import_input *in, struct ssjc_err *err)
{
	static const char *const why[] = {
	    [SHEET_NOT_READ] = W_("is visible and not empty, but was not read"),
	    [SHEET_HIDDEN_READ] = W_("is hidden, but was read")};

	for (size_t i = 0; !im->reader && i < sheet_rows_count(im->rows); i++) {
		enum sheet_choice choice;
		struct str name;
		ssjc_rc rc = sheet_rows_choice(im->rows, i, &name, &choice, err);

		if (rc)
			return rc;
		if (choice != SHEET_AS_ALWAYS)
			import_choice(im, in, name, STR(""), STR(""), str_of(why[choice]));
	}
	return SSJC_OK;
}

static ssjc_rc add_input(struct importer *im, struct import_input *in, struct ssjc_err *err)
{
	ssjc_rc rc = open_input(im, in, err);

	if (rc)
		return rc;
	rc = tell_sheets(im, in, err);
	if (rc)
		return rc;
	in->format = sheet_rows_format(im->rows);
	for (size_t i = 0; i < sheet_rows_sheets(im->rows); i++) {
		rc = add_sheet(im, in, i, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc add_inputs(struct importer *im, struct ssjc_err *err)
{
	for (size_t i = 0; i < im->job->n_inputs; i++) {
		ssjc_rc rc = add_input(im, &im->job->input[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* A --map whose header is in no sheet is a mistake. */
static ssjc_rc check_maps(const struct importer *im, struct ssjc_err *err)
{
	const struct import_options *o = im->job->options;

	for (size_t i = 0; !im->job->some_maps && i < o->n_maps; i++) {
		if (target_of(im, o->map[i].column) == im->n_targets)
			return ssjc_fail_at(err, SSJC_INPUT, im->job->input[0].name, 0, NULL,
			    "no column has the header “%.*s” that --map names",
			    STR_ARG(o->map[i].header));
	}
	return SSJC_OK;
}

/* Find the key, and each target in each sheet. */
static ssjc_rc connect(struct importer *im, struct ssjc_err *err)
{
	size_t keys = 0;

	im->id = target_of(im, str_of(im->job->options->stream->column[0].name));
	im->name = target_of(im, STR("name"));
	im->status = target_of(im, STR("status"));
	im->field = arena_array(&im->arena, im->n_targets, sizeof *im->field);
	if (!im->field)
		return ssjc_fail_memory(err);
	for (size_t t = 0; t < im->n_targets; t++) {
		im->field[t].column = im->target[t].field.column;
		if (target_is_key(&im->target[t]) && keys++ == 0)
			im->only_key = &im->target[t];
	}
	if (keys > 1)
		im->only_key = NULL;
	for (size_t i = 0; i < im->n_sheets; i++) {
		struct import_sheet *s = &im->sheet[i];

		s->from = arena_array(&im->arena, im->n_targets, sizeof *s->from);
		s->header = arena_array(&im->arena, im->n_targets, sizeof *s->header);
		if (!s->from || !s->header)
			return ssjc_fail_memory(err);
		for (size_t t = 0; t < im->n_targets; t++)
			s->from[t] = NOT_THERE;
		for (size_t c = 0; c < s->headers.n; c++)
			if (s->headers.v[c].name.n > 0 && !s->headers.v[c].dropped)
				s->from[target_of(im, s->headers.v[c].name)] = (int)c;
		for (size_t t = 0; t < im->n_targets; t++)
			if (s->from[t] != NOT_THERE)
				s->header[t] = s->headers.v[s->from[t]].header;
	}
	return SSJC_OK;
}

/* ---- All of it ---- */

/* What is to be known of a sheet as a whole. */
static void tell_sheet(struct importer *im, const struct import_sheet *s)
{
	uint64_t formulas, uncalculated;

	sheet_rows_formulas(im->rows, &formulas, &uncalculated);
	if (uncalculated > 0 && uncalculated == formulas)
		import_notice(im,
		    "%s: none of its %llu formulas has been calculated: open it in a spreadsheet, "
		    "save "
		    "it and import it again",
		    s->input->name, (unsigned long long)formulas);
	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];

		if (to->cards > 0)
			import_notice(im,
			    "%s: the column “%.*s” has %llu ID-card number%s, not kept",
			    s->input->name, STR_ARG(s->headers.v[s->from[t]].header),
			    (unsigned long long)to->cards, to->cards == 1 ? "" : "s");
		if (to->own > 0)
			import_notice(im,
			    "%s: the column “%.*s” has %llu value%s such as “%.*s”: "
			    "counted as “%.*s”",
			    s->input->name, STR_ARG(s->headers.v[s->from[t]].header),
			    (unsigned long long)to->own, to->own == 1 ? "" : "s", STR_ARG(to->word),
			    STR_ARG(to->code));
		to->cards = to->own = 0;
	}
}

static ssjc_rc read_sheet(struct importer *im, struct import_sheet *s, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc;

	rc = open_input(im, s->input, err);
	if (rc)
		return rc;
	rc = sheet_rows_start(im->rows, s->number, err);
	if (rc)
		return rc;
	im->context.sheet = !sheet_rows_are_text(im->rows);
	im->context.date1904 = sheet_rows_date1904(im->rows);
	for (;;) {
		rc = sheet_rows_next(im->rows, &row, err);
		if (rc)
			return rc;
		if (row.n == 0)
			break;
		if (row.number < s->headers.first)
			import_row_above(im, s, &row);
		if (row.number <= s->headers.last)
			continue;
		rc = import_row(im, s, &row, err);
		if (rc)
			return rc;
	}
	tell_sheet(im, s);
	return SSJC_OK;
}

static void put_headers(struct importer *im)
{
	static const char *const rejects[] = {"file", "sheet", "row", "column", "value", "reason"};
	static const char *const repairs[] = {
	    "file", "sheet", "row", "column", "value", "repaired", "note"};

	im->sample = im->job->plan && im->job->plan->rehearsal && !im->reader;
	for (size_t t = 0; t < im->n_targets; t++) {
		csv_out_field(im->out, im->target[t].name);
		im->sample = im->sample && !str_is(im->target[t].name, PLAN_SAMPLE);
	}
	if (im->sample)
		csv_out_field(im->out, STR(PLAN_SAMPLE));
	csv_out_end(im->out);
	if (im->rejects)
		csv_out_header(im->rejects, rejects, sizeof rejects / sizeof rejects[0]);
	if (im->repairs)
		csv_out_header(im->repairs, repairs, sizeof repairs / sizeof repairs[0]);
}

static ssjc_rc check_memory(const struct importer *im, struct ssjc_err *err)
{
	bool failed = im->key.failed || im->note.failed || im->row.failed;

	for (size_t t = 0; t < im->n_targets; t++)
		failed |= field_failed(&im->target[t].field) || im->target[t].joined.failed;
	return failed ? ssjc_fail_memory(err) : SSJC_OK;
}

static void release(struct importer *im)
{
	sheet_rows_close(im->rows);
	for (size_t i = 0; i < im->n_sheets; i++)
		import_headers_free(&im->sheet[i].headers);
	for (size_t t = 0; t < im->n_targets; t++) {
		field_free(&im->target[t].field);
		buf_free(&im->target[t].joined);
	}
	free(im->sheet);
	free(im->target);
	keyset_free(&im->keys);
	keyset_free(&im->names);
	buf_free(&im->key);
	free(im->kept);
	keyset_free(&im->told);
	buf_free(&im->lost);
	keyset_free(&im->accepted);
	keyset_free(&im->target_names);
	row_words_close(im->words);
	buf_free(&im->note);
	buf_free(&im->row);
	arena_free(&im->arena);
}

ssjc_rc import_run(const struct import_job *job, struct csv_out *out, struct csv_out *rejects,
    struct csv_out *repairs, struct ssjc_err *err)
{
	struct importer im = {
	    .job = job, .reader = job->reader, .out = out, .rejects = rejects, .repairs = repairs};
	ssjc_rc rc;

	im.context.vocabulary = job->vocabulary;
	im.context.plan = job->plan;
	im.context.accepted = &im.accepted;
	im.context.as_written = job->reader != NULL;
	im.words = row_words_open(job->vocabulary);
	if (!im.words) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = read_accepted(&im, err);
	if (rc)
		goto out;
	for (int i = 0; i < STREAM_LISTS; i++)
		if (job->list[i])
			csv_out_header(job->list[i], stream_list_column, STREAM_LIST_COLUMNS);
	rc = add_inputs(&im, err);
	if (rc)
		goto out;
	rc = check_maps(&im, err);
	if (rc)
		goto out;
	rc = connect(&im, err);
	if (rc)
		goto out;
	rc = import_merge_start(&im, err);
	if (rc)
		goto out;
	put_headers(&im);
	for (size_t i = 0; i < im.n_sheets; i++) {
		rc = read_sheet(&im, &im.sheet[i], err);
		if (rc)
			goto out;
	}
	import_merge_write(&im);
	rc = check_memory(&im, err);
out:
	if (job->progress)
		job->progress(job->arg, 0);
	release(&im);
	return rc;
}
