#include "ssjc/send/request.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What such a file is, where the target does not say. */
static const char *const content_types[UPLOAD_CONTAINERS] = {
    [UPLOAD_CSV] = "text/csv; charset=utf-8",
    [UPLOAD_TSV] = "text/tab-separated-values; charset=utf-8",
    [UPLOAD_JSON] = "application/json",
    [UPLOAD_XML] = "application/xml",
    [UPLOAD_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    [UPLOAD_SQL] = "application/sql",
    [UPLOAD_POSTGRESQL] = "application/sql",
    [UPLOAD_MYSQL] = "application/sql",
};

/* ---- {batch} and the like ---- */

/* How a value is put in: as it is, into a URL, or into the name of a file. */
enum putting { AS_IS, IN_URL, IN_NAME };

static void put_value(struct buf *out, struct str s, enum putting as)
{
	if (as == IN_URL) {
		buf_uri(out, s, false);
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		unsigned char byte = (unsigned char)s.p[i];

		buf_char(out, as == IN_NAME && (byte < ' ' || byte == '/') ? '_' : s.p[i]);
	}
}

/* The values of one request. */
struct fill {
	struct str name, value;
};
enum { FILLS = 5 };

static void put_filled(struct buf *out, struct str text, const struct fill *v, enum putting as)
{
	while (text.n) {
		size_t i = 0;

		for (; i < FILLS; i++)
			if (text.n >= v[i].name.n && memcmp(text.p, v[i].name.p, v[i].name.n) == 0)
				break;
		if (i < FILLS)
			put_value(out, v[i].value, as);
		else
			buf_char(out, text.p[0]);
		i = i < FILLS ? v[i].name.n : 1;
		text.p += i;
		text.n -= i;
	}
}

static struct str filled(
    struct request *r, struct str text, const struct fill *v, enum putting as, bool *ok)
{
	struct buf b = {0};
	struct str s;

	put_filled(&b, text, v, as);
	*ok &= !b.failed;
	s = arena_str(&r->arena, buf_text(&b), ok);
	buf_free(&b);
	return s;
}

/* ---- The same key for the same bytes of the same batch ---- */

/* As a UUID, version 8, which is made of a digest: RFC 9562. */
static ssjc_rc put_key(
    struct request *r, struct str plan_id, struct str bytes, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX], key[37];
	struct digest *d = NULL;
	ssjc_rc rc = digest_open(&d, err);

	if (rc)
		goto out;
	digest_add(d, plan_id.p, plan_id.n);
	digest_add(d, "\n", 1);
	digest_add(d, r->batch.p, r->batch.n);
	digest_add(d, "\n", 1);
	digest_add(d, bytes.p, bytes.n);
	rc = digest_final(d, raw, err);
	if (rc)
		goto out;
	raw[6] = (unsigned char)(0x80 | (raw[6] & 0x0f));
	raw[8] = (unsigned char)(0x80 | (raw[8] & 0x3f));
	hex_of(raw, sizeof raw, hex);
	snprintf(key, sizeof key, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
	    hex + 20);
	rc = request_header(r, STR("Idempotency-Key"), str_of(key), err);
out:
	digest_free(d);
	return rc;
}

/* ---- The request ---- */

bool request_same_header(struct str a, struct str b)
{
	return a.n == b.n && a.n && strncasecmp(a.p, b.p, a.n) == 0;
}

ssjc_rc request_header(struct request *r, struct str name, struct str value, struct ssjc_err *err)
{
	struct target_header *h = NULL;
	bool ok = true;

	for (size_t i = 0; i < r->n_headers; i++)
		if (request_same_header(r->header[i].name, name))
			h = &r->header[i];
	if (!h) {
		if (!array_grow(&r->header, &r->headers_cap, r->n_headers, sizeof *h))
			return ssjc_fail_memory(err);
		h = &r->header[r->n_headers++];
		h->name = arena_str(&r->arena, name, &ok);
	}
	h->value = arena_str(&r->arena, value, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc put_headers(struct request *r, const struct fill *v, struct ssjc_err *err)
{
	const struct target *t = r->target;

	for (size_t i = 0; i < t->n_headers; i++) {
		bool ok = true;
		struct str value = filled(r, t->header[i].value, v, AS_IS, &ok);
		ssjc_rc rc = ok ? request_header(r, t->header[i].name, value, err)
		                : ssjc_fail_memory(err);

		if (rc)
			return rc;
	}
	/* A multipart has its own, and that of the batch is the part's. */
	return t->field.n ? SSJC_OK : request_header(r, STR("Content-Type"), r->content_type, err);
}

static ssjc_rc put_parts(struct request *r, const struct fill *v, struct ssjc_err *err)
{
	const struct target *t = r->target;
	bool ok = true;

	r->part = arena_array(&r->arena, t->n_parts, sizeof *r->part);
	if (!r->part && t->n_parts)
		return ssjc_fail_memory(err);
	for (r->n_parts = 0; r->n_parts < t->n_parts; r->n_parts++) {
		const struct target_header *p = &t->part[r->n_parts];

		r->part[r->n_parts] = (struct target_header){
		    p->name, filled(r, p->value, v, AS_IS, &ok)};
	}
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

bool request_is_http(const struct request *r)
{
	return str_starts(r->target->scheme, "http");
}

/* Where it goes: the address, and the file in it where that is a folder. */
static ssjc_rc put_url(struct request *r, const struct fill *v, struct ssjc_err *err)
{
	const struct target *t = r->target;
	struct buf url = {0};
	bool ok = true;

	r->file = filled(r, t->file, v, IN_NAME, &ok);
	put_filled(&url, t->address, v, IN_URL);
	if (!request_is_http(r)) {
		if (url.n && url.p[url.n - 1] != '/')
			buf_char(&url, '/');
		put_value(&url, r->file, IN_URL);
	}
	ok &= !url.failed;
	r->url = arena_str(&r->arena, buf_text(&url), &ok);
	buf_free(&url);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc request_of(struct request *out, const struct target *t, const struct upload_batch *b,
    struct str plan_id, struct str bytes, struct ssjc_err *err)
{
	char date[DATE_SIZE], day[DATE_SIZE];
	const struct fill v[FILLS] = {{STR("{batch}"), b->number},
	    {STR("{format}"), b->format->name}, {STR("{plan}"), plan_id}, {STR("{date}"), {day, 8}},
	    {STR("{ending}"), str_of(upload_containers[t->container].ending)}};
	ssjc_rc rc;

	*out = (struct request){.target = t, .batch = b->number, .body = bytes};
	date_format(time_day(b->time), date);
	snprintf(day, sizeof day, "%.4s%.2s%.2s", date, date + 5, date + 8);
	out->content_type = t->content_type.n ? t->content_type
	                                      : str_of(content_types[t->container]);
	rc = put_url(out, v, err);
	if (rc)
		goto out;
	rc = put_headers(out, v, err);
	if (rc)
		goto out;
	rc = put_parts(out, v, err);
	if (rc)
		goto out;
	rc = put_key(out, plan_id, bytes, err);
out:
	if (rc)
		request_close(out);
	return rc;
}

void request_close(struct request *r)
{
	/* Some of them are secret; all are the arena's. */
	for (size_t i = 0; i < r->n_headers; i++)
		if (r->header[i].value.n)
			OPENSSL_cleanse((char *)r->header[i].value.p, r->header[i].value.n);
	free(r->header);
	arena_free(&r->arena);
	*r = (struct request){.target = NULL};
}
