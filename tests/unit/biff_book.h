/*
 * biff_book: old workbooks (.xls) for tests, written record by record, so that
 * they are wrong in exactly the way that is meant; and compound files around them.
 */
#ifndef BIFF_BOOK_H
#define BIFF_BOOK_H

#include "import/biff.h"
#include "ssjc/base/buf.h"

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-output.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What a BOF says comes after it. */
enum { BIFF_BOOK_GLOBALS = 0x05, BIFF_BOOK_SHEET = 0x10, BIFF_BOOK_CHART = 0x20 };

static void biff_book_int(struct buf *b, size_t width, uint32_t v)
{
	for (size_t i = 0; i < width; i++)
		buf_char(b, (char)(v >> 8 * i));
}

/* UTF-8 of up to three bytes a character as UTF-16LE. */
static void biff_book_wide(struct buf *b, const char *z)
{
	while (*z) {
		unsigned char c = (unsigned char)*z++;
		uint32_t v = c;

		if (c >= 0xe0) {
			v = (c & 0x0fu) << 12 | ((unsigned char)*z++ & 0x3fu) << 6;
			v |= (unsigned char)*z++ & 0x3fu;
		} else if (c >= 0xc0) {
			v = (c & 0x1fu) << 6 | ((unsigned char)*z++ & 0x3fu);
		}
		biff_book_int(b, 2, v);
	}
}

/*
 * Append data by shape: '1', '2' and '4' are an unsigned of so many bytes, 'd' a double,
 * 'a' a C string as it is, 'w' one of UTF-8 in UTF-16LE, 's' a struct str.
 */
static void biff_book_data(struct buf *b, const char *shape, va_list args)
{
	for (; *shape; shape++) {
		struct str s;
		double d;

		switch (*shape) {
		case '1':
		case '2':
		case '4':
			biff_book_int(b, (size_t)(*shape - '0'), va_arg(args, unsigned));
			break;
		case 'd':
			d = va_arg(args, double);
			buf_add(b, &d, sizeof d); /* the machines that test are little-endian */
			break;
		case 'a':
			buf_z(b, va_arg(args, const char *));
			break;
		case 'w':
			biff_book_wide(b, va_arg(args, const char *));
			break;
		case 's':
			s = va_arg(args, struct str);
			buf_str(b, s);
			break;
		}
	}
}

/* Append a record of that type with data of that shape. */
static void biff_book_record(struct buf *b, unsigned type, const char *shape, ...)
{
	struct buf data = {0};
	va_list args;

	va_start(args, shape);
	biff_book_data(&data, shape, args);
	va_end(args);
	biff_book_int(b, 2, type);
	biff_book_int(b, 2, (uint32_t)data.n);
	buf_str(b, buf_text(&data));
	buf_free(&data);
}

static void biff_book_bof(struct buf *b, unsigned substream)
{
	biff_book_record(b, BIFF_BOF, "222244", 0x600, substream, 0, 0, 0, 0);
}

static void biff_book_eof(struct buf *b)
{
	biff_book_record(b, BIFF_EOF, "");
}

/* A compound file of streams; names end with NULL. The bytes are malloc'd. */
static struct str biff_book_ole(const char *const *name, const struct str *stream)
{
	GsfOutput *file = gsf_output_memory_new();
	GsfOutfile *ole = gsf_outfile_msole_new(file);
	struct str r = {NULL, 0};
	char *bytes;

	for (size_t i = 0; name[i]; i++) {
		GsfOutput *child = gsf_outfile_new_child(ole, name[i], FALSE);

		gsf_output_write(child, stream[i].n, (const guint8 *)stream[i].p);
		gsf_output_close(child);
		g_object_unref(child);
	}
	gsf_output_close(GSF_OUTPUT(ole));
	g_object_unref(ole);
	r.n = (size_t)gsf_output_size(file);
	bytes = malloc(r.n);
	if (bytes)
		memcpy(bytes, gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(file)), r.n);
	r.p = bytes;
	g_object_unref(file);
	return r;
}

#endif
