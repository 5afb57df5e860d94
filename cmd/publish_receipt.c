/* What each firm gets of the draw, drawn or not (抽取凭证): ssjc-receipt(5). */
#include "publish_receipt.h"

#include "cli_document.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/draw/shards.h"

#include <string.h>

/* The draw on record, and what it was made from. */
struct receipts {
	struct audit *file;
	struct audit_state state; /* of the draw alone */
	struct audit_events events;
	struct plan plan; /* by which was drawn */
	struct draw_source roster, *history;
	struct shards shards; /* none when it was one register */
	struct draw_run *run;
	struct receipt_book *book;
	char secret[RECEIPT_SECRET_HEX];
	struct arena arena;
};

static ssjc_rc read_histories(struct cli *c, struct receipts *r)
{
	const struct cli_list *paths = &publish_options.history;
	struct cli_input *in;
	ssjc_rc rc;

	r->history = arena_array(&r->arena, paths->n + 1, sizeof *r->history);
	if (!r->history)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < paths->n; i++) {
		rc = cli_read_history(c, paths->v[i], true, &in);
		if (rc)
			return rc;
		r->history[i] = (struct draw_source){.text = in->text, .name = in->file.name};
	}
	return SSJC_OK;
}

static ssjc_rc gather_registers(struct cli *c, struct receipts *r)
{
	struct shard_by by = {.history = r->history, .n = publish_options.history.n};
	struct ticket_key *key = NULL;
	ssjc_rc rc = shards_find(&r->shards, c->operand, c->operands, &c->err);

	if (rc)
		return rc;
	rc = ticket_key_seed(&key, r->state.draw.seed, STR("object"), &c->err);
	if (rc)
		return rc;
	by.key = str_of(ticket_key_hex(key));
	rc = shards_bind(&r->shards, r->secret, true, &c->err);
	if (rc)
		goto out;
	rc = shards_files(&r->shards, &by, &c->err);
	r->roster = shards_source(&r->shards);
out:
	ticket_key_free(key);
	return rc;
}

/* One register is read; of several, the rows that can be drawn are gathered, and all bound. */
static ssjc_rc read_register(struct cli *c, struct receipts *r)
{
	struct cli_input *in;
	ssjc_rc rc;

	if (r->shards.n)
		return gather_registers(c, r);
	rc = cli_read(c, NULL, &in);
	if (rc)
		return rc;
	rc = cli_expect(c, in, CLI_OBJECTS);
	r->roster = (struct draw_source){.text = in->text, .name = in->file.name};
	return rc;
}

/* The roots and the secret on record. */
static ssjc_rc read_bound(struct cli *c, struct receipts *r, struct str *roots, struct str *secret)
{
	const struct audit_event *e;
	ssjc_rc rc = audit_load_draw(r->file, &r->state, &c->err);

	if (rc)
		return rc;
	rc = audit_events(r->file, &r->events, &c->err);
	if (rc)
		return rc;
	if (r->state.draws == 0)
		return ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	e = draw_bound_event(&r->events, r->state.draw_event);
	rc = draw_bound_roots(roots, r->file, e, &r->arena, &c->err);
	if (rc)
		return rc;
	rc = draw_bound_secret(secret, r->file, e, &r->arena, &c->err);
	if (rc)
		return rc;
	if (!e || roots->n == 0 || secret->n != RECEIPT_SECRET_HEX - 1)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "draw %u has no receipts: its plan did not say receipts = yes", r->state.draws);
	rc = audit_plan(r->file, e->plan_digest, &r->plan, &c->err);
	return rc ? rc : shards_load(&r->shards, &r->plan, r->file, e, &c->err);
}

/* Draw again, and keep the rows. */
static ssjc_rc open_book(struct cli *c, struct receipts *r)
{
	struct str roots, kept;
	ssjc_rc rc = cli_open_file(c, NULL, &r->file);

	if (rc)
		return rc;
	rc = read_bound(c, r, &roots, &kept);
	if (rc)
		return rc;
	memcpy(r->secret, kept.p, kept.n);
	rc = read_histories(c, r);
	if (rc)
		return rc;
	rc = read_register(c, r);
	if (rc)
		return rc;
	rc = draw_run_open(
	    &r->run, &r->plan, &r->roster, r->history, publish_options.history.n, &c->err);
	if (rc)
		return rc;
	draw_run_bind(r->run, r->secret, true);
	rc = draw_run_draw(r->run, r->state.draw.seed, NULL, &c->err);
	return rc ? rc : receipt_book_open(&r->book, r->run, roots, &c->err);
}

static void close_book(struct receipts *r)
{
	receipt_book_free(r->book);
	draw_run_close(r->run);
	shards_free(&r->shards);
	plan_close(&r->plan);
	audit_events_free(&r->events);
	audit_state_free(&r->state);
	arena_free(&r->arena);
}

/* The words and the template of the sheets; the plan is as it is now, as for other papers. */
static ssjc_rc open_sheets(
    struct cli *c, const struct receipts *r, struct document *d, struct paper **paper)
{
	ssjc_rc rc = cli_plan(c, &d->plan);

	if (rc)
		return rc;
	rc = cli_vocabulary(c, &d->vocabulary);
	if (rc)
		return rc;
	d->state = &r->state;
	d->drawn_by = &r->plan;
	d->now = c->context.now;
	d->clock_given = c->context.clock_given;
	if (publish_options.no_sheet)
		return SSJC_OK;
	return cli_paper(
	    c, publish_options.english ? "receipt-en" : "receipt", PAPER_RECEIPT, paper);
}

static ssjc_rc write_receipts(struct cli *c, const struct receipts *r)
{
	size_t n = receipt_book_rows(r->book), at = 0;
	struct document d = {.plan = NULL};
	struct paper *paper = NULL;
	ssjc_rc rc = open_sheets(c, r, &d, &paper);

	if (rc)
		goto out;
	if (!publish_options.all) {
		at = receipt_book_find(r->book, str_of(publish_options.id));
		n = 1;
	}
	if (at == SIZE_MAX) {
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, r->roster.name, 0, NULL,
		    "“%s” is not in the register", publish_options.id);
		goto out;
	}
	/* Not before: what is refused leaves no empty folder. */
	if (publish_options.folder) {
		rc = file_folder(publish_options.folder, &c->err);
		if (rc)
			goto out;
	}
	rc = publish_sheets(c, r->book, &d, paper, at, n);
out:
	paper_free(paper);
	return rc;
}

ssjc_rc run_receipt(struct cli *c)
{
	struct receipts r = {0};
	ssjc_rc rc;

	if (cli_given(publish_options.id) == publish_options.all)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give one business with --id ID, or --all for those of the whole register");
	if (publish_options.english && publish_options.no_sheet)
		return ssjc_fail(&c->err, SSJC_USAGE, "--en is of the sheet: leave out --no-sheet");
	rc = open_book(c, &r);
	if (rc)
		goto out;
	rc = write_receipts(c, &r);
out:
	close_book(&r);
	return rc;
}
