/*
 * language: the words for people, in the language that they asked for.
 *
 * Every text is written in English where it is used, and looked up in a catalog
 * of GNU gettext (po/LANGUAGE.po, compiled to ssjc.mo) when it is shown. Only
 * standard error and --help are in that language: what goes to standard output,
 * into files and on record is always the English one.
 *
 * No locale is set: nothing but these words depends on it, and all of them are UTF-8. A
 * locale that the machine lacks counts by its name.
 */
#ifndef SSJC_LANGUAGE_H
#define SSJC_LANGUAGE_H

#include "ssjc/base/buf.h"

#include <stdarg.h>

/* Marks a text that is translated where it is shown, for xgettext. */
#define N_(english) english

/*
 * Choose a language, for FOLDER/LANGUAGE/LC_MESSAGES/ssjc.mo. That is languages, a list
 * with colons such as "zh_CN"; or with NULL what the environment says, as gettext(3) does:
 * the first of LC_ALL, LC_MESSAGES and LANG that is not empty names the locale: with
 * "C" or "POSIX" all stays English, else the languages of LANGUAGE are tried, or the
 * locale's own. LANGUAGE alone, without a locale, counts too.
 *
 * No catalog, or one that is damaged: English. To be called before there is a second thread;
 * what language_text gave before is not valid any more.
 */
void language_load(const char *folder, const char *languages);

/* The text in that language; the English one when it has no other. */
const char *language_text(const char *english) __attribute__((format_arg(1)));

/*
 * A word or clause that is an argument of a message, and is to be in the language of
 * the message: W_("nobody"); by language_word, from a table; made of a format by
 * language_both; or of both texts by language_either. Between them and the message they
 * may go through other texts; the marks around them begin with a byte that neither
 * UTF-8 nor GB18030 has. ssjc_fail and the like, remarks and notes take them, and
 * language_english takes the marks away; nothing else does.
 */
#define W_(english) "\xff<" english "\xff>"
void language_word(struct buf *b, const char *english);
void language_either(struct buf *b, const char *english, const char *other);
void language_both(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void language_vboth(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Append a text with such words in English. */
void language_english(struct buf *out, struct str text);

/* Print a message whose arguments may have such words: in English, or in that language. */
void language_vprint(char *to, size_t size, bool english, const char *fmt, va_list ap)
    __attribute__((format(printf, 4, 0)));

#endif
