#include "ssjc/json.h"

#include <inttypes.h>

void json_str(struct buf *out, struct str s)
{
	buf_char(out, '"');
	while (s.n > 0) {
		size_t good = str_utf8(s), plain = 0;

		for (size_t i = 0; i < good; i++) {
			unsigned char c = (unsigned char)s.p[i];

			if (c >= ' ' && c != '"' && c != '\\')
				continue;
			buf_add(out, s.p + plain, i - plain);
			buf_printf(out, c < ' ' ? "\\u%04x" : "\\%c", c);
			plain = i + 1;
		}
		buf_add(out, s.p + plain, good - plain);
		if (good < s.n) {
			buf_z(out, "\xef\xbf\xbd");
			good++;
		}
		s.p += good;
		s.n -= good;
	}
	buf_char(out, '"');
}

void json_next(struct buf *out)
{
	char last = out->n ? out->p[out->n - 1] : '{';

	if (last != '{' && last != '[')
		buf_char(out, ',');
}

void json_member(struct buf *out, const char *name, struct str s)
{
	json_next(out);
	buf_printf(out, "\"%s\":", name);
	json_str(out, s);
}

void json_number(struct buf *out, const char *name, uint64_t n)
{
	json_next(out);
	buf_printf(out, "\"%s\":%" PRIu64, name, n);
}
