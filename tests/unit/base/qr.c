/* qr: the finders in three corners, the picture that has the same modules. */
#include "../test.h"

#include "ssjc/base/qr.h"

#include <zlib.h>

static struct ssjc_err err;

/* Seven modules square: a ring, a light ring, three square dark. */
static void finder(const struct qr *q, unsigned row, unsigned column)
{
	for (unsigned i = 0; i < 7; i++)
		for (unsigned j = 0; j < 7; j++) {
			bool ring = i == 0 || i == 6 || j == 0 || j == 6;
			bool core = i >= 2 && i <= 4 && j >= 2 && j <= 4;

			assert_int_equal(q->dark[(row + i) * q->width + column + j], ring || core);
		}
}

static void corners(void **s)
{
	static const struct {
		struct str text;
		unsigned width; /* by the tables of ISO/IEC 18004, level M */
	} cases[] = {
	    {STR_INIT("12345678901234567890"), 21}, /* 20 of letters and digits in version 1 */
	    {STR_INIT("A-1/"), 21},
	    {STR_INIT("CFD-JT-2023-0008/1A2B3C4D/91130230MA07TE886B"), 29}, /* 61 in version 3 */
	    {STR_INIT("样例"), 21},
	};
	struct qr q;

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(qr_make(&q, cases[i].text, &err), SSJC_OK);
		assert_int_equal(q.width, cases[i].width);
		finder(&q, 0, 0);
		finder(&q, 0, q.width - 7);
		finder(&q, q.width - 7, 0);
		qr_free(&q);
	}
}

static void refused(void **s)
{
	static char longest[2333], plain[3392];
	struct qr q;

	(void)s;
	memset(longest, 'a', sizeof longest - 1);
	assert_int_equal(qr_make(&q, (struct str){longest, 2331}, &err), SSJC_OK);
	assert_int_equal(q.width, 177);
	qr_free(&q);
	assert_int_equal(qr_make(&q, (struct str){longest, 2332}, &err), SSJC_USAGE);
	assert_int_equal(qr_make(&q, STR(""), &err), SSJC_USAGE);
	/* Of digits and capitals alone it holds more. */
	memset(plain, 'A', sizeof plain);
	assert_int_equal(qr_make(&q, (struct str){plain, 3391}, &err), SSJC_OK);
	assert_int_equal(q.width, 177);
	qr_free(&q);
	assert_int_equal(qr_make(&q, (struct str){plain, 3392}, &err), SSJC_USAGE);
}

static unsigned number(const unsigned char *p)
{
	return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

static void picture(void **s)
{
	enum { SCALE = 3, SIDE = (21 + 2 * QR_BORDER) * SCALE, LINE = 1 + (SIDE + 7) / 8 };
	static unsigned char line[SIDE * LINE];
	const unsigned char *p;
	struct buf png = {0};
	uLongf n = sizeof line;
	struct qr q;

	(void)s;
	assert_int_equal(qr_make(&q, STR("SSJC"), &err), SSJC_OK);
	qr_png(&png, &q, SCALE);
	assert_false(png.failed);
	p = (const unsigned char *)png.p;
	assert_memory_equal(p, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
	assert_int_equal(number(p + 16), SIDE);
	assert_int_equal(number(p + 20), SIDE);
	assert_memory_equal(p + 24, "\1\0\0\0\0", 5);
	assert_memory_equal(p + 37, "IDAT", 4);
	assert_int_equal(uncompress(line, &n, p + 41, number(p + 33)), Z_OK);
	assert_int_equal(n, sizeof line);
	for (unsigned y = 0; y < SIDE; y++)
		for (unsigned x = 0; x < SIDE; x++) {
			unsigned row = y / SCALE - QR_BORDER, column = x / SCALE - QR_BORDER;
			bool dark = row < 21 && column < 21 && q.dark[row * 21 + column];

			assert_int_equal(line[y * LINE + 1 + x / 8] >> (7 - x % 8) & 1, !dark);
		}
	qr_free(&q);
	buf_free(&png);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(corners),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
