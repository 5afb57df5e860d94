#include "ssjc/plan/release.h"

#include "ssjc/plan/calendar.h"
#include "ssjc/plan/stream.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
	const struct release_line *x = a, *y = b;
	int c = str_cmp(x->text, y->text);

	return c ? c : (int)x->ours - (int)y->ours;
}

static size_t count_lines(struct str text)
{
	struct str line;
	size_t n = 0;

	while (str_split(&text, '\n', &line))
		n++;
	return n;
}

static void add_lines(struct release_line *v, size_t *n, struct str text, bool ours)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.n)
			v[(*n)++] = (struct release_line){line, ours};
	}
}

/* Equal lines of both texts cancel each other, one by one; v is sorted. */
static size_t cancel(struct release_line *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0, end; i < n; i = end) {
		size_t ours = 0, theirs;

		for (end = i; end < n && str_eq(v[end].text, v[i].text); end++)
			ours += v[end].ours;
		theirs = end - i - ours;
		for (size_t k = ours < theirs ? theirs - ours : ours - theirs; k > 0; k--)
			v[kept++] = (struct release_line){v[i].text, ours > theirs};
	}
	return kept;
}

/* The next line that is not empty, without what ends it; empty at the end. */
static struct str next_line(struct str *text)
{
	struct str line;

	while (str_split(text, '\n', &line)) {
		line = str_trim(line);
		if (line.n)
			return line;
	}
	return STR("");
}

/* Do two texts have their lines in another order? */
static bool in_another_order(struct str a, struct str b)
{
	struct str x, y;

	do {
		x = next_line(&a);
		y = next_line(&b);
	} while (x.n && str_eq(x, y));
	return !str_eq(x, y);
}

bool release_differs(const struct release_difference *d)
{
	return d->unknown || d->n > 0 || d->reordered;
}

/* The text of the release's file of that name; NULL when there is none. */
static struct str released(struct str name)
{
	for (const struct release_file *f = release_files; f->name; f++)
		if (str_is(name, f->name))
			return (struct str){(const char *)f->bytes, f->n};
	return (struct str){NULL, 0};
}

ssjc_rc release_compare(struct release_difference *out, struct str name, struct str text,
    struct arena *arena, struct ssjc_err *err)
{
	struct str release = released(name);

	*out = (struct release_difference){0};
	if (!release.p) {
		out->unknown = true;
		return SSJC_OK;
	}
	if (str_eq(release, text))
		return SSJC_OK;
	out->v = arena_array(arena, count_lines(release) + count_lines(text) + 1, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(err);
	add_lines(out->v, &out->n, release, false);
	add_lines(out->v, &out->n, text, true);
	qsort(out->v, out->n, sizeof *out->v, by_text);
	out->n = cancel(out->v, out->n);
	out->reordered = out->n == 0 && in_another_order(release, text);
	return SSJC_OK;
}

/* Add the day to those that differ: "2023-06-23,off", as a calendar would have it. */
static ssjc_rc add_day(
    struct release_difference *d, day_t day, bool work, struct arena *arena, struct ssjc_err *err)
{
	char text[DATE_SIZE + sizeof ",work"];
	bool ok = true;

	date_format(day, text);
	strcat(text, work ? ",work" : ",off");
	d->v[d->n++] = (struct release_line){arena_str(arena, str_of(text), &ok), true};
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Is the day a working day for one and a day off for the other, which both have its year? */
static bool day_differs(
    const struct calendar *ours, const struct calendar *theirs, day_t day, bool *work, int *beyond)
{
	struct ssjc_err none;
	bool release;

	if (calendar_is_workday(ours, day, work, &none))
		return false;
	if (!calendar_is_workday(theirs, day, &release, &none))
		return *work != release;
	*beyond = *beyond ? *beyond : date_year(day);
	return false;
}

ssjc_rc release_calendar(struct release_difference *out, struct str text, day_t from, day_t to,
    int *beyond, struct arena *arena, struct ssjc_err *err)
{
	struct calendar *ours = NULL, *theirs = NULL;
	size_t n = 0;
	bool work;
	ssjc_rc rc;

	*beyond = 0;
	*out = (struct release_difference){.days = true};
	rc = calendar_read(&ours, text, "the calendar on record", err);
	if (rc)
		goto out;
	rc = calendar_read(&theirs, released(STR("calendar-cn.csv")), "calendar-cn.csv", err);
	if (rc)
		goto out;
	for (day_t day = from; day <= to; day++)
		n += day_differs(ours, theirs, day, &work, beyond);
	out->v = arena_array(arena, n + 1, sizeof *out->v);
	if (!out->v) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (day_t day = from; day <= to; day++) {
		if (!day_differs(ours, theirs, day, &work, beyond))
			continue;
		rc = add_day(out, day, work, arena, err);
		if (rc)
			goto out;
	}
out:
	calendar_free(ours);
	calendar_free(theirs);
	return rc;
}

ssjc_rc release_vocabulary(struct vocabulary **out, struct ssjc_err *err)
{
	struct str text[VOCABULARY_FILES] = {{NULL, 0}};

	for (int i = 0; i < VOCABULARY_FILES; i++)
		text[i] = released(str_of(vocabulary_files[i]));
	return vocabulary_read(out, text, err);
}

bool release_decides(struct str stream, struct str column)
{
	static const char *const decisive[] = {"id", "name", "status", "credit", "category",
	    "region", "date", "plan", "cert", "dept", "skills", "skill", "expert", "recuse",
	    "leave", "valid_until", "items", "item", "result", "confirmed", "reason", "evidence",
	    "kind", "opened", "closed"};
	const struct stream *s = stream_of(stream);

	for (size_t i = 0; s && i < sizeof decisive / sizeof decisive[0]; i++)
		if (str_is(column, decisive[i]))
			return stream_column(s, column);
	return false;
}

bool release_map(const struct vocabulary *release, struct str stream, struct str column,
    struct str header, struct str *means)
{
	const struct stream *s = stream_of(stream);

	/* To take a column away decides as much as to give one. */
	return s && vocabulary_column(release, s->name, header, means) && !str_eq(*means, column) &&
	    (release_decides(stream, column) || release_decides(stream, *means));
}
