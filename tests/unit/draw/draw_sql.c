/*
 * draw_sql: how names and values are quoted in each dialect, what the query
 * takes from the plan, and what is refused. That the list comes out right,
 * tests/cli/sql.t asks a database.
 */
#include "../test.h"

#include "ssjc/draw/draw_sql.h"

#define PLAN(ratio, more, exclude)                                                                 \
	"[plan]\nid=P'1\\2\ntitle=T\nwindow=2023-06-14..2023-06-30\nstrata=a \"b`\naudit=a\n"      \
	"calendar=c\n" more "\n[ratio]\n" ratio "\n[exclude]\n" exclude                            \
	"\n[department d]\nname=D\n"
#define SHARE "1111111111111111111111111111111111111111111111111111111111111111"

/* The query for a roster of the columns id, status and a "b`. */
static ssjc_rc query(
    struct buf *out, const char *plan, const char *dialect, const char *seed, struct ssjc_err *err)
{
	struct draw_sql of = {.dialect = dialect, .seed = str_of(seed), .seed_name = "seed"};
	struct draw_roster *roster;
	struct plan p;
	ssjc_rc rc;

	assert_int_equal(plan_read(&p, str_of(plan), "x.plan", "", "", err), SSJC_OK);
	assert_int_equal(
	    draw_roster_open(&roster, &p, STR("id,status,\"a \"\"b`\"\n"), "x.csv", err), SSJC_OK);
	buf_clear(out);
	of.plan = &p;
	of.roster = roster;
	assert_int_equal(draw_sql_step_find(&of.step, NULL, err), SSJC_OK);
	rc = draw_sql(out, &of, err);
	draw_roster_close(roster);
	plan_close(&p);
	return rc;
}

static const char seed[] = "ssjc-draw 1\nplan=P'1\\2\ndraw=3\nshare.1=" SHARE "\n";

static void has(const struct buf *b, const char *piece)
{
	if (!strstr(b->p, piece))
		fail_msg("no “%s” in:\n%s", piece, b->p);
}

static void dialects(void **state)
{
	static const struct {
		const char *name, *column, *literal, *plan, *sha256, *divide, *order;
	} cases[] = {
	    {"postgresql", "o.\"a \"\"b`\"", "'x''\\y'", "<> 'P''1\\2'",
	        "encode(sha256(convert_to('", "(population * 20 + 99) / 100",
	        "ORDER BY r.stratum COLLATE \"C\", r.place\n) TO STDOUT (FORMAT csv, HEADER);"},
	    {"duckdb", "o.\"a \"\"b`\"", "'x''\\y'", "<> 'P''1\\2'", " sha256('",
	        "(population * 20 + 99) // 100",
	        "ORDER BY r.stratum, r.place\n) TO '/dev/stdout' "},
	    {"clickhouse", "o.\"a \\\"b`\"", "'x\\'\\\\y'", "<> 'P\\'1\\\\2'", "lower(hex(SHA256('",
	        "intDiv(population * 20 + 99, 100)",
	        "ORDER BY r.stratum, r.place\nFORMAT TSVRawWithNames;"},
	};
	struct ssjc_err err;
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(
		    query(&b, PLAN("* = 20%\nx'\\y = count 4", "", "repeat = 2 per year"),
		        cases[i].name, seed, &err),
		    SSJC_OK);
		has(&b, cases[i].column);
		has(&b, cases[i].literal);
		has(&b, cases[i].plan);
		has(&b, cases[i].sha256);
		has(&b, cases[i].divide);
		has(&b, cases[i].order);
		has(&b, "-- Draw 3 of the plan ");
		has(&b, "coalesce(i.times, 0) < 2");
		assert_null(strchr(b.p, '$'));
		assert_null(strchr(b.p, '{'));
	}
	buf_free(&b);
}

/* Lines of [ratio] with more literals come first. */
static void rules(void **state)
{
	struct ssjc_err err;
	struct buf b = {0};
	const char *special, *any;

	(void)state;
	assert_int_equal(
	    query(&b, PLAN("* = 1/3\nA = count 0", "reserve = all", "status = gone, o'x"),
	        "postgresql", seed, &err),
	    SSJC_OK);
	special = strstr(b.p, "WHEN value1 = 'A' THEN 0\n");
	any = strstr(b.p, "WHEN 1 = 1 THEN greatest(1, (population * 1 + 2) / 3)\n");
	assert_true(special && any && special < any);
	has(&b, "WHERE coalesce(o.\"status\", '') NOT IN ('gone', 'o''x')");
	has(&b, "        eligible - least(n, eligible) AS reserve\n");
	has(&b, "        1 AS free,\n");
	assert_null(strstr(b.p, "history"));
	buf_free(&b);
}

static void refuses(void **state)
{
	struct ssjc_err err;
	struct buf b = {0};
	struct draw_roster *roster;
	struct draw_sql of;
	struct plan p;

	(void)state;
	assert_int_equal(query(&b, PLAN("* = 1", "", ""), "mysql", seed, &err), SSJC_USAGE);
	assert_int_equal(b.n, 0);
	assert_int_equal(query(&b, PLAN("* = 1", "", ""), "duckdb",
	                     "ssjc-draw 1\nplan=Q\ndraw=1\nshare.1=" SHARE "\n", &err),
	    SSJC_INPUT);
	assert_int_equal(query(&b, PLAN("* = 1", "", ""), "duckdb", "no seed", &err), SSJC_INPUT);
	/* A line end in a name would end the comment that it is in. */
	assert_int_equal(
	    plan_read(&p, STR(PLAN("* = 1", "", "")), "x.plan", "", "", &err), SSJC_OK);
	assert_int_equal(
	    draw_roster_open(&roster, &p, STR("id,\"a \"\"b`\",\"x\n; DROP TABLE objects; --\"\n"),
	        "x.csv", &err),
	    SSJC_OK);
	of = (struct draw_sql){.plan = &p,
	    .roster = roster,
	    .dialect = "duckdb",
	    .seed = STR(seed),
	    .seed_name = "seed"};
	assert_int_equal(draw_sql_step_find(&of.step, "draw", &err), SSJC_OK);
	assert_int_equal(draw_sql(&b, &of, &err), SSJC_INPUT);
	assert_string_equal(err.msg, "the name of column 3 has a control character");
	assert_int_equal(b.n, 0);
	draw_roster_close(roster);
	plan_close(&p);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dialects),
	    cmocka_unit_test(rules),
	    cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests_name("sql_draw", tests, NULL, NULL);
}
