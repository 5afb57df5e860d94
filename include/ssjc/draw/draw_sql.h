/*
 * draw_sql: a draw as one SQL query, for whoever trusts his own database more
 * than this program: the same tickets, the same sizes, the same list. And the steps
 * of a draw from registers that lie in several databases.
 */
#ifndef SSJC_DRAW_SQL_H
#define SSJC_DRAW_SQL_H

#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/shards.h"
#include "ssjc/plan/plan.h"

struct sql_query;

/* What is to be written, and which of the following it needs: ssjc-draw(1). */
struct draw_sql_step {
	const char *name, *only; /* the one dialect that has it, or NULL */
	bool seed, shard, cutoffs;
	void (*put)(struct buf *, const struct sql_query *);
};
/* The step of that name; NULL is the whole draw. SSJC_USAGE when there is none. */
ssjc_rc draw_sql_step_find(
    const struct draw_sql_step **out, const char *name, struct ssjc_err *err);

struct draw_sql {
	const struct plan *plan;
	const struct draw_roster *roster; /* the tables have its columns */
	const struct draw_sql_step *step;
	const char *dialect; /* "postgresql", "duckdb" or "clickhouse" */
	struct str seed;
	const char *seed_name; /* its file, for messages */
	struct str shard;      /* the name of the register */
	const struct cutoffs *cutoffs;
};
/*
 * Append the SQL to out. SSJC_USAGE for a dialect that is not known or has not this
 * step, SSJC_INPUT for a bad seed or for a column whose name the dialect cannot take.
 */
ssjc_rc draw_sql(struct buf *out, const struct draw_sql *of, struct ssjc_err *err);

#endif
