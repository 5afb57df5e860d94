/*
 * biff: the records that old workbooks (.xls) consist of, and the numbers and
 * texts in them (MS-XLS 2.1.4, 2.5.293 to 2.5.296).
 *
 * A record holds 8 KB at most: what is longer goes on in CONTINUE records, at
 * any byte. Whoever reads bytes here never sees where.
 */
#ifndef SSJC_BIFF_H
#define SSJC_BIFF_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stdint.h>

/* Records; (2) in its remark is a type of BIFF2 alone, and so on. */
enum biff_type {
	BIFF_BLANK_2 = 0x01,
	BIFF_INTEGER_2 = 0x02,
	BIFF_NUMBER_2 = 0x03,
	BIFF_LABEL_2 = 0x04,
	BIFF_BOOLERR_2 = 0x05,
	BIFF_FORMULA = 0x06,
	BIFF_STRING_2 = 0x07,
	BIFF_BOF_2 = 0x09,
	BIFF_EOF = 0x0a,
	BIFF_FORMAT_2 = 0x1e,
	BIFF_DATEMODE = 0x22,
	BIFF_FILEPASS = 0x2f,
	BIFF_FONT = 0x31,
	BIFF_CONTINUE = 0x3c,
	BIFF_CODEPAGE = 0x42,
	BIFF_XF_2 = 0x43,
	BIFF_BOUNDSHEET = 0x85,
	BIFF_MULRK = 0xbd,
	BIFF_RSTRING = 0xd6,
	BIFF_XF = 0xe0,
	BIFF_MERGEDCELLS = 0xe5,
	BIFF_SST = 0xfc,
	BIFF_LABELSST = 0xfd,
	BIFF_RECALCID = 0x1c1,
	BIFF_NUMBER = 0x203,
	BIFF_LABEL = 0x204,
	BIFF_BOOLERR = 0x205,
	BIFF_FORMULA_3 = 0x206,
	BIFF_STRING = 0x207,
	BIFF_ROW = 0x208,
	BIFF_BOF_3 = 0x209,
	BIFF_ARRAY = 0x221,
	BIFF_FONT_3 = 0x231,
	BIFF_TABLE = 0x236,
	BIFF_XF_3 = 0x243,
	BIFF_RK = 0x27e,
	BIFF_FORMULA_4 = 0x406,
	BIFF_BOF_4 = 0x409,
	BIFF_FORMAT = 0x41e,
	BIFF_XF_4 = 0x443,
	BIFF_SHRFMLA = 0x4bc,
	BIFF_BOF = 0x809
};

/* Zero-initialise it, with stream; borrowed. */
struct biff {
	struct str stream;
	size_t at;   /* of the record at hand */
	size_t next; /* of the one after it and what was read of its CONTINUEs */
	unsigned type;
	struct str left; /* of its data: what was not read yet */
	bool cut;        /* more was read than there is: what was read is not to be believed */
};

/* Go to the record that begins at that offset, before biff_next. */
void biff_seek(struct biff *b, size_t offset);
/* Go to the next record; false at the end of the stream, and sets cut when that is in a record. */
bool biff_next(struct biff *b);

/* What comes next in the record; 0 once cut is set. All are little-endian. */
unsigned biff_u8(struct biff *b);
unsigned biff_u16(struct biff *b);
uint32_t biff_u32(struct biff *b);
double biff_double(struct biff *b);
void biff_skip(struct biff *b, size_t n);
/* Is there anything left of the record, or of a CONTINUE after it? */
bool biff_more(struct biff *b);

/*
 * Append n characters of BIFF8, with their flags before them, as UTF-8, and go
 * past what follows them of formatting and phonetics. A line's end is LF alone;
 * other control characters are dropped, as they are from .xlsx.
 */
void biff_unicode(struct biff *b, size_t n, struct buf *to);

/* How the texts of BIFF2 to BIFF5 are written. */
struct biff_codepage {
	unsigned number; /* 936 is GBK; 0 when the workbook does not say */
	void *iconv;     /* opened by the first text that is not ASCII */
};

/*
 * Append n bytes in that code page as UTF-8. NULL, or what is wrong with them
 * (the words follow the file's name). Without a number, a text is UTF-8 or GB18030.
 */
const char *biff_bytes(struct biff *b, size_t n, struct biff_codepage *page, struct buf *to);
void biff_codepage_close(struct biff_codepage *page);

#endif
