#include "ssjc/plan/release.h"

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

ssjc_rc release_compare(struct release_difference *out, struct str name, struct str text,
    struct arena *arena, struct ssjc_err *err)
{
	const struct release_file *f = release_files;
	struct str release;

	*out = (struct release_difference){0};
	while (f->name && !str_is(name, f->name))
		f++;
	if (!f->name) {
		out->unknown = true;
		return SSJC_OK;
	}
	release = (struct str){(const char *)f->bytes, f->n};
	if (str_eq(release, text))
		return SSJC_OK;
	out->v = arena_array(arena, count_lines(release) + count_lines(text) + 1, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(err);
	add_lines(out->v, &out->n, release, false);
	add_lines(out->v, &out->n, text, true);
	qsort(out->v, out->n, sizeof *out->v, by_text);
	out->n = cancel(out->v, out->n);
	return SSJC_OK;
}

ssjc_rc release_vocabulary(struct vocabulary **out, struct ssjc_err *err)
{
	struct str text[VOCABULARY_FILES] = {{NULL, 0}};

	for (int i = 0; i < VOCABULARY_FILES; i++)
		for (const struct release_file *f = release_files; f->name; f++)
			if (strcmp(f->name, vocabulary_files[i]) == 0)
				text[i] = (struct str){(const char *)f->bytes, f->n};
	return vocabulary_read(out, text, err);
}

bool release_map(const struct vocabulary *release, struct str stream, struct str column,
    struct str header, struct str *means)
{
	static const char *const decisive[] = {"id", "name", "status", "credit", "category", "date",
	    "cert", "dept", "recuse", "leave", "valid_until"};
	const struct stream *s = stream_of(stream);

	for (size_t i = 0; s && i < sizeof decisive / sizeof decisive[0]; i++)
		if (str_is(column, decisive[i]) && stream_column(s, column))
			return vocabulary_column(release, s->name, header, means) &&
			    !str_eq(*means, column);
	return false;
}
