/* A folder of this machine, which somebody else empties. */
#include "transport_work.h"

#include "ssjc/base/file.h"

static int hex_digit(char ch)
{
	return ch >= '0' && ch <= '9' ? ch - '0'
	    : ch >= 'A' && ch <= 'F'  ? ch - 'A' + 10
	    : ch >= 'a' && ch <= 'f'  ? ch - 'a' + 10
	                              : -1;
}

/* The path of file://HOST/PATH, whose host is nobody or localhost. */
static ssjc_rc path_of(struct buf *out, const struct request *r, struct ssjc_err *err)
{
	struct str url = r->url;

	str_cut_start(&url, "file://");
	str_cut_start(&url, "localhost");
	if (!str_starts(url, "/"))
		return ssjc_fail(err, SSJC_REFUSED,
		    "“%.*s” is not a folder of this machine, such as file:///srv/upload/",
		    STR_ARG(r->target->address));
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] == '%' && i + 2 < url.n && hex_digit(url.p[i + 1]) >= 0 &&
		    hex_digit(url.p[i + 2]) >= 0) {
			buf_char(
			    out, (char)(hex_digit(url.p[i + 1]) * 16 + hex_digit(url.p[i + 2])));
			i += 2;
		} else {
			buf_char(out, url.p[i]);
		}
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_rc transport_file(const struct request *r, struct ssjc_err *err)
{
	struct buf path = {0};
	ssjc_rc rc = path_of(&path, r, err);

	if (rc)
		goto out;
	rc = file_put(path.p, FILE_INTERNAL, r->body, err);
	if (rc || r->target->marker.n == 0)
		goto out;
	buf_str(&path, r->target->marker);
	rc = path.failed ? ssjc_fail_memory(err) : file_put(path.p, FILE_INTERNAL, STR(""), err);
out:
	buf_free(&path);
	return rc;
}
