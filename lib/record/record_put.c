#include "record_rows.h"

#include <stdlib.h>

ssjc_rc record_put_confirmations(const struct record *r, const struct table *t,
    struct record_taking *how, struct audit *a, struct ssjc_err *err)
{
	struct confirmation *v = NULL;
	ssjc_rc rc = record_confirmations(r, t, how, &v, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < how->taken; i++) {
		rc = audit_put_confirmation(a, r->state->draws, &v[i], err);
		if (rc)
			goto out;
	}
out:
	free(v);
	return rc;
}

ssjc_rc record_put_results(const struct record *r, const struct table *t, struct record_taking *how,
    struct audit *a, struct ssjc_err *err)
{
	struct result *v = NULL;
	ssjc_rc rc = record_results(r, t, how, &v, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < how->taken; i++) {
		rc = audit_put_result(a, r->state->draws, &v[i], err);
		if (rc)
			goto out;
	}
out:
	free(v);
	return rc;
}
