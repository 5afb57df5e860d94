/*
 * checkpoint: what ties an audit file to a moment (校验点): its plan, how many
 * events it had, and the hash of the last. Held elsewhere, it shows whether
 * these events are still the same: nothing in the audit file itself can.
 *
 * It is a small file, ssjc-audit(5), that may be signed; or a line of the form
 *
 *	PLAN · 记录 N · HEAD
 *
 * as all that is printed and published bears it, in whatever text: typed from
 * paper, a text announced, a web page saved.
 */
#ifndef SSJC_CHECKPOINT_H
#define SSJC_CHECKPOINT_H

#include "ssjc/audit/audit.h"
#include "ssjc/audit/signature.h"

/* Append the file: where the chain stands now. */
ssjc_rc checkpoint_write(struct buf *out, struct audit *a, int64_t now, struct ssjc_err *err);
/*
 * Append the file text with two lines more, what alg signed and its signature
 * over all bytes before that line. SSJC_INPUT when text is no such file,
 * SSJC_REFUSED when it is signed already.
 */
ssjc_rc checkpoint_sign(struct buf *out, struct str text, const char *name,
    const struct signature_key *key, struct ssjc_err *err);

/* A checkpoint held. */
struct held {
	const char *name; /* of the text it stands in, borrowed */
	uint64_t line;    /* where in it; 0: it is the file */
	struct str plan;  /* from a line: the text_key of what stands before, which ends with it */
	struct checkpoint at;
	struct str bytes;          /* what is signed, borrowed */
	struct str alg, signature; /* "" when it is not */
};
struct held_list {
	struct held *v;
	size_t n, cap;
	struct signature_key **key; /* of those who may have signed them */
	size_t n_keys, cap_keys;
	struct arena arena; /* owns the plans */
};

/*
 * Append what text holds: one file, or every line of that form, which may be
 * typed with other dots, blanks, full-width digits or capitals. text and name
 * are borrowed. SSJC_INPUT when there is none or one is wrong.
 */
ssjc_rc checkpoint_read(
    struct held_list *list, struct str text, const char *name, struct ssjc_err *err);
/* Append a public key: then every checkpoint must be signed with one of them. */
ssjc_rc checkpoint_key(
    struct held_list *list, struct str pem, const char *name, struct ssjc_err *err);
void held_close(struct held_list *list);

/*
 * Do all of them fit the events, whose chain was checked, and are they signed
 * if there are keys? SSJC_NO names one that does not. *anchored is how many
 * events, from the first, they show to be as they were.
 */
ssjc_rc checkpoint_fit(const struct held_list *list, const struct audit_events *e,
    uint64_t *anchored, struct ssjc_err *err);

#endif
