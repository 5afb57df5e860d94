/*
 * cells FILE: every cell of every sheet of a workbook, a
 * line each: sheet and row from 1, column from 0, a letter for what it is (T text,
 * R rounded, E error, U uncalculated; a small letter in a hidden row), and
 * the text, in which a line's end is \n and a backslash \\, all set apart by tabs. A
 * sheet begins with a line of its number and its name.
 */
#include "import/sheet_rows.h"
#include "ssjc/base/file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void print_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '\n':
			fputs("\\n", stdout);
			break;
		case '\t':
			fputs("\\t", stdout);
			break;
		case '\\':
			fputs("\\\\", stdout);
			break;
		default:
			putchar(s.p[i]);
		}
	putchar('\n');
}

static void print_row(size_t sheet, const struct cell_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		char kind = "TREU"[row->cell[i].kind];

		if (row->cell[i].text.n == 0)
			continue;
		printf("%zu\t%llu\t%zu\t%c\t", sheet, (unsigned long long)row->number, i,
		    row->hidden ? tolower(kind) : kind);
		print_text(row->cell[i].text);
	}
}

static ssjc_rc print_sheet(const struct file *f, size_t sheet, struct ssjc_err *err)
{
	char number[24];
	struct str chosen = {number, (size_t)snprintf(number, sizeof number, "%zu", sheet)};
	struct sheet_rows_options options = {.sheet = &chosen, .n_sheets = 1};
	struct sheet_rows *rows = NULL;
	struct cell_row row;
	ssjc_rc rc;

	rc = sheet_rows_open(&rows, f->bytes, f->name, &options, err);
	if (rc)
		goto out;
	rc = sheet_rows_start(rows, 0, err);
	if (rc)
		goto out;
	printf("%zu\t%.*s\n", sheet, STR_ARG(sheet_rows_sheet(rows, 0)));
	for (;;) {
		rc = sheet_rows_next(rows, &row, err);
		if (rc || row.n == 0)
			goto out;
		print_row(sheet, &row);
	}
out:
	sheet_rows_close(rows);
	return rc;
}

int main(int argc, char **argv)
{
	struct ssjc_err err;
	struct file f;
	size_t sheet = 1;

	if (argc != 2)
		return 2;
	if (file_open(&f, argv[1], &err)) {
		fprintf(stderr, "cells: %s\n", err.msg);
		return 1;
	}
	while (print_sheet(&f, sheet, &err) == SSJC_OK)
		sheet++;
	file_close(&f);
	if (sheet > 1 && strstr(err.msg, "has no sheet"))
		return 0;
	fprintf(stderr, "cells: %s: %s\n", argv[1], err.msg);
	return 1;
}
