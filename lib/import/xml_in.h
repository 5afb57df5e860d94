/*
 * xml_in: the XML of one part of a zip package, or in memory, pushed through
 * handlers, with a pause wherever a handler asks for one. Only this module speaks
 * to expat.
 *
 * A DOCTYPE is refused (no workbook has one, and entities are declared there),
 * and so are deep nesting and markup without end.
 */
#ifndef SSJC_XML_IN_H
#define SSJC_XML_IN_H

#include "zip_in.h"

struct xml_in;

/*
 * name is an element's name in one of the namespaces of workbooks, whatever
 * edition's or program's, "" in any other. attribute holds names and values in turn
 * and ends with NULL; a name with a namespace has that and a blank before it.
 */
struct xml_in_handlers {
	void (*start)(void *arg, const char *name, const char **attribute);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *p, size_t n);
};

/*
 * zip (NULL where no part will be read) and name (of the file, for messages) are
 * borrowed until xml_in_close.
 */
ssjc_rc xml_in_open(
    struct xml_in **out, struct zip_in *zip, const char *name, struct ssjc_err *err);
/* Begin with a part; handlers and arg are borrowed until its end. */
ssjc_rc xml_in_part(struct xml_in *x, const char *path, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err);
/* The same with a text in UTF-8, whatever encoding it says it is in; borrowed until its end. */
ssjc_rc xml_in_text(struct xml_in *x, struct str text, const struct xml_in_handlers *handlers,
    void *arg, struct ssjc_err *err);
/*
 * Go on until a handler pauses (*paused) or the part ends. SSJC_INPUT, with the
 * part and its line, for what is not well-formed or what a handler gave up on.
 */
ssjc_rc xml_in_run(struct xml_in *x, bool *paused, struct ssjc_err *err);
void xml_in_close(struct xml_in *x);

/* An attribute's value, or NULL: one without a namespace; one in any. */
const char *xml_in_attribute(const char **attribute, const char *name);
const char *xml_in_attribute_any(const char **attribute, const char *name);
/* Is it "1" or "true"? */
bool xml_in_true(const char *value);
/* A whole number up to max, of at most seven digits, at the start of z: what follows, or NULL. */
const char *xml_in_digits(const char *z, unsigned max, unsigned *out);
/* The same with nothing after it; z may be NULL. */
bool xml_in_number(const char *z, unsigned max, unsigned *out);
/* Handlers that do nothing. */
void xml_in_no_end(void *arg, const char *name);
void xml_in_no_text(void *arg, const char *p, size_t n);

/* For handlers: pause after this event; give up for a reason, as printf has it. */
void xml_in_pause(struct xml_in *x);
void xml_in_stop(struct xml_in *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void xml_in_stop_memory(struct xml_in *x);

#endif
