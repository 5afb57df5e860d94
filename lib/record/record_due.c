#include "ssjc/record/checklist_map.h"
#include "ssjc/record/record.h"

#include <stdlib.h>
#include <string.h>

/* How far a department is with an object. */
struct progress {
	size_t missing;  /* items that apply to it and have no result yet */
	day_t last;      /* date of the last inspection recorded */
	int64_t entered; /* when the last result was entered */
};

/* The item of a result is not missing any more. */
static void count_result(struct progress *g, const struct result *x)
{
	g->missing--;
	if (x->date > g->last)
		g->last = x->date;
	if (x->time > g->entered)
		g->entered = x->time;
}

/* Without a list of items, one result of the department is all that is due. */
static struct progress progress_without_items(
    const struct audit_state *s, struct str id, struct str dept)
{
	struct progress g = {.missing = 1};

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, dept))
			continue;
		g.missing = 1;
		count_result(&g, x);
	}
	return g;
}

static struct progress progress_of(const struct record *r, const struct pick *p, struct str dept)
{
	struct progress g = {0};
	const struct item *const *item;
	size_t n;

	if (!r->items)
		return progress_without_items(r->state, p->object.id, dept);
	n = items_of_dept(r->items, dept, &item);
	for (size_t k = 0; k < n; k++) {
		const struct result *x;

		if (!item_applies(item[k], dept, p->object.category))
			continue;
		g.missing++;
		x = record_result(r->state, p->object.id, dept, item[k]->item, STR(""));
		if (x)
			count_result(&g, x);
	}
	return g;
}

/* A step of a department at an object, as a row of the status. */
struct step {
	const char *name;
	const struct pick *pick;
	struct str dept;
	day_t date, due; /* date: of the draw or the inspection */
	bool limited;    /* it has a last day */
	bool untold;     /* which the calendar does not tell: it is after due */
	bool done;
	day_t finished; /* if it is done */
	size_t missing;
};

static const char *state_of(const struct step *s, day_t today)
{
	bool in_time = !s->limited || (s->done ? s->finished : today) <= s->due;

	if (!in_time && s->untold)
		return "unknown";
	if (s->done)
		return in_time ? "done" : "late";
	return in_time ? "due" : "overdue";
}

/* Where the rows go, and what they come to. */
struct rows {
	const struct record *r;
	struct csv_out *out;
	struct record_status *status;
	const struct audit_paper **paper; /* those received, by match */
};

/* Its last day: so many working days from its date. */
static ssjc_rc set_due(const struct rows *to, struct step *s, unsigned days, struct ssjc_err *err)
{
	struct ssjc_err why;
	ssjc_rc rc = calendar_add(to->r->calendar, s->date, days, &s->due, &why);

	if (rc && rc != SSJC_PLAN) {
		*err = why;
		return rc;
	}
	s->limited = true;
	s->untold = rc == SSJC_PLAN;
	if (s->untold && to->status->untold == 0)
		to->status->why = why;
	return SSJC_OK;
}

bool record_status_shows(const struct record_status *status, const char *state, day_t due)
{
	if (strcmp(state, "done") == 0)
		return status->all;
	return strcmp(state, "due") != 0 || status->within == 0 || (due && due <= status->within);
}

static void status_row(const struct rows *to, const struct step *s)
{
	const char *state = state_of(s, to->r->today);
	char date[DATE_SIZE], due[DATE_SIZE] = "";
	struct csv_out *out = to->out;

	to->status->overdue |= strcmp(state, "overdue") == 0;
	if (!record_status_shows(to->status, state, s->limited ? s->due : 0))
		return;
	to->status->untold += s->untold;
	date_format(s->date, date);
	if (s->limited && !s->untold)
		date_format(s->due, due);
	csv_out_field(out, str_of(s->name));
	csv_out_field(out, s->pick->object.id);
	csv_out_field(out, s->pick->object.name);
	csv_out_field(out, s->dept);
	csv_out_field(out, str_of(date));
	csv_out_field(out, str_of(due));
	csv_out_field(out, str_of(state));
	csv_out_uint(out, s->missing);
	for (int i = 0; to->status->uploads && i < 3; i++)
		csv_out_field(out, STR(""));
	csv_out_end(out);
}

static ssjc_rc confirm_step(const struct rows *to, const struct pick *p, struct str dept,
    struct step *s, struct ssjc_err *err)
{
	const struct confirmation *c = record_confirmation(to->r->state, p->object.id, dept);

	*s = (struct step){.name = "confirm",
	    .pick = p,
	    .dept = dept,
	    .date = time_day(p->since),
	    .done = c != NULL,
	    .finished = time_day(c ? c->time : 0),
	    .missing = c == NULL};
	return set_due(to, s, to->r->plan->confirm_days, err);
}

static ssjc_rc result_step(const struct rows *to, const struct pick *p, struct str dept,
    struct step *s, struct ssjc_err *err)
{
	const struct record *r = to->r;
	const struct seat *seat = audit_seat(r->state, p->object.id, dept, 1);
	struct progress g = progress_of(r, p, dept);

	*s = (struct step){.name = "result",
	    .pick = p,
	    .dept = dept,
	    .date = g.last ? g.last
	        : seat     ? seat->date
	                   : r->plan->to,
	    .done = g.missing == 0,
	    .finished = time_day(g.entered),
	    .missing = g.missing};
	return set_due(to, s, r->plan->result_days, err);
}

static int by_match(const void *a, const void *b)
{
	const struct audit_paper *const *x = a, *const *y = b;
	int c = str_cmp((*x)->match, (*y)->match);

	/* Of one array, in order. */
	return c ? c : (*x > *y) - (*x < *y);
}

static int match_to_paper(const void *match, const void *paper)
{
	return str_cmp(
	    *(const struct str *)match, (*(const struct audit_paper *const *)paper)->match);
}

static ssjc_rc sort_papers(struct rows *to, struct ssjc_err *err)
{
	const struct audit_state *s = to->r->state;

	to->paper = calloc(s->n_papers + 1, sizeof *to->paper);
	if (!to->paper)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_papers; i++)
		to->paper[i] = &s->paper[i];
	qsort(to->paper, s->n_papers, sizeof *to->paper, by_match);
	return SSJC_OK;
}

/* The last time that the object's paper of the match that holds came back, or 0. */
static ssjc_rc received(const struct rows *to, struct str id, int64_t *time, struct ssjc_err *err)
{
	const struct audit_state *s = to->r->state;
	char digest[DIGEST_HEX];
	struct str match = {digest, sizeof digest - 1};
	ssjc_rc rc = checklist_match(s, id, digest, err);

	*time = 0;
	if (rc)
		return rc;
	for (size_t i =
	         array_bisect(&match, to->paper, s->n_papers, sizeof *to->paper, match_to_paper);
	     i < s->n_papers && str_eq(to->paper[i]->match, match); i++) {
		struct str sheet = to->paper[i]->sheet;

		if (sheet.n > id.n && str_eq((struct str){sheet.p + sheet.n - id.n, id.n}, id))
			*time = to->paper[i]->time;
	}
	return SSJC_OK;
}

/* Once papers are received, those that are still out are told: one for all departments. */
static ssjc_rc receive_row(const struct rows *to, const struct pick *p, struct ssjc_err *err)
{
	const struct record *r = to->r;
	const struct seat *seat = NULL;
	struct step step = {.name = "receive", .pick = p};
	int64_t time;
	ssjc_rc rc;

	for (size_t d = 0; !seat && d < r->plan->n_depts; d++)
		seat = audit_seat(r->state, p->object.id, r->plan->dept[d].key, 1);
	if (!seat || r->state->n_papers == 0)
		return SSJC_OK;
	rc = received(to, p->object.id, &time, err);
	if (rc)
		return rc;
	step.date = seat->date;
	step.done = time != 0;
	step.finished = time_day(time);
	step.missing = time == 0;
	rc = set_due(to, &step, r->plan->result_days, err);
	if (rc)
		return rc;
	status_row(to, &step);
	return SSJC_OK;
}

/* Results that nobody has reviewed hold up the publication: there is no last day for it. */
static void review_step(
    const struct record *r, const struct pick *p, struct str dept, struct step *s)
{
	const struct audit_state *a = r->state;
	uint64_t reviewed = audit_reviewed(a, dept);

	*s = (struct step){.name = "review", .pick = p, .dept = dept};
	for (size_t i = audit_results(a, p->object.id); i < a->n_results; i++) {
		const struct result *x = &a->result[i];

		if (!str_eq(x->object, p->object.id))
			break;
		if (!str_eq(x->dept, dept))
			continue;
		s->missing += x->event > reviewed;
		if (time_day(x->time) > s->date)
			s->date = time_day(x->time);
	}
	s->done = s->missing == 0;
}

/* What follows from the problems found, as long as it is not ended. */
static ssjc_rc follow_step(const struct rows *to, const struct pick *p, struct str dept,
    struct step *s, struct ssjc_err *err)
{
	const struct record *r = to->r;
	struct follow_progress g = record_follow_progress(r, p->object.id, dept);
	bool needed = r->plan->follow_days && g.problem;

	*s = (struct step){.name = "follow",
	    .pick = p,
	    .dept = dept,
	    .date = g.problem ? g.found : g.opened,
	    .done = g.n > 0 && g.open == 0,
	    .finished = g.last,
	    .missing = g.open + (needed && g.n == 0)};
	return needed ? set_due(to, s, r->plan->follow_days, err) : SSJC_OK;
}

/* The steps of a department at an object. */
static ssjc_rc status_rows(
    const struct rows *to, const struct pick *p, struct str dept, struct ssjc_err *err)
{
	const struct record *r = to->r;
	struct step step;
	ssjc_rc rc;

	if (r->plan->confirm_days) {
		rc = confirm_step(to, p, dept, &step, err);
		if (rc)
			return rc;
		status_row(to, &step);
	}
	rc = result_step(to, p, dept, &step, err);
	if (rc)
		return rc;
	status_row(to, &step);
	if (r->plan->review) {
		review_step(r, p, dept, &step);
		if (step.date)
			status_row(to, &step);
	}
	rc = follow_step(to, p, dept, &step, err);
	if (rc)
		return rc;
	if (step.missing || step.done)
		status_row(to, &step);
	return SSJC_OK;
}

ssjc_rc record_status(
    const struct record *r, struct csv_out *out, struct record_status *status, struct ssjc_err *err)
{
	static const char *const head[] = {"step", "id", "name", "dept", "date", "due", "state",
	    "missing", "target", "batch", "answer"};
	struct rows to = {r, out, status, NULL};
	const struct audit_state *s = r->state;
	ssjc_rc rc;

	csv_out_header(out, head, sizeof head / sizeof head[0] - (status->uploads ? 0 : 3));
	rc = sort_papers(&to, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < s->n_picks; i++) {
		if (!pick_is_drawn(&s->pick[i]))
			continue;
		for (size_t d = 0; d < r->plan->n_depts; d++) {
			rc = status_rows(&to, &s->pick[i], r->plan->dept[d].key, err);
			if (rc)
				goto out;
		}
		rc = receive_row(&to, &s->pick[i], err);
		if (rc)
			goto out;
	}
out:
	free(to.paper);
	return rc;
}
