/*
 * draw: sizes against the definition, the choice against sorting, uniformity
 * over fixed seeds against chance, and beside a biased sampler that must fail.
 */
#include "../test.h"

#include "ssjc/base/digest.h"
#include "ssjc/draw/draw.h"

#define PLAN(ratio, more)                                                                          \
	"[plan]\nid=P\ntitle=T\nwindow=2023-06-14..2023-06-30\nstrata=s\naudit=a\ncalendar="       \
	"c\n" more "\n[ratio]\n" ratio "\n[exclude]\nstatus=gone\n[department d]\nname=D\n"

static void master_of(unsigned number, char master[TICKET_HEX])
{
	struct ssjc_err err;

	assert_int_equal(digest_hex(&number, sizeof number, master, &err), SSJC_OK);
}

/* Asked only where tickets are alike: "1" is duplicated. */
static ssjc_rc id_of(void *arg, size_t offset, struct str *id, struct ssjc_err *err)
{
	(void)arg;
	(void)err;
	assert_true(offset == 5 || offset == 10);
	*id = STR("1");
	return SSJC_OK;
}

/* A draw of n objects "0" to "n - 1", object i in the stratum of its turn. */
static struct draw *draw_of(struct plan *p, const char *text, unsigned seed, unsigned n,
    const char *const *stratum, ssjc_rc wanted, struct ssjc_err *err)
{
	char master[TICKET_HEX];
	size_t twice[2];
	struct draw *d;

	assert_int_equal(plan_read(p, str_of(text), "x.plan", "", "", err), SSJC_OK);
	master_of(seed, master);
	assert_int_equal(draw_open(&d, p, master, 2, err), SSJC_OK);
	for (unsigned i = 0; i < n; i++) {
		char id[12];
		struct str value = str_of(stratum ? stratum[i] : "s");
		struct draw_candidate c = {.values = &value, .offset = i};

		snprintf(id, sizeof id, "%u", i);
		c.id = str_of(id);
		assert_int_equal(draw_add(d, i % 2, &c, err), SSJC_OK);
	}
	assert_int_equal(draw_select(d, id_of, NULL, twice, err), wanted);
	return d;
}

static void sizes(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 60; n++) {
		struct ssjc_err err;
		struct plan p;
		struct draw *d = draw_of(&p, PLAN("* = 28%", ""), n, n, NULL, SSJC_OK, &err);
		struct draw_counts c = draw_counts(d);
		unsigned wanted = 1;

		while (wanted * 100 < n * 28)
			wanted++;
		assert_int_equal(c.main, wanted);
		assert_int_equal(c.reserve, n - wanted < wanted ? n - wanted : wanted);
		draw_free(d);
		plan_close(&p);
	}
}

static void caps(void **state)
{
	struct ssjc_err err;
	struct plan p;
	struct draw *d = draw_of(&p, PLAN("* = 50% max 7", ""), 3, 40, NULL, SSJC_OK, &err);

	(void)state;
	assert_int_equal(draw_counts(d).main, 7);
	assert_int_equal(draw_counts(d).reserve, 7);
	draw_free(d);
	plan_close(&p);
	d = draw_of(&p, PLAN("* = 50% max 70", ""), 3, 40, NULL, SSJC_OK, &err);
	assert_int_equal(draw_counts(d).main, 20);
	draw_free(d);
	plan_close(&p);
}

/* The winners are the smallest tickets of each stratum, computed here once more. */
static void choice(void **state)
{
	static const char *const stratum[] = {"b", "a", "a", "b", "a", "a", "b", "a", "a", "a"};
	unsigned char last[TICKET_SIZE] = {0}, ticket[TICKET_SIZE];
	char master[TICKET_HEX], chosen[10] = {0};
	struct ssjc_err err;
	struct ticket_key *k;
	struct plan p;
	struct draw *d = draw_of(
	    &p, PLAN("a = 40%\nb = 1/3", "reserve = all"), 7, 10, stratum, SSJC_OK, &err);

	(void)state;
	master_of(7, master);
	assert_int_equal(ticket_key_open(&k, master, STR("object"), &err), SSJC_OK);
	assert_int_equal(draw_winners(d), 10);
	for (size_t i = 0; i < 10; i++) {
		struct draw_winner w;
		char id[2] = {0};

		draw_winner(d, i, &w);
		assert_true(str_is(w.stratum->text, i < 7 ? "a" : "b"));
		assert_int_equal(w.rank, i < 7 ? i + 1 : i - 6);
		assert_int_equal(w.role, i < 3 || i == 7 ? ROLE_MAIN : ROLE_RESERVE);
		assert_false(chosen[w.offset]++);
		assert_string_equal(stratum[w.offset], i < 7 ? "a" : "b");
		id[0] = (char)('0' + w.offset);
		ticket_of(k, str_of(id), ticket);
		if (i != 7)
			assert_true(memcmp(last, ticket, sizeof last) < 0);
		memcpy(last, ticket, sizeof last);
	}
	ticket_key_free(k);
	draw_free(d);
	plan_close(&p);
}

/* Tickets in files choose as those in memory do. */
static void spilled(void **state)
{
	enum { N = 3000 };
	static const char *stratum[N], *const names[] = {"c", "a", "b"};
	static const char *text = PLAN("* = 28%", "");
	char master[TICKET_HEX];
	struct ssjc_err err;
	struct plan p, q;
	struct draw *whole, *d;
	size_t twice[2], n;

	(void)state;
	for (unsigned i = 0; i < N; i++)
		stratum[i] = names[i * i % 3 + i % 2];
	whole = draw_of(&p, text, 9, N, stratum, SSJC_OK, &err);
	assert_int_equal(plan_read(&q, str_of(text), "x.plan", "", "", &err), SSJC_OK);
	master_of(9, master);
	assert_int_equal(draw_open(&d, &q, master, 2, &err), SSJC_OK);
	draw_spill(d, 200);
	for (unsigned i = 0; i < N; i++) {
		char id[12];
		struct str value = str_of(stratum[i]);
		struct draw_candidate c = {.values = &value, .offset = i};

		snprintf(id, sizeof id, "%u", i);
		c.id = str_of(id);
		assert_int_equal(draw_add(d, i % 7 == 0, &c, &err), SSJC_OK);
	}
	assert_int_equal(draw_select(d, id_of, NULL, twice, &err), SSJC_OK);
	assert_int_equal(draw_counts(d).rows, N);
	n = draw_winners(whole);
	assert_int_equal(draw_winners(d), n);
	for (size_t i = 0; i < n; i++) {
		struct draw_winner w, v;

		draw_winner(whole, i, &w);
		draw_winner(d, i, &v);
		assert_int_equal(w.offset, v.offset);
		assert_int_equal(w.rank, v.rank);
		assert_int_equal(w.stratum_at, v.stratum_at);
	}
	draw_free(d);
	draw_free(whole);
	plan_close(&p);
	plan_close(&q);
}

static void spilled_twice(void **state)
{
	static const char *text = PLAN("* = 28%", "");
	char master[TICKET_HEX];
	struct ssjc_err err;
	struct plan p;
	struct draw *d;
	size_t twice[2];

	(void)state;
	assert_int_equal(plan_read(&p, str_of(text), "x.plan", "", "", &err), SSJC_OK);
	master_of(9, master);
	assert_int_equal(draw_open(&d, &p, master, 2, &err), SSJC_OK);
	draw_spill(d, 4);
	for (unsigned i = 0; i < 20; i++) {
		char id[12];
		struct str value = STR("s");
		struct draw_candidate c = {.values = &value, .offset = i};

		snprintf(id, sizeof id, "%u", i == 10 || i == 5 ? 1 : i + 100);
		c.id = str_of(id);
		assert_int_equal(draw_add(d, i % 2, &c, &err), SSJC_OK);
	}
	assert_int_equal(draw_select(d, id_of, NULL, twice, &err), SSJC_INPUT);
	assert_string_equal(err.msg, "is duplicated");
	assert_int_equal(twice[0], 5);
	assert_int_equal(twice[1], 10);
	draw_free(d);
	plan_close(&p);
}

/* Excluded objects leave N; repeated ones stay in N, but cannot be drawn. */
static void excluded(void **state)
{
	char master[TICKET_HEX];
	size_t twice[2], n;
	struct str value = STR("s");
	const struct stratum *s;
	struct ssjc_err err;
	struct plan p;
	struct draw *d;

	(void)state;
	assert_int_equal(plan_read(&p, STR(PLAN("* = 50%", "")), "x.plan", "", "", &err), SSJC_OK);
	master_of(1, master);
	assert_int_equal(draw_open(&d, &p, master, 2, &err), SSJC_OK);
	for (unsigned i = 0; i < 10; i++) {
		char id[2] = {(char)('0' + i), 0};
		struct draw_candidate c = {.id = STR(""),
		    .values = &value,
		    .status = i < 2 ? STR("gone") : STR(""),
		    .repeated = i >= 5};

		c.id = str_of(id);
		assert_int_equal(draw_add(d, i % 2, &c, &err), SSJC_OK);
	}
	assert_int_equal(draw_select(d, id_of, NULL, twice, &err), SSJC_OK);
	s = draw_strata(d, &n);
	assert_int_equal(n, 1);
	assert_int_equal(s->population, 8);
	assert_int_equal(s->eligible, 3);
	assert_int_equal(s->n, 4);
	assert_int_equal(s->main, 3);
	assert_int_equal(s->reserve, 0);
	draw_free(d);
	plan_close(&p);
}

static void refuses(void **state)
{
	char master[TICKET_HEX];
	size_t twice[2];
	struct str value = STR("s"), odd = STR("a;b");
	struct draw_candidate c = {.id = STR("1"), .values = &value, .offset = 10};
	struct ssjc_err err;
	struct plan p;
	struct draw *d = draw_of(&p, PLAN("* = 20%", "floor = 30%"), 1, 10, NULL, SSJC_PLAN, &err);

	(void)state;
	assert_string_equal(
	    err.msg, "2 of 10 would be drawn, but the plan's floor is 3: raise a ratio");
	draw_free(d);
	master_of(1, master);
	assert_int_equal(draw_open(&d, &p, master, 2, &err), SSJC_OK);
	assert_int_equal(draw_add(d, 0, &c, &err), SSJC_OK);
	c.offset = 5;
	assert_int_equal(draw_add(d, 1, &c, &err), SSJC_OK);
	c.id = STR("");
	assert_int_equal(draw_add(d, 0, &c, &err), SSJC_INPUT);
	c.id = STR("a\nb");
	assert_int_equal(draw_add(d, 0, &c, &err), SSJC_INPUT);
	c.id = STR("2");
	c.values = &odd;
	assert_int_equal(draw_add(d, 0, &c, &err), SSJC_INPUT);
	assert_non_null(strstr(err.msg, "has a semicolon"));
	assert_int_equal(draw_select(d, id_of, NULL, twice, &err), SSJC_INPUT);
	assert_int_equal(twice[0], 5);
	assert_int_equal(twice[1], 10);
	draw_free(d);
	plan_close(&p);
}

/* Chi-square of counts that should all be total / n, times n: an integer. */
static double chi_square(const unsigned *count, unsigned n, double expected)
{
	double x = 0;

	for (unsigned i = 0; i < n; i++)
		x += (count[i] - expected) * (count[i] - expected) / expected;
	return x;
}

enum { OBJECTS = 10, DRAWN = 3, SEEDS = 20000, PAIRS = OBJECTS * (OBJECTS - 1) / 2 };

/*
 * Over SEEDS draws of 3 of 10: how often each object is in, and each pair. The
 * sum of squares is then not quite chi-square. For single objects it is 7/9 of
 * one with 9 degrees of freedom; for pairs it is 1.75 of one with 9 plus 0.75
 * of one with 35 (the eigenvalues of the pairs' covariance), which stays below
 * the 99.9 % point of 44 degrees of freedom more surely than chi-square does.
 */
static void tally(unsigned single[OBJECTS], unsigned pair[PAIRS], bool biased)
{
	struct ssjc_err err;

	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct plan p;
		struct draw *d = draw_of(
		    &p, PLAN("* = 30%", ""), seed, OBJECTS, NULL, SSJC_OK, &err);
		bool in[OBJECTS] = {false};
		unsigned k = 0;

		for (size_t i = 0; i < DRAWN; i++) {
			struct draw_winner w;

			draw_winner(d, i, &w);
			in[w.offset] = true;
		}
		/* Every k-th from one random start: fair to each object, not to pairs. */
		if (biased) {
			struct draw_winner w;

			draw_winner(d, 0, &w);
			for (unsigned i = 0; i < OBJECTS; i++)
				in[i] = (i + OBJECTS - w.offset) % OBJECTS % 4 == 0;
		}
		for (unsigned i = 0; i < OBJECTS; i++) {
			single[i] += in[i];
			for (unsigned j = i + 1; j < OBJECTS; j++)
				pair[k++] += in[i] && in[j];
		}
		draw_free(d);
		plan_close(&p);
	}
}

static void uniform(void **state)
{
	unsigned single[OBJECTS] = {0}, pair[PAIRS] = {0};
	double pairs = (double)SEEDS * DRAWN * (DRAWN - 1) / (OBJECTS * (OBJECTS - 1));

	(void)state;
	tally(single, pair, false);
	assert_true(chi_square(single, OBJECTS, (double)SEEDS * DRAWN / OBJECTS) < 27.9 * 7 / 9);
	assert_true(chi_square(pair, PAIRS, pairs) < 78.7);
}

static void systematic_sampling_fails(void **state)
{
	unsigned single[OBJECTS] = {0}, pair[PAIRS] = {0};
	double pairs = (double)SEEDS * DRAWN * (DRAWN - 1) / (OBJECTS * (OBJECTS - 1));

	(void)state;
	tally(single, pair, true);
	assert_true(chi_square(single, OBJECTS, (double)SEEDS * DRAWN / OBJECTS) < 27.9 * 7 / 9);
	assert_true(chi_square(pair, PAIRS, pairs) > 1000 * 78.7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(caps),
	    cmocka_unit_test(choice),
	    cmocka_unit_test(spilled),
	    cmocka_unit_test(spilled_twice),
	    cmocka_unit_test(excluded),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(uniform),
	    cmocka_unit_test(systematic_sampling_fails),
	};

	return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
