#include "ssjc/audit/import_summary.h"

#include "reason_words.h"
#include "ssjc/base/language.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"

/* ---- Reading ---- */

static bool is_source(const struct audit_file *f, struct str kind)
{
	return !f->output && str_eq(f->kind, kind);
}

static ssjc_rc read_sources(struct import_summary *s, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_event *e = s->event;

	s->source = arena_array(arena, e->n_files + 1, sizeof *s->source);
	if (!s->source)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];

		if (!is_source(f, s->stream->kind))
			continue;
		s->source[s->n_sources++].file = f;
		s->rows += f->rows;
		s->refused += f->refused;
	}
	return SSJC_OK;
}

/* A cell of a list, whoever wrote it, so that it cannot forge a line of what tells of it. */
static struct str shown(struct arena *arena, struct str s, bool *ok)
{
	struct buf escaped = {0};

	if (text_plain(s) < s.n) {
		text_escape(&escaped, s);
		*ok = *ok && !escaped.failed;
		s = buf_text(&escaped);
	}
	s = arena_str(arena, s, ok);
	buf_free(&escaped);
	return s;
}

static ssjc_rc read_lines(
    struct import_list *l, struct str text, struct arena *arena, struct ssjc_err *err)
{
	struct table t;
	int column[STREAM_LIST_COLUMNS];
	bool ok = true;
	ssjc_rc rc = table_read(&t, text, "a list of an import on record", err);

	if (rc)
		return rc;
	for (int i = 0; i < STREAM_LIST_COLUMNS; i++)
		column[i] = table_col(&t, stream_list_column[i]);
	l->v = arena_array(arena, t.rows + 1, sizeof *l->v);
	ok = l->v != NULL;
	for (size_t row = 0; ok && row < t.rows; row++) {
		struct import_line *x = &l->v[l->n++];
		struct str *const to[STREAM_LIST_COLUMNS] = {&x->file, &x->sheet, &x->row, &x->id,
		    &x->name, &x->column, &x->value, &x->reason};

		for (int i = 0; i < STREAM_LIST_COLUMNS; i++)
			*to[i] = shown(arena, table_at(&t, row, column[i]), &ok);
	}
	table_close(&t);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Is the content of that file kept? A list that is too long is not. */
static ssjc_rc read_list(
    struct import_list *l, struct audit *a, struct arena *arena, struct ssjc_err *err)
{
	struct str text;
	ssjc_rc rc = audit_kept(a, l->file->digest, arena, &text, err);

	if (rc || text.n == 0)
		return rc;
	return read_lines(l, text, arena, err);
}

static ssjc_rc read_lists(
    struct import_summary *s, struct audit *a, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_event *e = s->event;

	for (size_t i = 0; i < e->n_files; i++)
		for (int k = 0; k < STREAM_LISTS; k++) {
			ssjc_rc rc;

			if (!e->file[i].output || !str_is(e->file[i].kind, stream_lists[k]))
				continue;
			s->list[k] = (struct import_list){.file = &e->file[i]};
			rc = read_list(&s->list[k], a, arena, err);
			if (rc)
				return rc;
		}
	s->listed = s->refused == 0 || s->list[STREAM_REJECTS].file;
	return SSJC_OK;
}

/* Which file each row that its status takes out is from. */
static void count_by_status(struct import_summary *s)
{
	const struct import_list *l = &s->list[STREAM_BY_STATUS];

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < s->n_sources; k++)
			if (str_eq(s->source[k].file->name, l->v[i].file)) {
				s->source[k].by_status++;
				break;
			}
	if (s->n_sources == 1 && l->file)
		s->source[0].by_status = l->file->rows;
}

static ssjc_rc read_terms(
    struct import_summary *s, struct audit *a, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_event *e = s->event;

	s->terms = arena_array(arena, e->n_files + 1, sizeof *s->terms);
	if (!s->terms)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		struct import_terms *t = &s->terms[s->n_terms];
		struct str text;
		ssjc_rc rc;

		if (f->output || !str_is(f->kind, "terms"))
			continue;
		rc = audit_content(a, f->digest, arena, &text, err);
		if (rc)
			return rc;
		t->name = f->name;
		rc = release_compare(&t->by, f->name, text, arena, err);
		if (rc)
			return rc;
		s->n_terms += release_differs(&t->by);
	}
	return SSJC_OK;
}

static ssjc_rc read_accepted(
    struct import_summary *s, struct audit *a, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_event *e = s->event;
	const struct audit_file *f = NULL;
	struct table t = {0};
	struct str text;
	bool ok = true;
	ssjc_rc rc;

	for (size_t i = 0; i < e->n_files; i++)
		if (!e->file[i].output && str_is(e->file[i].kind, "accept"))
			f = &e->file[i];
	if (!f)
		return SSJC_OK;
	rc = audit_content(a, f->digest, arena, &text, err);
	if (rc)
		return rc;
	rc = table_read(&t, text, "the accepted codes on record", err);
	if (rc == SSJC_INPUT)
		err->rc = rc = SSJC_NO;
	if (rc)
		return rc;
	s->accepted = arena_array(arena, t.rows + 1, sizeof *s->accepted);
	for (size_t row = 0; s->accepted && row < t.rows; row++)
		s->accepted[s->n_accepted++] = (struct import_accepted){
		    shown(arena, table_at(&t, row, table_col(&t, "id")), &ok),
		    shown(arena, table_at(&t, row, table_col(&t, "reason")), &ok)};
	table_close(&t);
	return s->accepted && ok ? SSJC_OK : ssjc_fail_memory(err);
}

bool import_summary_default(struct str option)
{
	return option.n == 0 || str_starts(option, "stream=") || str_starts(option, "style=") ||
	    str_is(option, "encoding=auto") || str_is(option, "hidden=no");
}

static ssjc_rc read_options(struct import_summary *s, struct arena *arena, struct ssjc_err *err)
{
	struct str rest = s->event->options, line;
	struct vocabulary *release = NULL;
	size_t n = 0;
	ssjc_rc rc = SSJC_OK;

	while (str_split(&rest, '\n', &line))
		n++;
	s->option = arena_array(arena, n + 1, sizeof *s->option);
	s->map = arena_array(arena, n + 1, sizeof *s->map);
	if (!s->option || !s->map)
		return ssjc_fail_memory(err);
	for (rest = s->event->options; str_split(&rest, '\n', &line);) {
		struct import_other *m = &s->map[s->n_maps];

		if (import_summary_default(line))
			continue;
		s->option[s->n_options++] = line;
		if (!str_cut_start(&line, "map="))
			continue;
		if (!release) {
			rc = release_vocabulary(&release, err);
			if (rc)
				goto out;
		}
		str_split(&line, '=', &m->column);
		m->header = line;
		if (release_map(release, s->stream->kind, m->column, m->header, &m->means)) {
			bool ok = true;

			m->means = arena_str(arena, m->means, &ok);
			s->n_maps++;
			if (!ok) {
				rc = ssjc_fail_memory(err);
				goto out;
			}
		}
	}
out:
	vocabulary_close(release);
	return rc;
}

ssjc_rc import_summary_read(struct import_summary *out, struct audit *a,
    const struct audit_event *e, struct arena *arena, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct import_summary){.event = e};
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output && stream_of(e->file[i].kind))
			out->stream = &e->file[i];
	if (!out->stream)
		return ssjc_fail(err, SSJC_NO, "event %llu is an import without a stream",
		    (unsigned long long)e->seq);
	rc = read_sources(out, arena, err);
	if (rc)
		return rc;
	rc = read_lists(out, a, arena, err);
	if (rc)
		return rc;
	count_by_status(out);
	rc = read_terms(out, a, arena, err);
	if (rc)
		return rc;
	rc = read_accepted(out, a, arena, err);
	return rc ? rc : read_options(out, arena, err);
}

/* ---- Which import wrote a stream ---- */

static bool wrote(const struct audit_event *e, struct str kind, struct str digest)
{
	if (!str_is(e->action, "import"))
		return false;
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output && str_eq(e->file[i].kind, kind) &&
		    str_eq(e->file[i].digest, digest))
			return true;
	return false;
}

static bool has_source(const struct import_summary *s, struct str digest)
{
	for (size_t i = 0; i < s->n_sources; i++)
		if (str_eq(s->source[i].file->digest, digest))
			return true;
	return false;
}

/* Were both made of the same files of bureaus? */
static bool same_sources(const struct import_summary *a, const struct import_summary *b)
{
	for (size_t i = 0; i < a->n_sources; i++)
		if (!has_source(b, a->source[i].file->digest))
			return false;
	for (size_t i = 0; i < b->n_sources; i++)
		if (!has_source(a, b->source[i].file->digest))
			return false;
	return true;
}

/*
 * An import with something open is made good by one of the same files, and by no
 * other: its stream could be imported once more, as if a bureau had sent that.
 */
static bool makes_good(const struct import_summary *s, const struct import_summary *open)
{
	return !import_summary_open(s) && same_sources(s, open);
}

/* The summaries of the imports among the first n events that wrote the stream. */
static ssjc_rc find_all(struct import_summary **out, size_t *found, struct audit *a,
    const struct audit_events *e, size_t n, struct str kind, struct str digest, struct arena *arena,
    struct ssjc_err *err)
{
	size_t writers = 0;

	*found = 0;
	for (size_t i = 0; i < n; i++)
		writers += wrote(&e->v[i], kind, digest);
	*out = arena_array(arena, writers + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc;

		if (!wrote(&e->v[i], kind, digest))
			continue;
		rc = import_summary_read(&(*out)[(*found)++], a, &e->v[i], arena, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc import_summary_find(struct import_summary *out, struct audit *a,
    const struct audit_events *e, size_t n, struct str kind, struct str digest, struct arena *arena,
    struct ssjc_err *err)
{
	struct import_summary *all;
	size_t found;
	ssjc_rc rc = find_all(&all, &found, a, e, n, kind, digest, arena, err);

	*out = (struct import_summary){.event = NULL};
	if (rc)
		return rc;
	for (size_t i = 0; i < found; i++)
		if (!import_summary_open(&all[i]))
			*out = all[i];
	for (size_t i = 0; i < found; i++) {
		bool open = import_summary_open(&all[i]);

		for (size_t k = 0; open && k < found; k++)
			open = !makes_good(&all[k], &all[i]);
		if (open)
			*out = all[i];
	}
	return SSJC_OK;
}

static bool is_one_of(const struct audit_event *e, const char *a, const char *b, const char *c)
{
	return str_is(e->action, a) || str_is(e->action, b) || (c && str_is(e->action, c));
}

/* Add the imports that wrote what the n-th event read, unless they are among the *n already. */
static ssjc_rc add_read_by(struct audit *a, const struct audit_events *e, size_t at,
    struct arena *arena, struct import_summary *v, size_t *n, struct ssjc_err *err)
{
	for (size_t i = 0; i < e->v[at].n_files; i++) {
		const struct audit_file *f = &e->v[at].file[i];
		/* One of several registers is such a stream, too. */
		struct str kind = str_is(f->kind, "shard") ? STR("objects") : f->kind;
		size_t k = 0;
		ssjc_rc rc;

		if (f->output || !stream_of(kind) || str_is(kind, "items"))
			continue;
		/* One made later shows as well what the same stream can be made of. */
		rc = import_summary_find(&v[*n], a, e, e->n, kind, f->digest, arena, err);
		if (rc)
			return rc;
		while (k < *n && v[k].event != v[*n].event)
			k++;
		*n += v[*n].event && k == *n;
	}
	return SSJC_OK;
}

ssjc_rc import_summary_used(struct audit *a, const struct audit_events *e, struct arena *arena,
    struct import_summary **out, size_t *n, struct ssjc_err *err)
{
	size_t drawn = 0, from = 0, files = 0;

	*n = 0;
	for (size_t i = 0; i < e->n; i++) {
		if (is_one_of(&e->v[i], "draw", "redraw", "reveal"))
			drawn = i + 1;
		files += e->v[i].n_files;
	}
	/* A reveal goes by the last commitment before it; one after the draw is what counts now. */
	from = drawn ? drawn - 1 : 0;
	for (size_t i = 0; i < e->n; i++)
		if (is_one_of(&e->v[i], "commit", "recommit", NULL) &&
		    (i >= drawn || str_is(e->v[drawn - 1].action, "reveal")))
			from = i;
	*out = arena_array(arena, files + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = from; i < e->n; i++) {
		const struct audit_event *x = &e->v[i];
		bool match = i >= drawn &&
		    (is_one_of(x, "assign", "reassign", NULL) ||
		        is_one_of(x, "substitute", "move", NULL));
		ssjc_rc rc;

		if (i != from && i + 1 != drawn && !match)
			continue;
		if (i == from && !is_one_of(x, "commit", "recommit", NULL) && i + 1 != drawn)
			continue;
		rc = add_read_by(a, e, i, arena, *out, n, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- What is open ---- */

/* A sheet may be chosen for a reason; to replace a header by one of another meaning has none. */
static bool choice_open(const struct import_summary *s, bool reason)
{
	const struct import_list *l = &s->list[STREAM_CHOICES];

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].value.n)
			return true;
	return l->file && (!reason || l->n == 0);
}

static bool accepted_open(const struct import_summary *s)
{
	for (size_t i = 0; i < s->n_accepted; i++)
		if (str_trim(s->accepted[i].reason).n == 0)
			return true;
	return false;
}

unsigned import_summary_open(const struct import_summary *s)
{
	bool accepted = str_trim(s->event->reason).n > 0;

	return (s->n_terms ? OPEN_DATA : 0) | (s->n_maps ? OPEN_MAP : 0) |
	    (s->refused && (!accepted || !s->listed) ? OPEN_REFUSED : 0) |
	    (choice_open(s, accepted) ? OPEN_CHOICE : 0) | (accepted_open(s) ? OPEN_ACCEPTED : 0);
}

void import_summary_terms(struct buf *out, const struct import_terms *t)
{
	if (t->by.unknown) {
		language_both(out, "the release has no data file %.*s", STR_ARG(t->name));
		return;
	}
	if (t->by.reordered) {
		language_both(out,
		    "the data file %.*s is not the release's: it has the same lines in another "
		    "order",
		    STR_ARG(t->name));
		return;
	}
	language_both(out,
	    "the data file %.*s is not the release's: %zu %s%s differ%s:", STR_ARG(t->name),
	    t->by.n, t->by.days ? W_("day") : W_("line"), t->by.n == 1 ? "" : "s",
	    t->by.n == 1 ? "s" : "");
	/* One's own lines come first: the others are only gone. */
	for (size_t own = 2, shown = 0; own-- > 0;)
		for (size_t i = 0; i < t->by.n && shown < IMPORT_LINES; i++) {
			if (t->by.v[i].ours != (own == 1))
				continue;
			buf_printf(out, " %s“%.*s”", own ? "+" : "−", STR_ARG(t->by.v[i].text));
			shown++;
		}
	if (t->by.n > IMPORT_LINES)
		language_both(out, " and %zu more", t->by.n - IMPORT_LINES);
}

void import_summary_map(struct buf *out, const struct import_other *m)
{
	language_both(out,
	    "--map %.*s=%.*s takes the column %.*s from a header that is known as the column %.*s",
	    STR_ARG(m->column), STR_ARG(m->header), STR_ARG(m->column), STR_ARG(m->means));
}

/* Is it the row of the line before? A row has a line for each cell that is refused. */
static bool same_row(const struct import_line *a, const struct import_line *b)
{
	return str_eq(a->file, b->file) && str_eq(a->sheet, b->sheet) && str_eq(a->row, b->row);
}

void import_summary_rows(struct buf *out, const struct import_summary *s, enum stream_list which)
{
	const struct import_list *l = &s->list[which];
	size_t rows = 0, shown = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct import_line *x = &l->v[i];
		bool more = i > 0 && same_row(&l->v[i - 1], x);

		rows += !more;
		if (rows > IMPORT_NAMED)
			continue;
		shown = rows;
		if (!more) {
			buf_z(out, i ? W_("; ") : "");
			if (s->n_sources > 1)
				buf_printf(out, "%.*s, ", STR_ARG(x->file));
			if (x->sheet.n)
				language_both(out, "sheet %.*s, ", STR_ARG(x->sheet));
			if (x->name.n || x->id.n)
				language_both(out, "row %.*s (%.*s): ", STR_ARG(x->row),
				    STR_ARG(x->name.n ? x->name : x->id));
			else
				language_both(out, "row %.*s: ", STR_ARG(x->row));
		} else {
			buf_z(out, W_(", "));
		}
		if (which == STREAM_BY_STATUS) {
			buf_printf(out, "“%.*s” → %.*s", STR_ARG(x->value), STR_ARG(x->reason));
			continue;
		}
		buf_printf(out, "%.*s%s", STR_ARG(x->column), x->column.n ? " " : "");
		reason_words(out, x->reason);
	}
	if (rows > shown)
		language_both(out, "; and %zu more", rows - shown);
	if (l->file && l->n == 0)
		buf_z(out, W_("too many to be named on record"));
}

void import_summary_choices(struct buf *out, const struct import_summary *s)
{
	const struct import_list *l = &s->list[STREAM_CHOICES];
	struct str reason = str_trim(s->event->reason);

	buf_z(out, W_("chosen by options"));
	if (reason.n)
		language_both(out, " for the reason “%.*s”", STR_ARG(reason));
	else if (!choice_open(s, true))
		buf_z(out,
		    W_(", and nobody has answered for it (ssjc-import --accept-rejects --reason TEXT "
		       "does)"));
	for (size_t i = 0; i < l->n && i < IMPORT_NAMED; i++) {
		const struct import_line *x = &l->v[i];

		buf_printf(out, "%s%.*s%s", i ? W_("; ") : W_(": "), STR_ARG(x->file), W_(","));
		if (x->sheet.n)
			language_both(out, " sheet %.*s", STR_ARG(x->sheet));
		if (x->column.n)
			language_both(out, " header “%.*s”", STR_ARG(x->column));
		buf_char(out, ' ');
		reason_words(out, x->reason);
	}
	if (l->n > IMPORT_NAMED)
		language_both(out, "; and %zu more", l->n - IMPORT_NAMED);
	if (l->n == 0)
		buf_z(out, W_(": too much to be named on record"));
}

void import_summary_accepted(struct buf *out, const struct import_summary *s)
{
	language_both(out, "%zu code%s with a wrong check digit accepted", s->n_accepted,
	    s->n_accepted == 1 ? "" : "s");
	for (size_t i = 0; i < s->n_accepted && i < IMPORT_NAMED; i++)
		buf_printf(out, "%s%.*s (%.*s)", i ? W_("; ") : W_(": "),
		    STR_ARG(s->accepted[i].id), STR_ARG(s->accepted[i].reason));
	if (s->n_accepted > IMPORT_NAMED)
		language_both(out, "; and %zu more", s->n_accepted - IMPORT_NAMED);
}

void import_summary_refused(struct buf *out, const struct import_summary *s)
{
	language_both(out, "%llu row%s refused", (unsigned long long)s->refused,
	    s->refused == 1 ? " was" : "s were");
	if (str_trim(s->event->reason).n == 0)
		buf_z(out,
		    W_(", and nobody has accepted that (ssjc-import --accept-rejects --reason TEXT "
		       "does)"));
	buf_z(out, s->listed ? W_(": ") : W_("; which ones is not on record"));
	import_summary_rows(out, s, STREAM_REJECTS);
}

void import_summary_why(struct buf *out, const struct import_summary *s)
{
	unsigned open = import_summary_open(s);

	if (open & OPEN_DATA)
		import_summary_terms(out, &s->terms[0]);
	else if (open & OPEN_MAP)
		import_summary_map(out, &s->map[0]);
	else if (open & OPEN_REFUSED)
		import_summary_refused(out, s);
	else if (open & OPEN_CHOICE)
		import_summary_choices(out, s);
	else if (open & OPEN_ACCEPTED)
		import_summary_accepted(out, s);
}
