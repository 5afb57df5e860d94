/* A list must say what the audit file says; how it is sorted and which columns it has is free. */
#include "../test.h"

#include "ssjc/audit/list_check.h"

/* On record are four picks: two drawn, one in reserve, one removed; and two seats. */
static struct pick picks[] = {
    {.draw = 1,
        .stratum = STR_INIT("A"),
        .rank = 1,
        .ticket = STR_INIT("t1"),
        .role = ROLE_MAIN,
        .object = {.id = STR_INIT("1"), .name = STR_INIT("甲"), .category = STR_INIT("货运")}},
    {.draw = 1,
        .stratum = STR_INIT("A"),
        .rank = 2,
        .ticket = STR_INIT("t2"),
        .role = ROLE_REPLACEMENT,
        .object = {.id = STR_INIT("2"), .name = STR_INIT("乙")}},
    {.draw = 1,
        .stratum = STR_INIT("A"),
        .rank = 3,
        .ticket = STR_INIT("t3"),
        .role = ROLE_RESERVE,
        .object = {.id = STR_INIT("3"), .name = STR_INIT("丙")}},
    {.draw = 1,
        .stratum = STR_INIT("B"),
        .rank = 1,
        .ticket = STR_INIT("t4"),
        .role = ROLE_REMOVED,
        .object = {.id = STR_INIT("4"), .name = STR_INIT("丁")}},
};
static const struct pick *by_id[] = {&picks[0], &picks[1], &picks[2], &picks[3]};
static struct seat seats[] = {
    {.object = STR_INIT("1"),
        .date = 19522,
        .team = 1,
        .dept = STR_INIT("d"),
        .seat = 1,
        .duty = DUTY_LEAD,
        .cert = STR_INIT("T-1"),
        .inspector = STR_INIT("张")},
    {.object = STR_INIT("2"),
        .date = 19523,
        .team = 2,
        .dept = STR_INIT("d"),
        .seat = 1,
        .duty = DUTY_LEAD,
        .cert = STR_INIT("T-2"),
        .inspector = STR_INIT("李")},
};
static const struct seat *by_seat[] = {&seats[0], &seats[1]};
static const struct audit_state record = {.draws = 1,
    .pick = picks,
    .n_picks = 4,
    .by_id = by_id,
    .seat = seats,
    .n_seats = 2,
    .by_seat = by_seat};

typedef ssjc_rc check(const struct table *, const struct audit_state *, struct ssjc_err *);

/* "" when the check passes, else its message with line and column. */
static const char *said(check *f, const char *text)
{
	static char out[1200];
	struct ssjc_err err = {0};
	struct table t;

	assert_int_equal(table_read(&t, str_of(text), "f", &err), SSJC_OK);
	out[0] = '\0';
	if (f(&t, &record, &err) != SSJC_OK)
		snprintf(out, sizeof out, "%llu %s: %s", (unsigned long long)err.line, err.column,
		    err.msg);
	table_close(&t);
	return out;
}

static void drawn_lists(void **state)
{
	(void)state;
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n2,replacement\n"), "");
	assert_string_equal(said(list_check_drawn,
	                        "extra,role,id,name\nx,removed,4,丁\nx,reserve,3,丙\ny,replacement,"
	                        "2,乙\nz,main,1,甲\n"),
	    "");
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n2,replacement\n9,main\n"),
	    "4 id: 9 () was not drawn: it was added to the list since");
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n"),
	    "0 id: 2 (乙) was drawn, but is not in the list: it was taken out since");
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n1,main\n2,replacement\n"),
	    "3 id: 1 is duplicated in the list");
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n2,replacement\n3,main\n"),
	    "4 role: 3 (丙): “main” was written here since the draw; it was “reserve”");
	assert_string_equal(said(list_check_drawn, "id,role\n1,main\n2,replacement\n4,main\n"),
	    "4 role: 4 (丁) was removed and replaced: use the list that ssjc-draw replace printed");
	assert_string_equal(said(list_check_drawn, "id,role,name\n1,main,乙\n2,replacement,乙\n"),
	    "2 name: 1 (甲): “乙” was written here since the draw; it was “甲”");
	assert_string_equal(said(list_check_drawn, "id,role,ticket\n1,main,t2\n2,replacement,t2\n"),
	    "2 ticket: 1 (甲): “t2” was written here since the draw; it was “t1”");
	assert_string_equal(said(list_check_drawn, "id,name\n1,甲\n"),
	    "1 role: is missing; the columns are: id, name");
	/* An older list is fine for the stage that writes the roles again. */
	assert_string_equal(said(list_check_listed, "id\n1\n2\n4\n"), "");
	assert_string_equal(said(list_check_listed, "id,role\n1,main\n2,reserve\n4,main\n"), "");
}

static void assigned_lists(void **state)
{
	(void)state;
	assert_string_equal(
	    said(list_check_assigned, "id,dept,seat,cert\n2,d,1,T-2\n1,d,1,T-1\n"), "");
	assert_string_equal(said(list_check_assigned, "id,dept,seat,cert\n1,d,1,T-2\n2,d,1,T-2\n"),
	    "2 cert: 1 (甲): “T-2” was written here since the draw; it was “T-1”");
	assert_string_equal(said(list_check_assigned, "id,dept,seat,cert\n1,d,1,T-1\n"),
	    "0 id: 2: seat 1 of d (李) is not in the list: it was taken out since");
	assert_string_equal(
	    said(list_check_assigned, "id,dept,seat,cert\n1,d,1,T-1\n2,d,1,T-2\n1,d,2,T-3\n"),
	    "4 id: 1 has no seat 2 of d: the row was added since ssjc-assign");
	assert_string_equal(
	    said(list_check_assigned, "id,dept,seat,cert\n1,d,1,T-1\n2,d,1,T-2\n1,d,1,T-1\n"),
	    "4 id: 1: seat 1 of d is duplicated");
	assert_string_equal(
	    said(list_check_assigned,
	        "id,dept,seat,cert,date\n1,d,1,T-1,2023-06-15\n2,d,1,T-2,2023-06-15\n"),
	    "2 date: 1 (甲): “2023-06-15” was written here since the draw; it was “2023-06-14”");
	assert_string_equal(said(list_check_assigned, "id,dept,seat,cert\n1,d,x,T-1\n"),
	    "2 seat: “x” is not the number of a seat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(drawn_lists),
	    cmocka_unit_test(assigned_lists),
	};

	return cmocka_run_group_tests_name("list_check", tests, NULL, NULL);
}
