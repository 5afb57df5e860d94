/*
 * visit_files: the folder in which each business of a plan has a workbook of its
 * own, NNN-ID.xlsx, where NNN is the number of the visit. A code that is too long for
 * a file's name, or has what cannot be in one, such as /, is shortened or has _ for
 * that, and then a digest, so that no other business has the same name.
 */
#ifndef SSJC_VISIT_FILES_H
#define SSJC_VISIT_FILES_H

#include "ssjc/document/visits.h"

/* The code of a business as it is in a file's name. */
void visit_files_id(struct buf *out, struct str id);
/* The path of a business's workbook in the folder dir. */
void visit_files_path(struct buf *out, const char *dir, const struct visit *v);

/*
 * Call say with the path of every file in dir that has such a name and belongs
 * to none of the visits, in order: files of an earlier list, as nothing is ever
 * removed. SSJC_SYSTEM when dir cannot be read.
 */
ssjc_rc visit_files_others(const char *dir, const struct visits *v,
    void (*say)(void *arg, struct str path), void *arg, struct ssjc_err *err);

#endif
