/*
 * sql_query: what a query that draws is made of: text with names in braces, and
 * what of the plan, the columns of the register and the seed is put there.
 */
#ifndef SSJC_SQL_QUERY_H
#define SSJC_SQL_QUERY_H

#include "sql_dialect.h"

#include "ssjc/draw/shards.h"
#include "ssjc/plan/plan.h"

struct sql_query {
	const struct plan *plan;
	const struct sql_dialect *dialect;
	const struct str *column; /* of objects */
	size_t columns;
	unsigned draw;
	struct str key; /* K of the stage object */
	/* Of one of several registers: */
	struct str shard;
	const struct cutoffs *cutoffs;
};

/* Append text, with the parts named in it. */
void sql_query_put(struct buf *out, const struct sql_query *q, const char *text);

/* A column that comes out: its name, and its value as an expression. */
struct sql_cell {
	const char *name, *value;
	bool number;
};
/*
 * SELECT these n cells and then all columns of objects o, for a list as this program prints
 * it: an empty text comes out as NULL, which CSV writes as nothing. Where the database's own
 * CSV is another, what is selected is one column with the finished lines.
 */
void sql_query_list(
    struct buf *out, const struct sql_query *q, const struct sql_cell *cell, size_t n);

#endif
