#include "ssjc/document/page_files.h"

#include <string.h>

const char *const page_file_names[PAGE_FILES] = {
    [PAGE_STYLE] = "page/page.css",
    [PAGE_RECEIPT_STYLE] = "page/receipt.css",
    [PAGE_SAMPLE] = "page/sample.css",
    [PAGE_SHA256] = "page/sha256.js",
    [PAGE_DRAW] = "page/draw.js",
    [PAGE_CHECK] = "page/check.js",
    [PAGE_AUDIT] = "page/audit.js",
    [PAGE_WORDS] = "page/words.js",
    [PAGE_RECEIPT_WORDS] = "page/receipt-words.js",
    [PAGE_SCRIPT] = "page/page.js",
    [PAGE_RECEIPT] = "page/receipt.js",
    [PAGE_RECEIPT_SCRIPT] = "page/receipt-page.js",
    [PAGE_SECTION] = "page/section.html",
    [PAGE_RECEIPT_SECTION] = "page/receipt.html",
};

bool page_file_of_receipts(int file)
{
	return file == PAGE_RECEIPT_STYLE || file == PAGE_RECEIPT_WORDS || file == PAGE_RECEIPT ||
	    file == PAGE_RECEIPT_SCRIPT || file == PAGE_RECEIPT_SECTION;
}

ssjc_rc page_files_check(const struct page_files *files, struct ssjc_err *err)
{
	static const struct str ends[] = {STR_INIT("</script"), STR_INIT("</style"),
	    STR_INIT("<!--"), STR_INIT("<script"), STR_INIT("\r")};

	for (int i = 0; i < PAGE_FILES; i++)
		for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
			if (str_find(files->text[i], ends[k]))
				return ssjc_fail_at(err, SSJC_INPUT, page_file_names[i], 0, NULL,
				    "has “%.*s”, which cannot be within the page",
				    STR_ARG(str_is(ends[k], "\r") ? STR("CR") : ends[k]));
	return SSJC_OK;
}
