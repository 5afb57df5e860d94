#include "record_kept.h"

#include <string.h>

enum { KEPT_MAX = 8 << 20 };

void record_kept_lay_aside(struct cli_input *in)
{
	if (in->file.piped)
		return;
	file_drop(&in->file);
	in->text = STR("");
}

void record_kept_drop_large(struct cli_input *in)
{
	if (in->text.n <= KEPT_MAX)
		return;
	file_drop(&in->file);
	in->text.p = NULL;
}

/* Read again what was laid aside: the same bytes, or SSJC_INPUT. */
static ssjc_rc read_again(struct cli *c, const struct cli_input *in, struct file *f)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = file_open(f, in->file.name, &c->err);

	if (rc)
		return rc;
	rc = digest_hex(f->bytes.p, f->bytes.n, digest, &c->err);
	if (rc || strcmp(digest, in->digest) == 0)
		return rc;
	return ssjc_fail_at(&c->err, SSJC_INPUT, in->file.name, 0, NULL,
	    "was changed while it was read: run the command again");
}

ssjc_rc record_kept_put(
    struct cli *c, const struct cli_audit *a, const struct cli_input *in, uint64_t rows)
{
	struct cli_input kept = *in;
	struct file again = {0};
	ssjc_rc rc = SSJC_OK;

	if (in->text.n == 0) {
		rc = read_again(c, in, &again);
		if (rc)
			goto out;
		kept.text = again.bytes;
	}
	rc = kept.text.n > KEPT_MAX ? cli_put_input(c, a, c->command->name, &kept, rows)
	                            : cli_put_kept(c, a, c->command->name, &kept, rows);
out:
	file_close(&again);
	return rc;
}
