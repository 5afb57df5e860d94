#include "ssjc/draw/draw_run.h"

#include "ssjc/base/file.h"
#include "ssjc/base/parallel.h"
#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/draw_roster.h"

#include <stdlib.h>
#include <string.h>

struct draw_run {
	const struct plan *plan;
	const struct source *roster, *history;
	size_t n_histories;
	struct history *past;
	struct draw_roster *population;
	struct draw *draw;
	FILE *list; /* the drawn stream, until it may be shown */
};

static ssjc_rc read_history(
    struct draw_run *l, const struct source *history, size_t n, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (l->plan->repeat && n == 0)
		return ssjc_fail(err, SSJC_USAGE,
		    "the plan says repeat = %u per year: the history of inspections is wanted",
		    l->plan->repeat);
	if (n == 0)
		return SSJC_OK;
	rc = history_open(&l->past, date_year(l->plan->from), l->plan->id, err);
	for (size_t i = 0; rc == SSJC_OK && i < n; i++)
		rc = history_add(l->past, history[i].text, history[i].name, err);
	return rc;
}

ssjc_rc draw_run_open(struct draw_run **out, const struct plan *plan, const struct source *roster,
    const struct source *history, size_t n, struct ssjc_err *err)
{
	struct draw_run *l = calloc(1, sizeof *l);
	ssjc_rc rc;

	*out = NULL;
	if (!l)
		return ssjc_fail_memory(err);
	l->plan = plan;
	l->roster = roster;
	l->history = history;
	l->n_histories = n;
	rc = read_history(l, history, n, err);
	if (rc == SSJC_OK)
		rc = draw_roster_open(&l->population, plan, roster->text, roster->name, err);
	if (rc == SSJC_OK)
		*out = l;
	else
		draw_run_close(l);
	return rc;
}

ssjc_rc draw_run_draw(
    struct draw_run *l, struct str seed, struct csv_out *excluded, struct ssjc_err *err)
{
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(seed, master, err);

	if (rc == SSJC_OK)
		rc = draw_open(&l->draw, l->plan, master, draw_roster_readers(l->population), err);
	return rc == SSJC_OK ? draw_roster_draw(l->population, l->draw, l->past, excluded, err)
	                     : rc;
}

void draw_run_watch(struct draw_run *l, void (*tick)(void *arg, uint64_t rows))
{
	draw_roster_watch(l->population, tick);
}

struct draw *draw_run_choice(struct draw_run *l)
{
	return l->draw;
}

/* The i-th pick, by one of the population's readers. */
static ssjc_rc pick_at(struct draw_run *l, unsigned reader, unsigned number, size_t i,
    struct pick *out, struct ssjc_err *err)
{
	/* Winners lie all over the roster: ask for their rows some time before. */
	enum { AHEAD = 16 };
	struct draw_winner w;

	if (draw_winners(l->draw) - i > AHEAD)
		draw_roster_expect(l->population, draw_offset(l->draw, i + AHEAD));
	draw_winner(l->draw, i, &w);
	return draw_roster_pick(l->population, reader, &w, number, out, err);
}

ssjc_rc draw_run_each(struct draw_run *l, unsigned number,
    ssjc_rc (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err)
{
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; rc == SSJC_OK && i < draw_winners(l->draw); i++) {
		struct pick p;

		rc = pick_at(l, 0, number, i, &p, err);
		if (rc == SSJC_OK)
			rc = each(arg, &p, err);
	}
	return rc;
}

/* The list in the making: into a file that has no name. */
struct list {
	struct draw_run *l;
	unsigned number; /* of the draw */
	unsigned reader;
	char apart[PARALLEL_APART]; /* one thread reads what is above, another writes below */
	struct csv_out out;
};

static ssjc_rc list_open(struct list *to, struct draw_run *l, unsigned number, unsigned reader,
    enum csv_style style, struct ssjc_err *err)
{
	ssjc_rc rc = file_spool(&l->list, err);

	*to = (struct list){.l = l, .number = number, .reader = reader};
	if (rc == SSJC_OK)
		rc = csv_out_open(&to->out, l->list, style, err);
	if (rc == SSJC_OK)
		draw_roster_header(l->population, &to->out);
	return rc;
}

static ssjc_rc list_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct list *to = arg;

	(void)err;
	draw_roster_row(to->l->population, to->l->draw, to->reader, p, &to->out);
	return SSJC_OK;
}

static ssjc_rc list_close(
    struct list *to, ssjc_rc rc, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	if (rc == SSJC_OK)
		rc = csv_out_finish(&to->out, digest, err);
	if (rc == SSJC_SYSTEM && to->out.error)
		rc = ssjc_fail(err, rc,
		    "cannot keep the list until it is on record, in TMPDIR or /tmp: %s",
		    strerror(to->out.error));
	csv_out_close(&to->out);
	return rc;
}

ssjc_rc draw_run_list(struct draw_run *l, unsigned number, enum csv_style style,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct list to;
	ssjc_rc rc = list_open(&to, l, number, 0, style, err);

	if (rc == SSJC_OK)
		rc = draw_run_each(l, number, list_pick, &to, err);
	return list_close(&to, rc, digest, err);
}

ssjc_rc draw_run_show(struct draw_run *l, FILE *f, struct ssjc_err *err)
{
	return file_pour(l->list, f, err);
}

static ssjc_rc put_inputs(struct draw_run *l, struct audit *a, struct ssjc_err *err)
{
	struct audit_file roster = {.kind = STR("objects"),
	    .name = str_of(l->roster->name),
	    .digest = str_of(l->roster->digest),
	    .rows = draw_counts(l->draw).rows};
	ssjc_rc rc = audit_put_file(a, &roster, err);

	for (size_t i = 0; rc == SSJC_OK && i < l->n_histories; i++) {
		struct audit_file history = {.kind = STR("history"),
		    .name = str_of(l->history[i].name),
		    .digest = str_of(l->history[i].digest)};

		rc = audit_put_file(a, &history, err);
	}
	return rc;
}

static ssjc_rc digest_histories(
    const struct draw_run *l, char out[DIGEST_HEX], struct ssjc_err *err)
{
	struct str *digest = calloc(l->n_histories + 1, sizeof *digest);
	ssjc_rc rc = digest ? SSJC_OK : ssjc_fail_memory(err);

	for (size_t i = 0; digest && i < l->n_histories; i++)
		digest[i] = str_of(l->history[i].digest);
	if (rc == SSJC_OK)
		rc = history_digest(digest, l->n_histories, out, err);
	free(digest);
	return rc;
}

ssjc_rc draw_run_commit(
    struct draw_run *l, struct audit *a, struct audit_ceremony *c, struct ssjc_err *err)
{
	char history[DIGEST_HEX];
	ssjc_rc rc = digest_histories(l, history, err);

	if (rc)
		return rc;
	rc = put_inputs(l, a, err);
	if (rc)
		return rc;
	c->roster = str_of(l->roster->digest);
	c->rows = draw_counts(l->draw).rows;
	c->history = str_of(history);
	rc = audit_put_ceremony(a, c, err);
	c->history = STR("");
	return rc;
}

ssjc_rc draw_run_committed(
    struct draw_run *l, const struct audit_ceremony *c, int64_t now, struct ssjc_err *err)
{
	char history[DIGEST_HEX];
	ssjc_rc rc = digest_histories(l, history, err);

	if (rc != SSJC_OK)
		return rc;
	switch (ceremony_differs(
	    c, str_of(l->roster->digest), str_of(history), str_of(l->plan->digest), now)) {
	case CEREMONY_ROSTER:
		return ssjc_fail_at(err, SSJC_INPUT, l->roster->name, 0, NULL,
		    "is not the roster committed to: that one has the SHA-256 %.*s",
		    STR_ARG(c->roster));
	case CEREMONY_HISTORY:
		return ssjc_fail(err, SSJC_INPUT, "the histories (-H) are not those committed to");
	case CEREMONY_PLAN:
		return ssjc_fail_at(err, SSJC_INPUT, l->plan->name, 0, NULL,
		    "is not the plan committed to: that one has the SHA-256 %.*s; ssjc-draw commit "
		    "--redraw --reason TEXT commits to another",
		    STR_ARG(c->plan_digest));
	case CEREMONY_TIME:
		return ssjc_fail(err, SSJC_REFUSED, "the commitment is not older than the draw");
	case CEREMONY_SAME:
		break;
	}
	return SSJC_OK;
}

static ssjc_rc list_at(void *arg, unsigned thread, size_t i, struct pick *out, struct ssjc_err *err)
{
	struct list *to = arg;

	return pick_at(to->l, thread, to->number, i, out, err);
}

ssjc_rc draw_run_record(struct draw_run *l, struct audit *a, struct audit_draw *d,
    enum csv_style style, struct ssjc_err *err)
{
	struct list to;
	struct audit_picks picks = {
	    .n = draw_winners(l->draw), .pick = list_at, .with = list_pick, .arg = &to};
	char digest[DIGEST_HEX];
	size_t n;
	const struct stratum *s = draw_strata(l->draw, &n);
	struct audit_file out = {.output = true,
	    .kind = STR("drawn"),
	    .name = STR("standard output"),
	    .rows = draw_winners(l->draw)};
	ssjc_rc rc;

	d->counts = draw_counts(l->draw);
	rc = put_inputs(l, a, err);
	if (rc == SSJC_OK)
		rc = audit_put_draw(a, d, err);
	for (size_t i = 0; rc == SSJC_OK && i < n; i++)
		rc = audit_put_stratum(a, d->draw, &s[i], err);
	if (rc != SSJC_OK)
		return rc;
	/* The picks' second thread makes the list. */
	rc = list_open(&to, l, d->draw, 1, style, err);
	if (rc == SSJC_OK)
		rc = audit_put_picks(a, &picks, err);
	rc = list_close(&to, rc, digest, err);
	if (rc)
		return rc;
	out.digest = str_of(digest);
	return audit_put_file(a, &out, err);
}

void draw_run_close(struct draw_run *l)
{
	if (!l)
		return;
	if (l->list)
		fclose(l->list);
	draw_free(l->draw);
	draw_roster_close(l->population);
	history_free(l->past);
	free(l);
}
