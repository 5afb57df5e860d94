/*
 * sheet_format: what a file is, by its bytes and never by its name.
 */
#ifndef SSJC_SHEET_FORMAT_H
#define SSJC_SHEET_FORMAT_H

#include "ssjc/base/encoding.h"
#include "ssjc/base/err.h"

enum sheet_format {
	SHEET_FORMAT_TEXT, /* CSV, TSV or what else has lines */
	SHEET_FORMAT_XLSX,
	SHEET_FORMAT_XLS,
	SHEET_FORMAT_ODS,
	SHEET_FORMAT_FODS,          /* OpenDocument in one piece */
	SHEET_FORMAT_SPREADSHEETML, /* XML Spreadsheet 2003 */
	SHEET_FORMAT_HTML
};

/*
 * SSJC_INPUT, with what to do, for what is no sheet at all. name is for messages.
 */
ssjc_rc sheet_format_find(
    enum sheet_format *out, struct str bytes, const char *name, struct ssjc_err *err);
/*
 * Is the name that of a document of WPS? Those of its older versions are workbooks in
 * all but the name; what to do when the bytes are of none, or NULL.
 */
const char *sheet_format_of_wps(const char *name);
/* ".xlsx", …; NULL for text, which is called by its encoding. */
const char *sheet_format_name(enum sheet_format format);
/* Is it markup, which says in its own text what encoding it is in? */
bool sheet_format_is_markup(enum sheet_format format);
/* The encoding that markup says; ENCODING_AUTO when it does not, or one that is not known. */
enum encoding sheet_format_encoding(struct str bytes);

#endif
