/* Any bytes are a plan or an error with a message; never a crash. */
#include "ssjc/plan/plan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ssjc_err err = {0};
	struct plan plan;
	ssjc_rc rc = plan_read(
	    &plan, (struct str){(const char *)p, n}, "fuzz.plan", "d", "s", &err);

	if (rc != SSJC_OK && !err.msg[0])
		abort();
	if (rc == SSJC_OK) {
		const struct plan_rule *rule;
		struct str values[64];

		for (size_t i = 0; i < 64; i++)
			values[i] = plan.rule[0].value[0];
		if (plan.n_strata <= 64)
			plan_rule_of(&plan, values, &rule, &err);
	}
	plan_close(&plan);
	return 0;
}
