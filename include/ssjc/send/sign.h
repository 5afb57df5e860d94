/*
 * sign: how a request says who sends it: bearer, basic, gjzwfwpt, x-tif, sm2.
 */
#ifndef SSJC_SIGN_H
#define SSJC_SIGN_H

#include "ssjc/send/request.h"

/* What a signature depends on besides the request; tests give it. */
struct sign_moment {
	int64_t milliseconds; /* since the epoch */
	struct str random;    /* 16 bytes that are never used again */
};

/* The secrets of a target, read from their files; nowhere else, and never printed. */
struct sign_secrets {
	struct str secret, encryption; /* "" where the target has none */
};

struct sign_profile {
	const char *name;
	bool app, service, secret, encryption, netrc; /* which keys it needs */
	/*
	 * Add the headers to a request, or change its body. SSJC_INPUT when a secret is not
	 * what it should be; the message does not show it.
	 */
	ssjc_rc (*sign)(struct request *r, const struct sign_secrets *s,
	    const struct sign_moment *at, struct ssjc_err *err);
};

/* The profile of that name, or NULL. */
const struct sign_profile *sign_profile_of(struct str name);
/* Append the names of all, for messages. */
void sign_profile_names(struct buf *out);
/* Is the value of that header secret, so that it is masked where it is printed? */
bool sign_is_secret(struct str header);

#endif
