#include "audit_cmd.h"

#include "ssjc/audit/audit_print.h"
#include "ssjc/audit/checkpoint.h"

struct audit_options audit_options;
static const char *key_path, *alg_name, *folder = "", *table_name;
static bool verbose, detached;

static ssjc_rc run_show(struct cli *c)
{
	struct audit_events e = {0};
	struct buf text = {0};
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	if (audit_options.json)
		audit_print_json(&text, &e);
	else
		rc = audit_print_text(&text, a, &e, verbose, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &text);
out:
	audit_events_free(&e);
	buf_free(&text);
	return rc;
}

/* The seed text of the last draw, byte for byte, for sha256sum. */
static ssjc_rc run_seed(struct cli *c)
{
	struct audit_state state = {0};
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		goto out;
	rc = audit_load(a, &state, &c->err);
	if (rc)
		goto out;
	if (state.draws == 0) {
		rc = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
		goto out;
	}
	fwrite(state.draw.seed.p, 1, state.draw.seed.n, stdout);
out:
	audit_state_free(&state);
	return rc;
}

static ssjc_rc run_checkpoint(struct cli *c)
{
	struct buf text = {0};
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		goto out;
	rc = checkpoint_write(&text, a, c->context.now, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &text);
out:
	buf_free(&text);
	return rc;
}

static ssjc_rc run_export(struct cli *c)
{
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		return rc;
	if (table_name)
		return audit_print_table(a, table_name, NULL, c->style, &c->err);
	return audit_print_export(a, folder, c->style, &c->err);
}

/* ---- Keys ---- */

static ssjc_rc run_sign(struct cli *c)
{
	struct signature_key *key = NULL;
	struct cli_input *secret, *in;
	struct buf text = {0};
	ssjc_rc rc;

	if (!key_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "give the private key with --key FILE");
	rc = cli_read_secret(c, key_path, &secret);
	if (rc)
		goto out;
	rc = signature_key_read(&key, secret->text, secret->file.name, true, &c->err);
	if (rc)
		goto out;
	rc = cli_read(c, NULL, &in);
	if (rc)
		goto out;
	if (detached)
		rc = signature_make(&text, key, in->text, &c->err);
	else
		rc = checkpoint_sign(&text, in->text, in->file.name, key, &c->err);
	if (rc)
		goto out;
	if (detached)
		buf_char(&text, '\n');
	rc = cli_print(c, &text);
out:
	signature_key_free(key);
	buf_free(&text);
	return rc;
}

static ssjc_rc run_keygen(struct cli *c)
{
	enum signature_alg alg = SIGNATURE_ED25519;

	if (c->operands != 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one FILE for the private key");
	if (alg_name && !signature_parse(str_of(alg_name), &alg))
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--alg: “%s” is neither ed25519 nor sm2", alg_name);
	return signature_keygen(alg, c->operand[0], &c->err);
}

/* ---- The commands ---- */

#define DB   OPT_TEXT('d', "db", "FILE", "this audit file instead of the plan's", &audit_options.db)
#define JSON OPT_FLAG(0, "json", "as JSON", &audit_options.json)

static const struct cli_option db_opts[] = {
    DB,
    {0},
};
static const struct cli_option show_opts[] = {
    DB,
    JSON,
    OPT_FLAG('v', "verbose", "with digests and hashes", &verbose),
    {0},
};
static const struct cli_option verify_opts[] = {
    DB,
    JSON,
    OPT_LIST('c', "checkpoint", "FILE", "a checkpoint kept elsewhere, which must match",
        &audit_options.checkpoints),
    OPT_LIST(0, "pubkey", "FILE", "a public key: the checkpoints must be signed with one given",
        &audit_options.pubkeys),
    OPT_TEXT(0, "tsa-ca", "FILE", "certificates (PEM) that vouch for the time stamps on record",
        &audit_options.tsa_ca),
    OPT_FLAG(0, "strict", "exit 1 also when something is open or was not checked",
        &audit_options.strict),
    {0},
};
static const struct cli_option stamp_opts[] = {
    OPT_TEXT(0, "query", "FILE", "write the query for a time stamp there (RFC 3161)",
        &audit_options.query),
    OPT_TEXT(0, "reply", "FILE", "put the authority's reply on record", &audit_options.reply),
    {0},
};
static const struct cli_option sign_opts[] = {
    OPT_TEXT(0, "key", "FILE", "the private key", &key_path),
    OPT_FLAG(0, "detached", "print the signature of any file's bytes, by itself", &detached),
    {0},
};
static const struct cli_option keygen_opts[] = {
    OPT_TEXT(0, "alg", "ALG", "ed25519 (the default) or sm2", &alg_name),
    {0},
};
static const struct cli_option export_opts[] = {
    DB,
    OPT_TEXT('o', "output", "DIR", "write the files there, instead of here", &folder),
    OPT_TEXT(0, "table", "NAME", "only this table, on standard output", &table_name),
    {0},
};

static const struct cli_command commands[] = {
    {"show", "", "list what was done, by whom, from what", show_opts, run_show},
    {"verify", "[ROSTER...]", "compute everything again and name the first difference", verify_opts,
        run_verify},
    {"seed", "", "print the seed text of the last draw, for sha256sum", db_opts, run_seed},
    {"checkpoint", "", "print where the chain ends, to be kept elsewhere", db_opts, run_checkpoint},
    {"stamp", "[CHECKPOINT]", "ask for a time stamp, or take one in", stamp_opts, run_stamp},
    {"sign", "[CHECKPOINT]", "sign a checkpoint, or any file", sign_opts, run_sign},
    {"keygen", "FILE", "make a private key in FILE, and FILE.pub", keygen_opts, run_keygen},
    {"export", "", "write every table as CSV", export_opts, run_export},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-audit",
	    .help = "Show and verify what the audit file of a plan remembers.",
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
