/*
 * visit_files: where the workbooks of a plan's businesses lie, one each, as
 * NNN-ID.xlsx with the number of the team.
 */
#ifndef SSJC_VISIT_FILES_H
#define SSJC_VISIT_FILES_H

#include "ssjc/document/document.h"

/* The path of a business's workbook in the folder dir. */
void visit_files_path(struct buf *out, const char *dir, const struct visit *v);

/*
 * Call say with the path of every file in dir that has such a name and is of
 * none of the visits, in order: an earlier list's, as nothing is ever removed.
 */
ssjc_rc visit_files_others(const char *dir, const struct visits *v,
    void (*say)(void *arg, struct str path), void *arg, struct ssjc_err *err);

#endif
