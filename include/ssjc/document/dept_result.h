/*
 * dept_result: what each department found in all at each business (抽查结果), put
 * together from the results on record, which are one for each item or more.
 */
#ifndef SSJC_DEPT_RESULT_H
#define SSJC_DEPT_RESULT_H

#include "ssjc/document/document.h"

/* One department at one business that is drawn now, or was removed with results on record. */
struct dept_result {
	const struct pick *pick;
	const struct plan_dept *dept;
	size_t expected;   /* items that apply; 0 at a business that was removed */
	size_t recorded;   /* those of them that have a result */
	size_t unreviewed; /* results that await a review, where the plan asks for one */
	bool complete;     /* nothing is missing: it may be published */
	day_t date;        /* the last day of the inspection (检查完成日期) */
	bool refused;      /* the business would not sign (拒绝签字) */
	/*
	 * The result codes, each once, in the order of their list. "ok" is among
	 * them only when it is the only one.
	 */
	struct str *code;
	size_t n_codes; /* 0: nothing was recorded */
};

struct dept_results {
	struct dept_result *v; /* by ticket, then department in the plan's order */
	size_t n;
	struct arena arena; /* owns the arrays; the text is the document's */
};

/*
 * The results of all departments; d is borrowed as long as *out lives. Where
 * the plan has items, a department is at a business only if one of them applies
 * to it. Without items one recorded result makes a department's complete; so it
 * does at a business that was removed, of which nothing more is expected.
 * SSJC_PLAN when results are on record of a department that is not in the plan.
 */
ssjc_rc dept_results_of(struct dept_results *out, const struct document *d, struct ssjc_err *err);
/* The text in which a code is published; the code itself when the vocabulary lacks it. */
struct str dept_result_text(const struct document *d, struct str code);
/* The gravest class of its codes. */
enum result_class dept_result_class(const struct document *d, const struct dept_result *r);
/* How many complete results of a department have that code. */
size_t dept_results_count(
    const struct dept_results *all, const struct plan_dept *dept, struct str code);
void dept_results_close(struct dept_results *all);

#endif
