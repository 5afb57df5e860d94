#include "ssjc/draw/draw_sql.h"

#include "ssjc/draw/seed.h"
#include "ssjc/plan/ticket.h"

#include <string.h>

/* How a text is quoted: between two marks; a mark in it has escape before it. */
struct quoting {
	char mark, escape;
};

/*
 * Where databases differ. $1 and $2 are arguments. All else is written such that
 * each understands it: an alias never has the name of a column that
 * its own expression reads (ClickHouse), and integers are cast to bigint.
 */
static const struct dialect {
	const char *name;
	struct quoting literal, identifier;
	size_t identifier_max; /* bytes; 0 for no limit */
	const char *type;      /* of a column of text */
	const char *sha256;    /* of a text, as lower-case hex */
	const char *divide;    /* whole numbers, cut off */
	const char *bytewise;  /* after what is sorted by: order of bytes */
	const char *load;      /* after a table's columns: how to end and fill it */
} dialects[] = {
    {"postgresql", {'\'', '\''}, {'"', '"'}, 63, "text",
        "encode(sha256(convert_to($1, 'UTF8')), 'hex')", "($1) / $2", " COLLATE \"C\"",
        ");\n--   \\copy $1 FROM '$1.csv' CSV HEADER\n"},
    {"duckdb", {'\'', '\''}, {'"', '"'}, 0, "text", "sha256($1)", "($1) // $2", "",
        ");\n--   COPY $1 FROM '$1.csv' (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"');\n"},
    {"clickhouse", {'\'', '\\'}, {'"', '\\'}, 0, "text", "lower(hex(SHA256($1)))", "intDiv($1, $2)",
        "", ") ENGINE = Memory;\n--   INSERT INTO $1 FROM INFILE '$1.csv' FORMAT CSVWithNames;\n"},
    {"spark", {'\'', '\\'}, {'`', '`'}, 0, "string", "sha2($1, 256)", "($1) div $2", "",
        ") USING csv OPTIONS (path '$1.csv', header 'true', escape '\"', multiLine 'true');\n"},
};
enum { DIALECTS = sizeof dialects / sizeof dialects[0] };

struct query {
	const struct plan *plan;
	const struct dialect *dialect;
	const struct str *column; /* of objects */
	size_t columns;
	unsigned draw;
	const char *key; /* K of the stage object */
};

static void put_quoted(struct buf *out, struct str s, struct quoting q)
{
	buf_char(out, q.mark);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == q.mark || s.p[i] == q.escape)
			buf_char(out, q.escape);
		buf_char(out, s.p[i]);
	}
	buf_char(out, q.mark);
}

static void put_literal(struct buf *out, const struct query *q, struct str s)
{
	put_quoted(out, s, q->dialect->literal);
}

/* A column of objects as text, whether an empty cell was loaded as NULL or not. */
static void put_cell(struct buf *out, const struct query *q, struct str column)
{
	buf_z(out, "coalesce(o.");
	put_quoted(out, column, q->dialect->identifier);
	buf_z(out, ", '')");
}

/* What a dialect's template says, with its arguments. */
static void put_template(struct buf *out, const char *template, struct str one, struct str two)
{
	for (const char *p = template; *p; p++) {
		if (*p == '$') {
			buf_str(out, *++p == '1' ? one : two);
			continue;
		}
		buf_char(out, *p);
	}
}

/* ceil(what * p / q); p and q are at most 10^9, so bigint does up to 9 * 10^9 objects. */
static void put_ceil(struct buf *out, const struct query *q, const char *what, struct ratio r)
{
	struct buf top = {0}, low = {0};

	buf_printf(
	    &top, "%s * %llu + %llu", what, (unsigned long long)r.p, (unsigned long long)r.q - 1);
	buf_printf(&low, "%llu", (unsigned long long)r.q);
	put_template(out, q->dialect->divide, buf_text(&top), buf_text(&low));
	out->failed |= top.failed | low.failed;
	buf_free(&top);
	buf_free(&low);
}

/* ---- The parts of the query ---- */

static void dialect(struct buf *out, const struct query *q)
{
	buf_z(out, q->dialect->name);
}

static void number(struct buf *out, const struct query *q)
{
	buf_printf(out, "%u", q->draw);
}

static void plan(struct buf *out, const struct query *q)
{
	buf_str(out, q->plan->id);
}

static void put_table(
    struct buf *out, const struct query *q, struct str name, const struct str *column, size_t n)
{
	buf_printf(out, "--   CREATE TABLE %.*s (", STR_ARG(name));
	for (size_t i = 0; i < n; i++) {
		buf_z(out, i ? ", " : "");
		put_quoted(out, column[i], q->dialect->identifier);
		buf_printf(out, " %s", q->dialect->type);
	}
	put_template(out, q->dialect->load, name, STR(""));
}

static void tables(struct buf *out, const struct query *q)
{
	static const struct str history[] = {STR_INIT("id"), STR_INIT("date"), STR_INIT("plan")};

	put_table(out, q, STR("objects"), q->column, q->columns);
	if (q->plan->repeat)
		put_table(out, q, STR("history"), history, 3);
}

/* Inspections of the year by other plans. */
static void inspected(struct buf *out, const struct query *q)
{
	if (!q->plan->repeat)
		return;
	buf_printf(out,
	    "inspected AS (\n    SELECT h.id AS id, count(DISTINCT CASE WHEN coalesce(h.plan, '') "
	    "= ''"
	    " THEN h.date ELSE h.plan END) AS times\n    FROM history h\n"
	    "    WHERE substr(h.date, 1, 4) = '%04d' AND coalesce(h.plan, '') <> ",
	    date_year(q->plan->from));
	put_literal(out, q, q->plan->id);
	buf_z(out, "\n    GROUP BY h.id\n),\n");
}

static void inspections(struct buf *out, const struct query *q)
{
	if (!q->plan->repeat)
		return;
	buf_z(out, " LEFT JOIN inspected i ON i.id = o.");
	put_quoted(out, STR("id"), q->dialect->identifier);
}

static void can_be_drawn(struct buf *out, const struct query *q)
{
	if (q->plan->repeat)
		buf_printf(
		    out, "CASE WHEN coalesce(i.times, 0) < %u THEN 1 ELSE 0 END", q->plan->repeat);
	else
		buf_char(out, '1');
}

static void statuses(struct buf *out, const struct query *q)
{
	if (!q->plan->n_exclude_status)
		return;
	buf_z(out, "\n    WHERE ");
	put_cell(out, q, STR("status"));
	for (size_t i = 0; i < q->plan->n_exclude_status; i++) {
		buf_z(out, i ? ", " : " NOT IN (");
		put_literal(out, q, q->plan->exclude_status[i]);
	}
	buf_char(out, ')');
}

static void ticket(struct buf *out, const struct query *q)
{
	struct buf text = {0};

	buf_printf(&text, "'%s' || ", q->key);
	put_cell(&text, q, STR("id"));
	put_template(out, q->dialect->sha256, buf_text(&text), STR(""));
	out->failed |= text.failed;
	buf_free(&text);
}

static void stratum(struct buf *out, const struct query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		buf_z(out, i ? " || ';' || " : "");
		put_cell(out, q, q->plan->strata[i]);
	}
}

static void values(struct buf *out, const struct query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		buf_z(out, i ? ", " : "");
		put_cell(out, q, q->plan->strata[i]);
		buf_printf(out, " AS value%zu", i + 1);
	}
}

static void value_names(struct buf *out, const struct query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++)
		buf_printf(out, "%svalue%zu", i ? ", " : "", i + 1);
}

static void put_rule(struct buf *out, const struct query *q, const struct plan_rule *rule)
{
	const char *word = "WHEN";

	buf_z(out, "\n            ");
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		if (str_is(rule->value[i], "*"))
			continue;
		buf_printf(out, "%s value%zu = ", word, i + 1);
		put_literal(out, q, rule->value[i]);
		word = " AND";
	}
	buf_z(out, *word == 'W' ? "WHEN 1 = 1 THEN " : " THEN ");
	if (rule->fixed) {
		buf_printf(out, "%llu", (unsigned long long)rule->count);
		return;
	}
	buf_z(out, rule->cap ? "least(greatest(1, " : "greatest(1, ");
	put_ceil(out, q, "population", rule->ratio);
	buf_char(out, ')');
	if (rule->cap)
		buf_printf(out, ", %llu)", (unsigned long long)rule->cap);
}

static size_t literals(const struct plan *p, const struct plan_rule *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_strata; i++)
		n += !str_is(rule->value[i], "*");
	return n;
}

/* The lines of [ratio] with most literals come first, for the first that fits counts. */
static void rules(struct buf *out, const struct query *q)
{
	for (size_t n = q->plan->n_strata + 1; n-- > 0;)
		for (size_t i = 0; i < q->plan->n_rules; i++)
			if (literals(q->plan, &q->plan->rule[i]) == n)
				put_rule(out, q, &q->plan->rule[i]);
}

static void reserve(struct buf *out, const struct query *q)
{
	static const char left[] = "eligible - least(n, eligible)";

	if (q->plan->reserve_all) {
		buf_z(out, left);
		return;
	}
	buf_printf(out, "least(%s, ", left);
	put_ceil(out, q, "n", q->plan->reserve);
	buf_char(out, ')');
}

/* Empty cells come out as NULL, which CSV writes as nothing. */
static void columns(struct buf *out, const struct query *q)
{
	for (size_t i = 0; i < q->columns; i++) {
		buf_z(out, ",\n    nullif(o.");
		put_quoted(out, q->column[i], q->dialect->identifier);
		buf_z(out, ", '') AS ");
		put_quoted(out, q->column[i], q->dialect->identifier);
	}
}

static void id(struct buf *out, const struct query *q)
{
	buf_z(out, "o.");
	put_quoted(out, STR("id"), q->dialect->identifier);
}

static void bytewise(struct buf *out, const struct query *q)
{
	buf_z(out, q->dialect->bytewise);
}

/* The names in braces of the query, and what is put there. */
static const struct query_part {
	const char *name;
	void (*put)(struct buf *, const struct query *);
} parts[] = {
    {"dialect", dialect},
    {"number", number},
    {"plan", plan},
    {"tables", tables},
    {"inspected", inspected},
    {"inspections", inspections},
    {"can be drawn", can_be_drawn},
    {"statuses", statuses},
    {"ticket", ticket},
    {"stratum", stratum},
    {"values", values},
    {"value names", value_names},
    {"rules", rules},
    {"reserve", reserve},
    {"columns", columns},
    {"id", id},
    {"bytewise", bytewise},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

static const char text[] =
    "-- Draw {number} of the plan {plan}, for {dialect}: the list that ssjc-draw prints,\n"
    "-- computed again from the register. All that is random is the key within sha256,\n"
    "-- which comes from the seed text: ssjc-draw(7). To make and fill the tables:\n"
    "--\n"
    "{tables}"
    "--\n"
    "-- A table has the columns of its file. The register has to be one that\n"
    "-- ssjc-draw takes: no id twice, say.\n"
    "\n"
    "WITH {inspected}candidate AS (\n"
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
    "ruled AS (\n"
    "    SELECT stratum, eligible, least(population, CASE{rules}\n"
    "            ELSE CAST('no line of [ratio] fits ' || stratum AS bigint) END) AS n\n"
    "    FROM counted\n"
    "),\n"
    "sized AS (\n"
    "    SELECT stratum, least(n, eligible) AS main,\n"
    "        {reserve} AS reserve\n"
    "    FROM ruled\n"
    "),\n"
    "ranked AS (\n"
    "    SELECT id, stratum, ticket,\n"
    "        row_number() OVER (PARTITION BY stratum ORDER BY ticket{bytewise}) AS place\n"
    "    FROM candidate\n"
    "    WHERE free = 1\n"
    ")\n"
    "SELECT {number} AS draw, nullif(r.stratum, '') AS stratum, r.place AS rank, r.ticket AS "
    "ticket,\n"
    "    CASE WHEN r.place <= s.main THEN 'main' ELSE 'reserve' END AS role{columns}\n"
    "FROM ranked r JOIN sized s ON s.stratum = r.stratum JOIN objects o ON {id} = r.id\n"
    "WHERE r.place <= s.main + s.reserve\n"
    "ORDER BY r.stratum{bytewise}, r.place;\n";

static void put_text(struct buf *out, const struct query *q)
{
	for (const char *p = text; *p; p++) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;

		if (!end) {
			buf_char(out, *p);
			continue;
		}
		for (size_t i = 0; i < PARTS; i++)
			if (str_is((struct str){p + 1, (size_t)(end - p - 1)}, parts[i].name))
				parts[i].put(out, q);
		p = end;
	}
}

/* ---- What it is made of ---- */

static ssjc_rc choose(struct query *q, const char *name, struct ssjc_err *err)
{
	struct buf names = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < DIALECTS; i++)
		if (strcmp(name, dialects[i].name) == 0) {
			q->dialect = &dialects[i];
			return SSJC_OK;
		}
	for (size_t i = 0; i < DIALECTS; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", dialects[i].name);
	rc = ssjc_fail(err, SSJC_USAGE, "“%s” is not a known dialect of SQL; these are: %.*s", name,
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

/* Names are in comments too, which a line end would end. */
static ssjc_rc check_columns(const struct query *q, struct ssjc_err *err)
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
	struct query q = {.plan = p, .draw = number_of(seed)};
	struct ticket_key *key = NULL;
	char master[TICKET_HEX];
	ssjc_rc rc = choose(&q, name, err);

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
	put_text(out, &q);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	ticket_key_free(key);
	return rc;
}
