/* A department's signature on its confirmations. */
#include "cli_import.h"
#include "record_cmd.h"

#include "ssjc/audit/signature.h"
#include "ssjc/record/signed.h"

static ssjc_rc check(struct cli *c, const struct cli_input *in, const struct record_signature *s)
{
	struct signature_key *key = NULL;
	bool good = false;
	ssjc_rc rc = signature_key_read(&key, s->key->text, s->key->file.name, false, &c->err);

	if (rc)
		goto out;
	rc = signature_check_file(key, in->text, s->signature->text, &good, &c->err);
	if (rc || good)
		goto out;
	rc = ssjc_fail_at(&c->err, SSJC_REFUSED, s->signature->file.name, 0, NULL,
	    "is not a signature of %s by the key in %s: the file was changed after it was signed, "
	    "or another key signed it",
	    in->file.name, s->key->file.name);
out:
	signature_key_free(key);
	return rc;
}

static bool has_private(struct str pem)
{
	for (; pem.n > 0; pem.p++, pem.n--)
		if (str_starts(pem, "PRIVATE KEY"))
			return true;
	return false;
}

/* What was signed is read by no option of whoever records it. */
static bool is_plain(size_t files)
{
	return files == 1 && !record_options.partial && !cli_reading.encoding &&
	    !cli_reading.header && !cli_reading.hidden && !cli_reading.maps.n &&
	    !cli_reading.sheets.n;
}

ssjc_rc record_signature_read(
    struct cli *c, struct cli_input *const *file, size_t n, struct record_signature *s)
{
	ssjc_rc rc;

	if (!record_options.signature != !record_options.pubkey)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--signature FILE and --pubkey FILE go together");
	if (!record_options.signature)
		return SSJC_OK;
	if (!is_plain(n))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "a signature is of one file, which is taken whole, and read without options "
		    "such as --map");
	rc = cli_read(c, record_options.signature, &s->signature);
	if (rc)
		return rc;
	rc = cli_read(c, record_options.pubkey, &s->key);
	if (rc)
		return rc;
	/* It goes on record, and everybody who gets the audit file can read it. */
	if (has_private(s->key->text))
		return ssjc_fail_at(&c->err, SSJC_REFUSED, s->key->file.name, 0, NULL,
		    "has a private key: give the public one");
	return check(c, file[0], s);
}

ssjc_rc record_signature_put(struct cli *c, const struct cli_audit *a, const struct record *r,
    const struct table *t, const struct cli_input *file, uint64_t rows,
    const struct record_signature *s)
{
	const struct plan_dept *dept;
	ssjc_rc rc = signed_dept(r, t, &dept, &c->err);

	if (rc)
		return rc;
	rc = cli_put_kept(c, a, c->command->name, file, rows);
	if (rc)
		return rc;
	rc = cli_put_kept(c, a, "signature", s->signature, 0);
	return rc ? rc : cli_put_kept(c, a, "pubkey", s->key, 0);
}
