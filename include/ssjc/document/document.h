/*
 * document: what all that is printed and published has in common: what it is
 * made from, how it is tied to the audit file, and how dates, lists and
 * headings are written.
 */
#ifndef SSJC_DOCUMENT_H
#define SSJC_DOCUMENT_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/xlsx_out.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/plan_compare.h"
#include "ssjc/plan/vocabulary.h"

struct import_summary;
struct audit_told;
struct page_files;

/* What a document is made from; all borrowed. */
struct document {
	const struct plan *plan;
	const struct items *items; /* NULL when the plan names none */
	const struct vocabulary *vocabulary;
	const struct audit_state *state;      /* without the document's own event */
	int64_t now;                          /* when it is made, seconds since the epoch */
	bool clock_given;                     /* now was given, not read from the clock */
	const struct plan_changes *changes;   /* audit_plan_history's; NULL: not to be told */
	const struct import_summary *imports; /* import_summary_used's; NULL: not to be told */
	size_t n_imports;
	struct str roots,
	    committed; /* roots texts of the draw, and the commitment (receipt_tree.h) */
	const struct audit_told *told;       /* audit_told_of's; NULL: not to be told */
	const struct audit_event *registers; /* that of the draw, or the commitment: registers.h */
	const struct plan *drawn_by;         /* the plan at the draw; NULL: plan itself */
	const struct page_files
	    *page_files; /* of the page: NULL for one without style and script */
};

/* "2023年6月19日". */
void document_date(struct buf *out, day_t day);
/* "（时间为人工指定）" when a time was given by hand, otherwise nothing: it comes after the time. */
void document_given(struct buf *out, bool given);
/* The checkpoint in one line: plan, number of events, head of the chain. */
void document_checkpoint(struct buf *out, const struct document *d);
/*
 * What the event all->v[at] did to a draw that was made, with its day and its
 * reason: "2023-06-08 重新抽取，原因：…". False, and nothing appended, for an event
 * that is neither a redraw or a recommitment nor, after the last draw, a
 * reassign, a change of seats, or an amendment that changed something. With d->changes it tells what,
 * key by key, with the old and the new value. A reassign says when its
 * inspectors are not those fixed before the draw.
 */
bool document_event(
    struct buf *out, const struct document *d, const struct audit_events *all, size_t at);
/* How often the plan was drawn, when last, how many: every published page says so. */
void document_drawn(struct buf *out, const struct document *d);
/* p/q in per cent, to the nearest tenth: "27.3%"; "—" when q is 0. */
void document_percent(struct buf *out, uint64_t p, uint64_t q);
/*
 * xlsx_out_sheet with the checkpoint as the footer; setup's own footer is not
 * used. Rows get as high as their texts need: xlsx_out_row computes it.
 */
ssjc_rc document_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, const struct document *d, struct ssjc_err *err);
/* xlsx_out_line with a text that was put together, SSJC_SYSTEM if memory was out for it. */
ssjc_rc document_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, const struct buf *text,
    unsigned low, struct ssjc_err *err);
/* The first lines of a sheet: the plan's title, and the name of the paper. */
ssjc_rc document_headings(
    struct xlsx_out_sheet *s, const struct document *d, struct str name, struct ssjc_err *err);
/* The pieces of a ;-separated list as a text reads: "营业执照、运单". */
void document_list(struct buf *out, struct str list);
/* "一", "十二": how headings are counted, from 1 to 99. */
void document_ordinal(struct buf *out, unsigned n);

#endif
