#include "row_claim.h"

#include "ssjc/base/text.h"

#include <string.h>

static bool is_name(const struct stream_column *column)
{
	return strcmp(column->name, "name") == 0;
}

/* Does a column say what its row is about? */
static bool says_what(const struct stream_column *column)
{
	return column->is & (STREAM_REQUIRED | STREAM_KEY) || is_name(column);
}

/* A number, a day or how many: "35家", "2023年6月14日". */
static bool is_count(struct str s, bool *digits)
{
	static const char *const sign[] = {"年", "月", "日", "家", "户", "条", "人", "名", "个",
	    "项", "件", "份", "页", "-", "/", ".", ":", " "};
	bool any = false;

	*digits = true;
	while (s.n > 0) {
		size_t n = s.p[0] >= '0' && s.p[0] <= '9';

		any |= n > 0;
		*digits &= n > 0;
		for (size_t i = 0; i < sizeof sign / sizeof sign[0] && n == 0; i++)
			if (str_starts(s, sign[i]))
				n = strlen(sign[i]);
		if (n == 0)
			return false;
		s.p += n;
		s.n -= n;
	}
	return any;
}

enum { CODE_LIKE = 14, DIGITS_LIKE = 9 };

/* May it have been a code, which has lost something: 9.11302E+17, a letter too few? */
static bool is_code_like(struct str s)
{
	size_t digits = 0;
	bool power = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		digits += c >= '0' && c <= '9';
		power |= c == '+' && i > 1 && (s.p[i - 1] == 'E' || s.p[i - 1] == 'e');
		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
		    c != '.' && c != '+')
			return false;
	}
	return power || (s.n >= CODE_LIKE && digits >= DIGITS_LIKE);
}

/*
 * It is where what a record needs is filled in, and not with such words or counts. The
 * column that counts the rows has no values of its own, so that a word there is one.
 */
enum claim row_claim(struct row_words *words, const struct row_field *field, size_t n, bool doubt,
    enum row_kind kind)
{
	bool counted = false;
	bool worded = false, digits;
	size_t told = 0;

	for (size_t i = 0; i < n; i++) {
		const struct stream_column *column = field[i].column;
		struct str raw = text_trim(field[i].raw);
		bool needed = column && column->is & STREAM_REQUIRED, word;

		if (!column || !says_what(column))
			continue;
		if (column->kind == FIELD_ID && is_code_like(raw))
			return CLAIM_GOOD;
		word = row_cell_is_word(words, raw) || row_cell_is_hint(words, raw);
		if (column->kind == FIELD_DEPT) {
			told += raw.n > 0;
			doubt |= word;
			continue;
		}
		if (raw.n == 0 || (column->kind != FIELD_TEXT && word) ||
		    (column->kind == FIELD_TEXT && is_count(raw, &digits))) {
			if (needed)
				return CLAIM_NONE;
			continue;
		}
		if ((column->kind == FIELD_CODE || column->kind == FIELD_ID) &&
		    is_count(raw, &digits)) {
			counted = true;
			doubt |= !digits;
		}
		worded |= word;
		doubt |= word && is_name(column);
		told++;
	}
	if (told < 2 || (worded && counted && kind == ROW_TOTAL))
		return CLAIM_NONE;
	return doubt || (worded && counted) ? CLAIM_DOUBTFUL : CLAIM_GOOD;
}

/*
 * Is a row that cannot be read a hint how to fill in? Not where a record is filled in
 * but for a drop-down that was left as it was.
 */
bool row_is_hint(
    struct row_words *words, const struct cell_row *row, const struct row_field *field, size_t n)
{
	bool key = false, key_hint = false, name = false;
	size_t hints = 0, filled = 0;

	for (size_t i = 0; i < row->n; i++) {
		hints += row->cell[i].kind == CELL_TEXT &&
		    row_cell_is_hint(words, row->cell[i].text);
		filled += text_trim(row->cell[i].text).n > 0;
	}
	if (hints == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct stream_column *column = field[i].column;
		struct str raw = text_trim(field[i].raw);
		bool hint = row_cell_is_hint(words, raw);

		if (!column || column->kind == FIELD_DEPT || raw.n == 0 || !says_what(column))
			continue;
		if (column->kind == FIELD_TEXT) {
			name |= !hint;
		} else {
			key |= !hint;
			key_hint |= hint;
		}
	}
	return (!key && !name) || (key_hint && 2 * hints > filled);
}

/* Does the stream know its things by codes with a check digit? */
static bool has_ids(const struct import_headers *h)
{
	return stream_column(h->aliases.stream, STR("id")) != NULL;
}

enum row_kind row_claim_kind(struct row_words *words, const struct cell_row *row,
    const struct import_headers *h, const struct row_field *field, size_t n, size_t cell,
    enum row_kind kind, bool read, enum claim *claim)
{
	*claim = CLAIM_GOOD;
	if (kind == ROW_RECORD && !read && row_is_hint(words, row, field, n))
		kind = ROW_HINT;
	/* A business may be called 合计, but then it has a code. */
	if (kind < ROW_TOTAL || (has_ids(h) && row_has_code(row)))
		return kind;
	*claim = kind == ROW_HINT
	    ? CLAIM_NONE
	    : row_claim(words, field, n, cell < h->n && h->v[cell].number, kind);
	return kind;
}
