#include "ssjc/base/csv_out.h"

#include "ssjc/base/csv_cell.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <errno.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

ssjc_rc csv_out_open(struct csv_out *o, FILE *f, enum csv_style style, struct ssjc_err *err)
{
	*o = (struct csv_out){.f = f, .style = style, .defuse = style == CSV_EXCEL};
	if (style == CSV_EXCEL)
		buf_z(&o->buf, "\xef\xbb\xbf");
	return digest_open(&o->digest, err);
}

/*
 * Is there any byte below '-'? All that needs quotes is among these, and most
 * fields have none: eight bytes are looked at in a step.
 */
static bool has_low(struct str s)
{
	const uint64_t each = 0x0101010101010101;
	size_t i = 0;

	for (; s.n - i >= sizeof each; i += sizeof each) {
		uint64_t w;

		memcpy(&w, s.p + i, sizeof w);
		if ((w - each * '-') & ~w & each << 7)
			return true;
	}
	for (; i < s.n; i++)
		if ((unsigned char)s.p[i] < '-')
			return true;
	return false;
}

/*
 * A field is quoted when it holds what ends a field or a record, and when it
 * is empty and alone, for the record would be a blank line.
 */
static bool needs_quotes(struct str s, char delimiter)
{
	if (!has_low(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == delimiter || c == '"' || c == '\n' || c == '\r')
			return true;
	}
	return false;
}

static char delimiter_of(const struct csv_out *o)
{
	return o->style == CSV_TSV ? '\t' : ',';
}

/* A field that shows as what it is. */
static void put_plain(struct csv_out *o, struct str s)
{
	char delimiter = delimiter_of(o);
	bool quotes = o->style != CSV_TSV && needs_quotes(s, delimiter);
	/* At most a delimiter, two quotes, and each byte twice. */
	char *start = s.n < SIZE_MAX / 4 ? buf_room(&o->buf, 3 + s.n * 2) : NULL, *to = start;

	if (!start) {
		o->buf.failed = true;
		return;
	}
	if (o->fields++ > 0)
		*to++ = delimiter;
	if (quotes) {
		*to++ = '"';
		for (size_t i = 0; i < s.n; i++) {
			if (s.p[i] == '"')
				*to++ = '"';
			*to++ = s.p[i];
		}
		*to++ = '"';
	} else if (s.n) {
		memcpy(to, s.p, s.n);
		to += s.n;
	}
	buf_wrote(&o->buf, (size_t)(to - start));
}

static bool is_plain(const struct csv_out *o, struct str s)
{
	if (str_utf8(s) < s.n)
		return false;
	if (o->style != CSV_TSV)
		return text_plain_lines(s);
	return text_plain(s) == s.n && !(s.n && memchr(s.p, '\\', s.n));
}

void csv_out_field(struct csv_out *o, struct str s)
{
	bool calculates = o->defuse && csv_cell_calculates(s);
	struct buf made = {0};

	if (!calculates && is_plain(o, s)) {
		put_plain(o, s);
		return;
	}
	if (calculates)
		buf_char(&made, '\'');
	if (o->style == CSV_TSV)
		text_escape_exact(&made, s);
	else
		text_escape_lines(&made, s);
	put_plain(o, buf_text(&made));
	o->buf.failed |= made.failed;
	buf_free(&made);
}

void csv_out_fields(struct csv_out *o, const struct str *field, size_t n, bool bare, char delimiter)
{
	struct str whole = {NULL, 0};

	if (bare && !o->defuse && delimiter == delimiter_of(o) && n > 0)
		whole = (struct str){
		    field[0].p, (size_t)(field[n - 1].p + field[n - 1].n - field[0].p)};
	if (whole.p && text_plain_lines(whole)) {
		if (o->fields > 0)
			buf_char(&o->buf, delimiter);
		buf_str(&o->buf, whole);
		o->fields += n;
		return;
	}
	for (size_t i = 0; i < n; i++)
		csv_out_field(o, field[i]);
}

void csv_out_uint(struct csv_out *o, uint64_t n)
{
	char digits[20];
	size_t i = sizeof digits;

	do
		digits[--i] = (char)('0' + n % 10);
	while (n /= 10);
	csv_out_field(o, (struct str){digits + i, sizeof digits - i});
}

static void hand_over(struct csv_out *o)
{
	if (o->f && o->buf.n && fwrite(o->buf.p, 1, o->buf.n, o->f) != o->buf.n && !o->error)
		o->error = errno;
	digest_add(o->digest, o->buf.p, o->buf.n);
	buf_clear(&o->buf);
}

void csv_out_end(struct csv_out *o)
{
	char last = o->buf.n ? o->buf.p[o->buf.n - 1] : '\n';

	if (o->fields == 1 && last == '\n' && o->style != CSV_TSV)
		buf_z(&o->buf, "\"\"");
	buf_z(&o->buf, o->style == CSV_EXCEL ? "\r\n" : "\n");
	o->fields = 0;
	o->rows++;
	if (o->buf.n >= CHUNK)
		hand_over(o);
}

void csv_out_header(struct csv_out *o, const char *const *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_out_field(o, str_of(name[i]));
	csv_out_end(o);
}

ssjc_rc csv_out_finish(struct csv_out *o, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	ssjc_rc rc;

	hand_over(o);
	if (o->buf.failed)
		return ssjc_fail_memory(err);
	if (o->f && fflush(o->f) != 0 && !o->error)
		o->error = errno;
	errno = o->error;
	if (o->error)
		return ssjc_fail_errno(err, N_("cannot write the output"));
	rc = digest_final(o->digest, raw, err);
	if (rc)
		return rc;
	if (digest)
		hex_of(raw, sizeof raw, digest);
	return SSJC_OK;
}

void csv_out_close(struct csv_out *o)
{
	digest_free(o->digest);
	buf_free(&o->buf);
}
