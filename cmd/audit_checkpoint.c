#include "audit_cmd.h"

#include "ssjc/audit/checkpoint.h"
#include "ssjc/base/qr.h"

#include <unistd.h>

/* On paper dark is ink; on a terminal, whose background may be dark, both colours are set. */
static void draw(struct buf *out, const struct qr *q)
{
	bool terminal = isatty(STDOUT_FILENO) == 1;

	if (audit_options.output)
		qr_png(out, q, 6);
	else
		qr_blocks(out, q, terminal ? "\033[30;107m" : "", terminal ? "\033[0m" : "");
}

static ssjc_rc as_qr(struct buf *out, struct ssjc_err *err)
{
	struct buf code = {0};
	struct qr q = {0};
	ssjc_rc rc = qr_make(&q, buf_text(out), err);

	if (rc)
		goto out;
	draw(&code, &q);
	buf_clear(out);
	buf_str(out, buf_text(&code));
	out->failed |= code.failed;
out:
	qr_free(&q);
	buf_free(&code);
	return rc;
}

/* Where -o says, or on standard output. */
static ssjc_rc put(struct cli *c, const struct buf *text)
{
	struct out o = {.kind = FILE_PUBLIC};
	ssjc_rc rc;

	if (!audit_options.output || text->failed)
		return cli_print(c, text);
	rc = out_open(&o, audit_options.output, &c->err);
	if (rc)
		return rc;
	fwrite(text->p, 1, text->n, o.f); /* out_finish sees whether it failed */
	return out_finish(&o, &c->err);
}

ssjc_rc run_checkpoint(struct cli *c)
{
	struct buf text = {0};
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		goto out;
	rc = checkpoint_write(&text, a, c->context.now, &c->err);
	if (rc)
		goto out;
	if (audit_options.qr) {
		rc = as_qr(&text, &c->err);
		if (rc)
			goto out;
	}
	rc = put(c, &text);
out:
	buf_free(&text);
	return rc;
}

ssjc_rc run_sign(struct cli *c)
{
	struct signature_key *key = NULL;
	struct cli_input *secret, *in;
	struct buf text = {0};
	ssjc_rc rc;

	if (!audit_options.key)
		return ssjc_fail(&c->err, SSJC_USAGE, "give the private key with --key FILE");
	rc = cli_read_secret(c, audit_options.key, &secret);
	if (rc)
		goto out;
	rc = signature_key_read(&key, secret->text, secret->file.name, true, &c->err);
	if (rc)
		goto out;
	rc = cli_read(c, NULL, &in);
	if (rc)
		goto out;
	if (audit_options.detached)
		rc = signature_make(&text, key, in->text, &c->err);
	else
		rc = checkpoint_sign(&text, in->text, in->file.name, key, &c->err);
	if (rc)
		goto out;
	if (audit_options.detached)
		buf_char(&text, '\n');
	rc = cli_print(c, &text);
out:
	signature_key_free(key);
	buf_free(&text);
	return rc;
}

ssjc_rc run_keygen(struct cli *c)
{
	enum signature_alg alg = SIGNATURE_ED25519;

	if (c->operands != 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one FILE for the private key");
	if (audit_options.alg && !signature_parse(str_of(audit_options.alg), &alg))
		return ssjc_fail(&c->err, SSJC_USAGE, "--alg: “%s” is neither ed25519 nor sm2",
		    audit_options.alg);
	return signature_keygen(alg, c->operand[0], &c->err);
}
