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
