/*
 * shards: what is read of registers that lie elsewhere, and each way in which it is refused:
 * the message names the file, the row and the register. What is drawn of them,
 * tests/cli/shards.t and tests/long/lists.t compare with one machine.
 */
#define _GNU_SOURCE /* fmemopen */

#include "../test.h"

#include "ssjc/draw/shards.h"

#define HEX(digit) digit digit digit digit digit digit digit digit
#define A64        HEX("aaaaaaaa")
#define B64        HEX("bbbbbbbb")
#define NO_KEY     HEX("00000000")
#define HEADER                                                                                     \
	"shard,register,rows,excluded,repeated,plan,history,ids,events,head,first,last,stratum,"   \
	"population,eligible\n"

static const char plan_text[] =
    "[plan]\nid=P\ntitle=T\nwindow=2023-06-14..2023-06-30\nstrata=category\naudit=a\ncalendar=c\n"
    "floor=10%\n[ratio]\n* = 20%\n[exclude]\nstatus=revoked\n[department d]\nname=D\n";

struct world {
	struct plan plan;
	struct arena arena;
	struct shards s;
	struct buf text[3]; /* counts */
	struct ssjc_err err;
};

static int set_up(void **state)
{
	struct world *w = *state = calloc(1, sizeof *w);

	assert_int_equal(
	    plan_read(&w->plan, str_of(plan_text), "x.plan", "", "", &w->err), SSJC_OK);
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	shards_free(&w->s);
	for (size_t i = 0; i < 3; i++)
		buf_free(&w->text[i]);
	arena_free(&w->arena);
	plan_close(&w->plan);
	free(w);
	return 0;
}

/* The error says that, there. */
static void says(
    const struct world *w, const char *file, uint64_t line, const char *column, const char *piece)
{
	if (!strstr(w->err.msg, piece))
		fail_msg("“%s” is not in “%s”", piece, w->err.msg);
	assert_string_equal(w->err.file, file);
	assert_int_equal(w->err.line, line);
	assert_string_equal(w->err.column, column);
}

/* ---- Counts ---- */

static void bad_counts(void **state)
{
	static const char rows[] = ",,,,,,,,,,,,";
	struct world *w = *state;
	static const struct {
		const char *first, *second,
		    *third; /* lines after the header; rows begins the last */
		uint64_t line;
		const char *column, *says;
	} cases[] = {
	    {NULL, NULL, NULL, 0, "", "has no rows: the first says of which register it is"},
	    {",,,,,,,,,,,,货运,3,3", NULL, NULL, 2, "shard", "“” is not a name for a register"},
	    {"a," A64 ",3,0,0,,,,,,1,3,,,", "b," A64 ",3,0,0,,,,,,1,3,,,", NULL, 3, "shard",
	        "is filled: only the first row says of which register it is"},
	    {"a,xyz,3,0,0,,,,,,1,3,,,", NULL, NULL, 2, "register", "“xyz” is not a SHA-256"},
	    {"a,,3,0,0,,,12,,,1,3,,,", NULL, NULL, 2, "ids", "“12” is not a SHA-256"},
	    {"a,,-3,0,0,,,,,,1,3,,,", NULL, NULL, 2, "rows", "“-3” is too small"},
	    {"a,,2000000000000,0,0,,,,,,1,3,,,", NULL, NULL, 2, "rows",
	        "“2000000000000” is too large"},
	    {"a,,3,0,0,,,,x,,1,3,,,", NULL, NULL, 2, "events", "“x” is not a whole number"},
	    {"a\tb,,3,0,0,,,,,,1,3,,,", NULL, NULL, 2, "shard",
	        "is not a name for a register: 1 to 192 bytes of plain text"},
	    {"a,,3,0,0,,,,,,1,3,,,", "货运,3,4", NULL, 3, "eligible",
	        "is more than the population"},
	    {"a,,3,0,0,,,,,,1,3,,,", "货运,0,0", NULL, 3, "eligible", "or there is none"},
	    {"a,,3,0,0,,,,,,1,3,,,", "货运,2,2", "客运,1,1", 4, "stratum",
	        "is not after the one before it in the order of bytes"},
	    {"a,,3,0,0,,,,,,1,3,,,", "客运,2,2", "客运,1,1", 4, "stratum", "is not after the one"},
	    {"a,,4,0,0,,,,,,1,3,,,", "货运,3,3", NULL, 2, "rows",
	        "4 rows, but the strata have 3 and 0 were left out by their status"},
	    {"a,,3,0,0,,,,,,1,3,,,", "货运,3,2", NULL, 2, "repeated",
	        "0 cannot be drawn, but by the strata it is 1"},
	    {"a,,3", NULL, NULL, 2, "", "fields"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct shard x;
		struct buf b = {0};
		const char *more[] = {cases[i].second, cases[i].third};

		buf_printf(&b, HEADER "%s\n", cases[i].first ? cases[i].first : "");
		for (size_t k = 0; k < 2; k++)
			if (more[k])
				buf_printf(&b, "%s%s\n", more[k][1] == ',' ? "" : rows, more[k]);
		assert_int_equal(
		    shard_read(&x, buf_text(&b), "a.counts", &w->arena, &w->err), SSJC_INPUT);
		says(w, "a.counts", cases[i].line, cases[i].column, cases[i].says);
		buf_free(&b);
	}
	struct shard x;
	assert_int_equal(
	    shard_read(&x, STR("id,name\n1,x\n"), "a.counts", &w->arena, &w->err), SSJC_INPUT);
	says(w, "a.counts", 1, "shard", "");
}

/* A register with so many rows of a stratum, all of which can be drawn. */
static void add(struct world *w, const char *name, const char *digest, const char *first,
    const char *last, unsigned rows)
{
	struct buf *b = &w->text[w->s.n];

	if (!w->s.v)
		w->s.v = arena_array(&w->s.arena, 3, sizeof *w->s.v);
	buf_printf(b, HEADER "%s,%s,%u,0,0,%s,,,,,%s,%s,,,\n", name, digest, rows, w->plan.digest,
	    first, last);
	if (rows)
		buf_printf(b, ",,,,,,,,,,,,货运,%u,%u\n", rows, rows);
	assert_int_equal(
	    shard_read(&w->s.v[w->s.n++], buf_text(b), name, &w->s.arena, &w->err), SSJC_OK);
}

static void joined(void **state)
{
	struct world *w = *state;

	add(w, "c", B64, "5", "9", 30);
	add(w, "a", A64, "1", "4", 20);
	add(w, "b", A64, "", "", 0); /* the same bytes: none has rows */
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	assert_true(str_is(w->s.v[0].name, "a") && str_is(w->s.v[2].name, "c"));
	assert_true(w->s.apart);
	assert_int_equal(w->s.n_strata, 1);
	assert_int_equal(w->s.stratum[0].population, 50);
	assert_int_equal(w->s.stratum[0].main, 10);
	assert_int_equal(w->s.counts.rows, 50);
}

static void not_joined(void **state)
{
	struct world *w = *state;

	add(w, "a", A64, "1", "5", 20);
	add(w, "b", B64, "5", "9", 30);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	assert_false(w->s.apart); /* 5 is in both ranges */
	assert_int_equal(shards_join(&w->s, &w->plan, STR(B64), &w->err), SSJC_INPUT);
	says(w, "a", 0, "history", "“a” was counted with other histories (-H)");
	w->s.v[1].roster = STR(A64);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_INPUT);
	says(w, "b", 0, "", "“b” is the same register as “a”");
	w->s.v[1].roster = STR("");
	w->s.v[1].plan = STR(B64);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_INPUT);
	says(w, "b", 0, "plan", "“b” was counted by another plan");
	w->s.v[1].plan = w->s.v[0].plan;
	w->s.v[1].name = STR("a");
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_INPUT);
	says(w, "b", 0, "", "is of the register “a”, as a is");
	w->s.v[1].name = STR("b");
	w->s.v[1].stratum[0].text = STR("货运;A");
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_INPUT);
	says(w, "b", 0, "stratum", "“货运;A” has 2 values, but the plan's strata have 1");
}

static void nobody(void **state)
{
	struct world *w = *state;

	add(w, "a", A64, "", "", 0);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_INPUT);
	assert_non_null(strstr(w->err.msg, "there is nobody to draw from"));
}

/* ---- Cutoffs ---- */

static void limits(void **state)
{
	(void)state;
	assert_int_equal(shard_limit(0, 1000), 0);
	assert_int_equal(shard_limit(10, 46), UINT64_MAX); /* 10 + 6 * 4 + 12 of 46: all */
	/* 46 of 92: a half. 100 + 60 + 12 of 1376: an eighth. */
	assert_int_equal(shard_limit(10, 92), UINT64_C(1) << 63);
	assert_int_equal(shard_limit(100, 1376), UINT64_C(1) << 61);
	assert_int_equal(shard_expected(1376, UINT64_C(1) << 61), 172);
	assert_int_equal(shard_expected(1376, UINT64_MAX), 1376);
	assert_int_equal(shard_expected(1376, 0), 0);
}

static void raised(void **state)
{
	struct world *w = *state;
	struct buf which = {0};
	size_t n;

	add(w, "a", A64, "1", "9", 1000);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	w->s.limit[0].most = UINT64_C(3) << 61;
	shards_raise(&w->s, &which, &n);
	assert_int_equal(n, 1);
	assert_true(str_is(buf_text(&which), "货运"));
	assert_int_equal(w->s.limit[0].most, UINT64_C(3) << 62);
	shards_raise(&w->s, &which, &n);
	assert_int_equal(w->s.limit[0].most, UINT64_MAX);
	w->s.have[0] = 1000;
	shards_raise(&w->s, &which, &n);
	assert_int_equal(n, 0);
	buf_free(&which);
}

#define CUTOFFS "draw,key,counts,stratum,population,eligible,main,reserve,cutoff\n"
#define HALF    "8000000000000000ffffffffffffffffffffffffffffffffffffffffffffffff"

static void cutoffs(void **state)
{
	static const struct {
		const char *rows;
		uint64_t line;
		const char *column, *says;
	} bad[] = {
	    {"", 0, "", "has no rows: the first says of which draw it is"},
	    {"0," NO_KEY "," A64 ",,,,,,\n", 2, "draw", "“0” is too small"},
	    {"x," NO_KEY "," A64 ",,,,,,\n", 2, "draw", "“x” is not a whole number"},
	    {"1," NO_KEY "," A64 ",,,,,,\n,,,货运,9,9,2,2,8000\n", 3, "cutoff",
	        "“8000” is not a cutoff: 64 hex digits, the last 48 of them f"},
	    {"1," NO_KEY "," A64 ",,,,,,\n,,,货运,9,9,2,2," A64 "\n", 3, "cutoff",
	        "is not a cutoff"},
	    {"1," NO_KEY "," A64 ",,,,,,\n1,,,货运,9,9,2,2," HALF "\n", 3, "draw",
	        "is filled: only the first row says of which draw it is"},
	    {"1," NO_KEY "," A64 ",,,,,,\n,,,货运,9,9,2,2," HALF "\n,,,客运,9,9,2,2," HALF "\n", 4,
	        "stratum", "is not after the one before it in the order of bytes"},
	};
	struct world *w = *state;
	struct cutoffs c;
	struct buf b = {0};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		buf_clear(&b);
		buf_printf(&b, CUTOFFS "%s", bad[i].rows);
		assert_int_equal(
		    cutoffs_read(&c, buf_text(&b), "cutoffs", &w->arena, &w->err), SSJC_INPUT);
		says(w, "cutoffs", bad[i].line, bad[i].column, bad[i].says);
	}
	buf_clear(&b);
	buf_z(&b, CUTOFFS "7," NO_KEY "," A64 ",,,,,,\n,,,客运,9,9,2,2," HALF "\n");
	assert_int_equal(cutoffs_read(&c, buf_text(&b), "cutoffs", &w->arena, &w->err), SSJC_OK);
	assert_int_equal(c.draw, 7);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.limit[0].most, UINT64_C(1) << 63);
	assert_true(str_is(c.limit[0].stratum, "客运") && str_is(c.counts, A64));
	buf_free(&b);
}

/* ---- Rows ---- */

/* Of a register of three: all are below. */
#define BELOW(shard, roster, cutoffs)                                                              \
	"shard,register,cutoffs,id,category,status\n" shard "," roster "," cutoffs ",,,\n"
#define ROW(id) ",,," id ",货运,\n"

static void below(void **state)
{
	static const struct {
		const char *text;
		uint64_t line;
		const char *column, *says;
	} bad[] = {
	    {"id,category,status\n1,货运,\n", 1, "shard", "is not column 1"},
	    {BELOW("", A64, B64), 2, "shard", "is empty: the first row says of which register"},
	    {BELOW("z", A64, B64), 2, "shard", "“z” is none of the registers that were counted"},
	    {BELOW("a", B64, B64), 2, "register", "“a” is not the register that was counted"},
	    {BELOW("a", A64, A64), 2, "cutoffs", "“a” used other cutoffs than the last"},
	    {BELOW("a", A64, B64) ROW("1") ",,,2,货运\n", 4, "",
	        "has 5 fields, but the header has 6"},
	    {BELOW("a", A64, B64) ROW("1") "a" ROW("2"), 4, "",
	        "the first 3 must be empty from line 3 on"},
	    {BELOW("a", A64, B64) ROW("1") ROW("2"), 0, "",
	        "“a” sent 2 rows of the stratum 货运, but by its counts (3) there must be exactly 3"},
	    {BELOW("a", A64, B64) ROW("1") ROW("2") ROW("3") ROW("4"), 0, "", "“a” sent 4 rows"},
	    {BELOW("a", A64, B64) ROW("1") ROW("2") ROW("3") ",,,4,客运,\n", 0, "",
	        "has rows of the stratum 客运 that are not below its cutoff"},
	    {BELOW("a", A64, B64) ROW("1") ROW("2") ROW("3") ",,,4,货运,revoked\n", 0, "status",
	        "has rows with a status that the plan excludes"},
	    {BELOW("a", A64, B64) ROW("1") ROW("2") ROW("2"), 5, "id", ""},
	    {BELOW("a", A64, B64) ROW("1") ROW("2") ROW(""), 5, "id", ""},
	};
	struct world *w = *state;
	const struct shard_by by = {.key = STR(NO_KEY)};

	add(w, "a", A64, "1", "3", 3);
	add(w, "b", B64, "4", "6", 3);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_not_equal(
		    shards_take(&w->s, str_of(bad[i].text), "a.rows", STR(B64), &by, &w->err),
		    SSJC_OK);
		says(w, "a.rows", bad[i].line, bad[i].column, bad[i].says);
	}
	assert_int_equal(shards_all(&w->s, &w->err), SSJC_INPUT);
	assert_non_null(strstr(w->err.msg, "the rows of “a” are missing"));
	assert_int_equal(shards_take(&w->s, STR(BELOW("a", A64, B64) ROW("3") ROW("1") ROW("2")),
	                     "a.rows", STR(B64), &by, &w->err),
	    SSJC_OK);
	assert_int_equal(w->s.have[0], 3);
	assert_int_equal(shards_take(&w->s, STR(BELOW("a", A64, B64) ROW("3") ROW("1") ROW("2")),
	                     "a.rows", STR(B64), &by, &w->err),
	    SSJC_INPUT);
	says(w, "a.rows", 0, "", "has the rows of “a”, which another file has already");
	assert_int_equal(shards_take(&w->s,
	                     STR("shard,register,cutoffs,id,status,category\nb," B64 "," B64 ",,,\n"
	                         ",,,4,,货运\n,,,5,,货运\n,,,6,,货运\n"),
	                     "b.rows", STR(B64), &by, &w->err),
	    SSJC_INPUT);
	says(w, "b.rows", 1, "", "has other columns than a, or in another order");
}

/* A cutoff that is lower than all tickets: what is sent is not below it. */
static void too_low(void **state)
{
	struct world *w = *state;
	const struct shard_by by = {.key = STR(NO_KEY)};

	add(w, "a", A64, "1", "3", 3);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	w->s.limit[0].most = 0;
	assert_int_equal(shards_take(&w->s, STR(BELOW("a", A64, B64) ROW("1")), "a.rows", STR(B64),
	                     &by, &w->err),
	    SSJC_INPUT);
	says(w, "a.rows", 0, "", "has rows of the stratum 货运 that are not below its cutoff");
}

/* ---- Ids ---- */

#define ID(digit) digit digit digit digit "0000000000000000\n"

static ssjc_rc apart(const char *a, const char *b, struct ssjc_err *err)
{
	static const char *const name[] = {"a", "b"};
	const char *const ids[] = {a, b};
	struct spool spool = {0};
	struct spool_text text[2];
	ssjc_rc rc;

	for (int i = 0; i < 2; i++) {
		FILE *to;

		assert_int_equal(spool_begin(&spool, &to, err), SSJC_OK);
		fputs(ids[i], to);
		assert_int_equal(spool_end(&spool, &text[i], err), SSJC_OK);
	}
	rc = shard_ids_apart(&spool, text, name, 2, err);
	spool_close(&spool);
	return rc;
}

static void ids(void **state)
{
	static const struct {
		const char *b, *says;
	} bad[] = {
	    {"ID\n" ID("1"),
	        "the ids of “b” are not a stream of ssjc-draw counts --ids: its header"},
	    {"id\n" ID("5") ID("2"), "“22220000000000000000” comes after “55550000000000000000”"},
	    {"id\n" ID("2") ID("2"), "the ids of “b” are not a stream"},
	    {"id\n12345\n", "“12345” comes after “”"},
	    {"id\n" ID("x"), "the ids of “b” are not a stream"},
	    {"id\n" ID("2") ID("3"),
	        "an id is in the registers “a” and “b”: its hash is 33330000000000000000"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(apart("id\n" ID("1") ID("3"), bad[i].b, &w->err), SSJC_INPUT);
		if (!strstr(w->err.msg, bad[i].says))
			fail_msg("“%s” is not in “%s”", bad[i].says, w->err.msg);
	}
	assert_int_equal(apart("id\n" ID("1") ID("3"), "id\n" ID("2") ID("4"), &w->err), SSJC_OK);
	assert_int_equal(apart("id\n", "id\n", &w->err), SSJC_OK);
}

/* ---- Leaves ---- */

/* Take n leaves, each of one digit; of x if its counts are to name them. */
static ssjc_rc take_leaves(struct world *w, struct shard *x, const char *digits)
{
	struct merkle_hash leaf[8];
	char hex[DIGEST_HEX];
	size_t n = strlen(digits);
	FILE *f = tmpfile();
	ssjc_rc rc;

	for (size_t i = 0; i < n; i++)
		memset(leaf[i].byte, digits[i], MERKLE_SIZE);
	assert_non_null(f);
	assert_int_equal(fwrite(leaf, sizeof *leaf, n, f), n);
	rewind(f);
	if (x) {
		assert_int_equal(digest_hex(leaf, n * sizeof *leaf, hex, &w->err), SSJC_OK);
		x->leaves.p = arena_cstr(&w->s.arena, str_of(hex));
		x->leaves.n = DIGEST_HEX - 1;
	}
	rc = shards_leaves(&w->s, f, "x.leaves", &w->err);
	fclose(f);
	return rc;
}

/* Begin taking them once more. */
static void bind(struct world *w)
{
	receipt_tree_free(w->s.tree);
	w->s.v[0].bound = w->s.v[1].bound = false;
	assert_int_equal(shards_bind(&w->s, NO_KEY, false, &w->err), SSJC_OK);
}

static void leaves(void **state)
{
	struct world *w = *state;
	struct merkle_hash all[4], root;
	char hex[DIGEST_HEX];

	add(w, "a", A64, "1", "5", 2);
	add(w, "b", B64, "6", "9", 2);
	assert_int_equal(shards_join(&w->s, &w->plan, STR(""), &w->err), SSJC_OK);
	bind(w);
	assert_int_equal(take_leaves(w, NULL, "12"), SSJC_INPUT);
	says(w, "x.leaves", 0, "", "is not the leaves of a register that was counted");
	assert_int_equal(take_leaves(w, NULL, "11"), SSJC_INPUT);
	says(w, "x.leaves", 0, "", "number 2 is not above the one before it");
	assert_int_equal(take_leaves(w, &w->s.v[0], "124"), SSJC_INPUT);
	says(
	    w, "x.leaves", 0, "", "has more leaves than any register that was counted has rows, 2");
	bind(w);
	assert_int_equal(take_leaves(w, &w->s.v[0], "2"), SSJC_INPUT);
	says(w, "x.leaves", 0, "", "has 1 leaves, but “a” has 2 rows by its counts");
	bind(w);
	assert_int_equal(take_leaves(w, &w->s.v[0], "24"), SSJC_OK);
	assert_int_equal(take_leaves(w, NULL, "24"), SSJC_INPUT); /* once only */
	bind(w);
	assert_int_equal(take_leaves(w, &w->s.v[0], "24"), SSJC_OK);
	assert_int_equal(take_leaves(w, &w->s.v[1], "13"), SSJC_OK);
	assert_int_equal(shards_root(&w->s, &w->err), SSJC_OK);
	for (size_t i = 0; i < 4; i++)
		memset(all[i].byte, "1234"[i], MERKLE_SIZE);
	merkle_root(all, 4, &root);
	hex_of(root.byte, MERKLE_SIZE, hex);
	assert_string_equal(w->s.root, hex);
	bind(w);
	assert_int_equal(take_leaves(w, &w->s.v[0], "24"), SSJC_OK);
	assert_int_equal(take_leaves(w, &w->s.v[1], "14"), SSJC_OK);
	assert_int_equal(shards_root(&w->s, &w->err), SSJC_INPUT);
	assert_non_null(strstr(w->err.msg, "a row is in two registers"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(bad_counts), TEST(joined), TEST(not_joined),
	    TEST(nobody), TEST(limits), TEST(raised), TEST(cutoffs), TEST(below), TEST(too_low),
	    TEST(ids), TEST(leaves)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
