/*
 * vocabulary: the words of the field, from data files, never from C: which headers
 * people write for a column, which values for a code, and the text in which a code
 * is published.
 *
 *   headers.csv  stream,column,header   stream may be "*" (all of them)
 *   values.csv   column,value,written   the first written one is the text
 *   results.csv  code,text,since,class  the result codes (检查结果)
 *   left_out.csv place,kind,written     rows of a list that are none of its records
 *   follow.csv   code,text,since,class  the kinds of follow-up (后续处理)
 *
 * The codes of results.csv are those of the column "result", those of follow.csv
 * of the column "follow". Headers and written
 * values are compared by text_key(), so blanks do not count.
 */
#ifndef SSJC_VOCABULARY_H
#define SSJC_VOCABULARY_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct vocabulary;

/* The data files, in the order of the texts that vocabulary_read takes. */
enum {
	VOCABULARY_HEADERS,
	VOCABULARY_VALUES,
	VOCABULARY_RESULTS,
	VOCABULARY_LEFT_OUT, /* may be an empty text: nothing is left out */
	VOCABULARY_FOLLOW,   /* may be an empty text: there are no kinds */
	VOCABULARY_FILES
};
extern const char *const vocabulary_files[VOCABULARY_FILES];

/*
 * Read the files in the folder share. SSJC_INPUT when one is missing, or has an
 * empty cell. Free with vocabulary_close (NULL is fine).
 */
ssjc_rc vocabulary_open(struct vocabulary **out, const char *share, struct ssjc_err *err);
/* The same from texts, which are copied; vocabulary_files name them in messages. */
ssjc_rc vocabulary_read(
    struct vocabulary **out, const struct str text[VOCABULARY_FILES], struct ssjc_err *err);
void vocabulary_close(struct vocabulary *v);

/* The text of a data file as it was read, e.g. to put it on record. */
struct str vocabulary_source(const struct vocabulary *v, int file);

/*
 * The column that a header of that stream names: by its own name or by an
 * alias, an alias of the stream before one of "*". False when it is unknown.
 */
bool vocabulary_column(
    const struct vocabulary *v, const char *stream, struct str header, struct str *column);

/*
 * The code for what somebody wrote in a column ("存续" in status is "active"),
 * which may be the code itself; of a result the number that the papers give it, too
 * ("3", "③", "3、未公示"). False when it is unknown.
 */
bool vocabulary_code(
    const struct vocabulary *v, const char *column, struct str written, struct str *code);
/* Is it a code of that column, exactly as written? */
bool vocabulary_is_code(const struct vocabulary *v, const char *column, struct str code);
/* The text in which a code is published, or "" when there is no such code. */
struct str vocabulary_text(const struct vocabulary *v, const char *column, struct str code);
/*
 * The class of a code: what it means to the programs, as its file says; "" when the
 * file does not, or there is no such code.
 */
struct str vocabulary_class(const struct vocabulary *v, const char *column, struct str code);
/* Does the column also take what is not a code? Its value "*" says so. */
bool vocabulary_open_ended(const struct vocabulary *v, const char *column);
/*
 * The i-th code of a column, in the file's order, from 0: for lists to choose
 * from. False when there are no more.
 */
bool vocabulary_nth(const struct vocabulary *v, const char *column, size_t i, struct str *code);

/* A row of headers.csv, values.csv or left_out.csv; the codes are among the values. */
struct vocabulary_entry {
	struct str scope; /* stream, column or place */
	struct str means; /* column, value or kind */
	struct str text;  /* as it is written, */
	struct str key;   /* and by text_key() */
};

/* The i-th row of a data file, from 0; it lives as long as v. False when there are no more. */
bool vocabulary_entry(const struct vocabulary *v, int file, size_t i, struct vocabulary_entry *out);

#endif
