#include "match_net.h"

#include <stdlib.h>

ssjc_rc match_solve(struct match_fill *f, uint32_t *seat, struct ssjc_err *err)
{
	struct match_load *load = calloc(f->people + 1, sizeof *load);
	struct match_options options = {0};
	struct match_net net = {0};
	ssjc_rc rc;

	if (!load) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = match_fill_even(f, load, err);
	if (rc)
		goto out;
	rc = match_options_open(&options, f, err);
	if (rc)
		goto out;
	rc = match_net_open(&net, &options, f, load, err);
	if (rc)
		goto out;
	rc = match_flow_run(&net, f, seat, err);
out:
	match_net_free(&net);
	match_options_free(&options);
	free(load);
	return rc;
}
