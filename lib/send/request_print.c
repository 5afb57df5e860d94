#include "ssjc/send/request_print.h"

#include "ssjc/send/sign.h"

#include <string.h>

/* ---- As HTTP ---- */

static bool is_secret(const struct request *r, const struct target_header *h)
{
	return sign_is_secret(r->target, h->name);
}

static void print_http(struct buf *out, const struct request *r)
{
	const struct target *t = r->target;

	buf_printf(out, "%.*s %.*s\n", STR_ARG(t->method), STR_ARG(r->url));
	for (size_t i = 0; i < r->n_headers; i++) {
		const struct target_header *h = &r->header[i];

		buf_printf(out, "%.*s: ", STR_ARG(h->name));
		buf_str(out, is_secret(r, h) ? STR("***") : h->value);
		buf_char(out, '\n');
	}
	if (t->netrc)
		buf_z(out, "Authorization: Basic ***\n");
	if (t->field.n) {
		buf_z(out, "Content-Type: multipart/form-data\n");
		for (size_t i = 0; i < r->n_parts; i++)
			buf_printf(out, "  %.*s=%.*s\n", STR_ARG(r->part[i].name),
			    STR_ARG(r->part[i].value));
		buf_printf(out, "  %.*s=file %.*s (%.*s)\n", STR_ARG(t->field), STR_ARG(r->file),
		    STR_ARG(r->content_type));
	}
}

static void print_folder(struct buf *out, const struct request *r)
{
	buf_printf(out, "%.*s\n", STR_ARG(r->url));
	if (r->target->marker.n)
		buf_printf(out, "%.*s%.*s\n", STR_ARG(r->url), STR_ARG(r->target->marker));
}

void request_print(struct buf *out, const struct request *r)
{
	if (request_is_http(r))
		print_http(out, r);
	else
		print_folder(out, r);
	buf_printf(out, "Content-Length: %zu\n", r->body.n);
	if (r->target->container == UPLOAD_XLSX)
		return;
	buf_char(out, '\n');
	buf_str(out, r->body);
	if (r->body.n && r->body.p[r->body.n - 1] != '\n')
		buf_char(out, '\n');
}

bool request_headers(struct buf *out, const struct request *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n_headers; i++) {
		const struct target_header *h = &r->header[i];

		if (!is_secret(r, h))
			continue;
		any = true;
		buf_printf(out, "%.*s: %.*s\n", STR_ARG(h->name), STR_ARG(h->value));
	}
	return any;
}

/* ---- As a command line ---- */

/* A word of a shell, after a blank; its pieces end with a NULL. */
static void put_word(struct buf *out, const struct str *piece, size_t n)
{
	buf_z(out, " '");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < piece[i].n; k++)
			if (piece[i].p[k] == '\'')
				buf_z(out, "'\\''");
			else
				buf_char(out, piece[i].p[k]);
	buf_char(out, '\'');
}

#define WORD(out, ...)                                                                             \
	put_word(out, (const struct str[]){__VA_ARGS__},                                           \
	    sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

static void put_http(
    struct buf *out, const struct request *r, const char *body, const char *headers)
{
	const struct target *t = r->target;
	bool secret = false;

	buf_z(out, " --http1.1 -H Expect: -X");
	WORD(out, t->method);
	for (size_t i = 0; i < r->n_headers; i++) {
		const struct target_header *h = &r->header[i];

		secret |= is_secret(r, h);
		if (is_secret(r, h))
			continue;
		buf_z(out, " -H");
		WORD(out, h->name, h->value.n ? STR(": ") : STR(";"), h->value);
	}
	if (secret) {
		buf_z(out, " -H");
		WORD(out, STR("@"), str_of(headers));
	}
	if (!t->field.n) {
		buf_z(out, " --data-binary");
		WORD(out, STR("@"), str_of(body));
		return;
	}
	for (size_t i = 0; i < r->n_parts; i++) {
		buf_z(out, " --form-string");
		WORD(out, r->part[i].name, STR("="), r->part[i].value);
	}
	buf_z(out, " -F");
	WORD(out, t->field, STR("=@\""), str_of(body), STR("\";type=\""), r->content_type,
	    STR("\";filename=\""), r->file, STR("\""));
}

static void put_folder(struct buf *out, const struct request *r, const char *body)
{
	const struct target *t = r->target;

	if (t->user.n) {
		buf_z(out, " -u");
		WORD(out, t->user, STR(":"));
	}
	if (t->key) {
		buf_z(out, " --key");
		WORD(out, str_of(t->key));
	}
	buf_z(out, str_is(t->scheme, "ftps") ? " --ssl-reqd -T" : " -T");
	WORD(out, str_of(body));
}

void request_curl(struct buf *out, const struct request *r, const char *body, const char *headers)
{
	const struct target *t = r->target;

	buf_printf(out, "curl -sS --proto =%.*s --max-time %u --connect-timeout %u",
	    STR_ARG(t->scheme), t->timeout, t->connect_timeout);
	if (t->ca) {
		buf_z(out, " --cacert");
		WORD(out, str_of(t->ca));
	}
	if (t->netrc) {
		buf_z(out, " --netrc-file");
		WORD(out, str_of(t->netrc));
	}
	if (request_is_http(r))
		put_http(out, r, body, headers);
	else
		put_folder(out, r, body);
	WORD(out, r->url);
	buf_char(out, '\n');
	if (!request_is_http(r) && t->marker.n) {
		buf_printf(out, "# %.*s%.*s\n", STR_ARG(r->file), STR_ARG(t->marker));
	}
}
