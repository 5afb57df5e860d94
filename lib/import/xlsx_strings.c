#include "xlsx_strings.h"

#include <stdlib.h>
#include <unistd.h>

enum { TAIL = 1 << 20, BLOCK = 1 << 14 };

/* Move the tail to the file. Where there is no room for one, it stays in memory. */
static void file_tail(struct xlsx_strings *s)
{
	if (!s->file)
		s->file = tmpfile();
	if (!s->block)
		s->block = malloc((size_t)XLSX_BLOCKS * BLOCK);
	if (!s->file || !s->block ||
	    pwrite(fileno(s->file), s->tail.p, s->tail.n, (off_t)s->filed) != (ssize_t)s->tail.n)
		return;
	s->filed += s->tail.n;
	buf_clear(&s->tail);
}

bool xlsx_strings_end(struct xlsx_strings *s)
{
	if (s->tail.failed || s->filed + s->tail.n > UINT32_MAX ||
	    !array_grow(&s->end, &s->cap, s->n, sizeof *s->end))
		return false;
	s->end[s->n++] = (uint32_t)(s->filed + s->tail.n);
	if (s->tail.n >= TAIL)
		file_tail(s);
	return true;
}

bool xlsx_strings_rich(struct xlsx_strings *s, bool struck)
{
	/* Of more strings than that nobody struck one through. */
	if (s->n > UINT32_MAX / 2)
		return true;
	if (!array_grow(&s->rich, &s->rich_cap, s->n_rich, sizeof *s->rich))
		return false;
	s->rich[s->n_rich++] = (uint32_t)(s->n - 1) << 1 | struck;
	return true;
}

static int by_string(const void *a, const void *b)
{
	uint32_t p = *(const uint32_t *)a >> 1, q = *(const uint32_t *)b >> 1;

	return (p > q) - (p < q);
}

bool xlsx_strings_runs(const struct xlsx_strings *s, size_t i, bool *struck)
{
	uint32_t key = (uint32_t)i << 1, *found;

	if (s->n_rich == 0)
		return false;
	found = bsearch(&key, s->rich, s->n_rich, sizeof *s->rich, by_string);
	if (found)
		*struck = *found & 1;
	return found != NULL;
}

/* A block of the file, or NULL. */
static const char *block(struct xlsx_strings *s, size_t number)
{
	size_t i = number % XLSX_BLOCKS, at = number * BLOCK;
	size_t n = s->filed - at < BLOCK ? s->filed - at : BLOCK;
	char *to = s->block + i * BLOCK;

	if (s->kept[i] == number + 1)
		return to;
	s->kept[i] = 0;
	if (pread(fileno(s->file), to, n, (off_t)at) != (ssize_t)n)
		return NULL;
	s->kept[i] = number + 1;
	return to;
}

bool xlsx_strings_get(struct xlsx_strings *s, size_t i, struct buf *to)
{
	size_t from = i ? s->end[i - 1] : 0, end = s->end[i];

	if (from >= s->filed) {
		buf_add(to, buf_text(&s->tail).p + (from - s->filed), end - from);
		return true;
	}
	while (from < end) {
		size_t at = from % BLOCK, n = BLOCK - at < end - from ? BLOCK - at : end - from;
		const char *p = block(s, from / BLOCK);

		if (!p)
			return false;
		buf_add(to, p + at, n);
		from += n;
	}
	return true;
}

void xlsx_strings_free(struct xlsx_strings *s)
{
	if (s->file)
		fclose(s->file);
	free(s->block);
	free(s->end);
	free(s->rich);
	buf_free(&s->tail);
	*s = (struct xlsx_strings){0};
}
