#include "ssjc/xls_in.h"

#include <string.h>

#ifdef SSJC_FREEXL

#include <freexl.h>
#include <stdio.h>
#include <stdlib.h>

struct xls_in {
	const char *name;
	const void *handle;
	struct str *sheet;
	size_t n_sheets;
	unsigned rows, row;
	unsigned short columns;
	bool date1904;
	struct cell *cell;
	size_t *at, cell_cap, at_cap;
	struct buf text;
	struct arena arena;
};

static ssjc_code damaged(const struct xls_in *x, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL,
	    "is no .xls workbook that can be read: save it as .xlsx");
}

/* libfreexl reads files by name only: one without a name in any folder will do. */
static ssjc_code hand_over(struct xls_in *x, struct str bytes, struct ssjc_err *err)
{
	FILE *f = tmpfile();
	ssjc_code code = SSJC_OK;
	char path[32];
	int status;

	if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) != 0) {
		code = ssjc_fail_errno(err, "cannot write a temporary file");
		goto out;
	}
	rewind(f);
	snprintf(path, sizeof path, "/dev/fd/%d", fileno(f));
	status = freexl_open(path, &x->handle);
	if (status == FREEXL_INSUFFICIENT_MEMORY)
		code = ssjc_fail_memory(err);
	else if (status != FREEXL_OK)
		code = damaged(x, err);
out:
	if (f)
		fclose(f);
	return code;
}

static ssjc_code read_info(struct xls_in *x, struct ssjc_err *err)
{
	unsigned sheets, mode, password;
	bool ok = true;

	if (freexl_get_info(x->handle, FREEXL_BIFF_PASSWORD, &password) != FREEXL_OK ||
	    freexl_get_info(x->handle, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK ||
	    freexl_get_info(x->handle, FREEXL_BIFF_DATEMODE, &mode) != FREEXL_OK)
		return damaged(x, err);
	if (password == FREEXL_BIFF_OBFUSCATED)
		return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL,
		    "is protected by a password: save it without one");
	x->date1904 = mode == FREEXL_BIFF_DATEMODE_1904;
	x->sheet = arena_array(&x->arena, sheets, sizeof *x->sheet);
	for (; ok && x->sheet && x->n_sheets < sheets; x->n_sheets++) {
		const char *title;

		if (freexl_get_worksheet_name(x->handle, (unsigned short)x->n_sheets, &title) !=
		    FREEXL_OK)
			return damaged(x, err);
		x->sheet[x->n_sheets] = arena_str(&x->arena, str_of(title), &ok);
	}
	return ok && x->sheet ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_code xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct xls_in *x = calloc(1, sizeof *x);
	ssjc_code code;

	*out = NULL;
	if (!x)
		return ssjc_fail_memory(err);
	x->name = name;
	code = hand_over(x, bytes, err);
	if (code == SSJC_OK)
		code = read_info(x, err);
	if (code != SSJC_OK) {
		xls_in_close(x);
		return code;
	}
	*out = x;
	return SSJC_OK;
}

size_t xls_in_sheets(const struct xls_in *x)
{
	return x->n_sheets;
}

struct str xls_in_sheet(const struct xls_in *x, size_t sheet)
{
	return x->sheet[sheet];
}

bool xls_in_date1904(const struct xls_in *x)
{
	return x->date1904;
}

/* Append the cell's text; its kind. */
static enum cell_kind read_cell(struct xls_in *x, unsigned short column)
{
	static const struct cell_format plain = {0};
	FreeXL_CellValue v;
	char number[32];

	if (freexl_get_cell_value(x->handle, x->row, column, &v) != FREEXL_OK)
		return CELL_TEXT;
	switch (v.type) {
	case FREEXL_CELL_INT:
		buf_printf(&x->text, "%d", v.value.int_value);
		return CELL_TEXT;
	case FREEXL_CELL_DOUBLE:
		snprintf(number, sizeof number, "%.17g", v.value.double_value);
		return cell_number(&x->text, str_of(number), plain, x->date1904);
	case FREEXL_CELL_TEXT:
	case FREEXL_CELL_SST_TEXT:
	case FREEXL_CELL_DATE:
	case FREEXL_CELL_DATETIME:
	case FREEXL_CELL_TIME:
		if (v.value.text_value) {
			struct str s = str_of(v.value.text_value);

			/* What is not UTF-8 would make a bad stream of a good one. */
			s.n = str_utf8(s);
			buf_str(&x->text, s);
		}
		return CELL_TEXT;
	default:
		return CELL_TEXT;
	}
}

/* Read the row at x->row; how far it is filled. */
static size_t read_row(struct xls_in *x)
{
	size_t n = 0;

	buf_clear(&x->text);
	for (unsigned short c = 0; c < x->columns; c++) {
		if (!grow(&x->cell, &x->cell_cap, c, sizeof *x->cell) ||
		    !grow(&x->at, &x->at_cap, c, sizeof *x->at)) {
			x->text.failed = true;
			return 0;
		}
		x->at[c] = x->text.n;
		x->cell[c].kind = read_cell(x, c);
		x->cell[c].text.n = x->text.n - x->at[c];
		if (x->cell[c].text.n > 0)
			n = (size_t)c + 1;
	}
	for (size_t c = 0; c < n; c++)
		x->cell[c].text.p = x->text.p + x->at[c];
	return n;
}

ssjc_code xls_in_select(struct xls_in *x, size_t sheet, bool *filled, struct ssjc_err *err)
{
	if (freexl_select_active_worksheet(x->handle, (unsigned short)sheet) != FREEXL_OK ||
	    freexl_worksheet_dimensions(x->handle, &x->rows, &x->columns) != FREEXL_OK)
		return damaged(x, err);
	*filled = false;
	for (x->row = 0; x->row < x->rows && !*filled; x->row++)
		*filled = read_row(x) > 0;
	x->row = 0;
	return x->text.failed ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_code xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err)
{
	*row = (struct cell_row){0};
	while (x->row < x->rows && row->n == 0) {
		row->n = read_row(x);
		row->number = ++x->row;
	}
	row->cell = x->cell;
	return x->text.failed ? ssjc_fail_memory(err) : SSJC_OK;
}

void xls_in_close(struct xls_in *x)
{
	if (!x)
		return;
	if (x->handle)
		freexl_close(x->handle);
	free(x->cell);
	free(x->at);
	buf_free(&x->text);
	arena_free(&x->arena);
	free(x);
}

#else

ssjc_code xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	(void)bytes;
	*out = NULL;
	return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
	    "is an old workbook (.xls), which this ssjc was built without: save it as .xlsx");
}

size_t xls_in_sheets(const struct xls_in *x)
{
	(void)x;
	return 0;
}

struct str xls_in_sheet(const struct xls_in *x, size_t sheet)
{
	(void)x;
	(void)sheet;
	return (struct str){"", 0};
}

bool xls_in_date1904(const struct xls_in *x)
{
	(void)x;
	return false;
}

ssjc_code xls_in_select(struct xls_in *x, size_t sheet, bool *filled, struct ssjc_err *err)
{
	(void)x;
	(void)sheet;
	*filled = false;
	return ssjc_fail(err, SSJC_INPUT, "there is no .xls");
}

ssjc_code xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err)
{
	(void)x;
	memset(row, 0, sizeof *row);
	return ssjc_fail(err, SSJC_INPUT, "there is no .xls");
}

void xls_in_close(struct xls_in *x)
{
	(void)x;
}

#endif
