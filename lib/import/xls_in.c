#include "xls_in.h"

#include <string.h>

#ifdef SSJC_FREEXL

#include <freexl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * libfreexl 1.0.6 does not survive every damaged file. So a child process reads
 * the workbook with it and writes what it finds to a temporary file, of which
 * nothing is believed either: a sheet is a text (its title), rows, and a row
 * of the number 0; a row is its number, how many cells it has, and cells; a
 * cell is its kind and a text; a text is its length and its bytes.
 */
enum { CHILD_DONE, CHILD_DAMAGED, CHILD_PASSWORD, CHILD_SYSTEM, CHILD_SECONDS = 20 };

/* ---- The child ---- */

struct child {
	const void *book;
	FILE *to;
	bool date1904;
	struct cell *cell;
	size_t *at, cell_cap, at_cap;
	struct buf text;
};

static void put_number(struct child *c, size_t n)
{
	uint32_t v = (uint32_t)n;

	fwrite(&v, sizeof v, 1, c->to);
}

static void put_text(struct child *c, struct str s)
{
	put_number(c, s.n);
	fwrite(s.p, 1, s.n, c->to);
}

/* Append the cell's text; its kind. */
static enum cell_kind read_cell(struct child *c, unsigned row, unsigned short column)
{
	static const struct cell_format plain = {0};
	FreeXL_CellValue v;
	char number[32];

	if (freexl_get_cell_value(c->book, row, column, &v) != FREEXL_OK)
		return CELL_TEXT;
	switch (v.type) {
	case FREEXL_CELL_INT:
		buf_printf(&c->text, "%d", v.value.int_value);
		return CELL_TEXT;
	case FREEXL_CELL_DOUBLE:
		snprintf(number, sizeof number, "%.17g", v.value.double_value);
		return cell_number(&c->text, str_of(number), plain, c->date1904);
	case FREEXL_CELL_TEXT:
	case FREEXL_CELL_SST_TEXT:
	case FREEXL_CELL_DATE:
	case FREEXL_CELL_DATETIME:
	case FREEXL_CELL_TIME:
		buf_str(&c->text, str_of(v.value.text_value));
		return CELL_TEXT;
	default:
		return CELL_TEXT;
	}
}

/* Write a row unless it is empty; false when memory is out. */
static bool put_row(struct child *c, unsigned row, unsigned short columns)
{
	size_t n = 0;

	buf_clear(&c->text);
	for (unsigned short i = 0; i < columns; i++) {
		if (!array_grow(&c->cell, &c->cell_cap, i, sizeof *c->cell) ||
		    !array_grow(&c->at, &c->at_cap, i, sizeof *c->at))
			return false;
		c->at[i] = c->text.n;
		c->cell[i].kind = read_cell(c, row, i);
		c->cell[i].text.n = c->text.n - c->at[i];
		if (c->cell[i].text.n > 0)
			n = (size_t)i + 1;
	}
	if (n == 0)
		return !c->text.failed;
	put_number(c, (size_t)row + 1);
	put_number(c, n);
	for (size_t i = 0; i < n; i++) {
		put_number(c, c->cell[i].kind);
		put_text(c, (struct str){c->text.p + c->at[i], c->cell[i].text.n});
	}
	return !c->text.failed;
}

static int put_sheet(struct child *c, unsigned short sheet)
{
	unsigned short columns;
	const char *title;
	unsigned rows;

	if (freexl_get_worksheet_name(c->book, sheet, &title) != FREEXL_OK ||
	    freexl_select_active_worksheet(c->book, sheet) != FREEXL_OK ||
	    freexl_worksheet_dimensions(c->book, &rows, &columns) != FREEXL_OK)
		return CHILD_DAMAGED;
	put_text(c, str_of(title));
	for (unsigned row = 0; row < rows; row++)
		if (!put_row(c, row, columns))
			return CHILD_SYSTEM;
	put_number(c, 0);
	return CHILD_DONE;
}

/* libfreexl reads files by name only: one that has none in any folder will do. */
static int open_book(struct child *c, struct str bytes)
{
	FILE *f = tmpfile();
	int status = CHILD_SYSTEM;
	char path[32];

	if (!f)
		return status;
	if (fwrite(bytes.p, 1, bytes.n, f) == bytes.n && fflush(f) == 0) {
		rewind(f);
		snprintf(path, sizeof path, "/dev/fd/%d", fileno(f));
		switch (freexl_open(path, &c->book)) {
		case FREEXL_OK:
			status = CHILD_DONE;
			break;
		case FREEXL_INSUFFICIENT_MEMORY:
			break;
		default:
			status = CHILD_DAMAGED;
		}
	}
	fclose(f);
	return status;
}

static int child(struct str bytes, FILE *to)
{
	const struct rlimit seconds = {CHILD_SECONDS, CHILD_SECONDS}, none = {0, 0};
	unsigned sheets, mode, password;
	struct child c = {.to = to};
	int status = CHILD_DONE;

	setrlimit(RLIMIT_CPU, &seconds);
	setrlimit(RLIMIT_CORE, &none);
	status = open_book(&c, bytes);
	if (status != CHILD_DONE)
		return status;
	if (freexl_get_info(c.book, FREEXL_BIFF_PASSWORD, &password) != FREEXL_OK ||
	    freexl_get_info(c.book, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK ||
	    freexl_get_info(c.book, FREEXL_BIFF_DATEMODE, &mode) != FREEXL_OK)
		return CHILD_DAMAGED;
	if (password == FREEXL_BIFF_OBFUSCATED)
		return CHILD_PASSWORD;
	c.date1904 = mode == FREEXL_BIFF_DATEMODE_1904;
	put_number(&c, c.date1904);
	for (unsigned i = 0; i < sheets && i <= UINT16_MAX && status == CHILD_DONE; i++)
		status = put_sheet(&c, (unsigned short)i);
	if (fflush(to) != 0 || ferror(to))
		return CHILD_SYSTEM;
	return status;
}

/* ---- The parent ---- */

struct xls_sheet {
	struct str title;
	size_t rows; /* where its rows begin in what the child wrote */
};

struct xls_in {
	const char *name;
	struct str spool;
	void *map;
	struct xls_sheet *sheet;
	size_t n_sheets, sheet_cap;
	bool date1904;
	size_t at; /* of the next row */
	struct cell *cell;
	size_t cell_cap;
};

static ssjc_rc damaged(const struct xls_in *x, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL,
	    "is no .xls workbook that can be read: save it as .xlsx");
}

static bool take_number(const struct xls_in *x, size_t *at, uint32_t *n)
{
	if (x->spool.n - *at < sizeof *n)
		return false;
	memcpy(n, x->spool.p + *at, sizeof *n);
	*at += sizeof *n;
	return true;
}

static bool take_text(const struct xls_in *x, size_t *at, struct str *s)
{
	uint32_t n;

	if (!take_number(x, at, &n) || x->spool.n - *at < n)
		return false;
	*s = (struct str){x->spool.p + *at, n};
	*at += n;
	return str_utf8(*s) == s->n;
}

/* Take a row; its number is 0 behind the last. */
static ssjc_rc take_row(struct xls_in *x, size_t *at, struct cell_row *row, struct ssjc_err *err)
{
	uint32_t number, n = 0, kind;

	*row = (struct cell_row){0};
	if (!take_number(x, at, &number) || (number && !take_number(x, at, &n)))
		return damaged(x, err);
	for (uint32_t i = 0; i < n; i++) {
		if (!array_grow(&x->cell, &x->cell_cap, i, sizeof *x->cell))
			return ssjc_fail_memory(err);
		if (!take_number(x, at, &kind) || kind > CELL_ERROR ||
		    !take_text(x, at, &x->cell[i].text))
			return damaged(x, err);
		x->cell[i].kind = (enum cell_kind)kind;
	}
	*row = (struct cell_row){x->cell, n, number, false};
	return SSJC_OK;
}

/* Where the sheets are in what the child wrote; all of it is looked at. */
static ssjc_rc index_sheets(struct xls_in *x, struct ssjc_err *err)
{
	uint32_t date1904;
	size_t at = 0;

	if (!take_number(x, &at, &date1904))
		return damaged(x, err);
	x->date1904 = date1904;
	while (at < x->spool.n) {
		struct xls_sheet *s;
		struct cell_row row;

		if (!array_grow(&x->sheet, &x->sheet_cap, x->n_sheets, sizeof *x->sheet))
			return ssjc_fail_memory(err);
		s = &x->sheet[x->n_sheets++];
		if (!take_text(x, &at, &s->title))
			return damaged(x, err);
		s->rows = at;
		do {
			ssjc_rc rc = take_row(x, &at, &row, err);

			if (rc != SSJC_OK)
				return rc;
		} while (row.number > 0);
	}
	return SSJC_OK;
}

/* Run the child over bytes; its words for how that went. */
static ssjc_rc run_child(struct xls_in *x, struct str bytes, FILE *f, struct ssjc_err *err)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return ssjc_fail_errno(err, "cannot start a process");
	if (pid == 0) {
		free(x); /* the child's copy: it needs only the bytes */
		_exit(child(bytes, f));
	}
	while (waitpid(pid, &status, 0) < 0)
		;
	if (!WIFEXITED(status))
		return damaged(x, err);
	switch (WEXITSTATUS(status)) {
	case CHILD_DONE:
		return SSJC_OK;
	case CHILD_PASSWORD:
		return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL,
		    "is protected by a password: save it without one");
	case CHILD_SYSTEM:
		return ssjc_fail_at(err, SSJC_SYSTEM, x->name, 0, NULL,
		    "cannot be read: memory or room for temporary files is out");
	default:
		return damaged(x, err);
	}
}

static ssjc_rc map_spool(struct xls_in *x, FILE *f, struct ssjc_err *err)
{
	long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;

	if (size <= 0)
		return damaged(x, err);
	x->map = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fileno(f), 0);
	if (x->map == MAP_FAILED) {
		x->map = NULL;
		return ssjc_fail_errno(err, "cannot map a temporary file");
	}
	x->spool = (struct str){x->map, (size_t)size};
	return SSJC_OK;
}

ssjc_rc xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct xls_in *x = calloc(1, sizeof *x);
	FILE *f = tmpfile();
	ssjc_rc rc;

	*out = NULL;
	if (!x || !f) {
		rc = x ? ssjc_fail_errno(err, "cannot make a temporary file")
		       : ssjc_fail_memory(err);
		goto out;
	}
	x->name = name;
	rc = run_child(x, bytes, f, err);
	if (rc == SSJC_OK)
		rc = map_spool(x, f, err);
	if (rc == SSJC_OK)
		rc = index_sheets(x, err);
out:
	if (f)
		fclose(f);
	if (rc == SSJC_OK)
		*out = x;
	else
		xls_in_close(x);
	return rc;
}

size_t xls_in_sheets(const struct xls_in *x)
{
	return x->n_sheets;
}

struct str xls_in_sheet(const struct xls_in *x, size_t sheet)
{
	return x->sheet[sheet].title;
}

bool xls_in_filled(const struct xls_in *x, size_t sheet)
{
	size_t at = x->sheet[sheet].rows;
	uint32_t number;

	return take_number(x, &at, &number) && number > 0;
}

bool xls_in_date1904(const struct xls_in *x)
{
	return x->date1904;
}

void xls_in_select(struct xls_in *x, size_t sheet)
{
	x->at = x->sheet[sheet].rows;
}

ssjc_rc xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err)
{
	size_t at = x->at;
	ssjc_rc rc = take_row(x, &at, row, err);

	/* Behind the last row the end is found again and again. */
	if (rc == SSJC_OK && row->number > 0)
		x->at = at;
	return rc;
}

void xls_in_close(struct xls_in *x)
{
	if (!x)
		return;
	if (x->map)
		munmap(x->map, x->spool.n);
	free(x->sheet);
	free(x->cell);
	free(x);
}

#else

/* Nothing of this kind is ever opened, so nothing below it is ever called. */
struct xls_in {
	char unused;
};

ssjc_rc xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err)
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

bool xls_in_filled(const struct xls_in *x, size_t sheet)
{
	(void)x;
	(void)sheet;
	return false;
}

bool xls_in_date1904(const struct xls_in *x)
{
	(void)x;
	return false;
}

void xls_in_select(struct xls_in *x, size_t sheet)
{
	(void)x;
	(void)sheet;
}

ssjc_rc xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err)
{
	(void)x;
	(void)err;
	*row = (struct cell_row){0};
	return SSJC_OK;
}

void xls_in_close(struct xls_in *x)
{
	(void)x;
}

#endif
