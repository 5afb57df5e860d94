/*
 * items: what is inspected (抽查事项清单), per department and category.
 *
 * Read from the plan's items file: item, dept, category, title, basis, method,
 * skill, materials. category may be empty or "*" (every category) or a list.
 */
#ifndef SSJC_ITEMS_H
#define SSJC_ITEMS_H

#include "ssjc/base/table.h"
#include "ssjc/plan/plan.h"

struct item {
	struct str item, dept, category, title, basis, method, skill, materials;
};

struct items {
	struct item *v;
	size_t n;
	const struct item **by_key;  /* the same, by department and item */
	const struct item **by_dept; /* the same, by department, each's in the order of the file */
	struct table table;          /* owns the text */
	struct arena arena;
};

/*
 * Read the file's text, which is copied; name is for messages and borrowed until
 * items_close. SSJC_INPUT when item, dept or title is missing or empty, or a
 * department has an item twice; it is then empty.
 */
ssjc_rc items_read(struct items *it, struct str text, const char *name, struct ssjc_err *err);
/* Does the item apply to an object of that category, or of one of several, for that department? */
bool item_applies(const struct item *it, struct str dept, struct str category);
/* The items of that department, in the order of the file: how many there are from *out on. */
size_t items_of_dept(const struct items *it, struct str dept, const struct item *const **out);
/* The item with that code and department, or NULL. */
const struct item *items_find(const struct items *it, struct str dept, struct str item);
/* Is it the item that a code or a title of a list names? They are compared by text_key(). */
bool item_named(const struct item *it, struct str name);
/*
 * May somebody inspect an object of that category who is restricted to the items of a
 * ;-separated list (执法事项范围)? The list has to name every item of their department
 * that applies there; an empty list restricts to nothing.
 */
bool items_allowed(const struct items *it, struct str dept, struct str category, struct str list);
/*
 * May somebody with these ;-separated skills lead at an object of that
 * category? They need every skill that an item of their department names which
 * applies there.
 */
bool items_qualified(
    const struct items *it, struct str dept, struct str category, struct str skills);
/*
 * SSJC_INPUT for an item whose dept is not the key of a department of the plan;
 * SSJC_PLAN when a department is to have qualified inspectors but there are no
 * items (it is NULL).
 */
ssjc_rc items_check(const struct items *it, const struct plan *plan, struct ssjc_err *err);
/* Free all of it; it is then empty. */
void items_close(struct items *it);

#endif
