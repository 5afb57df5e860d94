#include "ssjc/base/qr.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* What the largest holds at level M: bytes, or signs of the plain ones. */
enum { TEXT_MAX = 2331, PLAIN_MAX = 3391 };

ssjc_rc qr_make(struct qr *out, struct str text, struct ssjc_err *err)
{
	QRinput *input = NULL;
	QRcode *code = NULL;
	ssjc_rc rc = SSJC_OK;
	bool plain = true;

	*out = (struct qr){0};
	for (size_t i = 0; i < text.n; i++)
		plain &= text.p[i] &&
		    strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", text.p[i]);
	if (text.n == 0 || text.n > (plain ? PLAIN_MAX : TEXT_MAX))
		return ssjc_fail(
		    err, SSJC_USAGE, "a QR code cannot hold a text of %zu bytes", text.n);
	input = QRinput_new2(0, QR_ECLEVEL_M);
	if (!input ||
	    QRinput_append(input, plain ? QR_MODE_AN : QR_MODE_8, (int)text.n,
	        (const unsigned char *)text.p) != 0 ||
	    !(code = QRcode_encodeInput(input))) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	out->width = (unsigned)code->width;
	out->dark = malloc((size_t)out->width * out->width);
	if (!out->dark) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < (size_t)out->width * out->width; i++)
		out->dark[i] = code->data[i] & 1;
out:
	QRinput_free(input);
	QRcode_free(code);
	return rc;
}

void qr_free(struct qr *q)
{
	free(q->dark);
	*q = (struct qr){0};
}

/* Is the module dark? Outside of the code there is its border. */
static bool is_dark(const struct qr *q, unsigned row, unsigned column)
{
	return row >= QR_BORDER && row < q->width + QR_BORDER && column >= QR_BORDER &&
	    column < q->width + QR_BORDER &&
	    q->dark[(row - QR_BORDER) * q->width + column - QR_BORDER];
}

void qr_blocks(struct buf *out, const struct qr *q, const char *before, const char *after)
{
	/* Of the upper and the lower module. */
	static const char *const blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};
	unsigned side = q->width + 2 * QR_BORDER;

	for (unsigned row = 0; row < side; row += 2) {
		buf_z(out, before);
		for (unsigned column = 0; column < side; column++)
			buf_z(out, blocks[is_dark(q, row, column)][is_dark(q, row + 1, column)]);
		buf_z(out, after);
		buf_char(out, '\n');
	}
}

/* ---- PNG (ISO/IEC 15948) ---- */

static void put_number(struct buf *out, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(out, (char)(n >> shift));
}

static void put_chunk(struct buf *out, const char *type, struct str data)
{
	uLong sum = crc32(0, (const Bytef *)type, 4);

	put_number(out, (uint32_t)data.n);
	buf_z(out, type);
	buf_str(out, data);
	if (data.n)
		sum = crc32(sum, (const Bytef *)data.p, (uInt)data.n);
	put_number(out, (uint32_t)sum);
}

/* A line of pixels: the filter, which is none, and eight of them a byte, 1 for white. */
static void put_line(struct buf *out, const struct qr *q, unsigned row, unsigned scale)
{
	unsigned pixels = (q->width + 2 * QR_BORDER) * scale, bits = 0;

	buf_char(out, 0);
	for (unsigned x = 0; x < pixels; x++) {
		bits = bits << 1 | !is_dark(q, row, x / scale);
		if (x % 8 == 7)
			buf_char(out, (char)bits);
	}
	if (pixels % 8)
		buf_char(out, (char)(bits << (8 - pixels % 8)));
}

/* As many lines as a module has. */
static void put_lines(struct buf *out, const struct qr *q, unsigned row, unsigned scale)
{
	size_t from = out->n, n;

	put_line(out, q, row, scale);
	n = out->n - from;
	for (unsigned y = 1; y < scale; y++) {
		char *room = buf_room(out, n);

		if (!room)
			return;
		memcpy(room, out->p + from, n);
		buf_wrote(out, n);
	}
}

void qr_png(struct buf *out, const struct qr *q, unsigned scale)
{
	unsigned pixels = (q->width + 2 * QR_BORDER) * scale;
	struct buf lines = {0}, part = {0};
	uLongf n;
	char *to;

	for (unsigned row = 0; row < q->width + 2 * QR_BORDER; row++)
		put_lines(&lines, q, row, scale);
	buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	put_number(&part, pixels);
	put_number(&part, pixels);
	buf_add(&part, "\1\0\0\0\0", 5); /* one bit of grey */
	put_chunk(out, "IHDR", buf_text(&part));
	buf_clear(&part);
	n = compressBound((uLong)lines.n);
	to = lines.failed ? NULL : buf_room(&part, n);
	if (!to || compress2((Bytef *)to, &n, (const Bytef *)lines.p, (uLong)lines.n, 9) != Z_OK) {
		out->failed = true;
	} else {
		buf_wrote(&part, n);
		put_chunk(out, "IDAT", buf_text(&part));
		put_chunk(out, "IEND", STR(""));
	}
	out->failed |= part.failed;
	buf_free(&lines);
	buf_free(&part);
}
