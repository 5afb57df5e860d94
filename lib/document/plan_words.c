#include "ssjc/document/plan_words.h"

#include "ssjc/plan/roster.h"

#include <inttypes.h>

static const struct {
	const char *column, *words;
	bool personal; /* it names one business, or nearly */
} columns[] = {
    {"category", "类别", false},
    {"credit", "信用风险等级", false},
    {"region", "区域", false},
    {"status", "登记状态", false},
    {"id", "统一社会信用代码", true},
    {"name", "名称", true},
    {"address", "地址", true},
    {"legal_rep", "法定代表人", true},
    {"phone", "联系电话", true},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
_Static_assert(sizeof columns / sizeof columns[0] == OBJECT_COLUMNS + 0u,
    "each column of the register has a word, and is personal or not");

struct str plan_words_column(struct str column)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (str_is(column, columns[i].column))
			return str_of(columns[i].words);
	return column;
}

struct str plan_words_personal(const struct plan *p)
{
	for (size_t k = 0; k < p->n_strata; k++)
		for (size_t i = 0; i < COLUMNS; i++)
			if (columns[i].personal && str_is(p->strata[k], columns[i].column))
				return p->strata[k];
	return STR("");
}

/* n/q with so many decimals as it takes; false when it takes more than six. */
static bool decimal(struct buf *out, uint64_t n, uint64_t q, const char *unit)
{
	uint64_t rest = n % q;
	char digits[7];
	size_t k = 0;

	for (; rest && k < sizeof digits - 1; rest = rest * 10 % q)
		digits[k++] = (char)('0' + rest * 10 / q);
	if (rest)
		return false;
	digits[k] = '\0';
	buf_printf(out, "%" PRIu64 "%s%s%s", n / q, k ? "." : "", digits, unit);
	return true;
}

void plan_words_ratio(struct buf *out, struct ratio r)
{
	bool small = r.p * 100 < r.q; /* less than 1% */

	if (r.p == 0) {
		buf_z(out, "0%");
		return;
	}

	if (!decimal(out, r.p * (small ? 1000 : 100), r.q, small ? "‰" : "%"))
		buf_printf(out, "%" PRIu64 "/%" PRIu64, r.p, r.q);
}

void plan_words_rule(struct buf *out, const struct plan *p, const struct plan_rule *rule)
{
	for (size_t k = 0; k < p->n_strata; k++) {
		buf_z(out, k ? "、" : "");
		buf_str(out, plan_words_column(p->strata[k]));
		if (str_is(rule->value[k], "*"))
			buf_z(out, "不限");
		else
			buf_str(out, rule->value[k]);
	}
	buf_z(out, "：");
	if (rule->fixed)
		buf_printf(out, "%" PRIu64 "户", rule->count);
	else
		plan_words_ratio(out, rule->ratio);
	if (rule->cap)
		buf_printf(out, "，最多%" PRIu64 "户", rule->cap);
}
