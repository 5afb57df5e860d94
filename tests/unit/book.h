/*
 * book: workbooks for tests, written part by part, so that they are wrong in
 * exactly the way that is meant. What a test does not give is as in any sound
 * workbook of one sheet.
 */
#ifndef BOOK_H
#define BOOK_H

#include "ssjc/base/buf.h"

#include <minizip/zip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOOK_MAIN   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define BOOK_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define BOOK_RELS                                                                                  \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"

enum { BOOK_ROOT, BOOK_WORKBOOK, BOOK_TARGETS, BOOK_STYLES, BOOK_STRINGS, BOOK_SHEET, BOOK_PARTS };

struct book_part {
	const char *path;
	struct str text;
};

static const struct book_part book_usual[BOOK_PARTS] = {
    {"_rels/.rels",
        {BOOK_RELS "<Relationship Id='r1' Type='" BOOK_OFFICE
                   "/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            0}},
    {"xl/workbook.xml",
        {"<workbook xmlns='" BOOK_MAIN "' xmlns:r='" BOOK_OFFICE
         "'><sheets><sheet name='名录' sheetId='1' r:id='r1'/></sheets></workbook>",
            0}},
    {"xl/_rels/workbook.xml.rels",
        {BOOK_RELS "<Relationship Id='r1' Type='" BOOK_OFFICE
                   "/worksheet' Target='worksheets/sheet1.xml'/>"
                   "<Relationship Id='r2' Type='" BOOK_OFFICE "/styles' Target='styles.xml'/>"
                   "<Relationship Id='r3' Type='" BOOK_OFFICE
                   "/sharedStrings' Target='sharedStrings.xml'/></Relationships>",
            0}},
    {"xl/styles.xml",
        {"<styleSheet xmlns='" BOOK_MAIN "'><cellXfs><xf numFmtId='0'/>"
         "<xf numFmtId='14'/></cellXfs></styleSheet>",
            0}},
    {"xl/sharedStrings.xml", {"<sst xmlns='" BOOK_MAIN "'><si><t>甲</t></si></sst>", 0}},
    {"xl/worksheets/sheet1.xml", {"<worksheet xmlns='" BOOK_MAIN "'><sheetData/></worksheet>", 0}},
};

/* Zip the parts; the bytes are malloc'd, {NULL, 0} when it fails. */
static struct str book_zip(const struct book_part *part, size_t n, int level)
{
	char path[] = "/tmp/ssjc-book-XXXXXX", *bytes = NULL;
	int fd = mkstemp(path);
	zipFile z = fd < 0 ? NULL : zipOpen(path, APPEND_STATUS_CREATE);
	struct str r = {NULL, 0};
	long size;
	FILE *f;

	for (size_t i = 0; z && i < n; i++) {
		struct str t = part[i].text;

		if (!part[i].path)
			continue;
		zipOpenNewFileInZip(
		    z, part[i].path, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, level);
		zipWriteInFileInZip(z, t.p, (unsigned)(t.n ? t.n : strlen(t.p)));
		zipCloseFileInZip(z);
	}
	if (z)
		zipClose(z, NULL);
	f = z ? fopen(path, "rb") : NULL;
	if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) > 0 &&
	    (bytes = malloc((size_t)size))) {
		rewind(f);
		r = (struct str){bytes, fread(bytes, 1, (size_t)size, f)};
	}
	if (f)
		fclose(f);
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	return r;
}

#endif
