#include "ssjc/draw/seed.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/file.h"
#include "ssjc/base/num.h"
#include "ssjc/base/secret.h"

#include <string.h>
#include <sys/random.h>

static const char seed_head[] = "ssjc-draw 1\n";

static bool is_share(struct str s)
{
	return hex_is(s, SHARE_SIZE);
}

ssjc_rc seed_text(struct buf *out, struct str plan_id, unsigned draw, struct str public,
    const struct str *share, size_t n, struct ssjc_err *err)
{
	buf_clear(out);
	buf_z(out, seed_head);
	buf_printf(out, "plan=%.*s\ndraw=%u\n", STR_ARG(plan_id), draw);
	if (public.n)
		buf_printf(out, "public=%.*s\n", STR_ARG(public));
	for (size_t i = 0; i < n; i++) {
		if (!is_share(share[i]))
			return ssjc_fail(
			    err, SSJC_USAGE, "share %zu is not 64 lower-case hex digits", i + 1);
		buf_printf(out, "share.%zu=%.*s\n", i + 1, STR_ARG(share[i]));
	}
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

/* 32 bytes from getrandom(2), as lower-case hex with a NUL. */
static ssjc_rc share_random(char hex[SHARE_HEX], struct ssjc_err *err)
{
	unsigned char raw[SHARE_SIZE];

	secret_guard();
	if (getrandom(raw, sizeof raw, 0) != (ssize_t)sizeof raw)
		return ssjc_fail_errno(err, "getrandom");
	hex_of(raw, sizeof raw, hex);
	return SSJC_OK;
}

ssjc_rc share_parse(struct str text, const char *name, struct str *share, struct ssjc_err *err)
{
	*share = str_trim(text);
	if (is_share(*share))
		return SSJC_OK;
	return ssjc_fail_at(
	    err, SSJC_INPUT, name, 1, NULL, "is not a share: expected 64 lower-case hex digits");
}

ssjc_rc share_commitment(struct str share, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[SHARE_SIZE];

	for (size_t i = 0; i < sizeof raw; i++) {
		unsigned v = 0;

		for (size_t k = 2 * i; k < 2 * i + 2; k++) {
			char c = share.p[k];

			v = v * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
		}
		raw[i] = (unsigned char)v;
	}
	return digest_hex(raw, sizeof raw, digest, err);
}

ssjc_rc share_create(const char *path, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	char text[SHARE_HEX];
	ssjc_rc rc = share_random(text, err);

	if (rc)
		return rc;
	rc = share_commitment(str_of(text), digest, err);
	if (rc)
		return rc;
	text[SHARE_HEX - 1] = '\n';
	return file_create(path, FILE_SECRET, (struct str){text, sizeof text}, err);
}

ssjc_rc seed_random(struct buf *out, struct str plan_id, unsigned draw, struct ssjc_err *err)
{
	char hex[SHARE_HEX];
	struct str share = {hex, SHARE_HEX - 1};
	ssjc_rc rc = share_random(hex, err);

	if (rc)
		return rc;
	return seed_text(out, plan_id, draw, STR(""), &share, 1, err);
}

ssjc_rc seed_parse(struct str text, struct str *public, struct str share[SHARES_MAX], size_t *n,
    struct ssjc_err *err)
{
	struct str rest = text, line;

	*public = STR("");
	*n = 0;
	while (str_split(&rest, '\n', &line)) {
		const char *equals = line.n ? memchr(line.p, '=', line.n) : NULL;
		struct str value = {equals ? equals + 1 : "", 0};

		if (!equals)
			continue;
		value.n = line.n - (size_t)(value.p - line.p);
		if (str_starts(line, "public="))
			*public = value;
		else if (str_starts(line, "share.")) {
			if (*n == SHARES_MAX || !is_share(value))
				return ssjc_fail(err, SSJC_INPUT,
				    "share %zu is not 64 lower-case hex digits", *n + 1);
			share[(*n)++] = value;
		}
	}
	return *n ? SSJC_OK : ssjc_fail(err, SSJC_INPUT, "the seed has no share");
}

/* The value of the first line "NAME=…" of a text; "" without one. */
static struct str line_value(struct str text, const char *name)
{
	struct str line;
	size_t n = strlen(name);

	while (str_split(&text, '\n', &line))
		if (str_starts(line, name) && line.n > n && line.p[n] == '=')
			return (struct str){line.p + n + 1, line.n - n - 1};
	return STR("");
}

/* Written again from what it says, it must be the same, byte for byte. */
static ssjc_rc check_spelling(
    struct str text, struct str plan_id, unsigned draw, struct ssjc_err *err)
{
	struct str public, share[SHARES_MAX];
	struct buf again = {0};
	size_t n;
	ssjc_rc rc = seed_parse(text, &public, share, &n, err);

	if (rc)
		goto out;
	rc = seed_text(&again, plan_id, draw, public, share, n, err);
	if (rc)
		goto out;
	if (!str_eq(buf_text(&again), text))
		rc = ssjc_fail(err, SSJC_INPUT,
		    "is not a seed text: that is as ssjc-draw(7) says, byte for byte");
out:
	buf_free(&again);
	return rc;
}

ssjc_rc seed_check(
    struct str text, const char *name, struct str plan_id, unsigned draw, struct ssjc_err *err)
{
	struct str plan = line_value(text, "plan"), number = line_value(text, "draw");
	struct ssjc_err e = {0};
	int64_t d;
	ssjc_rc rc;

	if (plan.n && !str_eq(plan, plan_id))
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, "plan",
		    "the seed is for plan “%.*s”, not for “%.*s”", STR_ARG(plan), STR_ARG(plan_id));
	if (number.n && (num_parse(number, 1, UINT32_MAX, &d) || d != draw))
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, "draw",
		    "the seed is for draw %.*s, but this is draw %u", STR_ARG(number), draw);
	rc = check_spelling(text, plan_id, draw, &e);
	if (rc == SSJC_INPUT)
		return ssjc_fail_from(err, rc, name, 0, NULL, &e);
	return rc ? ssjc_fail_from(err, rc, NULL, 0, NULL, &e) : SSJC_OK;
}
