/*
 * plan_number: how the national platforms number what is inspected. An area is a
 * 行政区划代码 (GB/T 2260); a plan is 区划6 + year4 + 1 + 3 digits, a task of it
 * 区划6 + yyyymmdd + 1 + 3 digits, as the numbers that are published there show.
 */
#ifndef SSJC_PLAN_NUMBER_H
#define SSJC_PLAN_NUMBER_H

#include "ssjc/base/buf.h"

bool plan_number_is_area(struct str s);
bool plan_number_is(struct str s);
/* Its date is one that exists. */
bool plan_number_is_task(struct str s);

#endif
