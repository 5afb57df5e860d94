#include "transport_work.h"

#include "ssjc/base/language.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc transport_open(struct transport **out, struct ssjc_err *err)
{
	*out = NULL;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return ssjc_fail(err, SSJC_SYSTEM, "libcurl does not start");
	*out = calloc(1, sizeof **out);
	if (*out)
		return SSJC_OK;
	curl_global_cleanup();
	return ssjc_fail_memory(err);
}

void transport_close(struct transport *t)
{
	if (!t)
		return;
	transport_end(t);
	buf_free(&t->body);
	free(t);
	curl_global_cleanup();
}

void transport_end(struct transport *t)
{
	curl_easy_cleanup(t->curl);
	t->curl = NULL;
}

/* Who we are, and that the other side is who it should be. */
static int set_identity(struct transport *t, const struct target *to)
{
	CURL *h = t->curl;
	int bad = 0;

	bad |= curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	bad |= curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (to->ca)
		bad |= curl_easy_setopt(h, CURLOPT_CAINFO, to->ca);
	if (to->netrc) {
		bad |= curl_easy_setopt(h, CURLOPT_NETRC_FILE, to->netrc);
		bad |= curl_easy_setopt(h, CURLOPT_NETRC,
		    (long)(to->user.n ? CURL_NETRC_OPTIONAL : CURL_NETRC_REQUIRED));
		bad |= curl_easy_setopt(h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	}
	if (to->user.n)
		bad |= curl_easy_setopt(h, CURLOPT_USERNAME, to->user.p);
	return bad;
}

ssjc_rc transport_begin(
    struct transport *t, const struct request *r, const char *url, struct ssjc_err *err)
{
	const struct target *to = r->target;
	int bad = 0;
	CURL *h;

	transport_end(t);
	t->why[0] = '\0';
	h = t->curl = curl_easy_init();
	if (!h)
		return ssjc_fail_memory(err);
	bad |= curl_easy_setopt(h, CURLOPT_URL, url);
	bad |= curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, to->scheme.p);
	bad |= curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	bad |= curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
	bad |= curl_easy_setopt(h, CURLOPT_FORBID_REUSE, 1L);
	bad |= curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	bad |= curl_easy_setopt(h, CURLOPT_ERRORBUFFER, t->why);
	bad |= curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)to->timeout);
	bad |= curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)to->connect_timeout);
	bad |= set_identity(t, to);
	return bad ? ssjc_fail(err, SSJC_SYSTEM, "libcurl cannot do what it takes to send")
	           : SSJC_OK;
}

/* What has to be mended before the same can come through, and what is to be said of it. */
static const struct {
	CURLcode code;
	const char *what;
} lasting[] = {
    {CURLE_PEER_FAILED_VERIFICATION,
        N_("it does not prove who it is, and nothing is sent: if its certificate is of a private "
           "authority, “ca” names that; the key of an sftp server belongs into “known_hosts”")},
    {CURLE_SSL_CACERT_BADFILE, N_("the certificates of “ca” cannot be read")},
    {CURLE_SSL_CERTPROBLEM, N_("the certificates of “ca” cannot be read")},
    {CURLE_LOGIN_DENIED, N_("it does not let us in: see to user, key and netrc")},
    {CURLE_REMOTE_ACCESS_DENIED, N_("it does not let us write there: see to the address")},
    {CURLE_REMOTE_FILE_NOT_FOUND, N_("there is no such folder: see to the address")},
    {CURLE_URL_MALFORMAT, N_("the address makes no sense")},
    {CURLE_UNSUPPORTED_PROTOCOL, N_("the libcurl of this machine does not know the protocol")},
};

ssjc_rc transport_perform(struct transport *t, struct ssjc_err *err)
{
	CURLcode code = curl_easy_perform(t->curl);
	const char *why = t->why[0] ? t->why : curl_easy_strerror(code);
	struct ssjc_err because;

	if (code == CURLE_OK)
		return SSJC_OK;
	if (code == CURLE_OUT_OF_MEMORY)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < sizeof lasting / sizeof lasting[0]; i++) {
		if (lasting[i].code != code)
			continue;
		ssjc_fail_text(&because, SSJC_REFUSED, lasting[i].what);
		ssjc_fail(err, SSJC_REFUSED, "%s", why);
		ssjc_err_because(err, &because);
		return SSJC_REFUSED;
	}
	return ssjc_fail(err, SSJC_BUSY, "%s", why);
}

ssjc_rc transport_send(
    struct transport *t, const struct request *r, struct response *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct response){.retry_after = -1};
	if (str_is(r->target->scheme, "file"))
		return transport_file(r, err);
	rc = request_is_http(r) ? transport_http(t, r, out, err) : transport_folder(t, r, err);
	transport_end(t);
	return rc;
}
