/* A draw by a PostgreSQL whose register lies in several others: views there, a query here. */
#include "sql_step.h"

#include <stdio.h>

/*
 * Nothing here depends on the draw. ssjc_id has the bytes of the id: what compares texts, or
 * turns them into bytes, postgres_fdw does not send to another machine.
 */
void sql_step_views(struct buf *out, const struct sql_query *q)
{
	sql_query_put(out, q,
	    "-- What a machine with one of several registers shows for the draws of the plan\n"
	    "-- {plan}: how many rows each stratum has, and those that can be drawn.\n"
	    "-- To make and fill the tables:\n"
	    "--\n"
	    "{tables}"
	    "\n"
	    "BEGIN;\n"
	    "DROP VIEW IF EXISTS ssjc_counts, ssjc_candidates;\n"
	    "CREATE VIEW ssjc_counts AS\n"
	    "WITH {inspected}candidate AS (\n"
	    "    SELECT {can be drawn} AS free,\n"
	    "        {values}\n"
	    "    FROM objects o{inspections}{statuses}\n"
	    ")\n"
	    "SELECT {value text} AS stratum, {value names}, CAST(count(*) AS bigint) AS population,\n"
	    "    CAST(sum(free) AS bigint) AS eligible\n"
	    "FROM candidate\n"
	    "GROUP BY {value names};\n"
	    "CREATE VIEW ssjc_candidates AS\n"
	    "{with inspected}SELECT {stratum} AS stratum,\n"
	    "    convert_to({id}, 'UTF8') AS ssjc_id{columns}\n"
	    "FROM objects o{inspections}{statuses}{only free};\n"
	    "COMMIT;\n");
}

/*
 * The cutoffs are one value, a parameter of what is sent to the machines: they compare, and
 * send what is left. A cutoff has 15 hex digits, as many as a bigint holds; the cutoff of all
 * is longer than a ticket. Where too few rows came, as happens in one draw of a billion, the
 * rest of the stratum is asked for; otherwise that part is never run. What is sorted by is
 * short: a number for the stratum, and the ticket as bytes.
 */
static const char merge[] =
    "-- Draw {number} of the plan {plan}, for {dialect}: the list that ssjc-draw prints,\n"
    "-- from the views ssjc_counts and ssjc_candidates of all machines, which\n"
    "-- ssjc-draw sql --step views makes at each: ssjc-draw(1).\n"
    "\n"
    "{before}WITH counted AS (\n"
    "    SELECT stratum, {value names}, CAST(sum(population) AS bigint) AS population,\n"
    "        CAST(sum(eligible) AS bigint) AS eligible\n"
    "    FROM ssjc_counts\n"
    "    GROUP BY stratum, {value names}\n"
    "),\n"
    "{sized},\n"
    "expected AS (\n"
    "    SELECT stratum, eligible, main + reserve AS needed,\n"
    "        main + reserve + 6 * ceil(sqrt(main + reserve)) + 12 AS sent\n"
    "    FROM sized\n"
    "    WHERE main + reserve > 0\n"
    "),\n"
    "cutoff AS (\n"
    "    SELECT jsonb_object_agg(stratum, CASE WHEN sent < eligible\n"
    "            THEN lpad(to_hex(CAST(1152921504606846976 * (sent / eligible) AS bigint)), 15, '0')\n"
    "                || 'f'\n"
    "            ELSE repeat('f', 66) END) AS of_stratum\n"
    "    FROM expected\n"
    "),\n"
    "below AS MATERIALIZED (\n"
    "    SELECT o.stratum{columns}\n"
    "    FROM ssjc_candidates o\n"
    "    WHERE sha256(CAST('\\x{key bytes}' AS bytea) || o.ssjc_id)\n"
    "        <= decode((SELECT of_stratum FROM cutoff) ->> o.stratum, 'hex')\n"
    "),\n"
    "short AS MATERIALIZED (\n"
    "    SELECT e.stratum\n"
    "    FROM expected e LEFT JOIN (SELECT stratum, count(*) AS n FROM below GROUP BY stratum) b\n"
    "        ON b.stratum = e.stratum\n"
    "    WHERE coalesce(b.n, 0) < e.needed\n"
    "),\n"
    "found AS (\n"
    "    SELECT * FROM below\n"
    "    UNION ALL\n"
    "    SELECT o.stratum{columns}\n"
    "    FROM ssjc_candidates o\n"
    "    WHERE (SELECT count(*) FROM short) > 0\n"
    "        AND o.stratum = ANY (ARRAY(SELECT stratum FROM short))\n"
    "        AND sha256(CAST('\\x{key bytes}' AS bytea) || o.ssjc_id)\n"
    "            > decode((SELECT of_stratum FROM cutoff) ->> o.stratum, 'hex')\n"
    "),\n"
    "placed AS (\n"
    "    SELECT stratum, main, main + reserve AS last,\n"
    "        row_number() OVER (ORDER BY stratum{bytewise}) AS place\n"
    "    FROM sized\n"
    "),\n"
    "ticketed AS (\n"
    "    SELECT s.stratum, s.place AS ssjc_place, sha256(CAST('\\x{key bytes}' AS bytea)\n"
    "            || convert_to({id}, 'UTF8')) AS ticket,\n"
    "        s.main AS ssjc_main, s.last AS ssjc_last{columns}\n"
    "    FROM found o JOIN placed s ON s.stratum = o.stratum\n"
    "),\n"
    "ranked AS (\n"
    "    SELECT o.*, row_number() OVER (PARTITION BY o.ssjc_place ORDER BY o.ticket) AS rank\n"
    "    FROM ticketed o\n"
    ")\n";

void sql_step_merge(struct buf *out, const struct sql_query *q)
{
	char number[16];
	const struct sql_cell cell[] = {
	    {"draw", number, true},
	    {"stratum", "o.stratum", false},
	    {"rank", "o.rank", true},
	    {"ticket", "encode(o.ticket, 'hex')", true},
	    {"role", "CASE WHEN o.rank <= o.ssjc_main THEN 'main' ELSE 'reserve' END", true},
	};

	snprintf(number, sizeof number, "%u", q->draw);
	sql_query_put(out, q, merge);
	sql_query_list(out, q, cell, sizeof cell / sizeof cell[0]);
	sql_query_put(out, q,
	    "FROM ranked o\nWHERE o.rank <= o.ssjc_last\nORDER BY o.ssjc_place, o.ticket{after};\n");
}
