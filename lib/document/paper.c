#include "ssjc/document/paper.h"

#include "paper_words.h"
#include "ssjc/base/text.h"

#include <stdlib.h>

struct paper {
	struct template template;
};

/* ---- Where rows go ---- */

/* A row that is complete. */
struct paper_row {
	const struct xlsx_out_cell *cell;
	const struct checklist_cell *about; /* beside each; its row, column and text are not set */
	size_t n;
	unsigned min_height;
};

/* Each function is NULL where the kind of output has no use for it. */
struct paper_sink {
	void *to;
	ssjc_rc (*row)(void *to, const struct paper_row *row, struct ssjc_err *err);
	ssjc_rc (*repeat)(void *to, unsigned rows, struct ssjc_err *err);
	void (*glue)(void *to);
};

/* A sheet, and what is to be known of it when it was filled in. */
struct paper_sheet {
	struct xlsx_out_sheet *s;
	struct checklist_map *map; /* NULL when nothing is filled in */
};

/* What the map is to know of the row that is about to be added. */
static ssjc_rc map_row(
    const struct paper_sheet *to, const struct paper_row *row, bool *open, struct ssjc_err *err)
{
	size_t column = 0;

	for (size_t i = 0; i < row->n; i++) {
		struct checklist_cell c = row->about[i];
		ssjc_rc rc;

		c.row = xlsx_out_rows(to->s) + 1;
		c.column = column;
		c.text = xlsx_out_is_picture(row->cell[i].style) ? STR("") : row->cell[i].text;
		column += row->cell[i].span;
		open[i] = c.field != CHECKLIST_TEXT;
		if (!open[i] && c.text.n == 0)
			continue;
		rc = checklist_map_add(to->map, &c, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc sheet_row(void *arg, const struct paper_row *row, struct ssjc_err *err)
{
	const struct paper_sheet *to = arg;
	bool *open = NULL;
	ssjc_rc rc;

	if (to->map) {
		open = calloc(row->n, sizeof *open);
		rc = open ? map_row(to, row, open, err) : ssjc_fail_memory(err);
		if (rc)
			goto out;
	}
	rc = xlsx_out_row_open(to->s, row->cell, open, row->n, row->min_height, err);
out:
	free(open);
	return rc;
}

static ssjc_rc sheet_repeat(void *to, unsigned rows, struct ssjc_err *err)
{
	return xlsx_out_repeat(((const struct paper_sheet *)to)->s, rows, err);
}

static void sheet_glue(void *to)
{
	xlsx_out_glue(((const struct paper_sheet *)to)->s);
}

/* A line stands alone; of a row, the first cell names what is in the others. */
static ssjc_rc text_row(void *to, const struct paper_row *row, struct ssjc_err *err)
{
	const struct xlsx_out_cell *cell = row->cell;
	struct buf *out = to;
	struct str rest, piece;

	if (row->n == 1) {
		buf_z(out, out->n && cell->style != XLSX_NOTE ? "\n" : "");
		text_escape_lines(out, cell->text);
		buf_z(out, "\n\n");
	} else {
		for (size_t i = 0; i < row->n; i++) {
			rest = cell[i].text;
			/* Further lines are indented below the first. */
			for (bool first = true; str_split(&rest, '\n', &piece); first = false) {
				buf_z(out, first ? i ? "：" : "" : "\n    ");
				text_escape_lines(out, piece);
			}
		}
		buf_char(out, '\n');
	}
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

/* ---- Making a paper ---- */

/* A cell that is being put together. */
struct paper_cell {
	enum xlsx_out_style style;
	unsigned span;
	struct buf text;
	struct checklist_cell about; /* whose it is, and what is filled in */
};

struct paper_work {
	const struct template *t;
	const struct paper_sink *sink;
	size_t columns;
	struct paper_cell *cell; /* n of them in use; the texts of the others are kept for reuse */
	size_t n, cap;
	struct xlsx_out_cell *out; /* as many as cap */
	struct checklist_cell *about;
	size_t out_cap;
	const struct template_step *row; /* the row or line that they are of; NULL for none */
	bool keep;                       /* rows are kept on one page */
	size_t kept;                     /* how many of them there are so far */
};

/* What a step is done with. */
struct paper_run {
	struct paper_work *w;
	size_t from, to;
};

static ssjc_rc run(
    struct paper_work *w, const struct paper_at *at, size_t from, size_t to, struct ssjc_err *err);

static ssjc_rc begin_cell(struct paper_work *w, const struct template_step *step, unsigned span,
    const struct paper_at *at, struct ssjc_err *err)
{
	struct paper_cell *c;

	if (w->n == w->cap) {
		size_t before = w->cap;

		if (!array_grow(&w->cell, &w->cap, w->n, sizeof *w->cell))
			return ssjc_fail_memory(err);
		for (size_t i = before; i < w->cap; i++)
			w->cell[i] = (struct paper_cell){0};
	}
	c = &w->cell[w->n++];
	c->style = step->style;
	c->span = span;
	c->about = (struct checklist_cell){.dept = at->dept ? at->dept->key : STR(""),
	    .item = at->item ? at->item->item : STR("")};
	buf_clear(&c->text);
	template_expand(w->t, &step->text, at, &c->text);
	return SSJC_OK;
}

/* The cells as xlsx_out takes them, in w->out. */
static ssjc_rc finish_cells(struct paper_work *w, struct ssjc_err *err)
{
	size_t columns = 0;

	if (w->out_cap < w->n) {
		free(w->out);
		free(w->about);
		w->out = calloc(w->cap, sizeof *w->out);
		w->about = calloc(w->cap, sizeof *w->about);
		w->out_cap = w->out && w->about ? w->cap : 0;
		if (!w->out_cap)
			return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < w->n; i++) {
		struct paper_cell *c = &w->cell[i];
		bool is_number = c->style == XLSX_NUMBER || c->style == XLSX_TOTAL;
		int64_t number = 0;

		if (c->text.failed)
			return ssjc_fail_memory(err);
		if (is_number && num_parse(buf_text(&c->text), 0, INT64_MAX, &number))
			return template_fail(w->t, w->row, err, "“%.*s” is not a whole number",
			    STR_ARG(buf_text(&c->text)));
		columns += c->span;
		w->about[i] = c->about;
		w->out[i] = (struct xlsx_out_cell){
		    c->style, c->span, is_number ? STR("") : buf_text(&c->text), (uint64_t)number};
	}
	if (columns != w->columns)
		return template_fail(
		    w->t, w->row, err, "the row has %zu columns, not %zu", columns, w->columns);
	return SSJC_OK;
}

/* The row at hand is complete. */
static ssjc_rc end_row(struct paper_work *w, struct ssjc_err *err)
{
	const struct template_step *row = w->row;
	ssjc_rc rc;

	if (!row)
		return SSJC_OK;
	rc = finish_cells(w, err);
	if (rc)
		return rc;
	if (w->keep && w->kept++ > 0 && w->sink->glue)
		w->sink->glue(w->sink->to);
	rc = w->sink->row(
	    w->sink->to, &(struct paper_row){w->out, w->about, w->n, row->min_height}, err);
	w->row = NULL;
	w->n = 0;
	return rc;
}

/* Begin a row, whose cells are to come, or a line, which is one cell. */
static ssjc_rc begin_row(struct paper_work *w, const struct template_step *step,
    const struct paper_at *at, struct ssjc_err *err)
{
	ssjc_rc rc = end_row(w, err);

	if (rc)
		return rc;
	w->row = step;
	return step->op == TEMPLATE_LINE ? begin_cell(w, step, (unsigned)w->columns, at, err)
	                                 : SSJC_OK;
}

static ssjc_rc add_text(struct paper_work *w, const struct template_step *step,
    const struct paper_at *at, struct ssjc_err *err)
{
	struct buf *text;

	if (w->n == 0)
		return template_fail(w->t, step, err, "there is no cell or line to add a text to");
	text = &w->cell[w->n - 1].text;
	if (step->feed && text->n > 0)
		buf_char(text, '\n');
	template_expand(w->t, &step->text, at, text);
	return SSJC_OK;
}

static ssjc_rc set_field(
    struct paper_work *w, const struct template_step *step, struct ssjc_err *err)
{
	if (w->n == 0)
		return template_fail(w->t, step, err, "there is no cell or line to fill in");
	w->cell[w->n - 1].about.field = (enum checklist_field)step->number;
	return SSJC_OK;
}

static ssjc_rc run_each(void *arg, const struct paper_at *inner, struct ssjc_err *err)
{
	const struct paper_run *r = arg;

	return run(r->w, inner, r->from, r->to, err);
}

static bool is_so(
    const struct paper_work *w, const struct template_step *step, const struct paper_at *at)
{
	struct buf text = {0};
	bool so;

	w->t->names->word[step->number].value(at, &text);
	so = (text.n > 0) != step->negated;
	buf_free(&text);
	return so;
}

/* The block that begins at *i; *i becomes its end. */
static ssjc_rc run_block(
    struct paper_work *w, const struct paper_at *at, size_t *i, struct ssjc_err *err)
{
	const struct template_step *step = &w->t->step[*i];
	struct paper_run inner = {w, *i + 1, step->end};
	ssjc_rc rc;

	*i = step->end;
	switch (step->op) {
	case TEMPLATE_LOOP:
		return paper_loop(at, step->number, run_each, &inner, err);
	case TEMPLATE_IF:
		if (is_so(w, step, at)) {
			/* Pass over what is after its else. */
			if (w->t->step[*i].op == TEMPLATE_ELSE)
				*i = w->t->step[*i].end;
			return run(w, at, inner.from, inner.to, err);
		}
		if (w->t->step[*i].op != TEMPLATE_ELSE)
			return SSJC_OK;
		inner.from = *i + 1;
		*i = w->t->step[*i].end;
		return run(w, at, inner.from, *i, err);
	case TEMPLATE_KEEP:
		rc = end_row(w, err);
		if (rc)
			return rc;
		w->keep = true;
		w->kept = 0;
		rc = run(w, at, inner.from, inner.to, err);
		if (rc)
			return rc;
		rc = end_row(w, err);
		w->keep = false;
		return rc;
	default: /* a row */
		rc = begin_row(w, step, at, err);
		if (rc)
			return rc;
		rc = run(w, at, inner.from, inner.to, err);
		return rc ? rc : end_row(w, err);
	}
}

static ssjc_rc run_step(struct paper_work *w, const struct template_step *step,
    const struct paper_at *at, struct ssjc_err *err)
{
	ssjc_rc rc;

	switch (step->op) {
	case TEMPLATE_LINE:
		return begin_row(w, step, at, err);
	case TEMPLATE_CELL:
		return begin_cell(w, step, step->span, at, err);
	case TEMPLATE_ADD:
		return add_text(w, step, at, err);
	case TEMPLATE_FIELD:
		return set_field(w, step, err);
	case TEMPLATE_REPEAT:
		rc = end_row(w, err);
		return rc || !w->sink->repeat
		    ? rc
		    : w->sink->repeat(w->sink->to, (unsigned)step->number, err);
	default: /* glue */
		rc = end_row(w, err);
		if (!rc && w->sink->glue)
			w->sink->glue(w->sink->to);
		return rc;
	}
}

/* The steps from one to before another. */
static ssjc_rc run(
    struct paper_work *w, const struct paper_at *at, size_t from, size_t to, struct ssjc_err *err)
{
	for (size_t i = from; i < to; i++) {
		ssjc_rc rc = w->t->step[i].end ? run_block(w, at, &i, err)
		                               : run_step(w, &w->t->step[i], at, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static struct paper_at about(const struct paper_data *data)
{
	return (struct paper_at){.d = data->d,
	    .visits = data->visits,
	    .visit = data->visit,
	    .dept = data->dept,
	    .visitor = data->inspector,
	    .verification = data->verification,
	    .receipt = data->receipt};
}

static ssjc_rc make(const struct template *t, const struct paper_sink *sink, size_t columns,
    const struct paper_data *data, struct ssjc_err *err)
{
	struct paper_work w = {.t = t, .sink = sink, .columns = columns};
	const struct paper_at at = about(data);
	ssjc_rc rc;

	rc = run(&w, &at, 0, t->n, err);
	if (rc)
		goto out;
	rc = end_row(&w, err);
out:
	for (size_t i = 0; i < w.cap; i++)
		buf_free(&w.cell[i].text);
	free(w.cell);
	free(w.out);
	free(w.about);
	return rc;
}

/* ---- Its outputs ---- */

/* The choices of the drop-down lists: the texts of the result codes. */
static ssjc_rc choices(struct xlsx_out *b, const struct document *d, struct ssjc_err *err)
{
	struct str *text = NULL, result;
	size_t n = 0, cap = 0;
	ssjc_rc rc = SSJC_OK;

	for (; vocabulary_nth(d->vocabulary, "result", n, &result); n++) {
		if (!array_grow(&text, &cap, n, sizeof *text)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		text[n] = vocabulary_text(d->vocabulary, "result", result);
	}
	if (n)
		rc = xlsx_out_choices(b, text, n, err);
out:
	free(text);
	return rc;
}

/* What the numbers of the results mean on the sheet. */
static ssjc_rc map_codes(struct checklist_map *m, const struct document *d, struct ssjc_err *err)
{
	struct str result;

	while (vocabulary_nth(d->vocabulary, "result", m->n_codes, &result)) {
		if (!array_grow(&m->code, &m->code_cap, m->n_codes, sizeof *m->code))
			return ssjc_fail_memory(err);
		m->code[m->n_codes++] = result;
	}
	return SSJC_OK;
}

static ssjc_rc put_map_row(void *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	return xlsx_out_hidden(b, text, n, err);
}

/* The map of a sheet, which is complete, into its workbook. */
static ssjc_rc put_map(struct xlsx_out *b, struct checklist_map *m, const struct paper_data *data,
    struct ssjc_err *err)
{
	const struct document *d = data->d;
	char match[DIGEST_HEX];
	struct buf id = {0};
	ssjc_rc rc;

	m->plan = d->plan->id;
	m->object = data->visit->object.id;
	rc = checklist_match(d->state, m->object, match, err);
	if (rc)
		goto out;
	m->match = str_of(match);
	checklist_id(&id, m->plan, m->match, m->object);
	if (id.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	m->id = buf_text(&id);
	rc = map_codes(m, d, err);
	if (rc)
		goto out;
	rc = checklist_map_write(m, put_map_row, b, err);
out:
	buf_free(&id);
	return rc;
}

/* The columns' widths: the departments' share what the others leave of the page. */
static void set_widths(unsigned *width, const struct template *t, size_t depts)
{
	unsigned left = t->landscape ? XLSX_LANDSCAPE : XLSX_PORTRAIT, each;

	for (size_t i = 0; i < t->columns; i++) {
		width[i] = t->width[i];
		left -= width[i] < left ? width[i] : left;
	}
	for (size_t i = 0; i < depts; i++) {
		each = left / (unsigned)depts;
		width[t->columns + i] = each < t->dept_width ? t->dept_width : each;
	}
}

ssjc_rc paper_sheet(
    struct xlsx_out *b, const struct paper *p, const struct paper_data *data, struct ssjc_err *err)
{
	const struct template *t = &p->template;
	size_t depts = t->dept_width ? data->d->plan->n_depts : 0;
	struct xlsx_out_setup setup = {.columns = t->columns + depts,
	    .landscape = t->landscape,
	    .list = t->list,
	    .one_page = t->one_page};
	struct paper_sink sink = {.row = sheet_row, .repeat = sheet_repeat, .glue = sheet_glue};
	unsigned *width = calloc(setup.columns, sizeof *width);
	const struct paper_at at = about(data);
	struct buf wish = {0}, name = {0};
	struct checklist_map map = {0};
	struct paper_sheet sheet = {.map = t->fields ? &map : NULL};
	ssjc_rc rc;

	template_expand(t, &t->sheet, &at, &wish);
	xlsx_out_sheet_name(b, buf_text(&wish), &name);
	if (!width || wish.failed || name.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	set_widths(width, t, depts);
	setup.width = width;
	if (t->choices) {
		rc = choices(b, data->d, err);
		if (rc)
			goto out;
	}
	rc = document_sheet(b, &sheet.s, name.p, &setup, data->d, err);
	if (rc)
		goto out;
	sink.to = &sheet;
	rc = make(t, &sink, setup.columns, data, err);
	if (rc || !sheet.map)
		goto out;
	xlsx_out_protect(sheet.s);
	rc = put_map(b, &map, data, err);
out:
	checklist_map_close(&map);
	free(width);
	buf_free(&wish);
	buf_free(&name);
	return rc;
}

ssjc_rc paper_text(
    struct buf *out, const struct paper *p, const struct paper_data *data, struct ssjc_err *err)
{
	const struct template *t = &p->template;
	const struct paper_sink sink = {.to = out, .row = text_row};

	return make(t, &sink, t->columns + (t->dept_width ? data->d->plan->n_depts : 0), data, err);
}

ssjc_rc paper_open(struct paper **out, enum paper_about what, struct str text, const char *file,
    struct ssjc_err *err)
{
	static const unsigned known[] = {
	    [PAPER_ALL] = TEMPLATE_PLAN | TEMPLATE_LIST,
	    [PAPER_VISIT] = TEMPLATE_PLAN | TEMPLATE_LIST | TEMPLATE_VISIT,
	    [PAPER_DEPT] = TEMPLATE_PLAN | TEMPLATE_LIST | TEMPLATE_DEPT,
	    [PAPER_INSPECTOR] = TEMPLATE_PLAN | TEMPLATE_LIST | TEMPLATE_DEPT | TEMPLATE_INSPECTOR,
	    [PAPER_COMMITMENT] = TEMPLATE_PLAN | TEMPLATE_CEREMONY,
	    [PAPER_VERIFICATION] = TEMPLATE_VERIFICATION,
	    [PAPER_RECEIPT] = TEMPLATE_PLAN | TEMPLATE_RECEIPT,
	};
	struct paper *p = calloc(1, sizeof *p);
	ssjc_rc rc;

	*out = NULL;
	if (!p)
		return ssjc_fail_memory(err);
	rc = template_read(&p->template, text, file, &paper_names, known[what], err);
	if (rc)
		goto out;
	*out = p;
	p = NULL;
out:
	paper_free(p);
	return rc;
}

void paper_free(struct paper *p)
{
	if (!p)
		return;
	template_close(&p->template);
	free(p);
}

struct str paper_name(const struct paper *p)
{
	return p->template.title;
}
