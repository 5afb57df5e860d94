/*
 * verification_words: what the names in the template of a verification mean. paper_words.c has
 * them in its tables.
 */
#ifndef SSJC_VERIFICATION_WORDS_H
#define SSJC_VERIFICATION_WORDS_H

#include "paper_words.h"

void report_plan(const struct paper_at *at, struct buf *out);
void report_rehearsal(const struct paper_at *at, struct buf *out);
void report_file(const struct paper_at *at, struct buf *out);
void report_who(const struct paper_at *at, struct buf *out);
void report_time(const struct paper_at *at, struct buf *out);
void report_version(const struct paper_at *at, struct buf *out);
void report_events(const struct paper_at *at, struct buf *out);
void report_head(const struct paper_at *at, struct buf *out);
void report_anchored(const struct paper_at *at, struct buf *out);
void report_conclusion(const struct paper_at *at, struct buf *out);
void report_verdict(const struct paper_at *at, struct buf *out);
void report_given(const struct paper_at *at, struct buf *out);
void report_kept(const struct paper_at *at, struct buf *out);
void report_open(const struct paper_at *at, struct buf *out);
void report_notes(const struct paper_at *at, struct buf *out);
void step_text(const struct paper_at *at, struct buf *out);
void step_mark(const struct paper_at *at, struct buf *out);
void step_event(const struct paper_at *at, struct buf *out);
void given_name(const struct paper_at *at, struct buf *out);
void given_digest(const struct paper_at *at, struct buf *out);
void given_rows(const struct paper_at *at, struct buf *out);
void kept_name(const struct paper_at *at, struct buf *out);
void kept_text(const struct paper_at *at, struct buf *out);
void kept_signed(const struct paper_at *at, struct buf *out);

#endif
