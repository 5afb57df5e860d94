/* What a department signed is its own word, as it is on record. */
#include "verify_work.h"

#include "ssjc/audit/signature.h"
#include "ssjc/record/record_in.h"
#include "ssjc/record/signed.h"

#include <string.h>

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

static void pass_over(void *arg, const struct ssjc_err *err, struct str value)
{
	(void)arg;
	(void)err;
	(void)value;
}

/* What was signed must say what is on record of the event at hand, and be of one department. */
static ssjc_rc check_rows(struct verifier *v, const struct record *r, struct str text,
    const char *name, const struct audit_state *after, const struct plan_dept **dept)
{
	struct confirmation *own = arena_array(&v->arena, after->n_confirmations + 1, sizeof *own);
	struct record with = *r;
	struct vocabulary *words = NULL;
	struct import_options options = {0};
	struct import_input input = {.name = name, .bytes = text};
	struct import_job job = {
	    .options = &options, .plan = r->plan, .input = &input, .n_inputs = 1};
	struct record_taking how = {.bad = pass_over, .left = pass_over};
	struct record_in in = {0};
	size_t n = 0;
	ssjc_rc rc;

	if (!own)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < after->n_confirmations; i++)
		if (after->confirmation[i].event == v->event->seq)
			own[n++] = after->confirmation[i];
	rc = verify_vocabulary(v, &words);
	if (rc)
		goto out;
	with.vocabulary = job.vocabulary = words;
	rc = import_option(&options, STR("stream"), STR("confirmations"), v->err);
	if (rc)
		goto out;
	rc = record_in_read(&in, &job, &how, v->err);
	if (rc)
		goto out;
	if (how.refused) {
		rc = verify_differs(v, "what was signed has rows that cannot be read");
		goto out;
	}
	rc = signed_dept(&with, &in.table, dept, v->err);
	if (rc)
		goto out;
	rc = signed_same(&with, &in.table, own, n, v->err);
out:
	record_in_close(&in);
	import_options_free(&options);
	vocabulary_close(words);
	return rc;
}

ssjc_rc verify_signed(struct verifier *v, const struct record *r, const struct audit_state *after)
{
	const struct audit_file *f, *signature, *key;
	const struct plan_dept *dept = NULL;
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
	rc = check_rows(v, r, text, "the confirmations signed", after, &dept);
	if (rc)
		return rc;
	verify_remark(v, REMARK_GOOD,
	    "confirmations signed for %.*s with the key in %.*s: whether that is its key, the "
	    "department can tell: the file's SHA-256 is %.*s",
	    STR_ARG(dept ? dept->key : STR("nobody")), STR_ARG(key->name), STR_ARG(key->digest));
	return SSJC_OK;
}
