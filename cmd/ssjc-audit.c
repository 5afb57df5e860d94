#include "cli.h"

#include "ssjc/text.h"
#include "ssjc/verify.h"

#include <stdlib.h>
#include <string.h>

static const char *db_path;
static bool verbose;

/* The audit file of -d FILE, or that of the plan. */
static ssjc_code open_audit(struct cli *c, struct audit **out)
{
	const char *path = db_path;
	ssjc_code code = SSJC_OK;

	if (!path) {
		code = cli_plan(c);
		path = c->plan.audit;
	}
	return code == SSJC_OK ? audit_open(out, path, AUDIT_READ, &c->context, &c->err) : code;
}

/* A cell of the table, padded by its width on a terminal. */
static void print_cell(struct str s, size_t width)
{
	size_t w = text_width(s);

	printf("%.*s%*s", STR_ARG(s), w < width ? (int)(width - w) : 0, "");
}

/* What goes into every event, and is shown with -v only. */
static bool is_common(struct str kind)
{
	static const char *const common[] = {"plan", "calendar", "items", "terms"};

	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		if (str_is(kind, common[i]))
			return true;
	return false;
}

static void print_event(const struct audit_event *e, size_t actor)
{
	struct str time = e->time;

	if (time.n > 19)
		time.n = 19;
	printf("%4llu  ", (unsigned long long)e->seq);
	print_cell(time, 19);
	printf("%s  ", str_is(e->clock, "given") ? "*" : " ");
	print_cell(e->actor, actor);
	printf("  %.*s", STR_ARG(e->action));
	if (e->reason.n)
		printf(": %.*s", STR_ARG(e->reason));
	putchar('\n');
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];

		if (!verbose && !f->output && is_common(f->kind))
			continue;
		printf("      %s %.*s: %.*s", f->output ? "→" : "←", STR_ARG(f->kind), STR_ARG(f->name));
		if (f->rows)
			printf(", %llu rows", (unsigned long long)f->rows);
		if (f->refused)
			printf(", %llu refused", (unsigned long long)f->refused);
		if (f->repaired)
			printf(", %llu repaired", (unsigned long long)f->repaired);
		if (verbose)
			printf(", SHA-256 %.*s", STR_ARG(f->digest));
		putchar('\n');
	}
	if (verbose)
		printf("      %.*s\n", STR_ARG(e->hash));
}

static int run_show(struct cli *c)
{
	struct audit *a = NULL;
	struct audit_events e = {0};
	struct checkpoint at;
	size_t actor = 0;
	bool given = false;
	ssjc_code code = open_audit(c, &a);

	if (code == SSJC_OK)
		code = audit_events(a, &e, &c->err);
	if (code == SSJC_OK)
		code = audit_checkpoint(a, &at, &c->err);
	for (size_t i = 0; i < e.n; i++) {
		size_t w = text_width(e.v[i].actor);

		actor = w > actor ? w : actor;
		given |= str_is(e.v[i].clock, "given");
	}
	for (size_t i = 0; i < e.n; i++)
		print_event(&e.v[i], actor);
	if (code == SSJC_OK && given)
		printf("* the time was given with --now or SOURCE_DATE_EPOCH, not read from the clock\n");
	if (code == SSJC_OK)
		printf("%llu events, head %s\n", (unsigned long long)at.events, at.head);
	audit_events_free(&e);
	audit_close(a);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

/* The seed text of the last draw, byte for byte, for sha256sum. */
static int run_seed(struct cli *c)
{
	struct audit *a = NULL;
	struct audit_state s = {0};
	ssjc_code code = open_audit(c, &a);

	if (code == SSJC_OK)
		code = audit_load(a, &s, &c->err);
	if (code == SSJC_OK && s.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (code == SSJC_OK)
		fwrite(s.draw.seed.p, 1, s.draw.seed.n, stdout);
	audit_state_free(&s);
	audit_close(a);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static void print_finding(void *arg, enum verify_mark mark, uint64_t event, const char *text)
{
	static const char *const words[] = {
	    [VERIFY_GOOD] = "good", [VERIFY_UNCHECKED] = "not checked"};

	(void)arg;
	printf("%s: ", words[mark]);
	if (event)
		printf("event %llu: ", (unsigned long long)event);
	printf("%s\n", text);
}

static int run_verify(struct cli *c)
{
	struct verify_job job = {.say = print_finding};
	struct file *file = calloc((size_t)c->operands + 1, sizeof *file);
	struct evidence *evidence = calloc((size_t)c->operands + 1, sizeof *evidence);
	ssjc_code code = file && evidence ? SSJC_OK : ssjc_fail_memory(&c->err);

	if (code == SSJC_OK)
		code = open_audit(c, &job.audit);
	for (int i = 0; code == SSJC_OK && i < c->operands; i++) {
		code = file_open(&file[i], c->operand[i], &c->err);
		evidence[i] = (struct evidence){file[i].name, file[i].bytes};
	}
	job.evidence = evidence;
	job.n = (size_t)c->operands;
	if (code == SSJC_OK)
		code = verify_run(&job, &c->err);
	for (int i = 0; file && i < c->operands; i++)
		file_close(&file[i]);
	free(file);
	free(evidence);
	audit_close(job.audit);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static const struct cli_opt show_opts[] = {
    {'d', "db", "FILE", "this audit file instead of the plan's", CLI_TEXT, &db_path, 0, 0},
    {'v', "verbose", NULL, "with digests and hashes", CLI_FLAG, &verbose, 0, 0},
    {0},
};
static const struct cli_opt db_opts[] = {
    {'d', "db", "FILE", "this audit file instead of the plan's", CLI_TEXT, &db_path, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"show", "", "list what was done, by whom, from what", show_opts, run_show},
    {"verify", "[ROSTER...]", "compute everything again and name the first difference",
	db_opts, run_verify},
    {"seed", "", "print the seed text of the last draw, for sha256sum", db_opts, run_seed},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-audit",
	    "Show and verify what the audit file of a plan remembers.", commands};

	return cli_main(&program, argc, argv);
}
