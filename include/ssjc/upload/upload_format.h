/*
 * upload_format: in which columns a platform takes results: ssjc-format(5). A format is
 * a CSV file that a bureau edits in a spreadsheet, with code lists beside it; a new one
 * needs no program.
 */
#ifndef SSJC_UPLOAD_FORMAT_H
#define SSJC_UPLOAD_FORMAT_H

#include "ssjc/base/digest.h"
#include "ssjc/base/table.h"

#include <regex.h>

/* What there is one row of. */
enum upload_unit {
	UPLOAD_OBJECT,     /* a business */
	UPLOAD_DEPARTMENT, /* a department at a business */
	UPLOAD_RESULT,     /* one of the results that it comes to there */
	UPLOAD_ITEM,       /* one of its items there */
	UPLOAD_UNITS
};
extern const char *const upload_units[UPLOAD_UNITS];

/* What a value must be besides its pattern. */
enum upload_check {
	UPLOAD_ANY,
	UPLOAD_USCC, /* its first 18 characters are a code with the right check digit */
	UPLOAD_PLAN, /* plan_number_is() */
	UPLOAD_TASK, /* plan_number_is_task() */
	UPLOAD_AREA, /* plan_number_is_area() */
	UPLOAD_TWO,  /* two pieces or more, cut at ';' */
	UPLOAD_PAST, /* a day not after that of the batch */
	UPLOAD_CHECKS
};

/* A list that maps our values to the platform's codes. */
struct upload_codes {
	struct str name, text; /* of the file, and its bytes, borrowed */
	struct table table;
};

struct upload_source;

struct upload_column {
	struct str name, label;             /* in the database, and for people */
	const struct upload_source *source; /* upload_source.h */
	struct str origin;                  /* the name of the source, as the format has it */
	struct str rest;                    /* of that name after its dot, for an item's column */
	struct str value;                   /* of a constant, or a text with {SOURCE} in it */
	bool required, personal;
	unsigned length; /* at most so many characters; 0 for any number */
	struct str pattern;
	regex_t regex; /* of it, if it is not empty */
	bool has_regex;
	enum upload_check check;
	const struct upload_codes *codes; /* NULL: values are written as they are */
};

struct upload_format {
	struct str name;                 /* "supervise" */
	const char *file;                /* its path, for messages; borrowed */
	struct str title, origin, table; /* table: in a database, and in XML */
	struct str *key;                 /* columns by which the other side finds a row */
	size_t n_keys;
	enum upload_unit unit;
	bool labels; /* CSV and workbooks have the labels as headers, not the names */
	struct upload_column *column;
	size_t n_columns;
	struct upload_codes *codes;
	size_t n_codes;
	struct arena arena;
};

/*
 * Gives the text of a code list by the name of its file; borrowed until the format is
 * closed. path is for messages.
 */
typedef ssjc_rc upload_load(
    void *arg, struct str name, struct str *text, const char **path, struct ssjc_err *err);

/*
 * Read a format; text is copied, file is borrowed. SSJC_INPUT with line and column for
 * what is wrong in it: also for a source of personal data in a column that does not
 * say personal = yes. Free *out with upload_format_close; it is empty when this fails.
 */
ssjc_rc upload_format_read(struct upload_format *out, struct str name, struct str text,
    const char *file, upload_load *load, void *arg, struct ssjc_err *err);
/* The column of that name, or NULL. */
const struct upload_column *upload_format_column(const struct upload_format *f, struct str name);
/* The code for a value; false when the list does not have it. */
bool upload_codes_find(const struct upload_codes *codes, struct str value, struct str *code);
void upload_format_close(struct upload_format *f);

#endif
