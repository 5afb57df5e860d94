#include "ssjc/base/file_type.h"

#include "ssjc/base/language.h"

#include <string.h>

/* Of signs that a text may begin with, too, only a file with a NUL byte so early is it. */
enum { BINARY = 1024, BEFORE_MAX = 4096 };

static const char copy[] = W_(
    "ask for the workbook that it was made from, or copy its table into one"),
                  type_in[] = W_("ask for the workbook that it shows, or type its table into one"),
                  unpack[] = W_("unpack it first"),
                  export_it[] = W_("export its table as .xlsx or .csv");

static const struct type {
	struct str bytes;
	size_t at;
	bool binary; /* the bytes may be a text's */
	struct file_type type;
} types[] = {
    {STR_INIT("PK\3\4"), 0, false,
        {FILE_TYPE_ZIP, W_("a workbook (.xlsx) or a zip archive"), NULL}},
    {STR_INIT("PK\5\6"), 0, false, {FILE_TYPE_ZIP, W_("an empty zip archive"), NULL}},
    {STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0, false,
        {FILE_TYPE_OLE, W_("an old workbook (.xls)"), NULL}},
    /* workbooks without the container: their first record, of each edition */
    {STR_INIT("\x09\x08\x10\0"), 0, false, {FILE_TYPE_BIFF, W_("an old workbook (.xls)"), NULL}},
    {STR_INIT("\x09\x08\x08\0"), 0, false, {FILE_TYPE_BIFF, W_("an old workbook (.xls)"), NULL}},
    {STR_INIT("\x09\x04\x06\0"), 0, false, {FILE_TYPE_BIFF, W_("an old workbook (.xls)"), NULL}},
    {STR_INIT("\x09\x02\x06\0"), 0, false, {FILE_TYPE_BIFF, W_("an old workbook (.xls)"), NULL}},
    {STR_INIT("\x09\0\x04\0"), 0, false, {FILE_TYPE_BIFF, W_("an old workbook (.xls)"), NULL}},
    {STR_INIT("%PDF"), 0, false, {0, W_("a PDF"), copy}},
    {STR_INIT("{\\rtf"), 0, false,
        {0, W_("a Word document (RTF)"), W_("copy its table into a workbook")}},
    {STR_INIT("\xff\xd8\xff"), 0, false, {0, W_("a picture (JPEG)"), type_in}},
    {STR_INIT("\x89PNG\r\n\x1a\n"), 0, false, {0, W_("a picture (PNG)"), type_in}},
    {STR_INIT("GIF8"), 0, true, {0, W_("a picture (GIF)"), type_in}},
    {STR_INIT("BM"), 0, true, {0, W_("a picture (BMP)"), type_in}},
    {STR_INIT("II*\0"), 0, false, {0, W_("a picture (TIFF)"), type_in}},
    {STR_INIT("MM\0*"), 0, false, {0, W_("a picture (TIFF)"), type_in}},
    {STR_INIT("WEBP"), 8, true, {0, W_("a picture (WebP)"), type_in}},
    {STR_INIT("ftyp"), 4, true, {0, W_("a picture or a film of a telephone (HEIC, MP4)"), type_in}},
    {STR_INIT("\x1f\x8b"), 0, false, {0, W_("compressed"), unpack}},
    {STR_INIT("BZh"), 0, true, {0, W_("compressed"), unpack}},
    {STR_INIT("\xfd"
              "7zXZ\0"),
        0, false, {0, W_("compressed"), unpack}},
    {STR_INIT("\x28\xb5\x2f\xfd"), 0, false, {0, W_("compressed"), unpack}},
    {STR_INIT("Rar!"), 0, false, {0, W_("a RAR archive"), unpack}},
    {STR_INIT("7z\xbc\xaf\x27\x1c"), 0, false, {0, W_("a 7z archive"), unpack}},
    {STR_INIT("ustar"), 257, true, {0, W_("a tar archive"), unpack}},
    {STR_INIT("MIME-Version:"), 0, false,
        {0, W_("a web archive, whatever its name says"), W_("open it and save it as .xlsx")}},
    {STR_INIT("SQLite format 3\0"), 0, false, {0, W_("a database of SQLite"), export_it}},
    {STR_INIT("\0\1\0\0Standard Jet DB\0"), 0, false, {0, W_("a database of Access"), export_it}},
    {STR_INIT("\0\1\0\0Standard ACE DB\0"), 0, false, {0, W_("a database of Access"), export_it}},
    {STR_INIT("MZ"), 0, true, {0, W_("a program"), W_("do not start it; ask for a workbook")}},
    {STR_INIT("\xff\xfe\0\0"), 0, false, {0, "text in UTF-32", "save it as UTF-8"}},
    {STR_INIT("\0\0\xfe\xff"), 0, false, {0, "text in UTF-32", "save it as UTF-8"}},
};

static bool has_at(struct str s, size_t at, struct str bytes)
{
	return s.n >= at + bytes.n && memcmp(s.p + at, bytes.p, bytes.n) == 0;
}

static bool is_binary(struct str s)
{
	return s.n && memchr(s.p, '\0', s.n < BINARY ? s.n : BINARY);
}

/* A table of dBASE or FoxPro: its edition, the day it was changed, its lengths, zeros. */
static bool is_dbase(struct str s)
{
	static const unsigned char edition[] = {3, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0xf5};
	const unsigned char *p = (const unsigned char *)s.p;

	return s.n > 32 && memchr(edition, p[0], sizeof edition) && p[2] >= 1 && p[2] <= 12 &&
	    p[3] >= 1 && p[3] <= 31 && p[8] + p[9] * 256 > 32 && p[10] + p[11] > 0 && !p[12] &&
	    !p[13];
}

/* An array of objects, or one: what interfaces send. */
static bool is_json(struct str s)
{
	size_t brackets = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] && strchr(" \t\r\n", s.p[i]))
			continue;
		if (s.p[i] != '[' && s.p[i] != '{')
			return brackets > 0 && s.p[i] == '"' && s.p[i - 1] != '[';
		brackets++;
	}
	return false;
}

const struct file_type *file_type_of(struct str bytes)
{
	static const struct file_type dbase = {FILE_TYPE_OTHER,
	                                  W_("a table of dBASE or FoxPro (.dbf)"),
	                                  W_("open it in a spreadsheet and save it as .xlsx")},
	                              json = {FILE_TYPE_OTHER, W_("JSON"), export_it};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		const struct type *t = &types[i];

		if (has_at(bytes, t->at, t->bytes) && (!t->binary || is_binary(bytes)))
			return &t->type;
	}
	return is_dbase(bytes) ? &dbase : is_json(bytes) ? &json : NULL;
}

size_t file_type_before_zip(struct str bytes)
{
	static const struct str zip = STR_INIT("PK\3\4");

	for (size_t i = 1; i < BEFORE_MAX && i + zip.n <= bytes.n; i++)
		if (has_at(bytes, i, zip))
			return i;
	return 0;
}
