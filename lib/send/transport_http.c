/* https and http: the batch is the body, or a file of a multipart. */
#include "transport_work.h"

#include <string.h>

/* The longest answer: it may say something of each row of a large batch. */
static size_t most_of(const struct request *r)
{
	return ((size_t)1 << 20) + 4 * r->body.n;
}

/* A longer answer is cut off, which libcurl reports as an error. */
static size_t take(char *p, size_t size, size_t n, void *to)
{
	struct transport *t = to;

	if (n * size > t->most - t->body.n)
		return 0;
	buf_add(&t->body, p, n * size);
	return t->body.failed ? 0 : n * size;
}

static int add_line(struct curl_slist **list, struct str name, const char *sign, struct str value)
{
	struct curl_slist *longer;
	struct buf line = {0};

	buf_printf(&line, "%.*s%s%.*s", STR_ARG(name), sign, STR_ARG(value));
	longer = line.failed ? NULL : curl_slist_append(*list, line.p);
	buf_free(&line);
	if (!longer)
		return 1;
	*list = longer;
	return 0;
}

static int set_headers(struct transport *t, const struct request *r, struct curl_slist **list)
{
	/* Else libcurl asks before it sends a large body, which not every server understands. */
	int bad = add_line(list, STR("Expect"), ":", STR(""));

	for (size_t i = 0; i < r->n_headers; i++)
		bad |= r->header[i].value.n
		    ? add_line(list, r->header[i].name, ": ", r->header[i].value)
		    : add_line(list, r->header[i].name, ";", STR(""));
	return bad ? bad : (int)curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, *list);
}

static int set_body(struct transport *t, const struct request *r)
{
	int bad = curl_easy_setopt(t->curl, CURLOPT_POST, 1L);

	bad |= curl_easy_setopt(t->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
	bad |= curl_easy_setopt(t->curl, CURLOPT_POSTFIELDS, r->body.p);
	return bad;
}

/* Where the body is read from: a part may be rewound. */
struct reading {
	struct str all;
	size_t at;
};

static size_t read_part(char *to, size_t size, size_t n, void *arg)
{
	struct reading *r = arg;
	size_t left = r->all.n - r->at, take_n = size * n < left ? size * n : left;

	memcpy(to, r->all.p + r->at, take_n);
	r->at += take_n;
	return take_n;
}

static int seek_part(void *arg, curl_off_t offset, int origin)
{
	struct reading *r = arg;

	if (origin != SEEK_SET || offset < 0 || (size_t)offset > r->all.n)
		return CURL_SEEKFUNC_CANTSEEK;
	r->at = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

static int set_parts(
    struct transport *t, const struct request *r, struct reading *from, curl_mime **mime)
{
	curl_mimepart *part;
	int bad = 0;

	*mime = curl_mime_init(t->curl);
	if (!*mime)
		return 1;
	for (size_t i = 0; i < r->n_parts; i++) {
		part = curl_mime_addpart(*mime);
		if (!part)
			return 1;
		bad |= curl_mime_name(part, r->part[i].name.p);
		bad |= curl_mime_data(part, r->part[i].value.p, r->part[i].value.n);
	}
	part = curl_mime_addpart(*mime);
	if (!part)
		return 1;
	bad |= curl_mime_name(part, r->target->field.p);
	bad |= curl_mime_filename(part, r->file.p);
	bad |= curl_mime_type(part, r->content_type.p);
	bad |= curl_mime_data_cb(part, (curl_off_t)r->body.n, read_part, seek_part, NULL, from);
	return bad ? bad : (int)curl_easy_setopt(t->curl, CURLOPT_MIMEPOST, *mime);
}

/* An address that moved is for a person to set: nobody is sent results by a redirect. */
static ssjc_rc refuse_redirect(struct transport *t, long status, struct ssjc_err *err)
{
	char *to = NULL;

	curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_URL, &to);
	if (!to)
		return SSJC_OK;
	return ssjc_fail(err, SSJC_REFUSED,
	    "the answer is HTTP %ld, a redirect to “%.*s”, which is not followed: if that is "
	    "where batches go now, set it as the address",
	    status, (int)strcspn(to, "?#"), to);
}

static ssjc_rc read_response(struct transport *t, struct response *out, struct ssjc_err *err)
{
	curl_off_t after = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &out->status);
	curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &after);
	out->retry_after = after > 0 ? (int64_t)after : -1;
	out->body = buf_text(&t->body);
	if (out->status / 100 == 3)
		return refuse_redirect(t, out->status, err);
	return SSJC_OK;
}

ssjc_rc transport_http(
    struct transport *t, const struct request *r, struct response *out, struct ssjc_err *err)
{
	struct reading from = {.all = r->body};
	struct curl_slist *headers = NULL;
	curl_mime *mime = NULL;
	int bad;
	ssjc_rc rc = transport_begin(t, r, r->url.p, err);

	if (rc)
		goto out;
	buf_clear(&t->body);
	t->most = most_of(r);
	bad = set_headers(t, r, &headers);
	bad |= r->target->field.n ? set_parts(t, r, &from, &mime) : set_body(t, r);
	bad |= curl_easy_setopt(t->curl, CURLOPT_CUSTOMREQUEST, r->target->method.p);
	/* With one connection for one request, a second try is ours alone to make. */
	bad |= curl_easy_setopt(t->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	bad |= curl_easy_setopt(t->curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->most);
	bad |= curl_easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, take);
	bad |= curl_easy_setopt(t->curl, CURLOPT_WRITEDATA, t);
	if (bad) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = transport_perform(t, err);
	if (rc)
		goto out;
	rc = read_response(t, out, err);
out:
	/* Not before the handle that uses them. */
	transport_end(t);
	curl_slist_free_all(headers);
	curl_mime_free(mime);
	return rc;
}
