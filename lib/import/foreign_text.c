#include "foreign_text.h"

#include "delimiter.h"

#include <stdlib.h>
#include <string.h>

/* Do all lines end with CR, because there is no LF? */
static bool ends_cr(struct str s)
{
	return !memchr(s.p, '\n', s.n) && memchr(s.p, '\r', s.n);
}

/* Do all lines end with CR CR LF? */
static bool ends_cr_cr_lf(struct str s)
{
	const char *lf = memchr(s.p, '\n', s.n);

	if (!lf)
		return false;
	while (lf) {
		size_t at = (size_t)(lf - s.p);

		if (at < 2 || s.p[at - 1] != '\r' || s.p[at - 2] != '\r')
			return false;
		lf = memchr(lf + 1, '\n', s.n - at - 1);
	}
	return true;
}

/* Copy the text with one change: line ends, or what is between fields. */
static ssjc_rc change(struct foreign_text *f, const char *from, char to, struct ssjc_err *err)
{
	struct str s = f->text;
	size_t n = 0, skip = strlen(from);
	char *copy = malloc(s.n + 1);
	bool quoted = false;

	if (!copy)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s.n;) {
		bool is = (!quoted || from[0] == '\r') &&
		    str_starts((struct str){s.p + i, s.n - i}, from);

		quoted ^= s.p[i] == '"';
		copy[n++] = is ? to : s.p[i];
		i += is ? skip : 1;
	}
	free(f->copy);
	f->copy = copy;
	f->text = (struct str){copy, n};
	return SSJC_OK;
}

ssjc_rc foreign_text_open(struct foreign_text *f, struct str text, struct ssjc_err *err)
{
	const char *wide;
	ssjc_rc rc = SSJC_OK;

	*f = (struct foreign_text){.text = text};
	if (text.n && ends_cr(text))
		rc = change(f, "\r", '\n', err);
	else if (text.n && ends_cr_cr_lf(text))
		rc = change(f, "\r\r\n", '\n', err);
	if (rc)
		return rc;
	f->delimiter = delimiter_of(f->text, &wide);
	if (wide && !memchr(f->text.p, DELIMITER_WIDE, f->text.n)) {
		f->delimiter = DELIMITER_WIDE;
		rc = change(f, wide, DELIMITER_WIDE, err);
		if (rc)
			return rc;
	}
	f->quotes = f->delimiter != '\t' || delimiter_quotes(f->text);
	return SSJC_OK;
}

void foreign_text_close(struct foreign_text *f)
{
	free(f->copy);
	*f = (struct foreign_text){.copy = NULL};
}

struct str foreign_text_field(struct str field)
{
	struct str in = field;

	if (field.n < 3 || !str_cut_start(&in, "=\"") || !str_cut_end(&in, "\"") ||
	    memchr(in.p, '"', in.n))
		return field;
	return in;
}
