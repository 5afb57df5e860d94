/* What one of several databases says of its register: the streams of ssjc-draw counts and below. */
#include "sql_step.h"

#define CELLS(list) (list), sizeof(list) / sizeof(list)[0]

void sql_step_counts(struct buf *out, const struct sql_query *q)
{
	static const struct sql_cell cell[] = {
	    {"shard", "o.ssjc_shard", false},
	    {"register", "''", false},
	    {"rows", "o.ssjc_rows", false},
	    {"excluded", "o.ssjc_excluded", false},
	    {"repeated", "o.ssjc_repeated", false},
	    {"plan", "o.ssjc_plan", false},
	    {"history", "''", false},
	    {"ids", "''", false},
	    {"events", "''", false},
	    {"head", "''", false},
	    {"first", "o.ssjc_first", false},
	    {"last", "o.ssjc_last", false},
	    {"stratum", "o.ssjc_stratum", false},
	    {"population", "o.ssjc_population", false},
	    {"eligible", "o.ssjc_eligible", false},
	};
	struct sql_query counts = *q;

	counts.columns = 0;
	sql_query_put(out, q,
	    "-- The counts of one of several registers for the plan {plan}, for {dialect}, as\n"
	    "-- ssjc-draw counts prints them. To make and fill the tables:\n"
	    "--\n"
	    "{tables}"
	    "\n"
	    "{before}WITH {inspected}candidate AS (\n"
	    "    SELECT {can be drawn} AS free,\n"
	    "        {values}\n"
	    "    FROM objects o{inspections}{statuses}\n"
	    "),\n"
	    "counted AS (\n"
	    "    SELECT {value text} AS stratum, CAST(count(*) AS bigint) AS population,\n"
	    "        CAST(sum(free) AS bigint) AS eligible\n"
	    "    FROM candidate\n"
	    "    GROUP BY {value names}\n"
	    "),\n"
	    "register AS (\n"
	    "    SELECT CAST(count(*) AS bigint) AS size, coalesce(min({id}{bytewise}), '') AS least_id,\n"
	    "        coalesce(max({id}{bytewise}), '') AS greatest_id\n"
	    "    FROM objects o\n"
	    "),\n"
	    "known AS (\n"
	    "    SELECT CAST(coalesce(sum(population), 0) AS bigint) AS all_of_them,\n"
	    "        CAST(coalesce(sum(eligible), 0) AS bigint) AS all_eligible\n"
	    "    FROM counted\n"
	    "),\n"
	    "line AS (\n"
	    "    SELECT 1 AS ssjc_kind, {shard} AS ssjc_shard, CAST(size AS text) AS ssjc_rows,\n"
	    "        CAST(size - all_of_them AS text) AS ssjc_excluded,\n"
	    "        CAST(all_of_them - all_eligible AS text) AS ssjc_repeated,\n"
	    "        '{plan digest}' AS ssjc_plan,\n"
	    "        least_id AS ssjc_first, greatest_id AS ssjc_last, '' AS ssjc_stratum,\n"
	    "        '' AS ssjc_population, '' AS ssjc_eligible\n"
	    "    FROM register CROSS JOIN known\n"
	    "    UNION ALL\n"
	    "    SELECT 2, '', '', '', '', '', '', '', stratum, CAST(population AS text),\n"
	    "        CAST(eligible AS text)\n"
	    "    FROM counted\n"
	    ")\n");
	sql_query_list(out, &counts, CELLS(cell));
	sql_query_put(
	    out, q, "FROM line o\nORDER BY o.ssjc_kind, o.ssjc_stratum{bytewise}{after};\n");
}

/* A stratum without a cutoff was not counted: the database stops. */
void sql_step_below(struct buf *out, const struct sql_query *q)
{
	static const struct sql_cell cell[] = {
	    {"shard", "o.ssjc_shard", false},
	    {"register", "''", false},
	    {"cutoffs", "o.ssjc_cutoffs", false},
	};

	sql_query_put(out, q,
	    "-- The rows of one of several registers up to the cutoffs of draw {number} of the plan\n"
	    "-- {plan}, for {dialect}, as ssjc-draw below prints them. To make and fill the tables:\n"
	    "--\n"
	    "{tables}"
	    "\n"
	    "{before}WITH {inspected}cutoff AS (\n"
	    "    {cutoffs}\n"
	    "),\n"
	    "candidate AS (\n"
	    "    SELECT {stratum} AS ssjc_stratum,\n"
	    "        {ticket} AS ssjc_ticket,\n"
	    "        {can be drawn} AS ssjc_free{columns}\n"
	    "    FROM objects o{inspections}{statuses}\n"
	    "),\n"
	    "line AS (\n"
	    "    SELECT 1 AS ssjc_kind, {shard} AS ssjc_shard,\n"
	    "        '{cutoffs digest}' AS ssjc_cutoffs{no columns}\n"
	    "    UNION ALL\n"
	    "    SELECT 2, '', ''{columns}\n"
	    "    FROM candidate o LEFT JOIN cutoff k ON k.stratum = o.ssjc_stratum\n"
	    "    WHERE o.ssjc_free = 1 AND o.ssjc_ticket{bytewise} <= CASE WHEN coalesce(k.cutoff, '') <> ''\n"
	    "        THEN k.cutoff\n"
	    "        ELSE CAST(CAST('no cutoff is for ' || o.ssjc_stratum AS bigint) AS text) END\n"
	    ")\n");
	sql_query_list(out, q, CELLS(cell));
	sql_query_put(out, q, "FROM line o\nORDER BY o.ssjc_kind, {id}{bytewise}{after};\n");
}
