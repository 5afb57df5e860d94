#include "target_check.h"

#include "ssjc/base/file.h"
#include "ssjc/base/settings.h"
#include "ssjc/send/sign.h"

#include <string.h>

/* What settings.to is. */
struct reader {
	struct targets *all;
	size_t cap; /* of all->v, which is the arena's */
};

static struct target *target(struct settings *s)
{
	struct targets *all = ((struct reader *)s->to)->all;

	return &all->v[all->n - 1];
}

/* Where the value of the key at hand goes. */
static void *field(struct settings *s)
{
	return (char *)target(s) + s->at->offset;
}

/* ---- Values ---- */

static ssjc_rc set_text(struct settings *s, struct str value)
{
	return settings_keep(s, value, field(s));
}

/* A text that goes into a header. */
static ssjc_rc set_word(struct settings *s, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] <= ' ' || value.p[i] >= 0x7f)
			return settings_fail_value(s, value, "is not ASCII without blanks");
	return set_text(s, value);
}

static ssjc_rc set_path(struct settings *s, struct str value)
{
	return settings_path(s, value, field(s));
}

static ssjc_rc set_yes_no(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, field(s));
}

static ssjc_rc set_count(struct settings *s, struct str value)
{
	return settings_count(s, value, s->at->low, s->at->high, field(s));
}

static ssjc_rc set_size(struct settings *s, struct str value)
{
	int64_t v;
	const char *wrong = num_parse(value, s->at->low, s->at->high, &v);

	if (wrong)
		return settings_fail_value(s, value, wrong);
	*(uint64_t *)field(s) = (uint64_t)v;
	return SSJC_OK;
}

static ssjc_rc set_format(struct settings *s, struct str value)
{
	if (memchr(value.p, '/', value.n))
		return settings_fail_value(
		    s, value, "is not the name of a format: it has no folder and no ending");
	return set_text(s, value);
}

static ssjc_rc set_container(struct settings *s, struct str value)
{
	struct buf names = {0};
	ssjc_rc rc;

	if (upload_container_of(value, field(s)))
		return SSJC_OK;
	for (size_t i = 0; i < UPLOAD_CONTAINERS; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", upload_containers[i].name);
	rc = ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
	    "“%.*s” is not a container; the containers are: %.*s", STR_ARG(value),
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

static ssjc_rc set_address(struct settings *s, struct str value)
{
	ssjc_rc rc = target_check_address(s, value, target(s));

	return rc ? rc : set_text(s, value);
}

static ssjc_rc set_pattern(struct settings *s, struct str value)
{
	ssjc_rc rc = target_check_pattern(s, value);

	return rc ? rc : set_text(s, value);
}

/* The name of a file, or what is appended to it: never another folder. */
static ssjc_rc set_file(struct settings *s, struct str value)
{
	if (memchr(value.p, '/', value.n) || memchr(value.p, '\\', value.n))
		return settings_fail_value(
		    s, value, "has a folder in it: the folder belongs into address");
	return set_pattern(s, value);
}

static ssjc_rc set_method(struct settings *s, struct str value)
{
	if (!str_is(value, "POST") && !str_is(value, "PUT"))
		return settings_fail_value(s, value, "is neither POST nor PUT");
	return set_text(s, value);
}

static ssjc_rc set_type(struct settings *s, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < ' ' || value.p[i] >= 0x7f)
			return settings_fail_value(
			    s, value, "is not ASCII, which the value of a header must be");
	return set_text(s, value);
}

static ssjc_rc set_signing(struct settings *s, struct str value)
{
	struct buf names = {0};
	ssjc_rc rc;

	target(s)->signing = sign_profile_of(value);
	if (target(s)->signing)
		return SSJC_OK;
	sign_profile_names(&names);
	rc = ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
	    "“%.*s” is not a signing profile; the profiles are: %.*s", STR_ARG(value),
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

/* One of two words: true is the second. */
static ssjc_rc either(struct settings *s, struct str value, const char *no, const char *yes)
{
	bool *out = field(s);

	*out = str_is(value, yes);
	if (*out || str_is(value, no))
		return SSJC_OK;
	return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
	    "“%.*s” is neither %s nor %s", STR_ARG(value), no, yes);
}

static ssjc_rc set_encoding(struct settings *s, struct str value)
{
	return either(s, value, "base64", "hex");
}

static ssjc_rc set_signature(struct settings *s, struct str value)
{
	return either(s, value, "raw", "der");
}

static ssjc_rc set_signed(struct settings *s, struct str value)
{
	return either(s, value, "body", "encdata");
}

static ssjc_rc set_answer(struct settings *s, struct str value)
{
	static const char *const names[] = {
	    [TARGET_RESPONSE] = "response", [TARGET_DELIVERY] = "delivery", [TARGET_FILE] = "file"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_is(value, names[i])) {
			target(s)->answer = (enum target_answer)i;
			return SSJC_OK;
		}
	return settings_fail_value(s, value, "is neither response nor delivery nor file");
}

static ssjc_rc set_status(struct settings *s, struct str value)
{
	ssjc_rc rc = target_check_status(s, value);

	return rc ? rc : set_text(s, value);
}

static ssjc_rc set_pointer(struct settings *s, struct str value)
{
	ssjc_rc rc = target_check_pointer(s, value);

	return rc ? rc : set_text(s, value);
}

/* A pointer, a blank, and one value or more. */
static ssjc_rc set_values(struct settings *s, struct str value)
{
	struct str values = value, pointer;
	ssjc_rc rc;

	str_split(&values, ' ', &pointer);
	rc = target_check_pointer(s, pointer);
	if (rc)
		return rc;
	if (str_trim(values).n == 0)
		return settings_fail_value(s, value,
		    "is a pointer without a value that it should have, such as /code 200");
	return set_text(s, value);
}

static ssjc_rc set_row_column(struct settings *s, struct str value)
{
	struct target *t = target(s);

	if (!str_is(value, "0") && !str_is(value, "1"))
		return set_text(s, value);
	t->row_from = value.p[0] - '0';
	return SSJC_OK;
}

/* Add a header, or a field of a multipart, to *v of *n. */
static ssjc_rc add(
    struct settings *s, struct str name, struct str value, struct target_header **v, size_t *n)
{
	struct target_header *all;
	ssjc_rc rc = target_check_pattern(s, value);

	if (rc)
		return rc;
	all = arena_array(s->arena, *n + 1, sizeof *all);
	if (!all)
		return ssjc_fail_memory(s->err);
	if (*n)
		memcpy(all, *v, *n * sizeof *all);
	*v = all;
	rc = settings_keep(s, name, &all[*n].name);
	return rc ? rc : settings_keep(s, value, &all[(*n)++].value);
}

static ssjc_rc set_token_header(struct settings *s, struct str value)
{
	ssjc_rc rc = target_check_header_name(s, value);

	return rc ? rc : set_text(s, value);
}

static ssjc_rc add_header(struct settings *s, struct str name, struct str value)
{
	struct target *t = target(s);
	ssjc_rc rc = target_check_header(s, name, value, t);

	return rc ? rc : add(s, name, value, &t->header, &t->n_headers);
}

static ssjc_rc add_part(struct settings *s, struct str name, struct str value)
{
	struct target *t = target(s);
	ssjc_rc rc = target_check_part(s, name, t);

	return rc ? rc : add(s, name, value, &t->part, &t->n_parts);
}

/* ---- Keys ---- */

#define KEY(key, setter, member, schemes)                                                          \
	.section = "target", .name = key, .set = setter,                                           \
	.offset = offsetof(struct target, member), .fits = schemes
#define NUMBER(key, member, least, most, schemes)                                                  \
	KEY(key, set_count, member, schemes), .low = least, .high = most
#define SIZE(key, member, least, most)                                                             \
	KEY(key, set_size, member, TARGET_ANY), .low = least, .high = most
#define NAMED(key, adder) .section = "target", .name = key, .set_named = adder, .fits = TARGET_WEB

enum {
	TARGET_ANY = TARGET_WEB | TARGET_DROP,
	LOGIN = TARGET_SFTP | TARGET_FTPS,
	DAY = 24 * 60 * 60
};

static const struct settings_key keys[] = {
    {KEY("format", set_format, format, TARGET_ANY), .needed = true},
    {KEY("address", set_address, address, TARGET_ANY), .needed = true},
    {KEY("title", set_text, title, TARGET_ANY)},
    {KEY("container", set_container, container, TARGET_ANY)},
    {SIZE("rows", rows, 1, 100000000)},
    {SIZE("bytes", bytes, 1000, 1000000000000)},
    {KEY("insecure", set_yes_no, insecure, TARGET_HTTP)},
    {KEY("file", set_file, file, TARGET_ANY)},
    {KEY("marker", set_file, marker, TARGET_DROP)},
    {KEY("method", set_method, method, TARGET_WEB)},
    {KEY("content_type", set_type, content_type, TARGET_WEB)},
    {KEY("field", set_text, field, TARGET_WEB)},
    {NAMED("header", add_header)},
    {NAMED("part", add_part)},
    {KEY("signing", set_signing, signing, TARGET_WEB)},
    {KEY("app", set_word, app, TARGET_WEB | TARGET_SIGNS)},
    {KEY("service", set_word, service, TARGET_WEB | TARGET_SIGNS)},
    {KEY("secret", set_path, secret, TARGET_WEB | TARGET_SIGNS)},
    {KEY("token_header", set_token_header, token_header, TARGET_WEB | TARGET_SIGNS)},
    {KEY("encryption", set_path, encryption, TARGET_WEB | TARGET_SIGNS)},
    {KEY("enc_type", set_text, sm2.enc_type, TARGET_WEB | TARGET_SIGNS)},
    {KEY("sign_type", set_text, sm2.sign_type, TARGET_WEB | TARGET_SIGNS)},
    {KEY("version", set_text, sm2.version, TARGET_WEB | TARGET_SIGNS)},
    {KEY("encoding", set_encoding, sm2.hex, TARGET_WEB | TARGET_SIGNS)},
    {KEY("signature", set_signature, sm2.der, TARGET_WEB | TARGET_SIGNS)},
    {KEY("signed", set_signed, sm2.signs_encdata, TARGET_WEB | TARGET_SIGNS)},
    {KEY("sm2_id", set_text, sm2.id, TARGET_WEB | TARGET_SIGNS)},
    {KEY("netrc", set_path, netrc, TARGET_WEB | LOGIN | TARGET_SIGNS)},
    {KEY("user", set_word, user, LOGIN)},
    {KEY("key", set_path, key, TARGET_SFTP)},
    {KEY("known_hosts", set_path, known_hosts, TARGET_SFTP)},
    {KEY("ca", set_path, ca, TARGET_HTTPS | TARGET_FTPS)},
    {KEY("answer", set_answer, answer, TARGET_ANY)},
    {KEY("ok_status", set_status, ok_status, TARGET_WEB)},
    {KEY("ok", set_values, ok, TARGET_WEB)},
    {KEY("later", set_values, later, TARGET_WEB)},
    {KEY("answer_code", set_pointer, answer_code, TARGET_WEB)},
    {KEY("answer_text", set_pointer, answer_text, TARGET_WEB)},
    {KEY("answer_rows", set_pointer, answer_rows, TARGET_WEB)},
    {KEY("row_id", set_pointer, row_id, TARGET_WEB | TARGET_ROWS)},
    {KEY("row_column", set_row_column, row_column, TARGET_WEB | TARGET_ROWS)},
    {KEY("row_ok", set_values, row_ok, TARGET_WEB | TARGET_ROWS)},
    {KEY("row_code", set_pointer, row_code, TARGET_WEB | TARGET_ROWS)},
    {KEY("row_text", set_pointer, row_text, TARGET_WEB | TARGET_ROWS)},
    {KEY("row_time", set_pointer, row_time, TARGET_WEB | TARGET_ROWS)},
    {NUMBER("tries", tries, 1, 100, TARGET_ANY)},
    {NUMBER("timeout", timeout, 1, DAY, TARGET_WEB | LOGIN)},
    {NUMBER("connect_timeout", connect_timeout, 1, 600, TARGET_WEB | LOGIN)},
    {NUMBER("backoff", backoff, 1, 3600, TARGET_ANY)},
    {NUMBER("longest_backoff", longest_backoff, 1, DAY, TARGET_ANY)},
};
_Static_assert(sizeof keys / sizeof keys[0] <= SETTINGS_KEYS, "there is a place for each key");

/* ---- Sections ---- */

static ssjc_rc begin_target(struct settings *s, struct str name)
{
	struct reader *r = s->to;
	struct targets *all = r->all;
	ssjc_rc rc;

	if (name.n == 0)
		return settings_fail(s, "[target] needs a name, such as [target province]");
	rc = settings_is_name(s, name);
	if (rc)
		return rc;
	if (targets_find(all, name))
		return ssjc_fail_at(s->err, s->fault, s->file, s->line, NULL,
		    "“%.*s” is already the target on line %u", STR_ARG(name),
		    targets_find(all, name)->line);
	if (all->n == r->cap) {
		size_t more = r->cap ? r->cap * 2 : 8;
		struct target *v = arena_array(s->arena, more, sizeof *v);

		if (!v)
			return ssjc_fail_memory(s->err);
		if (all->n)
			memcpy(v, all->v, all->n * sizeof *v);
		all->v = v;
		r->cap = more;
	}
	all->v[all->n++] = (struct target){.container = UPLOAD_CONTAINERS,
	    .file = STR("{batch}-{format}.{ending}"),
	    .method = STR("POST"),
	    .sm2 = {.id = STR("1234567812345678")},
	    .ok_status = STR("200-299"),
	    .row_id = STR("."),
	    .row_from = -1,
	    .tries = 5,
	    .timeout = 120,
	    .connect_timeout = 20,
	    .backoff = 2,
	    .longest_backoff = 300,
	    .at = s->file,
	    .line = s->line};
	return settings_keep(s, name, &target(s)->name);
}

/* Its keys are all read: what was not given, and whether they go together. */
static ssjc_rc end_target(struct settings *s)
{
	struct target *t = target(s);
	bool web = (t->kind & TARGET_WEB) != 0;

	if (t->title.n == 0)
		t->title = t->name;
	if (t->container == UPLOAD_CONTAINERS)
		t->container = web ? UPLOAD_JSON : UPLOAD_CSV;
	if (!web && !settings_seen(s, "answer"))
		t->answer = TARGET_DELIVERY;
	if (!settings_seen(s, "connect_timeout") && t->connect_timeout > t->timeout)
		t->connect_timeout = t->timeout;
	if (!settings_seen(s, "longest_backoff") && t->longest_backoff < t->backoff)
		t->longest_backoff = t->backoff;
	return target_check_whole(s, t);
}

static const struct settings_section sections[] = {
    {.name = "target", .begin = begin_target, .end = end_target}};

ssjc_rc targets_read(
    struct targets *out, struct str text, const char *file, const char *dir, struct ssjc_err *err)
{
	struct reader r = {.all = out};
	struct settings s = {.file = file,
	    .dir = dir,
	    .fault = SSJC_INPUT,
	    .section = sections,
	    .n_sections = sizeof sections / sizeof sections[0],
	    .keys = keys,
	    .n_keys = sizeof keys / sizeof keys[0],
	    .arena = &out->arena,
	    .to = &r,
	    .err = err};
	ssjc_rc rc;

	*out = (struct targets){.file = file};
	rc = settings_read(&s, text);
	if (rc)
		goto out;
	if (out->n == 0)
		rc = settings_fail(
		    &s, "has no target: write a [target NAME] section for each (ssjc-targets(5))");
out:
	if (rc)
		targets_close(out);
	return rc;
}

const struct target *targets_find(const struct targets *t, struct str name)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->v[i].name, name))
			return &t->v[i];
	return NULL;
}

void targets_close(struct targets *t)
{
	arena_free(&t->arena);
	*t = (struct targets){0};
}
