#include "ssjc/record/record_same.h"

#include "record_rows.h"

#include <stdlib.h>

/* What is said in one place, whatever it is: its key, and the rest. */
struct said_once {
	struct str text[10];
};
enum { TEXTS = sizeof((struct said_once *)0)->text / sizeof(struct str) };

static int by_texts(const void *a, const void *b)
{
	const struct said_once *x = a, *y = b;
	int c = 0;

	for (size_t i = 0; c == 0 && i < TEXTS; i++)
		c = str_cmp(x->text[i], y->text[i]);
	return c;
}

static struct said_once of_confirmation(const struct confirmation *c)
{
	return (struct said_once){{c->object, c->dept, c->confirmed ? STR("yes") : STR("no"),
	    c->reason, c->evidence, c->note}};
}

/* date has room for the text of a day. */
static struct said_once of_result(const struct result *x, char date[DATE_SIZE])
{
	date_format(x->date, date);
	return (struct said_once){{x->object, x->dept, x->item, x->result, str_of(date), x->problem,
	    x->disposal, x->method, x->signed_, x->note}};
}

/* opened and closed have room for the text of a day each. */
static struct said_once of_follow(
    const struct follow *f, char opened[DATE_SIZE], char closed[DATE_SIZE])
{
	date_format(f->opened, opened);
	closed[0] = '\0';
	if (f->closed)
		date_format(f->closing, closed);
	return (struct said_once){
	    {f->object, f->dept, f->kind, str_of(opened), str_of(closed), f->document, f->note}};
}

/* Both sides in one order, one beside the other. */
static ssjc_rc compare(struct said_once *read, size_t n, struct said_once *kept, size_t m,
    bool is_signed, struct ssjc_err *err)
{
	if (n > 1)
		qsort(read, n, sizeof *read, by_texts);
	if (m > 1)
		qsort(kept, m, sizeof *kept, by_texts);
	for (size_t i = 0; i < n || i < m; i++) {
		const struct said_once *x = i < m ? &kept[i] : &read[i];

		if (i < n && i < m && by_texts(&read[i], &kept[i]) == 0)
			continue;
		return ssjc_fail(err, SSJC_INPUT,
		    is_signed ? "what %.*s signed of %.*s is not what is on record"
		              : "what the files say of %.*s at %.*s is not what is on record",
		    STR_ARG(x->text[1]), STR_ARG(x->text[0]));
	}
	return SSJC_OK;
}

/* The dates of results as texts, which live as long as the arena. */
static char *date_room(struct arena *arena, bool *ok)
{
	char *date = arena_alloc(arena, DATE_SIZE);

	*ok = *ok && date;
	return date;
}

static ssjc_rc same_confirmations(const struct record *r, const struct table *t,
    struct record_taking *how, const struct audit_state *after, uint64_t event, bool is_signed,
    struct arena *arena, struct ssjc_err *err)
{
	struct said_once *kept = arena_array(arena, after->n_confirmations + 1, sizeof *kept);
	struct said_once *read;
	struct confirmation *v = NULL;
	size_t m = 0;
	ssjc_rc rc = record_confirmations(r, t, how, &v, err);

	if (rc)
		goto out;
	read = arena_array(arena, how->taken + 1, sizeof *read);
	if (!kept || !read) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < how->taken; i++)
		read[i] = of_confirmation(&v[i]);
	for (size_t i = 0; i < after->n_confirmations; i++)
		if (after->confirmation[i].event == event)
			kept[m++] = of_confirmation(&after->confirmation[i]);
	rc = compare(read, how->taken, kept, m, is_signed, err);
out:
	free(v);
	return rc;
}

static ssjc_rc same_results(const struct record *r, const struct table *t,
    struct record_taking *how, const struct audit_state *after, uint64_t event, bool is_signed,
    struct arena *arena, struct ssjc_err *err)
{
	struct said_once *kept = arena_array(arena, after->n_results + 1, sizeof *kept), *read;
	struct result *v = NULL;
	size_t m = 0;
	bool ok = kept != NULL;
	ssjc_rc rc = record_results(r, t, how, &v, err);

	if (rc)
		goto out;
	read = arena_array(arena, how->taken + 1, sizeof *read);
	ok = ok && read;
	for (size_t i = 0; ok && i < how->taken; i++) {
		char *date = date_room(arena, &ok);

		if (ok)
			read[i] = of_result(&v[i], date);
	}
	for (size_t i = 0; ok && i < after->n_results; i++) {
		char *date;

		if (after->result[i].event != event)
			continue;
		date = date_room(arena, &ok);
		if (ok)
			kept[m++] = of_result(&after->result[i], date);
	}
	rc = ok ? compare(read, how->taken, kept, m, is_signed, err) : ssjc_fail_memory(err);
out:
	free(v);
	return rc;
}

static ssjc_rc same_follows(const struct record *r, const struct table *t,
    struct record_taking *how, const struct audit_state *after, uint64_t event, bool is_signed,
    struct arena *arena, struct ssjc_err *err)
{
	struct said_once *kept = arena_array(arena, after->n_follows + 1, sizeof *kept), *read;
	struct follow *v = NULL;
	size_t m = 0;
	bool ok = kept != NULL;
	ssjc_rc rc = record_follows(r, t, how, &v, err);

	if (rc)
		goto out;
	read = arena_array(arena, how->taken + 1, sizeof *read);
	ok = ok && read;
	for (size_t i = 0; ok && i < how->taken; i++) {
		char *opened = date_room(arena, &ok), *closed = date_room(arena, &ok);

		if (ok)
			read[i] = of_follow(&v[i], opened, closed);
	}
	for (size_t i = 0; ok && i < after->n_follows; i++) {
		char *opened, *closed;

		if (after->follow[i].event != event)
			continue;
		opened = date_room(arena, &ok);
		closed = date_room(arena, &ok);
		if (ok)
			kept[m++] = of_follow(&after->follow[i], opened, closed);
	}
	rc = ok ? compare(read, how->taken, kept, m, is_signed, err) : ssjc_fail_memory(err);
out:
	free(v);
	return rc;
}

ssjc_rc record_same(const struct record *r, const struct table *t, struct record_taking *how,
    enum record_kind kind, const struct audit_state *after, uint64_t event, bool is_signed,
    struct ssjc_err *err)
{
	static ssjc_rc (*const same[])(const struct record *, const struct table *,
	    struct record_taking *, const struct audit_state *, uint64_t, bool, struct arena *,
	    struct ssjc_err *) = {
	    [RECORD_CONFIRM] = same_confirmations,
	    [RECORD_RESULT] = same_results,
	    [RECORD_FOLLOW] = same_follows,
	};
	struct arena arena = {0};
	ssjc_rc rc = same[kind](r, t, how, after, event, is_signed, &arena, err);

	arena_free(&arena);
	return rc;
}
