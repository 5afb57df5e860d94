#include "recusal.h"

#include "ssjc/base/text.h"

ssjc_rc recusal_key(struct str s, struct arena *arena, struct str *out, struct ssjc_err *err)
{
	struct buf key = {0};
	bool ok = true;

	text_key(&key, s);
	*out = arena_str(arena, buf_text(&key), &ok);
	ok = ok && !key.failed;
	buf_free(&key);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc recusal_read(
    struct recusals *out, struct str list, struct arena *arena, struct ssjc_err *err)
{
	size_t most = 1;
	struct str piece;

	for (size_t i = 0; i < list.n; i++)
		most += list.p[i] == ';';
	*out = (struct recusals){.key = arena_array(arena, most, sizeof *out->key)};
	if (!out->key)
		return ssjc_fail_memory(err);
	while (str_split(&list, ';', &piece)) {
		struct str *key = &out->key[out->n];
		ssjc_rc rc = recusal_key(piece, arena, key, err);

		if (rc)
			return rc;
		out->n += key->n > 0;
	}
	return SSJC_OK;
}

bool recusal_of(const struct recusals *r, struct str id, struct str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->key[i], id) || str_eq(r->key[i], name))
			return true;
	return false;
}
