#include "sql_query.h"

#include "ssjc/base/csv_out.h"
#include "ssjc/plan/ticket.h"

#include <string.h>

/* A column of objects as text, whether an empty cell was loaded as NULL or not. */
static void put_cell(struct buf *out, const struct sql_query *q, struct str column)
{
	buf_z(out, "coalesce(o.");
	sql_identifier(out, q->dialect, column);
	buf_z(out, ", '')");
}

/* ceil(what * p / q); p and q are at most 10^9, so bigint does up to 9 * 10^9 objects. */
static void put_ceil(struct buf *out, const struct sql_query *q, const char *what, struct ratio r)
{
	struct buf top = {0}, low = {0};

	buf_printf(
	    &top, "%s * %llu + %llu", what, (unsigned long long)r.p, (unsigned long long)r.q - 1);
	buf_printf(&low, "%llu", (unsigned long long)r.q);
	sql_template(out, q->dialect->divide, buf_text(&top), buf_text(&low));
	out->failed |= top.failed | low.failed;
	buf_free(&top);
	buf_free(&low);
}

/* ---- The parts of the query ---- */

static void dialect(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->dialect->name);
}

static void number(struct buf *out, const struct sql_query *q)
{
	buf_printf(out, "%u", q->draw);
}

static void plan(struct buf *out, const struct sql_query *q)
{
	buf_str(out, q->plan->id);
}

static void put_table(
    struct buf *out, const struct sql_query *q, struct str name, const struct str *column, size_t n)
{
	buf_printf(out, "--   CREATE TABLE %.*s (", STR_ARG(name));
	for (size_t i = 0; i < n; i++) {
		buf_z(out, i ? ", " : "");
		sql_identifier(out, q->dialect, column[i]);
		buf_z(out, " text");
	}
	sql_template(out, q->dialect->load, name, STR(""));
}

static void tables(struct buf *out, const struct sql_query *q)
{
	static const struct str history[] = {STR_INIT("id"), STR_INIT("date"), STR_INIT("plan")};

	put_table(out, q, STR("objects"), q->column, q->columns);
	if (q->plan->repeat)
		put_table(out, q, STR("history"), history, 3);
}

/* Inspections of the year by other plans. */
static void put_inspected(struct buf *out, const struct sql_query *q)
{
	buf_printf(out,
	    "inspected AS (\n    SELECT h.id AS id, count(DISTINCT CASE WHEN coalesce(h.plan, '') "
	    "= ''"
	    " THEN h.date ELSE h.plan END) AS times\n    FROM history h\n"
	    "    WHERE substr(h.date, 1, 4) = '%04d' AND coalesce(h.plan, '') <> ",
	    date_year(q->plan->from));
	sql_literal(out, q->dialect, q->plan->id);
	buf_z(out, "\n    GROUP BY h.id\n)");
}

static void inspected(struct buf *out, const struct sql_query *q)
{
	if (!q->plan->repeat)
		return;
	put_inspected(out, q);
	buf_z(out, ",\n");
}

static void with_inspected(struct buf *out, const struct sql_query *q)
{
	if (!q->plan->repeat)
		return;
	buf_z(out, "WITH ");
	put_inspected(out, q);
	buf_char(out, '\n');
}

static void inspections(struct buf *out, const struct sql_query *q)
{
	if (!q->plan->repeat)
		return;
	buf_z(out, " LEFT JOIN inspected i ON i.id = o.");
	sql_identifier(out, q->dialect, STR("id"));
}

static void can_be_drawn(struct buf *out, const struct sql_query *q)
{
	if (q->plan->repeat)
		buf_printf(
		    out, "CASE WHEN coalesce(i.times, 0) < %u THEN 1 ELSE 0 END", q->plan->repeat);
	else
		buf_char(out, '1');
}

static void statuses(struct buf *out, const struct sql_query *q)
{
	if (!q->plan->n_exclude_status)
		return;
	buf_z(out, "\n    WHERE ");
	put_cell(out, q, STR("status"));
	for (size_t i = 0; i < q->plan->n_exclude_status; i++) {
		buf_z(out, i ? ", " : " NOT IN (");
		sql_literal(out, q->dialect, q->plan->exclude_status[i]);
	}
	buf_char(out, ')');
}

/* After statuses: only who was not inspected too often. */
static void only_free(struct buf *out, const struct sql_query *q)
{
	if (q->plan->repeat)
		buf_printf(out, "\n    %s coalesce(i.times, 0) < %u",
		    q->plan->n_exclude_status ? "AND" : "WHERE", q->plan->repeat);
}

static void ticket(struct buf *out, const struct sql_query *q)
{
	struct buf text = {0};

	buf_printf(&text, "'%.*s' || ", STR_ARG(q->key));
	put_cell(&text, q, STR("id"));
	sql_template(out, q->dialect->sha256, buf_text(&text), STR(""));
	out->failed |= text.failed;
	buf_free(&text);
}

static void stratum(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		buf_z(out, i ? " || ';' || " : "");
		put_cell(out, q, q->plan->strata[i]);
	}
}

static void values(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		buf_z(out, i ? ", " : "");
		put_cell(out, q, q->plan->strata[i]);
		buf_printf(out, " AS value%zu", i + 1);
	}
}

static void value_names(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++)
		buf_printf(out, "%svalue%zu", i ? ", " : "", i + 1);
}

/* The stratum's text of value_names. */
static void value_text(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->plan->n_strata; i++)
		buf_printf(out, "%svalue%zu", i ? " || ';' || " : "", i + 1);
}

static void put_rule(struct buf *out, const struct sql_query *q, const struct plan_rule *rule)
{
	const char *word = "WHEN";

	buf_z(out, "\n            ");
	for (size_t i = 0; i < q->plan->n_strata; i++) {
		if (str_is(rule->value[i], "*"))
			continue;
		buf_printf(out, "%s value%zu = ", word, i + 1);
		sql_literal(out, q->dialect, rule->value[i]);
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
static void rules(struct buf *out, const struct sql_query *q)
{
	for (size_t n = q->plan->n_strata + 1; n-- > 0;)
		for (size_t i = 0; i < q->plan->n_rules; i++)
			if (literals(q->plan, &q->plan->rule[i]) == n)
				put_rule(out, q, &q->plan->rule[i]);
}

static void reserve(struct buf *out, const struct sql_query *q)
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

static void id(struct buf *out, const struct sql_query *q)
{
	buf_z(out, "o.");
	sql_identifier(out, q->dialect, STR("id"));
}

/* ", " and each column of objects. */
static void columns(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->columns; i++) {
		buf_z(out, ", o.");
		sql_identifier(out, q->dialect, q->column[i]);
		buf_z(out, " AS ");
		sql_identifier(out, q->dialect, q->column[i]);
	}
}

static void no_columns(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->columns; i++) {
		buf_z(out, ", '' AS ");
		sql_identifier(out, q->dialect, q->column[i]);
	}
}

/* K as bytes, in hex. */
static void key_bytes(struct buf *out, const struct sql_query *q)
{
	for (size_t i = 0; i < q->key.n; i++)
		buf_printf(out, "%02x", (unsigned char)q->key.p[i]);
}

static void shard(struct buf *out, const struct sql_query *q)
{
	sql_literal(out, q->dialect, q->shard);
}

static void plan_digest(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->plan->digest);
}

static void cutoffs_digest(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->cutoffs->digest);
}

/* A cutoff is the greatest ticket that begins with these eight bytes. */
static void cutoffs(struct buf *out, const struct sql_query *q)
{
	struct buf rows = {0};

	for (size_t i = 0; i < q->cutoffs->n; i++) {
		const struct draw_limit *l = &q->cutoffs->limit[i];

		buf_z(&rows, i ? ",\n        (" : "\n        (");
		sql_literal(&rows, q->dialect, l->stratum);
		buf_printf(&rows, ", '%016llx", (unsigned long long)l->most);
		for (size_t k = 16; k < TICKET_HEX - 1; k++)
			buf_char(&rows, 'f');
		buf_z(&rows, "')");
	}
	sql_template(out, q->dialect->values, buf_text(&rows), STR(""));
	out->failed |= rows.failed;
	buf_free(&rows);
}

static void bytewise(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->dialect->bytewise);
}

/* From a table ruled on: how many are drawn, and how many in reserve. */
static void sized(struct buf *out, const struct sql_query *q)
{
	sql_query_put(out, q,
	    "ruled AS (\n"
	    "    SELECT stratum, eligible, least(population, CASE{rules}\n"
	    "            ELSE CAST('no line of [ratio] fits ' || stratum AS bigint) END) AS n\n"
	    "    FROM counted\n"
	    "),\n"
	    "sized AS (\n"
	    "    SELECT stratum, eligible, least(n, eligible) AS main,\n"
	    "        {reserve} AS reserve\n"
	    "    FROM ruled\n"
	    ")");
}

static void before(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->dialect->before ? q->dialect->before : "");
}

static void after(struct buf *out, const struct sql_query *q)
{
	buf_z(out, q->dialect->after ? q->dialect->after : "");
}

/* The names in braces of the query, and what is put there. */
static const struct query_part {
	const char *name;
	void (*put)(struct buf *, const struct sql_query *);
} parts[] = {
    {"dialect", dialect},
    {"number", number},
    {"plan", plan},
    {"tables", tables},
    {"inspected", inspected},
    {"with inspected", with_inspected},
    {"only free", only_free},
    {"value text", value_text},
    {"columns", columns},
    {"no columns", no_columns},
    {"key bytes", key_bytes},
    {"shard", shard},
    {"plan digest", plan_digest},
    {"cutoffs digest", cutoffs_digest},
    {"cutoffs", cutoffs},
    {"inspections", inspections},
    {"can be drawn", can_be_drawn},
    {"statuses", statuses},
    {"ticket", ticket},
    {"stratum", stratum},
    {"values", values},
    {"value names", value_names},
    {"rules", rules},
    {"reserve", reserve},
    {"sized", sized},
    {"before", before},
    {"after", after},
    {"id", id},
    {"bytewise", bytewise},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

void sql_query_put(struct buf *out, const struct sql_query *q, const char *text)
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

/* ---- What comes out ---- */

/* A column each, under its own name. */
static void put_columns(
    struct buf *out, const struct sql_query *q, const struct sql_cell *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, cell[i].number ? "%s%s" : "%snullif(%s, '')",
		    i ? ",\n    " : "    ", cell[i].value);
		buf_printf(out, " AS %s", cell[i].name);
	}
	for (size_t i = 0; i < q->columns; i++) {
		buf_z(out, ",\n    nullif(o.");
		sql_identifier(out, q->dialect, q->column[i]);
		buf_z(out, ", '') AS ");
		sql_identifier(out, q->dialect, q->column[i]);
	}
}

/* The header, as the name of one column. */
static void put_header(
    struct buf *out, const struct sql_query *q, const struct sql_cell *cell, size_t n)
{
	struct csv_out header;
	struct ssjc_err err;

	out->failed |= csv_out_open(&header, NULL, CSV_PLAIN, &err) != SSJC_OK;
	for (size_t i = 0; i < n; i++)
		csv_out_field(&header, str_of(cell[i].name));
	for (size_t i = 0; i < q->columns; i++)
		csv_out_field(&header, q->column[i]);
	out->failed |= header.buf.failed;
	sql_identifier(out, q->dialect, buf_text(&header.buf));
	csv_out_close(&header);
}

/* One column of finished lines. */
static void put_lines(
    struct buf *out, const struct sql_query *q, const struct sql_cell *cell, size_t n)
{
	struct buf cells = {0};

	for (size_t i = 0; i < n; i++)
		buf_printf(&cells, cell[i].number ? "%sCAST(%s AS text)" : "%s%s", i ? ", " : "",
		    cell[i].value);
	for (size_t i = 0; i < q->columns; i++) {
		buf_z(&cells, ",\n        ");
		put_cell(&cells, q, q->column[i]);
	}
	buf_z(out, "    ");
	sql_template(out, q->dialect->line, buf_text(&cells), STR(""));
	buf_z(out, "\n    AS ");
	put_header(out, q, cell, n);
	out->failed |= cells.failed;
	buf_free(&cells);
}

void sql_query_list(
    struct buf *out, const struct sql_query *q, const struct sql_cell *cell, size_t n)
{
	buf_z(out, "SELECT\n");
	(q->dialect->line ? put_lines : put_columns)(out, q, cell, n);
	buf_char(out, '\n');
}
