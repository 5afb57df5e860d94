#include "draw_view.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

const char *draw_view_word(const struct draw_view *v, const char *english)
{
	return v->said ? language_text(english) : english;
}

void draw_view_cell(struct buf *out, struct str s, size_t width, bool right)
{
	size_t w = text_width(s), blanks = w < width ? width - w : 0;

	for (size_t i = 0; right && i < blanks; i++)
		buf_char(out, ' ');
	buf_str(out, s);
	for (size_t i = 0; !right && i < blanks; i++)
		buf_char(out, ' ');
}

void draw_view_number(struct buf *out, uint64_t n, int width)
{
	buf_printf(out, "%*llu", width, (unsigned long long)n);
}

size_t draw_view_wider(size_t wide, struct str text)
{
	return text_width(text) > wide ? text_width(text) : wide;
}

void draw_view_head(const struct draw_view *v, const char *first, size_t wide,
    const char *const *word, const size_t *width, size_t n)
{
	draw_view_cell(v->out, str_of(draw_view_word(v, first)), wide, false);
	for (size_t i = 0; i < n; i++)
		draw_view_cell(v->out, str_of(draw_view_word(v, word[i])), width[i], true);
	buf_char(v->out, '\n');
}
