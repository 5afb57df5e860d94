#include "ssjc/base/settings.h"

#include "ssjc/base/file.h"
#include "ssjc/base/text.h"

#include <string.h>

ssjc_rc settings_fail(struct settings *s, const char *what)
{
	return ssjc_fail_text_at(s->err, s->fault, s->file, s->line, s->key, what);
}

ssjc_rc settings_fail_value(struct settings *s, struct str value, const char *what)
{
	settings_fail(s, what);
	ssjc_err_before(s->err, "“%.*s” ", STR_ARG(value));
	return s->fault;
}

/* ---- Values ---- */

ssjc_rc settings_keep(struct settings *s, struct str value, struct str *out)
{
	bool ok = true;

	*out = arena_str(s->arena, value, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(s->err);
}

ssjc_rc settings_yes_no(struct settings *s, struct str value, bool *out)
{
	*out = str_is(value, "yes");
	return *out || str_is(value, "no") ? SSJC_OK
	                                   : settings_fail_value(s, value, "is neither yes nor no");
}

ssjc_rc settings_count(
    struct settings *s, struct str value, int64_t low, int64_t high, unsigned *out)
{
	int64_t v;
	const char *wrong = num_parse(value, low, high, &v);

	if (wrong)
		return settings_fail_value(s, value, wrong);
	*out = (unsigned)v;
	return SSJC_OK;
}

ssjc_rc settings_ratio(struct settings *s, struct str value, struct ratio *out)
{
	const char *wrong = ratio_parse(value, out);

	return wrong ? settings_fail_value(s, value, wrong) : SSJC_OK;
}

ssjc_rc settings_list(struct settings *s, struct str value, struct str **out, size_t *n)
{
	size_t most = 1;
	struct str piece;

	for (size_t i = 0; i < value.n; i++)
		most += value.p[i] == ',';
	*out = arena_array(s->arena, most, sizeof **out);
	*n = 0;
	if (!*out)
		return ssjc_fail_memory(s->err);
	while (str_split(&value, ',', &piece)) {
		ssjc_rc rc = settings_keep(s, str_trim(piece), &(*out)[*n]);

		if (rc)
			return rc;
		if ((*out)[(*n)++].n == 0)
			return settings_fail(s, "has an empty place in its list");
	}
	return SSJC_OK;
}

ssjc_rc settings_path(struct settings *s, struct str value, char **out)
{
	*out = path_join(s->arena, s->dir, value);
	return *out ? SSJC_OK : ssjc_fail_memory(s->err);
}

ssjc_rc settings_is_name(struct settings *s, struct str name)
{
	static const struct str allowed = STR_INIT("abcdefghijklmnopqrstuvwxyz0123456789_-");

	for (size_t i = 0; i < name.n; i++)
		if (!memchr(allowed.p, name.p[i], allowed.n))
			return settings_fail_value(s, name, "is not a key of a-z, 0-9, _ and -");
	return SSJC_OK;
}

/* ---- Keys ---- */

static bool in_section(const struct settings *s, size_t i, const struct settings_section *of)
{
	return strcmp(s->keys[i].section, of->name) == 0;
}

unsigned settings_seen(const struct settings *s, const char *key)
{
	for (size_t i = 0; i < s->n_keys; i++)
		if (in_section(s, i, s->now) && strcmp(s->keys[i].name, key) == 0)
			return s->seen[i];
	return 0;
}

static ssjc_rc unknown_key(struct settings *s, struct str key)
{
	struct buf names = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < s->n_keys; i++)
		if (in_section(s, i, s->now))
			buf_printf(&names, "%s%s%s", names.n ? ", " : "", s->keys[i].name,
			    s->keys[i].set_named ? " NAME" : "");
	rc = ssjc_fail_at(s->err, s->fault, s->file, s->line, NULL,
	    "“%.*s” is not a key of [%s]; its keys are: %.*s", STR_ARG(key), s->now->name,
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

/* "header X-Area" is the key header with the name X-Area; any other key is all name. */
static bool is_key(const struct settings_key *k, struct str key, struct str *name)
{
	*name = key;
	if (!k->set_named)
		return str_is(key, k->name);
	return str_cut_start(name, k->name) && name->n && name->p[0] == ' ';
}

/* Set a key of the section at hand, once; one with a name is the reader's to compare. */
static ssjc_rc set_key(struct settings *s, struct str key, struct str value)
{
	for (size_t i = 0; i < s->n_keys; i++) {
		const struct settings_key *k = &s->keys[i];
		struct str name;

		if (!in_section(s, i, s->now) || !is_key(k, key, &name))
			continue;
		s->at = k;
		s->key = k->name;
		if (s->seen[i] && !k->set_named)
			return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
			    "is already set on line %u", s->seen[i]);
		if (value.n == 0)
			return settings_fail(s, "has no value");
		s->seen[i] = s->line;
		return k->set_named ? k->set_named(s, str_trim(name), value) : k->set(s, value);
	}
	return unknown_key(s, key);
}

/* ---- Sections ---- */

/* Every key that a section needs must have been set. */
static ssjc_rc complete(struct settings *s, const struct settings_section *of, unsigned line)
{
	for (size_t i = 0; i < s->n_keys; i++)
		if (in_section(s, i, of) && s->keys[i].needed && !s->seen[i])
			return ssjc_fail_at(s->err, s->fault, s->file, line, s->keys[i].name,
			    "is missing in [%s]", of->name);
	return SSJC_OK;
}

static ssjc_rc end_section(struct settings *s)
{
	ssjc_rc rc;

	if (!s->now || !s->now->begin)
		return SSJC_OK;
	rc = complete(s, s->now, s->begun);
	if (rc || !s->now->end)
		return rc;
	s->key = NULL;
	s->line = s->begun;
	return s->now->end(s);
}

static ssjc_rc begin_section(struct settings *s, struct str argument)
{
	if (!s->now->begin)
		return argument.n == 0
		    ? SSJC_OK
		    : settings_fail_value(s, argument, "may not follow the name of this section");
	/* Its keys may have been set for another argument. */
	for (size_t i = 0; i < s->n_keys; i++)
		if (in_section(s, i, s->now))
			s->seen[i] = 0;
	s->begun = s->line;
	return s->now->begin(s, argument);
}

static ssjc_rc unknown_section(struct settings *s, struct str name)
{
	struct buf names = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < s->n_sections; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", s->section[i].name);
	rc = ssjc_fail_at(s->err, s->fault, s->file, s->line, NULL,
	    "“%.*s” is not a section; the sections are: %.*s", STR_ARG(name),
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

/* "[name]" or "[name argument]". */
static ssjc_rc read_section(struct settings *s, struct str line)
{
	struct str rest = str_trim((struct str){line.p + 1, line.n - 1}), name;

	if (rest.n == 0 || rest.p[rest.n - 1] != ']')
		return settings_fail(s, "a section is written [name]");
	rest = str_trim((struct str){rest.p, rest.n - 1});
	str_split(&rest, ' ', &name);
	s->now = NULL;
	for (size_t i = 0; i < s->n_sections; i++)
		if (str_is(name, s->section[i].name))
			s->now = &s->section[i];
	return s->now ? begin_section(s, str_trim(rest)) : unknown_section(s, name);
}

/* ---- Lines ---- */

struct str settings_uncomment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_trim((struct str){line.p, i});
	return str_trim(line);
}

/* Signs of a Chinese keyboard, and those that settings are written with. */
static const struct {
	const char *wide, *plain;
} signs[] = {
    {"，", ","},
    {"、", ","},
    {"＝", "="},
    {"：", "="},
    {"％", "%"},
    {"［", "["},
    {"］", "]"},
    {"【", "["},
    {"】", "]"},
    {"＊", "*"},
    {"＃", "#"},
    {"～", ".."},
    {"。", "."},
    {"　", " "},
};

const char *settings_sign(struct str text, const char **plain)
{
	for (; text.n; text.p++, text.n--)
		for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
			*plain = signs[i].plain;
			if (str_starts(text, signs[i].wide))
				return signs[i].wide;
		}
	return NULL;
}

/* What is wrong with a line may be such a sign: then it is named. */
static void name_sign(struct settings *s, struct str line)
{
	const char *plain, *wide = settings_sign(line, &plain);
	struct ssjc_err why;

	if (!wide)
		return;
	ssjc_fail(&why, s->fault,
	    "the line has the Chinese sign “%s”, where this file may need “%s”", wide, plain);
	ssjc_err_because(s->err, &why);
}

static ssjc_rc key_value(struct settings *s, struct str line)
{
	const char *equals = memchr(line.p, '=', line.n);
	struct str key, value;

	if (!equals)
		return settings_fail(s, "is neither [section] nor key = value");
	if (!s->now)
		return ssjc_fail_at(s->err, s->fault, s->file, s->line, NULL,
		    "is before the first section: begin with [%s%s]", s->section[0].name,
		    s->section[0].begin ? " NAME" : "");
	key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
	value = str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
	return s->now->line ? s->now->line(s, key, value) : set_key(s, key, value);
}

/* A line must be read by people as it is read here: also a comment. */
static ssjc_rc check_shown(struct settings *s, struct str text, struct str line, size_t valid)
{
	s->key = NULL;
	if ((size_t)(line.p - text.p) + line.n > valid)
		return settings_fail(s, "is not UTF-8");
	if (text_plain_lines(str_trim(line)))
		return SSJC_OK;
	return settings_fail(s,
	    "has a character that does not show as what it is (a control character, or one that "
	    "turns the direction of writing): write it without");
}

static ssjc_rc read_line(struct settings *s, struct str whole)
{
	struct str line = settings_uncomment(whole);
	ssjc_rc rc;

	if (line.n == 0)
		return SSJC_OK;
	rc = line.p[0] == '[' ? read_section(s, line) : key_value(s, line);
	if (rc == s->fault)
		name_sign(s, whole);
	return rc;
}

/* A section with an argument ends where the next begins: its faults are at its own line. */
static ssjc_rc end_before(struct settings *s, struct str line)
{
	unsigned at = s->line;
	ssjc_rc rc;

	if (!str_starts(settings_uncomment(line), "["))
		return SSJC_OK;
	rc = end_section(s);
	s->line = at;
	return rc;
}

ssjc_rc settings_read(struct settings *s, struct str text)
{
	size_t valid = str_utf8(text);
	struct str rest = text, line;
	ssjc_rc rc;

	s->line = 0;
	s->now = NULL;
	str_cut_start(&rest, "\xef\xbb\xbf");
	while (str_split(&rest, '\n', &line)) {
		s->line++;
		rc = check_shown(s, text, line, valid);
		if (rc)
			return rc;
		rc = end_before(s, line);
		if (rc)
			return rc;
		rc = read_line(s, line);
		if (rc)
			return rc;
	}
	rc = end_section(s);
	if (rc)
		return rc;
	s->line = 0;
	s->key = NULL;
	for (size_t i = 0; i < s->n_sections; i++) {
		rc = s->section[i].begin ? SSJC_OK : complete(s, &s->section[i], 0);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}
