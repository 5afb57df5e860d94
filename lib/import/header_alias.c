#include "header_alias.h"

#include "ssjc/base/text.h"

/* Is it the header that --map gives to a column? */
static bool mapped(const struct import_options *o, struct str header, struct str *column)
{
	struct buf key = {0}, other = {0};
	bool found = false;

	text_key(&key, header);
	for (size_t i = 0; i < o->n_maps && !found; i++) {
		buf_clear(&other);
		text_key(&other, o->map[i].header);
		found = str_eq(buf_text(&key), buf_text(&other));
		if (found)
			*column = o->map[i].column;
	}
	buf_free(&key);
	buf_free(&other);
	return found;
}

bool header_alias_mapped(const struct header_aliases *a, struct str column)
{
	for (size_t i = 0; i < a->options->n_maps; i++)
		if (str_eq(a->options->map[i].column, column))
			return true;
	return false;
}

bool header_alias_column(const struct header_aliases *a, struct str header, struct str *column)
{
	if (header.n == 0)
		return false;
	if (mapped(a->options, header, column))
		return true;
	return vocabulary_column(a->vocabulary, a->stream->name, header, column) &&
	    !header_alias_mapped(a, *column);
}

enum { LETTERS_MAX = 32 };

/* The characters of a short text; 0 when it is too long to be a header. */
static size_t letters(struct str s, struct str out[LETTERS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; n++) {
		size_t from = i++;

		while (i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80)
			i++;
		if (n == LETTERS_MAX)
			return 0;
		out[n] = (struct str){s.p + from, i - from};
	}
	return n;
}

/* How many characters both texts have in the same order: their longest common subsequence. */
static size_t in_common(const struct str *a, size_t n, const struct str *b, size_t m)
{
	unsigned char best[LETTERS_MAX + 1] = {0};

	for (size_t i = 0; i < n; i++) {
		unsigned char before = 0;

		for (size_t k = 0; k < m; k++) {
			unsigned char above = best[k + 1];

			if (str_eq(a[i], b[k]))
				best[k + 1] = (unsigned char)(before + 1);
			else if (best[k] > above)
				best[k + 1] = best[k];
			before = above;
		}
	}
	return best[m];
}

bool header_alias_nearest(const struct header_aliases *a, struct str header, struct str *column)
{
	struct str mine[LETTERS_MAX], its[LETTERS_MAX];
	struct vocabulary_entry e;
	struct buf key = {0};
	size_t n, common = 0, total = 1;

	text_key(&key, header);
	n = letters(buf_text(&key), mine);
	for (size_t i = 0; n > 0 && vocabulary_entry(a->vocabulary, VOCABULARY_HEADERS, i, &e);
	     i++) {
		size_t m, both;

		if (!str_is(e.scope, a->stream->name) && !str_is(e.scope, "*"))
			continue;
		m = letters(e.key, its);
		both = m > 0 ? in_common(mine, n, its, m) : 0;
		/* Of two that are alike the one that has less besides. */
		if (both < 2 || both * total < common * (n + m) ||
		    (both * total == common * (n + m) && common > 0))
			continue;
		common = both;
		total = n + m;
		*column = e.means;
	}
	buf_free(&key);
	return common * 10 >= total * 3;
}
