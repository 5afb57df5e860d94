/*
 * sql_step: the queries of a draw from several databases. What is random is the same for
 * each row, so a machine can say by itself which of its rows may be drawn: those with
 * tickets up to a cutoff.
 *
 *   counts  at a machine: its counts stream, as ssjc-draw counts prints it
 *   below   at a machine: its below stream, as ssjc-draw below prints it
 *   views   at a machine with PostgreSQL: views of what it has, for any draw of the plan
 *   merge   at a PostgreSQL that sees these views: the list
 */
#ifndef SSJC_SQL_STEP_H
#define SSJC_SQL_STEP_H

#include "sql_query.h"

void sql_step_draw(struct buf *out, const struct sql_query *q);
void sql_step_counts(struct buf *out, const struct sql_query *q);
void sql_step_below(struct buf *out, const struct sql_query *q);
void sql_step_views(struct buf *out, const struct sql_query *q);
void sql_step_merge(struct buf *out, const struct sql_query *q);

#endif
