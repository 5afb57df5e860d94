#include "ssjc/plan/items.h"

#include "ssjc/base/text.h"

#include <stdlib.h>

static const char *const needed[] = {"item", "dept", "title", NULL};

static int by_key(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
	int c = str_cmp(x->dept, y->dept);

	if (c == 0)
		c = str_cmp(x->item, y->item);
	return c ? c : (x > y) - (x < y);
}

static int by_dept(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
	int c = str_cmp(x->dept, y->dept);

	return c ? c : (x > y) - (x < y);
}

/* The items, to be found by what compare goes by. */
static const struct item **sorted(
    struct items *it, int (*compare)(const void *, const void *), struct ssjc_err *err)
{
	const struct item **v = arena_array(&it->arena, it->n + 1, sizeof *v);

	if (!v) {
		ssjc_fail_memory(err);
		return NULL;
	}
	for (size_t i = 0; i < it->n; i++)
		v[i] = &it->v[i];
	qsort(v, it->n, sizeof *v, compare);
	return v;
}

static ssjc_rc sort(struct items *it, struct ssjc_err *err)
{
	const struct item **v = sorted(it, by_key, err);

	it->by_key = v;
	it->by_dept = v ? sorted(it, by_dept, err) : NULL;
	if (!it->by_dept)
		return SSJC_SYSTEM;
	for (size_t i = 1; i < it->n; i++)
		if (str_eq(v[i]->dept, v[i - 1]->dept) && str_eq(v[i]->item, v[i - 1]->item))
			return table_fail(&it->table, (size_t)(v[i] - it->v), "item", err,
			    "“%.*s” of “%.*s” is already on line %llu", STR_ARG(v[i]->item),
			    STR_ARG(v[i]->dept),
			    (unsigned long long)it->table.line[v[i - 1] - it->v]);
	return SSJC_OK;
}

static ssjc_rc read_row(struct items *it, size_t row, struct ssjc_err *err)
{
	static const char *const names[] = {
	    "item", "dept", "category", "title", "basis", "method", "skill", "materials"};
	struct item *v = &it->v[row];
	struct str *const member[] = {&v->item, &v->dept, &v->category, &v->title, &v->basis,
	    &v->method, &v->skill, &v->materials};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		*member[i] = table_at(&it->table, row, table_col(&it->table, names[i]));
	for (size_t i = 0; needed[i]; i++)
		if (table_at(&it->table, row, table_col(&it->table, needed[i])).n == 0)
			return table_fail(&it->table, row, needed[i], err, "is empty");
	return SSJC_OK;
}

/* What is printed for people must show as what it is. */
static ssjc_rc check_shown(const struct table *t, struct ssjc_err *err)
{
	for (size_t row = 0; row < t->rows; row++)
		for (size_t c = 0; c < t->cols; c++)
			if (!text_plain_lines(t->cell[row * t->cols + c]))
				return table_fail(t, row, t->head[c].p, err,
				    "“%.*s” has a character that does not show as what it is (a "
				    "control character, or one that turns the direction of writing): "
				    "write it without",
				    STR_ARG(t->cell[row * t->cols + c]));
	return SSJC_OK;
}

ssjc_rc items_read(struct items *it, struct str text, const char *name, struct ssjc_err *err)
{
	ssjc_rc rc;

	*it = (struct items){0};
	rc = table_read(&it->table, text, name, err);
	if (rc)
		goto out;
	rc = table_need(&it->table, needed, err);
	if (rc)
		goto out;
	it->v = arena_array(&it->arena, it->table.rows, sizeof *it->v);
	if (!it->v) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = check_shown(&it->table, err);
	if (rc)
		goto out;
	for (; it->n < it->table.rows; it->n++) {
		rc = read_row(it, it->n, err);
		if (rc)
			goto out;
	}
	rc = sort(it, err);
out:
	if (rc)
		items_close(it);
	return rc;
}

bool item_applies(const struct item *it, struct str dept, struct str category)
{
	struct str piece;

	if (!str_eq(it->dept, dept))
		return false;
	if (it->category.n == 0 || str_is(it->category, "*"))
		return true;
	while (str_split(&category, ';', &piece))
		if (str_in_list(it->category, str_trim(piece)))
			return true;
	return false;
}

static int key_to_item(const void *key, const void *element)
{
	const struct item *x = key, *y = *(const struct item *const *)element;
	int c = str_cmp(x->dept, y->dept);

	return c ? c : str_cmp(x->item, y->item);
}

const struct item *items_find(const struct items *it, struct str dept, struct str item)
{
	const struct item key = {.dept = dept, .item = item};
	size_t at = array_bisect(&key, it->by_key, it->n, sizeof *it->by_key, key_to_item);

	return at < it->n && key_to_item(&key, &it->by_key[at]) == 0 ? it->by_key[at] : NULL;
}

static int key_to_dept(const void *key, const void *element)
{
	return str_cmp(*(const struct str *)key, (*(const struct item *const *)element)->dept);
}

size_t items_of_dept(const struct items *it, struct str dept, const struct item *const **out)
{
	size_t at = array_bisect(&dept, it->by_dept, it->n, sizeof *it->by_dept, key_to_dept);
	size_t end = at;

	while (end < it->n && str_eq(it->by_dept[end]->dept, dept))
		end++;
	*out = it->by_dept + at;
	return end - at;
}

static bool same_key(struct str a, struct str b)
{
	struct buf p = {0}, q = {0};
	bool same;

	text_key(&p, a);
	text_key(&q, b);
	same = p.n > 0 && str_eq(buf_text(&p), buf_text(&q));
	buf_free(&p);
	buf_free(&q);
	return same;
}

bool item_named(const struct item *it, struct str name)
{
	return same_key(it->item, name) || same_key(it->title, name);
}

bool items_allowed(const struct items *it, struct str dept, struct str category, struct str list)
{
	const struct item *const *item;
	size_t n = list.n > 0 ? items_of_dept(it, dept, &item) : 0;

	for (size_t i = 0; i < n; i++) {
		struct str rest = list, piece;
		bool named = false;

		if (!item_applies(item[i], dept, category))
			continue;
		while (!named && str_split(&rest, ';', &piece))
			named = item_named(item[i], piece);
		if (!named)
			return false;
	}
	return true;
}

bool items_qualified(
    const struct items *it, struct str dept, struct str category, struct str skills)
{
	const struct item *const *item;
	size_t n = items_of_dept(it, dept, &item);

	for (size_t i = 0; i < n; i++) {
		struct str need = item[i]->skill, piece;

		if (need.n == 0 || !item_applies(item[i], dept, category))
			continue;
		while (str_split(&need, ';', &piece))
			if (str_trim(piece).n > 0 && !str_in_list(skills, str_trim(piece)))
				return false;
	}
	return true;
}

ssjc_rc items_check(const struct items *it, const struct plan *plan, struct ssjc_err *err)
{
	if (plan->experts && !it)
		return ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "experts",
		    "needs an [items] section: the items name the skills");
	for (size_t i = 0; i < plan->n_depts; i++)
		if (plan->dept[i].qualified && !it)
			return ssjc_fail_at(err, SSJC_PLAN, plan->name, plan->dept[i].line,
			    "qualified", "needs an [items] section: the items name the skills");
	for (size_t i = 0; it && i < it->n; i++) {
		const struct plan_dept *d = plan_dept_of(plan, it->v[i].dept);

		if (!d || !str_eq(d->key, it->v[i].dept))
			return table_fail(&it->table, i, "dept", err,
			    "“%.*s” is not the key of a department of the plan",
			    STR_ARG(it->v[i].dept));
	}
	return SSJC_OK;
}

void items_close(struct items *it)
{
	table_close(&it->table);
	arena_free(&it->arena);
	*it = (struct items){0};
}
