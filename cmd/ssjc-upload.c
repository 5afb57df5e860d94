#include "cli_import.h"
#include "cli_receipt.h"
#include "upload_cmd.h"

#include "ssjc/base/language.h"
#include "ssjc/base/secret.h"

struct upload_options upload_options = {.wait = -1};

static const char default_targets[] = "/etc/ssjc/targets";

/* ---- From target to target ---- */

/* What a run has come to: the error that decides about the exit status is kept for the end. */
struct outcome {
	ssjc_rc rc;
	struct ssjc_err err;
};

/* What is to be mended counts more than rows that were rejected, and these more than work left. */
static int weight(ssjc_rc rc)
{
	return rc == SSJC_OK ? 0 : rc == SSJC_BUSY ? 1 : rc == SSJC_NO ? 2 : 3;
}

static void add(struct cli *c, struct outcome *all, ssjc_rc rc)
{
	bool said = rc != SSJC_NO || c->err.rc == SSJC_NO;

	if (weight(rc) > weight(all->rc)) {
		if (all->err.rc)
			cli_error(c, &all->err);
		all->rc = rc;
		all->err = said ? c->err : (struct ssjc_err){.rc = SSJC_OK};
	} else if (rc && said && c->err.rc) {
		cli_error(c, &c->err);
	}
}

static ssjc_rc one_target(
    struct cli *c, struct transport *transport, const struct plan *plan, const struct target *t)
{
	struct upload_work w = {
	    .target = t, .plan = plan, .transport = transport, .lock = {.fd = -1}, .rest = true};
	ssjc_rc rc = sign_secrets_read(&w.secrets, t, &c->err);

	if (rc)
		goto out;
	rc = upload_options.dry_run ? upload_dry_run(c, &w) : upload_target(c, &w);
out:
	sign_secrets_free(&w.secrets);
	return rc;
}

/* The targets named, or those of the plan; each is known before the first is sent to. */
static ssjc_rc find_targets(struct cli *c, const struct targets *all, const struct plan *plan,
    struct arena *arena, const struct target ***out, size_t *n)
{
	const struct cli_list *to = &upload_options.to;

	*n = to->n ? to->n : plan->upload.n_targets;
	*out = arena_array(arena, *n, sizeof **out);
	if (!*out && *n)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < *n; i++) {
		struct str name = to->n ? str_of(to->v[i]) : plan->upload.target[i].name;

		(*out)[i] = targets_find(all, name);
		if (!(*out)[i])
			return ssjc_fail(&c->err, SSJC_USAGE, "there is no target “%.*s” in %s",
			    STR_ARG(name), all->file);
	}
	for (size_t i = 0; i < *n; i++) {
		ssjc_rc rc = target_fits_plan((*out)[i], plan, &c->err);

		if (rc)
			return rc;
	}
	return *n ? SSJC_OK
	          : ssjc_fail(&c->err, SSJC_USAGE,
	                "where to? Name a target of %s with --to TARGET, or in the plan, under "
	                "[upload] targets",
	                all->file);
}

static ssjc_rc send_all(
    struct cli *c, const struct target *const *to, size_t n, const struct plan *plan)
{
	struct outcome all = {.rc = SSJC_OK};
	struct transport *transport = NULL;
	ssjc_rc rc = upload_options.dry_run ? SSJC_OK : transport_open(&transport, &c->err);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		c->err.rc = SSJC_OK;
		add(c, &all, one_target(c, transport, plan, to[i]));
	}
	transport_close(transport);
	c->err = all.err;
	return all.rc;
}

static ssjc_rc check_options(struct cli *c)
{
	if (upload_options.folder && !upload_options.dry_run)
		return ssjc_fail(&c->err, SSJC_USAGE, "%s is for --dry-run", "-o");
	if (c->rehearse && !upload_options.dry_run)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "nothing of a rehearsal is sent: --dry-run shows what would be");
	return SSJC_OK;
}

static ssjc_rc run_upload(struct cli *c)
{
	struct targets targets = {.v = NULL};
	struct arena arena = {0};
	const struct target **to;
	const struct plan *plan;
	struct cli_input *in;
	const char *dir;
	size_t n;
	ssjc_rc rc = check_options(c);

	secret_guard();
	if (rc)
		goto out;
	rc = cli_plan(c, &plan);
	if (rc)
		goto out;
	if (!upload_options.targets)
		cli_hint(c, "--targets FILE names another file: see ssjc-targets(5)");
	rc = cli_read(c, upload_options.targets ? upload_options.targets : default_targets, &in);
	if (rc)
		goto out;
	cli_hint(c, NULL);
	rc = file_check_trusted(&in->file, &c->err);
	if (rc)
		goto out;
	dir = arena_cstr(&arena, path_dir(in->file.name));
	rc = dir ? targets_read(&targets, in->text, in->file.name, dir, &c->err)
	         : ssjc_fail_memory(&c->err);
	if (rc)
		goto out;
	rc = find_targets(c, &targets, plan, &arena, &to, &n);
	if (rc)
		goto out;
	rc = send_all(c, to, n, plan);
out:
	targets_close(&targets);
	arena_free(&arena);
	return rc;
}

/* ---- The program ---- */

static const struct cli_option upload_opts[] = {
    OPT_LIST(
        0, "to", "TARGET", "send to this target; may be given several times", &upload_options.to),
    OPT_TEXT(0, "targets", "FILE", "the targets: ssjc-targets(5) (/etc/ssjc/targets)",
        &upload_options.targets),
    OPT_FLAG(0, "dry-run", "print the request, and send nothing", &upload_options.dry_run),
    OPT_TEXT('o', "output", "DIR", "with --dry-run: write there what the command line reads",
        &upload_options.folder),
    OPT_COUNT(0, "limit", "N", "make batches of at most so many rows in all", &upload_options.limit,
        1, INT64_MAX),
    OPT_COUNT(0, "wait", "SECONDS", "wait at most so long between tries of a batch",
        &upload_options.wait, 0, 86400),
    OPT_FLAG(0, "resend", "also what was rejected or refused and has not changed since",
        &upload_options.resend),
    {0},
};

static const struct cli_option receipt_opts[] = {
    OPT_TEXT(0, "batch", "NUMBER", "the batch that was answered", &cli_receipt.batch),
    CLI_RECEIPT_OTHERS,
    CLI_READING,
    CLI_ENCODING("of text: UTF-8, GB18030, UTF-16LE, UTF-16BE"),
    {0},
};

static const struct cli_command commands[] = {
    {"", "", N_("send what is new, changed or withdrawn"), upload_opts, run_upload},
    {"receipt", "[FILE]", N_("put on record what a platform answers in a file"), receipt_opts,
        cli_receipt_take},
    {0},
};

static const char *const silent[] = {"receipt", NULL};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-upload",
	    .help = N_("Send results to platforms, and put their answers on record."),
	    .commands = commands,
	    .silent = silent};

	return cli_main(&program, argc, argv);
}
