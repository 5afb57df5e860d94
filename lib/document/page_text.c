#include "page_parts.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/text.h"

#include <string.h>

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

/* The character that a sign of escape_signs stands for; s begins with it. */
static char sign_at(struct str *s)
{
	static const struct {
		const char *sign;
		char c;
	} signs[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
	char c = s->p[0];

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_cut_start(s, signs[i].sign))
			return signs[i].c;
	s->p++;
	s->n--;
	return c;
}

/* What a browser takes for the text of these elements. */
static void text_of(struct buf *out, struct str html)
{
	while (html.n > 0) {
		const char *end = html.p[0] == '<' ? memchr(html.p, '>', html.n) : NULL;
		size_t n = end ? (size_t)(end - html.p) + 1 : 0;

		if (n)
			html = (struct str){html.p + n, html.n - n};
		else
			buf_char(out, sign_at(&html));
	}
}

ssjc_rc page_row(struct buf *out, const char *role, struct str cells, struct ssjc_err *err)
{
	struct buf text = {0};
	char sum[DIGEST_HEX];
	ssjc_rc rc;

	text_of(&text, cells);
	rc = text.failed ? ssjc_fail_memory(err) : digest_hex(text.p, text.n, sum, err);
	buf_free(&text);
	if (rc)
		return rc;
	buf_z(out, "<tr");
	if (role)
		buf_printf(out, " data-role=\"%s\"", role);
	buf_printf(out, " data-sum=\"%.16s\">", sum);
	buf_str(out, cells);
	buf_z(out, "</tr>\n");
	return SSJC_OK;
}
