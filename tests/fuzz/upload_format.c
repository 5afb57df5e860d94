/*
 * Any bytes are a format of uploads or an error with a message; never a crash. What comes
 * after the first NUL is the code list that its columns name.
 */
#include "ssjc/upload/upload_format.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static ssjc_rc load(
    void *arg, struct str name, struct str *text, const char **path, struct ssjc_err *err)
{
	(void)name;
	(void)err;
	*text = *(struct str *)arg;
	*path = "codes.csv";
	return SSJC_OK;
}

static void check(bool is)
{
	if (!is)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *cut = n ? memchr(p, 0, n) : NULL;
	struct str text = {(const char *)p, cut ? (size_t)(cut - p) : n}, codes = {"", 0}, code;
	struct ssjc_err err = {0};
	struct upload_format f;

	if (cut)
		codes = (struct str){(const char *)cut + 1, n - text.n - 1};
	if (upload_format_read(&f, STR("fuzz"), text, "fuzz.csv", load, &codes, &err) != SSJC_OK) {
		check(err.msg[0] && f.n_columns == 0 && f.n_keys == 0);
		return 0;
	}
	check(f.n_columns > 0 && f.n_keys > 0 && f.table.n > 0);
	for (size_t i = 0; i < f.n_keys; i++)
		check(upload_format_column(&f, f.key[i]) != NULL);
	for (size_t i = 0; i < f.n_columns; i++) {
		const struct upload_column *c = &f.column[i];

		check(c->name.n > 0 && c->source && upload_format_column(&f, c->name) == c);
		if (c->codes && upload_codes_find(c->codes, c->value, &code))
			check(code.n > 0);
	}
	upload_format_close(&f);
	return 0;
}
