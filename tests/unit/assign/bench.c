/* bench: a person's seats, taken and given back, are those that going through all finds. */
#include "../test.h"

#include "assign/assign_bench.h"

enum { PEOPLE = 9, SEATS = 400 };

static const struct str certs[PEOPLE] = {STR_INIT("A"), STR_INIT("B"), STR_INIT("C"),
    STR_INIT("AA"), STR_INIT("AB"), STR_INIT("T-1"), STR_INIT("T-2"), STR_INIT("T-12"),
    STR_INIT("")};

/* Each of the person's seats, the last first, and none else. */
static void check(const struct bench *b, struct str cert)
{
	size_t i = 0;

	for (size_t k = b->n_taken; k-- > 0;) {
		if (!str_eq(b->taken[k].cert, cert))
			continue;
		do
			i = bench_next(b, cert, i);
		while (i && !str_eq(b->taken[i - 1].cert, cert));
		assert_int_equal(i, k + 1);
	}
	while ((i = bench_next(b, cert, i)))
		assert_false(str_eq(b->taken[i - 1].cert, cert));
}

static void chains(void **unused)
{
	static struct seat taken[SEATS];
	static size_t before[SEATS], last[BENCH_CHAINS];
	struct bench b = {.taken = taken, .room = SEATS, .before = before, .last = last};

	(void)unused;
	for (size_t round = 0; round < 40; round++) {
		for (size_t i = 0; i < 7 + round % 5; i++)
			bench_take(
			    &b, &(struct seat){.cert = certs[(round * round + i * 5) % PEOPLE]});
		for (size_t i = 0; i < PEOPLE; i++)
			check(&b, certs[i]);
		bench_give_back(&b, b.n_taken - round % 4);
		for (size_t i = 0; i < PEOPLE; i++)
			check(&b, certs[i]);
	}
	bench_give_back(&b, 0);
	for (size_t i = 0; i < PEOPLE; i++)
		assert_int_equal(bench_next(&b, certs[i], 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(chains)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
