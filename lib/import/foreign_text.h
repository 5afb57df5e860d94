/*
 * foreign_text: text as other programs write it, made ready for csv_in: its lines end
 * with LF, and one byte is between fields.
 */
#ifndef SSJC_FOREIGN_TEXT_H
#define SSJC_FOREIGN_TEXT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* Zero-initialise it; free it with foreign_text_close. */
struct foreign_text {
	struct str text; /* the one given, or a changed copy with as many lines */
	char delimiter;
	bool quotes; /* fields may be quoted */
	char *copy;
};

/*
 * text, in UTF-8, is borrowed. Lines may all end with CR, or with CR CR LF, as where a
 * program took CR LF for its own line end; between fields may be a full-width ； or ，.
 */
ssjc_rc foreign_text_open(struct foreign_text *f, struct str text, struct ssjc_err *err);
void foreign_text_close(struct foreign_text *f);
/*
 * A field without what keeps a spreadsheet from taking it for a number: ="0013" is 0013.
 */
struct str foreign_text_field(struct str field);

#endif
