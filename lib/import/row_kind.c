#include "row_kind.h"

#include "ssjc/base/num.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/uscc.h"

#include <stdlib.h>
#include <string.h>

const char *const row_kind_reasons[ROW_KINDS] = {
    [ROW_BLANK] = "left out: nothing but blanks",
    [ROW_NUMBERED] = "left out: a number and nothing else",
    [ROW_HEADING] = "left out: a heading and nothing else",
    [ROW_COLUMNS] = "left out: the numbers of the columns",
    [ROW_HEADERS] = "left out: the headers again",
    [ROW_OTHER] = "left out: the headers of another table",
    [ROW_SAMPLE] = "left out: a sample",
    [ROW_TOTAL] = "left out: a sum",
    [ROW_FOOTER] = "left out: a line below the list",
    [ROW_NOTE] = "left out: a note",
    [ROW_HINT] = "left out: a hint how to fill in",
};

const char row_hint_is_no_value[] = "is a hint how to fill in, not a value";

/* The kinds as left_out.csv names them. */
static const struct {
	const char *name;
	enum row_kind kind;
} kinds[] = {{"sample", ROW_SAMPLE}, {"total", ROW_TOTAL}, {"footer", ROW_FOOTER},
    {"note", ROW_NOTE}, {"hint", ROW_HINT}};

struct word {
	struct str key;
	enum row_kind kind;
	bool any; /* a whole cell anywhere; else the start of the first filled one */
	size_t letters;
	size_t text_begins, key_begins; /* begin() of each */
};

/* Some words, and the two characters they begin with, by which most cells are passed by. */
enum set { FIRST, SAMPLES, HINTS, SETS };
enum { BEGINS = 4096 };

struct row_words {
	struct word *v;
	size_t n, cap;
	unsigned char starts[SETS][BEGINS]; /* by their first character alone */
	unsigned char begins[SETS][BEGINS];
	struct buf key;
};

static enum set set_of(const struct word *v)
{
	return !v->any ? FIRST : v->kind == ROW_SAMPLE ? SAMPLES : HINTS;
}

static void skip(struct str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

/* Take a character and the blanks after it off the start of *s; 0 at its end. */
static unsigned take(struct str *s)
{
	unsigned v = 0;

	if (s->n == 0)
		return 0;
	do {
		v = v * 31 + (unsigned char)*s->p++;
		s->n--;
	} while (s->n > 0 && ((unsigned char)*s->p & 0xc0) == 0x80);
	while (s->n > 0 &&
	    (*s->p == ' ' || *s->p == '\t' || (*s->p == '\xe3' && str_starts(*s, "　"))))
		skip(s, *s->p == '\xe3' ? sizeof "　" - 1 : 1);
	return v;
}

/*
 * A number for the two characters that s begins with; several may share one. After a
 * word of one character comes what is no letter of Chinese: ends_word.
 */
static size_t begin(struct str s)
{
	unsigned first = take(&s);
	bool alone = s.n == 0 || (unsigned char)*s.p < 0x80 || (unsigned char)*s.p == 0xef;

	return (first * 61 + (alone && first > 0xff ? 0 : take(&s))) % BEGINS;
}

/* A number for the character that s begins with. */
static size_t start(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n < 3 || *p < 0xe0)
		return s.n ? *p : 0;
	return (p[0] * 961u + p[1] * 31u + p[2]) % BEGINS;
}

static size_t count_letters(struct str s)
{
	size_t n = 0;

	while (s.n > 0) {
		take(&s);
		n++;
	}
	return n;
}

static void mark(struct row_words *w, const struct word *v, struct str text)
{
	w->starts[set_of(v)][start(text)] = w->starts[set_of(v)][start(v->key)] = 1;
	w->begins[set_of(v)][v->text_begins] = 1;
	w->begins[set_of(v)][v->key_begins] = 1;
}

struct row_words *row_words_open(const struct vocabulary *vocabulary)
{
	struct row_words *w = calloc(1, sizeof *w);
	struct vocabulary_entry e;

	for (size_t i = 0; w && vocabulary_entry(vocabulary, VOCABULARY_LEFT_OUT, i, &e); i++)
		for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
			if (!str_is(e.means, kinds[k].name))
				continue;
			if (!array_grow(&w->v, &w->cap, w->n, sizeof *w->v)) {
				row_words_close(w);
				return NULL;
			}
			w->v[w->n] = (struct word){.key = e.key,
			    .kind = kinds[k].kind,
			    .any = str_is(e.scope, "any"),
			    .letters = count_letters(e.text),
			    .text_begins = begin(e.text),
			    .key_begins = begin(e.key)};
			mark(w, &w->v[w->n], e.text);
			w->n++;
		}
	return w;
}

void row_words_close(struct row_words *w)
{
	if (!w)
		return;
	free(w->v);
	buf_free(&w->key);
	free(w);
}

/*
 * Can a cell be one of the words, or begin with one? To make its key takes longer
 * than to read it, and few cells are. Full-width letters and signs may become words'.
 */
static bool may_be_word(const struct row_words *w, struct str s, enum set set)
{
	size_t mark, letters;

	if (s.n == 0)
		return false;
	if ((unsigned char)s.p[0] == 0xef || s.p[0] == '*')
		return true;
	if (!w->starts[set][start(s)])
		return false;
	mark = begin(s);
	if (!w->begins[set][mark])
		return false;
	letters = count_letters(s);
	for (size_t i = 0; i < w->n; i++)
		if (set_of(&w->v[i]) == set && (!w->v[i].any || w->v[i].letters == letters) &&
		    (w->v[i].text_begins == mark || w->v[i].key_begins == mark))
			return true;
	return false;
}

/* What is counted after 共, and 第1页: 第1组 and 第1批 are what a column may well have. */
static bool ends_count(struct str rest, enum row_kind kind)
{
	static const char *const unit[] = {
	    "页", "张", "家", "户", "条", "人", "名", "个", "项", "件", "份"};
	size_t n = kind == ROW_TOTAL ? sizeof unit / sizeof unit[0] : 2;

	while (rest.n > 0 && ((rest.p[0] >= '0' && rest.p[0] <= '9') || rest.p[0] == '/'))
		skip(&rest, 1);
	for (size_t i = 0; i < n; i++)
		if (str_starts(rest, unit[i]))
			return true;
	return rest.n == 0 && kind == ROW_TOTAL;
}

/*
 * What people write after a word: nothing, "合计：35", "共35家", "填报人（签字）：". A
 * sample is left out whether it can be read or not, so that after its word comes
 * only a number: 样例1号公司 is the name of a business.
 */
static bool ends_word(struct str rest, const struct word *v)
{
	const char *close;

	if (v->letters == 1 && (v->kind == ROW_TOTAL || v->kind == ROW_FOOTER) && rest.n > 0 &&
	    rest.p[0] >= '0' && rest.p[0] <= '9')
		return ends_count(rest, v->kind);
	if (rest.n > 0 && rest.p[0] == '(') {
		close = memchr(rest.p, ')', rest.n);
		if (!close)
			return false;
		rest.n -= (size_t)(close + 1 - rest.p);
		rest.p = close + 1;
	}
	if (v->kind == ROW_SAMPLE)
		while (rest.n > 0 && rest.p[0] >= '0' && rest.p[0] <= '9')
			skip(&rest, 1);
	return rest.n == 0 || rest.p[0] == ':' || rest.p[0] == '.' ||
	    (rest.p[0] >= '0' && rest.p[0] <= '9');
}

/* Does it begin with a letter or digit, so that no blank is at its start? Most cells do. */
static bool is_visible(struct str s)
{
	unsigned char c = s.n ? (unsigned char)s.p[0] : 0;

	return (c > ' ' && c < 0x7f) || (c >= 0xe4 && c <= 0xe9);
}

/* The kind that a cell's text says its row is, or ROW_RECORD. */
static enum row_kind kind_of(struct row_words *w, struct str text, enum set set)
{
	struct str key;

	if (!is_visible(text))
		text = text_trim(text);
	if (!may_be_word(w, text, set))
		return ROW_RECORD;
	buf_clear(&w->key);
	text_key(&w->key, text);
	key = buf_text(&w->key);
	while (key.n > 0 && key.p[0] == '*') {
		key.p++;
		key.n--;
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct word *v = &w->v[i];

		if (set_of(v) != set || key.n < v->key.n || memcmp(key.p, v->key.p, v->key.n) != 0)
			continue;
		if (v->any ? key.n == v->key.n
		           : ends_word((struct str){key.p + v->key.n, key.n - v->key.n}, v))
			return v->kind;
	}
	return ROW_RECORD;
}

/* Is it a number, if with a point or brackets: 3. (3)? */
static bool is_count(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 'A')
			return false;
	return true;
}

/* Without brackets around it. */
static struct str unbracketed(struct str s)
{
	if (str_cut_start(&s, "(") || str_cut_start(&s, "（")) {
		if (!str_cut_end(&s, ")"))
			str_cut_end(&s, "）");
	}
	return s;
}

enum { COLUMNS_LEAST = 3 };

/* Do all cells number their columns, each kind of number from its first one on? */
static bool numbers_columns(const struct cell_row *row)
{
	static const char stems[] = "甲乙丙丁戊己庚辛壬癸";
	size_t digits = 0, letters = 0, stem = 0;
	int64_t n;

	for (size_t i = 0; i < row->n; i++) {
		struct str s = unbracketed(text_trim(row->cell[i].text));

		if (s.n == 0)
			continue;
		if (s.n == 1 && s.p[0] == (char)('A' + letters))
			letters++;
		else if (s.n == 3 && stem < sizeof stems / 3 &&
		    memcmp(s.p, stems + 3 * stem, 3) == 0)
			stem++;
		else if (!num_parse(s, 1, INT32_MAX, &n) && (size_t)n == digits + 1)
			digits++;
		else
			return false;
	}
	return digits + letters + stem >= COLUMNS_LEAST;
}

enum row_kind row_kind_of(
    struct row_words *w, const struct cell_row *row, const struct import_headers *h, size_t *cell)
{
	size_t filled = 0, numbers = 0, bytes = 0;
	enum row_kind kind = ROW_RECORD;
	enum headers_again again;

	*cell = 0;
	for (size_t i = 0; i < row->n; i++) {
		struct str s = row->cell[i].text;

		if (s.n == 0)
			continue;
		bytes += s.n;
		if (!is_visible(s) && text_trim(s).n == 0)
			continue;
		if (filled++ == 0)
			*cell = i;
		numbers += i < h->n && h->v[i].number;
		if (row->cell[i].kind == CELL_TEXT && kind_of(w, s, SAMPLES) == ROW_SAMPLE)
			kind = ROW_SAMPLE;
	}
	if (filled == 0)
		return bytes ? ROW_BLANK : ROW_EMPTY;
	if (filled >= COLUMNS_LEAST && numbers_columns(row))
		return ROW_COLUMNS;
	again = kind == ROW_SAMPLE ? HEADERS_NOT : import_headers_again(h, row);
	if (again)
		return again == HEADERS_AGAIN ? ROW_HEADERS : ROW_OTHER;
	if (kind == ROW_RECORD && row->cell[*cell].kind == CELL_TEXT)
		kind = kind_of(w, row->cell[*cell].text, FIRST);
	if (kind != ROW_RECORD)
		return kind;
	if (numbers < filled)
		return ROW_RECORD;
	return is_count(row->cell[*cell].text) ? ROW_NUMBERED : ROW_HEADING;
}

bool row_has_code(const struct cell_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		enum uscc_fault fault = uscc_check(text_trim(row->cell[i].text)).fault;

		if (fault == USCC_GOOD || fault == USCC_CHECK_DIGIT)
			return true;
	}
	return false;
}

bool row_cell_is_word(struct row_words *w, struct str text)
{
	return kind_of(w, text, FIRST) != ROW_RECORD;
}

bool row_cell_is_hint(struct row_words *w, struct str text)
{
	return kind_of(w, text, HINTS) == ROW_HINT;
}
