/*
 * Any bytes as an old workbook: a compound file when they begin as one, else the
 * records themselves. Every sheet is read to its end, twice.
 */
#include "import/xls_in.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(bool is)
{
	if (!is)
		__builtin_trap();
}

/* How many cells a sheet has that are not empty. */
static size_t read_sheet(struct xls_in *x, size_t sheet)
{
	struct cell_row row;
	struct ssjc_err err;
	uint64_t last = 0;
	size_t cells = 0;

	if (xls_in_select(x, sheet, &err) != SSJC_OK)
		return 0;
	while (xls_in_next(x, &row, &err) == SSJC_OK && row.n > 0) {
		check(row.number > last &&
		    (row.cell[row.n - 1].text.n > 0 || row.cell[row.n - 1].kind == CELL_MERGED));
		last = row.number;
		for (size_t i = 0; i < row.n; i++) {
			check(str_utf8(row.cell[i].text) == row.cell[i].text.n);
			cells += row.cell[i].text.n > 0;
		}
	}
	return cells;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct xls_in *x;
	struct ssjc_err err;
	size_t n;

	if (xls_in_open(&x, (struct str){(const char *)data, size}, "input", &err) != SSJC_OK)
		return 0;
	xls_in_sheets(x, &n);
	for (size_t i = 0; i < n; i++) {
		struct str name = xls_in_sheets(x, &n)[i].name;

		check(str_utf8(name) == name.n);
		check(read_sheet(x, i) == read_sheet(x, i));
	}
	xls_in_close(x);
	return 0;
}
