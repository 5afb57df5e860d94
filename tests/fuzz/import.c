/*
 * Any bytes as a register, and as a number format with a number: all that comes out is
 * UTF-8, no row is lost in silence, and the stream imported again is itself.
 */
#include "ssjc/import/import.h"
#include "import/cell.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void trap_unless(bool good)
{
	if (!good)
		__builtin_trap();
}

/* A number under a format: "000\n12". */
static void show(struct str s)
{
	struct arena arena = {0};
	struct cell_format f;
	struct buf b = {0};
	struct str code;

	str_split(&s, '\n', &code);
	if (str_utf8(code) == code.n && str_utf8(s) == s.n && cell_format_parse(&arena, code, &f)) {
		cell_number(&b, s, f, false);
		cell_format_text(&b, &f, s);
		cell_moment(&b, s);
		trap_unless(str_utf8(buf_text(&b)) == b.n);
	}
	buf_free(&b);
	arena_free(&arena);
}

/* Import it; the texts are malloc'd. Is it a register at all? */
static bool import(const struct vocabulary *v, const struct import_options *o, struct str bytes,
    struct import_input *in, char *text[3], size_t n[3])
{
	struct import_job job = {
	    .options = o, .vocabulary = v, .accept = {"", 0}, .input = in, .n_inputs = 1};
	struct csv_out csv[3] = {{0}};
	struct ssjc_err err;
	FILE *f[3];
	ssjc_rc rc;

	*in = (struct import_input){.name = "input", .bytes = bytes};
	for (int i = 0; i < 3; i++) {
		f[i] = open_memstream(&text[i], &n[i]);
		trap_unless(f[i] && !csv_out_open(&csv[i], f[i], CSV_PLAIN, &err));
	}
	rc = import_run(&job, &csv[0], &csv[1], &csv[2], &err);
	for (int i = 0; i < 3; i++) {
		trap_unless(!csv_out_finish(&csv[i], NULL, &err));
		csv_out_close(&csv[i]);
		fclose(f[i]);
	}
	return rc == SSJC_OK;
}

static void free_texts(char *text[3])
{
	for (int i = 0; i < 3; i++)
		free(text[i]);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct vocabulary *vocabulary;
	const struct str s = {(const char *)data, size};
	const char *share = getenv("SSJC_SHARE");
	struct ssjc_err err;

	if (!vocabulary)
		trap_unless(!vocabulary_open(&vocabulary, share ? share : "share", &err));
	show(s);
	for (int i = 0; i < STREAMS; i++) {
		struct import_options o = {.stream = &streams[i]};
		struct import_input in, again;
		char *text[3], *twice[3];
		size_t n[3], m[3];

		if (import(vocabulary, &o, s, &in, text, n)) {
			for (int k = 0; k < 3; k++)
				trap_unless(str_utf8((struct str){text[k], n[k]}) == n[k]);
			trap_unless(in.refused + in.repeated <= in.rows);
			if (in.rows > in.refused + in.repeated) {
				import(
				    vocabulary, &o, (struct str){text[0], n[0]}, &again, twice, m);
				free_texts(twice);
			}
		}
		free_texts(text);
	}
	return 0;
}
