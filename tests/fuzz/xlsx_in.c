/*
 * Any bytes as a roster's file, or (after a byte from 0 to 5) as one of the
 * parts of a workbook: each sheet of it, to its end.
 */
#include "../unit/book.h"
#include "import/sheet_rows.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void read_sheets(struct str bytes, const struct sheet_rows_options *options)
{
	struct cell_row row;
	struct ssjc_err err;
	struct sheet_rows *rows;

	if (sheet_rows_open(&rows, bytes, "input", options, &err) != SSJC_OK)
		return;
	for (size_t i = 0; i < sheet_rows_sheets(rows); i++) {
		if (sheet_rows_start(rows, i, &err) != SSJC_OK)
			continue;
		while (sheet_rows_next(rows, &row, &err) == SSJC_OK && row.n > 0)
			for (size_t c = 0; c < row.n; c++)
				if (str_utf8(row.cell[c].text) != row.cell[c].text.n)
					__builtin_trap();
	}
	sheet_rows_close(rows);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const struct str first = {"1", 1};
	const struct sheet_rows_options visible = {.encoding = ENCODING_AUTO};
	const struct sheet_rows_options chosen = {.sheet = &first, .n_sheets = 1};
	struct book_part part[BOOK_PARTS];
	struct str bytes = {(const char *)data, size}, zip = {NULL, 0};

	if (size > 1 && data[0] < BOOK_PARTS) {
		memcpy(part, book_usual, sizeof part);
		part[data[0]].text = (struct str){(const char *)data + 1, size - 1};
		bytes = zip = book_zip(part, BOOK_PARTS, 0);
	}
	read_sheets(bytes, &visible);
	read_sheets(bytes, &chosen);
	free((char *)zip.p);
	return 0;
}
