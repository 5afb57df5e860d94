/* Addresses with a password in them, as they may be shown. */
#include "cli.h"

#include <string.h>

bool cli_is_database(const char *operand)
{
	struct str s = str_of(operand);

	return str_starts(s, "postgresql://") || str_starts(s, "postgres://");
}

/* One of the pieces of a query, which are parted by &; the value of a secret one is left out. */
static void put_piece(struct buf *out, struct str piece)
{
	static const char *const secret[] = {"password=", "sslpassword="};

	for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
		if (str_starts(piece, secret[i])) {
			buf_printf(out, "%s***", secret[i]);
			return;
		}
	buf_str(out, piece);
}

void cli_address(struct buf *out, const char *operand)
{
	const char *from, *query, *at = NULL, *colon;
	struct str rest, piece;
	const char *mark = "?";

	if (!cli_is_database(operand)) {
		buf_z(out, operand);
		return;
	}
	from = strstr(operand, "://") + 3;
	query = strchr(from, '?');
	query = query ? query : from + strlen(from);
	for (const char *p = from; p < query; p++)
		at = *p == '@' ? p : at;
	colon = memchr(from, ':', (size_t)(query - from));
	if (at && colon && colon < at) {
		buf_add(out, operand, (size_t)(colon - operand));
		buf_add(out, at, (size_t)(query - at));
	} else {
		buf_add(out, operand, (size_t)(query - operand));
	}
	if (!*query)
		return;
	rest = str_of(query + 1);
	while (str_split(&rest, '&', &piece)) {
		buf_z(out, mark);
		put_piece(out, piece);
		mark = "&";
	}
}
