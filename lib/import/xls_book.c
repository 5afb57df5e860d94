#include "xls_book.h"

#include "sheet_format.h"
#include "ssjc/base/file_type.h"
#include "ssjc/base/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHEETS_MAX = 4096, STYLES_MAX = 1 << 16 };

ssjc_rc xls_book_damaged(
    const struct xls_book *b, size_t at, const char *what, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, b->name, 0, NULL,
	    "is a damaged .xls workbook: %s (at byte %zu of its records): was it copied to its "
	    "end?",
	    what, at);
}

static ssjc_rc refuse_book(const struct xls_book *b, const char *why, struct ssjc_err *err)
{
	return ssjc_fail_text_at(err, SSJC_INPUT, b->name, 0, NULL, why);
}

const char *xls_book_text(struct xls_book *b, struct biff *at, size_t n, struct buf *to)
{
	if (b->biff < 8)
		return biff_bytes(at, n, &b->page, to);
	biff_unicode(at, n, to);
	return NULL;
}

/* ---- Beginnings of streams ---- */

/* What a BOF says follows. */
enum substream { GLOBALS = 0x05, WORKSHEET = 0x10, WORKSPACE = 0x100 };

bool xls_book_is_bof(unsigned type)
{
	return type == BIFF_BOF || type == BIFF_BOF_4 || type == BIFF_BOF_3 || type == BIFF_BOF_2;
}

/* The edition that the BOF at hand says, and what follows it; 0 when it is not a BOF. */
static unsigned bof(struct biff *at, unsigned *substream)
{
	enum { BIFF8 = 0x600 };
	unsigned version = biff_u16(at);

	*substream = biff_u16(at);
	switch (at->type) {
	case BIFF_BOF:
		return version >= BIFF8 ? 8 : 5;
	case BIFF_BOF_4:
		return 4;
	case BIFF_BOF_3:
		return 3;
	case BIFF_BOF_2:
		return 2;
	}
	return 0;
}

/* ---- Records about the whole workbook ---- */

static ssjc_rc add_sheet(
    struct xls_book *b, struct str title, bool hidden, size_t at, struct ssjc_err *err)
{
	bool ok = true;

	if (!array_grow(&b->sheet, &b->sheet_cap, b->n_sheets, sizeof *b->sheet) ||
	    !array_grow(&b->sheet_at, &b->at_cap, b->n_sheets, sizeof *b->sheet_at))
		return ssjc_fail_memory(err);
	b->sheet[b->n_sheets] = (struct cell_sheet){arena_str(&b->arena, title, &ok), hidden};
	b->sheet_at[b->n_sheets] = at;
	b->n_sheets++;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc boundsheet(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	enum { HIDDEN = 3, CELLS = 0 };
	size_t offset = biff_u32(at);
	bool hidden = biff_u8(at) & HIDDEN;
	unsigned kind = biff_u8(at), n = biff_u8(at);
	const char *wrong;

	/* Charts, macros and modules are tabs too, but hold no cells. */
	if (kind != CELLS || b->n_sheets >= SHEETS_MAX)
		return SSJC_OK;
	buf_clear(&b->text);
	wrong = xls_book_text(b, at, n, &b->text);
	if (wrong)
		return refuse_book(b, wrong, err);
	if (b->text.failed)
		return ssjc_fail_memory(err);
	return add_sheet(b, buf_text(&b->text), hidden, offset, err);
}

static ssjc_rc shared_strings(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	uint32_t count;

	biff_u32(at); /* how many cells point to them */
	count = biff_u32(at);
	/* Some programs count strings that they do not write. */
	while (b->shared.n < count && biff_more(at)) {
		size_t n = biff_u16(at);

		biff_unicode(at, n, &b->shared.tail);
		if (at->cut)
			return SSJC_OK;
		if (!xlsx_strings_end(&b->shared))
			return ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

static ssjc_rc format(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	/* Before BIFF5 a format's id is its place among them. */
	unsigned id = (unsigned)b->formats_read++ & 0xffff;
	const char *wrong;
	size_t n;

	if (b->biff == 4)
		biff_skip(at, 2);
	else if (b->biff >= 5)
		id = biff_u16(at);
	n = b->biff == 8 ? biff_u16(at) : biff_u8(at);
	buf_clear(&b->text);
	wrong = xls_book_text(b, at, n, &b->text);
	if (wrong)
		return refuse_book(b, wrong, err);
	if (b->text.failed)
		return ssjc_fail_memory(err);
	while (b->n_formats <= id) {
		if (!array_grow(&b->format, &b->format_cap, b->n_formats, sizeof *b->format))
			return ssjc_fail_memory(err);
		b->format[b->n_formats] = cell_format_builtin((unsigned)b->n_formats);
		b->n_formats++;
	}
	if (!cell_format_parse(&b->arena, buf_text(&b->text), &b->format[id]))
		return ssjc_fail_memory(err);
	return SSJC_OK;
}

static ssjc_rc font(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	enum { STRUCK = 8 };

	biff_skip(at, 2); /* its height */
	if (b->n_fonts >= STYLES_MAX)
		return refuse_book(b, "has too many fonts", err);
	if (!array_grow(&b->font, &b->font_cap, b->n_fonts, sizeof *b->font))
		return ssjc_fail_memory(err);
	b->font[b->n_fonts++] = biff_u16(at) & STRUCK;
	return SSJC_OK;
}

/* Is the font of that number struck through? There is none of number 4. */
static bool strikes(const struct xls_book *b, unsigned number)
{
	enum { NONE = 4 };
	size_t i = number > NONE ? number - 1 : number;

	return i < b->n_fonts && b->font[i];
}

static ssjc_rc style(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	size_t width = b->biff >= 5 ? 2 : 1;
	unsigned by, id;

	by = width == 2 ? biff_u16(at) : biff_u8(at);
	id = width == 2 ? biff_u16(at) : biff_u8(at);
	if (b->n_styles >= STYLES_MAX)
		return refuse_book(b, "has too many styles", err);
	if (!array_grow(&b->style, &b->style_cap, b->n_styles, sizeof *b->style))
		return ssjc_fail_memory(err);
	b->style[b->n_styles++] = (struct xls_style){(uint16_t)id, strikes(b, by)};
	return SSJC_OK;
}

static ssjc_rc global(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	switch (at->type) {
	case BIFF_FILEPASS:
		return refuse_book(b, "is protected by a password: save it without one", err);
	case BIFF_CODEPAGE:
		b->page.number = biff_u16(at);
		return SSJC_OK;
	case BIFF_DATEMODE:
		b->date1904 = biff_u16(at) == 1;
		return SSJC_OK;
	case BIFF_RECALCID:
		b->calculated = true;
		return SSJC_OK;
	case BIFF_FORMAT_2:
	case BIFF_FORMAT:
		return format(b, at, err);
	case BIFF_FONT:
	case BIFF_FONT_3:
		return font(b, at, err);
	case BIFF_XF_3:
	case BIFF_XF_4:
	case BIFF_XF:
		return style(b, at, err);
	case BIFF_BOUNDSHEET:
		return boundsheet(b, at, err);
	case BIFF_SST:
		return shared_strings(b, at, err);
	default:
		return SSJC_OK;
	}
}

/* Read what comes before the first BOF's EOF, but for substreams in it. */
static ssjc_rc read_globals(struct xls_book *b, struct biff *at, struct ssjc_err *err)
{
	unsigned depth = 1;
	ssjc_rc rc;

	while (biff_next(at)) {
		if (at->type == BIFF_EOF && --depth == 0)
			return SSJC_OK;
		if (xls_book_is_bof(at->type))
			depth++;
		if (depth > 1)
			continue;
		rc = global(b, at, err);
		if (rc)
			return rc;
		if (at->cut)
			return xls_book_damaged(b, at->at, W_("a record is cut off"), err);
	}
	return xls_book_damaged(b, at->at, W_("its end is missing"), err);
}

/* Leave out those sheets that turn out to hold charts or macros where they begin. */
static ssjc_rc keep_worksheets(struct xls_book *b, struct ssjc_err *err)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_sheets; i++) {
		struct biff at = {.stream = b->stream};
		unsigned substream;

		biff_seek(&at, b->sheet_at[i]);
		if (!biff_next(&at) || !bof(&at, &substream) || at.cut)
			return xls_book_damaged(
			    b, b->sheet_at[i], W_("a sheet is not where it should be"), err);
		if (substream != WORKSHEET)
			continue;
		b->sheet[n] = b->sheet[i];
		b->sheet_at[n++] = b->sheet_at[i];
	}
	b->n_sheets = n;
	return n ? SSJC_OK : refuse_book(b, "has no sheet of cells", err);
}

static ssjc_rc read_book(struct xls_book *b, struct ssjc_err *err)
{
	struct biff at = {.stream = b->stream};
	unsigned substream = 0;
	ssjc_rc rc;

	if (!biff_next(&at) || !(b->biff = bof(&at, &substream)) || at.cut)
		return xls_book_damaged(b, 0, W_("it does not begin as one"), err);
	if (substream == WORKSPACE)
		return refuse_book(b, "is a workspace of Excel 4: save it as .xlsx", err);
	rc = read_globals(b, &at, err);
	if (rc)
		return rc;
	/* Before BIFF5 a file is one sheet, with what is said of the workbook in it. */
	if (substream == WORKSHEET) {
		b->n_sheets = 0;
		return add_sheet(b, STR("Sheet1"), false, 0, err);
	}
	return keep_worksheets(b, err);
}

/* ---- Opening ---- */

/* Say what else a compound file is that holds no workbook. */
static ssjc_rc no_workbook(const struct xls_book *b, struct ssjc_err *err)
{
	static const struct {
		const char *stream, *what;
	} others[] = {
	    {"EncryptedPackage", N_("is encrypted: save it without a password")},
	    {"WordDocument", N_("is a Word document: save its table as .xlsx")},
	    {"PowerPoint Document", N_("is a presentation: save its table as .xlsx")},
	    {NULL, N_("is a compound file without a workbook in it: save it as .xlsx")},
	};
	size_t i = 0;

	while (others[i].stream && !ole_in_has(b->ole, others[i].stream))
		i++;
	if (!others[i].stream && sheet_format_of_wps(b->name))
		return refuse_book(b, sheet_format_of_wps(b->name), err);
	return refuse_book(b, others[i].what, err);
}

static ssjc_rc find_stream(struct xls_book *b, struct str bytes, struct ssjc_err *err)
{
	/* Excel 97 can write both, the second for Excel 95. */
	static const char *const names[] = {"Workbook", "Book"};
	const struct file_type *type = file_type_of(bytes);
	ssjc_rc rc;

	if (!type || type->is != FILE_TYPE_OLE) {
		b->stream = bytes;
		return SSJC_OK;
	}
	rc = ole_in_open(&b->ole, bytes, b->name, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (ole_in_has(b->ole, names[i]))
			return ole_in_stream(b->ole, names[i], &b->stream, err);
	return no_workbook(b, err);
}

ssjc_rc xls_book_open(struct xls_book *b, struct str bytes, const char *name, struct ssjc_err *err)
{
	ssjc_rc rc;

	*b = (struct xls_book){.name = name};
	rc = find_stream(b, bytes, err);
	if (rc)
		return rc;
	if (b->stream.n > UINT32_MAX)
		return refuse_book(b, "is larger than an .xls workbook can be", err);
	return read_book(b, err);
}

bool xls_book_string(struct xls_book *b, size_t index, struct buf *to)
{
	return index < b->shared.n && xlsx_strings_get(&b->shared, index, to);
}

struct cell_format xls_book_format(const struct xls_book *b, unsigned style)
{
	unsigned id = style;

	if (b->biff > 2)
		id = style < b->n_styles ? b->style[style].format : 0;
	if (id < b->n_formats)
		return b->format[id];
	return cell_format_builtin(id);
}

bool xls_book_struck(const struct xls_book *b, unsigned style)
{
	return b->biff > 2 && style < b->n_styles && b->style[style].struck;
}

void xls_book_close(struct xls_book *b)
{
	ole_in_close(b->ole);
	biff_codepage_close(&b->page);
	free(b->sheet);
	free(b->sheet_at);
	buf_free(&b->text);
	xlsx_strings_free(&b->shared);
	free(b->format);
	free(b->style);
	free(b->font);
	arena_free(&b->arena);
}
