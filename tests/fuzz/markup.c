/*
 * Any bytes as a web page, as XML Spreadsheet 2003 and as OpenDocument in one piece:
 * what follows the byte that says which, from 0 to 2.
 */
#include "import/html_in.h"
#include "import/ods_in.h"
#include "import/spreadsheetml_in.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(bool is)
{
	if (!is)
		__builtin_trap();
}

static void read_sheets(struct sheet_store *s)
{
	struct cell_row row;
	struct ssjc_err err;
	size_t n;

	sheet_store_sheets(s, &n);
	for (size_t i = 0; i < n; i++) {
		uint64_t last = 0;

		if (sheet_store_select(s, i, &err) != SSJC_OK)
			continue;
		while (sheet_store_next(s, &row, &err) == SSJC_OK && row.n > 0) {
			check(row.number > last &&
			    (row.cell[row.n - 1].text.n > 0 ||
			        row.cell[row.n - 1].kind == CELL_MERGED));
			last = row.number;
			for (size_t c = 0; c < row.n; c++)
				check(str_utf8(row.cell[c].text) == row.cell[c].text.n);
		}
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static ssjc_rc (*const readers[])(struct sheet_store *, struct str, const char *,
	    struct ssjc_err *) = {html_in_read, spreadsheetml_in_read, ods_in_read_text};
	struct str text = {(const char *)data + 1, size - 1};
	struct sheet_store *s;
	struct ssjc_err err;

	/* What is not UTF-8 never comes so far. */
	if (size < 2 || data[0] >= 3 || str_utf8(text) < text.n ||
	    sheet_store_open(&s, "input", &err) != SSJC_OK)
		return 0;
	if (readers[data[0]](s, text, "input", &err) == SSJC_OK)
		read_sheets(s);
	sheet_store_close(s);
	return 0;
}
