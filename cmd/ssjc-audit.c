#include "cli.h"

#include "ssjc/audit/audit_print.h"
#include "ssjc/verify/verify_print.h"

#include <stdlib.h>

static const char *db_path, *key_path, *alg_name, *folder = "", *table_name;
static struct cli_list checkpoints, pubkeys;
static bool verbose, json;

/* The audit file of -d FILE, or that of the plan. */
static ssjc_rc open_audit(struct cli *c)
{
	ssjc_rc rc = db_path ? SSJC_OK : cli_plan(c);

	return rc != SSJC_OK ? rc
	                     : audit_open(&c->audit, db_path ? db_path : c->plan.audit, AUDIT_READ,
	                           &c->context, &c->err);
}

/* Print a text that is whole and good; cli_main sees whether it arrived. */
static int print(struct cli *c, struct buf *text, ssjc_rc rc)
{
	if (rc == SSJC_OK && text->failed)
		rc = ssjc_fail_memory(&c->err);
	if (rc == SSJC_OK && text->n)
		fwrite(text->p, 1, text->n, stdout);
	buf_free(text);
	return cli_done(c, rc);
}

static int run_show(struct cli *c)
{
	struct audit_events e = {0};
	struct buf text = {0};
	ssjc_rc rc = open_audit(c);

	if (rc == SSJC_OK)
		rc = audit_events(c->audit, &e, &c->err);
	if (rc == SSJC_OK && json)
		audit_print_json(&text, &e);
	else if (rc == SSJC_OK)
		audit_print_text(&text, &e, verbose);
	audit_events_free(&e);
	return print(c, &text, rc);
}

/* The seed text of the last draw, byte for byte, for sha256sum. */
static int run_seed(struct cli *c)
{
	struct buf text = {0};
	ssjc_rc rc = open_audit(c);

	if (rc == SSJC_OK)
		rc = audit_load(c->audit, &c->state, &c->err);
	if (rc == SSJC_OK && c->state.draws == 0)
		rc = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (rc == SSJC_OK)
		buf_str(&text, c->state.draw.seed);
	return print(c, &text, rc);
}

typedef ssjc_rc reader(struct held_list *, struct str, const char *, struct ssjc_err *);

static ssjc_rc read_each(
    struct cli *c, const struct cli_list *paths, reader *read, struct held_list *to)
{
	struct cli_input *in;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; rc == SSJC_OK && i < paths->n; i++) {
		rc = cli_read(c, paths->v[i], &in);
		if (rc == SSJC_OK)
			rc = read(to, in->text, in->file.name, &c->err);
	}
	return rc;
}

static int run_verify(struct cli *c)
{
	struct evidence *evidence = calloc((size_t)c->operands + 1, sizeof *evidence);
	struct verify_totals totals = {0};
	struct verify_print ledger;
	struct verify_job job = {.evidence = evidence, .say = verify_print_say, .arg = &ledger};
	struct cli_input *in;
	ssjc_rc rc = evidence ? SSJC_OK : ssjc_fail_memory(&c->err);
	int status;

	verify_print_open(&ledger, json);
	if (rc == SSJC_OK && pubkeys.n && !checkpoints.n)
		rc = ssjc_fail(&c->err, SSJC_USAGE, "--pubkey is for what --checkpoint names");
	if (rc == SSJC_OK)
		rc = read_each(c, &checkpoints, checkpoint_read, &job.held);
	if (rc == SSJC_OK)
		rc = read_each(c, &pubkeys, checkpoint_key, &job.held);
	for (int i = 0; rc == SSJC_OK && i < c->operands; i++) {
		rc = cli_read_any(c, c->operand[i], &in);
		if (rc == SSJC_OK)
			evidence[job.n++] = (struct evidence){in->file.name, in->text, in->audit};
	}
	if (rc == SSJC_OK)
		rc = open_audit(c);
	job.audit = c->audit;
	if (rc == SSJC_OK)
		rc = verify_run(&job, &totals, &c->err);
	verify_print_end(&ledger, &totals, rc, &c->err);
	/* What was found good before the first difference is said, too. */
	status = print(c, &ledger.out, SSJC_OK);
	held_close(&job.held);
	free(evidence);
	return status ? status : cli_done(c, rc);
}

static int run_checkpoint(struct cli *c)
{
	struct buf text = {0};
	ssjc_rc rc = open_audit(c);

	if (rc == SSJC_OK)
		rc = checkpoint_write(&text, c->audit, c->context.now, &c->err);
	return print(c, &text, rc);
}

static int run_sign(struct cli *c)
{
	struct signature_key *key = NULL;
	struct cli_input *secret, *in;
	struct buf text = {0};
	ssjc_rc rc;

	if (!key_path)
		return cli_usage(c, "give the private key with --key FILE");
	rc = cli_read(c, key_path, &secret);
	if (rc == SSJC_OK)
		rc = signature_key_read(&key, secret->text, secret->file.name, true, &c->err);
	if (rc == SSJC_OK)
		rc = cli_read(c, NULL, &in);
	if (rc == SSJC_OK)
		rc = checkpoint_sign(&text, in->text, in->file.name, key, &c->err);
	signature_key_free(key);
	return print(c, &text, rc);
}

static int run_keygen(struct cli *c)
{
	enum signature_alg alg = SIGNATURE_ED25519;

	if (c->operands != 1)
		return cli_usage(c, "name one file for the private key");
	if (alg_name && !signature_parse(str_of(alg_name), &alg))
		return cli_usage(c, "--alg: “%s” is neither ed25519 nor sm2", alg_name);
	return cli_done(c, signature_keygen(alg, c->operand[0], &c->err));
}

static int run_export(struct cli *c)
{
	ssjc_rc rc = open_audit(c);

	if (rc == SSJC_OK && table_name)
		rc = audit_print_table(c->audit, table_name, NULL, cli_style(c), &c->err);
	else if (rc == SSJC_OK)
		rc = audit_print_export(c->audit, folder, cli_style(c), &c->err);
	return cli_done(c, rc);
}

#define DB                                                                                         \
	{                                                                                          \
		'd', "db", "FILE", "this audit file instead of the plan's", CLI_TEXT, &db_path, 0, \
		    0                                                                              \
	}
#define JSON                                                                                       \
	{                                                                                          \
		0, "json", NULL, "as JSON", CLI_FLAG, &json, 0, 0                                  \
	}

static const struct cli_opt db_opts[] = {DB, {0}};
static const struct cli_opt show_opts[] = {
    DB, JSON, {'v', "verbose", NULL, "with digests and hashes", CLI_FLAG, &verbose, 0, 0}, {0}};
static const struct cli_opt verify_opts[] = {DB, JSON,
    {'c', "checkpoint", "FILE", "must fit this, held elsewhere", CLI_LIST, &checkpoints, 0, 0},
    {0, "pubkey", "FILE", "which this or another key given signed", CLI_LIST, &pubkeys, 0, 0}, {0}};
static const struct cli_opt sign_opts[] = {
    {0, "key", "FILE", "the private key", CLI_TEXT, &key_path, 0, 0}, {0}};
static const struct cli_opt keygen_opts[] = {
    {0, "alg", "ALG", "ed25519 (the default) or sm2", CLI_TEXT, &alg_name, 0, 0}, {0}};
static const struct cli_opt export_opts[] = {DB,
    {'o', "output", "DIR", "write the files there, instead of here", CLI_TEXT, &folder, 0, 0},
    {0, "table", "NAME", "only this table, on standard output", CLI_TEXT, &table_name, 0, 0}, {0}};
static const struct cli_command commands[] = {
    {"show", "", "list what was done, by whom, from what", show_opts, run_show},
    {"verify", "[ROSTER...]", "compute everything again and name the first difference", verify_opts,
        run_verify},
    {"seed", "", "print the seed text of the last draw, for sha256sum", db_opts, run_seed},
    {"checkpoint", "", "print where the chain stands, to be held elsewhere", db_opts,
        run_checkpoint},
    {"sign", "[CHECKPOINT]", "sign a checkpoint", sign_opts, run_sign},
    {"keygen", "FILE", "make a private key in FILE, and FILE.pub", keygen_opts, run_keygen},
    {"export", "", "write every table as CSV", export_opts, run_export},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {
	    "ssjc-audit", "Show and verify what the audit file of a plan remembers.", commands};

	return cli_main(&program, argc, argv);
}
