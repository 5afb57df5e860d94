/*
 * The rules of the audit file, a sequence of events on each line. The programs
 * obey these functions when they write, and verify checks with them afterwards.
 */
#include "../test.h"

#include "ssjc/audit/audit_rules.h"

/* Each event has the files that it should, unless a test gives it others. */
struct given {
	const char *action, *reason;
	int seconds;          /* after midnight of the day */
	const char *calendar; /* digest; NULL: the same as always */
	const char *rows;     /* NULL: as it should have */
};

static const char *rows_of(const char *action)
{
	struct str a = str_of(action);

	return str_in_list(STR("draw;redraw;reveal"), a) ? "file:2:aa draw:1:aa pick:6:aa"
	    : str_in_list(STR("commit;recommit"), a)     ? "file:2:aa ceremony:1:aa commitment:2:aa"
	    : str_in_list(STR("assign;reassign"), a)     ? "file:2:aa seat:4:aa"
	                                                 : "file:2:aa";
}

static struct rule_fault happen(
    struct audit_rules *r, uint64_t seq, const struct given *g, char time[TIME_SIZE])
{
	const char *reason = g->reason ? g->reason : "";
	struct audit_event e = {.seq = seq,
	    .action = str_of(g->action),
	    .reason = str_of(reason),
	    .plan = STR("P"),
	    .plan_digest = STR("d")};
	struct audit_file plan = {.kind = STR("plan"), .digest = STR("d")};
	struct audit_file calendar = {
	    .kind = STR("calendar"), .digest = str_of(g->calendar ? g->calendar : "c")};
	struct audit_file stream = {.output = true, .kind = STR("objects"), .digest = STR("s")};
	static const char *const taken[] = {"", "terms", "reading"};
	struct rule_fault f;

	time_format(1686499200 + g->seconds, time);
	e.time = str_of(time);
	f = audit_rules_event(r, &e);
	if (f.rule == RULE_KEPT)
		f = audit_rules_file(r, &plan);
	if (f.rule == RULE_KEPT && strcmp(g->action, "import") != 0)
		f = audit_rules_file(r, &calendar);
	if (f.rule == RULE_KEPT && strcmp(g->action, "import") == 0)
		f = audit_rules_file(r, &stream);
	for (size_t i = 0; f.rule == RULE_KEPT && i < sizeof taken / sizeof taken[0]; i++) {
		struct audit_file file = {.kind = str_of(taken[i]), .digest = STR("t")};

		/* The first is the kind that is called like the action. */
		if (i == 0)
			file.kind = e.action;
		if (str_in_list(STR("confirm;result;follow"), e.action))
			f = audit_rules_file(r, &file);
	}
	return f.rule == RULE_KEPT
	    ? audit_rules_end(r, str_of(g->rows ? g->rows : rows_of(g->action)))
	    : f;
}

/*
 * The rule that the last of the actions breaks, each of which may have its reason
 * after a colon; none before it may break one.
 */
static struct rule_fault last_of(const char *actions)
{
	char words[100], time[10][TIME_SIZE], *next = words;
	struct rule_fault f = {0};
	struct audit_rules r = {0};
	uint64_t seq = 0;

	snprintf(words, sizeof words, "%s", actions);
	while (next) {
		char *word = next, *reason;

		/* A blank after the colon belongs to the reason. */
		next = strchr(word, ' ');
		if (next && next[1])
			*next++ = '\0';
		else
			next = NULL;
		reason = strchr(word, ':');
		if (reason)
			*reason++ = '\0';
		if (f.rule != RULE_KEPT)
			fail_msg("%s: rule %d is broken before its end", actions, f.rule);
		f = happen(&r, seq + 1, &(struct given){word, reason, 0, NULL, NULL}, time[seq]);
		seq++;
	}
	return f;
}

static void in_turn(void **state)
{
	static const struct {
		const char *actions; /* the last one is what is asked */
		enum audit_rule rule;
		uint64_t event;
	} lines[] = {
	    {"import", RULE_KEPT, 0},
	    {"draw", RULE_KEPT, 0},
	    {"draw draw", RULE_DRAWN, 1},
	    {"draw commit", RULE_DRAWN, 1},
	    {"draw redraw:x", RULE_KEPT, 0},
	    {"draw redraw", RULE_REASON, 0},
	    {"draw redraw:x redraw:x", RULE_KEPT, 0},
	    {"redraw:x", RULE_UNDRAWN, 0},
	    {"commit", RULE_KEPT, 0},
	    {"commit commit", RULE_COMMITTED, 1},
	    {"commit draw", RULE_COMMITTED, 1},
	    {"commit redraw:x", RULE_COMMITTED, 1},
	    {"recommit:x", RULE_UNDRAWN, 0},
	    {"commit recommit:x", RULE_KEPT, 0},
	    {"commit recommit", RULE_REASON, 0},
	    {"commit recommit:x commit", RULE_COMMITTED, 2},
	    {"commit reveal", RULE_KEPT, 0},
	    {"reveal", RULE_UNCOMMITTED, 0},
	    {"draw reveal", RULE_UNCOMMITTED, 1},
	    {"commit reveal reveal", RULE_UNCOMMITTED, 2},
	    {"commit reveal recommit:x reveal", RULE_KEPT, 0},
	    {"commit reveal recommit:x redraw:x", RULE_COMMITTED, 3},
	    {"draw recommit:x redraw:x", RULE_COMMITTED, 2},
	    {"assign", RULE_UNDRAWN, 0},
	    {"commit assign", RULE_UNDRAWN, 0},
	    {"draw assign assign", RULE_KEPT, 0},
	    {"draw reassign:x", RULE_KEPT, 0},
	    {"draw assign reassign", RULE_REASON, 0},
	    {"draw assign reassign:x", RULE_KEPT, 0},
	    {"draw assign redraw:x reassign:x", RULE_KEPT, 0},
	    {"draw assign recommit:x reveal result", RULE_UNASSIGNED, 4},
	    {"confirm", RULE_UNDRAWN, 0},
	    {"draw confirm", RULE_KEPT, 0},
	    {"replace", RULE_UNDRAWN, 0},
	    {"draw replace", RULE_KEPT, 0},
	    {"draw result", RULE_UNASSIGNED, 1},
	    {"draw assign result", RULE_KEPT, 0},
	    {"draw print", RULE_UNASSIGNED, 1},
	    {"draw assign print", RULE_KEPT, 0},
	    {"publish", RULE_UNDRAWN, 0},
	    {"draw publish", RULE_KEPT, 0},
	    {"amend:x", RULE_UNDRAWN, 0},
	    {"commit amend:x", RULE_COMMITTED, 1},
	    {"draw recommit:x amend:x", RULE_COMMITTED, 2},
	    {"draw amend", RULE_REASON, 0},
	    {"draw amend: ", RULE_REASON, 0},
	    {"draw amend:x", RULE_UNCHANGED, 1},
	    {"draw confirm recommit:x reveal assign amend:x", RULE_UNCHANGED, 3},
	    {"drop", RULE_ACTION, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct rule_fault f = last_of(lines[i].actions);

		if (f.rule != lines[i].rule || f.event != lines[i].event)
			fail_msg("%s: rule %d by event %d", lines[i].actions, f.rule, (int)f.event);
	}
}

/* Three events, of which the last is asked. */
static void with_all(void **state)
{
	static const struct {
		struct given event[3];
		enum audit_rule rule;
		uint64_t by;
	} lines[] = {
	    /* Time. */
	    {{{"import", "", 900, 0, 0}, {"import", "", 300, 0, 0}, {"import", "", 900, 0, 0}},
	        RULE_KEPT, 0},
	    {{{"import", "", 900, 0, 0}, {"import", "", 901, 0, 0}, {"import", "", 300, 0, 0}},
	        RULE_TIME_BACK, 2},
	    {{{"import", "", 900, 0, 0}, {"import", "", 600, 0, 0}, {"import", "", 299, 0, 0}},
	        RULE_TIME_BACK, 1},
	    /* The plan's files: a roster of an import may be called as one of them. */
	    {{{"import", "", 0, "b", 0}, {"draw", "", 0, 0, 0}, {"assign", "", 0, 0, 0}}, RULE_KEPT,
	        0},
	    {{{"draw", "", 0, 0, 0}, {"import", "", 0, "b", 0}, {"assign", "", 0, 0, 0}}, RULE_KEPT,
	        0},
	    {{{"import", "", 0, "b", 0}, {"draw", "", 0, 0, 0}, {"confirm", "", 0, "b", 0}},
	        RULE_CHANGED, 2},
	    {{{"import", "", 0, "b", 0}, {"commit", "", 0, 0, 0}, {"reveal", "", 0, "b", 0}},
	        RULE_CHANGED, 2},
	    {{{"draw", "", 0, 0, 0}, {"confirm", "", 0, 0, 0}, {"publish", "", 0, "b", 0}},
	        RULE_CHANGED, 1},
	    {{{"draw", "", 0, 0, 0}, {"amend", "x", 0, "b", 0}, {"confirm", "", 0, "b", 0}},
	        RULE_KEPT, 0},
	    {{{"draw", "", 0, 0, 0}, {"amend", "x", 0, "b", 0}, {"confirm", "", 0, 0, 0}},
	        RULE_CHANGED, 2},
	    {{{"draw", "", 0, 0, 0}, {"amend", "x", 0, "b", 0}, {"amend", "x", 0, "b", 0}},
	        RULE_UNCHANGED, 2},
	    {{{"draw", "", 0, 0, 0}, {"amend", "x", 0, "b", 0}, {"amend", "x", 0, 0, 0}}, RULE_KEPT,
	        0},
	    {{{"draw", "", 0, 0, 0}, {"redraw", "x", 0, "b", 0}, {"confirm", "", 0, "b", 0}},
	        RULE_KEPT, 0},
	    {{{"draw", "", 0, 0, 0}, {"recommit", "x", 0, "b", 0}, {"reveal", "", 0, "b", 0}},
	        RULE_KEPT, 0},
	    {{{"draw", "", 0, 0, 0}, {"assign", "", 0, 0, 0}, {"reassign", "x", 0, "b", 0}},
	        RULE_CHANGED, 1},
	    /* Rows. */
	    {{{"import", "", 0, 0, 0}, {"import", "", 0, 0, 0},
	         {"import", "", 0, 0, "file:1:aa draw:1:aa"}},
	        RULE_ROWS_OTHER, 0},
	    {{{"draw", "", 0, 0, 0}, {"assign", "", 0, 0, 0},
	         {"result", "", 0, 0, "file:1:aa result:9:aa"}},
	        RULE_KEPT, 0},
	    {{{"draw", "", 0, 0, 0}, {"assign", "", 0, 0, 0}, {"print", "", 0, 0, "result:9:aa"}},
	        RULE_ROWS_OTHER, 0},
	    {{{"import", "", 0, 0, 0}, {"import", "", 0, 0, 0},
	         {"draw", "", 0, 0, "draw:2:aa pick:1:aa"}},
	        RULE_ROW_NEEDED, 0},
	    {{{"import", "", 0, 0, 0}, {"import", "", 0, 0, 0},
	         {"draw", "", 0, 0, "file:2:aa pick:1:aa"}},
	        RULE_ROW_NEEDED, 0},
	    {{{"import", "", 0, 0, 0}, {"import", "", 0, 0, 0}, {"commit", "", 0, 0, ""}},
	        RULE_ROW_NEEDED, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct rule_fault f = {0};
		char time[3][TIME_SIZE];
		struct audit_rules r = {0};

		for (uint64_t k = 0; k < 3; k++) {
			if (f.rule != RULE_KEPT)
				fail_msg(
				    "line %d: rule %d is broken before its end", (int)i, f.rule);
			f = happen(&r, k + 1, &lines[i].event[k], time[k]);
		}
		if (f.rule != lines[i].rule || f.event != lines[i].by)
			fail_msg("line %d: rule %d by event %d", (int)i, f.rule, (int)f.event);
	}
}

/* What an event must have, and what it must not have twice. */
static void files(void **state)
{
	struct audit_event e = {.seq = 1,
	    .action = STR("draw"),
	    .plan = STR("P"),
	    .plan_digest = STR("d"),
	    .time = STR("2023-06-12T09:00:00+08:00")};
	struct audit_file plan = {.kind = STR("plan"), .digest = STR("d")}, other = plan;
	struct rule_fault f;
	struct audit_rules r = {0};

	(void)state;
	other.digest = STR("e");
	assert_int_equal(audit_rules_event(&r, &e).rule, RULE_KEPT);
	f = audit_rules_end(&r, STR("draw:1:aa"));
	assert_int_equal(f.rule, RULE_FILE_NEEDED);
	assert_true(str_is(f.what, "plan"));
	assert_int_equal(audit_rules_file(&r, &plan).rule, RULE_KEPT);
	assert_int_equal(audit_rules_file(&r, &other).rule, RULE_CHANGED);
	f = audit_rules_end(&r, STR("draw:1:aa"));
	assert_int_equal(f.rule, RULE_FILE_NEEDED);
	assert_true(str_is(f.what, "calendar"));
	r = (struct audit_rules){0};
	assert_int_equal(audit_rules_event(&r, &e).rule, RULE_KEPT);
	assert_int_equal(audit_rules_file(&r, &other).rule, RULE_PLAN_FILE);
	e.seq = 2;
	e.plan = STR("Q");
	assert_int_equal(audit_rules_event(&r, &e).rule, RULE_PLAN);
	e.plan = STR("P");
	e.action = STR("import");
	e.time = STR("noon");
	assert_int_equal(audit_rules_event(&r, &e).rule, RULE_TIME);
}

/* A second root, or a second list, would pass for what was decided. */
static void outputs(void **state)
{
	static const struct {
		const char *action, *one, *other;
		bool both; /* may it have the two? */
	} lines[] = {
	    {"draw", "roots", "roots", false},
	    {"reveal", "drawn", "drawn", false},
	    {"redraw", "salt", "roots", true},
	    {"cutoff", "cutoffs", "cutoffs", false},
	    {"assign", "assigned", "assigned", false},
	    {"print", "notice", "notice", true},
	    {"batch", "batch", "batch", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct audit_event e = {.seq = 1,
		    .action = str_of(lines[i].action),
		    .plan = STR("P"),
		    .time = STR("2023-06-12T09:00:00+08:00")};
		struct audit_file f = {.output = true, .kind = str_of(lines[i].one)};
		struct audit_rules r = {0};

		audit_rules_event(&r, &e);
		assert_int_equal(audit_rules_file(&r, &f).rule, RULE_KEPT);
		f.kind = str_of(lines[i].other);
		if (audit_rules_file(&r, &f).rule != (lines[i].both ? RULE_KEPT : RULE_SECOND))
			fail_msg("%s: %s", lines[i].action, lines[i].other);
		/* What it reads is something else, and the next event has its own. */
		f.output = false;
		assert_int_not_equal(audit_rules_file(&r, &f).rule, RULE_SECOND);
		audit_rules_event(&r, &e);
		f.output = true;
		assert_int_equal(audit_rules_file(&r, &f).rule, RULE_KEPT);
	}
}

/* Of one import there is one stream, and beside it lists of its own kinds. */
static void streams(void **state)
{
	struct audit_event e = {.seq = 1,
	    .action = STR("import"),
	    .plan = STR("P"),
	    .plan_digest = STR("d"),
	    .time = STR("2023-06-12T09:00:00+08:00")};
	struct audit_file plan = {.kind = STR("plan"), .digest = STR("d")};
	struct audit_file stream = {.output = true, .kind = STR("objects")};
	struct audit_file list = {.output = true, .kind = STR("left-out")};
	struct audit_file page = {.output = true, .kind = STR("page")};
	struct audit_rules r = {0};

	(void)state;
	assert_int_equal(audit_rules_event(&r, &e).rule, RULE_KEPT);
	assert_int_equal(audit_rules_file(&r, &plan).rule, RULE_KEPT);
	assert_int_equal(audit_rules_file(&r, &list).rule, RULE_KEPT);
	assert_int_equal(audit_rules_end(&r, STR("file:2:aa")).rule, RULE_STREAM);
	assert_int_equal(audit_rules_file(&r, &stream).rule, RULE_KEPT);
	assert_int_equal(audit_rules_end(&r, STR("file:3:aa")).rule, RULE_KEPT);
	assert_int_equal(audit_rules_file(&r, &page).rule, RULE_OUTPUT);
	stream.kind = STR("history");
	assert_int_equal(audit_rules_file(&r, &stream).rule, RULE_STREAM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_turn),
	    cmocka_unit_test(with_all),
	    cmocka_unit_test(files),
	    cmocka_unit_test(outputs),
	    cmocka_unit_test(streams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
