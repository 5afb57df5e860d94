#include "ssjc/plan/vocabulary.h"

#include "ssjc/base/file.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *const vocabulary_files[VOCABULARY_FILES] = {
    "headers.csv", "values.csv", "results.csv", "left_out.csv", "follow.csv"};

/*
 * A header is an entry (stream, column, header), a value (column, code, written),
 * and what is left out (place, kind, written).
 */
struct entry {
	struct vocabulary_entry is;
	struct str means_key; /* of what it means, by text_key() */
	struct str class;     /* of a code, or "" */
};

/* A key that an entry is found by: its text's or its meaning's. */
struct found {
	struct str scope, key;
	size_t at; /* the entry */
};

struct entries {
	struct entry *entry;
	size_t n, cap;
	struct found *found; /* two for each, sorted */
	struct found *code;  /* of each what it means, sorted by scope, meaning and place */
	struct found *order; /* the first of each meaning, sorted by scope and place; not of "*" */
	size_t n_order;
};

struct vocabulary {
	struct str source[VOCABULARY_FILES];
	struct entries headers, values, left_out;
	struct arena arena;
};

static struct str key_of(struct vocabulary *v, struct str s, bool *ok)
{
	struct buf key = {0};
	struct str copy;

	text_key(&key, s);
	copy = arena_str(&v->arena, buf_text(&key), ok);
	*ok = *ok && !key.failed;
	buf_free(&key);
	return copy;
}

static ssjc_rc add(struct vocabulary *v, struct entries *l, struct str scope, struct str means,
    struct str text, struct str class, struct ssjc_err *err)
{
	struct entry e;
	bool ok = true;

	if (!array_grow(&l->entry, &l->cap, l->n, sizeof *l->entry))
		return ssjc_fail_memory(err);
	e.is.scope = arena_str(&v->arena, scope, &ok);
	e.is.means = arena_str(&v->arena, means, &ok);
	e.is.text = arena_str(&v->arena, text, &ok);
	e.class = arena_str(&v->arena, class, &ok);
	e.is.key = key_of(v, text, &ok);
	e.means_key = key_of(v, means, &ok);
	if (!ok)
		return ssjc_fail_memory(err);
	l->entry[l->n++] = e;
	return SSJC_OK;
}

/* Of each data file: its columns, in the order of an entry's, and where its rows go. */
static const struct shape {
	const char *column[4];
	size_t to;         /* the offset of the entries in struct vocabulary */
	const char *scope; /* of all its entries; NULL: its first column says it */
} shapes[VOCABULARY_FILES] = {
    [VOCABULARY_HEADERS] = {{"stream", "column", "header", NULL},
        offsetof(struct vocabulary, headers), NULL},
    [VOCABULARY_VALUES] = {{"column", "value", "written", NULL},
        offsetof(struct vocabulary, values), NULL},
    [VOCABULARY_RESULTS] = {{"code", "text", NULL}, offsetof(struct vocabulary, values), "result"},
    [VOCABULARY_LEFT_OUT] = {{"place", "kind", "written", NULL},
        offsetof(struct vocabulary, left_out), NULL},
    [VOCABULARY_FOLLOW] = {{"code", "text", NULL}, offsetof(struct vocabulary, values), "follow"},
};

static struct entries *entries_of(struct vocabulary *v, int file)
{
	return (struct entries *)((char *)v + shapes[file].to);
}

static ssjc_rc read_one(struct vocabulary *v, int file, struct ssjc_err *err)
{
	const struct shape *shape = &shapes[file];
	struct entries *l = entries_of(v, file);
	struct table table;
	ssjc_rc rc;

	/* Before there were these files nothing was left out, and nothing followed up. */
	if ((file == VOCABULARY_LEFT_OUT || file == VOCABULARY_FOLLOW) && v->source[file].n == 0)
		return SSJC_OK;
	rc = table_read(&table, v->source[file], vocabulary_files[file], err);

	if (rc)
		return rc;
	rc = table_need(&table, shape->column, err);
	if (rc)
		goto out;
	for (size_t row = 0; row < table.rows; row++) {
		struct str cell[3] = {str_of(shape->scope)};
		size_t at = shape->scope != NULL;

		for (size_t i = 0; shape->column[i]; i++, at++) {
			cell[at] = table_at(&table, row, table_col(&table, shape->column[i]));
			if (cell[at].n == 0) {
				rc = table_fail(&table, row, shape->column[i], err, "is empty");
				goto out;
			}
		}
		rc = add(v, l, cell[0], cell[1], cell[2],
		    shape->scope ? table_at(&table, row, table_col(&table, "class")) : STR(""),
		    err);
		if (rc)
			goto out;
	}
out:
	table_close(&table);
	return rc;
}

static int compare(const void *a, const void *b)
{
	const struct found *p = a, *q = b;
	int c = str_cmp(p->key, q->key);

	if (c == 0)
		c = str_cmp(p->scope, q->scope);
	return c ? c : (p->at > q->at) - (p->at < q->at);
}

static int compare_code(const void *a, const void *b)
{
	const struct found *p = a, *q = b;
	int c = str_cmp(p->scope, q->scope);

	if (c == 0)
		c = str_cmp(p->key, q->key);
	return c ? c : (p->at > q->at) - (p->at < q->at);
}

static int compare_order(const void *a, const void *b)
{
	const struct found *p = a, *q = b;
	int c = str_cmp(p->scope, q->scope);

	return c ? c : (p->at > q->at) - (p->at < q->at);
}

/* What finds a code by itself, and the codes of a column one after another. */
static bool sort_codes(struct entries *l)
{
	l->code = malloc((l->n + 1) * sizeof *l->code);
	l->order = malloc((l->n + 1) * sizeof *l->order);
	if (!l->code || !l->order)
		return false;
	for (size_t i = 0; i < l->n; i++)
		l->code[i] = (struct found){l->entry[i].is.scope, l->entry[i].is.means, i};
	qsort(l->code, l->n, sizeof *l->code, compare_code);
	for (size_t i = 0; i < l->n; i++) {
		const struct found *c = &l->code[i];

		if (str_is(c->key, "*") ||
		    (i > 0 && str_eq(c[-1].scope, c->scope) && str_eq(c[-1].key, c->key)))
			continue;
		l->order[l->n_order++] = *c;
	}
	qsort(l->order, l->n_order, sizeof *l->order, compare_order);
	return true;
}

static bool sort(struct entries *l)
{
	l->found = malloc((2 * l->n + 1) * sizeof *l->found);
	if (!l->found)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct entry *e = &l->entry[i];

		l->found[2 * i] = (struct found){e->is.scope, e->is.key, i};
		l->found[2 * i + 1] = (struct found){e->is.scope, e->means_key, i};
	}
	qsort(l->found, 2 * l->n, sizeof *l->found, compare);
	return true;
}

ssjc_rc vocabulary_read(
    struct vocabulary **out, const struct str text[VOCABULARY_FILES], struct ssjc_err *err)
{
	/* Codes first: a code is published in the text of its first entry. */
	static const int order[VOCABULARY_FILES] = {VOCABULARY_RESULTS, VOCABULARY_FOLLOW,
	    VOCABULARY_VALUES, VOCABULARY_HEADERS, VOCABULARY_LEFT_OUT};
	struct vocabulary *v = calloc(1, sizeof *v);
	ssjc_rc rc;
	bool ok = true;

	*out = NULL;
	if (!v)
		return ssjc_fail_memory(err);
	for (int i = 0; i < VOCABULARY_FILES; i++)
		v->source[i] = arena_str(&v->arena, text[i], &ok);
	if (!ok) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (int i = 0; i < VOCABULARY_FILES; i++) {
		rc = read_one(v, order[i], err);
		if (rc)
			goto out;
	}
	if (!sort(&v->headers) || !sort(&v->values) || !sort_codes(&v->values)) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	*out = v;
	v = NULL;
out:
	vocabulary_close(v);
	return rc;
}

ssjc_rc vocabulary_open(struct vocabulary **out, const char *share, struct ssjc_err *err)
{
	struct str text[VOCABULARY_FILES] = {{NULL, 0}};
	struct file f[VOCABULARY_FILES] = {{.name = NULL}};
	struct arena arena = {0};
	ssjc_rc rc;

	*out = NULL;
	for (int i = 0; i < VOCABULARY_FILES; i++) {
		char *path = path_join(&arena, share, str_of(vocabulary_files[i]));

		rc = path ? file_open(&f[i], path, err) : ssjc_fail_memory(err);
		if (rc)
			goto out;
		text[i] = f[i].bytes;
	}
	rc = vocabulary_read(out, text, err);
out:
	for (int i = 0; i < VOCABULARY_FILES; i++)
		file_close(&f[i]);
	arena_free(&arena);
	return rc;
}

void vocabulary_close(struct vocabulary *v)
{
	if (!v)
		return;
	free(v->headers.entry);
	free(v->headers.found);
	free(v->values.entry);
	free(v->values.found);
	free(v->values.code);
	free(v->values.order);
	free(v->left_out.entry);
	arena_free(&v->arena);
	free(v);
}

bool vocabulary_entry(const struct vocabulary *v, int file, size_t i, struct vocabulary_entry *out)
{
	const struct entries *l = entries_of((struct vocabulary *)v, file);

	if (i >= l->n)
		return false;
	*out = l->entry[i].is;
	return true;
}

struct str vocabulary_source(const struct vocabulary *v, int file)
{
	return v->source[file];
}

/* The first entry of that scope whose text or meaning has that key, or NULL. */
static const struct entry *find(const struct entries *l, const char *scope, struct str key)
{
	struct found f = {str_of(scope), key, 0};
	size_t at = array_bisect(&f, l->found, 2 * l->n, sizeof *l->found, compare);

	if (at == 2 * l->n || !str_eq(l->found[at].key, key) ||
	    !str_eq(l->found[at].scope, f.scope))
		return NULL;
	return &l->entry[l->found[at].at];
}

/* Without the marks that people put around a header: "*企业名称：". */
static struct str bare(struct str key)
{
	while (key.n > 0 && key.p[0] == '*')
		key.p++, key.n--;
	while (key.n > 0 && (key.p[key.n - 1] == '*' || key.p[key.n - 1] == ':'))
		key.n--;
	return key;
}

/* Without a remark at the end: "联系电话（必填）". */
static struct str without_remark(struct str key)
{
	size_t at = key.n;

	if (key.n == 0 || key.p[key.n - 1] != ')')
		return key;
	while (at > 0 && key.p[at - 1] != '(')
		at--;
	return at > 1 ? (struct str){key.p, at - 1} : key;
}

bool vocabulary_column(
    const struct vocabulary *v, const char *stream, struct str header, struct str *column)
{
	const struct entry *e = NULL;
	struct buf buf = {0};
	struct str key;

	text_key(&buf, header);
	key = bare(buf_text(&buf));
	for (int i = 0; i < 2 && !e && key.n > 0; i++, key = bare(without_remark(key))) {
		e = find(&v->headers, stream, key);
		if (!e)
			e = find(&v->headers, "*", key);
	}
	buf_free(&buf);
	if (e)
		*column = e->is.means;
	return e != NULL;
}

/* What a text's key has for a full stop, of either kind. */
#define MIDDLE_DOT "\xc2\xb7"

/*
 * The papers number the results in their order: "3" is the third, and so is "3." or
 * "3、" before its text.
 */
static bool numbered_code(
    const struct vocabulary *v, const char *column, struct str key, struct str *code)
{
	static const char *const ends[] = {MIDDLE_DOT, "、", ":", ")", ","};
	const struct entry *e;
	struct str nth;
	size_t n = 0;

	if (!str_is(STR("result"), column) || key.n == 0 || key.p[0] == '0')
		return false;
	while (key.n > 0 && key.p[0] >= '0' && key.p[0] <= '9' && n < 1000) {
		n = n * 10 + (size_t)(key.p[0] - '0');
		key.p++;
		key.n--;
	}
	if (n == 0 || !vocabulary_nth(v, column, n - 1, &nth))
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (str_cut_start(&key, ends[i]))
			break;
	e = key.n > 0 ? find(&v->values, column, key) : NULL;
	if (key.n > 0 && !(e && str_eq(e->is.means, nth)))
		return false;
	*code = nth;
	return true;
}

bool vocabulary_code(
    const struct vocabulary *v, const char *column, struct str written, struct str *code)
{
	const struct entry *e = NULL;
	struct buf key = {0};
	struct str text;
	bool known = false;

	text_key(&key, written);
	text = buf_text(&key);
	if (!key.failed && key.n > 0 && !str_is(text, "*"))
		e = find(&v->values, column, text);
	/* It may end as a sentence does. */
	if (!e && str_cut_end(&text, MIDDLE_DOT) && text.n > 0)
		e = find(&v->values, column, text);
	if (e)
		*code = e->is.means;
	known = e || numbered_code(v, column, text, code);
	buf_free(&key);
	return known;
}

/* The first entry of that column with exactly that code, or NULL. */
static const struct entry *exactly(const struct vocabulary *v, const char *column, struct str code)
{
	const struct entries *l = &v->values;
	struct found f = {str_of(column), code, 0};
	size_t at = array_bisect(&f, l->code, l->n, sizeof *l->code, compare_code);

	if (at == l->n || !str_eq(l->code[at].key, code) || !str_eq(l->code[at].scope, f.scope))
		return NULL;
	return &l->entry[l->code[at].at];
}

bool vocabulary_is_code(const struct vocabulary *v, const char *column, struct str code)
{
	return !str_is(code, "*") && exactly(v, column, code);
}

struct str vocabulary_text(const struct vocabulary *v, const char *column, struct str code)
{
	const struct entry *e = exactly(v, column, code);

	return e ? e->is.text : STR("");
}

struct str vocabulary_class(const struct vocabulary *v, const char *column, struct str code)
{
	const struct entry *e = exactly(v, column, code);

	return e ? e->class : STR("");
}

bool vocabulary_open_ended(const struct vocabulary *v, const char *column)
{
	return exactly(v, column, STR("*")) != NULL;
}

bool vocabulary_nth(const struct vocabulary *v, const char *column, size_t i, struct str *code)
{
	const struct entries *l = &v->values;
	struct found f = {str_of(column), STR(""), 0};
	size_t at = array_bisect(&f, l->order, l->n_order, sizeof *l->order, compare_order);

	if (i >= l->n_order - at || !str_eq(l->order[at + i].scope, f.scope))
		return false;
	*code = l->order[at + i].key;
	return true;
}
