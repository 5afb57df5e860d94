#include "xlsx_texts.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_FIRST = 256 };

/* Where its number is, or is to be. */
static uint32_t *find(const struct xlsx_texts *s, struct str text)
{
	size_t at = (size_t)(str_hash(text) >> 24) & (s->slots - 1);

	while (s->slot[at] && !str_eq(xlsx_texts_text(s, s->slot[at] - 1), text))
		at = (at + 1) & (s->slots - 1);
	return &s->slot[at];
}

static bool grow(struct xlsx_texts *s)
{
	struct xlsx_texts more = *s;

	if (s->n < s->slots / 2)
		return true;
	more.slots = s->slots ? s->slots * 2 : SLOTS_FIRST;
	more.slot = calloc(more.slots, sizeof *more.slot);
	if (!more.slot)
		return false;
	for (size_t i = 0; i < s->n; i++)
		*find(&more, xlsx_texts_text(s, (uint32_t)i)) = (uint32_t)i + 1;
	free(s->slot);
	s->slot = more.slot;
	s->slots = more.slots;
	return true;
}

uint32_t xlsx_texts_of(struct xlsx_texts *s, struct str text)
{
	bool ok = true;
	uint32_t *slot;

	if (text.n >= UINT32_MAX || s->n >= UINT32_MAX - 1 || !grow(s))
		return XLSX_NO_TEXT;
	slot = find(s, text);
	if (*slot)
		return *slot - 1;
	if (!array_grow(&s->v, &s->cap, s->n, sizeof *s->v))
		return XLSX_NO_TEXT;
	text = arena_str(&s->arena, text, &ok);
	if (!ok)
		return XLSX_NO_TEXT;
	s->v[s->n++] = (struct xlsx_kept){.p = text.p, .n = (uint32_t)text.n};
	*slot = (uint32_t)s->n;
	return *slot - 1;
}

uint32_t xlsx_texts_find(const struct xlsx_texts *s, struct str text)
{
	uint32_t slot = s->slots > 0 ? *find(s, text) : 0;

	return slot ? slot - 1 : XLSX_NO_TEXT;
}

struct str xlsx_texts_text(const struct xlsx_texts *s, uint32_t number)
{
	return (struct str){s->v[number].p, s->v[number].n};
}

uint32_t xlsx_texts_use(struct xlsx_texts *s, uint32_t number)
{
	struct xlsx_kept *it = &s->v[number];

	if (it->place == 0) {
		if (!array_grow(&s->used, &s->used_cap, s->n_used, sizeof *s->used))
			return XLSX_NO_TEXT;
		s->used[s->n_used++] = number;
		it->place = (uint32_t)s->n_used;
	}
	s->cells++;
	return it->place - 1;
}

void xlsx_texts_free(struct xlsx_texts *s)
{
	free(s->v);
	free(s->slot);
	free(s->used);
	arena_free(&s->arena);
	*s = (struct xlsx_texts){0};
}
