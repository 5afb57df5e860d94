/* The several registers that the draw is from, if it is. */
#include "page_parts.h"

#include "registers.h"
#include "ssjc/base/json.h"

#include <inttypes.h>

bool page_several(const struct document *d)
{
	struct register_of r;
	size_t i = 0;

	return register_next(d->registers, &i, &r);
}

void page_registers(struct buf *out, const struct document *d)
{
	struct register_of r;
	size_t i = 0;

	if (!page_several(d))
		return;
	buf_z(out,
	    "<p>名录由下列分名录组成，分别计数后合在一起抽取。报送单位可核对自己一份的 SHA-256 和行数。"
	    "</p>\n<table class=\"list sources\">\n<thead><tr><th scope=\"col\">分名录</th>"
	    "<th scope=\"col\" class=\"n\">行数</th></tr></thead>\n<tbody>\n");
	while (register_next(d->registers, &i, &r)) {
		buf_z(out, "<tr><th scope=\"row\" data-label=\"分名录\">");
		page_escape(out, r.name);
		buf_z(out, "<code>");
		buf_z(out, r.digest.n ? "SHA-256 " : "由数据库计数，没有 SHA-256");
		page_escape(out, r.digest);
		buf_z(out, "</code></th><td class=\"n\" data-label=\"行数\">");
		if (r.digest.n)
			buf_printf(out, "%" PRIu64, r.rows);
		buf_z(out, "</td></tr>\n");
	}
	buf_z(out, "</tbody>\n</table>\n");
}

void page_registers_rule(struct buf *out, const struct document *d)
{
	struct register_of r;
	size_t i = 0;

	if (!page_several(d)) {
		json_member(out, "objects", d->state->roster_digest);
		return;
	}
	json_next(out);
	buf_z(out, "\"registers\":[");
	while (register_next(d->registers, &i, &r)) {
		json_next(out);
		buf_char(out, '{');
		json_member(out, "name", r.name);
		json_member(out, "digest", r.digest);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}
