/*
 * xlsx_style: fonts, borders and alignment of the styles of xlsx_out.h, and the parts of
 * a workbook that libxlsxwriter makes of them: styles, theme, charts. Only this module
 * speaks libxlsxwriter.
 */
#ifndef SSJC_XLSX_STYLE_H
#define SSJC_XLSX_STYLE_H

#include "xlsx_grid.h"

#include "ssjc/base/xlsx_out.h"

/* What a style is, besides fonts and lines. */
enum {
	XLSX_IS_BOLD = 1,
	XLSX_IS_SHADED = 2,
	XLSX_IS_NUMBER = 4,
	XLSX_IS_AS_IS = 8, /* read by programs, too: no line feeds of ours */
	XLSX_IS_OPEN = 16, /* can be changed in a locked sheet */
	XLSX_IS_DAY = 32,
	XLSX_IS_GREY = 64
};

struct xlsx_style {
	const char *font;
	uint8_t half_points;
	bool centred, right; /* else at the left */
	bool border;
	uint8_t is;
};
extern const struct xlsx_style xlsx_styles[XLSX_STYLES];

/* In a table, text keeps some distance from the line at its left. */
bool xlsx_style_indented(const struct xlsx_style *s);
/* The number of a format, open or not; the same for styles that only differ in their use. */
uint8_t xlsx_style_format(enum xlsx_out_style style, bool open);
/* The format of the cells of the hidden sheet: text. */
enum { XLSX_FORMAT_HIDDEN = 2 * XLSX_STYLES };
_Static_assert((int)XLSX_FORMAT_HIDDEN < (int)XLSX_FORMATS_MAX, "there is room for all formats");

/* A chart, the sheet that it is on, and the texts of that. */
struct xlsx_chart {
	struct xlsx_out_chart chart; /* its title has a NUL after it */
	const char *sheet;
	const struct xlsx_grid *grid;
	const struct xlsx_texts *strings;
};

/* The parts for these formats and charts; chart has n elements. Free all of them. */
struct xlsx_style_parts {
	struct buf styles, theme;
	struct buf *chart;
};
ssjc_rc xlsx_style_make(struct xlsx_style_parts *out, const struct xlsx_formats *formats,
    const struct xlsx_chart *chart, size_t n, struct ssjc_err *err);
void xlsx_style_parts_free(struct xlsx_style_parts *p, size_t n);

#endif
