/*
 * sign: how a request says who sends it: bearer, token, basic, gjzwfwpt, x-tif, sm2.
 * What each puts where is in ssjc-targets(5).
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
	struct str secret, encryption, netrc; /* "" where the target has none */
	/* What shows nowhere: lines of them, passwords, and what basic makes of these; copies */
	struct str *hidden;
	size_t n_hidden, hidden_cap;
};

struct sign_profile {
	const char *name;
	const char *needs, *may; /* keys of a target that it needs, and may have: cut at ';' */
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
bool sign_is_secret(const struct target *t, struct str header);

/*
 * Read the secrets of a target. SSJC_REFUSED when others may read one of its files: also
 * key, which is not read here; or when others may write to one, to ca or to
 * known_hosts. Call secret_guard first, and wipe what was read
 * with sign_secrets_free.
 */
ssjc_rc sign_secrets_read(struct sign_secrets *out, const struct target *t, struct ssjc_err *err);
void sign_secrets_free(struct sign_secrets *s);

#endif
