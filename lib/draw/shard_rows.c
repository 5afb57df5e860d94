/* The rows of several registers that can be drawn: from these, or from their below streams. */
#include "ssjc/draw/shards.h"

#include "ssjc/base/stream_text.h"
#include "strata.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

static const char *const first_columns[] = {"shard", "register", "cutoffs", NULL};
enum { FIRST_COLUMNS = 3 };

/* ---- Put together ---- */

/* The header of the run's roster must be that of all. */
static ssjc_rc same_head(
    struct shards *s, const struct draw_run *run, const char *file, struct ssjc_err *err)
{
	struct stream_text t = {0};
	struct str head;
	size_t n;
	const struct str *column = draw_run_columns(run, &n);
	bool ok = true;
	ssjc_rc rc = stream_text_open(&t, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++)
		csv_out_field(&t.csv, column[i]);
	csv_out_end(&t.csv);
	rc = stream_text_end(&t, &head, NULL, err);
	if (rc)
		goto out;
	if (!s->head.n) {
		s->head = arena_str(&s->arena, head, &ok);
		buf_str(&s->rows, head);
		if (!ok || s->rows.failed)
			rc = ssjc_fail_memory(err);
	} else if (!str_eq(s->head, head)) {
		rc = ssjc_fail_at(err, SSJC_INPUT, file, 1, NULL,
		    "has other columns than %s, or in another order: a list has one header",
		    s->part[0].name);
	}
out:
	stream_text_free(&t);
	return rc;
}

static struct stratum *find_stratum(struct stratum *v, size_t n, struct str text)
{
	const struct stratum wanted = {.text = text};

	return n ? bsearch(&wanted, v, n, sizeof *v, strata_by_text) : NULL;
}

/* Append what the run chose of x. */
static ssjc_rc append(
    struct shards *s, struct shard *x, struct draw_run *run, const char *file, struct ssjc_err *err)
{
	struct stream_text t = {0};
	struct str rows;
	size_t n;
	const struct stratum *of = draw_strata(draw_run_choice(run), &n);
	const char *name = arena_cstr(&s->arena, x->name);
	ssjc_rc rc = name ? same_head(s, run, file, err) : ssjc_fail_memory(err);

	if (rc)
		goto out;
	rc = stream_text_open(&t, err);
	if (rc)
		goto out;
	rc = draw_run_copy(run, 0, &t.csv, err);
	if (rc)
		goto out;
	rc = stream_text_end(&t, &rows, NULL, err);
	if (rc)
		goto out;
	buf_str(&s->rows, rows);
	if (s->rows.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < n; i++)
		s->have[find_stratum(s->stratum, s->n_strata, of[i].text) - s->stratum] +=
		    of[i].main;
	s->part[s->n_taken++] = (struct roster_part){name, s->rows.n};
	x->taken = true;
out:
	stream_text_free(&t);
	return rc;
}

ssjc_rc shards_all(const struct shards *s, struct ssjc_err *err)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].taken)
			return ssjc_fail(err, SSJC_INPUT,
			    "the rows of “%.*s” are missing: ssjc-draw below writes them there",
			    STR_ARG(s->v[i].name));
	return SSJC_OK;
}

void shards_again(struct shards *s)
{
	buf_clear(&s->rows);
	s->head = STR("");
	s->n_taken = 0;
	for (size_t i = 0; i < s->n; i++)
		s->v[i].taken = false;
	for (size_t i = 0; i < s->n_strata; i++)
		s->have[i] = 0;
}

/* ---- From a register ---- */

static bool same_strata(const struct shard *a, const struct shard *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->stratum[i].text, b->stratum[i].text) ||
		    a->stratum[i].population != b->stratum[i].population ||
		    a->stratum[i].eligible != b->stratum[i].eligible)
			return false;
	return true;
}

static ssjc_rc same_counts(
    const struct shard *x, const struct shard *y, const char *file, struct ssjc_err *err)
{
	if (x->rows == y->rows && x->excluded == y->excluded && x->repeated == y->repeated &&
	    str_eq(x->first, y->first) && str_eq(x->last, y->last) && same_strata(x, y))
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
	    "has %llu rows in %zu strata, but the counts of “%.*s” are others (%llu rows in %zu "
	    "strata): they are not those of this register",
	    (unsigned long long)y->rows, y->n, STR_ARG(x->name), (unsigned long long)x->rows, x->n);
}

ssjc_rc shards_from(struct shards *s, size_t i, struct str text, const char *file,
    const struct shard_by *by, FILE *ids, struct ssjc_err *err)
{
	const struct draw_source source = {.text = text, .name = file};
	struct shard *x = &s->v[i], again;
	struct ticket_key *key = NULL, *by_id = NULL;
	struct draw_run *run = NULL;
	ssjc_rc rc = draw_run_open(&run, s->plan, &source, by->history, by->n, err);

	if (rc)
		goto out;
	rc = ids ? shard_ids_key(&by_id, err) : SSJC_OK;
	if (rc)
		goto out;
	rc = ticket_key_take(&key, by->key, err);
	if (rc)
		goto out;
	if (s->tree && !x->bound)
		draw_run_into(run, s->tree);
	rc = draw_run_part(run, key, s->limit, s->n_strata, by_id, NULL, err);
	if (rc)
		goto out;
	x->bound = true;
	rc = shard_count(&again, run, x, &s->arena, err);
	if (rc)
		goto out;
	rc = same_counts(x, &again, file, err);
	if (rc)
		goto out;
	rc = ids ? shard_ids(run, ids, NULL, err) : SSJC_OK;
	if (rc)
		goto out;
	rc = append(s, x, run, file, err);
out:
	draw_run_close(run);
	ticket_key_free(by_id);
	return rc;
}

/* ---- From a below stream ---- */

static ssjc_rc check_head(const struct csv_row *row, const char *file, struct ssjc_err *err)
{
	for (size_t i = 0; i < FIRST_COLUMNS; i++)
		if (row->n <= i || !str_is(row->field[i], first_columns[i]))
			return ssjc_fail_at(err, SSJC_INPUT, file, 1, first_columns[i],
			    "is not column %zu: is this a stream of ssjc-draw below?", i + 1);
	return SSJC_OK;
}

/* The first row says of which register the stream is, and by which cutoffs. */
static ssjc_rc find_shard(struct shards *s, const struct csv_row *row, const char *file,
    struct str cutoffs, struct shard **out, struct ssjc_err *err)
{
	struct str name = row->n ? row->field[0] : STR("");

	*out = NULL;
	if (!name.n)
		return ssjc_fail_at(err, SSJC_INPUT, file, 2, "shard",
		    "is empty: the first row says of which register the stream is");
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].name, name))
			*out = &s->v[i];
	if (!*out)
		return ssjc_fail_at(err, SSJC_INPUT, file, 2, "shard",
		    "“%.*s” is none of the registers that were counted", STR_ARG(name));
	if ((*out)->taken)
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "has the rows of “%.*s”, which another file has already", STR_ARG(name));
	if (!str_eq((*out)->roster, row->field[1]))
		return ssjc_fail_at(err, SSJC_INPUT, file, 2, "register",
		    "“%.*s” is not the register that was counted: it was changed since then",
		    STR_ARG(name));
	if (!str_eq(cutoffs, row->field[2]))
		return ssjc_fail_at(err, SSJC_INPUT, file, 2, "cutoffs",
		    "“%.*s” used other cutoffs than the last: run ssjc-draw below there again",
		    STR_ARG(name));
	return SSJC_OK;
}

/* The stream without its first columns; an empty line keeps the numbers of the others. */
static ssjc_rc strip(struct shards *s, struct csv_in *in, const char *file, struct str cutoffs,
    struct stream_text *t, struct shard **out, struct ssjc_err *err)
{
	struct csv_row row;
	size_t cols;
	ssjc_rc rc = csv_in_next(in, &row, err);

	if (rc)
		return rc;
	rc = check_head(&row, file, err);
	if (rc)
		return rc;
	cols = row.n;
	csv_out_fields(&t->csv, row.field + FIRST_COLUMNS, cols - FIRST_COLUMNS, false, ',');
	csv_out_end(&t->csv);
	rc = csv_in_next(in, &row, err);
	if (rc)
		return rc;
	rc = find_shard(s, &row, file, cutoffs, out, err);
	if (rc)
		return rc;
	buf_char(&t->csv.buf, '\n');
	for (;;) {
		rc = csv_in_next(in, &row, err);
		if (rc || row.n == 0)
			return rc;
		if (row.n != cols || row.field[0].n || row.field[1].n || row.field[2].n)
			return ssjc_fail_at(err, SSJC_INPUT, file, row.line, NULL,
			    "has %zu fields, but the header has %zu; the first %d must be empty "
			    "from line 3 on",
			    row.n, cols, FIRST_COLUMNS);
		csv_out_fields(
		    &t->csv, row.field + FIRST_COLUMNS, cols - FIRST_COLUMNS, false, ',');
		csv_out_end(&t->csv);
	}
}

/*
 * Of so many tickets about so many are up to the limit. Whoever counted other rows than
 * these differs by much more than chance does.
 */
static ssjc_rc check_number(const struct shard *x, const struct stratum *counted, uint64_t limit,
    uint64_t sent, const char *file, struct ssjc_err *err)
{
	uint64_t expected = shard_expected(counted->eligible, limit), root = 1, slack;

	while (root * root < expected)
		root++;
	slack = limit == UINT64_MAX ? 0 : 8 * root + 16;
	if (sent <= counted->eligible && sent + slack >= expected && sent <= expected + slack)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
	    "“%.*s” sent %llu rows of the stratum %.*s, but by its counts (%llu) there must be %s "
	    "%llu: its counts or its rows are wrong",
	    STR_ARG(x->name), (unsigned long long)sent, STR_ARG(counted->text),
	    (unsigned long long)counted->eligible, slack ? W_("about") : W_("exactly"),
	    (unsigned long long)expected);
}

static ssjc_rc check_row(const struct stratum *sent, const char *file, struct ssjc_err *err)
{
	if (sent->eligible < sent->population)
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "has rows of the stratum %.*s that cannot be drawn by the history",
		    STR_ARG(sent->text));
	if (sent->main < sent->population)
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "has rows of the stratum %.*s that are not below its cutoff: is the key the "
		    "one of the cutoffs?",
		    STR_ARG(sent->text));
	return SSJC_OK;
}

/* What was sent must be what the counts and the limits say, as far as can be told. */
static ssjc_rc check_sent(struct shards *s, const struct shard *x, const struct draw *d,
    const char *file, struct ssjc_err *err)
{
	size_t n;
	const struct stratum *sent = draw_strata(d, &n);

	if (draw_counts(d).excluded)
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, "status",
		    "has rows with a status that the plan excludes");
	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc = check_row(&sent[i], file, err);

		if (rc)
			return rc;
		if (!find_stratum(x->stratum, x->n, sent[i].text))
			return ssjc_fail_at(err, SSJC_INPUT, file, 0, "stratum",
			    "has rows of the stratum %.*s, but “%.*s” counted none",
			    STR_ARG(sent[i].text), STR_ARG(x->name));
	}
	for (size_t i = 0; i < x->n; i++) {
		struct str text = x->stratum[i].text;
		const struct stratum *it = find_stratum((struct stratum *)sent, n, text);
		size_t at = (size_t)(find_stratum(s->stratum, s->n_strata, text) - s->stratum);
		ssjc_rc rc = check_number(
		    x, &x->stratum[i], s->limit[at].most, it ? it->main : 0, file, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The rows of x: are they what they must be? Then they are taken. */
static ssjc_rc take(struct shards *s, struct shard *x, struct str rows, const char *file,
    const struct shard_by *by, struct ssjc_err *err)
{
	const struct draw_source source = {.text = rows, .name = file};
	struct ticket_key *key = NULL;
	struct draw_run *run = NULL;
	ssjc_rc rc = draw_run_open(&run, s->plan, &source, by->history, by->n, err);

	if (rc)
		goto out;
	rc = ticket_key_take(&key, by->key, err);
	if (rc)
		goto out;
	rc = draw_run_part(run, key, s->limit, s->n_strata, NULL, NULL, err);
	if (rc)
		goto out;
	rc = check_sent(s, x, draw_run_choice(run), file, err);
	if (rc)
		goto out;
	rc = append(s, x, run, file, err);
out:
	draw_run_close(run);
	return rc;
}

ssjc_rc shards_take(struct shards *s, struct str text, const char *file, struct str cutoffs,
    const struct shard_by *by, struct ssjc_err *err)
{
	struct stream_text t = {0};
	struct csv_in *in = NULL;
	struct shard *x;
	struct str rows;
	ssjc_rc rc = csv_in_open(&in, text, file, 0, err);

	if (rc)
		goto out;
	rc = stream_text_open(&t, err);
	if (rc)
		goto out;
	rc = strip(s, in, file, cutoffs, &t, &x, err);
	if (rc)
		goto out;
	rc = stream_text_end(&t, &rows, NULL, err);
	if (rc)
		goto out;
	rc = take(s, x, rows, file, by, err);
out:
	csv_in_close(in);
	stream_text_free(&t);
	return rc;
}

/* ---- Written ---- */

ssjc_rc shard_below(struct draw_run *run, const struct shard *of, struct str cutoffs,
    struct csv_out *out, struct ssjc_err *err)
{
	size_t n;
	const struct str *column = draw_run_columns(run, &n);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < FIRST_COLUMNS; k++)
			if (str_is(column[i], first_columns[k]))
				return ssjc_fail_at(err, SSJC_INPUT, of->file, 1, first_columns[k],
				    "is a column that ssjc-draw below writes: name it otherwise");
	for (size_t k = 0; k < FIRST_COLUMNS; k++)
		csv_out_field(out, str_of(first_columns[k]));
	for (size_t i = 0; i < n; i++)
		csv_out_field(out, column[i]);
	csv_out_end(out);
	csv_out_field(out, of->name);
	csv_out_field(out, of->roster);
	csv_out_field(out, cutoffs);
	stream_text_empty(out, n);
	csv_out_end(out);
	return draw_run_copy(run, FIRST_COLUMNS, out, err);
}
