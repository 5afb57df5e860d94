#include "xml_in.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 1 << 16,
	DEPTH_MAX = 64,
	QUIET_MAX = 1 << 20 /* bytes of markup without an event: text comes in pieces */
};

struct xml_in {
	struct zip_in *package;
	const char *name;
	char part[128];
	XML_Parser parser;
	const struct xml_in_handlers *handlers;
	void *arg;
	unsigned depth;
	size_t quiet;
	bool paused, last;
	const char *fault;
	bool no_memory;
};

void xml_in_pause(struct xml_in *m)
{
	m->paused = XML_StopParser(m->parser, XML_TRUE) == XML_STATUS_OK;
}

void xml_in_stop(struct xml_in *m, const char *what)
{
	if (!m->fault)
		m->fault = what;
	XML_StopParser(m->parser, XML_FALSE);
}

void xml_in_stop_memory(struct xml_in *m)
{
	m->no_memory = true;
	xml_in_stop(m, "");
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
	};
#undef SPACE

	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
		if (strncmp(name, spaces[i].uri, spaces[i].n) == 0)
			return name + spaces[i].n;
	return "";
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attribute)
{
	struct xml_in *m = arg;

	m->quiet = 0;
	if (++m->depth > DEPTH_MAX)
		xml_in_stop(m, "has elements nested too deep");
	else
		m->handlers->start(m->arg, local(name), attribute);
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct xml_in *m = arg;

	m->quiet = 0;
	m->depth--;
	m->handlers->end(m->arg, local(name));
}

static void XMLCALL on_text(void *arg, const XML_Char *p, int n)
{
	struct xml_in *m = arg;

	m->quiet = 0;
	m->handlers->text(m->arg, p, (size_t)n);
}

static void XMLCALL on_doctype(
    void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	xml_in_stop(arg, "has a DOCTYPE, which no workbook has");
}

ssjc_rc xml_in_open(
    struct xml_in **out, struct zip_in *package, const char *name, struct ssjc_err *err)
{
	struct xml_in *m = calloc(1, sizeof *m);

	*out = m;
	if (!m)
		return ssjc_fail_memory(err);
	m->package = package;
	m->name = name;
	return SSJC_OK;
}

ssjc_rc xml_in_part(struct xml_in *m, const char *path, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err)
{
	size_t n = strlen(path) < sizeof m->part ? strlen(path) : sizeof m->part - 1;

	if (m->parser)
		XML_ParserFree(m->parser);
	m->parser = XML_ParserCreateNS(NULL, ' ');
	if (!m->parser)
		return ssjc_fail_memory(err);
	memcpy(m->part, path, n);
	m->part[n] = '\0';
	m->handlers = handlers;
	m->arg = arg;
	m->depth = 0;
	m->quiet = 0;
	m->paused = m->last = m->no_memory = false;
	m->fault = NULL;
	XML_SetUserData(m->parser, m);
	XML_SetElementHandler(m->parser, on_start, on_end);
	XML_SetCharacterDataHandler(m->parser, on_text);
	XML_SetStartDoctypeDeclHandler(m->parser, on_doctype);
	return zip_in_part(m->package, path, err);
}

static ssjc_rc fail(struct xml_in *m, struct ssjc_err *err)
{
	enum XML_Error error = XML_GetErrorCode(m->parser);

	if (m->no_memory || (!m->fault && error == XML_ERROR_NO_MEMORY))
		return ssjc_fail_memory(err);
	return ssjc_fail_at(err, SSJC_INPUT, m->name, 0, NULL, "its part %s (line %lu) %s%s",
	    m->part, (unsigned long)XML_GetCurrentLineNumber(m->parser),
	    m->fault ? m->fault : "is damaged: ", m->fault ? "" : XML_ErrorString(error));
}

ssjc_rc xml_in_run(struct xml_in *m, bool *paused, struct ssjc_err *err)
{
	enum XML_Status status = XML_STATUS_OK;
	ssjc_rc rc;
	size_t got;
	void *to;

	*paused = false;
	if (m->paused) {
		m->paused = false;
		status = XML_ResumeParser(m->parser);
	}
	while (status == XML_STATUS_OK && !m->last) {
		to = XML_GetBuffer(m->parser, CHUNK);
		if (!to)
			return ssjc_fail_memory(err);
		rc = zip_in_read(m->package, to, CHUNK, &got, err);
		if (rc != SSJC_OK)
			return rc;
		m->last = got == 0;
		m->quiet += got;
		if (m->quiet > QUIET_MAX) {
			m->fault = "has markup without end";
			return fail(m, err);
		}
		status = XML_ParseBuffer(m->parser, (int)got, m->last);
	}
	if (status == XML_STATUS_ERROR)
		return fail(m, err);
	*paused = status == XML_STATUS_SUSPENDED;
	return SSJC_OK;
}

void xml_in_close(struct xml_in *m)
{
	if (!m)
		return;
	if (m->parser)
		XML_ParserFree(m->parser);
	free(m);
}

const char *xml_in_attribute(const char **attribute, const char *name)
{
	for (; *attribute; attribute += 2)
		if (strcmp(attribute[0], name) == 0)
			return attribute[1];
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
