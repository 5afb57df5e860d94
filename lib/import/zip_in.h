/*
 * package: the parts of a zip package (ECMA-376 part 2) that lies in memory,
 * read one at a time. Only this module speaks to minizip.
 */
#ifndef SSJC_PACKAGE_H
#define SSJC_PACKAGE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct package;

/* bytes and name are borrowed until package_close. */
ssjc_code package_open(struct package **out, struct str bytes, const char *name,
    struct ssjc_err *err);
void package_close(struct package *p);

/* Is there a part of that path (no slash before it; either case)? */
bool package_has(struct package *p, const char *path);
/* Begin to read a part; the one before is closed. SSJC_INPUT when it is not there. */
ssjc_code package_part(struct package *p, const char *path, struct ssjc_err *err);
/*
 * The next bytes of the part, at most size; *got is 0 at its end, where the
 * checksum has been compared. A part that grows out of all proportion to its
 * packed size is refused.
 */
ssjc_code package_read(struct package *p, void *to, size_t size, size_t *got,
    struct ssjc_err *err);

#endif
