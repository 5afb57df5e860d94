/*
 * seed: the text that everything random in a draw comes from: ssjc-draw(7).
 */
#ifndef SSJC_SEED_H
#define SSJC_SEED_H

#include "ssjc/buf.h"
#include "ssjc/err.h"

/*
 * The seed text of a draw: line by line as ssjc-draw(7) says. public is empty
 * when there is none; share is n texts of 64 lower-case hex digits.
 */
ssjc_code seed_text(struct buf *out, struct str plan_id, unsigned draw, struct str public,
    const struct str *share, size_t n, struct ssjc_err *err);
/* A seed text with one share of 32 bytes from getrandom(2). */
ssjc_code seed_random(struct buf *out, struct str plan_id, unsigned draw, struct ssjc_err *err);
/* Is text a seed text of that plan and draw? SSJC_INPUT says what is wrong. */
ssjc_code seed_check(struct str text, const char *name, struct str plan_id, unsigned draw,
    struct ssjc_err *err);

#endif
