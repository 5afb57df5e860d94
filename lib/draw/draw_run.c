#include "ssjc/draw/draw_run.h"

#include "draw_binding.h"
#include "ssjc/base/file.h"
#include "ssjc/base/parallel.h"
#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

struct draw_run {
	const struct plan *plan;
	const struct draw_source *roster_source, *history_sources;
	size_t n_histories;
	struct history *history; /* all of them */
	struct draw_roster *roster;
	struct draw *draw;
	FILE *list; /* the drawn stream, until it may be shown */
	struct draw_binding bind;
	struct receipt_tree *into; /* of several registers, for the rows of one; or NULL */
};

static ssjc_rc read_histories(struct draw_run *run, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (run->plan->repeat && run->n_histories == 0)
		return ssjc_fail(err, SSJC_USAGE,
		    "the plan says repeat = %u per year: the history of inspections is needed",
		    run->plan->repeat);
	if (run->n_histories == 0)
		return SSJC_OK;
	rc = history_open(&run->history, date_year(run->plan->from), run->plan->id, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < run->n_histories; i++) {
		const struct draw_source *from = &run->history_sources[i];

		rc = history_add(run->history, from->text, from->name, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc draw_run_open(struct draw_run **out, const struct plan *plan,
    const struct draw_source *roster, const struct draw_source *history, size_t n,
    struct ssjc_err *err)
{
	struct draw_run *run = calloc(1, sizeof *run);
	ssjc_rc rc;

	*out = NULL;
	if (!run)
		return ssjc_fail_memory(err);
	run->plan = plan;
	run->roster_source = roster;
	run->history_sources = history;
	run->n_histories = n;
	rc = read_histories(run, err);
	if (rc)
		goto out;
	rc = draw_roster_open_large(
	    &run->roster, plan, roster->text, roster->large, roster->name, err);
	if (rc)
		goto out;
	*out = run;
	run = NULL;
out:
	draw_run_close(run);
	return rc;
}

void draw_run_bind(struct draw_run *run, const char secret[RECEIPT_SECRET_HEX], bool keep)
{
	memcpy(run->bind.secret, secret, RECEIPT_SECRET_HEX);
	run->bind.keep = keep;
}

const char *draw_run_secret(const struct draw_run *run)
{
	return run->bind.secret;
}

unsigned draw_run_parts(const struct draw_run *run)
{
	return draw_roster_readers(run->roster);
}

void draw_run_into(struct draw_run *run, struct receipt_tree *tree)
{
	run->into = tree;
}

/* Of several registers all rows are in their tree, and those to come are only the candidates. */
static ssjc_rc bind(struct draw_run *run, struct ssjc_err *err)
{
	const struct shards *s = run->roster_source->shards;

	if (!s)
		return draw_bound_begin(
		    &run->bind, run->draw, draw_roster_readers(run->roster), err);
	if (run->bind.secret[0]) {
		run->bind.tree = s->tree;
		memcpy(run->bind.root, s->root, sizeof run->bind.root);
		run->bind.rows = s->counts.rows;
	}
	shards_whole(s, run->draw, run->roster);
	return SSJC_OK;
}

ssjc_rc draw_run_draw(
    struct draw_run *run, struct str seed, struct csv_out *excluded, struct ssjc_err *err)
{
	ssjc_rc rc = ticket_master(seed, run->bind.master, err);

	if (rc)
		return rc;
	rc = draw_open(
	    &run->draw, run->plan, run->bind.master, draw_roster_readers(run->roster), err);
	if (rc)
		return rc;
	rc = bind(run, err);
	if (rc)
		return rc;
	return draw_roster_draw(run->roster, run->draw, run->history, excluded, err);
}

ssjc_rc draw_run_part(struct draw_run *run, struct ticket_key *key, const struct draw_limit *limit,
    size_t n, const struct ticket_key *ids, struct csv_out *excluded, struct ssjc_err *err)
{
	static const char any[] =
	    "0000000000000000000000000000000000000000000000000000000000000000";
	unsigned readers = draw_roster_readers(run->roster);
	ssjc_rc rc = key ? draw_open_key(&run->draw, run->plan, key, readers, err)
	                 : draw_open(&run->draw, run->plan, any, readers, err);

	if (rc)
		return rc;
	draw_of_part(run->draw, limit, n, ids);
	if (run->into)
		draw_bind(run->draw, run->into);
	return draw_roster_draw(run->roster, run->draw, run->history, excluded, err);
}

const struct str *draw_run_columns(const struct draw_run *run, size_t *n)
{
	return draw_roster_columns(run->roster, n);
}

ssjc_rc draw_run_copy(struct draw_run *run, size_t empty, struct csv_out *out, struct ssjc_err *err)
{
	for (size_t i = 0; i < draw_winners(run->draw); i++) {
		ssjc_rc rc;

		for (size_t k = 0; k < empty; k++)
			csv_out_field(out, STR(""));
		rc = draw_roster_copy(run->roster, draw_offset(run->draw, i), out, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

void draw_run_watch(struct draw_run *run, progress_tick *tick)
{
	draw_roster_watch(run->roster, tick);
}

struct draw *draw_run_choice(struct draw_run *run)
{
	return run->draw;
}

/* The i-th pick, by one of the roster's readers. */
static ssjc_rc pick_at(struct draw_run *run, unsigned reader, unsigned number, size_t i,
    struct pick *out, struct ssjc_err *err)
{
	/* Winners are all over the roster: ask for their rows some time before. */
	enum { AHEAD = 16 };
	struct draw_winner w;

	if (draw_winners(run->draw) - i > AHEAD)
		draw_roster_expect(run->roster, draw_offset(run->draw, i + AHEAD));
	draw_winner(run->draw, i, &w);
	return draw_roster_pick(run->roster, reader, &w, number, out, err);
}

/* For draw_bound_make: the ticket of the i-th winner. */
static ssjc_rc ticket_at(void *arg, size_t i, char hex[TICKET_HEX], struct ssjc_err *err)
{
	unsigned char ticket[TICKET_SIZE];
	struct draw_run *run = arg;
	struct pick p;
	ssjc_rc rc = pick_at(run, 0, 0, i, &p, err);

	if (rc)
		return rc;
	draw_ticket(run->draw, p.object.id, ticket);
	hex_of(ticket, sizeof ticket, hex);
	return SSJC_OK;
}

ssjc_rc draw_run_bound(
    struct draw_run *run, unsigned number, bool drawn, struct draw_bound *out, struct ssjc_err *err)
{
	*out = (struct draw_bound){
	    .roots = {.plan = run->plan->id, .draw = number, .drawn = drawn}};
	return draw_bound_make(out, &run->bind, run->draw, ticket_at, run, err);
}

/* What the draw is bound by goes on record, if it is. */
static ssjc_rc put_bound(
    struct draw_run *run, struct audit *a, unsigned number, bool drawn, struct ssjc_err *err)
{
	struct draw_bound bound = {0};
	ssjc_rc rc;

	if (!run->bind.tree && !run->bind.root[0])
		return SSJC_OK;
	rc = draw_run_bound(run, number, drawn, &bound, err);
	if (rc)
		goto out;
	rc = draw_bound_put(&bound, run->bind.secret, a, err);
out:
	draw_bound_free(&bound);
	return rc;
}

static ssjc_rc each_by(struct draw_run *run, unsigned reader, unsigned number,
    ssjc_rc (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err)
{
	for (size_t i = 0; i < draw_winners(run->draw); i++) {
		struct pick p;
		ssjc_rc rc = pick_at(run, reader, number, i, &p, err);

		if (rc)
			return rc;
		rc = each(arg, &p, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc draw_run_each(struct draw_run *run, unsigned number,
    ssjc_rc (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err)
{
	return each_by(run, 0, number, each, arg, err);
}

/* ---- The list ---- */

enum { LIST_READER = 1 };

/* The list in the making: into a file that has no name. */
struct drawn_list {
	struct draw_run *run;
	unsigned number; /* of the draw */
	unsigned reader;
	char apart[PARALLEL_APART]; /* one thread reads what is above, another writes below */
	struct csv_out out;
};

static ssjc_rc list_open(struct drawn_list *to, struct draw_run *run, unsigned number,
    unsigned reader, enum csv_style style, struct ssjc_err *err)
{
	ssjc_rc rc;

	*to = (struct drawn_list){.run = run, .number = number, .reader = reader};
	rc = file_spool(&run->list, err);
	if (rc)
		return rc;
	rc = csv_out_open(&to->out, run->list, style, err);
	if (rc)
		return rc;
	draw_roster_header(run->roster, &to->out);
	return SSJC_OK;
}

static ssjc_rc list_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct drawn_list *to = arg;

	(void)err;
	draw_roster_row(to->run->roster, to->run->draw, to->reader, p, &to->out);
	return SSJC_OK;
}

static ssjc_rc list_finish(struct drawn_list *to, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	ssjc_rc rc = csv_out_finish(&to->out, digest, err);

	if (rc == SSJC_SYSTEM && to->out.error) {
		ssjc_fail(err, rc,
		    "cannot keep the list until it is on record, in the folder %s (TMPDIR "
		    "names another)",
		    file_tmpdir());
		ssjc_err_errno(err, to->out.error);
	}
	return rc;
}

ssjc_rc draw_run_list(struct draw_run *run, unsigned number, enum csv_style style,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct drawn_list to;
	ssjc_rc rc = list_open(&to, run, number, LIST_READER, style, err);

	if (rc)
		goto out;
	rc = each_by(run, LIST_READER, number, list_pick, &to, err);
	if (rc)
		goto out;
	rc = list_finish(&to, digest, err);
out:
	csv_out_close(&to.out);
	return rc;
}

ssjc_rc draw_run_show(struct draw_run *run, FILE *f, struct ssjc_err *err)
{
	return file_pour(run->list, f, err);
}

/* ---- On record ---- */

/*
 * No import wrote what an earlier plan's audit file gave: whoever has a checkpoint
 * of that file can tell by this one whether it was the true one.
 */
static ssjc_rc put_checkpoint(const struct draw_source *from, struct audit *a, struct ssjc_err *err)
{
	const struct audit_file f = {.kind = STR("checkpoint"), .name = str_of(from->name)};

	return from->checkpoint.n ? audit_put_text(a, f, from->checkpoint, err) : SSJC_OK;
}

ssjc_rc draw_put_histories(
    const struct draw_source *history, size_t n, struct audit *a, struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct audit_file f = {.kind = STR("history"),
		    .name = str_of(history[i].name),
		    .digest = str_of(history[i].digest)};
		ssjc_rc rc = audit_put_file(a, &f, err);

		if (rc)
			return rc;
		rc = put_checkpoint(&history[i], a, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_inputs(const struct draw_source *from, uint64_t rows,
    const struct draw_source *history, size_t n, struct audit *a, struct ssjc_err *err)
{
	struct audit_file roster = {.kind = STR("objects"),
	    .name = str_of(from->name),
	    .digest = str_of(from->digest),
	    .rows = rows};
	ssjc_rc rc = from->shards ? shards_put(from->shards, a, err)
	                          : audit_put_file(a, &roster, err);

	return rc ? rc : draw_put_histories(history, n, a, err);
}

ssjc_rc draw_histories_digest(
    const struct draw_source *history, size_t n, char out[DIGEST_HEX], struct ssjc_err *err)
{
	struct str *digest = calloc(n + 1, sizeof *digest);
	ssjc_rc rc;

	if (!digest)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		digest[i] = str_of(history[i].digest);
	rc = history_digest(digest, n, out, err);
	free(digest);
	return rc;
}

ssjc_rc draw_put_commitment(const struct draw_source *roster, uint64_t rows,
    const struct draw_source *history, size_t n, struct audit *a,
    const struct audit_ceremony *ceremony, struct ssjc_err *err)
{
	struct audit_ceremony to = *ceremony;
	char digest[DIGEST_HEX];
	ssjc_rc rc = draw_histories_digest(history, n, digest, err);

	if (rc)
		return rc;
	rc = put_inputs(roster, rows, history, n, a, err);
	if (rc)
		return rc;
	to.roster = str_of(roster->digest);
	to.rows = rows;
	to.history = str_of(digest);
	return audit_put_ceremony(a, &to, err);
}

ssjc_rc draw_run_commit(struct draw_run *run, struct audit *a,
    const struct audit_ceremony *ceremony, struct ssjc_err *err)
{
	ssjc_rc rc = draw_put_commitment(run->roster_source, draw_counts(run->draw).rows,
	    run->history_sources, run->n_histories, a, ceremony, err);

	return rc ? rc : put_bound(run, a, ceremony->draw, false, err);
}

ssjc_rc draw_committed(const struct plan *plan, const struct draw_source *roster,
    const struct draw_source *history, size_t n, const struct audit_ceremony *ceremony, int64_t now,
    struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = draw_histories_digest(history, n, digest, err);

	if (rc)
		return rc;
	switch (ceremony_differs(
	    ceremony, str_of(roster->digest), str_of(digest), str_of(plan->digest), now)) {
	case CEREMONY_ROSTER:
		return ssjc_fail_at(err, SSJC_INPUT, roster->name, 0, NULL,
		    "is not the roster committed to: that one has the SHA-256 %.*s",
		    STR_ARG(ceremony->roster));
	case CEREMONY_HISTORY:
		return ssjc_fail(err, SSJC_INPUT, "the histories (-H) are not those committed to");
	case CEREMONY_PLAN:
		return ssjc_fail_at(err, SSJC_INPUT, plan->name, 0, NULL,
		    "is not the plan committed to: that one has the SHA-256 %.*s; ssjc-draw commit "
		    "--redraw --reason TEXT commits to another",
		    STR_ARG(ceremony->plan_digest));
	case CEREMONY_TIME:
		return ssjc_fail(err, SSJC_REFUSED, "the commitment is not older than the draw");
	case CEREMONY_SAME:
		break;
	}
	return SSJC_OK;
}

ssjc_rc draw_run_committed(
    struct draw_run *run, const struct audit_ceremony *ceremony, int64_t now, struct ssjc_err *err)
{
	return draw_committed(run->plan, run->roster_source, run->history_sources, run->n_histories,
	    ceremony, now, err);
}

static ssjc_rc put_strata(
    struct draw_run *run, struct audit *a, unsigned number, struct ssjc_err *err)
{
	size_t n;
	const struct stratum *s = draw_strata(run->draw, &n);

	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc = audit_put_stratum(a, number, &s[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc list_at(void *arg, unsigned thread, size_t i, struct pick *out, struct ssjc_err *err)
{
	struct drawn_list *to = arg;

	return pick_at(to->run, thread, to->number, i, out, err);
}

/* The picks go on record, and their second thread makes the list of them. */
static ssjc_rc put_picks(struct draw_run *run, struct audit *a, unsigned number, const char *name,
    enum csv_style style, struct ssjc_err *err)
{
	struct drawn_list to;
	struct audit_picks picks = {
	    .n = draw_winners(run->draw), .pick = list_at, .with = list_pick, .arg = &to};
	struct audit_file out = {.output = true,
	    .kind = STR("drawn"),
	    .name = str_of(name),
	    .rows = draw_winners(run->draw)};
	char digest[DIGEST_HEX];
	ssjc_rc rc = list_open(&to, run, number, LIST_READER, style, err);

	if (rc)
		goto out;
	rc = audit_put_picks(a, &picks, err);
	if (rc)
		goto out;
	rc = list_finish(&to, digest, err);
	if (rc)
		goto out;
	out.digest = str_of(digest);
	rc = audit_put_file(a, &out, err);
out:
	csv_out_close(&to.out);
	return rc;
}

ssjc_rc draw_run_record(struct draw_run *run, struct audit *a, struct audit_draw *d,
    const char *name, enum csv_style style, struct ssjc_err *err)
{
	ssjc_rc rc;

	d->counts = draw_counts(run->draw);
	rc = put_inputs(run->roster_source, draw_counts(run->draw).rows, run->history_sources,
	    run->n_histories, a, err);
	if (rc)
		return rc;
	rc = audit_put_draw(a, d, err);
	if (rc)
		return rc;
	rc = put_strata(run, a, d->draw, err);
	if (rc)
		return rc;
	rc = put_picks(run, a, d->draw, name, style, err);
	return rc ? rc : put_bound(run, a, d->draw, true, err);
}

void draw_run_close(struct draw_run *run)
{
	if (!run)
		return;
	if (run->list)
		fclose(run->list);
	draw_free(run->draw);
	if (!run->roster_source || !run->roster_source->shards)
		receipt_tree_free(run->bind.tree);
	draw_roster_close(run->roster);
	history_free(run->history);
	free(run);
}
