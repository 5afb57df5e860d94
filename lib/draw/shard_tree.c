/* The tree of several registers, which is that of one with the rows of all: receipt_tree.h. */
#include "ssjc/draw/shards.h"

#include "ssjc/base/parallel.h"

/* Leaves in memory, 33 bytes each: the registers are read one by one, as all may not fit into it. */
enum { LEAVES = 1 << 20 };

ssjc_rc shards_bind(struct shards *s, const char *secret, bool keep, struct ssjc_err *err)
{
	ssjc_rc rc = receipt_tree_open(&s->tree, secret, parallel_width(), keep, err);

	if (rc)
		return rc;
	receipt_tree_spill(s->tree, LEAVES);
	return SSJC_OK;
}
