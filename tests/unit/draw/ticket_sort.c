/*
 * ranking: against qsort of the whole tickets, from one list and from several;
 * tickets that agree in all the bytes kept; the same ticket twice.
 */
#include "../test.h"

#include "draw/ticket_sort.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 30000 };

static unsigned char whole[MANY][TICKET_SIZE];

static ssjc_rc ticket(
    void *arg, uint64_t value, unsigned char to[TICKET_SIZE], struct ssjc_err *err)
{
	unsigned *asked = arg;

	(void)err;
	++*asked;
	memcpy(to, whole[value], TICKET_SIZE);
	return SSJC_OK;
}

static int by_ticket(const void *a, const void *b)
{
	return memcmp(whole[*(const unsigned *)a], whole[*(const unsigned *)b], TICKET_SIZE);
}

/* Tickets of 0 to n - 1; every seventh shares its first eight bytes with the one before. */
static void make(unsigned n)
{
	struct digest *d;
	struct ssjc_err err;

	assert_int_equal(digest_open(&d, &err), SSJC_OK);
	for (unsigned i = 0; i < n; i++) {
		digest_add(d, &i, sizeof i);
		assert_int_equal(digest_final(d, whole[i], &err), SSJC_OK);
		if (i % 7 == 6)
			memcpy(whole[i], whole[i - 1], 8);
	}
	digest_free(d);
}

static void check(unsigned n, unsigned lists)
{
	struct ticket_list list[16] = {{0}};
	unsigned *wanted = calloc(n + 1, sizeof *wanted), asked = 0;
	const struct ticket_place *same;
	struct ticket_place *out;
	struct ssjc_err err;
	size_t total, n_same;

	make(n);
	for (unsigned i = 0; i < n; i++) {
		wanted[i] = i;
		assert_true(ticket_sort_add(&list[i * i % lists], ticket_prefix(whole[i]), i));
	}
	qsort(wanted, n, sizeof *wanted, by_ticket);
	assert_int_equal(
	    ticket_sort(list, lists, &out, &total, ticket, &asked, &same, &n_same, &err), SSJC_OK);
	assert_int_equal(total, n);
	assert_null(same);
	assert_int_equal(asked, n / 7 * 2);
	for (unsigned i = 0; i < n; i++)
		if (out[i].value != wanted[i])
			fail_msg("%u in %u lists: place %u has %u, not %u", n, lists, i,
			    (unsigned)out[i].value, wanted[i]);
	free(out);
	free(wanted);
}

static void as_qsort(void **state)
{
	static const unsigned sizes[] = {0, 1, 2, 6, 127, 128, 129, 300, 5000, MANY};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		for (unsigned lists = 1; lists <= 16; lists *= 2)
			check(sizes[i], lists);
}

static void same_twice(void **state)
{
	struct ticket_list list[2] = {{0}};
	const struct ticket_place *same;
	struct ticket_place *out;
	struct ssjc_err err;
	unsigned asked = 0;
	size_t total, n_same;

	(void)state;
	make(1000);
	memcpy(whole[900], whole[17], TICKET_SIZE);
	memcpy(whole[500], whole[17], TICKET_SIZE);
	for (unsigned i = 0; i < 1000; i++)
		assert_true(ticket_sort_add(&list[i % 2], ticket_prefix(whole[i]), i));
	assert_int_equal(
	    ticket_sort(list, 2, &out, &total, ticket, &asked, &same, &n_same, &err), SSJC_OK);
	assert_non_null(same);
	assert_int_equal(n_same, 3);
	assert_int_equal(same[0].value, 17);
	assert_int_equal(same[1].value, 500);
	assert_int_equal(same[2].value, 900);
	free(out);
}

static void each_job(void *arg, unsigned i)
{
	((unsigned *)arg)[i] += i + 1;
}

static void jobs(void **state)
{
	unsigned done[16] = {0};

	(void)state;
	assert_in_range(parallel_width(), 2, 16);
	parallel(16, each_job, done);
	for (unsigned i = 0; i < 16; i++)
		assert_int_equal(done[i], i + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_qsort),
	    cmocka_unit_test(same_twice),
	    cmocka_unit_test(jobs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
