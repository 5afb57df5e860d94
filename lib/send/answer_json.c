#include "answer_json.h"

#include <limits.h>
#include <string.h>

enum { DEEPEST = 32 };

/* One value and nothing after it. NULL is null, too: *e says whether it is an error. */
static json_object *parse(struct str text, int flags, enum json_tokener_error *e)
{
	json_tokener *tok = json_tokener_new_ex(DEEPEST);
	json_object *value = NULL;

	*e = json_tokener_error_size;
	if (!tok)
		return NULL;
	json_tokener_set_flags(tok, flags);
	value = json_tokener_parse_ex(tok, text.p, (int)text.n);
	*e = json_tokener_get_error(tok);
	if (*e == json_tokener_success && json_tokener_get_parse_end(tok) != text.n)
		*e = json_tokener_error_parse_unexpected;
	if (*e == json_tokener_continue) {
		/* A number ends where the text does. */
		value = json_tokener_parse_ex(tok, "", 1);
		if (json_tokener_get_error(tok) == json_tokener_success)
			*e = json_tokener_success;
	}
	if (*e != json_tokener_success) {
		json_object_put(value);
		value = NULL;
	}
	json_tokener_free(tok);
	return value;
}

/* How many keys the objects of a text have: the colons that are not in a string. */
static size_t keys_written(struct str text)
{
	bool inside = false;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			inside = !inside;
		else if (inside && text.p[i] == '\\')
			i++;
		else if (!inside && text.p[i] == ':')
			n++;
	}
	return n;
}

/* And how many of them were kept: of a key that is there twice, the last. */
static size_t keys_kept(json_object *value) /* NOLINT(misc-no-recursion): at most DEEPEST */
{
	size_t n = 0;

	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member)
		{
			(void)key;
			n += 1 + keys_kept(member);
		}
	}
	if (json_object_is_type(value, json_type_array))
		for (size_t i = 0; i < json_object_array_length(value); i++)
			n += keys_kept(json_object_array_get_idx(value, i));
	return n;
}

ssjc_rc answer_json_parse(json_object **out, struct str text, struct ssjc_err *err)
{
	enum json_tokener_error e = json_tokener_error_size;

	*out = NULL;
	text = str_trim(text);
	if (text.n == 0)
		return ssjc_fail(err, SSJC_NO, "it is empty");
	if (text.n < INT_MAX)
		*out = parse(text, JSON_TOKENER_STRICT, &e);
	/* Of numbers that no integer has room for, strictness is all that complains. */
	if (e == json_tokener_error_parse_number)
		*out = parse(text, 0, &e);
	if (e == json_tokener_continue)
		return ssjc_fail(err, SSJC_NO, "it is not whole");
	if (e != json_tokener_success)
		return ssjc_fail(err, SSJC_NO, "it is not JSON");
	if (keys_written(text) == keys_kept(*out))
		return SSJC_OK;
	json_object_put(*out);
	*out = NULL;
	return ssjc_fail(err, SSJC_NO, "it has a key twice in one object");
}

json_object *answer_json_at(json_object *in, struct str pointer)
{
	json_object *found = NULL;

	if (str_is(pointer, "."))
		return in;
	if (!in || pointer.n == 0 || json_pointer_get(in, pointer.p, &found) != 0)
		return NULL;
	return found;
}

static bool too_large(json_object *value)
{
	return json_object_get_uint64(value) == UINT64_MAX ||
	    json_object_get_int64(value) == INT64_MIN;
}

void answer_json_text(struct buf *out, json_object *value)
{
	const double exact = 9007199254740992.0; /* 2 to the 53rd */
	double d;

	switch (json_object_get_type(value)) {
	case json_type_null:
		return;
	case json_type_string:
		buf_add(
		    out, json_object_get_string(value), (size_t)json_object_get_string_len(value));
		return;
	case json_type_int:
		if (!too_large(value))
			buf_z(out, json_object_to_json_string(value));
		return;
	case json_type_double:
		d = json_object_get_double(value);
		if (d > -exact && d < exact && d == (double)(int64_t)d)
			buf_printf(out, "%lld", (long long)d);
		else
			buf_z(out, json_object_to_json_string(value));
		return;
	case json_type_boolean:
	case json_type_object:
	case json_type_array:
	default:
		buf_z(out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
		return;
	}
}
