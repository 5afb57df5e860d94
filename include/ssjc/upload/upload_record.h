/*
 * upload_record: a batch as it is on record.
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

/*
 * The batch of that event, with its format: what it takes to make its bytes again. events
 * are all of the file. Free both with upload_batch_free and upload_format_close, also when
 * this fails.
 */
ssjc_rc upload_record_batch(struct upload_batch *out, struct upload_format *format, struct audit *a,
    const struct audit_events *events, const struct audit_batch *b, struct arena *arena,
    struct ssjc_err *err);

/*
 * Put the batch and its rows into the event begun. *record has format, container and
 * digest; the rest is set from the batch, all of whose rows are without an answer.
 */
ssjc_rc upload_record_put(struct audit_batch *record, const struct upload_batch *b, struct audit *a,
    unsigned draw, struct ssjc_err *err);

#endif
