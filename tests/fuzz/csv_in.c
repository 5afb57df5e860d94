/*
 * Any bytes as CSV. What is read and written again is read as the same; and it
 * is what libcsv alone reads from the text as a whole, which csv_in reads line
 * by line and, where a line has no quote, without libcsv.
 */
#include "ssjc/base/csv_in.h"
#include "ssjc/base/csv_out.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool good)
{
	if (!good)
		__builtin_trap();
}

/* Read all of text and write it again; false when it is not CSV. */
static bool again(struct str text, struct csv_out *out)
{
	struct csv_in *in;
	struct csv_row row;
	struct ssjc_err err;
	ssjc_rc rc = csv_in_open(&in, text, "input", ',', &err);

	while (rc == SSJC_OK && (rc = csv_in_next(in, &row, &err)) == SSJC_OK && row.n > 0) {
		for (size_t i = 0; i < row.n; i++)
			csv_out_field(out, row.field[i]);
		csv_out_end(out);
	}
	csv_in_close(in);
	return rc == SSJC_OK;
}

/* ---- The same by libcsv ---- */

static void put_field(void *p, size_t n, void *arg)
{
	csv_out_field(arg, (struct str){p, n});
}

static void put_record(int terminator, void *arg)
{
	(void)terminator;
	csv_out_end(arg);
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/*
 * A bare CR outside of quotes ends a record for libcsv, and is refused by
 * csv_in; in front of the end of the text csv_in takes it for an unfinished CRLF.
 */
static bool bare_return(struct str text)
{
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			quoted = !quoted;
		else if (text.p[i] == '\r' && !quoted && i + 1 < text.n && text.p[i + 1] != '\n')
			return true;
	}
	return false;
}

/* What csv_in refuses by its own rules: ssjc-csv(5). Inputs are shorter than a record may be. */
static bool refused_by_rule(struct str text)
{
	return memchr(text.p, '\0', text.n) || str_utf8(text) < text.n || bare_return(text);
}

static bool by_libcsv(struct str text, struct csv_out *out)
{
	struct csv_parser parser;
	bool good;

	if (str_starts(text, "\xef\xbb\xbf")) {
		text.p += 3;
		text.n -= 3;
	}
	require(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_space_func(&parser, never);
	good = csv_parse(&parser, text.p, text.n, put_field, put_record, out) == text.n &&
	    csv_fini(&parser, put_field, put_record, out) == 0;
	csv_free(&parser);
	return good;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct csv_out once = {0}, twice = {0}, other = {0};
	char first[DIGEST_HEX], second[DIGEST_HEX], *text = NULL;
	struct ssjc_err err;
	bool good, libcsv;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	if (size == 0 || size >= 1 << 20)
		goto out;
	if (!f || csv_out_open(&once, f, CSV_PLAIN, &err) != SSJC_OK ||
	    csv_out_open(&twice, NULL, CSV_PLAIN, &err) != SSJC_OK ||
	    csv_out_open(&other, NULL, CSV_PLAIN, &err) != SSJC_OK)
		abort();
	good = again(bytes, &once);
	libcsv = by_libcsv(bytes, &other);
	if (!refused_by_rule(bytes))
		require(good == libcsv);
	if (good) {
		require(csv_out_finish(&once, first, &err) == SSJC_OK && fflush(f) == 0);
		require(libcsv && csv_out_finish(&other, second, &err) == SSJC_OK);
		require(str_eq(str_of(first), str_of(second)));
		/* A BOM in the middle of a text is not one at its start. */
		require(str_starts((struct str){text, n}, "\xef\xbb\xbf") ||
		    (again((struct str){text, n}, &twice) &&
		        csv_out_finish(&twice, second, &err) == SSJC_OK &&
		        str_eq(str_of(first), str_of(second))));
	}
out:
	csv_out_close(&once);
	csv_out_close(&twice);
	csv_out_close(&other);
	fclose(f);
	free(text);
	return 0;
}
