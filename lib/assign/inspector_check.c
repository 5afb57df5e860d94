#include "ssjc/assign/inspector_check.h"

#include "recusal.h"
#include "ssjc/base/language.h"

#include <stdlib.h>

enum { NAMED = 5 }; /* of what fits nothing; the rest is counted */

/* What fits nothing, as "“甲公司” (T-1), …". */
struct misfits {
	struct buf text;
	size_t n;
};

static void add(struct misfits *m, const struct inspector *in, struct str what)
{
	if (m->n++ < NAMED)
		buf_printf(&m->text, "%s“%.*s” (%.*s)", m->n > 1 ? ", " : "", STR_ARG(what),
		    STR_ARG(in->cert));
}

/* Append a line: how many there are, what they fit, and the first of them. */
static void say(struct buf *out, struct misfits *m, const char *one, const char *several)
{
	if (m->n == 0)
		return;
	buf_printf(out, "%zu ", m->n);
	language_word(out, m->n == 1 ? one : several);
	buf_z(out, W_(": "));
	buf_str(out, buf_text(&m->text));
	if (m->n > NAMED)
		language_both(out, " and %zu more", m->n - NAMED);
	buf_char(out, '\n');
}

/* ---- Recusals ---- */

static int by_key(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The keys of ids and names of the objects, sorted. */
static ssjc_rc read_keys(const struct table *drawn, struct arena *arena, struct str **keys,
    size_t *n, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "name"};

	*n = 0;
	*keys = arena_array(arena, 2 * drawn->rows + 1, sizeof **keys);
	if (!*keys)
		return ssjc_fail_memory(err);
	for (size_t row = 0; row < drawn->rows; row++)
		for (size_t i = 0; i < 2; i++) {
			struct str s = table_at(drawn, row, table_col(drawn, columns[i]));
			ssjc_rc rc = recusal_key(s, arena, &(*keys)[*n], err);

			if (rc)
				return rc;
			*n += (*keys)[*n].n > 0;
		}
	qsort(*keys, *n, sizeof **keys, by_key);
	return SSJC_OK;
}

static ssjc_rc check_recusals(const struct inspectors *r, const struct table *drawn,
    struct arena *arena, struct misfits *m, struct ssjc_err *err)
{
	struct str *keys;
	size_t n;
	ssjc_rc rc = read_keys(drawn, arena, &keys, &n, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < r->n; i++) {
		struct str rest = r->v[i].recuse, piece, key;

		while (str_split(&rest, ';', &piece)) {
			rc = recusal_key(piece, arena, &key, err);
			if (rc)
				return rc;
			if (key.n > 0 && !bsearch(&key, keys, n, sizeof *keys, by_key))
				add(m, &r->v[i], piece);
		}
	}
	return SSJC_OK;
}

/* ---- Skills and items ---- */

static bool asked_for(const struct items *items, struct str dept, struct str skill)
{
	for (size_t i = 0; i < items->n; i++)
		if (str_eq(items->v[i].dept, dept) && str_in_list(items->v[i].skill, skill))
			return true;
	return false;
}

static bool exists(const struct items *items, struct str dept, struct str name)
{
	for (size_t i = 0; i < items->n; i++)
		if (str_eq(items->v[i].dept, dept) && item_named(&items->v[i], name))
			return true;
	return false;
}

static void check_items(const struct inspectors *r, const struct plan *plan,
    const struct items *items, struct misfits *skills, struct misfits *restricted)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct plan_dept *d = plan_dept_of(plan, r->v[i].dept);
		struct str rest = r->v[i].skills, piece;

		while (d && d->qualified && str_split(&rest, ';', &piece))
			if (str_trim(piece).n > 0 && !asked_for(items, d->key, str_trim(piece)))
				add(skills, &r->v[i], piece);
		rest = r->v[i].items;
		while (d && str_split(&rest, ';', &piece))
			if (str_trim(piece).n > 0 && !exists(items, d->key, piece))
				add(restricted, &r->v[i], piece);
	}
}

ssjc_rc inspector_check(const struct inspectors *r, const struct plan *plan,
    const struct items *items, const struct table *drawn, struct buf *out, struct ssjc_err *err)
{
	struct misfits recusals = {.n = 0}, skills = {.n = 0}, restricted = {.n = 0};
	struct arena arena = {0};
	ssjc_rc rc = check_recusals(r, drawn, &arena, &recusals, err);

	if (rc)
		goto out;
	if (items)
		check_items(r, plan, items, &skills, &restricted);
	say(out, &recusals, N_("recusal is of no business that was drawn"),
	    N_("recusals are of no business that was drawn"));
	say(out, &skills, N_("skill is not among those that the items name"),
	    N_("skills are not among those that the items name"));
	say(out, &restricted, N_("restriction is to something that is not an item"),
	    N_("restrictions are to something that is not an item"));
	if (recusals.text.failed || skills.text.failed || restricted.text.failed || out->failed)
		rc = ssjc_fail_memory(err);
out:
	buf_free(&recusals.text);
	buf_free(&skills.text);
	buf_free(&restricted.text);
	arena_free(&arena);
	return rc;
}

/* ---- Seats ---- */

static int by_cert(const void *a, const void *b)
{
	const struct seat *x = *(const struct seat *const *)a, *y = *(const struct seat *const *)b;
	int c = str_cmp(x->cert, y->cert);

	return c ? c : (x->date > y->date) - (x->date < y->date);
}

static bool on_leave(const struct inspector *in, day_t day)
{
	for (size_t i = 0; i < in->n_leave; i++)
		if (in->leave[i].from <= day && day <= in->leave[i].to)
			return true;
	return false;
}

/* Why somebody cannot go on a day, as a format of inspector_check_seats; NULL if they can. */
static const char *why_not(const struct inspector *in, day_t day)
{
	if (!in || !in->active)
		return N_("%.*s (%.*s) is not among them any more, but is to go to %zu "
		          "businesses, the first on %s");
	if (in->has_valid_until && day > in->valid_until)
		return N_("%.*s (%.*s) has no valid certificate then, but is to go to %zu "
		          "businesses, the first on %s");
	if (on_leave(in, day))
		return N_("%.*s (%.*s) is on leave then, but is to go to %zu businesses, the first "
		          "on %s");
	return NULL;
}

/* A check of seats against a newer register. */
struct seat_check {
	const struct inspectors *r;
	const struct audit_state *st;
	const char *command;
	struct buf *out;
};

enum { PLACES = 5 }; /* businesses by name; of the others their number */

/* "2023-06-20 样例1号运输公司, …": where they were to go, each with its day. */
static void list_places(const struct seat_check *c, const struct seat *const *seat, size_t n)
{
	char day[DATE_SIZE];

	for (size_t i = 0; i < n && i < PLACES; i++) {
		const struct pick *p = audit_pick(c->st, seat[i]->object);

		date_format(seat[i]->date, day);
		buf_printf(c->out, "%s%s %.*s", i ? W_(", ") : "", day,
		    STR_ARG(p ? p->object.name : seat[i]->object));
	}
	if (n > PLACES)
		language_both(c->out, " and %zu more", n - PLACES);
}

/* What to run: for some of their seats only, where they can go to the others. */
static void say_command(
    const struct seat_check *c, const struct seat *const *seat, size_t n, bool all)
{
	char from[DATE_SIZE];

	date_format(seat[0]->date, from);
	buf_z(c->out, W_(": "));
	buf_printf(c->out, "%s --cert %.*s --from %s", c->command, STR_ARG(seat[0]->cert), from);
	for (size_t i = 0; !all && i < n; i++)
		buf_printf(c->out, " --object %.*s", STR_ARG(seat[i]->object));
	buf_printf(c->out, "%s --reason TEXT", all ? "" : " --asked-by inspector");
}

/* The n seats of one person, by their days; those where they cannot go come first then. */
static void check_person(const struct seat_check *c, const struct seat **seat, size_t n)
{
	const struct inspector *in = inspectors_find(c->r, seat[0]->cert);
	const char *why = NULL;
	char first[DATE_SIZE];
	size_t out = 0, after = 0;

	for (size_t i = 0; i < n; i++) {
		const char *this = why_not(in, seat[i]->date);

		after += out && !this; /* to where they can go again */
		if (!this)
			continue;
		why = why ? why : this;
		seat[out++] = seat[i];
	}
	if (!why)
		return;
	date_format(seat[0]->date, first);
	language_both(c->out, why, STR_ARG(seat[0]->inspector), STR_ARG(seat[0]->cert), out, first);
	buf_z(c->out, W_(": "));
	list_places(c, seat, out);
	say_command(c, seat, out, after == 0);
	buf_char(c->out, '\n');
}

ssjc_rc inspector_check_seats(const struct inspectors *r, const struct audit_state *st,
    const struct seat *seat, size_t n, day_t today, const char *command, struct buf *out,
    struct ssjc_err *err)
{
	const struct seat_check c = {r, st, command, out};
	const struct seat **later = calloc(n + 1, sizeof *later);
	size_t m = 0;

	if (!later)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		if (seat[i].date >= today && !audit_inspected(st, seat[i].object))
			later[m++] = &seat[i];
	if (m > 1)
		qsort(later, m, sizeof *later, by_cert);
	for (size_t i = 0, end; i < m; i = end) {
		for (end = i + 1; end < m && str_eq(later[end]->cert, later[i]->cert);)
			end++;
		check_person(&c, &later[i], end - i);
	}
	free(later);
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}
