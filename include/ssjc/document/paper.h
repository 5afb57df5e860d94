/*
 * paper: what is printed for an inspection, from templates: the checklist
 * (一企一表), the notice (告知书) and the like. The layout and all texts are in
 * share/templates, or the bureau's own folder: ssjc-template(5).
 *
 * No paper has the credit class or the stratum of a business, but for the receipt that is
 * that business's own: no placeholder is for them elsewhere.
 */
#ifndef SSJC_PAPER_H
#define SSJC_PAPER_H

#include "ssjc/document/document.h"
#include "ssjc/document/visits.h"
#include "ssjc/draw/receipt.h"

/* What a sheet of a paper is about. */
enum paper_about {
	PAPER_ALL,          /* all businesses */
	PAPER_VISIT,        /* one business */
	PAPER_DEPT,         /* one department */
	PAPER_INSPECTOR,    /* one inspector of a department */
	PAPER_COMMITMENT,   /* the ceremony's commitment */
	PAPER_VERIFICATION, /* a verification: of the plan it has no more than the id */
	PAPER_RECEIPT,      /* one business's receipt (抽取凭证) */
};

/* A template, read. */
struct paper;
struct verification;

/*
 * Read the template of a paper, whose sheets are about that. file is for messages
 * and borrowed, the text is copied. SSJC_INPUT with file and line for what is
 * wrong in it. Free it with paper_free.
 */
ssjc_rc paper_open(struct paper **out, enum paper_about about, struct str text, const char *file,
    struct ssjc_err *err);
void paper_free(struct paper *p);
/* The name of the paper, for a workbook's properties; "" when its template says none. */
struct str paper_name(const struct paper *p);

/* A receipt as its sheet shows it; all borrowed. */
struct paper_receipt {
	const struct receipt *r;
	struct str name, file; /* of the business; of the small file that goes with the sheet */
};

/* What a sheet is made from; all borrowed. */
struct paper_data {
	const struct document *d;
	const struct visits *visits;             /* all of the list; NULL for a commitment */
	const struct visit *visit;               /* of PAPER_VISIT */
	const struct plan_dept *dept;            /* of PAPER_DEPT and PAPER_INSPECTOR */
	const struct visitor *inspector;         /* of PAPER_INSPECTOR: at any of the visits */
	const struct verification *verification; /* of PAPER_VERIFICATION */
	const struct paper_receipt *receipt;     /* of PAPER_RECEIPT */
};

/*
 * Add a sheet of the paper to b. SSJC_INPUT with the template's file and line for
 * a row that is not as wide as the sheet, or a text that cannot be written.
 */
ssjc_rc paper_sheet(
    struct xlsx_out *b, const struct paper *p, const struct paper_data *data, struct ssjc_err *err);
/* Append the same as text: rows of two cells become "label: text". */
ssjc_rc paper_text(
    struct buf *out, const struct paper *p, const struct paper_data *data, struct ssjc_err *err);

#endif
