/*
 * change_words: what was changed of the seats, as it is published and filed.
 */
#ifndef SSJC_CHANGE_WORDS_H
#define SSJC_CHANGE_WORDS_H

#include "ssjc/document/document.h"

/* "替换执法检查人员，原因：…（部门提出）：企业（日期，部门主办）由甲换为乙；…": without the day of the change. */
void change_words(struct buf *out, const struct document *d, const struct audit_change *c);
/* The change that is the event of that number, or NULL. */
const struct audit_change *change_of_event(const struct audit_state *s, uint64_t event);

#endif
