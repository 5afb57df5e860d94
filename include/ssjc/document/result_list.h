/*
 * disclosure: the public list of results (抽查结果公示), in the ten columns in
 * which the platforms take it. It holds no phone, credit class or stratum, and
 * its order is that of the tickets.
 */
#ifndef SSJC_DISCLOSURE_H
#define SSJC_DISCLOSURE_H

#include "ssjc/base/csv_out.h"
#include "ssjc/document/dept_result.h"

enum { DISCLOSURE_COLUMNS = 10 };

/* One row per business, department and result code. */
struct disclosure {
	struct str *cell;    /* rows x DISCLOSURE_COLUMNS, row by row */
	size_t rows;
	struct arena arena;  /* owns the cells; some of their text is the findings' */
};

/* Only findings that are complete; d and f are borrowed as long as *out lives. */
ssjc_code disclosure_of(struct disclosure *out, const struct document *d,
    const struct findings *f, struct ssjc_err *err);
/* With one header line. Errors of writing are csv_out's. */
void disclosure_csv(struct csv_out *out, const struct disclosure *list);
/* Add the list to b, under that name (see book_sheet). */
ssjc_code disclosure_sheet(struct book *b, const char *name, const struct document *d,
    const struct disclosure *list, struct ssjc_err *err);
void disclosure_close(struct disclosure *list);

/* What the public is told about a drawn business besides its results; "" if nothing. */
void disclosure_remark(struct buf *out, const struct pick *p, bool refused);

#endif
