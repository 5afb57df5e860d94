/*
 * sql_dialect: where databases differ, for draw_sql and sql_step: quoting, types,
 * SHA-256, division, the order of bytes, and how a table is filled from a CSV file.
 * All else is written such that each understands it: an alias never has the name of
 * a column that its own expression reads (ClickHouse), and integers are cast to bigint.
 */
#ifndef SSJC_SQL_DIALECT_H
#define SSJC_SQL_DIALECT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* How a text is quoted: between two marks; a mark in it has escape before it. */
struct sql_quoting {
	char mark, escape;
};

/* $1 and $2 are arguments of the templates. */
struct sql_dialect {
	const char *name;
	struct sql_quoting literal, identifier;
	size_t identifier_max; /* bytes; 0 for no limit */
	const char *sha256;    /* of a text, as lower-case hex */
	const char *divide;    /* whole numbers, cut off */
	const char *bytewise;  /* after what is sorted by: order of bytes */
	const char *load;      /* after a table's columns: how to end and fill it */
	const char *values;    /* rows of a stratum and its cutoff */
	/*
	 * Of a list of cells, the line as this program writes it, where the database's own CSV
	 * is another; and what comes before and after the query to have these lines printed as
	 * they are. NULL where it is the same.
	 */
	const char *line, *before, *after;
};

/* The dialect of that name; SSJC_USAGE when there is none. */
ssjc_rc sql_dialect_find(const struct sql_dialect **out, const char *name, struct ssjc_err *err);
void sql_literal(struct buf *out, const struct sql_dialect *d, struct str text);
void sql_identifier(struct buf *out, const struct sql_dialect *d, struct str name);
/* What a template says, with its arguments. */
void sql_template(struct buf *out, const char *template, struct str one, struct str two);

#endif
