/*
 * cell: a row of a sheet, whatever file it comes from, and what people read in a
 * workbook's cell, which depends on its number format.
 *
 * Numbers stay decimal text all the way: nothing here computes with doubles.
 */
#ifndef SSJC_CELL_H
#define SSJC_CELL_H

#include "cell_format.h"

#include <stdint.h>

enum cell_kind {
	CELL_TEXT,         /* the text, or a number or date exactly as it was meant */
	CELL_ROUNDED,      /* a number of more than 15 digits: the rest of them is lost */
	CELL_ERROR,        /* a formula that failed: "#N/A" */
	CELL_UNCALCULATED, /* a formula whose value is not in the file: "=" */
	CELL_MERGED,       /* as CELL_TEXT, of a merged cell that covers another value */
	CELL_STRUCK        /* as CELL_TEXT, but it is struck through, or a part of it is */
};

struct cell {
	struct str text;
	enum cell_kind kind;
};

/* A row; its cells are valid until the next row is read. */
struct cell_row {
	const struct cell *cell;
	size_t n; /* 0 only at the end; in a sheet the last is not empty, but for a CELL_MERGED */
	uint64_t number; /* the row in a sheet, the line in a text, from 1 */
	bool hidden;
};

/* A sheet of a workbook. */
struct cell_sheet {
	struct str name;
	bool hidden; /* by a person, or by a program so that no person sees it */
};

/*
 * Append the text of a number that is stored as raw, e.g. "1.39E+10": a plain
 * decimal of 15 significant digits; "2023-06-14", "2023-06-14 09:30:00" or
 * "09:30:00" where the format is a date's. Serial 60 of the 1900 system is
 * "1900-02-29", the day that never was. What is not a number stays as it is.
 */
enum cell_kind cell_number(
    struct buf *out, struct str raw, struct cell_format format, bool date1904);
/*
 * Append a moment as ISO 8601 has it, "2023-06-14T09:30:00.000Z" or "T09:30:00": as
 * above, and in China's time where it has a zone. False for what is not one; out
 * is then as it was.
 */
bool cell_moment(struct buf *out, struct str raw);

/* Is a text what spreadsheets write for a formula that failed, "#N/A" and the like? */
bool cell_is_error(struct str text);

/* "B7" for column 1 (from 0) and row 7; name has room for CELL_NAME bytes. */
enum { CELL_NAME = 32 };
void cell_name(size_t column, uint64_t row, char name[CELL_NAME]);

#endif
