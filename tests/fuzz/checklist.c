/*
 * Any bytes as the hidden sheet of a checklist: lines, whose cells have tabs between them.
 * What is read is written with a seal, and read again as the same.
 */
#include "ssjc/record/checklist_map.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { CELLS = 6 };

static void check(bool is)
{
	if (!is)
		__builtin_trap();
}

struct again {
	struct checklist_reader reader;
	struct arena arena;
	bool whole;
};

static ssjc_rc read_again(void *arg, const struct str *text, size_t n, struct ssjc_err *err)
{
	struct again *a = arg;
	struct str copy[CELLS];
	bool ok = true;

	check(n <= CELLS && !a->whole);
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_str(&a->arena, text[i], &ok);
	check(ok);
	return checklist_map_read(&a->reader, copy, n, &a->whole, err);
}

static bool same(const struct checklist_map *a, const struct checklist_map *b)
{
	bool is = a->n == b->n && a->n_codes == b->n_codes && str_eq(a->plan, b->plan) &&
	    str_eq(a->object, b->object) && str_eq(a->match, b->match) && str_eq(a->id, b->id);

	for (size_t i = 0; is && i < a->n; i++)
		is = a->cell[i].row == b->cell[i].row && a->cell[i].column == b->cell[i].column &&
		    a->cell[i].field == b->cell[i].field &&
		    str_eq(a->cell[i].dept, b->cell[i].dept) &&
		    str_eq(a->cell[i].item, b->cell[i].item) &&
		    str_eq(a->cell[i].text, b->cell[i].text);
	for (size_t i = 0; is && i < a->n_codes; i++)
		is = str_eq(a->code[i], b->code[i]);
	return is;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str rest = {(const char *)data, size}, line;
	struct checklist_reader reader = {0};
	struct again again = {0};
	struct ssjc_err err = {0};
	bool whole = false;

	while (!whole && str_split(&rest, '\n', &line)) {
		struct str text[CELLS];
		size_t n = 0;

		while (n < CELLS && str_split(&line, '\t', &text[n]))
			n++;
		if (checklist_map_read(&reader, text, n, &whole, &err)) {
			check(err.msg[0]);
			break;
		}
	}
	check(checklist_map_write(&reader.map, read_again, &again, &err) == SSJC_OK);
	check(again.whole && same(&reader.map, &again.reader.map));
	checklist_reader_close(&reader);
	checklist_reader_close(&again.reader);
	arena_free(&again.arena);
	return 0;
}
