/*
 * zip_in: the parts of a zip package (ECMA-376 part 2) that is in memory, read
 * one at a time. Only this module speaks to minizip.
 */
#ifndef SSJC_ZIP_IN_H
#define SSJC_ZIP_IN_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct zip_in;

/* bytes and name are borrowed until zip_in_close. */
ssjc_rc zip_in_open(struct zip_in **out, struct str bytes, const char *name, struct ssjc_err *err);
void zip_in_close(struct zip_in *z);

/*
 * Is there a part of that path? Letters of either case, a slash before it,
 * backslashes and percent-encoding ("sheet%201.xml") make no difference.
 */
bool zip_in_has(const struct zip_in *z, const char *path);
/* Begin to read a part; the one before is closed. SSJC_INPUT when it is not there. */
ssjc_rc zip_in_part(struct zip_in *z, const char *path, struct ssjc_err *err);
/*
 * The next bytes of the part, at most size; *got is 0 at its end, where the
 * checksum has been compared. A part that grows out of all proportion to its
 * packed size is refused.
 */
ssjc_rc zip_in_read(struct zip_in *z, void *to, size_t size, size_t *got, struct ssjc_err *err);

#endif
