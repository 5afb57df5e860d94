#include "delimiter.h"

#include <string.h>

enum { LINES = 100, KINDS = 6, NARROW = 4 };
static const char *const kinds[KINDS] = {",", "\t", ";", "|", "；", "，"};

/* Which delimiter is at that place of a line; KINDS for none. */
static size_t kind_at(struct str s)
{
	size_t k = 0;

	while (k < KINDS && (s.p[0] != kinds[k][0] || !str_starts(s, kinds[k])))
		k++;
	return k;
}

/* How often each is in the line, outside of quotes. A quoted line end goes on with it. */
static void count_line(struct str *rest, size_t count[KINDS])
{
	bool quoted = false;
	size_t i = 0;

	memset(count, 0, KINDS * sizeof *count);
	for (; i < rest->n && (quoted || rest->p[i] != '\n'); i++) {
		char c = rest->p[i], next = i + 1 < rest->n ? rest->p[i + 1] : '\n';
		size_t k = kind_at((struct str){rest->p + i, rest->n - i});

		if (c == '"')
			quoted = !quoted;
		/* A tab before a comma or a line's end keeps a spreadsheet from rounding. */
		if (k == KINDS || quoted ||
		    (c == '\t' && (next == ',' || next == ';' || next == '\r' || next == '\n')))
			continue;
		count[k]++;
	}
	i += i < rest->n;
	rest->p += i;
	rest->n -= i;
}

/* How many lines have the number of delimiters that most of them have, and that number. */
static size_t agreement(size_t count[LINES][KINDS], size_t lines, size_t kind, size_t *number)
{
	size_t most = 0;

	*number = 0;
	for (size_t i = 0; i < lines; i++) {
		size_t same = 0, mine = count[i][kind];

		if (mine == 0)
			continue;
		for (size_t k = 0; k < lines; k++)
			same += count[k][kind] == mine;
		if (same > most || (same == most && mine > *number)) {
			most = same;
			*number = mine;
		}
	}
	return most;
}

char delimiter_of(struct str text, const char **wide)
{
	size_t count[LINES][KINDS], lines = 0, best = 0, most = 0, fields = 0;

	while (lines < LINES && text.n > 0)
		count_line(&text, count[lines++]);
	for (size_t kind = 0; kind < KINDS; kind++) {
		size_t number, agree = agreement(count, lines, kind, &number);

		if (kind == NARROW && most > 0)
			break;
		if (agree > most || (agree == most && number > fields)) {
			best = kind;
			most = agree;
			fields = number;
		}
	}
	*wide = best >= NARROW && 2 * most > lines ? kinds[best] : NULL;
	return best < NARROW ? kinds[best][0] : ',';
}

/* A field that begins with a quote: is it closed where a field can end? *after is there. */
static bool well_quoted(struct str s, size_t from, size_t *after, bool *needed)
{
	size_t i = from + 1;

	*needed = false;
	for (; i < s.n; i++) {
		if (s.p[i] == '"' && i + 1 < s.n && s.p[i + 1] == '"') {
			*needed = true;
			i++;
		} else if (s.p[i] == '"') {
			break;
		} else if (memchr("\t\r\n,", s.p[i], 4)) {
			*needed = true;
		}
	}
	*after = i + 1;
	return i < s.n && (*after == s.n || memchr("\t\r\n", s.p[*after], 3));
}

bool delimiter_quotes(struct str text)
{
	size_t all = 0, needed = 0;
	bool start = true, header = true, in_header = false;

	str_cut_start(&text, "\xef\xbb\xbf");
	for (size_t i = 0; i < text.n;) {
		size_t after = i + 1;
		bool need;

		if (start && text.p[i] == '"') {
			if (!well_quoted(text, i, &after, &need))
				return false;
			all++;
			needed += need;
			in_header |= header;
		} else if (text.p[i] == '\n') {
			header = false;
		}
		start = memchr("\t\n", text.p[i], 2) && after == i + 1;
		i = after;
	}
	return all > 0 && (in_header || needed == all);
}
