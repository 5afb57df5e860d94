#include "keyset.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 6 };

/* Multiply to 128 bits and fold: every bit of both moves every bit. */
static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide w = (wide)a * b;

	return (uint64_t)w ^ (uint64_t)(w >> 64);
}

uint64_t keyset_mix(uint64_t h, struct str s)
{
	static const uint64_t k1 = 0x9e3779b97f4a7c15, k2 = 0xd1342543de82ef95;
	const char *p = s.p;
	size_t n = s.n;
	uint64_t w = 0;

	h ^= mix(n + k1, k2);
	for (; n > sizeof w; p += sizeof w, n -= sizeof w) {
		memcpy(&w, p, sizeof w);
		h = mix(h ^ w ^ k1, k2);
	}
	/* The last eight bytes, some of them a second time; or all there are. */
	w = 0;
	if (s.n >= sizeof w)
		memcpy(&w, s.p + s.n - sizeof w, sizeof w);
	else if (n)
		memcpy(&w, p, n);
	return mix(h ^ w ^ k2, k1);
}

static struct str key_of(const struct keyset *s, size_t i)
{
	size_t end = i + 1 < s->n ? s->entry[i + 1].key : s->keys.n;

	return (struct str){s->keys.p + s->entry[i].key, end - s->entry[i].key};
}

/* A byte of the hash is compared before the key is: most slots need no second look. */
static unsigned char tag_of(uint64_t hash)
{
	return (unsigned char)(hash >> 56 | 1);
}

static void take_slot(struct keyset *s, uint64_t hash, size_t i)
{
	size_t at = hash & (s->slots - 1);

	while (s->tag[at])
		at = (at + 1) & (s->slots - 1);
	s->tag[at] = tag_of(hash);
	s->slot[at] = (uint32_t)i;
}

/* Twice the slots; entries stay where they are. */
static bool widen(struct keyset *s)
{
	size_t slots = s->slots ? s->slots * 2 : FIRST_SLOTS;

	if (s->n >= UINT32_MAX)
		return false;
	free(s->slot);
	free(s->tag);
	s->slot = malloc(slots * sizeof *s->slot);
	s->tag = calloc(slots, sizeof *s->tag);
	s->slots = slots;
	if (!s->slot || !s->tag)
		return false;
	for (size_t i = 0; i < s->n; i++)
		take_slot(s, keyset_mix(0, key_of(s, i)), i);
	return true;
}

uint64_t keyset_hash(const struct keyset *s, struct str key)
{
	uint64_t hash = keyset_mix(0, key);

	if (s->slots) {
		__builtin_prefetch(&s->tag[hash & (s->slots - 1)], 1);
		__builtin_prefetch(&s->slot[hash & (s->slots - 1)], 1);
	}
	return hash;
}

static struct keyset_entry *find(const struct keyset *s, uint64_t hash, struct str key)
{
	if (s->slots == 0)
		return NULL;
	for (size_t at = hash & (s->slots - 1); s->tag[at]; at = (at + 1) & (s->slots - 1))
		if (s->tag[at] == tag_of(hash) && str_eq(key_of(s, s->slot[at]), key))
			return &s->entry[s->slot[at]];
	return NULL;
}

struct keyset_entry *keyset_find(const struct keyset *s, struct str key)
{
	return find(s, keyset_mix(0, key), key);
}

bool keyset_add(struct keyset *s, uint64_t hash, struct str key, uint64_t content, uint64_t place,
    const struct keyset_entry **old)
{
	*old = NULL;
	if (s->n >= s->slots / 4 * 3 && !widen(s))
		return false;
	*old = find(s, hash, key);
	if (*old)
		return true;
	if (!array_grow(&s->entry, &s->cap, s->n, sizeof *s->entry))
		return false;
	s->entry[s->n] = (struct keyset_entry){content, place, s->keys.n};
	buf_str(&s->keys, key);
	if (s->keys.failed)
		return false;
	take_slot(s, hash, s->n++);
	return true;
}

void keyset_free(struct keyset *s)
{
	free(s->entry);
	free(s->slot);
	free(s->tag);
	buf_free(&s->keys);
	*s = (struct keyset){0};
}
