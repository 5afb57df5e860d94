/* Any bytes as a roster's file: each sheet of it, to its end. */
#include "ssjc/rows.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const struct str sheets[] = {{"1", 1}, {"2", 1}};
	struct rows_options options = {.encoding = ENCODING_AUTO};
	struct str bytes = {(const char *)data, size};
	struct cell_row row;
	struct ssjc_err err;

	for (size_t n = 0; n < 3; n++) {
		struct rows *rows;

		options.sheet = sheets + n / 2;
		options.n_sheets = n > 0;
		if (rows_open(&rows, bytes, "input", &options, &err) != SSJC_OK)
			continue;
		for (size_t i = 0; i < rows_sheets(rows); i++) {
			if (rows_start(rows, i, &err) != SSJC_OK)
				continue;
			while (rows_next(rows, &row, &err) == SSJC_OK && row.n > 0)
				for (size_t c = 0; c < row.n; c++)
					if (str_utf8(row.cell[c].text) != row.cell[c].text.n)
						__builtin_trap();
		}
		rows_close(rows);
	}
	return 0;
}
