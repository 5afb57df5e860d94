/*
 * page_files: the style and the scripts of the page, which are files of the share folder
 * that people can read. They go on record with the page, so that it can be made again.
 */
#ifndef SSJC_PAGE_FILES_H
#define SSJC_PAGE_FILES_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

enum {
	PAGE_STYLE,
	PAGE_RECEIPT_STYLE, /* more style, where receipts are made */
	PAGE_SAMPLE,        /* more style, of a rehearsal */
	PAGE_SHA256,        /* the scripts of the page and its worker … */
	PAGE_DRAW,
	PAGE_CHECK,
	PAGE_AUDIT,
	PAGE_WORDS, /* … and those of the page alone */
	PAGE_RECEIPT_WORDS,
	PAGE_SCRIPT,
	PAGE_RECEIPT,        /* checks a receipt … */
	PAGE_RECEIPT_SCRIPT, /* … that somebody gives the page */
	PAGE_SECTION, /* HTML: where somebody checks the page; hidden until the script shows it */
	PAGE_RECEIPT_SECTION, /* HTML: what receipts prove, and where a firm checks its own */
	PAGE_FILES
};

/* Where each is in the share folder: "page/page.css". */
extern const char *const page_file_names[PAGE_FILES];

/* Is it only in pages of draws of which there are receipts? */
bool page_file_of_receipts(int file);

/* Their texts, borrowed. */
struct page_files {
	struct str text[PAGE_FILES];
};

/*
 * Can they be within the page? SSJC_INPUT when one has a tag that ends what it is in, or a
 * carriage return, which a browser would change.
 */
ssjc_rc page_files_check(const struct page_files *files, struct ssjc_err *err);

#endif
