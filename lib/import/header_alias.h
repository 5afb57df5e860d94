/*
 * header_alias: which column of a stream a header means, as people write it: by
 * --map, else by an alias in headers.csv (vocabulary_column).
 */
#ifndef SSJC_HEADER_ALIAS_H
#define SSJC_HEADER_ALIAS_H

#include "ssjc/import/import_options.h"
#include "ssjc/plan/vocabulary.h"

/* What headers are held against. All borrowed. */
struct header_aliases {
	const struct stream *stream;
	const struct import_options *options; /* for --map */
	const struct vocabulary *vocabulary;
	const char *const *needed; /* columns that must be there besides; NULL-ended, or NULL */
};

/*
 * The column that a header means, if any: a column of the stream, a name that
 * --map gives, or a name that headers.csv reserves (id_card, seq). A column with
 * a --map has no other headers.
 */
bool header_alias_column(const struct header_aliases *a, struct str header, struct str *column);
/* Is there a --map for that column? */
bool header_alias_mapped(const struct header_aliases *a, struct str column);
/*
 * The column that an unknown header may have been meant for: that of the alias
 * that is most like it, if it is so by more than a half of its characters. False
 * when there is none.
 */
bool header_alias_nearest(const struct header_aliases *a, struct str header, struct str *column);

#endif
