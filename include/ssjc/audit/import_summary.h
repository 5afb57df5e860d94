/*
 * import_summary: what an import did to the bureaus' rows, as its event says it:
 * which files it read, how many rows it took, which it refused or left out and
 * why, by which data files and options. verify holds it against the files; the
 * page, the pledge and ssjc-audit show print it.
 */
#ifndef SSJC_IMPORT_SUMMARY_H
#define SSJC_IMPORT_SUMMARY_H

#include "ssjc/audit/audit.h"
#include "ssjc/plan/release.h"
#include "ssjc/plan/stream.h"

/* How many rows, and lines of data files, are named before “and N more”. */
enum { IMPORT_NAMED = 20, IMPORT_LINES = 10 };

/* A bureau's file. */
struct import_source {
	const struct audit_file *file;
	uint64_t by_status; /* rows with a status by which they cannot be drawn, or inspect */
};

/* A line of a list, as text. */
struct import_line {
	struct str file, sheet, row, id, name, column, value, reason;
};

struct import_list {
	const struct audit_file *file; /* NULL: none is on record */
	struct import_line *v;         /* empty when it was too long to be kept */
	size_t n;
};

/* A data file that is not the release's. */
struct import_terms {
	struct str name;
	struct release_difference by;
};

/* A code that was accepted although its check digit is wrong. */
struct import_accepted {
	struct str id, reason;
};

/* A --map from a header known as another column, where one of them decides something. */
struct import_other {
	struct str column, header, means;
};

/* All borrowed from the events and the arena. */
struct import_summary {
	const struct audit_event *event;
	const struct audit_file *stream; /* what it wrote */
	struct import_source *source;
	size_t n_sources;
	uint64_t rows, refused; /* of all sources */
	struct import_list list[STREAM_LISTS];
	bool listed; /* each row that was refused is on record by name */
	struct import_terms *terms;
	size_t n_terms;
	struct import_other *map;
	size_t n_maps;
	struct import_accepted *accepted;
	size_t n_accepted;
	struct str *option; /* "map=phone=备注": those that are not the default */
	size_t n_options;
};

/* The summary of an import event. SSJC_NO when what is on record makes no sense. */
ssjc_rc import_summary_read(struct import_summary *out, struct audit *a,
    const struct audit_event *e, struct arena *arena, struct ssjc_err *err);
/*
 * The import among the first n events that wrote the stream of that kind and
 * digest: of several the last that has something open, which no other one of the
 * same files makes good; else the last. out->event is NULL when there is none.
 */
ssjc_rc import_summary_find(struct import_summary *out, struct audit *a,
    const struct audit_events *e, size_t n, struct str kind, struct str digest, struct arena *arena,
    struct ssjc_err *err);
/*
 * Those on which the last draw and its matches depend; or, when a commitment
 * came after it, on which that does: each once, in the arena. Where several wrote
 * the same stream, it is that of import_summary_find, whenever it was made.
 */
ssjc_rc import_summary_used(struct audit *a, const struct audit_events *e, struct arena *arena,
    struct import_summary **out, size_t *n, struct ssjc_err *err);

/* Is a line of an import's options, such as "encoding=auto", the default, or empty? */
bool import_summary_default(struct str option);

/* What is open: somebody could have used it to choose, and has not answered for it. */
enum import_open {
	OPEN_DATA = 1,
	OPEN_MAP = 2,
	OPEN_REFUSED = 4,
	OPEN_CHOICE = 8, /* a sheet without a reason; a header replaced by one of another meaning */
	OPEN_ACCEPTED = 16 /* a code without a reason */
};
unsigned import_summary_open(const struct import_summary *s);

/*
 * Each as a sentence: a data file and the lines in which it differs; a map; the
 * rows of a list, each once ("row 8 (样例7号运输公司): phone: is not …; …; and 3
 * more", at most IMPORT_NAMED of them).
 */
void import_summary_terms(struct buf *out, const struct import_terms *t);
void import_summary_map(struct buf *out, const struct import_other *m);
void import_summary_rows(struct buf *out, const struct import_summary *s, enum stream_list which);
/* What the options chose in the files. */
void import_summary_choices(struct buf *out, const struct import_summary *s);
/* Codes that were accepted, each with its reason. */
void import_summary_accepted(struct buf *out, const struct import_summary *s);
/* That rows were refused, and which. */
void import_summary_refused(struct buf *out, const struct import_summary *s);
/* The first thing that is open, as a sentence. */
void import_summary_why(struct buf *out, const struct import_summary *s);

#endif
