#include "upload_key.h"

#include "upload_source.h"

#include "ssjc/base/json.h"

#include <stdlib.h>

/* Of a text with sources in it, the first that changes; "" if there is none. */
static struct str text_changes(const struct upload_column *c, enum upload_unit unit)
{
	struct str text = c->value, piece, name, rest;

	str_split(&text, '{', &piece);
	while (str_split(&text, '{', &piece)) {
		const struct upload_source *s;

		str_split(&piece, '}', &name);
		s = upload_source_of(name, &rest);
		if (!s || !upload_source_lasts(s, rest, unit))
			return name;
	}
	return STR("");
}

/* Where a value comes from that changes; "" if it is one that stays the same. */
static struct str changes(const struct upload_column *c, enum upload_unit unit)
{
	if (upload_source_is_text(c->source))
		return text_changes(c, unit);
	return upload_source_lasts(c->source, c->rest, unit) ? STR("") : c->origin;
}

ssjc_rc upload_key_check(const struct upload_format *f, struct ssjc_err *err)
{
	if (f->n_keys == 0)
		return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, "key",
		    "is missing: a row “format,key” names the columns by which a row is found again");
	for (size_t i = 0; i < f->n_keys; i++) {
		const struct upload_column *c = upload_format_column(f, f->key[i]);
		struct str source;

		if (!c)
			return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, "key",
			    "“%.*s” is not a column of the format", STR_ARG(f->key[i]));
		if (c->source->batch != BY_ROW)
			return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, "key",
			    "“%.*s” is another one in each batch: by it no row is found again",
			    STR_ARG(f->key[i]));
		source = changes(c, f->unit);
		if (source.n)
			return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, "key",
			    "“%.*s” is from %.*s, which can change: by it no row is found again. Use "
			    "row.id, object.id, department.key, or the item or result that each row is "
			    "of",
			    STR_ARG(f->key[i]), STR_ARG(source));
	}
	return SSJC_OK;
}

bool upload_key_has(const struct upload_format *f, const struct upload_column *c)
{
	for (size_t k = 0; k < f->n_keys; k++)
		if (str_eq(f->key[k], c->name))
			return true;
	return false;
}

void upload_key_put(struct buf *out, const struct upload_format *f, const struct str *cell)
{
	for (size_t k = 0; k < f->n_keys; k++) {
		buf_char(out, k ? ',' : '[');
		json_str(out, cell[upload_format_column(f, f->key[k]) - f->column]);
	}
	buf_char(out, ']');
}

bool upload_key_is_empty(const struct upload_format *f, const struct str *cell)
{
	for (size_t k = 0; k < f->n_keys; k++)
		if (cell[upload_format_column(f, f->key[k]) - f->column].n)
			return false;
	return true;
}

int upload_key_compare(const void *a, const void *b)
{
	const struct upload_key *x = a, *y = b;
	int c = str_cmp(x->key, y->key);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* Is a column of the key the row's id, as it is? */
static bool has_id(const struct upload_format *f)
{
	for (size_t k = 0; k < f->n_keys; k++) {
		const struct upload_column *c = upload_format_column(f, f->key[k]);

		if (str_is(c->origin, "row.id") && !c->codes)
			return true;
	}
	return false;
}

ssjc_rc upload_keys_of(struct upload_key **out, size_t *n_out, const struct upload_format *f,
    const struct upload_row *v, size_t n, struct arena *arena, struct ssjc_err *err)
{
	struct buf key = {0};
	bool ok = true;

	*n_out = 0;
	*out = NULL;
	if (n == 0 || has_id(f))
		return SSJC_OK;
	*out = arena_array(arena, n, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&key);
		upload_key_put(&key, f, v[i].cell);
		(*out)[i] = (struct upload_key){arena_str(arena, buf_text(&key), &ok), i};
	}
	ok &= !key.failed;
	buf_free(&key);
	if (!ok)
		return ssjc_fail_memory(err);
	qsort(*out, n, sizeof **out, upload_key_compare);
	*n_out = n;
	return SSJC_OK;
}
