#include "importer.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <errno.h>
#include <string.h>

enum { TICK = 1 << 16 };
enum { LIST_ROWS = 1 << 15 }; /* of a list that goes into memory; its digest goes on */

bool target_is_key(const struct target *t)
{
	return t->field.column && t->field.column->is & STREAM_KEY;
}

/* ---- The lists ---- */

/* People read the lists: what could forge a line of them is shown for what it is. */
static void put_shown(struct csv_out *o, struct str s)
{
	struct buf escaped = {0};

	if (text_plain(s) < s.n)
		text_escape(&escaped, s);
	csv_out_field(o, escaped.n ? buf_text(&escaped) : s);
	o->buf.failed |= escaped.failed;
	buf_free(&escaped);
}

static void put_place(struct csv_out *o, const struct import_sheet *s, uint64_t row,
    struct str column, struct str value)
{
	put_shown(o, str_of(s->input->name));
	put_shown(o, s->name);
	csv_out_uint(o, row);
	put_shown(o, column);
	put_shown(o, value);
}

/* The cell of the row being read that goes to a target, as it was written. */
static struct str raw_of(const struct importer *im, const struct import_sheet *s, size_t target)
{
	struct str text;
	size_t c;

	if (target == im->n_targets || s->from[target] == NOT_THERE)
		return STR("");
	c = (size_t)s->from[target];
	text = c < im->at->n ? text_trim(im->at->cell[c].text) : STR("");
	return is_id_card(text) ? STR("") : text;
}

/* A line of a list for the record, about the row being read. */
static void put_list(struct importer *im, enum stream_list which, const struct import_sheet *s,
    struct str column, struct str value, struct str reason)
{
	struct csv_out *o = im->job->list[which];

	if (!o)
		return;
	put_shown(o, str_of(s->input->name));
	put_shown(o, s->name);
	csv_out_uint(o, im->at->number);
	put_shown(o, raw_of(im, s, im->id));
	put_shown(o, raw_of(im, s, im->name));
	put_shown(o, column);
	put_shown(o, value);
	put_shown(o, reason);
	csv_out_end(o);
	if (o->rows > LIST_ROWS)
		o->f = NULL;
}

void import_choice(struct importer *im, const struct import_input *in, struct str sheet,
    struct str header, struct str value, struct str why)
{
	struct csv_out *o = im->job->list[STREAM_CHOICES];
	struct str of = header.n ? header : sheet;
	struct buf english = {0};

	import_notice(im, "warning: %s: %s%.*s%s%.*s: this is an open point on record", in->name,
	    header.n      ? W_("the header “")
	        : sheet.n ? W_("the sheet “")
	                  : "",
	    STR_ARG(of), of.n ? W_("” ") : "", STR_ARG(why));
	if (!o)
		return;
	put_shown(o, str_of(in->name));
	put_shown(o, sheet);
	for (int i = 0; i < 3; i++)
		csv_out_field(o, STR("")); /* no row */
	put_shown(o, header);
	put_shown(o, value);
	language_english(&english, why);
	put_shown(o, buf_text(&english));
	csv_out_end(o);
	if (english.failed && !o->error)
		o->error = ENOMEM;
	buf_free(&english);
}

static void reject(struct importer *im, const struct import_sheet *s, uint64_t row,
    struct str column, struct str value, struct str reason)
{
	put_list(im, STREAM_REJECTS, s, column, value, reason);
	if (!im->rejects)
		return;
	put_place(im->rejects, s, row, column, value);
	put_shown(im->rejects, reason);
	csv_out_end(im->rejects);
}

/* What a list shows of a cell. */
static struct str shown(const struct target *t)
{
	return t->value.secret ? STR("") : t->raw;
}

/* The row's text, without what is not to be shown to anybody. */
static struct str text_of(
    struct importer *im, const struct import_sheet *s, const struct cell_row *row)
{
	const struct import_headers *h = &s->headers;

	buf_clear(&im->row);
	for (size_t i = 0; i < row->n; i++) {
		struct str text = text_trim(row->cell[i].text);

		if (text.n == 0 || (i < h->n && h->v[i].dropped) || is_id_card(text))
			continue;
		if (im->row.n > 0)
			buf_z(&im->row, " | ");
		buf_str(&im->row, text);
	}
	return buf_text(&im->row);
}

static void refuse_row(
    struct importer *im, struct import_sheet *s, const struct cell_row *row, struct str reason)
{
	s->input->rows++;
	s->input->refused++;
	if (im->rejects || im->job->list[STREAM_REJECTS])
		reject(im, s, row->number, STR(""), text_of(im, s, row), reason);
}

static void leave_out(
    struct importer *im, struct import_sheet *s, const struct cell_row *row, enum row_kind kind)
{
	s->input->left_out++;
	put_list(
	    im, STREAM_LEFT_OUT, s, STR(""), text_of(im, s, row), str_of(row_kind_reasons[kind]));
	if (!im->rejects)
		return;
	put_place(im->rejects, s, row->number, STR(""), buf_text(&im->row));
	csv_out_field(im->rejects, str_of(row_kind_reasons[kind]));
	csv_out_end(im->rejects);
}

/* The reason for a refused cell, with its name where the row alone is not enough. */
static struct str reason_for(struct importer *im, const struct import_sheet *s, uint64_t row,
    size_t target, enum cell_kind kind)
{
	char name[CELL_NAME];

	if (kind == CELL_TEXT)
		return str_of(im->target[target].value.wrong);
	cell_name((size_t)s->from[target], row, name);
	buf_clear(&im->note);
	buf_printf(&im->note, "%s (cell %s)", im->target[target].value.wrong, name);
	return buf_text(&im->note);
}

static struct cell cell_at(const struct cell_row *row, int column)
{
	static const struct cell none = {{"", 0}, CELL_TEXT};

	return column != NOT_THERE && (size_t)column < row->n ? row->cell[column] : none;
}

static bool is_text(enum cell_kind kind)
{
	return kind == CELL_TEXT || kind == CELL_MERGED || kind == CELL_STRUCK;
}

/* A list that is in several columns is read as one, as if it had line ends between them. */
static struct cell joined_cell(
    const struct import_sheet *s, const struct cell_row *row, int column, struct buf *b)
{
	struct cell c = cell_at(row, column), before;

	if (column == NOT_THERE || s->headers.v[column].joined == NOT_THERE)
		return c;
	before = joined_cell(s, row, s->headers.v[column].joined, b);
	if (!is_text(before.kind) || c.text.n == 0)
		return before;
	if (!is_text(c.kind) || before.text.n == 0)
		return c;
	if (before.text.p != b->p) {
		buf_clear(b);
		buf_str(b, before.text);
	}
	buf_char(b, '\n');
	buf_str(b, c.text);
	return (struct cell){buf_text(b), before.kind == CELL_TEXT ? c.kind : before.kind};
}

static void refuse_cells(struct importer *im, struct import_sheet *s, const struct cell_row *row)
{
	s->input->rows++;
	s->input->refused++;
	for (size_t t = 0; t < im->n_targets; t++)
		if (im->target[t].value.wrong)
			reject(im, s, row->number, s->header[t], shown(&im->target[t]),
			    reason_for(im, s, row->number, t, im->target[t].kind));
}

/* ---- A row ---- */

/* Is all of it struck through? So clerks delete a row. */
static bool is_struck(const struct cell_row *row, const struct import_headers *h)
{
	size_t filled = 0, struck = 0;

	for (size_t i = 0; i < row->n; i++) {
		if (text_trim(row->cell[i].text).n == 0 || (i < h->n && h->v[i].number))
			continue;
		filled++;
		struck += row->cell[i].kind == CELL_STRUCK;
	}
	return struck > 0 && struck == filled;
}

/* Why the row as a whole cannot be read; "" when it can. */
static struct str fault_of(
    struct importer *im, const struct import_sheet *s, const struct cell_row *row)
{
	const struct import_headers *h = &s->headers;
	size_t n = row->n;
	char name[CELL_NAME];

	if (s->other) {
		buf_clear(&im->note);
		buf_printf(&im->note,
		    "is below the headers of another table, row %llu, whose columns are others: "
		    "put each table into a sheet of its own",
		    (unsigned long long)s->other);
		return buf_text(&im->note);
	}
	if (is_struck(row, h))
		return STR("is struck through: take the row out, or the line off it");
	if (row->hidden && !im->job->options->hidden && !im->reader)
		return STR("is a hidden row: --hidden reads these too");
	while (!sheet_rows_are_text(im->rows) && n > 0 && text_trim(row->cell[n - 1].text).n == 0)
		n--;
	buf_clear(&im->note);
	if (n != h->n && sheet_rows_are_text(im->rows)) {
		buf_printf(&im->note, "has %zu field%s, but the header has %zu", n,
		    n == 1 ? "" : "s", h->n);
		return buf_text(&im->note);
	}
	for (size_t i = 0; i < n; i++)
		if ((i >= h->n || (h->v[i].header.n == 0 && !h->v[i].number)) &&
		    text_trim(row->cell[i].text).n > 0) {
			cell_name(i, row->number, name);
			buf_printf(&im->note, "has “%.*s” in a column without a header (cell %s)",
			    STR_ARG(row->cell[i].text), name);
			return buf_text(&im->note);
		}
	return STR("");
}

/*
 * A stray quote makes one cell of the rest of its row and of the rows after it, up to the
 * next such quote; what the last of them has after that ends the row. Is cell i that?
 */
static bool holds_rows(struct str text, char delimiter, size_t i, size_t columns)
{
	size_t lines = 1, first = 0, here = 0;

	for (size_t k = 0; k < text.n; k++) {
		here += text.p[k] == delimiter;
		if (text.p[k] != '\n')
			continue;
		if (lines++ == 1)
			first = here;
		here = 0;
	}
	return lines > 1 && columns > 1 && i < columns && first == columns - 1 - i && here == i;
}

/* Refuse a row that holds others, whatever it is itself; false when it does not. */
static bool refuse_holder(struct importer *im, struct import_sheet *s, const struct cell_row *row)
{
	size_t i = 0, lines = 0;

	if (!sheet_rows_are_text(im->rows))
		return false;
	while (i < row->n &&
	    !holds_rows(row->cell[i].text, sheet_rows_delimiter(im->rows), i, s->headers.n))
		i++;
	if (i == row->n)
		return false;
	for (size_t k = 0; k < row->cell[i].text.n; k++)
		lines += row->cell[i].text.p[k] == '\n';
	buf_clear(&im->note);
	buf_printf(&im->note,
	    "has %zu whole lines in its field %zu: a quote there begins or ends a cell where it "
	    "should not",
	    lines + 1, i + 1);
	refuse_row(im, s, row, buf_text(&im->note));
	return true;
}

/* Read the cells into the targets; false when one is refused. */
static bool read_cells(
    struct importer *im, const struct import_sheet *s, const struct cell_row *row)
{
	bool good = true;

	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];
		struct cell cell = joined_cell(s, row, s->from[t], &to->joined);

		to->raw = im->field[t].raw = cell.text;
		to->kind = cell.kind;
		to->value = field_read(&to->field, &im->context, cell);
		if (to->field.column && !im->reader && !to->value.wrong &&
		    row_cell_is_hint(im->words, cell.text))
			to->value.wrong = row_hint_is_no_value;
		if (to == im->only_key)
			im->key_hash = keyset_hash(&im->keys, to->value.text);
		good &= !to->value.wrong;
	}
	return good;
}

/* Does the stream know its things by codes with a check digit? */
static bool has_ids(const struct importer *im)
{
	return stream_column(im->job->options->stream, STR("id")) != NULL;
}

enum verdict { NEW, REPEATED, CONFLICT };

static uint64_t place_of(const struct importer *im, const struct import_sheet *s, uint64_t row)
{
	return (uint64_t)(s - im->sheet) << 40 | row;
}

/* Append where a place is: "a.csv, row 2" or "a.xlsx, sheet 名录, row 2". */
static void put_location(const struct importer *im, uint64_t place, struct buf *to)
{
	const struct import_sheet *s = &im->sheet[place >> 40];

	buf_z(to, s->input->name);
	if (s->name.n)
		buf_printf(to, ", sheet %.*s", STR_ARG(s->name));
	buf_printf(to, ", row %llu", (unsigned long long)(place & ((UINT64_C(1) << 40) - 1)));
}

/* The key of the row being read. */
static struct str key_of(struct importer *im)
{
	if (im->only_key)
		return im->only_key->value.text;
	buf_clear(&im->key);
	for (size_t t = 0; t < im->n_targets; t++)
		if (target_is_key(&im->target[t])) {
			buf_str(&im->key, im->target[t].value.text);
			buf_char(&im->key, '\0');
		}
	return buf_text(&im->key);
}

/*
 * Is the row's key new, or was it found before, with the same content, where and as
 * which entry of im->keys? False: no memory.
 */
static bool add_key(struct importer *im, const struct import_sheet *s, uint64_t row,
    enum verdict *v, uint64_t *where, size_t *entry)
{
	struct str key = key_of(im);
	uint64_t content = 0, hash;
	const struct keyset_entry *old;

	hash = im->only_key ? im->key_hash : keyset_hash(&im->keys, key);
	for (size_t t = 0; t < im->n_targets; t++)
		if (!im->target[t].number && !im->target[t].merged)
			content = keyset_mix(content, im->target[t].value.text);
	if (im->key.failed ||
	    !keyset_add(&im->keys, hash, key, content, place_of(im, s, row), &old))
		return false;
	*v = !old ? NEW : old->content == content ? REPEATED : CONFLICT;
	*where = old ? old->place : 0;
	*entry = old ? (size_t)(old - im->keys.entry) : 0;
	return true;
}

static void reject_conflict(
    struct importer *im, const struct import_sheet *s, uint64_t row, uint64_t where)
{
	size_t t = 0;

	while (!target_is_key(&im->target[t]))
		t++;
	buf_clear(&im->note);
	buf_z(&im->note, "is already in ");
	put_location(im, where, &im->note);
	buf_z(&im->note, ", with other content");
	s->input->rows++;
	s->input->refused++;
	reject(im, s, row, s->header[t], im->target[t].raw, buf_text(&im->note));
}

/*
 * A business under two codes has two chances to be drawn. --repairs lists a name
 * that another code has too; whether it is the same business only people can say.
 */
static bool remark_name(struct importer *im, const struct import_sheet *s, uint64_t row)
{
	const struct keyset_entry *old;

	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];

		if (!to->field.column || !(to->field.column->is & STREAM_NAME))
			continue;
		buf_clear(&im->key);
		text_key(&im->key, to->value.text);
		if (im->key.failed ||
		    !keyset_add(&im->names, keyset_hash(&im->names, buf_text(&im->key)),
		        buf_text(&im->key), 0, place_of(im, s, row), &old))
			return false;
		if (!old)
			continue;
		buf_clear(&im->note);
		buf_z(&im->note, "the same name has another code in ");
		put_location(im, old->place, &im->note);
		put_list(im, STREAM_SAME_NAMES, s, s->header[t], to->raw, buf_text(&im->note));
		if (!to->value.note)
			to->value.note = im->note.p;
	}
	return true;
}

/* Does the status of the row being read keep it from being drawn, or from inspecting? */
static bool is_out(const struct importer *im, struct str status)
{
	struct str stream = str_of(im->job->options->stream->name);
	const struct plan *plan = im->job->plan;

	if (str_is(stream, "inspectors"))
		return status.n > 0 && !str_is(status, "active");
	if (!plan || !str_is(stream, "objects"))
		return false;
	for (size_t i = 0; i < plan->n_exclude_status; i++)
		if (str_eq(plan->exclude_status[i], status))
			return true;
	return false;
}

/* The stream has the row, but its status takes it out. */
static void note_status(struct importer *im, const struct import_sheet *s)
{
	const struct target *t = &im->target[im->status];

	if (im->status == im->n_targets || !is_out(im, t->value.text))
		return;
	put_list(im, STREAM_BY_STATUS, s, s->header[im->status], t->raw, t->value.text);
}

static void write_repairs(struct importer *im, const struct import_sheet *s, uint64_t row)
{
	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];

		s->input->repaired += to->value.repaired;
		to->cards += to->value.secret;
		if (to->value.own && to->own++ == 0) {
			bool ok = true;

			to->word = arena_str(&im->arena, text_trim(to->raw), &ok);
			to->code = arena_str(&im->arena, to->value.text, &ok);
			im->note.failed |= !ok;
		}
		if (!im->repairs || (!to->value.repaired && !to->value.note))
			continue;
		put_place(im->repairs, s, row, s->header[t], shown(to));
		csv_out_field(im->repairs, to->value.text);
		csv_out_field(im->repairs, str_of(to->value.note));
		csv_out_end(im->repairs);
	}
}

static void write_row(struct importer *im)
{
	for (size_t t = 0; t < im->n_targets; t++)
		csv_out_field(im->out, im->target[t].value.text);
	if (im->sample)
		csv_out_field(im->out, STR(PLAN_SAMPLE_VALUE));
	csv_out_end(im->out);
}

/* A row that the caller checks. */
static ssjc_rc pass_row(struct importer *im, struct import_sheet *s, struct ssjc_err *err)
{
	const struct import_place place = {.input = s->input,
	    .sheet = s->name,
	    .row = im->at->number,
	    .header = s->header,
	    .columns = im->n_targets,
	    .hidden = im->at->hidden && !im->job->options->hidden};
	ssjc_rc rc = im->reader->row(im->reader->arg, &place, err);

	if (rc)
		return rc;
	s->input->rows++;
	write_repairs(im, s, im->at->number);
	write_row(im);
	return SSJC_OK;
}

/* A good row: new, part of an earlier one, the same, or in contradiction to it. */
static ssjc_rc take_row(
    struct importer *im, struct import_sheet *s, uint64_t row, struct ssjc_err *err)
{
	enum verdict v;
	uint64_t where;
	size_t entry;
	bool more = false;

	if (!add_key(im, s, row, &v, &where, &entry))
		return ssjc_fail_memory(err);
	if (v == CONFLICT) {
		reject_conflict(im, s, row, where);
		return SSJC_OK;
	}
	s->input->rows++;
	if (v == REPEATED) {
		if (im->merges && !import_merge_row(im, entry, &more))
			return ssjc_fail_memory(err);
		*(more ? &s->input->merged : &s->input->repeated) += 1;
		return SSJC_OK;
	}
	if ((im->repairs || im->job->list[STREAM_SAME_NAMES]) && !remark_name(im, s, row))
		return ssjc_fail_memory(err);
	note_status(im, s);
	write_repairs(im, s, row);
	if (im->merges)
		return import_merge_keep(im) ? SSJC_OK : ssjc_fail_memory(err);
	write_row(im);
	return SSJC_OK;
}

static size_t count_filled(const struct cell_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++)
		n += text_trim(row->cell[i].text).n > 0;
	return n;
}

static void refuse_doubtful(struct importer *im, struct import_sheet *s, const struct cell_row *row,
    size_t cell, enum row_kind kind)
{
	buf_clear(&im->note);
	buf_printf(&im->note,
	    "begins with “%.*s” as %s does, but is filled in as a record is: take that word or "
	    "the row out",
	    STR_ARG(text_trim(row->cell[cell].text)),
	    row_kind_reasons[kind] + strlen("left out: "));
	refuse_row(im, s, row, buf_text(&im->note));
}

ssjc_rc import_row(
    struct importer *im, struct import_sheet *s, const struct cell_row *row, struct ssjc_err *err)
{
	enum claim claim;
	struct str fault;
	enum row_kind kind;
	size_t cell;
	bool good;

	im->at = row;
	kind = row_kind_of(im->words, row, &s->headers, &cell);
	if (kind == ROW_EMPTY)
		return SSJC_OK;
	if (++im->rows_read % TICK == 0 && im->job->progress)
		im->job->progress(im->job->arg, im->rows_read);
	if (refuse_holder(im, s, row))
		return SSJC_OK;
	if (kind == ROW_HEADERS || kind == ROW_OTHER)
		s->other = kind == ROW_OTHER ? row->number : 0;
	if (kind != ROW_RECORD && kind < ROW_TOTAL) {
		leave_out(im, s, row, kind);
		return SSJC_OK;
	}
	good = read_cells(im, s, row);
	fault = fault_of(im, s, row);
	kind = row_claim_kind(
	    im->words, row, &s->headers, im->field, im->n_targets, cell, kind, good, &claim);
	if (claim == CLAIM_NONE)
		leave_out(im, s, row, kind);
	else if (fault.n > 0)
		refuse_row(im, s, row, fault);
	else if (!good)
		refuse_cells(im, s, row);
	else if (claim == CLAIM_DOUBTFUL)
		refuse_doubtful(im, s, row, cell, kind);
	else
		return im->reader ? pass_row(im, s, err) : take_row(im, s, row->number, err);
	return SSJC_OK;
}

static bool key_has_digit(const struct importer *im)
{
	for (size_t t = 0; t < im->n_targets; t++)
		if (target_is_key(&im->target[t]))
			for (size_t i = 0; i < im->target[t].raw.n; i++)
				if (im->target[t].raw.p[i] >= '0' && im->target[t].raw.p[i] <= '9')
					return true;
	return false;
}

/* Titles are above the headers, but also what belongs to an earlier table. */
void import_row_above(struct importer *im, struct import_sheet *s, const struct cell_row *row)
{
	const struct import_headers *h = &s->headers;
	enum row_kind kind;
	size_t cell;
	bool data;

	im->at = row;
	if (refuse_holder(im, s, row))
		return;
	kind = row_kind_of(im->words, row, h, &cell);
	if (kind != ROW_RECORD && kind < ROW_TOTAL)
		return;
	if (kind != ROW_RECORD && !(has_ids(im) && row_has_code(row)) &&
	    (im->reader || fault_of(im, s, row).n || !read_cells(im, s, row) ||
	        row_claim(im->words, im->field, im->n_targets, cell < h->n && h->v[cell].number,
	            kind) == CLAIM_NONE))
		return;
	data = (h->earlier && row->number > h->earlier && count_filled(row) > 1) ||
	    (has_ids(im) && row_has_code(row)) ||
	    (!im->reader && fault_of(im, s, row).n == 0 && read_cells(im, s, row) &&
	        key_has_digit(im));
	if (!data)
		return;
	buf_clear(&im->note);
	buf_printf(&im->note,
	    "is above the header line, row %llu, and would be lost: put each table into a sheet of "
	    "its own",
	    (unsigned long long)h->first);
	refuse_row(im, s, row, buf_text(&im->note));
}
