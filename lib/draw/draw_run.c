#include "ssjc/draw/draw_run.h"

#include "ssjc/draw/ceremony.h"
#include "ssjc/base/file.h"
#include "ssjc/base/parallel.h"
#include "ssjc/draw/draw_roster.h"

#include <stdlib.h>
#include <string.h>

struct lot {
	const struct plan *plan;
	const struct source *roster, *history;
	size_t n_histories;
	struct history *past;
	struct population *population;
	struct draw *draw;
	FILE *list;           /* the drawn stream, until it may be shown */
};

static ssjc_code read_history(struct lot *l, const struct source *history, size_t n,
    struct ssjc_err *err)
{
	ssjc_code code;

	if (l->plan->repeat && n == 0)
		return ssjc_fail(err, SSJC_USAGE,
		    "the plan says repeat = %u per year: the history of inspections is wanted",
		    l->plan->repeat);
	if (n == 0)
		return SSJC_OK;
	code = history_open(&l->past, date_year(l->plan->from), l->plan->id, err);
	for (size_t i = 0; code == SSJC_OK && i < n; i++)
		code = history_add(l->past, history[i].text, history[i].name, err);
	return code;
}

ssjc_code lot_open(struct lot **out, const struct plan *plan, const struct source *roster,
    const struct source *history, size_t n, struct ssjc_err *err)
{
	struct lot *l = calloc(1, sizeof *l);
	ssjc_code code;

	*out = NULL;
	if (!l)
		return ssjc_fail_memory(err);
	l->plan = plan;
	l->roster = roster;
	l->history = history;
	l->n_histories = n;
	code = read_history(l, history, n, err);
	if (code == SSJC_OK)
		code = population_open(&l->population, plan, roster->text, roster->name, err);
	if (code == SSJC_OK)
		*out = l;
	else
		lot_close(l);
	return code;
}

ssjc_code lot_draw(struct lot *l, struct str seed, struct csv_out *excluded,
    struct ssjc_err *err)
{
	char master[TICKET_HEX];
	ssjc_code code = ticket_master(seed, master, err);

	if (code == SSJC_OK)
		code = draw_open(&l->draw, l->plan, master, population_readers(l->population), err);
	return code == SSJC_OK ? population_draw(l->population, l->draw, l->past, excluded, err)
			       : code;
}

void lot_watch(struct lot *l, void (*tick)(void *arg, uint64_t rows))
{
	population_watch(l->population, tick);
}

struct draw *lot_result(struct lot *l)
{
	return l->draw;
}

/* The i-th pick, by one of the population's readers. */
static ssjc_code pick_at(struct lot *l, unsigned reader, unsigned number, size_t i,
    struct pick *out, struct ssjc_err *err)
{
	/* Winners lie all over the roster: ask for their rows some time before. */
	enum { AHEAD = 16 };
	struct draw_winner w;

	if (draw_winners(l->draw) - i > AHEAD)
		population_expect(l->population, draw_offset(l->draw, i + AHEAD));
	draw_winner(l->draw, i, &w);
	return population_pick(l->population, reader, &w, number, out, err);
}

ssjc_code lot_each(struct lot *l, unsigned number,
    ssjc_code (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err)
{
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < draw_winners(l->draw); i++) {
		struct pick p;

		code = pick_at(l, 0, number, i, &p, err);
		if (code == SSJC_OK)
			code = each(arg, &p, err);
	}
	return code;
}

/* The list in the making: into a file that has no name. */
struct list {
	struct lot *l;
	unsigned number;     /* of the draw */
	unsigned reader;
	char apart[PARALLEL_APART]; /* one thread reads what is above, another writes below */
	struct csv_out out;
};

static ssjc_code list_open(struct list *to, struct lot *l, unsigned number, unsigned reader,
    enum csv_style style, struct ssjc_err *err)
{
	ssjc_code code = file_spool(&l->list, err);

	*to = (struct list){.l = l, .number = number, .reader = reader};
	if (code == SSJC_OK)
		code = csv_out_open(&to->out, l->list, style, err);
	if (code == SSJC_OK)
		population_header(l->population, &to->out);
	return code;
}

static ssjc_code list_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct list *to = arg;

	(void)err;
	population_row(to->l->population, to->l->draw, to->reader, p, &to->out);
	return SSJC_OK;
}

static ssjc_code list_close(struct list *to, ssjc_code code, char digest[DIGEST_HEX],
    struct ssjc_err *err)
{
	if (code == SSJC_OK)
		code = csv_out_finish(&to->out, digest, err);
	if (code == SSJC_SYSTEM && to->out.error)
		code = ssjc_fail(err, code, "cannot keep the list until it is on record, in TMPDIR or /tmp: %s",
		    strerror(to->out.error));
	csv_out_close(&to->out);
	return code;
}

ssjc_code lot_list(struct lot *l, unsigned number, enum csv_style style,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct list to;
	ssjc_code code = list_open(&to, l, number, 0, style, err);

	if (code == SSJC_OK)
		code = lot_each(l, number, list_pick, &to, err);
	return list_close(&to, code, digest, err);
}

ssjc_code lot_show(struct lot *l, FILE *f, struct ssjc_err *err)
{
	return file_pour(l->list, f, err);
}

static ssjc_code put_inputs(struct lot *l, struct audit *a, struct ssjc_err *err)
{
	struct audit_file roster = {.kind = STR("objects"), .name = str_of(l->roster->name),
	    .digest = str_of(l->roster->digest), .rows = draw_counts(l->draw).rows};
	ssjc_code code = audit_put_file(a, &roster, err);

	for (size_t i = 0; code == SSJC_OK && i < l->n_histories; i++) {
		struct audit_file history = {.kind = STR("history"),
		    .name = str_of(l->history[i].name), .digest = str_of(l->history[i].digest)};

		code = audit_put_file(a, &history, err);
	}
	return code;
}

static ssjc_code digest_histories(const struct lot *l, char out[DIGEST_HEX], struct ssjc_err *err)
{
	struct str *digest = calloc(l->n_histories + 1, sizeof *digest);
	ssjc_code code = digest ? SSJC_OK : ssjc_fail_memory(err);

	for (size_t i = 0; digest && i < l->n_histories; i++)
		digest[i] = str_of(l->history[i].digest);
	if (code == SSJC_OK)
		code = history_digest(digest, l->n_histories, out, err);
	free(digest);
	return code;
}

ssjc_code lot_commit(struct lot *l, struct audit *a, struct audit_ceremony *c,
    struct ssjc_err *err)
{
	char history[DIGEST_HEX];
	ssjc_code code = digest_histories(l, history, err);

	c->roster = str_of(l->roster->digest);
	c->rows = draw_counts(l->draw).rows;
	c->history = str_of(history);
	if (code == SSJC_OK)
		code = put_inputs(l, a, err);
	if (code == SSJC_OK)
		code = audit_put_ceremony(a, c, err);
	c->history = STR("");
	return code;
}

ssjc_code lot_committed(struct lot *l, const struct audit_ceremony *c, int64_t now,
    struct ssjc_err *err)
{
	char history[DIGEST_HEX];
	ssjc_code code = digest_histories(l, history, err);

	if (code != SSJC_OK)
		return code;
	switch (ceremony_differs(c, str_of(l->roster->digest), str_of(history),
	    str_of(l->plan->digest), now)) {
	case CEREMONY_ROSTER:
		return ssjc_fail_at(err, SSJC_INPUT, l->roster->name, 0, NULL,
		    "is not the roster committed to: that one has the SHA-256 %.*s", STR_ARG(c->roster));
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

static ssjc_code list_at(void *arg, unsigned thread, size_t i, struct pick *out,
    struct ssjc_err *err)
{
	struct list *to = arg;

	return pick_at(to->l, thread, to->number, i, out, err);
}

ssjc_code lot_record(struct lot *l, struct audit *a, struct audit_draw *d, enum csv_style style,
    struct ssjc_err *err)
{
	struct list to;
	struct audit_picks picks = {.n = draw_winners(l->draw), .pick = list_at, .with = list_pick,
	    .arg = &to};
	char digest[DIGEST_HEX];
	size_t n;
	const struct draw_stratum *s = draw_strata(l->draw, &n);
	struct audit_file out = {.output = true, .kind = STR("drawn"),
	    .name = STR("standard output"), .rows = draw_winners(l->draw)};
	ssjc_code code;

	d->counts = draw_counts(l->draw);
	code = put_inputs(l, a, err);
	if (code == SSJC_OK)
		code = audit_put_draw(a, d, err);
	for (size_t i = 0; code == SSJC_OK && i < n; i++)
		code = audit_put_stratum(a, d->draw, &s[i], err);
	if (code != SSJC_OK)
		return code;
	/* The picks' second thread makes the list. */
	code = list_open(&to, l, d->draw, 1, style, err);
	if (code == SSJC_OK)
		code = audit_put_picks(a, &picks, err);
	code = list_close(&to, code, digest, err);
	out.digest = str_of(digest);
	return code == SSJC_OK ? audit_put_file(a, &out, err) : code;
}

void lot_close(struct lot *l)
{
	if (!l)
		return;
	if (l->list)
		fclose(l->list);
	draw_free(l->draw);
	population_close(l->population);
	history_free(l->past);
	free(l);
}
