#include "recusal.h"

#include "ssjc/base/text.h"

#include <stdlib.h>

struct recusal_key {
	struct str key;
	size_t number;
};

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

ssjc_rc recusal_index_add(struct recusal_index *x, struct str id_key, struct str name_key,
    size_t number, struct ssjc_err *err)
{
	const struct str key[] = {id_key, name_key};

	for (size_t i = 0; i < 2; i++) {
		if (key[i].n == 0)
			continue;
		if (!array_grow(&x->v, &x->cap, x->n, sizeof *x->v))
			return ssjc_fail_memory(err);
		x->v[x->n++] = (struct recusal_key){key[i], number};
	}
	return SSJC_OK;
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct recusal_key *)a)->key, ((const struct recusal_key *)b)->key);
}

void recusal_index_sort(struct recusal_index *x)
{
	if (x->n > 1)
		qsort(x->v, x->n, sizeof *x->v, by_key);
}

ssjc_rc recusal_index_find(
    const struct recusal_index *x, struct str list, bits *objects, struct ssjc_err *err)
{
	struct buf text = {0};
	struct str piece;

	while (str_split(&list, ';', &piece)) {
		struct recusal_key key = {.number = 0};
		size_t at;

		buf_clear(&text);
		text_key(&text, piece);
		key.key = buf_text(&text);
		at = array_bisect(&key, x->v, x->n, sizeof *x->v, by_key);
		for (; at < x->n && str_eq(x->v[at].key, key.key); at++)
			bits_set(objects, x->v[at].number);
	}
	if (text.failed) {
		buf_free(&text);
		return ssjc_fail_memory(err);
	}
	buf_free(&text);
	return SSJC_OK;
}

void recusal_index_free(struct recusal_index *x)
{
	free(x->v);
	*x = (struct recusal_index){0};
}
