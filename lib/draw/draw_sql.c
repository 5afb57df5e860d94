#include "ssjc/draw/draw_sql.h"

#include "sql_query.h"

#include "ssjc/draw/seed.h"
#include "ssjc/plan/ticket.h"

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

static void put_query(struct buf *out, const struct sql_query *q)
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

/* Names are in comments too, which a line end would end. */
static ssjc_rc check_columns(const struct sql_query *q, struct ssjc_err *err)
{
	size_t most = q->dialect->identifier_max;

	for (size_t i = 0; i < q->columns; i++) {
		struct str name = q->column[i];

		if (name.n == 0)
			return ssjc_fail(err, SSJC_INPUT, "column %zu has no name", i + 1);
		for (size_t k = 0; k < name.n; k++)
			if ((unsigned char)name.p[k] < 0x20)
				return ssjc_fail(err, SSJC_INPUT,
				    "the name of column %zu has a control character", i + 1);
		if (most && name.n > most)
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, name.p,
			    "is a name of %zu bytes; %s takes %zu", name.n, q->dialect->name, most);
	}
	return SSJC_OK;
}

/* The number of the draw that a seed text is for, 1 without one; seed_check has the last word. */
static unsigned number_of(struct str seed)
{
	struct str line;
	int64_t n;

	while (str_split(&seed, '\n', &line))
		if (str_starts(line, "draw=") &&
		    !num_parse((struct str){line.p + 5, line.n - 5}, 1, UINT32_MAX, &n))
			return (unsigned)n;
	return 1;
}

ssjc_rc draw_sql(struct buf *out, const struct plan *p, const struct draw_roster *roster,
    const char *name, struct str seed, const char *seed_name, struct ssjc_err *err)
{
	struct sql_query q = {.plan = p, .draw = number_of(seed)};
	struct ticket_key *key = NULL;
	char master[TICKET_HEX];
	ssjc_rc rc = sql_dialect_find(&q.dialect, name, err);

	if (rc)
		goto out;
	q.column = draw_roster_columns(roster, &q.columns);
	rc = check_columns(&q, err);
	if (rc)
		goto out;
	rc = seed_check(seed, seed_name, p->id, q.draw, err);
	if (rc)
		goto out;
	rc = ticket_master(seed, master, err);
	if (rc)
		goto out;
	rc = ticket_key_open(&key, master, STR("object"), err);
	if (rc)
		goto out;
	q.key = ticket_key_hex(key);
	put_query(out, &q);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	ticket_key_free(key);
	return rc;
}
