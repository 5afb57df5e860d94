/* A list for other programs has no place for a checkpoint: it gets one in a file beside it. */
#include "draw_cmd.h"

#include "ssjc/audit/checkpoint.h"

ssjc_rc draw_put_checkpoint(struct cli *c, const struct cli_audit *a)
{
	struct buf text = {0};
	struct out o = {.kind = FILE_PUBLIC};
	ssjc_rc rc;

	if (!draw_options.checkpoint)
		return SSJC_OK;
	cli_hint(c, "the list is on record: ssjc-audit checkpoint prints a checkpoint");
	rc = checkpoint_write(&text, a->file, c->context.now, &c->err);
	if (rc)
		goto out;
	rc = out_open(&o, draw_options.checkpoint, &c->err);
	if (rc)
		goto out;
	fwrite(text.p, 1, text.n, o.f); /* out_finish sees whether it failed */
	rc = out_finish(&o, &c->err);
	if (rc)
		goto out;
	cli_hint(c, NULL);
out:
	buf_free(&text);
	return rc;
}
