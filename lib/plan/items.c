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

static ssjc_rc check_unique(const struct items *it, struct ssjc_err *err)
{
	const struct item **v = calloc(it->n + 1, sizeof *v);
	ssjc_rc rc = SSJC_OK;

	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < it->n; i++)
		v[i] = &it->v[i];
	qsort(v, it->n, sizeof *v, by_key);
	for (size_t i = 1; i < it->n; i++)
		if (str_eq(v[i]->dept, v[i - 1]->dept) && str_eq(v[i]->item, v[i - 1]->item)) {
			rc = table_fail(&it->table, (size_t)(v[i] - it->v), "item", err,
			    "“%.*s” of “%.*s” is already on line %llu", STR_ARG(v[i]->item),
			    STR_ARG(v[i]->dept),
			    (unsigned long long)it->table.line[v[i - 1] - it->v]);
			goto out;
		}
out:
	free(v);
	return rc;
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
	rc = check_unique(it, err);
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

const struct item *items_find(const struct items *it, struct str dept, struct str item)
{
	for (size_t i = 0; i < it->n; i++)
		if (str_eq(it->v[i].dept, dept) && str_eq(it->v[i].item, item))
			return &it->v[i];
	return NULL;
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
	for (size_t i = 0; i < it->n && list.n > 0; i++) {
		struct str rest = list, piece;
		bool named = false;

		if (!item_applies(&it->v[i], dept, category))
			continue;
		while (!named && str_split(&rest, ';', &piece))
			named = item_named(&it->v[i], piece);
		if (!named)
			return false;
	}
	return true;
}

bool items_qualified(
    const struct items *it, struct str dept, struct str category, struct str skills)
{
	for (size_t i = 0; i < it->n; i++) {
		struct str need = it->v[i].skill, piece;

		if (!item_applies(&it->v[i], dept, category))
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
