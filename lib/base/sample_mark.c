#include "sample_mark.h"

#include <string.h>
#include <zlib.h>

/*
 * The strokes of the two characters, each in a square of 100, side by side; y goes
 * down. They are turned by the angle of the triangle of 5, 12 and 13, so that all of
 * it is done in whole numbers.
 */
struct stroke {
	int ax, ay, bx, by;
};

static const struct stroke strokes[] = {
    /* 木 */
    {2, 30, 44, 30},
    {24, 6, 24, 96},
    {23, 32, 2, 68},
    {27, 40, 43, 56},
    /* 羊 */
    {58, 4, 66, 19},
    {92, 4, 82, 19},
    {50, 25, 100, 25},
    {55, 46, 95, 46},
    {48, 68, 102, 68},
    {75, 25, 75, 98},
    /* 弓 */
    {122, 12, 154, 12},
    {154, 12, 154, 34},
    {154, 34, 126, 34},
    {126, 34, 124, 57},
    {124, 57, 156, 57},
    {156, 57, 152, 93},
    {152, 93, 140, 86},
    /* 长 */
    {208, 8, 178, 34},
    {164, 47, 216, 47},
    {178, 8, 178, 93},
    {178, 93, 194, 82},
    {186, 47, 214, 94},
};

enum {
	UNIT = 13,                             /* of a stroke's coordinate */
	WIDE = 9 * UNIT / 2,                   /* half of a stroke's breadth */
	TOP = 84,                              /* how far the turned characters rise */
	ROW = (SAMPLE_MARK_WIDTH + 7) / 8 + 1, /* bytes: a bit a pixel, after the filter's byte */
	SIZE = ROW * SAMPLE_MARK_HEIGHT
};

static bool near(const struct stroke *s, int64_t x, int64_t y)
{
	int64_t dx = (s->bx - s->ax) * UNIT, dy = (s->by - s->ay) * UNIT;
	int64_t px = x - s->ax * UNIT, py = y - s->ay * UNIT;
	int64_t along = px * dx + py * dy, length = dx * dx + dy * dy;
	int64_t across = px * dy - py * dx;

	if (along > 0 && along < length)
		return across * across <= WIDE * WIDE * length;
	if (along > 0) {
		px -= dx;
		py -= dy;
	}
	return px * px + py * py <= WIDE * WIDE;
}

/* 13 pixels are 5 units of the characters. */
static bool is_set(int px, int py)
{
	int64_t dy = py - TOP * 13 / 5;
	int64_t x = (12 * px - 5 * dy) * 5 * UNIT / (13 * 13);
	int64_t y = (5 * px + 12 * dy) * 5 * UNIT / (13 * 13);

	for (size_t i = 0; i < sizeof strokes / sizeof strokes[0]; i++)
		if (near(&strokes[i], x, y))
			return true;
	return false;
}

static void put_number(struct buf *out, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(out, (char)(n >> shift));
}

static void put_chunk(struct buf *out, const char *type, const void *data, size_t n)
{
	uLong crc = crc32(0, (const Bytef *)type, 4);

	if (n) /* crc32 without data begins anew */
		crc = crc32(crc, data, (uInt)n);
	put_number(out, (uint32_t)n);
	buf_add(out, type, 4);
	buf_add(out, data, n);
	put_number(out, (uint32_t)crc);
}

/* Stored, not compressed: how zlib compresses is its own affair. */
static void put_pixels(struct buf *out)
{
	static unsigned char row[ROW];
	struct buf z = {0}, rows = {0};

	for (int y = 0; y < SAMPLE_MARK_HEIGHT; y++) {
		memset(row, 0, sizeof row);
		for (int x = 0; x < SAMPLE_MARK_WIDTH; x++)
			if (is_set(x, y))
				row[1 + x / 8] |= (unsigned char)(0x80 >> x % 8);
		buf_add(&rows, row, sizeof row);
	}
	_Static_assert(SIZE <= 0xffff, "one block has all of it");
	buf_add(&z, "\x78\x01\x01", 3);
	buf_char(&z, (char)(SIZE & 0xff));
	buf_char(&z, (char)(SIZE >> 8));
	buf_char(&z, (char)((0xffff - SIZE) & 0xff));
	buf_char(&z, (char)((0xffff - SIZE) >> 8));
	buf_str(&z, buf_text(&rows));
	if (!rows.failed)
		put_number(&z, (uint32_t)adler32(1, (const Bytef *)rows.p, (uInt)rows.n));
	out->failed |= z.failed || rows.failed;
	if (!out->failed)
		put_chunk(out, "IDAT", z.p, z.n);
	buf_free(&z);
	buf_free(&rows);
}

void sample_mark(struct buf *out)
{
	struct buf head = {0};

	put_number(&head, SAMPLE_MARK_WIDTH);
	put_number(&head, SAMPLE_MARK_HEIGHT);
	buf_add(&head, "\x01\x03\x00\x00\x00", 5); /* a bit a pixel, by a palette */
	out->failed |= head.failed;
	buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	if (!out->failed)
		put_chunk(out, "IHDR", head.p, head.n);
	put_chunk(out, "PLTE", "\xff\xff\xff\xb0\x00\x20", 6);
	put_chunk(out, "tRNS", "\x00\x30", 2); /* how opaque each is */
	put_pixels(out);
	put_chunk(out, "IEND", "", 0);
	buf_free(&head);
}
