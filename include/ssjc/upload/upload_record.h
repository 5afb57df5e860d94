/*
 * upload_record: a batch as it is on record: by which format, and its bytes again.
 */
#ifndef SSJC_UPLOAD_RECORD_H
#define SSJC_UPLOAD_RECORD_H

#include "ssjc/upload/upload_batch.h"

/*
 * The format of the event of a batch, with its code lists, as the audit file keeps them;
 * texts go into the arena. SSJC_NO when they are not there. Free *out with
 * upload_format_close.
 */
ssjc_rc upload_record_format(struct upload_format *out, struct audit *a,
    const struct audit_event *e, struct arena *arena, struct ssjc_err *err);

#endif
