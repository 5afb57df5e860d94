/* The whole draw, from a register in one database. */
#include "sql_step.h"

#include <stdio.h>

static const char head[] =
    "-- Draw {number} of the plan {plan}, for {dialect}: the list that ssjc-draw prints,\n"
    "-- computed again from the register. All that is random is the key within sha256,\n"
    "-- which comes from the seed text: ssjc-draw(7). To make and fill the tables:\n"
    "--\n"
    "{tables}"
    "--\n"
    "-- A table has the columns of its file. The register has to be one that\n"
    "-- ssjc-draw takes: no id twice, say.\n"
    "\n"
    "{before}WITH {inspected}candidate AS (\n"
    "    SELECT {id} AS id, {ticket} AS ticket,\n"
    "        {can be drawn} AS free,\n"
    "        {stratum} AS stratum,\n"
    "        {values}\n"
    "    FROM objects o{inspections}{statuses}\n"
    "),\n"
    "counted AS (\n"
    "    SELECT stratum, {value names}, CAST(count(*) AS bigint) AS population,\n"
    "        CAST(sum(free) AS bigint) AS eligible\n"
    "    FROM candidate\n"
    "    GROUP BY stratum, {value names}\n"
    "),\n"
    "{sized},\n"
    "ranked AS (\n"
    "    SELECT id, stratum, ticket,\n"
    "        row_number() OVER (PARTITION BY stratum ORDER BY ticket{bytewise}) AS place\n"
    "    FROM candidate\n"
    "    WHERE free = 1\n"
    ")\n";
static const char tail[] =
    "FROM ranked r JOIN sized s ON s.stratum = r.stratum JOIN objects o ON {id} = r.id\n"
    "WHERE r.place <= s.main + s.reserve\n"
    "ORDER BY r.stratum{bytewise}, r.place{after};\n";

void sql_step_draw(struct buf *out, const struct sql_query *q)
{
	char number[16];
	const struct sql_cell cell[] = {
	    {"draw", number, true},
	    {"stratum", "r.stratum", false},
	    {"rank", "r.place", true},
	    {"ticket", "r.ticket", false},
	    {"role", "CASE WHEN r.place <= s.main THEN 'main' ELSE 'reserve' END", false},
	};

	snprintf(number, sizeof number, "%u", q->draw);
	sql_query_put(out, q, head);
	sql_query_list(out, q, cell, sizeof cell / sizeof cell[0]);
	sql_query_put(out, q, tail);
}
