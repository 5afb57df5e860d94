#include "reason_words.h"

#include "ssjc/base/language.h"

#include <stdio.h>
#include <string.h>

/*
 * The reasons that an import gives, each %s for any text. The more special come first. Where
 * begins is set, the first %s is a reason itself, or a text without its own words.
 */
static const struct {
	const char *text;
	bool begins;
} reasons[] = {
    {N_("left out: nothing but blanks"), false},
    {N_("left out: a number and nothing else"), false},
    {N_("left out: a heading and nothing else"), false},
    {N_("left out: the numbers of the columns"), false},
    {N_("left out: the headers again"), false},
    {N_("left out: the headers of another table"), false},
    {N_("left out: a sample"), false},
    {N_("left out: a sum"), false},
    {N_("left out: a line below the list"), false},
    {N_("left out: a note"), false},
    {N_("left out: a hint how to fill in"), false},
    {N_("has “%s” in a column without a header (cell %s)"), false},
    {N_("%s (cell %s)"), true},
    {N_("%s; it has %s characters, not 18 or 15"), true},
    {N_("is empty"), false},
    {N_("is an ID-card number: these are not kept"), false},
    {N_("is stored as a number and has lost its last digits: format the column as text and "
        "enter it again"),
        false},
    {N_("has “%s” in place %s, which no such code has: is it a zero?"), false},
    {N_("has “%s” in place %s, which no such code has: is it a one?"), false},
    {N_("has “%s” in place %s (Greek), which no such code has"), false},
    {N_("has “%s” in place %s (Cyrillic), which no such code has"), false},
    {N_("has “%s” in place %s, which no such code has"), false},
    {N_("has %s character%s, neither 18 (统一社会信用代码) nor 15 (注册号)"), false},
    {N_("has the check digit %s, but %s is right for the rest of it"), false},
    {N_("is not among the values of %s in values.csv"), false},
    {N_("is a formula that has not been calculated: open the file and save it"), false},
    {N_("is a formula that failed"), false},
    {N_("is what is shown in a column that is too narrow: make it wider and save again"), false},
    {N_("says that it is as above: write it out in each row"), false},
    {N_("is a hint how to fill in, not a value"), false},
    {N_("is struck through: take it out, or the line off it"), false},
    {N_("is struck through: take the row out, or the line off it"), false},
    {N_("has a character that does not show as what it is (a control character, a line end or "
        "one that turns the direction of writing): write it without"),
        false},
    {N_("is not a date such as 2023-06-14, 2023/6/14 or 2023年6月14日"), false},
    {N_("is a day that does not exist"), false},
    {N_("is not a span of days such as 2023-06-19..2023-06-21"), false},
    {N_("has a day that does not exist"), false},
    {N_("ends before it begins"), false},
    {N_("is neither a mobile nor a landline number"), false},
    {N_("is already in %s, sheet %s, row %s, with other content"), false},
    {N_("is already in %s, row %s, with other content"), false},
    {N_("the same name has another code in %s, sheet %s, row %s"), false},
    {N_("the same name has another code in %s, row %s"), false},
    {N_("is below the headers of another table, row %s, whose columns are others: put each "
        "table into a sheet of its own"),
        false},
    {N_("is a hidden row: --hidden reads these too"), false},
    {N_("has %s field%s, but the header has %s"), false},
    {N_("has %s whole lines in its field %s: a quote there begins or ends a cell where it "
        "should not"),
        false},
    {N_("begins with “%s” as %s does, but is filled in as a record is: take that word or the row "
        "out"),
        false},
    {N_("is visible and not empty, but was not read"), false},
    {N_("is hidden, but was read"), false},
    {N_("has known headers in row %s, but row %s was taken for its headers"), false},
    {N_("is known as the column %s, which --map takes from “%s”, known as it as well"), false},
    {N_("is known as the column %s, which --map takes from “%s”"), false},
};

enum { ARGS = 3, ARG_SIZE = 512 };

/* The text of fmt up to its next %s, which is cut off with it; *more: there was one. */
static struct str piece(const char **fmt, bool *more)
{
	const char *end = strstr(*fmt, "%s");
	struct str s = {*fmt, end ? (size_t)(end - *fmt) : strlen(*fmt)};

	*more = end != NULL;
	*fmt += s.n + (end ? 2 : 0);
	return s;
}

/* Was s made with fmt? Then what its %s stood for. */
static bool made_with(const char *fmt, struct str s, char arg[ARGS][ARG_SIZE])
{
	bool more;
	struct str before = piece(&fmt, &more);

	if (before.n > s.n || memcmp(s.p, before.p, before.n) != 0)
		return false;
	s = (struct str){s.p + before.n, s.n - before.n};
	for (size_t i = 0; more && i < ARGS; i++) {
		struct str after = piece(&fmt, &more);
		/* The last one reaches to the end. */
		const char *at = more ? str_find(s, after)
		    : after.n <= s.n  ? s.p + s.n - after.n
		                      : NULL;
		size_t n = at ? (size_t)(at - s.p) : 0;

		if (!at || n >= ARG_SIZE || memcmp(at, after.p, after.n) != 0)
			return false;
		memcpy(arg[i], s.p, n);
		arg[i][n] = '\0';
		s = (struct str){at + after.n, s.n - n - after.n};
	}
	return s.n == 0;
}

/* The reason in the user's language. */
static void say(struct buf *out, struct str reason)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		char arg[ARGS][ARG_SIZE] = {"", "", ""}, text[ARGS * ARG_SIZE + 512];
		struct buf first = {0};

		if (!made_with(reasons[i].text, reason, arg))
			continue;
		if (reasons[i].begins) {
			say(&first, str_of(arg[0]));
			snprintf(arg[0], sizeof arg[0], "%s", first.p ? first.p : "");
			buf_free(&first);
		}
		snprintf(text, sizeof text, language_text(reasons[i].text), arg[0], arg[1], arg[2]);
		buf_z(out, text);
		return;
	}
	buf_str(out, reason);
}

void reason_words(struct buf *out, struct str reason)
{
	struct buf english = {0}, said = {0};

	buf_str(&english, reason);
	say(&said, reason);
	if (english.p && said.p)
		language_either(out, english.p, said.p);
	out->failed |= english.failed | said.failed;
	buf_free(&english);
	buf_free(&said);
}
