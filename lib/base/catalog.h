/*
 * catalog: the words of one language, from a file of GNU gettext (.mo).
 *
 * The C library could read it, but translates only in a locale of that language; and a
 * machine that has no locale but C.UTF-8 is English to newer ones whatever LANGUAGE says
 * (glibc from 2.39 on). So it is read here; msgfmt makes it.
 */
#ifndef SSJC_CATALOG_H
#define SSJC_CATALOG_H

#include "ssjc/base/buf.h"

#include <stdbool.h>

/*
 * Read FOLDER/LANGUAGE/LC_MESSAGES/ssjc.mo in the place of what was read before. False
 * when it is not there or is damaged: nothing changes.
 */
bool catalog_load(const char *folder, struct str language);
/* Forget what was read. */
void catalog_close(void);
/* The text in that language; the English one when it has no other, or nothing was read. */
const char *catalog_text(const char *english) __attribute__((format_arg(1)));

#endif
