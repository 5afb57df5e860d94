/*
 * sign_sm2: the profile sm2: a body of JSON with the batch encrypted by SM4 (GM/T 0002) in
 * CBC mode and signed by SM2 (GM/T 0003), as ssjc-targets(5) says.
 */
#ifndef SSJC_SIGN_SM2_H
#define SSJC_SIGN_SM2_H

#include "ssjc/send/sign.h"

ssjc_rc sign_sm2(struct request *r, const struct sign_secrets *s, const struct sign_moment *at,
    struct ssjc_err *err);

#endif
