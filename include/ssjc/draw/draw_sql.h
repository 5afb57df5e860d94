/*
 * draw_sql: a draw as one SQL query, for whoever trusts his own database more
 * than this program: the same tickets, the same sizes, the same list.
 */
#ifndef SSJC_DRAW_SQL_H
#define SSJC_DRAW_SQL_H

#include "ssjc/draw/draw_roster.h"
#include "ssjc/plan/plan.h"

/*
 * Append to out the query that draws by that plan and seed text (seed_name is
 * its file, for messages) from the tables objects, with the columns of the
 * roster, and history. dialect is "postgresql", "duckdb" or
 * "clickhouse". SSJC_USAGE for another, SSJC_INPUT for a bad seed or for a column
 * whose name the dialect cannot take.
 */
ssjc_rc draw_sql(struct buf *out, const struct plan *plan, const struct draw_roster *roster,
    const char *dialect, struct str seed, const char *seed_name, struct ssjc_err *err);

#endif
