#include "roster_text.h"

/* A window that large has the end of any record, or shows that one is too long. */
enum { WIDEST = 2 * CSV_RECORD_MAX, ROW = 4096 };

void roster_text_of(struct roster_text *t, struct str text, const struct large *large)
{
	*t = (struct roster_text){.text = text, .large = large, .n = text.n};
	if (!large)
		return;
	t->text = large_head(large);
	t->n = large_size(large);
}

/* Without the bytes of a character that is not whole. */
static struct str whole_characters(struct str s)
{
	enum { CHARACTER = 4 };

	for (size_t i = 1; i < CHARACTER && i <= s.n; i++) {
		unsigned char c = (unsigned char)s.p[s.n - i];

		if (c < 0x80)
			break;
		if (c >= 0xc0)
			return (struct str){s.p, s.n - i};
	}
	return s;
}

ssjc_rc roster_text_start(
    const struct roster_text *t, struct buf *window, struct csv_in *in, struct ssjc_err *err)
{
	ssjc_rc rc = t->large ? large_read(t->large, 0, WIDEST, window, err) : SSJC_OK;

	if (rc || !t->large)
		return rc;
	csv_in_window(
	    in, window->n < t->n ? whole_characters(buf_text(window)) : buf_text(window), 0);
	csv_in_rewind(in);
	return SSJC_OK;
}

ssjc_rc roster_text_cut(const struct roster_text *t, struct buf *window, struct csv_in *in,
    size_t from, size_t size, size_t *to, struct ssjc_err *err)
{
	bool last;

	for (size_t more = size / 16 + ROW; t->large; more *= 4) {
		struct str text;
		ssjc_rc rc = large_read(t->large, from, from + size + more, window, err);

		if (rc)
			return rc;
		text = buf_text(window);
		last = from + text.n == t->n;
		csv_in_window(in, last ? text : whole_characters(text), from);
		*to = csv_in_cut(in, from, size);
		if (last || *to < from + whole_characters(text).n || more >= WIDEST)
			return SSJC_OK;
	}
	*to = csv_in_cut(in, from, size);
	return SSJC_OK;
}

ssjc_rc roster_text_seek(const struct roster_text *t, struct buf *window, struct csv_in *in,
    size_t offset, struct ssjc_err *err)
{
	size_t end;
	ssjc_rc rc = t->large ? roster_text_cut(t, window, in, offset, 1, &end, err) : SSJC_OK;

	if (!rc)
		csv_in_seek(in, offset);
	return rc;
}

void roster_text_expect(const struct roster_text *t, size_t offset)
{
	enum { CACHE_LINE = 64, NEAR = 128 };

	if (t->large)
		large_expect(t->large, offset, ROW);
	else
		for (size_t i = 0; i < NEAR && offset + i < t->n; i += CACHE_LINE)
			__builtin_prefetch(t->text.p + offset + i);
}

uint64_t roster_text_line(const struct roster_text *t, size_t offset)
{
	struct ssjc_err none;
	uint64_t before;

	if (!t->large)
		return str_line(t->text, offset);
	return large_lines(t->large, offset, &before, &none) ? 0 : before + 1;
}
