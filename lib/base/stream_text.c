#include "ssjc/base/stream_text.h"

#include <stdlib.h>

ssjc_rc stream_text_open(struct stream_text *t, struct ssjc_err *err)
{
	*t = (struct stream_text){0};
	t->f = open_memstream(&t->p, &t->n);
	if (!t->f)
		return ssjc_fail_memory(err);
	return csv_out_open(&t->csv, t->f, CSV_PLAIN, err);
}

ssjc_rc stream_text_end(
    struct stream_text *t, struct str *text, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	ssjc_rc rc = csv_out_finish(&t->csv, digest, err);

	if (rc)
		return rc;
	if (fclose(t->f) != 0) {
		t->f = NULL;
		return ssjc_fail_memory(err);
	}
	t->f = NULL;
	*text = (struct str){t->p, t->n};
	return SSJC_OK;
}

ssjc_rc stream_text_into(struct stream_text *t, struct buf *out, struct ssjc_err *err)
{
	struct str text;
	ssjc_rc rc = stream_text_end(t, &text, NULL, err);

	if (rc)
		return rc;
	buf_str(out, text);
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

void stream_text_free(struct stream_text *t)
{
	csv_out_close(&t->csv);
	if (t->f)
		fclose(t->f);
	free(t->p);
	*t = (struct stream_text){0};
}

void stream_text_header(struct csv_out *out, const char *const *columns)
{
	for (; *columns; columns++)
		csv_out_field(out, str_of(*columns));
	csv_out_end(out);
}

void stream_text_empty(struct csv_out *out, size_t n)
{
	while (n--)
		csv_out_field(out, STR(""));
}
