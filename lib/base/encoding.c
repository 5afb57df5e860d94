#include "ssjc/base/encoding.h"
#include "ssjc/base/language.h"

#include "encoding_lines.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>

const char *const encoding_names[ENCODINGS] = {"auto", "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};

bool encoding_parse(struct str name, enum encoding *out)
{
	static const struct {
		const char *name;
		enum encoding encoding;
	} also[] = {{"UTF8", ENCODING_UTF8}, {"GBK", ENCODING_GB18030},
	    {"GB2312", ENCODING_GB18030}, {"CP936", ENCODING_GB18030}};

	for (int i = 0; i < ENCODINGS; i++)
		if (name.n == strlen(encoding_names[i]) &&
		    strncasecmp(name.p, encoding_names[i], name.n) == 0) {
			*out = (enum encoding)i;
			return true;
		}
	for (size_t i = 0; i < sizeof also / sizeof also[0]; i++)
		if (name.n == strlen(also[i].name) &&
		    strncasecmp(name.p, also[i].name, name.n) == 0) {
			*out = also[i].encoding;
			return true;
		}
	return false;
}

/*
 * Convert all of bytes to UTF-8, into f unless it is NULL. *bad is the offset of
 * the first byte that does not fit, bytes.n when all do.
 */
static ssjc_rc convert(
    struct str bytes, enum encoding from, FILE *f, size_t *bad, struct ssjc_err *err)
{
	iconv_t cd = iconv_open("UTF-8", encoding_names[from]);
	char *in = (char *)bytes.p, chunk[1 << 14]; /* iconv does not write to it */
	size_t left = bytes.n;

	if (cd == (iconv_t)-1)
		return ssjc_fail(err, SSJC_SYSTEM, "iconv cannot read %s", encoding_names[from]);
	while (left > 0) {
		char *out = chunk;
		size_t room = sizeof chunk, before = left;

		if (iconv(cd, &in, &left, &out, &room) == (size_t)-1 && errno != E2BIG)
			break;
		if (f && fwrite(chunk, 1, sizeof chunk - room, f) != sizeof chunk - room)
			break;
		if (left == before)
			break;
	}
	iconv_close(cd);
	*bad = bytes.n - left;
	return SSJC_OK;
}

/* The converted text is in an unlinked file, so that memory does not grow with it. */
static ssjc_rc spool(struct decoded *d, struct str bytes, const char *name, struct ssjc_err *err)
{
	FILE *f = tmpfile();
	ssjc_rc rc = SSJC_OK;
	size_t bad;
	long size;

	if (!f)
		return ssjc_fail_errno(err, N_("cannot make a temporary file"));
	rc = convert(bytes, d->encoding, f, &bad, err);
	if (rc)
		goto out;
	if (fflush(f) != 0 || ferror(f) || (size = ftell(f)) < 0) {
		rc = ssjc_fail_errno(err, N_("cannot write a temporary file"));
		goto out;
	}
	if (bad < bytes.n) {
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not %s (byte %zu): open it where it was made, and save it as .xlsx or CSV UTF-8",
		    encoding_names[d->encoding], bad + 1);
		goto out;
	}
	d->text = STR("");
	if (size > 0) {
		d->map = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fileno(f), 0);
		if (d->map == MAP_FAILED) {
			d->map = NULL;
			rc = ssjc_fail_errno(err, N_("cannot map a temporary file"));
			goto out;
		}
		d->map_size = (size_t)size;
		d->text = (struct str){d->map, d->map_size};
	}
out:
	fclose(f);
	return rc;
}

/* The encoding that a byte order mark names, and the mark's length. */
static enum encoding marked(struct str bytes, size_t *skip)
{
	static const struct {
		const char *mark;
		enum encoding encoding;
	} marks[] = {{"\xef\xbb\xbf", ENCODING_UTF8}, {"\xff\xfe", ENCODING_UTF16LE},
	    {"\xfe\xff", ENCODING_UTF16BE}, {"\x84\x31\x95\x33", ENCODING_GB18030}};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_starts(bytes, marks[i].mark)) {
			*skip = strlen(marks[i].mark);
			return marks[i].encoding;
		}
	*skip = 0;
	return ENCODING_AUTO;
}

/* Good UTF-8 with letters of two bytes and none of three: is it Chinese at all? */
static bool only_short(struct str s)
{
	unsigned char most = 0;

	for (size_t i = 0; i < s.n && most < 0xe0; i += 4096)
		for (size_t k = i; k < s.n && k < i + 4096; k++)
			most = (unsigned char)s.p[k] > most ? (unsigned char)s.p[k] : most;
	return most >= 0x80 && most < 0xe0;
}

/* UTF-16 has no more of them in a row: U+0000 is not in texts. */
enum { NULS_IN_ROW = 2 };

/* NUL bytes without a byte order mark. UTF-16 has most of them at either even or odd places. */
static ssjc_rc refuse_nul(struct str bytes, size_t first, const char *name, struct ssjc_err *err)
{
	size_t end = bytes.n, at[2] = {0}, row = 0, most = 0;

	while (end > 0 && bytes.p[end - 1] == '\0')
		end--;
	if (end == 0)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "has nothing but zeros in it: it was never written, or not copied; fetch it again");
	if (end == first && bytes.n - end > 1)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "was not written or copied to its end: its last %zu bytes are zeros; save it again",
		    bytes.n - end);
	for (size_t i = first; i < bytes.n; i++) {
		row = bytes.p[i] == '\0' ? row + 1 : 0;
		most = row > most ? row : most;
		at[i % 2] += row > 0;
	}
	if (most > NULS_IN_ROW)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not text, or damaged (byte %zu is a zero): save it as .xlsx or CSV UTF-8",
		    first + 1);
	return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
	    "seems to be UTF-16 without its mark (byte %zu is a zero): save it as CSV UTF-8, or "
	    "say --encoding %s",
	    first + 1, at[1] >= at[0] ? "UTF-16LE" : "UTF-16BE");
}

enum { BIG5_LETTERS = 4 };

/*
 * Is it good Big5, and does it look more like that than like GB18030? In Big5 the
 * letters that are in use begin with A4 to C6, and two of five end below 7F, as of
 * GB18030 only rare ones do.
 */
static bool looks_big5(struct str s)
{
	size_t letters = 0, common = 0, low = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char lead = (unsigned char)s.p[i], trail;

		if (lead < 0x80)
			continue;
		if (lead < 0xa1 || lead > 0xf9 || ++i == s.n)
			return false;
		trail = (unsigned char)s.p[i];
		if (trail < 0x40 || trail == 0xff || (trail > 0x7e && trail < 0xa1))
			return false;
		letters++;
		common += lead <= 0xc6;
		low += trail < 0x7f;
	}
	return letters >= BIG5_LETTERS && common >= letters - letters / 10 && low >= letters / 5 &&
	    low > 0;
}

static ssjc_rc decide(struct decoded *d, struct str bytes, const char *name, struct ssjc_err *err)
{
	const char *nul = bytes.n ? memchr(bytes.p, '\0', bytes.n) : NULL;
	size_t utf8, gb;
	ssjc_rc rc;

	if (nul)
		return refuse_nul(bytes, (size_t)(nul - bytes.p), name, err);
	utf8 = str_utf8(bytes);
	if (utf8 == bytes.n && !only_short(bytes)) {
		d->encoding = ENCODING_UTF8;
		return SSJC_OK;
	}
	rc = utf8 < bytes.n ? encoding_lines_check(bytes, name, err) : SSJC_OK;
	if (rc)
		return rc;
	rc = convert(bytes, ENCODING_GB18030, NULL, &gb, err);
	if (rc)
		return rc;
	if (utf8 == bytes.n && gb == bytes.n)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "can be read as UTF-8 and as GB18030: say --encoding UTF-8 or GB18030");
	if (utf8 < bytes.n && looks_big5(bytes))
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "looks like Big5, in which traditional Chinese is written: save it as UTF-8, or "
		    "say --encoding GB18030 if it is that all the same");
	if (utf8 == bytes.n)
		d->encoding = ENCODING_UTF8;
	else if (gb == bytes.n)
		d->encoding = ENCODING_GB18030;
	else
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is neither UTF-8 (byte %zu does not fit) nor GB18030 (byte %zu)", utf8 + 1,
		    gb + 1);
	return SSJC_OK;
}

ssjc_rc decoded_open(struct decoded *d, struct str bytes, enum encoding asked, const char *name,
    struct ssjc_err *err)
{
	size_t skip, bad;
	enum encoding mark = marked(bytes, &skip);
	bool decided;

	*d = (struct decoded){.encoding = asked};
	if (asked == ENCODING_AUTO)
		d->encoding = mark;
	if (d->encoding == mark) {
		bytes.p += skip;
		bytes.n -= skip;
	}
	decided = d->encoding == ENCODING_AUTO;
	if (decided) {
		ssjc_rc rc = decide(d, bytes, name, err);

		if (rc)
			return rc;
	}
	if (d->encoding == ENCODING_UTF16LE || d->encoding == ENCODING_UTF16BE)
		return spool(d, bytes, name, err);
	bad = decided ? bytes.n : str_utf8(bytes);
	if (bad < bytes.n) {
		ssjc_rc rc = encoding_lines_check(bytes, name, err);

		if (rc)
			return rc;
	}
	if (d->encoding != ENCODING_UTF8)
		return spool(d, bytes, name, err);
	if (bad < bytes.n)
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not UTF-8: byte %zu does not fit", skip + bad + 1);
	d->text = bytes;
	return SSJC_OK;
}

void decoded_close(struct decoded *d)
{
	if (d->map)
		munmap(d->map, d->map_size);
	*d = (struct decoded){0};
}

ssjc_rc encoding_put(struct buf *out, struct str text, enum encoding encoding, struct ssjc_err *err)
{
	iconv_t cd = iconv_open(encoding_names[encoding], "UTF-8");
	char *in = (char *)text.p, chunk[1 << 12]; /* iconv does not write to it */
	size_t left = text.n;
	ssjc_rc rc = SSJC_OK;

	if (cd == (iconv_t)-1)
		return ssjc_fail(
		    err, SSJC_SYSTEM, "iconv cannot write %s", encoding_names[encoding]);
	while (left > 0) {
		char *to = chunk;
		size_t room = sizeof chunk, before = left;

		if (iconv(cd, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG &&
		    left == before) {
			rc = ssjc_fail(err, SSJC_INPUT, "a text cannot be written in %s",
			    encoding_names[encoding]);
			break;
		}
		buf_add(out, chunk, sizeof chunk - room);
	}
	iconv_close(cd);
	return out->failed ? ssjc_fail_memory(err) : rc;
}
