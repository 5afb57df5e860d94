/* Any bytes as a cell: what is made of it is UTF-8 and is made of itself again. */
#include "ssjc/base/text.h"
#include "ssjc/base/encoding.h"
#include "ssjc/base/num.h"
#include "ssjc/import/normalize.h"
#include "ssjc/plan/uscc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void trap_unless(bool good)
{
	if (!good)
		__builtin_trap();
}

/* A canonical form is its own canonical form. */
static void stable(struct str s, const char *(*form)(struct buf *, struct str))
{
	struct buf once = {0}, twice = {0};

	if (!form(&once, s)) {
		trap_unless(str_utf8(buf_text(&once)) == once.n);
		trap_unless(!form(&twice, buf_text(&once)));
		trap_unless(str_eq(buf_text(&once), buf_text(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
}

static const char *code_form(struct buf *out, struct str s)
{
	text_code(out, s);
	return NULL;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str s = {(const char *)data, size}, trimmed;
	struct decoded decoded;
	struct ssjc_err err;
	struct buf key = {0};

	if (decoded_open(&decoded, s, ENCODING_AUTO, "input", &err) == SSJC_OK) {
		s = decoded.text;
		trap_unless(str_utf8(s) == s.n);
		trimmed = text_trim(s);
		trap_unless(str_eq(trimmed, text_trim(trimmed)));
		stable(s, code_form);
		stable(s, normalize_date);
		stable(s, normalize_spans);
		stable(s, normalize_phone);
		text_key(&key, s);
		trap_unless(str_utf8(buf_text(&key)) == key.n);
		uscc_check(s);
	}
	buf_free(&key);
	decoded_close(&decoded);
	return 0;
}
