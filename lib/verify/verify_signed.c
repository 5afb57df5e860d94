/* What a department signed was signed with the key on record; verify_filled reads it again. */
#include "verify_work.h"

#include "ssjc/audit/signature.h"

/* The only input of that kind of the event at hand, and its content, in the arena. */
static ssjc_rc content(
    struct verifier *v, const char *kind, const struct audit_file **f, struct str *text)
{
	ssjc_rc rc = verify_one(v, kind, f);

	return rc ? rc : audit_content(v->job->audit, (*f)->digest, &v->arena, text, v->err);
}

static ssjc_rc check_signature(
    struct verifier *v, struct str text, struct str signature, struct str pem)
{
	struct signature_key *key = NULL;
	bool good = false;
	ssjc_rc rc = signature_key_read(&key, pem, "the public key on record", false, v->err);

	if (rc)
		goto out;
	rc = signature_check_file(key, text, signature, &good, v->err);
	if (!rc && !good)
		rc = verify_differs(v,
		    "its signature is not one of its confirmations by the key on record: they were "
		    "changed after they were signed, or another signed them");
out:
	signature_key_free(key);
	return rc;
}

/* The department of the confirmations of the event at hand: verify_filled finds them its own. */
static const struct plan_dept *dept_of(
    const struct verifier *v, const struct plan *plan, const struct audit_state *after)
{
	for (size_t i = 0; i < after->n_confirmations; i++)
		if (after->confirmation[i].event == v->event->seq)
			return plan_dept_of(plan, after->confirmation[i].dept);
	return NULL;
}

ssjc_rc verify_signed(struct verifier *v, const struct plan *plan, const struct audit_state *after)
{
	const struct audit_file *f, *signature, *key;
	const struct plan_dept *dept = dept_of(v, plan, after);
	struct str text, hex, pem;
	ssjc_rc rc;

	if (!verify_file(v, "signature", false) && !verify_file(v, "pubkey", false))
		return SSJC_OK;
	if (verify_file(v, "reading", false))
		return verify_differs(v,
		    "is signed, but was read with options: what was signed is read by no option");
	rc = content(v, "signature", &signature, &hex);
	if (rc)
		return rc;
	rc = content(v, "pubkey", &key, &pem);
	if (rc)
		return rc;
	rc = content(v, "confirm", &f, &text);
	if (rc)
		return rc;
	rc = check_signature(v, text, hex, pem);
	if (rc)
		return rc;
	verify_remark(v, REMARK_GOOD,
	    "confirmations signed for %.*s with the key in %.*s: whether that is its key, the "
	    "department can tell: the file's SHA-256 is %.*s",
	    STR_ARG(dept ? dept->key : STR("nobody")), STR_ARG(key->name), STR_ARG(key->digest));
	return SSJC_OK;
}
