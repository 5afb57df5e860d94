/*
 * answer_json: the JSON of an answer, and what a pointer (RFC 6901) finds in it.
 */
#ifndef SSJC_ANSWER_JSON_H
#define SSJC_ANSWER_JSON_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <json-c/json.h>

/*
 * Parse a text in UTF-8. SSJC_NO with the reason in err when it is not one JSON value: not
 * whole, more after it, nested deeper than 32, or an object that has a key twice, of which
 * nobody knows which one counts. Free *out with json_object_put; null is NULL.
 */
ssjc_rc answer_json_parse(json_object **out, struct str text, struct ssjc_err *err);

/* What a pointer, or “.” for all, finds; NULL for nothing and for null. It ends with a NUL. */
json_object *answer_json_at(json_object *in, struct str pointer);

/*
 * Append a value as text: a number as it is written, a whole one without a fraction; an
 * object or an array as JSON. Nothing for NULL and for a number that is too large to be
 * known.
 */
void answer_json_text(struct buf *out, json_object *value);

#endif
