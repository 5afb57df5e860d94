#include "verify_work.h"

ssjc_code verify_again(struct verifier *v)
{
	static const struct {
		const char *action;
		ssjc_code (*verify)(struct verifier *);
	} ways[] = {{"import", verify_import}, {"commit", verify_commitment},
	    {"recommit", verify_commitment}, {"draw", verify_draw}, {"redraw", verify_draw},
	    {"reveal", verify_draw}, {"confirm", verify_confirm}, {"replace", verify_replace},
	    {"assign", verify_match}, {"reassign", verify_match}, {"print", verify_print}, {"result", verify_results}};

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (str_is(v->event->action, ways[i].action))
			return ways[i].verify(v);
	return SSJC_OK;
}
