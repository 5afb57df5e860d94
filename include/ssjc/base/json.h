/*
 * json: what of JSON (RFC 8259) printf does not do: strings, and commas.
 */
#ifndef SSJC_JSON_H
#define SSJC_JSON_H

#include "ssjc/base/buf.h"

/*
 * Append s as a JSON string, with its quotes. Bytes that are not UTF-8 become
 * U+FFFD, one each.
 */
void json_str(struct buf *out, struct str s);
/* Append n of them as an array. */
void json_strs(struct buf *out, const struct str *s, size_t n);
/* Append ,"name":"s", without the comma when out ends with an opening brace. */
void json_member(struct buf *out, const char *name, struct str s);
/* The same with a number. */
void json_number(struct buf *out, const char *name, uint64_t n);
/* Append a comma, unless out ends with an opening brace or bracket. */
void json_next(struct buf *out);

#endif
