/*
 * checklist_marks: what people put into the cells of a checklist: ticks in the place of
 * boxes, numbers, words.
 */
#ifndef SSJC_CHECKLIST_MARKS_H
#define SSJC_CHECKLIST_MARKS_H

#include "ssjc/plan/vocabulary.h"

/*
 * The codes of a cell of results, joined by ';': "" when nothing is chosen. It is filled
 * in with
 *
 *	a word of the vocabulary for a result, or several on lines or after ；
 *	numbers of those that are printed: "1、3"
 *	ticks in the place of their boxes, or beside: "☑1 □2 √3"
 *
 * Beside ticks × says no; without any, it is not known what × says.
 *
 * code are those of the n numbers. NULL, or what is wrong with it (words that follow the
 * text in a message).
 */
const char *checklist_results(
    struct buf *out, struct str text, const struct str *code, size_t n, const struct vocabulary *v);
/*
 * The words that are ticked, "□实地检查 √书面检查", joined by 、; without any box, the text.
 * NULL, or what is wrong with it.
 */
const char *checklist_ticked(struct buf *out, struct str text);

/* What was put into a box: √, × or, against each other, both. */
struct checklist_mark {
	bool ticked, crossed;
};
/*
 * What was written into a cell that had a text printed, which is given without blanks: after
 * it, or in its place. If that begins with a box, *mark is what was put into it; otherwise √
 * and × are part of the text.
 */
struct str checklist_added(struct str text, struct str printed, struct checklist_mark *mark);
/* Is there a day in it, as in "样某 2023.6.15"? */
bool checklist_has_date(struct str text);

#endif
