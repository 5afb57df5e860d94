#include "sheet_format.h"

#include "ole_in.h"
#include "zip_in.h"

#include <string.h>
#include <strings.h>

static const char *const names[] = {[SHEET_FORMAT_XLSX] = ".xlsx",
    [SHEET_FORMAT_XLS] = ".xls",
    [SHEET_FORMAT_ODS] = ".ods",
    [SHEET_FORMAT_FODS] = ".fods",
    [SHEET_FORMAT_SPREADSHEETML] = "XML Spreadsheet 2003",
    [SHEET_FORMAT_HTML] = "HTML"};

const char *sheet_format_name(enum sheet_format format)
{
	return names[format];
}

bool sheet_format_is_markup(enum sheet_format format)
{
	return format == SHEET_FORMAT_FODS || format == SHEET_FORMAT_SPREADSHEETML ||
	    format == SHEET_FORMAT_HTML;
}

/* ---- Markup ---- */

/* The beginning of a file as bytes of ASCII: UTF-16 without every other byte. */
struct head {
	char p[4096];
	size_t n;
};

static void read_head(struct head *h, struct str bytes)
{
	bool wide = bytes.n >= 4 &&
	    (str_starts(bytes, "\xff\xfe") || str_starts(bytes, "\xfe\xff"));
	size_t i = wide ? 2 + (bytes.p[2] == '\0') : 0;

	if (str_starts(bytes, "\xef\xbb\xbf"))
		i = 3;
	for (h->n = 0; i < bytes.n && h->n < sizeof h->p - 1; i += wide ? 2 : 1)
		h->p[h->n++] = bytes.p[i];
	while (h->n > 0 && strchr(" \t\r\n", h->p[0]) && h->p[0]) {
		memmove(h->p, h->p + 1, h->n - 1);
		h->n--;
	}
	h->p[h->n] = '\0';
	/* no NUL before the end: what is looked for are words */
	for (i = 0; i < h->n; i++)
		if (h->p[i] == '\0')
			h->p[i] = ' ';
}

/*
 * Does it begin with a tag? Web pages and XML are often named .xls or .xlsx. *refuse is
 * why not to read it.
 */
static bool markup(struct str bytes, enum sheet_format *out, const char **refuse)
{
	struct head h;
	bool page;

	read_head(&h, bytes);
	if (h.n < 5 || h.p[0] != '<' || !(strchr("!/?", h.p[1]) || (h.p[1] | 32) >= 'a'))
		return false;
	page = strncasecmp(h.p, "<?xml", 5) != 0 || strstr(h.p, "<html");
	*refuse = NULL;
	*out = SHEET_FORMAT_HTML;
	if (strstr(h.p, "urn:schemas-microsoft-com:office:spreadsheet") && !strstr(h.p, "<html"))
		*out = SHEET_FORMAT_SPREADSHEETML;
	else if (strstr(h.p, "urn:oasis:names:tc:opendocument:xmlns:office"))
		*out = SHEET_FORMAT_FODS;
	else if (!page)
		*refuse = "is XML, but not a workbook, whatever its name says: save it as .xlsx";
	return true;
}

enum encoding sheet_format_encoding(struct str bytes)
{
	static const char *const keys[] = {"charset", "encoding"};
	enum encoding found = ENCODING_AUTO;
	struct head h;

	read_head(&h, bytes);
	for (size_t i = 0; i < 2 && found == ENCODING_AUTO; i++) {
		const char *p = h.p;
		size_t n;

		while (*p && strncasecmp(p, keys[i], strlen(keys[i])) != 0)
			p++;
		p += *p ? strlen(keys[i]) : 0;
		p += strspn(p, " \t\r\n=\"'");
		n = strcspn(p, " \t\r\n\"';>?");
		encoding_parse((struct str){p, n}, &found);
	}
	/* What says UTF-16 and is written in bytes is not: its mark, or none, decides. */
	return found == ENCODING_UTF16LE || found == ENCODING_UTF16BE ? ENCODING_AUTO : found;
}

/* ---- What the first bytes say ---- */

static const struct magic {
	struct str bytes;
	enum sheet_format format;
	const char *refuse; /* why not to read it; NULL to read it */
} magics[] = {
    {STR_INIT("PK\3\4"), SHEET_FORMAT_XLSX, NULL},
    {STR_INIT("PK\5\6"), SHEET_FORMAT_XLSX, NULL},
    {STR_INIT(OLE_IN_MAGIC), SHEET_FORMAT_XLS, NULL},
    /* workbooks without the container: their first record, of each edition */
    {STR_INIT("\x09\x08\x10\0"), SHEET_FORMAT_XLS, NULL},
    {STR_INIT("\x09\x08\x08\0"), SHEET_FORMAT_XLS, NULL},
    {STR_INIT("\x09\x04\x06\0"), SHEET_FORMAT_XLS, NULL},
    {STR_INIT("\x09\x02\x06\0"), SHEET_FORMAT_XLS, NULL},
    {STR_INIT("\x09\0\x04\0"), SHEET_FORMAT_XLS, NULL},
    {STR_INIT("%PDF"), 0,
        "is a PDF: ask for the workbook that it was made from, or copy its table into one"},
    {STR_INIT("{\\rtf"), 0, "is a Word document (RTF): copy its table into a workbook"},
    {STR_INIT("\x1f\x8b"), 0, "is compressed: unpack it first"},
    {STR_INIT("Rar!"), 0, "is a RAR archive: unpack it first"},
    {STR_INIT("7z\xbc\xaf\x27\x1c"), 0, "is a 7z archive: unpack it first"},
    {STR_INIT("MIME-Version:"), 0,
        "is a web archive, whatever its name says: open it and save it as .xlsx"},
};

const char *sheet_format_of_wps(const char *name)
{
	static const struct {
		const char *ending, *refuse;
	} endings[] = {
	    {".et",
	        "is a workbook of WPS in its own newer form: open it there and save it as .xlsx"},
	    {".ett", "is a template of WPS: open it there and save it as .xlsx"},
	    {".ksheet", "is an online sheet of WPS: open it there and export it as .xlsx"},
	    {".dbt", "is an online table of WPS: open it there and export it as .xlsx"},
	    {".wps", "is a text document of WPS: copy its table into a workbook"},
	    {".wpt", "is a text document of WPS: copy its table into a workbook"},
	    {".dps", "is a presentation of WPS: copy its table into a workbook"},
	};
	const char *dot = name ? strrchr(name, '.') : NULL;

	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
		if (strcasecmp(dot, endings[i].ending) == 0)
			return endings[i].refuse;
	return NULL;
}

static bool starts(struct str bytes, struct str with)
{
	return bytes.n >= with.n && memcmp(bytes.p, with.p, with.n) == 0;
}

/* A zip archive with that part in it is not an .xlsx. */
static ssjc_rc find_in_zip(
    enum sheet_format *out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct zip_in *zip;
	ssjc_rc rc = zip_in_open(&zip, bytes, name, err);

	if (rc)
		return rc;
	if (zip_in_has(zip, "content.xml"))
		*out = SHEET_FORMAT_ODS;
	zip_in_close(zip);
	return SSJC_OK;
}

ssjc_rc sheet_format_find(
    enum sheet_format *out, struct str bytes, const char *name, struct ssjc_err *err)
{
	const char *refuse;

	*out = SHEET_FORMAT_TEXT;
	if (markup(bytes, out, &refuse))
		return refuse ? ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL, "%s", refuse)
		              : SSJC_OK;
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		if (!starts(bytes, magics[i].bytes))
			continue;
		if (magics[i].refuse)
			return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL, "%s", magics[i].refuse);
		*out = magics[i].format;
		break;
	}
	if (*out == SHEET_FORMAT_TEXT && memchr(bytes.p, '\0', bytes.n) &&
	    (refuse = sheet_format_of_wps(name)))
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL, "%s", refuse);
	return *out == SHEET_FORMAT_XLSX ? find_in_zip(out, bytes, name, err) : SSJC_OK;
}
