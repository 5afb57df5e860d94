#include "ssjc/plan/vocabulary.h"

#include "ssjc/base/file.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

const char *const vocabulary_files[VOCABULARY_FILES] = {"headers.csv", "values.csv", "results.csv"};

/* A header is an entry (stream, column, header), a value (column, code, written). */
struct entry {
	struct str scope, means, text;
	struct str key, means_key; /* of text and of means, by text_key() */
};

struct list {
	struct entry *v;
	size_t n, cap;
};

struct vocabulary {
	struct str source[VOCABULARY_FILES];
	struct list headers, values;
	struct arena arena;
};

static struct str key_of(struct vocabulary *t, struct str s, bool *ok)
{
	struct buf key = {0};
	struct str copy;

	text_key(&key, s);
	copy = arena_str(&t->arena, buf_text(&key), ok);
	*ok = *ok && !key.failed;
	buf_free(&key);
	return copy;
}

static ssjc_rc add(struct vocabulary *t, struct list *l, struct str scope, struct str means,
    struct str text, struct ssjc_err *err)
{
	struct entry e;
	bool ok = true;

	if (!array_grow(&l->v, &l->cap, l->n, sizeof *l->v))
		return ssjc_fail_memory(err);
	e.scope = arena_str(&t->arena, scope, &ok);
	e.means = arena_str(&t->arena, means, &ok);
	e.text = arena_str(&t->arena, text, &ok);
	e.key = key_of(t, text, &ok);
	e.means_key = key_of(t, means, &ok);
	if (!ok)
		return ssjc_fail_memory(err);
	l->v[l->n++] = e;
	return SSJC_OK;
}

/* Of each data file: where its rows go, and its columns in the order of an entry's. */
static const struct shape {
	const char *column[4];
	bool headers;
} shapes[VOCABULARY_FILES] = {
    [VOCABULARY_HEADERS] = {{"stream", "column", "header", NULL}, true},
    [VOCABULARY_VALUES] = {{"column", "value", "written", NULL}, false},
    [VOCABULARY_RESULTS] = {{"code", "text", NULL}, false},
};

static ssjc_rc read_one(struct vocabulary *t, int file, struct ssjc_err *err)
{
	const struct shape *shape = &shapes[file];
	struct list *l = shape->headers ? &t->headers : &t->values;
	struct table table;
	ssjc_rc rc = table_read(&table, t->source[file], vocabulary_files[file], err);

	if (rc != SSJC_OK)
		return rc;
	rc = table_need(&table, shape->column, err);
	for (size_t row = 0; row < table.rows && rc == SSJC_OK; row++) {
		struct str cell[3] = {{"result", 6}};
		size_t at = file == VOCABULARY_RESULTS;

		for (size_t i = 0; shape->column[i] && rc == SSJC_OK; i++, at++) {
			cell[at] = table_at(&table, row, table_col(&table, shape->column[i]));
			if (cell[at].n == 0)
				rc = table_fail(&table, row, shape->column[i], err, "is empty");
		}
		if (rc == SSJC_OK)
			rc = add(t, l, cell[0], cell[1], cell[2], err);
	}
	table_close(&table);
	return rc;
}

ssjc_rc vocabulary_read(
    struct vocabulary **out, const struct str text[VOCABULARY_FILES], struct ssjc_err *err)
{
	/* Results first: the text that a code is published in is its first one. */
	static const int order[VOCABULARY_FILES] = {
	    VOCABULARY_RESULTS, VOCABULARY_VALUES, VOCABULARY_HEADERS};
	struct vocabulary *t = calloc(1, sizeof *t);
	ssjc_rc rc = SSJC_OK;
	bool ok = true;

	*out = NULL;
	if (!t)
		return ssjc_fail_memory(err);
	for (int i = 0; i < VOCABULARY_FILES; i++)
		t->source[i] = arena_str(&t->arena, text[i], &ok);
	if (!ok)
		rc = ssjc_fail_memory(err);
	for (int i = 0; i < VOCABULARY_FILES && rc == SSJC_OK; i++)
		rc = read_one(t, order[i], err);
	if (rc != SSJC_OK) {
		vocabulary_close(t);
		return rc;
	}
	*out = t;
	return SSJC_OK;
}

ssjc_rc vocabulary_open(struct vocabulary **out, const char *share, struct ssjc_err *err)
{
	struct str text[VOCABULARY_FILES] = {{NULL, 0}};
	struct file f[VOCABULARY_FILES] = {{.name = NULL}};
	struct arena arena = {0};
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	for (int i = 0; i < VOCABULARY_FILES && rc == SSJC_OK; i++) {
		char *path = path_join(&arena, share, str_of(vocabulary_files[i]));

		rc = path ? file_open(&f[i], path, err) : ssjc_fail_memory(err);
		text[i] = f[i].bytes;
	}
	if (rc == SSJC_OK)
		rc = vocabulary_read(out, text, err);
	for (int i = 0; i < VOCABULARY_FILES; i++)
		file_close(&f[i]);
	arena_free(&arena);
	return rc;
}

void vocabulary_close(struct vocabulary *t)
{
	if (!t)
		return;
	free(t->headers.v);
	free(t->values.v);
	arena_free(&t->arena);
	free(t);
}

struct str vocabulary_source(const struct vocabulary *t, int file)
{
	return t->source[file];
}

/* The first entry of that scope whose text or meaning has that key, or NULL. */
static const struct entry *find(const struct list *l, const char *scope, struct str key)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_is(l->v[i].scope, scope) &&
		    (str_eq(l->v[i].key, key) || str_eq(l->v[i].means_key, key)))
			return &l->v[i];
	return NULL;
}

/* The marks that people put around a header: "*企业名称：", "联系电话（必填）". */
static struct str bare(struct str key)
{
	while (key.n > 0 && key.p[0] == '*')
		key.p++, key.n--;
	while (key.n > 0 && (key.p[key.n - 1] == '*' || key.p[key.n - 1] == ':'))
		key.n--;
	return key;
}

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
    const struct vocabulary *t, const char *stream, struct str header, struct str *column)
{
	const struct entry *e = NULL;
	struct buf buf = {0};
	struct str key;

	text_key(&buf, header);
	key = bare(buf_text(&buf));
	for (int i = 0; i < 2 && !e && key.n > 0; i++, key = bare(without_remark(key))) {
		e = find(&t->headers, stream, key);
		if (!e)
			e = find(&t->headers, "*", key);
	}
	buf_free(&buf);
	if (e)
		*column = e->means;
	return e != NULL;
}

bool vocabulary_code(
    const struct vocabulary *t, const char *column, struct str written, struct str *code)
{
	const struct entry *e = NULL;
	struct buf key = {0};

	text_key(&key, written);
	if (!key.failed && key.n > 0 && !str_is(buf_text(&key), "*"))
		e = find(&t->values, column, buf_text(&key));
	buf_free(&key);
	if (e)
		*code = e->means;
	return e != NULL;
}

static const struct entry *exactly(const struct vocabulary *t, const char *column, struct str code)
{
	for (size_t i = 0; i < t->values.n; i++)
		if (str_is(t->values.v[i].scope, column) && str_eq(t->values.v[i].means, code))
			return &t->values.v[i];
	return NULL;
}

bool vocabulary_is_code(const struct vocabulary *t, const char *column, struct str code)
{
	return !str_is(code, "*") && exactly(t, column, code);
}

struct str vocabulary_text(const struct vocabulary *t, const char *column, struct str code)
{
	const struct entry *e = exactly(t, column, code);

	return e ? e->text : (struct str){"", 0};
}

bool vocabulary_open_ended(const struct vocabulary *t, const char *column)
{
	return exactly(t, column, STR("*")) != NULL;
}

bool vocabulary_nth(const struct vocabulary *t, const char *column, size_t i, struct str *code)
{
	for (size_t k = 0; k < t->values.n; k++) {
		const struct entry *e = &t->values.v[k];

		if (!str_is(e->scope, column) || str_is(e->means, "*") ||
		    exactly(t, column, e->means) != e)
			continue;
		if (i-- == 0) {
			*code = e->means;
			return true;
		}
	}
	return false;
}
