/*
 * xlsx_pack: the parts of a workbook in their order (ECMA-376: open packaging), each
 * packed as soon as it is made, so that no more than one sheet is in memory.
 */
#ifndef SSJC_XLSX_PACK_H
#define SSJC_XLSX_PACK_H

#include "xlsx_grid.h"
#include "zip_out.h"

/* A sheet that is complete. */
struct xlsx_pack_sheet {
	const char *name; /* borrowed */
	bool hidden;
	struct zip_member sheet, drawing;
	size_t link, links;       /* what its drawing needs, of xlsx_pack.link; 0 without one */
	uint32_t repeat, repeats; /* rows that every page repeats: the first, and how many */
};

/* A picture or a chart that a drawing needs. */
struct xlsx_pack_link {
	bool chart;
	uint32_t number; /* of the picture, or the chart, from 1 */
};

/* Zero-initialise it, but for zip; free it with xlsx_pack_free. */
struct xlsx_pack {
	struct zip_out *zip; /* borrowed */
	struct xlsx_pack_sheet *sheet;
	size_t sheets, sheet_cap;
	struct xlsx_pack_link *link;
	size_t links, link_cap;
	struct zip_member *picture;
	size_t pictures, picture_cap;
	struct xlsx_texts digests; /* of the pictures */
	struct xlsx_texts strings;
	struct xlsx_formats formats;
};

/* The number of a PNG, from 1: the same is kept once. */
ssjc_rc xlsx_pack_picture(
    struct xlsx_pack *p, struct str png, uint32_t *number, struct ssjc_err *err);

/* What goes into the package besides. */
struct xlsx_pack_rest {
	struct str title;
	int64_t created;
	struct str styles, theme;
	const struct buf *chart; /* n of them */
	size_t charts;
};
/* Write all of it into that file. */
ssjc_rc xlsx_pack_write(
    struct xlsx_pack *p, int fd, const struct xlsx_pack_rest *rest, struct ssjc_err *err);
void xlsx_pack_free(struct xlsx_pack *p);

#endif
