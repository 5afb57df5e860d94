/* large: a text on the disk says the same, whether it was added there or written before. */
#include "../test.h"

#include "ssjc/base/file.h"
#include "ssjc/base/large.h"

#include <sys/resource.h>

enum { ROWS = 20000 };

static FILE *spool(void)
{
	FILE *f;

	assert_int_equal(file_spool(&f, NULL), SSJC_OK);
	for (int i = 0; i < ROWS; i++)
		fprintf(f, "row %06d\n", i);
	assert_int_equal(fflush(f), 0);
	return f;
}

static void assert_has(const struct large *l, size_t from, size_t to, const char *wanted)
{
	struct buf text = {0};

	assert_int_equal(large_read(l, from, to, &text, NULL), SSJC_OK);
	assert_true(str_is(buf_text(&text), wanted));
	buf_free(&text);
}

static void taken(void **state)
{
	enum { ROW = 11 };
	FILE *f = spool();
	struct large *l, *added;
	uint64_t lines;
	struct str all;

	(void)state;
	assert_int_equal(large_part(&l, f, 0, ROWS * ROW, NULL), SSJC_OK);
	assert_int_equal(large_size(l), ROWS * ROW);
	assert_int_equal(large_head(l).n, 1 << 16);
	assert_has(l, 0, ROW, "row 000000\n");
	assert_has(l, (ROWS - 1) * ROW, ROWS * ROW + 5, "row 019999\n");
	assert_has(l, ROWS * ROW + 5, ROWS * ROW + 9, "");
	assert_int_equal(large_lines(l, ROW * 1000 + 3, &lines, NULL), SSJC_OK);
	assert_int_equal(lines, 1000);
	assert_int_equal(large_map(l, &all, NULL), SSJC_OK);
	assert_int_equal(large_open(&added, all.p, ROW, NULL), SSJC_OK);
	assert_int_equal(large_add(added, all.p + ROW, all.n - ROW, NULL), SSJC_OK);
	assert_int_equal(large_end(added, NULL), SSJC_OK);
	assert_int_equal(large_size(added), all.n);
	assert_true(str_eq(large_head(added), large_head(l)));
	assert_has(added, (ROWS - 1) * ROW, ROWS * ROW, "row 019999\n");
	file_unmap(all);
	large_close(added);
	large_close(l);
	fclose(f);
}

static void empty(void **state)
{
	struct large *l;
	struct str all;
	FILE *f;

	(void)state;
	assert_int_equal(file_spool(&f, NULL), SSJC_OK);
	assert_int_equal(large_part(&l, f, 0, 0, NULL), SSJC_OK);
	assert_int_equal(large_size(l), 0);
	assert_has(l, 0, 1, "");
	assert_int_equal(large_map(l, &all, NULL), SSJC_OK);
	assert_int_equal(all.n, 0);
	file_unmap(all);
	large_close(l);
	fclose(f);
}

/* A quarter of what the process may have. */
static void bound(void **state)
{
	struct rlimit was, less;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_DATA, &was), 0);
	less = was;
	less.rlim_cur = 1 << 26;
	assert_int_equal(setrlimit(RLIMIT_DATA, &less), 0);
	assert_int_equal(large_bound(), 1 << 24);
	assert_int_equal(setrlimit(RLIMIT_DATA, &was), 0);
	assert_true(large_bound() > 1 << 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(taken), cmocka_unit_test(empty), cmocka_unit_test(bound)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
