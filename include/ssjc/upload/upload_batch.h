/*
 * upload_batch: what is new, changed or withdrawn since a platform accepted results
 * last, and how it is written for it.
 */
#ifndef SSJC_UPLOAD_BATCH_H
#define SSJC_UPLOAD_BATCH_H

#include "ssjc/audit/audit_batch.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/upload/upload_row.h"

#include <stdio.h>

/* How a batch is written. */
enum upload_container {
	UPLOAD_CSV,
	UPLOAD_TSV,
	UPLOAD_JSON,
	UPLOAD_XML,
	UPLOAD_XLSX,
	UPLOAD_SQL, /* SQL-92 */
	UPLOAD_POSTGRESQL,
	UPLOAD_MYSQL, /* MariaDB, too */
	UPLOAD_CONTAINERS
};
extern const struct upload_container_name {
	const char *name, *ending; /* "postgresql", "sql" */
} upload_containers[UPLOAD_CONTAINERS];
/* The container of that name; false when there is none. */
bool upload_container_of(struct str name, enum upload_container *out);

/* A row of a batch. */
struct upload_change {
	struct audit_batch_row row;
	struct str *cell; /* one for each column of the format; those of the batch are "" */
};

struct upload_batch {
	const struct upload_format *format; /* borrowed */
	struct str number;
	int64_t time;
	struct upload_change *v;
	size_t n, inserted, updated, deleted;
	size_t later; /* rows that come in only once others, withdrawn by the same key, are gone */
	struct arena arena;
};

/*
 * Append a batch's number: the day of its time, and which of that day it is, 5 digits; but
 * not less than serial. SSJC_USAGE when a day has no more.
 */
ssjc_rc upload_batch_number(struct buf *out, const struct audit_batches *made, int64_t time,
    uint64_t serial, struct ssjc_err *err);
/*
 * What differs between the rows and what the other side has: those that are there no more
 * (d) with what they said, then new ones (i) and changed ones (u). A row that was rejected is
 * not in it before it says something else, unless again is set. One whose key is another
 * now is withdrawn, and new in the batch after this: each row is in a batch once, and none
 * comes in by a key that another one has there. rows are borrowed.
 */
ssjc_rc upload_batch_diff(struct upload_batch *out, const struct upload_format *f,
    const struct upload_rows *rows, const struct audit_sent *sent, size_t n, bool again,
    struct audit *a, struct ssjc_err *err);
/* The batch of that event, as the audit file has it. */
ssjc_rc upload_batch_read(struct upload_batch *out, const struct upload_format *f,
    const struct audit_batch *b, struct audit *a, struct ssjc_err *err);
/* Leave the first n rows in it. */
void upload_batch_cut(struct upload_batch *b, size_t n);
/*
 * Write a batch; not as a workbook. f and digest may be NULL. SSJC_INPUT when a row is
 * withdrawn and the format has no column that says so; SQL deletes it then.
 */
ssjc_rc upload_batch_write(const struct upload_batch *b, enum upload_container as, FILE *f,
    char *digest, struct ssjc_err *err);
/* The same, as the only sheet of a workbook. */
ssjc_rc upload_batch_sheet(
    struct xlsx_out *book, const struct upload_batch *b, struct ssjc_err *err);
/*
 * All of its bytes, as any container, and their digest. A workbook is made in the folder
 * for temporary files. Free *out with buf_free.
 */
ssjc_rc upload_batch_bytes(const struct upload_batch *b, enum upload_container as, struct buf *out,
    char digest[DIGEST_HEX], struct ssjc_err *err);
/* The title that such a workbook has. */
struct str upload_batch_title(const struct upload_format *f);
void upload_batch_free(struct upload_batch *b);

/*
 * The reconciliation sheet (数据对账): a row for each of n batches, with how many rows were
 * sent, as what, and how many were accepted and rejected; open are all without an answer,
 * also those delivered.
 */
ssjc_rc upload_manifest_write(const struct plan *plan, const struct audit_batch *v, size_t n,
    enum csv_style style, FILE *f, char *digest, struct ssjc_err *err);

#endif
