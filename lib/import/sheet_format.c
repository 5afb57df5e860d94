#include "sheet_format.h"

#include "ssjc/base/file_type.h"
#include "ssjc/base/language.h"
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
		*refuse = N_(
		    "is XML, but not a workbook, whatever its name says: save it as .xlsx");
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

const char *sheet_format_of_wps(const char *name)
{
	static const struct {
		const char *ending, *refuse;
	} endings[] = {
	    {".et",
	        N_("is a workbook of WPS in its own newer form: open it there and save it as .xlsx")},
	    {".ett", N_("is a template of WPS: open it there and save it as .xlsx")},
	    {".ksheet", N_("is an online sheet of WPS: open it there and export it as .xlsx")},
	    {".dbt", N_("is an online table of WPS: open it there and export it as .xlsx")},
	    {".wps", N_("is a text document of WPS: copy its table into a workbook")},
	    {".wpt", N_("is a text document of WPS: copy its table into a workbook")},
	    {".dps", N_("is a presentation of WPS: copy its table into a workbook")},
	};
	const char *dot = name ? strrchr(name, '.') : NULL;

	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
		if (strcasecmp(dot, endings[i].ending) == 0)
			return endings[i].refuse;
	return NULL;
}

/* A zip archive with that part in it is not an .xlsx. */
static ssjc_rc find_in_zip(
    enum sheet_format *out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct zip_in *zip;
	ssjc_rc rc = zip_in_open(&zip, bytes, name, err);

	if (rc)
		return rc;
	*out = zip_in_has(zip, "content.xml") ? SHEET_FORMAT_ODS : SHEET_FORMAT_XLSX;
	zip_in_close(zip);
	return SSJC_OK;
}

/* Not text, although nobody knows what else it is. */
static ssjc_rc check_text(struct str bytes, const char *name, struct ssjc_err *err)
{
	const char *refuse = sheet_format_of_wps(name);
	size_t before;

	if (bytes.n == 0 || !memchr(bytes.p, '\0', bytes.n))
		return SSJC_OK;
	if (refuse)
		return ssjc_fail_text_at(err, SSJC_INPUT, name, 0, NULL, refuse);
	before = file_type_before_zip(bytes);
	if (before)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "has %zu byte%s before what looks like a workbook (.xlsx): it was damaged when "
		    "it was sent or stored; fetch it again",
		    before, before == 1 ? "" : "s");
	return SSJC_OK;
}

ssjc_rc sheet_format_find(
    enum sheet_format *out, struct str bytes, const char *name, struct ssjc_err *err)
{
	const struct file_type *type;
	const char *refuse;

	*out = SHEET_FORMAT_TEXT;
	if (markup(bytes, out, &refuse))
		return refuse ? ssjc_fail_text_at(err, SSJC_INPUT, name, 0, NULL, refuse) : SSJC_OK;
	type = file_type_of(bytes);
	if (type && type->advice)
		return ssjc_fail_at(
		    err, SSJC_INPUT, name, 0, NULL, "is %s: %s", type->what, type->advice);
	if (type && type->is == FILE_TYPE_ZIP)
		return find_in_zip(out, bytes, name, err);
	if (type)
		*out = SHEET_FORMAT_XLS;
	return type ? SSJC_OK : check_text(bytes, name, err);
}
