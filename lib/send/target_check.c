#include "target_check.h"

#include "ssjc/send/sign.h"

#include <string.h>
#include <strings.h>

/* ---- Addresses ---- */

static const struct scheme {
	struct str name;
	enum target_scheme kind;
} schemes[] = {
    {STR_INIT("https"), TARGET_HTTPS},
    {STR_INIT("http"), TARGET_HTTP},
    {STR_INIT("sftp"), TARGET_SFTP},
    {STR_INIT("ftps"), TARGET_FTPS},
    {STR_INIT("file"), TARGET_FOLDER},
};

/* Cut the first pieces off an address: "https", and "host:port". */
static const struct scheme *cut_scheme(struct str *rest)
{
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		struct str r = *rest;

		if (str_cut_start(&r, schemes[i].name.p) && str_cut_start(&r, "://")) {
			*rest = r;
			return &schemes[i];
		}
	}
	return NULL;
}

static struct str cut_authority(struct str *rest)
{
	struct str authority = {rest->p, 0};

	while (authority.n < rest->n && !memchr("/?#", rest->p[authority.n], 3))
		authority.n++;
	*rest = (struct str){rest->p + authority.n, rest->n - authority.n};
	return authority;
}

/* "host", "host:8443", "[::1]:8443": is the port, if there is one, one? */
static bool good_host(struct str host)
{
	const char *end = host.n ? memchr(host.p, ']', host.n) : NULL;
	struct str port = host;
	int64_t v;

	if (host.n && host.p[0] == '[') {
		if (!end)
			return false;
		port = (struct str){end + 1, host.n - (size_t)(end + 1 - host.p)};
		return port.n == 0 || (str_cut_start(&port, ":") && !num_parse(port, 1, 65535, &v));
	}
	str_split(&port, ':', &host);
	return host.n && !memchr(host.p, '{', host.n) &&
	    (port.p == NULL || !num_parse(port, 1, 65535, &v));
}

/* Does a name say that its value is a secret? */
static bool names_secret(struct str name)
{
	static const char *const words[] = {"authorization", "cookie", "password", "passwd",
	    "secret", "token", "apikey", "api-key", "api_key", "accesskey", "access-key",
	    "access_key"};

	for (; name.n; name.p++, name.n--)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (name.n >= strlen(words[i]) &&
			    strncasecmp(name.p, words[i], strlen(words[i])) == 0)
				return true;
	return false;
}

static ssjc_rc check_query(struct settings *s, struct str query)
{
	struct str piece;

	while (str_split(&query, '&', &piece)) {
		struct str name;

		str_split(&piece, '=', &name);
		if (names_secret(name))
			return settings_fail_value(s, name,
			    "names a secret, which an address may not have: it would be in the "
			    "logs of the other side; put it into a file that nobody else can read, "
			    "and name that with signing and secret");
	}
	return SSJC_OK;
}

static ssjc_rc check_path(struct settings *s, struct str path, enum target_scheme kind)
{
	const char *query = path.n ? memchr(path.p, '?', path.n) : NULL;

	if (path.n && memchr(path.p, '#', path.n))
		return settings_fail(
		    s, "has a # in it, which an address that is sent to cannot have");
	if (kind == TARGET_FOLDER && (path.n == 0 || path.p[0] != '/'))
		return settings_fail(s,
		    "is not a folder: file:// is followed by a path from the root on, as in "
		    "file:///srv/upload");
	if (!query)
		return SSJC_OK;
	if (kind & TARGET_DROP)
		return settings_fail(s, "has a ? in it, which a folder's address cannot have");
	return check_query(s, (struct str){query + 1, path.n - (size_t)(query + 1 - path.p)});
}

/* No message shows the address: there may be a password in it. */
ssjc_rc target_check_address(struct settings *s, struct str value, struct target *t)
{
	struct str rest = value, authority;
	const struct scheme *scheme = cut_scheme(&rest);
	ssjc_rc rc;

	if (!scheme)
		return settings_fail(
		    s, "does not begin with https://, http://, sftp://, ftps:// or file://");
	authority = cut_authority(&rest);
	if (authority.n && memchr(authority.p, '@', authority.n))
		return settings_fail(s,
		    "has a user or a password in it: put them into a file that nobody else can "
		    "read, and name that with netrc");
	if (memchr(value.p, ' ', value.n) || memchr(value.p, '\t', value.n))
		return settings_fail(s, "has a blank in it: an address has %20 instead");
	if (scheme->kind != TARGET_FOLDER && !good_host(authority))
		return settings_fail(
		    s, "does not have a host after ://, perhaps with a port: host.example:8443");
	if (scheme->kind == TARGET_FOLDER && authority.n)
		rest = authority;
	rc = check_path(s, rest, scheme->kind);
	if (rc)
		return rc;
	t->kind = scheme->kind;
	t->scheme = scheme->name;
	return target_check_pattern(s, rest);
}

ssjc_rc target_check_pattern(struct settings *s, struct str value)
{
	static const char *const names[] = {"batch}", "format}", "plan}", "date}", "ending}"};
	struct str rest = value, piece;

	/* Each { begins one of them. */
	str_split(&rest, '{', &piece);
	while (str_split(&rest, '{', &piece)) {
		bool known = false;

		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			known |= str_starts(piece, names[i]);
		if (!known)
			return settings_fail(s,
			    "has a { that begins none of {batch}, {format}, {plan}, {date} and "
			    "{ending}");
	}
	return SSJC_OK;
}

/* ---- What is sent along ---- */

static bool is_token(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] <= ' ' || name.p[i] == 0x7f ||
		    memchr("\"(),/:;<=>?@[\\]{}", name.p[i], 17))
			return false;
	return name.n > 0;
}

static bool in_headers(const struct target_header *v, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].name.n == name.n && strncasecmp(v[i].name.p, name.p, name.n) == 0)
			return true;
	return false;
}

/* One of ours: it is not a person's to set. */
static bool is_own(struct str name)
{
	static const char *const own[] = {"Host", "Content-Length", "Transfer-Encoding",
	    "Connection", "Expect", "Accept-Encoding", "Idempotency-Key"};

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (name.n == strlen(own[i]) && strncasecmp(name.p, own[i], name.n) == 0)
			return true;
	return false;
}

static ssjc_rc secret_in_file(struct settings *s, struct str name)
{
	return settings_fail_value(s, name,
	    "is a secret: put it into a file that nobody else can read, and name that with "
	    "secret; signing = bearer sends it as Authorization, signing = token in the header "
	    "that token_header names");
}

ssjc_rc target_check_header_name(struct settings *s, struct str name)
{
	if (!is_token(name))
		return settings_fail_value(s, name, "is not the name of a header");
	if (is_own(name))
		return settings_fail_value(s, name, "is a header that ssjc-upload sets by itself");
	if (name.n == 12 && strncasecmp(name.p, "Content-Type", 12) == 0)
		return settings_fail_value(s, name, "is set with content_type");
	return SSJC_OK;
}

ssjc_rc target_check_header(
    struct settings *s, struct str name, struct str value, const struct target *t)
{
	ssjc_rc rc = target_check_header_name(s, name);

	if (rc)
		return rc;
	if (names_secret(name) || sign_is_secret(t, name))
		return secret_in_file(s, name);
	if (in_headers(t->header, t->n_headers, name))
		return settings_fail_value(s, name, "is already a header of this target");
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] >= 0x7f)
			return settings_fail_value(
			    s, value, "is not ASCII, which the value of a header must be");
	return SSJC_OK;
}

ssjc_rc target_check_part(struct settings *s, struct str name, const struct target *t)
{
	if (name.n == 0 || memchr(name.p, '"', name.n))
		return settings_fail_value(
		    s, name, "is not the name of a field: write part NAME = VALUE");
	if (names_secret(name))
		return secret_in_file(s, name);
	for (size_t i = 0; i < t->n_parts; i++)
		if (str_eq(t->part[i].name, name))
			return settings_fail_value(s, name, "is already a part of this target");
	return SSJC_OK;
}

/* ---- Answers ---- */

/* "200" or "200-204". */
static bool status_range(struct str piece, int64_t *low, int64_t *high)
{
	struct str first;

	if (!str_split(&piece, '-', &first) || num_parse(first, 100, 599, low))
		return false;
	*high = *low;
	return piece.p == NULL || (!num_parse(piece, 100, 599, high) && *low <= *high);
}

bool target_status_in(struct str list, long status)
{
	struct str piece;

	while (str_split(&list, ' ', &piece)) {
		int64_t low, high;

		if (status_range(piece, &low, &high) && status >= low && status <= high)
			return true;
	}
	return false;
}

ssjc_rc target_check_status(struct settings *s, struct str value)
{
	struct str rest = value, piece;

	while (str_split(&rest, ' ', &piece)) {
		int64_t low, high;

		if (piece.n == 0)
			continue;
		if (!status_range(piece, &low, &high))
			return settings_fail_value(s, piece,
			    "is not a status of http such as 200, or a range such as 200-204");
		if (low < 200 || (low < 400 && high >= 300))
			return settings_fail_value(s, piece,
			    "has statuses of less than 200, or redirects (300 to 399), which never "
			    "say that a batch was taken");
	}
	return SSJC_OK;
}

ssjc_rc target_check_pointer(struct settings *s, struct str value)
{
	if (str_is(value, "."))
		return SSJC_OK;
	if (value.n == 0 || value.p[0] != '/')
		return settings_fail_value(s, value,
		    "is not a JSON pointer: it begins with /, as /data/code does, or is a dot for "
		    "the whole");
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '~' &&
		    (i + 1 == value.n || (value.p[i + 1] != '0' && value.p[i + 1] != '1')))
			return settings_fail_value(s, value,
			    "has a ~ without 0 or 1 after it: in a JSON pointer, ~0 means ~ and ~1 "
			    "means /");
	return SSJC_OK;
}

/* ---- The whole ---- */

/* From here on, what is wrong is at that key; NULL: in the section. */
static void at_key(struct settings *s, const char *key)
{
	s->key = key;
	s->line = key ? settings_seen(s, key) : s->begun;
	if (!s->line)
		s->line = s->begun;
}

static ssjc_rc fail_at_key(struct settings *s, const char *key, const char *what)
{
	at_key(s, key);
	return settings_fail(s, what);
}

/* A key of the signing profile's: does the profile take it? */
static ssjc_rc check_signing_key(
    struct settings *s, const struct settings_key *k, const struct sign_profile *p)
{
	if (!p)
		return fail_at_key(s, k->name, "goes with a signing profile: set signing, too");
	if (str_in_list(str_of(p->needs), str_of(k->name)) ||
	    str_in_list(str_of(p->may), str_of(k->name)))
		return SSJC_OK;
	at_key(s, k->name);
	return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
	    "is not a key that signing = %s takes", p->name);
}

static ssjc_rc check_keys(struct settings *s, const struct target *t)
{
	bool web = (t->kind & TARGET_WEB) != 0;

	for (size_t i = 0; i < s->n_keys; i++) {
		const struct settings_key *k = &s->keys[i];
		ssjc_rc rc = SSJC_OK;

		if (!settings_seen(s, k->name))
			continue;
		if (!(k->fits & t->kind)) {
			at_key(s, k->name);
			return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
			    "does not go with an address of %s", t->scheme.p);
		}
		if (web && k->fits & TARGET_SIGNS)
			rc = check_signing_key(s, k, t->signing);
		if (rc)
			return rc;
		if (k->fits & TARGET_ROWS && t->answer_rows.n == 0)
			return fail_at_key(s, k->name,
			    "goes with answer_rows, which says where the answer names rows");
	}
	return SSJC_OK;
}

static ssjc_rc check_signing(struct settings *s, const struct target *t)
{
	struct str needs = str_of(t->signing ? t->signing->needs : ""), key;

	while (str_split(&needs, ';', &key)) {
		char name[32];

		if (key.n == 0 || key.n >= sizeof name)
			continue;
		memcpy(name, key.p, key.n);
		name[key.n] = 0;
		if (settings_seen(s, name))
			continue;
		at_key(s, "signing");
		return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
		    "is %s, which needs the key %s", t->signing->name, name);
	}
	if (t->field.n && t->signing && strcmp(t->signing->name, "sm2") == 0)
		return fail_at_key(
		    s, "field", "does not go with signing = sm2, which makes its own body");
	return SSJC_OK;
}

static ssjc_rc check_web(struct settings *s, const struct target *t)
{
	if (t->kind == TARGET_HTTP && !t->insecure)
		return fail_at_key(s, "address",
		    "is not encrypted: everybody on the way could read and change what is sent; "
		    "write https://, or insecure = yes if nobody else is on the way");
	if (t->field.n == 0 && t->n_parts)
		return fail_at_key(
		    s, "part", "goes with field: only a multipart has further fields");
	if (t->field.n == 0 && settings_seen(s, "file"))
		return fail_at_key(
		    s, "file", "goes with field: only a multipart has a file with a name");
	if (t->answer == TARGET_DELIVERY)
		return fail_at_key(s, "answer",
		    "is not delivery where there is a response: write response or file");
	if (t->answer == TARGET_FILE && t->answer_rows.n)
		return fail_at_key(s, "answer_rows", "does not go with answer = file");
	return check_signing(s, t);
}

static ssjc_rc check_drop(struct settings *s, const struct target *t)
{
	if (t->answer == TARGET_RESPONSE)
		return fail_at_key(s, "answer",
		    "is not response where there is only a file: write delivery, or file if an "
		    "answer comes back as a file");
	if (t->kind == TARGET_SFTP && !t->known_hosts)
		return fail_at_key(s, "known_hosts",
		    "is missing, which sftp needs: the host's key, as it is in the file "
		    "known_hosts of ssh");
	if (t->kind == TARGET_SFTP && !t->key && !t->netrc)
		return fail_at_key(s, "key",
		    "is missing, which sftp needs: the file of a private key; or name a file "
		    "with a password with netrc");
	if (t->kind == TARGET_SFTP && t->user.n == 0 && !t->netrc)
		return fail_at_key(s, "user", "is missing, which sftp needs");
	if (t->kind == TARGET_FTPS && !t->netrc)
		return fail_at_key(
		    s, "netrc", "is missing, which ftps needs: the file of a user and a password");
	return SSJC_OK;
}

ssjc_rc target_check_whole(struct settings *s, const struct target *t)
{
	ssjc_rc rc = check_keys(s, t);

	if (rc)
		return rc;
	rc = t->kind & TARGET_WEB ? check_web(s, t) : check_drop(s, t);
	if (rc)
		return rc;
	if (t->longest_backoff < t->backoff)
		return fail_at_key(s, "longest_backoff", "is shorter than backoff");
	if (t->timeout < t->connect_timeout)
		return fail_at_key(s, "timeout", "is shorter than connect_timeout");
	at_key(s, NULL);
	return SSJC_OK;
}

ssjc_rc target_fits(const struct target *t, const struct upload_format *f, struct ssjc_err *err)
{
	if (t->row_column.n == 0 || upload_format_column(f, t->row_column))
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, t->at, t->line, "row_column",
	    "“%.*s” is not a column of the format %.*s, %s", STR_ARG(t->row_column),
	    STR_ARG(f->name), f->file ? f->file : "");
}

ssjc_rc target_fits_plan(const struct target *t, const struct plan *plan, struct ssjc_err *err)
{
	for (size_t i = 0; i < plan->upload.n_targets; i++) {
		const struct plan_target *p = &plan->upload.target[i];

		if (str_eq(p->name, t->name) && !str_eq(p->format, t->format))
			return ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "targets",
			    "says that %.*s takes the format “%.*s”, but the file of targets says "
			    "“%.*s”",
			    STR_ARG(p->name), STR_ARG(p->format), STR_ARG(t->format));
	}
	return SSJC_OK;
}
