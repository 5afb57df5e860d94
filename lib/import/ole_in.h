/*
 * ole_in: the streams of a compound file (MS-CFB, “OLE2”), the container of old
 * workbooks and of encrypted new ones. Only this module speaks to libgsf.
 */
#ifndef SSJC_OLE_IN_H
#define SSJC_OLE_IN_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct ole_in;

/* bytes and name are borrowed until ole_in_close. SSJC_INPUT when it is damaged. */
ssjc_rc ole_in_open(struct ole_in **out, struct str bytes, const char *name, struct ssjc_err *err);
/* Is there a stream of that name (in either case) in the outermost folder? */
bool ole_in_has(const struct ole_in *o, const char *stream);
/*
 * All bytes of a stream, valid until the next call or ole_in_close: those of the
 * file itself where the stream is in one piece.
 */
ssjc_rc ole_in_stream(
    struct ole_in *o, const char *stream, struct str *bytes, struct ssjc_err *err);
void ole_in_close(struct ole_in *o);

#endif
