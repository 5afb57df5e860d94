/*
 * terms: the words of the field, out of data files and never out of C: which
 * headers people write for a column, which values for a code, and the text in
 * which a code is published.
 *
 *   headers.csv  stream,column,header   stream may be "*" (all of them)
 *   values.csv   column,value,written   the first written is the value's text
 *   results.csv  code,text,since        the result codes (检查结果)
 *
 * What results.csv says is found under the column "result". Headers and
 * written values are compared by text_key(), without their blanks.
 */
#ifndef SSJC_TERMS_H
#define SSJC_TERMS_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct terms;

/* The data files, in the order in which terms_read takes them. */
enum { TERMS_HEADERS, TERMS_VALUES, TERMS_RESULTS, TERMS_FILES };
extern const char *const terms_files[TERMS_FILES];

/* Read the files in the folder share. Free with terms_close (NULL is fine). */
ssjc_code terms_open(struct terms **out, const char *share, struct ssjc_err *err);
/* The same from texts, which are copied; terms_files name them in messages. */
ssjc_code terms_read(struct terms **out, const struct str text[TERMS_FILES],
    struct ssjc_err *err);
void terms_close(struct terms *t);

/* The text of a data file as it was read, e.g. to put it on record. */
struct str terms_source(const struct terms *t, int file);

/*
 * The column that a header of that stream names: by its own name or by an
 * alias, an alias of the stream before one of "*". False when it is unknown.
 */
bool terms_column(const struct terms *t, const char *stream, struct str header,
    struct str *column);

/*
 * The code for what somebody wrote in a column ("存续" in status is "active");
 * a code itself is taken too. False when it is unknown.
 */
bool terms_code(const struct terms *t, const char *column, struct str written, struct str *code);
/* Is it a code of that column, exactly as written? */
bool terms_is_code(const struct terms *t, const char *column, struct str code);
/* The text in which a code is published, or "" when there is no such code. */
struct str terms_text(const struct terms *t, const char *column, struct str code);
/* Does the column take what is no code, too? Its value "*" says so. */
bool terms_open_ended(const struct terms *t, const char *column);
/*
 * The i-th code of a column, in the file's order, from 0: for lists to choose
 * from. False when there are no more.
 */
bool terms_nth(const struct terms *t, const char *column, size_t i, struct str *code);

#endif
