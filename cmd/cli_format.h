/*
 * cli_format: a format and its code lists, from the plan's own or the release's.
 */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include "cli.h"

#include "ssjc/upload/upload_format.h"

/*
 * Read the format NAME.csv and its code lists, each from the plan's own formats if it is
 * there, else from those of the share folder. They go into the event, if one is begun.
 * Free *out with upload_format_close before the command ends.
 */
ssjc_rc cli_format(struct cli *c, const char *name, struct upload_format *out);

#endif
