#include "encoding_lines.h"

#include <iconv.h>
#include <string.h>

/* Letters of three bytes that nobody takes for another encoding's text by chance. */
enum { CERTAIN = 4 };

/* Are all characters of a line of UTF-8 among the 7,445 of GB 2312? */
static bool is_common(struct str line)
{
	iconv_t cd = iconv_open("GB2312", "UTF-8");
	char *in = (char *)line.p, chunk[256]; /* iconv does not write to it */
	size_t left = line.n;

	if (cd == (iconv_t)-1)
		return true;
	while (left > 0) {
		char *out = chunk;
		size_t room = sizeof chunk, before = left;

		iconv(cd, &in, &left, &out, &room);
		if (left == before)
			break;
	}
	iconv_close(cd);
	return left == 0;
}

/*
 * Is a line of good UTF-8 Chinese? GB18030 is good UTF-8 with letters of three
 * bytes once in thousands of short lines, and never in longer ones.
 */
static bool is_chinese(struct str line)
{
	size_t letters = 0;

	for (size_t i = 0; i < line.n; i++)
		letters += (unsigned char)line.p[i] >= 0xe0;
	return letters >= CERTAIN || (letters > 0 && is_common(line));
}

/* Do these bytes, which are not UTF-8, begin a character that goes on after them? */
static bool is_begun(struct str s)
{
	unsigned char lead = s.n ? (unsigned char)s.p[0] : 0;
	size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

	if (lead < 0xc2 || lead > 0xf4 || s.n >= size)
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

ssjc_rc encoding_lines_check(struct str bytes, const char *name, struct ssjc_err *err)
{
	struct str rest = bytes, line;
	uint64_t utf8 = 0, other = 0, number = 0, n_utf8 = 0, n_other = 0;

	while (str_split(&rest, '\n', &line)) {
		size_t good = str_utf8(line);

		number++;
		if (good == line.n) {
			if (!is_chinese(line))
				continue;
			utf8 = utf8 ? utf8 : number;
			n_utf8++;
			continue;
		}
		if (!rest.p && n_other == 0 &&
		    is_begun((struct str){line.p + good, line.n - good}) &&
		    (n_utf8 > 0 || is_chinese((struct str){line.p, good})))
			return ssjc_fail_at(err, SSJC_INPUT, name, number, NULL,
			    "is cut off inside its last character: was the file copied to its "
			    "end?");
		other = other ? other : number;
		n_other++;
	}
	if (!utf8 || !other)
		return SSJC_OK;
	if (n_utf8 < n_other)
		return ssjc_fail_at(err, SSJC_INPUT, name, utf8, NULL,
		    "is UTF-8, and line %llu is not: save all of the file in one encoding",
		    (unsigned long long)other);
	return ssjc_fail_at(err, SSJC_INPUT, name, other, NULL,
	    "is not UTF-8, and line %llu is: save all of the file in one encoding",
	    (unsigned long long)utf8);
}
