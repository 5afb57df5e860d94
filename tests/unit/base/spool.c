/* spool: texts one after another in one file, each as it was written, whatever failed between. */
#include "../test.h"

#include "ssjc/base/file.h"
#include "ssjc/base/large.h"
#include "ssjc/base/spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static struct spool_text add(struct spool *s, const char *text)
{
	struct spool_text t;
	FILE *to;

	assert_int_equal(spool_begin(s, &to, NULL), SSJC_OK);
	fputs(text, to);
	assert_int_equal(spool_end(s, &t, NULL), SSJC_OK);
	return t;
}

static void assert_mapped(const struct spool *s, const struct spool_text *t, const char *wanted)
{
	struct str got;

	assert_int_equal(spool_map(s, t, &got, NULL), SSJC_OK);
	assert_true(str_is(got, wanted));
	file_unmap(got);
}

static void texts(void **state)
{
	struct spool s = {0};
	struct spool_text a = add(&s, "the first"), none = add(&s, ""), b, c;
	struct buf part = {0};
	struct large *l;
	char piece[5];
	FILE *to;

	(void)state;
	assert_int_equal(none.n, 0);
	b = add(&s, "the second");
	assert_int_equal(spool_begin(&s, &to, NULL), SSJC_OK);
	fputs("not finished, and longer than what comes after it", to);
	c = add(&s, "the third");
	assert_mapped(&s, &a, "the first");
	assert_mapped(&s, &none, "");
	assert_mapped(&s, &b, "the second");
	assert_mapped(&s, &c, "the third");
	assert_int_equal(spool_read(&s, &b, 4, piece, sizeof piece, NULL), SSJC_OK);
	assert_memory_equal(piece, "secon", sizeof piece);
	assert_int_equal(spool_large(&s, &b, &l, NULL), SSJC_OK);
	assert_true(str_is(large_head(l), "the second"));
	assert_int_equal(large_read(l, 4, 99, &part, NULL), SSJC_OK);
	assert_true(str_is(buf_text(&part), "second"));
	large_close(l);
	buf_free(&part);
	spool_close(&s);
}

/* A thousand of them take one descriptor. */
static void descriptors(void **state)
{
	struct spool s = {0};
	struct spool_text first = add(&s, "0"), last = first;
	int before = dup(STDIN_FILENO), after;

	(void)state;
	close(before);
	for (int i = 0; i < 1000; i++)
		last = add(&s, "the last");
	after = dup(STDIN_FILENO);
	close(after);
	assert_int_equal(after, before);
	assert_mapped(&s, &first, "0");
	assert_mapped(&s, &last, "the last");
	spool_close(&s);
}

/* What cannot be written is said, and what comes after it is not harmed. */
static void full(void **state)
{
	struct ssjc_err err = {0};
	struct spool s = {0};
	struct spool_text a = add(&s, "there"), b;
	int was = dup(fileno(s.file)), disk = open("/dev/full", O_RDWR);
	FILE *to;

	(void)state;
	if (disk < 0)
		skip();
	assert_int_equal(spool_begin(&s, &to, &err), SSJC_OK);
	assert_true(dup2(disk, fileno(to)) >= 0);
	fputs("nowhere", to);
	assert_true(dup2(was, fileno(to)) >= 0);
	assert_int_equal(spool_end(&s, &b, &err), SSJC_SYSTEM);
	assert_non_null(strstr(err.msg, "cannot write a temporary file in the folder "));
	b = add(&s, "after it");
	assert_mapped(&s, &a, "there");
	assert_mapped(&s, &b, "after it");
	close(was);
	close(disk);
	spool_close(&s);
}

/* Why a text cannot be mapped is said: too few addresses, or what the system says. */
static void unmapped(void **state)
{
	struct spool s = {0};
	struct spool_text a = add(&s, "there"), huge = {.n = SIZE_MAX / 2};
	struct ssjc_err err = {0};
	struct str got;
	int was = dup(fileno(s.file)), sink = open("/dev/null", O_WRONLY);

	(void)state;
	assert_int_equal(spool_map(&s, &huge, &got, &err), SSJC_SYSTEM);
	assert_string_equal(err.msg, "does not fit into the memory that this process may have");
	assert_int_equal(got.n, 0);
	assert_true(dup2(sink, fileno(s.file)) >= 0);
	assert_int_equal(spool_map(&s, &a, &got, &err), SSJC_SYSTEM);
	assert_non_null(strstr(err.msg, "cannot read the temporary file: "));
	assert_true(dup2(was, fileno(s.file)) >= 0);
	assert_mapped(&s, &a, "there");
	close(was);
	close(sink);
	spool_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(descriptors),
	    cmocka_unit_test(full), cmocka_unit_test(unmapped)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
