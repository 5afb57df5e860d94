#include "ssjc/plan/plan_check.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

static ssjc_rc check_status(
    const struct plan *p, const struct vocabulary *vocabulary, struct ssjc_err *err)
{
	for (size_t i = 0; i < p->n_exclude_status; i++) {
		struct str code, known;
		struct buf list = {0}, hint = {0};

		if (vocabulary_is_code(vocabulary, "status", p->exclude_status[i]))
			continue;
		if (vocabulary_code(vocabulary, "status", p->exclude_status[i], &code))
			language_both(&hint, "write “%.*s”; ", STR_ARG(code));
		for (size_t k = 0; vocabulary_nth(vocabulary, "status", k, &known); k++)
			buf_printf(&list, "%s%.*s", k ? ", " : "", STR_ARG(known));
		ssjc_fail_at(err, SSJC_PLAN, p->name, 0, "status",
		    "“%.*s” is not a status; %.*sthe codes are: %.*s",
		    STR_ARG(p->exclude_status[i]), STR_ARG(buf_text(&hint)),
		    STR_ARG(buf_text(&list)));
		buf_free(&list);
		buf_free(&hint);
		return SSJC_PLAN;
	}
	return SSJC_OK;
}

static ssjc_rc check_window(
    const struct plan *p, const struct calendar *calendar, day_t today, struct ssjc_err *err)
{
	day_t *days = NULL, from = today > p->from ? today : p->from;
	char date[DATE_SIZE];
	size_t n = 0;
	ssjc_rc rc = calendar_workdays(calendar, p->from, p->to, &days, &n, err);

	free(days);
	if (rc)
		return rc;
	rc = calendar_workdays(calendar, from, p->to, &days, &n, err);
	free(days);
	if (rc || n > 0)
		return rc;
	date_format(today, date);
	return ssjc_fail_at(
	    err, SSJC_PLAN, p->name, 0, "window", "has no working day from today, %s, on", date);
}

ssjc_rc plan_check(const struct plan *p, const struct vocabulary *vocabulary,
    const struct calendar *calendar, const struct items *items, day_t today, struct ssjc_err *err)
{
	ssjc_rc rc = check_status(p, vocabulary, err);

	if (rc)
		return rc;
	rc = check_window(p, calendar, today, err);
	if (rc)
		return rc;
	return items_check(items, p, err);
}
