/*
 * checkpoint: what ties an audit file to a moment (校验点): its plan, how many
 * events it had, and the hash of the last. Kept elsewhere, it shows whether
 * these events are still the same: nothing in the audit file itself can.
 *
 * It is a small file, ssjc-audit(5), that may be signed; or a line of the form
 *
 *	PLAN · 记录 N · HEAD
 *
 * as it is on all that is printed and published, in whatever text: typed from
 * paper, announced, saved from a web page.
 */
#ifndef SSJC_CHECKPOINT_H
#define SSJC_CHECKPOINT_H

#include "ssjc/audit/audit.h"
#include "ssjc/audit/signature.h"

/* Append the file: the chain as it is now, at that time. */
ssjc_rc checkpoint_write(struct buf *out, struct audit *a, int64_t now, struct ssjc_err *err);
/*
 * Append the file text with two more lines: by which alg it is signed, and the
 * signature, over all bytes before that line. SSJC_INPUT when text is not such a
 * file, SSJC_REFUSED when it is signed already.
 */
ssjc_rc checkpoint_sign(struct buf *out, struct str text, const char *name,
    const struct signature_key *key, struct ssjc_err *err);

/* A checkpoint kept elsewhere. */
struct kept_checkpoint {
	const char *name; /* of the text that it was read from, borrowed */
	uint64_t line;    /* where in it; 0: the text is the file */
	struct str
	    plan; /* its id; from a line: the text_key of all before the dot, which ends so */
	struct checkpoint at;
	struct str bytes;          /* what is signed; of a line, the text it is in; borrowed */
	bool bare;                 /* there is none in the text: only its bytes are kept */
	bool page;                 /* from a web page, as it is published */
	struct str alg, signature; /* "" when it is not signed; borrowed */
};
struct checkpoint_list {
	struct kept_checkpoint *v;
	size_t n, cap;
	struct signature_key **key; /* public keys, with one of which each must be signed */
	size_t n_keys, cap_keys;
	struct arena arena; /* owns the plans */
};

/*
 * Append the checkpoints in text: it is the file, or has lines of that form,
 * which may be typed with other dots, blanks, full-width digits or capitals. Of a
 * web page, those of its footer count: above it, names come from outside, and one
 * may read like a checkpoint.
 * text and name are borrowed. SSJC_INPUT when there is none or one is wrong, SSJC_NO
 * for a page without its footer.
 * Free list, which starts as {0}, with checkpoint_list_free.
 */
ssjc_rc checkpoint_read(
    struct checkpoint_list *list, struct str text, const char *name, struct ssjc_err *err);
/*
 * The same of anything that was kept: a text without any checkpoint is appended, too, but
 * as bare. SSJC_INPUT when one is wrong.
 */
ssjc_rc checkpoint_keep(
    struct checkpoint_list *list, struct str text, const char *name, struct ssjc_err *err);
/*
 * Append a public key: then every checkpoint must be signed with one of them.
 * SSJC_INPUT when pem is not such a key; name is for messages.
 */
ssjc_rc checkpoint_key(
    struct checkpoint_list *list, struct str pem, const char *name, struct ssjc_err *err);
void checkpoint_list_free(struct checkpoint_list *list);

/*
 * Do all of them match the events, whose chain was checked, and are they signed
 * if there are keys? SSJC_NO names one that does not or is not. *anchored is how
 * many events, from the first, they show to be as they were.
 */
ssjc_rc checkpoint_match(const struct checkpoint_list *list, const struct audit_events *e,
    uint64_t *anchored, struct ssjc_err *err);

#endif
