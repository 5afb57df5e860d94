/*
 * seed: the text that everything random in a draw comes from: ssjc-draw(7).
 */
#ifndef SSJC_SEED_H
#define SSJC_SEED_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

/*
 * The seed text of a draw: line by line as ssjc-draw(7) says. public is the
 * outcome of a public event or ""; share is n texts of 64 lower-case hex digits.
 * out is overwritten. SSJC_USAGE for a share of any other form.
 */
ssjc_rc seed_text(struct buf *out, struct str plan_id, unsigned draw, struct str public,
    const struct str *share, size_t n, struct ssjc_err *err);
/* A seed text with one share of 32 bytes from getrandom(2). */
ssjc_rc seed_random(struct buf *out, struct str plan_id, unsigned draw, struct ssjc_err *err);
/* Is text a seed text of that plan and draw? SSJC_INPUT says what is wrong with it, under name. */
ssjc_rc seed_check(
    struct str text, const char *name, struct str plan_id, unsigned draw, struct ssjc_err *err);

enum { SHARES_MAX = 256, SHARE_SIZE = 32, SHARE_HEX = 2 * SHARE_SIZE + 1 };

/*
 * What a seed text says: its public line ("" without one) and its n shares,
 * borrowed. SSJC_INPUT when it has no share, or one of a wrong form.
 */
ssjc_rc seed_parse(struct str text, struct str *public, struct str share[SHARES_MAX], size_t *n,
    struct ssjc_err *err);

/*
 * Make a secret share (份额), 32 bytes from getrandom(2) in lower-case hex, in a
 * new file that its owner alone can read, and give its commitment. A file that
 * exists is never touched: SSJC_SYSTEM.
 */
ssjc_rc share_create(const char *path, char digest[DIGEST_HEX], struct ssjc_err *err);
/* Read a share from a file's text: 64 lower-case hex digits and a line end. */
ssjc_rc share_parse(struct str text, const char *name, struct str *share, struct ssjc_err *err);
/* What commits to a share without telling it: the SHA-256 of its 32 bytes. */
ssjc_rc share_commitment(struct str share, char digest[DIGEST_HEX], struct ssjc_err *err);

#endif
