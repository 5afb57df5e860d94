/*
 * ods_in: the sheets of an OpenDocument spreadsheet (ISO/IEC 26300-1: .ods and .ots, or
 * .fods in one piece).
 */
#ifndef SSJC_ODS_IN_H
#define SSJC_ODS_IN_H

#include "sheet_store.h"
#include "zip_in.h"

/*
 * Read all of it into s: of a zip package, or of a text in UTF-8. SSJC_INPUT when it is
 * damaged, encrypted or not a spreadsheet; name is for messages.
 */
ssjc_rc ods_in_read_zip(
    struct sheet_store *s, struct zip_in *zip, const char *name, struct ssjc_err *err);
ssjc_rc ods_in_read_text(
    struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err);

#endif
