#include "xml_in.h"

#include "ssjc/base/language.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 1 << 16,
	DEPTH_MAX = 64,
	QUIET_MAX = 1 << 20 /* bytes of markup without an event: text comes in pieces */
};

struct xml_in {
	struct zip_in *zip;
	const char *name;
	char part[128];  /* "" when what is read is a text */
	struct str text; /* what is left of it */
	XML_Parser parser;
	const struct xml_in_handlers *handlers;
	void *arg;
	unsigned depth;
	size_t quiet;
	bool paused, last;
	struct buf fault; /* empty for none */
	bool no_memory;
};

void xml_in_pause(struct xml_in *x)
{
	x->paused = XML_StopParser(x->parser, XML_TRUE) == XML_STATUS_OK;
}

static void stop(struct xml_in *x)
{
	XML_StopParser(x->parser, XML_FALSE);
}

void xml_in_stop(struct xml_in *x, const char *fmt, ...)
{
	va_list args;

	if (!x->fault.n) {
		va_start(args, fmt);
		language_vboth(&x->fault, fmt, args);
		va_end(args);
	}
	stop(x);
}

void xml_in_stop_memory(struct xml_in *x)
{
	x->no_memory = true;
	stop(x);
}

/* The name in one of a workbook's namespaces, else "". */
static const char *local(const char *name)
{
#define SPACE(uri)                                                                                 \
	{                                                                                          \
		uri " ", sizeof uri                                                                \
	}
	static const struct {
		const char *uri;
		size_t n;
	} spaces[] = {
	    SPACE("http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
	    SPACE("http://purl.oclc.org/ooxml/spreadsheetml/main"),
	    SPACE("http://schemas.openxmlformats.org/package/2006/relationships"),
	    /* SpreadsheetML of Excel 2003 */
	    SPACE("urn:schemas-microsoft-com:office:spreadsheet"),
	    SPACE("urn:schemas-microsoft-com:office:excel"),
	    /* OpenDocument */
	    SPACE("urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
	    SPACE("urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
	    SPACE("urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
	    SPACE("urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
	};
#undef SPACE

	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
		if (strncmp(name, spaces[i].uri, spaces[i].n) == 0)
			return name + spaces[i].n;
	return "";
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attribute)
{
	struct xml_in *x = arg;

	x->quiet = 0;
	if (++x->depth > DEPTH_MAX)
		xml_in_stop(x, "has elements nested too deep");
	else
		x->handlers->start(x->arg, local(name), attribute);
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct xml_in *x = arg;

	x->quiet = 0;
	x->depth--;
	x->handlers->end(x->arg, local(name));
}

static void XMLCALL on_text(void *arg, const XML_Char *p, int n)
{
	struct xml_in *x = arg;

	x->quiet = 0;
	x->handlers->text(x->arg, p, (size_t)n);
}

static void XMLCALL on_doctype(
    void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	xml_in_stop(arg,
	    "has a DOCTYPE, which no workbook has: open it in a spreadsheet and save it again");
}

ssjc_rc xml_in_open(struct xml_in **out, struct zip_in *zip, const char *name, struct ssjc_err *err)
{
	struct xml_in *x = calloc(1, sizeof *x);

	*out = x;
	if (!x)
		return ssjc_fail_memory(err);
	x->zip = zip;
	x->name = name;
	return SSJC_OK;
}

/* A new parser; an encoding that is given counts, whatever the text says. */
static ssjc_rc begin(struct xml_in *x, const char *encoding, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	x->parser = XML_ParserCreateNS(encoding, ' ');
	if (!x->parser)
		return ssjc_fail_memory(err);
	x->handlers = handlers;
	x->arg = arg;
	x->depth = 0;
	x->quiet = 0;
	x->paused = x->last = x->no_memory = false;
	buf_clear(&x->fault);
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	return SSJC_OK;
}

ssjc_rc xml_in_part(struct xml_in *x, const char *path, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err)
{
	ssjc_rc rc = begin(x, NULL, handlers, arg, err);

	if (rc)
		return rc;
	snprintf(x->part, sizeof x->part, "%s", path);
	return zip_in_part(x->zip, path, err);
}

ssjc_rc xml_in_text(struct xml_in *x, struct str text, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err)
{
	x->part[0] = '\0';
	x->text = text;
	return begin(x, "UTF-8", handlers, arg, err);
}

static ssjc_rc fail(struct xml_in *x, struct ssjc_err *err)
{
	enum XML_Error error = XML_GetErrorCode(x->parser);

	if (x->no_memory || (!x->fault.n && error == XML_ERROR_NO_MEMORY))
		return ssjc_fail_memory(err);
	if (x->fault.failed)
		return ssjc_fail_memory(err);
	if (x->fault.n)
		ssjc_fail_at(
		    err, SSJC_INPUT, x->name, 0, NULL, "%.*s", STR_ARG(buf_text(&x->fault)));
	else
		ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL,
		    "is damaged (%s): open the file in a spreadsheet and save it again",
		    XML_ErrorString(error));
	ssjc_err_before(err, *x->part ? N_("its part %s (line %lu) ") : N_("its XML%s (line %lu) "),
	    x->part, (unsigned long)XML_GetCurrentLineNumber(x->parser));
	return SSJC_INPUT;
}

/* The next bytes of what is read, at most size. */
static ssjc_rc next_bytes(
    struct xml_in *x, void *to, size_t size, size_t *got, struct ssjc_err *err)
{
	if (*x->part)
		return zip_in_read(x->zip, to, size, got, err);
	*got = x->text.n < size ? x->text.n : size;
	if (*got)
		memcpy(to, x->text.p, *got);
	x->text.p += *got;
	x->text.n -= *got;
	return SSJC_OK;
}

ssjc_rc xml_in_run(struct xml_in *x, bool *paused, struct ssjc_err *err)
{
	enum XML_Status status = XML_STATUS_OK;
	ssjc_rc rc;
	size_t got;
	void *to;

	*paused = false;
	if (x->paused) {
		x->paused = false;
		status = XML_ResumeParser(x->parser);
	}
	while (status == XML_STATUS_OK && !x->last) {
		to = XML_GetBuffer(x->parser, CHUNK);
		if (!to)
			return ssjc_fail_memory(err);
		rc = next_bytes(x, to, CHUNK, &got, err);
		if (rc)
			return rc;
		x->last = got == 0;
		x->quiet += got;
		if (x->quiet > QUIET_MAX) {
			xml_in_stop(x, "has markup without end");
			return fail(x, err);
		}
		status = XML_ParseBuffer(x->parser, (int)got, x->last);
	}
	if (status == XML_STATUS_ERROR)
		return fail(x, err);
	*paused = status == XML_STATUS_SUSPENDED;
	return SSJC_OK;
}

void xml_in_close(struct xml_in *x)
{
	if (!x)
		return;
	if (x->parser)
		XML_ParserFree(x->parser);
	buf_free(&x->fault);
	free(x);
}

const char *xml_in_attribute(const char **attribute, const char *name)
{
	for (; *attribute; attribute += 2)
		if (strcmp(attribute[0], name) == 0)
			return attribute[1];
	return NULL;
}

const char *xml_in_attribute_any(const char **attribute, const char *name)
{
	for (; *attribute; attribute += 2) {
		const char *blank = strrchr(attribute[0], ' ');

		if (strcmp(blank ? blank + 1 : attribute[0], name) == 0)
			return attribute[1];
	}
	return NULL;
}

bool xml_in_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

const char *xml_in_digits(const char *z, unsigned max, unsigned *out)
{
	unsigned v = 0;
	int n = 0;

	for (; *z >= '0' && *z <= '9' && n < 8; z++, n++)
		v = v * 10 + (unsigned)(*z - '0');
	*out = v;
	return n >= 1 && n <= 7 && v <= max ? z : NULL;
}

bool xml_in_number(const char *z, unsigned max, unsigned *out)
{
	z = z ? xml_in_digits(z, max, out) : NULL;
	return z && !*z;
}

void xml_in_no_end(void *arg, const char *name)
{
	(void)arg;
	(void)name;
}

void xml_in_no_text(void *arg, const char *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
}
