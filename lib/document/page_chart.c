/*
 * Charts of the page, as SVG: a line of text and a bar for each. Bars are in per cent of the
 * width, text is not, so that both fit a telephone. The tables beside them say the same.
 */
#include "page_parts.h"

#include <inttypes.h>

enum { ROW = 44, TEXT = 16, BAR = 24, THICK = 12 };

void page_chart_begin(struct buf *out, const char *label, size_t rows)
{
	buf_printf(out,
	    "<svg class=\"chart\" role=\"img\" aria-label=\"%s\" width=\"100%%\" "
	    "height=\"%zu\">\n",
	    label, rows * ROW);
}

static void bar(struct buf *out, const char *of, size_t row, uint64_t n, uint64_t most)
{
	/* In tenths of a per cent. */
	uint64_t width = most ? n * 1000 / most : 0;

	buf_printf(out,
	    "<rect class=\"%s\" x=\"0\" y=\"%zu\" height=\"%d\" width=\"%" PRIu64 ".%" PRIu64
	    "%%\"/>",
	    of, row * ROW + BAR, THICK, width / 10, width % 10);
}

void page_chart_row(struct buf *out, size_t row, const struct chart_bar *b)
{
	size_t y = row * ROW + TEXT;

	buf_printf(out, "<text x=\"0\" y=\"%zu\">", y);
	page_escape(out, b->name);
	buf_printf(out, "</text><text x=\"100%%\" y=\"%zu\" class=\"value\">", y);
	page_escape(out, b->value);
	buf_z(out, "</text>");
	bar(out, "all", row, b->all, b->most);
	bar(out, "part", row, b->part, b->most);
	buf_char(out, '\n');
}

void page_chart_end(struct buf *out)
{
	buf_z(out, "</svg>\n");
}
