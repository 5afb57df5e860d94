#include "plan_reader.h"

#include "ssjc/base/file.h"
#include "ssjc/plan/plan_number.h"
#include "ssjc/plan/plan_rehearse.h"
#include "ssjc/plan/uscc.h"

#include <string.h>
#include <unistd.h>

static struct plan_reader *reader(struct settings *s)
{
	return s->to;
}

static struct plan *plan(struct settings *s)
{
	return reader(s)->plan;
}

/* "2 workdays": the number, low to 999, and the words. */
static ssjc_rc count_of(
    struct settings *s, struct str value, const char *words, int64_t low, unsigned *out)
{
	struct str number = value;
	int64_t v;

	if (str_cut_end(&number, words) && !num_parse(str_trim(number), low, 999, &v)) {
		*out = (unsigned)v;
		return SSJC_OK;
	}
	return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
	    "“%.*s” is not a number of at most 999 and “%s”, such as “2 %s”", STR_ARG(value), words,
	    words);
}

/* An id goes into the seed text, one line: it may not hold what ends a line. */
static ssjc_rc set_id(struct settings *s, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20)
			return settings_fail(s, "has a control character");
	if (plan_is_rehearsal(value))
		return settings_fail_value(
		    s, value, "begins with “演练-”, as only that of a rehearsal (--rehearse) does");
	return settings_keep(s, value, &plan(s)->id);
}

static ssjc_rc set_title(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->title);
}

static ssjc_rc set_type(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->type);
}

static ssjc_rc set_window(struct settings *s, struct str value)
{
	struct span window;

	if (!span_parse(value, &window))
		return settings_fail_value(s, value,
		    "is not two dates such as 2023-06-14..2023-06-30, the first not after the "
		    "second");
	plan(s)->from = window.from;
	plan(s)->to = window.to;
	return SSJC_OK;
}

static ssjc_rc set_draw_date(struct settings *s, struct str value)
{
	if (date_parse(value, &plan(s)->draw_date))
		return SSJC_OK;
	return settings_fail_value(s, value, "is not a date such as 2023-06-12");
}

static ssjc_rc set_floor(struct settings *s, struct str value)
{
	return settings_ratio(s, value, &plan(s)->floor);
}

static ssjc_rc set_strata(struct settings *s, struct str value)
{
	ssjc_rc rc = settings_list(s, value, &plan(s)->strata, &plan(s)->n_strata);
	const char *plain;

	reader(s)->strata_line = s->line;
	if (rc)
		return rc;
	/* No column is called that; the line on which that showed would be another. */
	for (size_t i = 0; i < plan(s)->n_strata; i++)
		if (settings_sign(plan(s)->strata[i], &plain) && *plain == ',')
			return settings_fail_value(
			    s, plan(s)->strata[i], "is not the name of a column");
	return SSJC_OK;
}

static ssjc_rc set_merge(struct settings *s, struct str value)
{
	return settings_list(s, value, &plan(s)->merge, &plan(s)->n_merge);
}

static ssjc_rc set_reserve(struct settings *s, struct str value)
{
	plan(s)->reserve_all = str_is(value, "all");
	return plan(s)->reserve_all ? SSJC_OK : settings_ratio(s, value, &plan(s)->reserve);
}

static ssjc_rc set_audit(struct settings *s, struct str value)
{
	return settings_path(s, value, &plan(s)->audit);
}

static ssjc_rc set_calendar(struct settings *s, struct str value)
{
	struct plan *p = plan(s);
	ssjc_rc rc = settings_path(s, value, &p->calendar);
	char *shared;

	if (rc || access(p->calendar, F_OK) == 0)
		return rc;
	shared = path_join(&p->arena, reader(s)->share, value);
	if (!shared)
		return ssjc_fail_memory(s->err);
	if (access(shared, F_OK) == 0)
		p->calendar = shared;
	return SSJC_OK;
}

static ssjc_rc set_confirm(struct settings *s, struct str value)
{
	return count_of(s, value, "workdays", 0, &plan(s)->confirm_days);
}

static ssjc_rc set_results(struct settings *s, struct str value)
{
	return count_of(s, value, "workdays", 0, &plan(s)->result_days);
}

static ssjc_rc set_follow(struct settings *s, struct str value)
{
	return count_of(s, value, "workdays", 0, &plan(s)->follow_days);
}

static ssjc_rc set_review(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &plan(s)->review);
}

static ssjc_rc set_custody(struct settings *s, struct str value)
{
	plan(s)->custody_strict = str_is(value, "strict");
	return plan(s)->custody_strict || str_is(value, "open")
	    ? SSJC_OK
	    : settings_fail_value(s, value, "is neither strict nor open");
}

static ssjc_rc set_receipts(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &plan(s)->receipts);
}

static ssjc_rc set_accept_rejects(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->accept_rejects);
}

static ssjc_rc set_status(struct settings *s, struct str value)
{
	return settings_list(s, value, &plan(s)->exclude_status, &plan(s)->n_exclude_status);
}

static ssjc_rc set_repeat(struct settings *s, struct str value)
{
	return count_of(s, value, "per year", 1, &plan(s)->repeat);
}

static ssjc_rc set_mode(struct settings *s, struct str value)
{
	plan(s)->by_teams = str_is(value, "teams");
	return plan(s)->by_teams || str_is(value, "pairs")
	    ? SSJC_OK
	    : settings_fail_value(s, value, "is not a mode: the modes are pairs and teams");
}

static ssjc_rc set_teams(struct settings *s, struct str value)
{
	plan(s)->teams = 0;
	return str_is(value, "auto") ? SSJC_OK : settings_count(s, value, 1, 9999, &plan(s)->teams);
}

static ssjc_rc set_team_for(struct settings *s, struct str value)
{
	plan(s)->daily_teams = str_is(value, "day");
	return plan(s)->daily_teams || str_is(value, "plan")
	    ? SSJC_OK
	    : settings_fail_value(s, value, "is neither plan nor day");
}

static ssjc_rc set_per_day(struct settings *s, struct str value)
{
	return settings_count(s, value, 1, 999, &plan(s)->per_day);
}

static ssjc_rc set_experts(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &plan(s)->experts);
}

static ssjc_rc set_items(struct settings *s, struct str value)
{
	return settings_path(s, value, &plan(s)->items);
}

static struct plan_dept *dept(struct settings *s)
{
	return &plan(s)->dept[plan(s)->n_depts - 1];
}

static ssjc_rc set_name(struct settings *s, struct str value)
{
	return settings_keep(s, value, &dept(s)->name);
}

static ssjc_rc set_lead(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &dept(s)->lead);
}

static ssjc_rc set_inspectors(struct settings *s, struct str value)
{
	return settings_count(s, value, 1, 99, &dept(s)->inspectors);
}

static ssjc_rc set_draw(struct settings *s, struct str value)
{
	return str_is(value, "auto") ? SSJC_OK
	                             : settings_count(s, value, 1, 1000000, &dept(s)->draw);
}

static ssjc_rc set_max_load(struct settings *s, struct str value)
{
	return settings_count(s, value, 1, 1000000, &dept(s)->max_load);
}

static ssjc_rc set_qualified(struct settings *s, struct str value)
{
	return settings_yes_no(s, value, &dept(s)->qualified);
}

static ssjc_rc set_contact(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->papers.contact);
}

static ssjc_rc set_telephone(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->papers.telephone);
}

static ssjc_rc set_number(struct settings *s, struct str value)
{
	struct str rest = value, piece;

	/* Each { begins {n}. */
	str_split(&rest, '{', &piece);
	while (str_split(&rest, '{', &piece))
		if (!str_starts(piece, "n}"))
			return settings_fail_value(
			    s, value, "has another { than that of {n}, the number of the team");
	return settings_keep(s, value, &plan(s)->papers.number);
}

static ssjc_rc set_hour(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->papers.hour);
}

static ssjc_rc set_frequency(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->papers.frequency);
}

static ssjc_rc set_page(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->papers.page);
}

static ssjc_rc set_templates(struct settings *s, struct str value)
{
	return settings_path(s, value, &plan(s)->papers.templates);
}

static ssjc_rc set_plan_number(struct settings *s, struct str value)
{
	return plan_number_is(value)
	    ? settings_keep(s, value, &plan(s)->upload.plan_number)
	    : settings_fail_value(s, value,
	          "is not a number of a plan: 6 digits of the area, 4 of the year, a 1, and 3 "
	          "digits");
}

static ssjc_rc set_task_id(struct settings *s, struct str value)
{
	return plan_number_is_task(value)
	    ? settings_keep(s, value, &plan(s)->upload.task_id)
	    : settings_fail_value(s, value,
	          "is not a number of a task: 6 digits of the area, 8 of a date, a 1, and 3 "
	          "digits");
}

static ssjc_rc set_task_title(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->upload.task_title);
}

static ssjc_rc set_draw_type(struct settings *s, struct str value)
{
	return str_is(value, "定向") || str_is(value, "不定向")
	    ? settings_keep(s, value, &plan(s)->upload.draw_type)
	    : settings_fail_value(s, value, "is neither 定向 nor 不定向");
}

static ssjc_rc set_area(struct settings *s, struct str value)
{
	return plan_number_is_area(value)
	    ? settings_keep(s, value, &plan(s)->upload.area)
	    : settings_fail_value(s, value, "is not a code of an area (行政区划代码): 6 digits");
}

static ssjc_rc set_formats(struct settings *s, struct str value)
{
	return settings_path(s, value, &plan(s)->upload.formats);
}

/* "province:supervise": a target, and the format that it takes. */
static bool read_target(struct str piece, struct plan_target *out)
{
	struct str format = piece;

	if (!str_split(&format, ':', &out->name) || !format.p)
		return false;
	out->name = str_trim(out->name);
	out->format = str_trim(format);
	return out->name.n > 0 && out->format.n > 0;
}

static ssjc_rc set_targets(struct settings *s, struct str value)
{
	struct plan_upload *u = &plan(s)->upload;
	struct str *piece;
	ssjc_rc rc = settings_list(s, value, &piece, &u->n_targets);

	if (rc)
		return rc;
	u->target = arena_array(&plan(s)->arena, u->n_targets + 1, sizeof *u->target);
	if (!u->target)
		return ssjc_fail_memory(s->err);
	for (size_t i = 0; i < u->n_targets; i++) {
		if (!read_target(piece[i], &u->target[i]))
			return settings_fail_value(s, piece[i],
			    "is not a target and the format that it takes, such as "
			    "province:supervise");
		rc = settings_is_name(s, u->target[i].name);
		if (rc)
			return rc;
		for (size_t k = 0; k < i; k++)
			if (str_eq(u->target[k].name, u->target[i].name))
				return settings_fail_value(
				    s, piece[i], "is a target that is named before");
	}
	return SSJC_OK;
}

static ssjc_rc set_days(struct settings *s, struct str value)
{
	str_cut_end(&value, "workdays");
	return settings_count(s, str_trim(value), 1, 999, &plan(s)->upload.days);
}

static ssjc_rc set_code(struct settings *s, struct str value)
{
	struct uscc u = uscc_check(value);

	if (u.fault == USCC_GOOD && value.n == USCC_SIZE)
		return settings_keep(s, value, &dept(s)->code);
	if (u.fault == USCC_CHECK_DIGIT && value.n == USCC_SIZE)
		return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
		    "“%.*s” has a wrong check digit: it should be %c", STR_ARG(value), u.expected);
	return settings_fail_value(
	    s, value, "is not a unified social credit code (统一社会信用代码): 18 characters");
}

static ssjc_rc set_witness_name(struct settings *s, struct str value)
{
	return settings_keep(s, value, &plan(s)->holder[plan(s)->n_holders - 1].name);
}

const struct settings_key plan_keys[] = {
    {"plan", "id", .set = set_id, .needed = true},
    {"plan", "title", .set = set_title, .needed = true},
    {"plan", "type", .set = set_type},
    {"plan", "window", .set = set_window, .needed = true},
    {"plan", "draw_date", .set = set_draw_date},
    {"plan", "floor", .set = set_floor},
    {"plan", "strata", .set = set_strata, .needed = true},
    {"plan", "merge", .set = set_merge},
    {"plan", "reserve", .set = set_reserve},
    {"plan", "audit", .set = set_audit, .needed = true},
    {"plan", "confirm", .set = set_confirm},
    {"plan", "results", .set = set_results},
    {"plan", "calendar", .set = set_calendar, .needed = true},
    {"plan", "follow", .set = set_follow},
    {"plan", "review", .set = set_review},
    {"plan", "custody", .set = set_custody},
    {"plan", "accept_rejects", .set = set_accept_rejects},
    {"plan", "receipts", .set = set_receipts},
    {"plan", "task_id", .set = set_task_id},
    {"plan", "task_title", .set = set_task_title},
    {"plan", "draw_type", .set = set_draw_type},
    {"plan", "area", .set = set_area},
    {"plan", "plan_number", .set = set_plan_number},
    {"exclude", "status", .set = set_status},
    {"exclude", "repeat", .set = set_repeat},
    {"assign", "mode", .set = set_mode},
    {"assign", "teams", .set = set_teams},
    {"assign", "team_for", .set = set_team_for},
    {"assign", "per_day", .set = set_per_day},
    {"assign", "experts", .set = set_experts},
    {"assign", "rotate", .set = plan_set_rotate},
    {"assign", "group", .set = plan_set_group},
    {"assign", "spread", .set = plan_set_spread},
    {"assign", "days_a_week", .set = plan_set_days_a_week},
    {"department", "name", .set = set_name, .needed = true},
    {"department", "lead", .set = set_lead},
    {"department", "inspectors", .set = set_inspectors},
    {"department", "draw", .set = set_draw},
    {"department", "max_load", .set = set_max_load},
    {"department", "share", .set = plan_set_share},
    {"department", "qualified", .set = set_qualified},
    {"department", "code", .set = set_code},
    {"witness", "name", .set = set_witness_name, .needed = true},
    {"items", "file", .set = set_items},
    {"papers", "contact", .set = set_contact},
    {"papers", "telephone", .set = set_telephone},
    {"papers", "number", .set = set_number},
    {"papers", "hour", .set = set_hour},
    {"papers", "frequency", .set = set_frequency},
    {"papers", "page", .set = set_page},
    {"papers", "templates", .set = set_templates},
    {"upload", "formats", .set = set_formats},
    {"upload", "targets", .set = set_targets},
    {"upload", "days", .set = set_days},
};
const size_t plan_keys_n = sizeof plan_keys / sizeof plan_keys[0];
_Static_assert(sizeof plan_keys / sizeof plan_keys[0] <= SETTINGS_KEYS,
    "there is a place for the line of each key");
