/*
 * signature: signing a text with one's own key: Ed25519 (RFC 8032) or SM2
 * with SM3 (GB/T 32918.2, GM/T 0009). Keys are PEM files as openssl(1) makes
 * and reads them: PKCS#8 and SubjectPublicKeyInfo. Only this module computes
 * signatures; what one says of a checkpoint is checkpoint.h's.
 */
#ifndef SSJC_SIGNATURE_H
#define SSJC_SIGNATURE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

enum signature_alg { SIGNATURE_ED25519, SIGNATURE_SM2, SIGNATURE_ALGS };

/* "ed25519", "sm2". */
extern const char *const signature_names[SIGNATURE_ALGS];
/* False when name is not one of these. */
bool signature_parse(struct str name, enum signature_alg *out);

/*
 * Make a pair of keys: the private one in the new file path, which only its
 * owner can read, the public one in path.pub. A file that exists is never
 * touched: SSJC_SYSTEM.
 */
ssjc_rc signature_keygen(enum signature_alg alg, const char *path, struct ssjc_err *err);

struct signature_key;

/*
 * Read a private or a public key; name is for messages. SSJC_INPUT when it is
 * not one, needs a password, or is of another kind. Free it with
 * signature_key_free (NULL is fine).
 */
ssjc_rc signature_key_read(struct signature_key **out, struct str pem, const char *name,
    bool private, struct ssjc_err *err);
enum signature_alg signature_key_alg(const struct signature_key *k);
void signature_key_free(struct signature_key *k);

/*
 * Append the signature of text in lower-case hex: 64 bytes for Ed25519, the
 * DER of GM/T 0009 for SM2, whose signer is named 1234567812345678 (GM/T 0009,
 * clause 10: the id of a signer who has no other).
 */
ssjc_rc signature_make(
    struct buf *out, const struct signature_key *k, struct str text, struct ssjc_err *err);
/* Append the SM2 signature by a key that is one for SM2, as its bytes (DER), by a signer's id. */
ssjc_rc signature_sm2(struct buf *out, const struct signature_key *k, struct str id,
    struct str text, struct ssjc_err *err);
/* Is it the signature of text, in hex, that the key's owner made? */
ssjc_rc signature_check(const struct signature_key *k, struct str text, struct str hex, bool *good,
    struct ssjc_err *err);

/*
 * The same with a signature that is in a file of its own: its hex digits on a line,
 * as ssjc-audit sign --detached prints them, or its bytes, as openssl(1) writes them.
 */
ssjc_rc signature_check_file(const struct signature_key *k, struct str text, struct str file,
    bool *good, struct ssjc_err *err);

#endif
