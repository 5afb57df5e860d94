#include "ssjc/seed.h"

#include "ssjc/digest.h"
#include "ssjc/num.h"

#include <string.h>
#include <sys/random.h>

static const char seed_head[] = "ssjc-draw 1\n";

static bool is_share(struct str s)
{
	if (s.n != 64)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

ssjc_code seed_text(struct buf *out, struct str plan_id, unsigned draw, struct str public,
    const struct str *share, size_t n, struct ssjc_err *err)
{
	buf_clear(out);
	buf_z(out, seed_head);
	buf_printf(out, "plan=%.*s\ndraw=%u\n", STR_ARG(plan_id), draw);
	if (public.n)
		buf_printf(out, "public=%.*s\n", STR_ARG(public));
	for (size_t i = 0; i < n; i++) {
		if (!is_share(share[i]))
			return ssjc_fail(err, SSJC_USAGE, "share %zu is not 64 lower-case hex digits",
			    i + 1);
		buf_printf(out, "share.%zu=%.*s\n", i + 1, STR_ARG(share[i]));
	}
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_code seed_random(struct buf *out, struct str plan_id, unsigned draw, struct ssjc_err *err)
{
	unsigned char raw[32];
	char hex[65];
	struct str share = {hex, 64};

	if (getrandom(raw, sizeof raw, 0) != (ssize_t)sizeof raw)
		return ssjc_fail_errno(err, "getrandom");
	hex_of(raw, sizeof raw, hex);
	return seed_text(out, plan_id, draw, STR(""), &share, 1, err);
}

ssjc_code seed_check(struct str text, const char *name, struct str plan_id, unsigned draw,
    struct ssjc_err *err)
{
	static const char odd[] = "is no seed text: a seed text is what ssjc-draw(7) says, byte for byte";
	struct str rest = text, line, public = {"", 0}, share[1 << 8];
	struct buf again = {0};
	uint64_t number = 0;
	size_t n = 0;
	ssjc_code code = SSJC_OK;

	/* Take out what varies, write the text anew, and compare. */
	while (str_split(&rest, '\n', &line) && number++ < 3 + sizeof share / sizeof share[0]) {
		const char *equals = line.n ? memchr(line.p, '=', line.n) : NULL;
		struct str value = {equals ? equals + 1 : NULL, 0};

		if (equals)
			value.n = line.n - (size_t)(value.p - line.p);
		if (str_starts(line, "plan=") && !str_eq(value, plan_id))
			return ssjc_fail_at(err, SSJC_INPUT, name, number, "plan",
			    "the seed is for plan “%.*s”, not for “%.*s”", STR_ARG(value),
			    STR_ARG(plan_id));
		if (str_starts(line, "public="))
			public = value;
		else if (str_starts(line, "share.") && n < sizeof share / sizeof share[0])
			share[n++] = value;
		else if (str_starts(line, "draw=")) {
			int64_t d;

			if (num_parse(value, 1, UINT32_MAX, &d) || d != draw)
				return ssjc_fail_at(err, SSJC_INPUT, name, number, "draw",
				    "the seed is for draw %.*s, but this is draw %u", STR_ARG(value), draw);
		}
	}
	for (size_t i = 0; i < n && code == SSJC_OK; i++)
		if (!is_share(share[i]))
			code = ssjc_fail_at(err, SSJC_INPUT, name, 0, "share",
			    "share %zu is not 64 lower-case hex digits", i + 1);
	if (code == SSJC_OK && n == 0)
		code = ssjc_fail_at(err, SSJC_INPUT, name, 0, "share", "the seed has no share");
	if (code == SSJC_OK)
		code = seed_text(&again, plan_id, draw, public, share, n, err);
	if (code == SSJC_OK && !str_eq(buf_text(&again), text))
		code = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL, "%s", odd);
	buf_free(&again);
	return code;
}
