/*
 * request_print: a request as a person reads it, without what is secret in it.
 */
#ifndef SSJC_REQUEST_PRINT_H
#define SSJC_REQUEST_PRINT_H

#include "ssjc/send/request.h"

/*
 * Append the request: its first line, its headers with *** for what is secret, and the bytes,
 * but for a workbook's; of folders, what happens there.
 */
void request_print(struct buf *out, const struct request *r);
/*
 * Append a command line of curl(1) that does the same, for a shell: body is the name of a
 * file with the bytes, headers that of one with the headers that are secret, as
 * request_headers writes them.
 */
void request_curl(struct buf *out, const struct request *r, const char *body, const char *headers);
/* Append the headers that are secret, a line each; false when there are none. */
bool request_headers(struct buf *out, const struct request *r);

#endif
