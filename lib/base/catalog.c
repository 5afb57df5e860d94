#include "catalog.h"

#include "ssjc/base/file.h"

#include <string.h>

/* The catalog in memory: the .mo format of GNU gettext, with little-endian numbers. */
static struct catalog {
	struct file file;
	uint32_t count;          /* of texts */
	uint32_t english, other; /* where the tables of (length, place) are; sorted by english */
} catalog;

static uint32_t number(const struct catalog *c, size_t at)
{
	const unsigned char *p = (const unsigned char *)c->file.bytes.p + at;

	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static const char *entry(const struct catalog *c, uint32_t table, uint32_t i)
{
	return c->file.bytes.p + number(c, table + (size_t)i * 8 + 4);
}

/* Is every entry of a table inside of the file, and does its text end there? */
static bool sound_table(const struct catalog *c, uint32_t table)
{
	size_t n = c->file.bytes.n;

	if (table > n || c->count > (n - table) / 8)
		return false;
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t length = number(c, table + (size_t)i * 8);
		uint32_t at = number(c, table + (size_t)i * 8 + 4);

		if (at >= n || length >= n - at || c->file.bytes.p[at + length] != '\0')
			return false;
	}
	return true;
}

static bool sound(struct catalog *c)
{
	enum { HEAD = 28 };

	if (c->file.bytes.n < HEAD || number(c, 0) != UINT32_C(0x950412de) ||
	    number(c, 4) >> 16 > 1)
		return false;
	c->count = number(c, 8);
	c->english = number(c, 12);
	c->other = number(c, 16);
	return sound_table(c, c->english) && sound_table(c, c->other);
}

const char *catalog_text(const char *english)
{
	uint32_t low = 0, high = catalog.count;

	/* The empty text is the catalog's own head. */
	if (!english || !*english)
		return english;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(english, entry(&catalog, catalog.english, middle));

		if (order == 0)
			return entry(&catalog, catalog.other, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return english;
}

void catalog_close(void)
{
	file_close(&catalog.file);
	catalog = (struct catalog){.count = 0};
}

bool catalog_load(const char *folder, struct str language)
{
	struct catalog c = {.count = 0};
	struct buf path = {0};
	struct ssjc_err err;
	bool loaded = false;

	buf_printf(&path, "%s/%.*s/LC_MESSAGES/ssjc.mo", folder, STR_ARG(language));
	if (!path.failed && file_open(&c.file, path.p, &err) == SSJC_OK)
		loaded = sound(&c);
	if (loaded) {
		catalog_close();
		catalog = c;
	} else {
		file_close(&c.file);
	}
	buf_free(&path);
	return loaded;
}
