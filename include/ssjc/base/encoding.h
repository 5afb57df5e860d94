/*
 * encoding: text files of any of the usual encodings as UTF-8.
 *
 * A file's encoding is decided by its bytes alone, in this order: a
 * byte order mark; strict UTF-8; strict GB18030 (GB 18030-2005, of which GBK
 * and GB 2312 are parts). Nothing is guessed from statistics. Two cases are
 * left to the user: NUL bytes without a mark, which mean UTF-16, and the few
 * texts of two-byte characters that are good UTF-8 and good GB18030 at once.
 */
#ifndef SSJC_ENCODING_H
#define SSJC_ENCODING_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

enum encoding {
	ENCODING_AUTO,
	ENCODING_UTF8,
	ENCODING_GB18030,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODINGS
};

/* "auto", "UTF-8", … */
extern const char *const encoding_names[ENCODINGS];
/* The encoding of that name, in either case; GBK and GB2312 are GB18030. */
bool encoding_parse(struct str name, enum encoding *out);

/* A text as UTF-8: the bytes given, or a mapped temporary file. */
struct decoded {
	struct str text;
	enum encoding encoding; /* as found or asked for, never ENCODING_AUTO */
	void *map;
	size_t map_size;
};

/*
 * Decode bytes (borrowed until decoded_close). name is for messages. SSJC_INPUT
 * gives the offset of the byte, from 1, that does not fit.
 */
ssjc_rc decoded_open(struct decoded *d, struct str bytes, enum encoding asked, const char *name,
    struct ssjc_err *err);
void decoded_close(struct decoded *d);

/* Append a text in UTF-8 in another encoding, without a byte order mark. */
ssjc_rc encoding_put(
    struct buf *out, struct str text, enum encoding encoding, struct ssjc_err *err);

#endif
