/*
 * result_list: the public list of results (抽查结果公示), in the ten columns in
 * which the platforms take it. It holds no phone, credit class or stratum, and
 * its order is that of the tickets.
 */
#ifndef SSJC_RESULT_LIST_H
#define SSJC_RESULT_LIST_H

#include "ssjc/base/csv_out.h"
#include "ssjc/document/dept_result.h"

enum { RESULT_LIST_COLUMNS = 10 };

/* One row per business, department and result code. */
struct result_list {
	struct str *cell; /* rows x RESULT_LIST_COLUMNS, row by row */
	size_t rows;
	struct arena arena; /* owns the cells; some of their text is the document's */
};

/*
 * Only results that are complete; d and results are borrowed as long as *out
 * lives. SSJC_SYSTEM if memory runs out; then *out is empty.
 */
ssjc_rc result_list_of(struct result_list *out, const struct document *d,
    const struct dept_results *results, struct ssjc_err *err);
/* Write the list to f, with one header line (NULL: nowhere), and its digest unless that is NULL. */
ssjc_rc result_list_write(const struct result_list *list, enum csv_style style, FILE *f,
    char *digest, struct ssjc_err *err);
/*
 * Add the list to b; name is xlsx_out_sheet's. SSJC_INPUT when a text cannot be
 * written (see xlsx_out_row).
 */
ssjc_rc result_list_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct result_list *list, struct ssjc_err *err);
void result_list_close(struct result_list *list);

/* What the public is told about a drawn business besides its results; "" if nothing. */
void result_list_remark(struct buf *out, const struct pick *p, bool refused);

#endif
