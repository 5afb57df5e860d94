/* Any bytes as CSV: what is read and written again is read as the same. */
#include "ssjc/csv_in.h"
#include "ssjc/csv_out.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Read all of text and write it again; false when it is not CSV. */
static bool again(struct str text, struct csv_out *out)
{
	struct csv_in *in;
	struct csv_row row;
	struct ssjc_err err;
	ssjc_code code = csv_in_open(&in, text, "input", ',', &err);

	while (code == SSJC_OK && (code = csv_in_next(in, &row, &err)) == SSJC_OK && row.n > 0) {
		for (size_t i = 0; i < row.n; i++)
			csv_out_field(out, row.field[i]);
		csv_out_end(out);
	}
	csv_in_close(in);
	return code == SSJC_OK;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct csv_out once = {0}, twice = {0};
	char first[DIGEST_HEX], second[DIGEST_HEX], *text = NULL;
	struct ssjc_err err;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	if (!f || csv_out_open(&once, f, CSV_PLAIN, &err) != SSJC_OK ||
	    csv_out_open(&twice, NULL, CSV_PLAIN, &err) != SSJC_OK)
		abort();
	if (again((struct str){(const char *)data, size}, &once)) {
		if (csv_out_finish(&once, first, &err) != SSJC_OK || fflush(f) != 0)
			abort();
		/* A BOM in the middle of a text is not one at its start. */
		if (!str_starts((struct str){text, n}, "\xef\xbb\xbf") &&
		    (!again((struct str){text, n}, &twice) ||
			csv_out_finish(&twice, second, &err) != SSJC_OK ||
			!str_eq(str_of(first), str_of(second))))
			__builtin_trap();
	}
	csv_out_close(&once);
	csv_out_close(&twice);
	fclose(f);
	free(text);
	return 0;
}
