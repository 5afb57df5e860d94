/*
 * audit_report: the report of a verification, to be filed with the papers (核验报告): a
 * workbook or a text, by the template verification.txt of the share folder. It is in
 * Chinese, as all papers are.
 */
#ifndef AUDIT_REPORT_H
#define AUDIT_REPORT_H

#include "audit_cmd.h"

#include "ssjc/document/paper.h"
#include "ssjc/verify/verify_conclusion.h"

struct audit_report {
	const char *path;
	bool book; /* .xlsx, not .txt */
	struct paper *paper;
	struct out text; /* of the text; a workbook makes its own file */
};

/*
 * Before anything is verified: can it be written, and does it not write over what is read?
 * Nothing for path NULL. Zero-initialise *r, and free it with audit_report_close.
 */
ssjc_rc audit_report_open(struct cli *c, struct audit_report *r, const char *path);
/* Write what was verified: it appears whole, or not at all. */
ssjc_rc audit_report_write(struct cli *c, struct audit_report *r, const struct verify_job *job,
    const struct verify_subject *subject, struct str conclusion);
void audit_report_close(struct audit_report *r);

#endif
