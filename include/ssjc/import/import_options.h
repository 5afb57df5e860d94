/*
 * import_options: how an import reads its inputs, and how that is put on record.
 */
#ifndef SSJC_IMPORT_OPTIONS_H
#define SSJC_IMPORT_OPTIONS_H

#include "ssjc/base/csv_out.h"
#include "ssjc/base/encoding.h"
#include "ssjc/plan/stream.h"

/* "This column has that header", of --map. */
struct import_map {
	struct str column, header;
};

/* Zero-initialise it, or parse it; free with import_options_free. */
struct import_options {
	const struct stream *stream;
	enum csv_style style; /* of the stream that is written */
	enum encoding encoding;
	struct str *sheet; /* names or numbers; none: the only one */
	size_t n_sheets, sheet_cap;
	bool hidden;           /* read hidden rows as well */
	uint64_t header_first; /* the rows of the headers; 0: they are looked for */
	uint64_t header_last;
	struct import_map *map;
	size_t n_maps, map_cap;
	struct arena arena; /* owns the text above, when it was added */
};

/*
 * Set an option by its name: stream, style, encoding, hidden (yes or no), header
 * ("3" or "3-4"); or add a sheet, or a map "column=header". The text is copied. SSJC_USAGE for an unknown
 * name or value.
 */
ssjc_rc import_option(
    struct import_options *o, struct str name, struct str value, struct ssjc_err *err);
/*
 * The options as lines "stream=objects", "map=id=代码" …, in one order, for the
 * audit file; and back again.
 */
void import_options_text(const struct import_options *o, struct buf *out);
ssjc_rc import_options_parse(struct import_options *o, struct str text, struct ssjc_err *err);
void import_options_free(struct import_options *o);

#endif
