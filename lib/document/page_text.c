#include "page_parts.h"

#include "ssjc/base/text.h"

static void escape_signs(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_z(out, "&amp;");
			break;
		case '<':
			buf_z(out, "&lt;");
			break;
		case '>':
			buf_z(out, "&gt;");
			break;
		case '"':
			buf_z(out, "&quot;");
			break;
		default:
			buf_char(out, s.p[i]);
		}
	}
}

void page_escape(struct buf *out, struct str s)
{
	struct buf shown = {0};

	if (text_plain_lines(s)) {
		escape_signs(out, s);
		return;
	}
	text_escape_lines(&shown, s);
	escape_signs(out, buf_text(&shown));
	out->failed |= shown.failed;
	buf_free(&shown);
}

/* The name of a fact; its value and </dd> come next. */
void page_term(struct buf *out, const char *name)
{
	buf_printf(out, "<dt>%s</dt><dd>", name);
}

void page_fact(struct buf *out, const char *name, struct str value)
{
	page_term(out, name);
	page_escape(out, value);
	buf_z(out, "</dd>\n");
}
