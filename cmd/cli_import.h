/*
 * cli_import: how the programs that read people's files by the import room are
 * told to read them.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli.h"

#include "ssjc/import/import.h"

/* What the options say; one set for all. */
extern struct cli_reading {
	const char *encoding, *header;
	struct cli_list maps, sheets;
	bool hidden;
} cli_reading;

/* The options, for a table of them; the encoding is apart, as forms are written in one, too. */
#define CLI_READING                                                                                \
	OPT_LIST(0, "map", "COLUMN=HEADER", "the column has that header (repeatable)",             \
	    &cli_reading.maps),                                                                    \
	    OPT_LIST(0, "sheet", "NAME", "the sheet of that name or number (repeatable)",          \
	        &cli_reading.sheets),                                                              \
	    OPT_TEXT(                                                                              \
	        0, "header", "ROWS", "the rows of the headers: 3 or 3-4", &cli_reading.header),    \
	    OPT_FLAG(0, "hidden", "read hidden rows too", &cli_reading.hidden)
#define CLI_ENCODING(help) OPT_TEXT(0, "encoding", "NAME", help, &cli_reading.encoding)

/* Begin a job: by these options, the stream of that name (NULL leaves it open), and the words. */
ssjc_rc cli_import(
    struct cli *c, struct import_job *job, struct import_options *o, const char *stream);

#endif
