/*
 * draw_run: when its list cannot be kept, for the disk of TMPDIR is full, that
 * is an error, and nothing is made of what was not computed.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include "../test.h"

#include "ssjc/base/file.h"
#include "ssjc/draw/draw_run.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static const char plan_text[] =
    "[plan]\nid=P\ntitle=T\nwindow=2023-06-14..2023-06-30\nstrata=category\naudit=a\ncalendar=c\n"
    "[ratio]\n* = 50%\n[department d]\nname=D\n";

/* A column that goes into the list only makes that longer than the audit file. */
enum { ROWS = 40, REMARK = 1 << 15, DISK = 1 << 19 };

/* What a draw and its audit file need. */
struct world {
	char folder[32], path[48];
	struct plan plan;
	struct buf text;
	struct draw_source roster;
	struct audit *audit;
	struct draw_run *run;
	struct ssjc_err err;
};

static int set_up(void **state)
{
	static const struct audit_context context = {.program = "ssjc-draw",
	    .version = "0",
	    .actor = "tester",
	    .now = 1686499200,
	    .clock = 1686499200};
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	strcpy(w->folder, "/tmp/ssjc-test-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof w->path, "%s/audit.db", w->folder);
	assert_int_equal(
	    plan_read(&w->plan, str_of(plan_text), "x.plan", "", "", &w->err), SSJC_OK);
	buf_z(&w->text, "id,name,category,remark\n");
	for (int i = 0; i < ROWS; i++)
		buf_printf(&w->text, "%d,样例,%s,%0*d\n", i, i % 2 ? "货运" : "客运", REMARK, i);
	w->roster = (struct draw_source){.text = buf_text(&w->text), .name = "roster.csv"};
	assert_int_equal(digest_hex(w->text.p, w->text.n, w->roster.digest, &w->err), SSJC_OK);
	assert_int_equal(draw_run_open(&w->run, &w->plan, &w->roster, NULL, 0, &w->err), SSJC_OK);
	assert_int_equal(draw_run_draw(w->run, STR("a seed"), NULL, &w->err), SSJC_OK);
	assert_int_equal(audit_open(&w->audit, w->path, AUDIT_WRITE, &context, &w->err), SSJC_OK);
	assert_int_equal(
	    audit_begin(w->audit, &w->plan, "draw", STR(""), STR(""), &w->err), SSJC_OK);
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	draw_run_close(w->run);
	audit_abort(w->audit);
	audit_close(w->audit);
	plan_close(&w->plan);
	buf_free(&w->text);
	unlink(w->path);
	assert_int_equal(rmdir(w->folder), 0);
	free(w);
	return 0;
}

/* From now on no file can grow beyond DISK, as on a full disk; or it can again. */
static void fill_disk(bool full)
{
	static struct rlimit before;
	struct rlimit limit;

	if (full) {
		signal(SIGXFSZ, SIG_IGN);
		assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	}
	limit = before;
	if (full)
		limit.rlim_cur = DISK;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* No zero byte is left on the stack below: a text there that nobody wrote has no end. */
static void soil_stack(void)
{
	volatile char dirt[1 << 14];

	for (size_t i = 0; i < sizeof dirt; i++)
		dirt[i] = 'x';
}

static ssjc_rc record(struct world *w)
{
	struct audit_draw d = {
	    .draw = 1, .seed = STR("a seed"), .source = STR("file"), .roster = STR("other")};

	soil_stack();
	return draw_run_record(w->run, w->audit, &d, "drawn.csv", CSV_PLAIN, &w->err);
}

static void full_disk(void **state)
{
	struct world *w = *state;
	char wanted[4096];
	ssjc_rc rc;

	fill_disk(true);
	rc = record(w);
	fill_disk(false);
	assert_int_equal(rc, SSJC_SYSTEM);
	snprintf(wanted, sizeof wanted,
	    "cannot keep the list until it is on record, in the folder %s (TMPDIR names another): "
	    "File too large",
	    file_tmpdir());
	assert_string_equal(w->err.msg, wanted);
}

static void room_enough(void **state)
{
	struct world *w = *state;

	FILE *f = tmpfile();
	char line[REMARK + 200];
	int rows = 0;

	assert_non_null(f);
	assert_int_equal(record(w), SSJC_OK);
	assert_int_equal(draw_run_show(w->run, f, &w->err), SSJC_OK);
	rewind(f);
	assert_non_null(fgets(line, sizeof line, f));
	assert_string_equal(line, "draw,stratum,rank,ticket,role,id,name,category,remark\n");
	while (fgets(line, sizeof line, f)) {
		assert_int_equal(strncmp(line, "1,", 2), 0);
		rows++;
	}
	assert_int_equal(rows, ROWS);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(full_disk, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(room_enough, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
