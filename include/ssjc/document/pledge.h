/*
 * pledge: what was committed to, as it is printed and signed (抽取承诺书). It is made
 * of the record alone, the template kept there included: the same bytes whenever and
 * wherever it is printed after the same event, so that a copy can be compared.
 */
#ifndef SSJC_PLEDGE_H
#define SSJC_PLEDGE_H

#include "ssjc/document/paper.h"

/* Zero-initialise it; free with pledge_close, whatever came back. */
struct pledge {
	const struct audit_event *event; /* that committed */
	struct document d;
	struct paper *paper;
	struct audit_state state;
	struct items items; /* of the commitment; the document has them if there are any */
	struct arena arena;
};

/*
 * The pledge to the last commitment among the first n events, as it was printed when
 * there were no others. plan is the one committed to; all are borrowed. SSJC_REFUSED when
 * nothing was committed to.
 */
ssjc_rc pledge_open(struct pledge *p, struct audit *a, const struct audit_events *e, size_t n,
    const struct plan *plan, const struct vocabulary *vocabulary, struct ssjc_err *err);
void pledge_close(struct pledge *p);

/* What it is called: 抽取承诺书. */
struct str pledge_name(const struct pledge *p);
ssjc_rc pledge_text(const struct pledge *p, struct buf *out, struct ssjc_err *err);
/*
 * Write it as a workbook for path, with its digest; *out, to be published or not, is
 * freed with xlsx_out_free.
 */
ssjc_rc pledge_book(const struct pledge *p, const char *path, struct xlsx_out **out,
    char digest[DIGEST_HEX], struct ssjc_err *err);

#endif
