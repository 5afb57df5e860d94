/*
 * reason_words: why a row was refused or left out is on record in English, like all that
 * is on record. Who reads it in another language gets it in that one.
 */
#ifndef SSJC_REASON_WORDS_H
#define SSJC_REASON_WORDS_H

#include "ssjc/base/buf.h"

/* Append a reason, as a word of both languages (language.h). One that is not known stays. */
void reason_words(struct buf *out, struct str reason);

#endif
