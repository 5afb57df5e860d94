/*
 * What is found in an audit file and its state, without going through all of it for each:
 * contents, changes of seats, results, reviews. Each is compared with what going through
 * all finds; of contents, the steps of SQLite are counted.
 */
#include "../test.h"

#include "audit/audit_db.h"

#include <unistd.h>

static struct ssjc_err err;

static int count(void *arg)
{
	++*(size_t *)arg;
	return 0;
}

static const struct audit_context context = {.now = 1686186000,
    .clock = 1686186000,
    .program = "test",
    .version = "1",
    .actor = "样例",
    .kind = AUDIT_EITHER};
static struct plan plan = {.name = "plan", .id = STR_INIT("K-1")};

/* An audit file of n imports, each with a content of its own. */
static void make(const char *path, int n)
{
	const struct audit_file own = {.kind = STR("plan"),
	                            .name = STR("plan"),
	                            .digest = str_of(plan.digest)},
	                        stream = {.output = true,
	                            .kind = STR("objects"),
	                            .name = STR("objects"),
	                            .digest = STR("none")};
	struct audit *a;

	unlink(path);
	assert_int_equal(audit_open(&a, path, AUDIT_WRITE, &context, &err), SSJC_OK);
	for (int i = 0; i < n; i++) {
		char text[32], digest[DIGEST_HEX];
		struct audit_file terms = {.kind = STR("terms"), .name = STR("terms")};

		snprintf(text, sizeof text, "content %d", i);
		assert_int_equal(digest_hex(text, strlen(text), digest, &err), SSJC_OK);
		terms.digest = str_of(digest);
		terms.content = str_of(text);
		assert_int_equal(audit_begin(a, &plan, "import", STR(""), STR(""), &err), SSJC_OK);
		assert_int_equal(audit_put_file(a, &own, &err), SSJC_OK);
		assert_int_equal(audit_put_file(a, &terms, &err), SSJC_OK);
		assert_int_equal(audit_put_file(a, &stream, &err), SSJC_OK);
		assert_int_equal(audit_commit(a, &err), SSJC_OK);
	}
	audit_close(a);
}

/* SQLite's steps to read the contents of all n events. */
static size_t steps(int n, enum audit_mode mode)
{
	char path[] = "/tmp/ssjc-lookups-XXXXXX";
	struct arena arena = {0};
	struct audit *a;
	size_t all = 0;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	make(path, n);
	assert_int_equal(audit_open(&a, path, mode, NULL, &err), SSJC_OK);
	sqlite3_progress_handler(a->db, 1, count, &all);
	for (int i = 0; i < n; i++) {
		char text[32], digest[DIGEST_HEX];
		struct str found;

		snprintf(text, sizeof text, "content %d", i);
		assert_int_equal(digest_hex(text, strlen(text), digest, &err), SSJC_OK);
		assert_int_equal(audit_content(a, str_of(digest), &arena, &found, &err), SSJC_OK);
		assert_true(str_is(found, text));
	}
	assert_int_equal(audit_content(a, STR("none"), &arena, &(struct str){0}, &err), SSJC_NO);
	audit_close(a);
	arena_free(&arena);
	unlink(path);
	return all;
}

static void contents(void **unused)
{
	static const enum audit_mode modes[] = {AUDIT_READ, AUDIT_WRITE};

	(void)unused;
	for (size_t i = 0; i < 2; i++) {
		size_t less = steps(100, modes[i]), more = steps(200, modes[i]);

		assert_in_range(more, 1, 5 * less / 2);
	}
}

/* A content of the event begun is found, and is not any more once that is aborted. */
static void aborted(void **unused)
{
	char path[] = "/tmp/ssjc-lookups-XXXXXX", digest[DIGEST_HEX];
	struct audit_file terms = {
	    .kind = STR("terms"), .name = STR("terms"), .content = STR("mine")};
	struct audit *a;
	uint64_t row;
	int fd = mkstemp(path);

	(void)unused;
	assert_true(fd >= 0);
	close(fd);
	make(path, 2);
	assert_int_equal(digest_hex("mine", 4, digest, &err), SSJC_OK);
	terms.digest = str_of(digest);
	assert_int_equal(audit_open(&a, path, AUDIT_WRITE, &context, &err), SSJC_OK);
	assert_int_equal(audit_kept_row(a, terms.digest, &row, &err), SSJC_OK);
	assert_int_equal(row, 0);
	assert_int_equal(audit_begin(a, &plan, "import", STR(""), STR(""), &err), SSJC_OK);
	assert_int_equal(audit_put_file(a, &terms, &err), SSJC_OK);
	assert_int_equal(audit_kept_row(a, terms.digest, &row, &err), SSJC_OK);
	assert_int_equal(row, 7);
	audit_abort(a);
	assert_int_equal(audit_kept_row(a, terms.digest, &row, &err), SSJC_OK);
	assert_int_equal(row, 0);
	audit_close(a);
	unlink(path);
}

enum { OBJECTS = 7, CHANGES = 60 };
static struct str ids[OBJECTS] = {STR_INIT("A"), STR_INIT("AB"), STR_INIT("B"), STR_INIT("C"),
    STR_INIT("CA"), STR_INIT("D"), STR_INIT("E")};

/* Goes through all: how many changes after an event touch the object. */
static size_t touching(const struct audit_state *s, struct str id, uint64_t since)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_changes; i++) {
		bool any = false;

		for (size_t k = 0; k < s->change[i].n; k++)
			any |= str_eq(s->change[i].seat[k].object, id);
		n += any && s->change[i].event > since;
	}
	return n;
}

static void changes(void **unused)
{
	static struct seat seat[CHANGES][2];
	static struct audit_change change[CHANGES];
	struct audit_state s = {.change = change, .n_changes = CHANGES};

	(void)unused;
	for (size_t i = 0; i < CHANGES; i++) {
		seat[i][0].object = ids[i * i % 6];
		seat[i][1].object = ids[i % 3 ? i * i % 6 : i % 5];
		change[i] = (struct audit_change){
		    .event = 10 + 3 * i, .seat = seat[i], .n = 1 + i % 2};
	}
	assert_int_equal(audit_index_changes(&s, &err), SSJC_OK);
	for (s.match_event = 0; s.match_event < 200; s.match_event += 7)
		for (size_t i = 0; i < OBJECTS; i++) {
			const struct seat_touched *t;
			size_t n = audit_touched(&s, ids[i], s.match_event, &t);

			assert_int_equal(n, touching(&s, ids[i], s.match_event));
			assert_int_equal(audit_changed(&s, ids[i]), n > 0);
			for (size_t k = 0; k < n; k++) {
				assert_true(str_eq(t[k].object, ids[i]));
				assert_true(t[k].event > (k ? t[k - 1].event : s.match_event));
			}
		}
	arena_free(&s.arena);
}

static void results(void **unused)
{
	static const struct str parts[] = {
	    STR_INIT(""), STR_INIT("a"), STR_INIT("ab"), STR_INIT("b"), STR_INIT("c")};
	enum { PARTS = 5 };
	static struct result v[OBJECTS * PARTS * PARTS];
	struct audit_state s = {.result = v};

	(void)unused;
	/* In order, some twice and some not at all. */
	for (size_t i = 0; i < OBJECTS; i++)
		for (size_t d = 1; d < PARTS; d++)
			for (size_t k = 1; k < PARTS; k++)
				for (size_t n = 0; n < (i + d * k) % 3 && n < 2; n++)
					if (s.n_results < sizeof v / sizeof v[0])
						v[s.n_results++] = (struct result){.object = ids[i],
						    .dept = parts[d],
						    .item = parts[k]};
	for (size_t i = 0; i < OBJECTS; i++)
		for (size_t d = 0; d < PARTS; d++)
			for (size_t k = 0; k < PARTS; k++) {
				size_t first,
				    n = audit_results_of(&s, ids[i], parts[d], parts[k], &first);

				for (size_t r = 0; r < s.n_results; r++)
					assert_int_equal(r >= first && r < first + n,
					    str_eq(v[r].object, ids[i]) &&
					        str_eq(v[r].dept, parts[d]) &&
					        str_eq(v[r].item, parts[k]));
			}
}

static void reviews(void **unused)
{
	static struct review v[] = {{.dept = STR_INIT("a"), .upto = 5},
	    {.dept = STR_INIT("b"), .upto = 9}, {.dept = STR_INIT("a"), .upto = 12},
	    {.dept = STR_INIT("b"), .upto = 7}};
	struct audit_state s = {.review = v, .n_reviews = 4};

	(void)unused;
	assert_int_equal(audit_index_reviews(&s, &err), SSJC_OK);
	assert_int_equal(s.n_reviewed, 2);
	assert_int_equal(audit_reviewed(&s, STR("a")), 12);
	assert_int_equal(audit_reviewed(&s, STR("b")), 9);
	assert_int_equal(audit_reviewed(&s, STR("c")), 0);
	arena_free(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(contents),
	    cmocka_unit_test(aborted),
	    cmocka_unit_test(changes),
	    cmocka_unit_test(results),
	    cmocka_unit_test(reviews),
	};

	return cmocka_run_group_tests_name("lookups", tests, NULL, NULL);
}
