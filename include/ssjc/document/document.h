/*
 * document: what all that is printed and published has in common: what it is
 * about, how it is tied to the audit file, and whom the sheets are for.
 */
#ifndef SSJC_DOCUMENT_H
#define SSJC_DOCUMENT_H

#include "ssjc/assign/assign.h"
#include "ssjc/audit/audit.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/vocabulary.h"

/* What a document is made from; all borrowed. */
struct document {
	const struct plan *plan;
	const struct items *items; /* NULL when the plan names none */
	const struct vocabulary *vocabulary;
	const struct audit_state *state; /* without the document's own event */
	int64_t now;                     /* when it is made, seconds since the epoch */
	bool clock_given;                /* now was given, not read from the clock */
};

/* "2023年6月19日". */
void document_date(struct buf *out, day_t day);
/* What stands behind a time that was given by hand; nothing else. */
void document_given(struct buf *out, bool given);
/* The checkpoint in one line: plan, number of events, head of the chain. */
void document_checkpoint(struct buf *out, const struct document *d);
/*
 * What event at of all did to a draw that was made, with its day and its reason:
 * "2023-06-08 重新抽取，原因：…". False, and nothing, for an event that is neither
 * a redraw or a recommitment nor, after the last draw, a reassign, or an
 * amendment that changed something. A reassign tells when its inspectors are
 * not those committed to.
 */
bool document_event(
    struct buf *out, const struct document *d, const struct audit_events *all, size_t at);
/* How often the plan was drawn, when last, how many: every published page says so. */
void document_drawn(struct buf *out, const struct document *d);
/* p/q in per cent, to the nearest tenth: "27.3%"; "—" when q is 0. */
void document_percent(struct buf *out, uint64_t p, uint64_t q);
/* xlsx_out_sheet with the checkpoint as the footer; setup's own is not used. */
ssjc_rc document_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, const struct document *d, struct ssjc_err *err);
/* The pieces of a ;-separated list as a text reads: "营业执照、运单". */
void document_list(struct buf *out, struct str list);
/* "一", "十二": how headings are counted, from 1 to 99. */
void document_ordinal(struct buf *out, unsigned n);

/* An inspector at a business. */
struct visitor {
	const struct plan_dept *dept;
	enum duty duty;
	struct str cert, name, phone;
};

/* A business that is inspected, by a joint team, on a day (一企一表 is about one). */
struct visit {
	struct object object;
	day_t date;
	unsigned team;
	struct visitor *visitor; /* by department in the plan's order, and seat */
	size_t n;
};

struct visits {
	struct visit *v; /* by team */
	size_t n;
	struct arena arena; /* owns the arrays; the text is the table's */
};

/*
 * Put the rows of an assigned stream together. assigned is borrowed as long as
 * the visits live. SSJC_INPUT with the row and the column for what cannot be
 * read, a department that is not in the plan, or a business with two dates.
 */
ssjc_rc visits_read(struct visits *out, const struct plan *plan, const struct table *assigned,
    struct ssjc_err *err);
void visits_close(struct visits *v);

/* The people of a department at a business, one a line; their phones if asked. */
void visit_people(
    struct buf *out, const struct visit *v, const struct plan_dept *dept, bool phones);
/* "主办", "协办", "专家". */
const char *duty_word(enum duty duty);

#endif
