#include "audit_cmd.h"

#include "ssjc/audit/audit_print.h"
#include "ssjc/base/language.h"

struct audit_options audit_options;
static const char *folder = "", *table_name;

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
		rc = audit_print_text(&text, a, &e, cli_verbose, &c->err);
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
	fwrite(state.draw.seed.p, 1, state.draw.seed.n, c->out);
out:
	audit_state_free(&state);
	return rc;
}

static ssjc_rc run_export(struct cli *c)
{
	struct audit *a;
	ssjc_rc rc = cli_open_file(c, audit_options.db, &a);

	if (rc)
		return rc;
	/* With one table, -o names its file. */
	if (table_name)
		return audit_print_table(a, table_name, *folder ? folder : NULL, c->style, &c->err);
	return audit_print_export(a, folder, c->style, &c->err);
}

/* ---- The commands ---- */

#define DB   OPT_TEXT('d', "db", "FILE", "this audit file instead of the plan's", &audit_options.db)
#define JSON OPT_FLAG(0, "json", "as JSON", &audit_options.json)

static const struct cli_option db_opts[] = {
    DB,
    {0},
};
static const struct cli_option checkpoint_opts[] = {
    DB,
    OPT_FLAG(0, "qr", "as a QR code, to be photographed", &audit_options.qr),
    OPT_OUT('o', "output", "FILE", "write it there: with --qr, as a PNG", &audit_options.output),
    {0},
};
static const struct cli_option show_opts[] = {
    DB,
    JSON,
    OPT_FLAG('v', "verbose", "with digests and hashes", &cli_verbose),
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
    OPT_OUT(0, "report", "FILE", "write a report to be filed, in Chinese: .xlsx or .txt",
        &audit_options.report),
    OPT_FLAG(0, "zh", "in Chinese, whatever the locale", &audit_options.zh),
    OPT_FLAG(0, "strict", "exit 1 also when something is open or was not checked",
        &audit_options.strict),
    {0},
};
static const struct cli_option stamp_opts[] = {
    OPT_OUT(0, "query", "FILE", "write the query for a time stamp there (RFC 3161)",
        &audit_options.query),
    OPT_TEXT(0, "reply", "FILE", "put the authority's reply on record", &audit_options.reply),
    {0},
};
static const struct cli_option sign_opts[] = {
    OPT_TEXT(0, "key", "FILE", "the private key", &audit_options.key),
    OPT_FLAG(0, "detached", "print the signature of any file's bytes, by itself",
        &audit_options.detached),
    {0},
};
static const struct cli_option keygen_opts[] = {
    OPT_TEXT(0, "alg", "ALG", "ed25519 (the default) or sm2", &audit_options.alg),
    {0},
};
static const struct cli_option export_opts[] = {
    DB,
    OPT_OUT('o', "output", "DIR", "write the files there, instead of here", &folder),
    OPT_TEXT(0, "table", "NAME", "only this table, on standard output or in the file of -o",
        &table_name),
    {0},
};

static const struct cli_option receipt_opts[] = {
    OPT_TEXT(0, "root", "HEX", "the root that it must have, or that of the commitment",
        &audit_options.root),
    OPT_TEXT(0, "from", "FILE", "a file that has the root: the published page, the pledge",
        &audit_options.from),
    OPT_TEXT(0, "seed", "FILE", "the seed text, if FILE is not the page", &audit_options.seed),
    OPT_FLAG(0, "zh", "in Chinese, whatever the locale", &audit_options.zh),
    {0},
};

static const struct cli_command commands[] = {
    {"show", "", N_("list what was done, by whom, from what"), show_opts, run_show},
    {"verify", "[ROSTER...]", N_("compute everything again and name the first difference"),
        verify_opts, run_verify},
    {"seed", "", N_("print the seed text of the last draw, for sha256sum"), db_opts, run_seed},
    {"checkpoint", "", N_("print where the chain ends, to be kept elsewhere"), checkpoint_opts,
        run_checkpoint},
    {"stamp", "[CHECKPOINT]", N_("ask for a time stamp, or take one in"), stamp_opts, run_stamp},
    {"sign", "[CHECKPOINT]", N_("sign a checkpoint, or any file"), sign_opts, run_sign},
    {"keygen", "FILE", N_("make a private key in FILE, and FILE.pub"), keygen_opts, run_keygen},
    {"receipt", "[FILE]", N_("check what a business got of the draw (抽取凭证)"), receipt_opts,
        run_receipt},
    {"export", "", N_("write every table as CSV"), export_opts, run_export},
    {0},
};

static const char *const silent[] = {"stamp", "keygen", NULL};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-audit",
	    .help = N_("Show and verify what the audit file of a plan remembers."),
	    .commands = commands,
	    .silent = silent};

	return cli_main(&program, argc, argv);
}
