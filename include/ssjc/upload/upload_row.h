/*
 * upload_row: the results on record as rows of a format: ssjc-format(5).
 */
#ifndef SSJC_UPLOAD_ROW_H
#define SSJC_UPLOAD_ROW_H

#include "ssjc/document/dept_result.h"
#include "ssjc/upload/upload_format.h"

enum { UPLOAD_ID_SIZE = 33 };

struct upload_row {
	struct str id;      /* the same for the same plan, business, department, item, result */
	struct str content; /* its values but for those of a batch, as a JSON object */
	struct str *cell;   /* one for each column; those of a batch are "" */
	const struct dept_result *found; /* the first department's result that it is of */
	const struct item *item;         /* NULL: it is of no single one */
};

struct upload_rows {
	struct upload_row *v; /* by ticket, then department in the plan's order */
	size_t n;
	struct str *pending; /* ids of rows that may come back: incomplete, unreviewed or wrong */
	size_t n_pending;
	size_t wrong; /* rows that break a rule of the format, or have the key of another */
	struct arena arena;
};

/*
 * Called with each value that breaks a rule, before anything is written; with one that a code
 * list or the plan would make right in all rows, for the first of them.
 */
typedef void upload_wrong(void *arg, const struct ssjc_err *why);

/*
 * All rows that can be uploaded: of results that are complete, as they are published.
 * d, all and f are borrowed as long as *out lives. SSJC_PLAN when the format needs items
 * that the plan does not have, SSJC_INPUT when it names a column that the items do not
 * have. wrong may be NULL.
 */
ssjc_rc upload_rows_of(struct upload_rows *out, const struct document *d,
    const struct dept_results *all, const struct upload_format *f, upload_wrong *wrong, void *arg,
    struct ssjc_err *err);
void upload_rows_free(struct upload_rows *r);

#endif
