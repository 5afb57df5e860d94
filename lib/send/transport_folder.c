/*
 * sftp and ftps: a folder of another machine. The file gets its name when all of it is
 * there, and its marker after that.
 */
#include "transport_work.h"

#include <string.h>

/* What is left to be sent. */
static size_t give(char *to, size_t size, size_t n, void *arg)
{
	struct str *left = arg;
	size_t part = size * n < left->n ? size * n : left->n;

	if (part)
		memcpy(to, left->p, part);
	left->p += part;
	left->n -= part;
	return part;
}

static bool is_sftp(const struct request *r)
{
	return str_is(r->target->scheme, "sftp");
}

/* A name in a command: sftp's are quoted, and start at the root, or with /~/ at home. */
static ssjc_rc put_name(struct buf *out, struct transport *t, const struct request *r,
    struct str url, struct ssjc_err *err)
{
	struct str path = url;
	char *decoded;
	int n;

	str_cut_start(&path, r->target->scheme.p);
	str_cut_start(&path, "://");
	while (path.n && path.p[0] != '/') {
		path.p++;
		path.n--;
	}
	if (is_sftp(r)) {
		str_cut_start(&path, "/~/");
	} else {
		for (size_t i = path.n; i-- > 0;)
			if (path.p[i] == '/') {
				path = (struct str){path.p + i + 1, path.n - i - 1};
				break;
			}
	}
	decoded = curl_easy_unescape(t->curl, path.p, (int)path.n, &n);
	if (!decoded)
		return ssjc_fail_memory(err);
	buf_z(out, is_sftp(r) ? "\"" : "");
	for (int i = 0; i < n; i++) {
		if (is_sftp(r) && (decoded[i] == '"' || decoded[i] == '\\'))
			buf_char(out, '\\');
		buf_char(out, decoded[i]);
	}
	buf_z(out, is_sftp(r) ? "\"" : "");
	curl_free(decoded);
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

/* Append a command with the names of one or two URLs. */
static ssjc_rc add(struct curl_slist **list, struct transport *t, const struct request *r,
    const char *command, struct str one, struct str two, struct ssjc_err *err)
{
	struct curl_slist *longer;
	struct buf line = {0};
	ssjc_rc rc;

	buf_printf(&line, "%s ", command);
	rc = put_name(&line, t, r, one, err);
	if (rc)
		goto out;
	if (two.n) {
		buf_char(&line, ' ');
		rc = put_name(&line, t, r, two, err);
		if (rc)
			goto out;
	}
	longer = curl_slist_append(*list, line.p);
	if (longer)
		*list = longer;
	else
		rc = ssjc_fail_memory(err);
out:
	buf_free(&line);
	return rc;
}

/*
 * Give the file its name. The one of a try before goes: a server may refuse to rename over
 * it; that there is none is no error, which is what the asterisk says.
 */
static ssjc_rc renaming(struct curl_slist **list, struct transport *t, const struct request *r,
    struct str from, struct ssjc_err *err)
{
	ssjc_rc rc = add(list, t, r, is_sftp(r) ? "*rm" : "*DELE", r->url, STR(""), err);

	if (rc)
		return rc;
	if (is_sftp(r))
		return add(list, t, r, "rename", from, r->url, err);
	rc = add(list, t, r, "RNFR", from, STR(""), err);
	return rc ? rc : add(list, t, r, "RNTO", r->url, STR(""), err);
}

static int set_host(struct transport *t, const struct target *to)
{
	int bad = 0;

	if (str_is(to->scheme, "ftps")) {
		bad |= curl_easy_setopt(t->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
		/* Into the folder, and then by bare names, as RNFR takes them. */
		bad |= curl_easy_setopt(
		    t->curl, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_SINGLECWD);
		return bad;
	}
	bad |= curl_easy_setopt(t->curl, CURLOPT_SSH_KNOWNHOSTS, to->known_hosts);
	bad |= curl_easy_setopt(t->curl, CURLOPT_SSH_AUTH_TYPES,
	    (long)(to->key ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD));
	if (to->key)
		bad |= curl_easy_setopt(t->curl, CURLOPT_SSH_PRIVATE_KEYFILE, to->key);
	return bad;
}

/* One file; rename: then it gets its name. */
static ssjc_rc put(struct transport *t, const struct request *r, struct str url, struct str bytes,
    bool rename, struct ssjc_err *err)
{
	struct curl_slist *after = NULL;
	int bad;
	ssjc_rc rc = transport_begin(t, r, url.p, err);

	if (rc)
		goto out;
	if (rename) {
		rc = renaming(&after, t, r, url, err);
		if (rc)
			goto out;
	}
	bad = set_host(t, r->target);
	bad |= curl_easy_setopt(t->curl, CURLOPT_UPLOAD, 1L);
	/* It has names in it: for whoever owns the folder and its group. */
	bad |= curl_easy_setopt(t->curl, CURLOPT_NEW_FILE_PERMS, 0640L);
	bad |= curl_easy_setopt(t->curl, CURLOPT_READFUNCTION, give);
	bad |= curl_easy_setopt(t->curl, CURLOPT_READDATA, &bytes);
	bad |= curl_easy_setopt(t->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)bytes.n);
	if (after)
		bad |= curl_easy_setopt(t->curl, CURLOPT_POSTQUOTE, after);
	rc = bad ? ssjc_fail_memory(err) : transport_perform(t, err);
out:
	transport_end(t);
	curl_slist_free_all(after);
	return rc;
}

ssjc_rc transport_folder(struct transport *t, const struct request *r, struct ssjc_err *err)
{
	struct buf temporary = {0}, marker = {0};
	ssjc_rc rc;

	if (is_sftp(r) && !r->target->known_hosts)
		return ssjc_fail(err, SSJC_REFUSED,
		    "nobody would know whether it is the right machine: name the file of the "
		    "hosts that are known with “known_hosts”");
	/* Not one that ends like what is collected there. */
	buf_printf(&temporary, "%.*s.part", STR_ARG(r->url));
	buf_printf(&marker, "%.*s%.*s", STR_ARG(r->url), STR_ARG(r->target->marker));
	if (temporary.failed || marker.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = put(t, r, buf_text(&temporary), r->body, true, err);
	if (rc || r->target->marker.n == 0)
		goto out;
	rc = put(t, r, buf_text(&marker), STR(""), false, err);
out:
	buf_free(&temporary);
	buf_free(&marker);
	return rc;
}
