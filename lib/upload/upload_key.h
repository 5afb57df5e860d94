/*
 * upload_key: by which columns the other side finds a row again. A key that changes, or
 * that two rows share, would change or delete what is not meant.
 */
#ifndef SSJC_UPLOAD_KEY_H
#define SSJC_UPLOAD_KEY_H

#include "ssjc/upload/upload_row.h"

/*
 * SSJC_INPUT when the key of a format names no column, or one whose value changes: in each
 * batch, or when something is corrected.
 */
ssjc_rc upload_key_check(const struct upload_format *f, struct ssjc_err *err);
bool upload_key_has(const struct upload_format *f, const struct upload_column *c);
/* Append the key of a row with those cells: the same text for the same values alone. */
void upload_key_put(struct buf *out, const struct upload_format *f, const struct str *cell);
/* Are all columns of the key empty? */
bool upload_key_is_empty(const struct upload_format *f, const struct str *cell);

/* A row, or what another key belongs to, in order of the keys. */
struct upload_key {
	struct str key;
	size_t at;
};
int upload_key_compare(const void *a, const void *b);
/*
 * The keys of n rows, sorted, in the arena; where they are the rows' ids, none: no two
 * rows share one.
 */
ssjc_rc upload_keys_of(struct upload_key **out, size_t *n_out, const struct upload_format *f,
    const struct upload_row *v, size_t n, struct arena *arena, struct ssjc_err *err);

#endif
