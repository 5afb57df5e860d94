/*
 * receipt_words: what a receipt's placeholders say: those of paper_words.h that begin with
 * "receipt.".
 */
#ifndef SSJC_RECEIPT_WORDS_H
#define SSJC_RECEIPT_WORDS_H

#include "paper_words.h"

/* Each appends the text of one, or nothing where a receipt has none. */
void receipt_name(const struct paper_at *at, struct buf *out);
void receipt_id(const struct paper_at *at, struct buf *out);
void receipt_draw_number(const struct paper_at *at, struct buf *out);
void receipt_day(const struct paper_at *at, struct buf *out);
void receipt_day_iso(const struct paper_at *at, struct buf *out);
/* "类别：货运；信用风险等级：A", and the same as the register has it: "category, credit", "货运;A". */
void receipt_stratum(const struct paper_at *at, struct buf *out);
void receipt_columns(const struct paper_at *at, struct buf *out);
void receipt_values(const struct paper_at *at, struct buf *out);
/* Of one that is excluded: "注销", and its code. */
void receipt_status(const struct paper_at *at, struct buf *out);
void receipt_status_code(const struct paper_at *at, struct buf *out);
void receipt_population(const struct paper_at *at, struct buf *out);
void receipt_eligible(const struct paper_at *at, struct buf *out);
void receipt_n(const struct paper_at *at, struct buf *out);
void receipt_main(const struct paper_at *at, struct buf *out);
void receipt_reserve(const struct paper_at *at, struct buf *out);
void receipt_threshold(const struct paper_at *at, struct buf *out);
void receipt_ticket(const struct paper_at *at, struct buf *out);
void receipt_rank(const struct paper_at *at, struct buf *out);
/* Its place among those drawn, or in the reserve; nothing if it is in neither. */
void receipt_chosen(const struct paper_at *at, struct buf *out);
void receipt_spare(const struct paper_at *at, struct buf *out);
/* Conditions: its standing. */
void receipt_repeated(const struct paper_at *at, struct buf *out);
void receipt_excluded(const struct paper_at *at, struct buf *out);
void receipt_rows(const struct paper_at *at, struct buf *out);
void receipt_root_text(const struct paper_at *at, struct buf *out);
/* The root that was committed to; nothing if there was no commitment. */
void receipt_committed(const struct paper_at *at, struct buf *out);
void receipt_file(const struct paper_at *at, struct buf *out);
void receipt_code_text(const struct paper_at *at, struct buf *out);

#endif
