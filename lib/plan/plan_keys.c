#include "plan_reader.h"

#include "ssjc/base/file.h"
#include "ssjc/plan/plan_number.h"
#include "ssjc/plan/plan_rehearse.h"
#include "ssjc/plan/uscc.h"

#include <string.h>
#include <unistd.h>

ssjc_rc plan_reader_fail(struct plan_reader *r, const char *what)
{
	return ssjc_fail_text_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key, what);
}

ssjc_rc plan_reader_fail_value(struct plan_reader *r, struct str value, const char *what)
{
	plan_reader_fail(r, what);
	ssjc_err_before(r->err, "“%.*s” ", STR_ARG(value));
	return SSJC_PLAN;
}

ssjc_rc plan_reader_keep(struct plan_reader *r, struct str value, struct str *out)
{
	bool ok = true;

	*out = arena_str(&r->plan->arena, value, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

ssjc_rc plan_reader_list(struct plan_reader *r, struct str value, struct str **out, size_t *n)
{
	size_t most = 1;
	struct str piece;

	for (size_t i = 0; i < value.n; i++)
		most += value.p[i] == ',';
	*out = arena_array(&r->plan->arena, most, sizeof **out);
	*n = 0;
	if (!*out)
		return ssjc_fail_memory(r->err);
	while (str_split(&value, ',', &piece)) {
		ssjc_rc rc = plan_reader_keep(r, str_trim(piece), &(*out)[*n]);

		if (rc)
			return rc;
		if ((*out)[(*n)++].n == 0)
			return plan_reader_fail(r, "has an empty place in its list");
	}
	return SSJC_OK;
}

ssjc_rc plan_reader_count(
    struct plan_reader *r, struct str value, int64_t low, int64_t high, unsigned *out)
{
	int64_t v;
	const char *wrong = num_parse(value, low, high, &v);

	if (wrong)
		return plan_reader_fail_value(r, value, wrong);
	*out = (unsigned)v;
	return SSJC_OK;
}

static ssjc_rc yes_no(struct plan_reader *r, struct str value, bool *out)
{
	*out = str_is(value, "yes");
	return *out || str_is(value, "no")
	    ? SSJC_OK
	    : plan_reader_fail_value(r, value, "is neither yes nor no");
}

ssjc_rc plan_reader_ratio(struct plan_reader *r, struct str value, struct ratio *out)
{
	const char *wrong = ratio_parse(value, out);

	return wrong ? plan_reader_fail_value(r, value, wrong) : SSJC_OK;
}

/* "2 workdays": the number, low to 999, and the words. */
static ssjc_rc count_of(
    struct plan_reader *r, struct str value, const char *words, int64_t low, unsigned *out)
{
	struct str number = value;
	int64_t v;

	if (str_cut_end(&number, words) && !num_parse(str_trim(number), low, 999, &v)) {
		*out = (unsigned)v;
		return SSJC_OK;
	}
	return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
	    "“%.*s” is not a number of at most 999 and “%s”, such as “2 %s”", STR_ARG(value), words,
	    words);
}

/* An id goes into the seed text, one line: it may not hold what ends a line. */
static ssjc_rc set_id(struct plan_reader *r, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20)
			return plan_reader_fail(r, "has a control character");
	if (plan_is_rehearsal(value))
		return plan_reader_fail_value(
		    r, value, "begins with “演练-”, as only that of a rehearsal (--rehearse) does");
	return plan_reader_keep(r, value, &r->plan->id);
}

static ssjc_rc set_title(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->title);
}

static ssjc_rc set_type(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->type);
}

static ssjc_rc set_window(struct plan_reader *r, struct str value)
{
	struct span window;

	if (!span_parse(value, &window))
		return plan_reader_fail_value(r, value,
		    "is not two dates such as 2023-06-14..2023-06-30, the first not after the "
		    "second");
	r->plan->from = window.from;
	r->plan->to = window.to;
	return SSJC_OK;
}

static ssjc_rc set_draw_date(struct plan_reader *r, struct str value)
{
	if (date_parse(value, &r->plan->draw_date))
		return SSJC_OK;
	return plan_reader_fail_value(r, value, "is not a date such as 2023-06-12");
}

static ssjc_rc set_floor(struct plan_reader *r, struct str value)
{
	return plan_reader_ratio(r, value, &r->plan->floor);
}

static ssjc_rc set_strata(struct plan_reader *r, struct str value)
{
	ssjc_rc rc = plan_reader_list(r, value, &r->plan->strata, &r->plan->n_strata);
	const char *plain;

	r->strata_line = r->line;
	if (rc)
		return rc;
	/* No column is called that; the line on which that showed would be another. */
	for (size_t i = 0; i < r->plan->n_strata; i++)
		if (plan_reader_sign(r->plan->strata[i], &plain) && *plain == ',')
			return plan_reader_fail_value(
			    r, r->plan->strata[i], "is not the name of a column");
	return SSJC_OK;
}

static ssjc_rc set_merge(struct plan_reader *r, struct str value)
{
	return plan_reader_list(r, value, &r->plan->merge, &r->plan->n_merge);
}

static ssjc_rc set_reserve(struct plan_reader *r, struct str value)
{
	r->plan->reserve_all = str_is(value, "all");
	return r->plan->reserve_all ? SSJC_OK : plan_reader_ratio(r, value, &r->plan->reserve);
}

static ssjc_rc path(struct plan_reader *r, struct str value, char **out)
{
	*out = path_join(&r->plan->arena, r->dir, value);
	return *out ? SSJC_OK : ssjc_fail_memory(r->err);
}

static ssjc_rc set_audit(struct plan_reader *r, struct str value)
{
	return path(r, value, &r->plan->audit);
}

static ssjc_rc set_calendar(struct plan_reader *r, struct str value)
{
	struct plan *p = r->plan;
	ssjc_rc rc = path(r, value, &p->calendar);
	char *shared;

	if (rc || access(p->calendar, F_OK) == 0)
		return rc;
	shared = path_join(&p->arena, r->share, value);
	if (!shared)
		return ssjc_fail_memory(r->err);
	if (access(shared, F_OK) == 0)
		p->calendar = shared;
	return SSJC_OK;
}

static ssjc_rc set_confirm(struct plan_reader *r, struct str value)
{
	return count_of(r, value, "workdays", 0, &r->plan->confirm_days);
}

static ssjc_rc set_results(struct plan_reader *r, struct str value)
{
	return count_of(r, value, "workdays", 0, &r->plan->result_days);
}

static ssjc_rc set_follow(struct plan_reader *r, struct str value)
{
	return count_of(r, value, "workdays", 0, &r->plan->follow_days);
}

static ssjc_rc set_review(struct plan_reader *r, struct str value)
{
	return yes_no(r, value, &r->plan->review);
}

static ssjc_rc set_custody(struct plan_reader *r, struct str value)
{
	r->plan->custody_strict = str_is(value, "strict");
	return r->plan->custody_strict || str_is(value, "open")
	    ? SSJC_OK
	    : plan_reader_fail_value(r, value, "is neither strict nor open");
}

static ssjc_rc set_accept_rejects(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->accept_rejects);
}

static ssjc_rc set_status(struct plan_reader *r, struct str value)
{
	return plan_reader_list(r, value, &r->plan->exclude_status, &r->plan->n_exclude_status);
}

static ssjc_rc set_repeat(struct plan_reader *r, struct str value)
{
	return count_of(r, value, "per year", 1, &r->plan->repeat);
}

static ssjc_rc set_mode(struct plan_reader *r, struct str value)
{
	return str_is(value, "pairs")
	    ? SSJC_OK
	    : plan_reader_fail_value(r, value, "is not a mode; the only mode is pairs");
}

static ssjc_rc set_per_day(struct plan_reader *r, struct str value)
{
	return plan_reader_count(r, value, 1, 999, &r->plan->per_day);
}

static ssjc_rc set_items(struct plan_reader *r, struct str value)
{
	return path(r, value, &r->plan->items);
}

static struct plan_dept *dept(struct plan_reader *r)
{
	return &r->plan->dept[r->plan->n_depts - 1];
}

static ssjc_rc set_name(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &dept(r)->name);
}

static ssjc_rc set_lead(struct plan_reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->lead);
}

static ssjc_rc set_inspectors(struct plan_reader *r, struct str value)
{
	return plan_reader_count(r, value, 1, 99, &dept(r)->inspectors);
}

static ssjc_rc set_draw(struct plan_reader *r, struct str value)
{
	return str_is(value, "auto") ? SSJC_OK
	                             : plan_reader_count(r, value, 1, 1000000, &dept(r)->draw);
}

static ssjc_rc set_max_load(struct plan_reader *r, struct str value)
{
	return plan_reader_count(r, value, 1, 1000000, &dept(r)->max_load);
}

static ssjc_rc set_qualified(struct plan_reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->qualified);
}

static ssjc_rc set_contact(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->papers.contact);
}

static ssjc_rc set_telephone(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->papers.telephone);
}

static ssjc_rc set_number(struct plan_reader *r, struct str value)
{
	struct str rest = value, piece;

	/* Each { begins {n}. */
	str_split(&rest, '{', &piece);
	while (str_split(&rest, '{', &piece))
		if (!str_starts(piece, "n}"))
			return plan_reader_fail_value(
			    r, value, "has another { than that of {n}, the number of the team");
	return plan_reader_keep(r, value, &r->plan->papers.number);
}

static ssjc_rc set_hour(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->papers.hour);
}

static ssjc_rc set_frequency(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->papers.frequency);
}

static ssjc_rc set_templates(struct plan_reader *r, struct str value)
{
	return path(r, value, &r->plan->papers.templates);
}

static ssjc_rc set_plan_number(struct plan_reader *r, struct str value)
{
	return plan_number_is(value)
	    ? plan_reader_keep(r, value, &r->plan->upload.plan_number)
	    : plan_reader_fail_value(r, value,
	          "is not a number of a plan: 6 digits of the area, 4 of the year, a 1, and 3 "
	          "digits");
}

static ssjc_rc set_task_id(struct plan_reader *r, struct str value)
{
	return plan_number_is_task(value)
	    ? plan_reader_keep(r, value, &r->plan->upload.task_id)
	    : plan_reader_fail_value(r, value,
	          "is not a number of a task: 6 digits of the area, 8 of a date, a 1, and 3 "
	          "digits");
}

static ssjc_rc set_task_title(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->upload.task_title);
}

static ssjc_rc set_draw_type(struct plan_reader *r, struct str value)
{
	return str_is(value, "定向") || str_is(value, "不定向")
	    ? plan_reader_keep(r, value, &r->plan->upload.draw_type)
	    : plan_reader_fail_value(r, value, "is neither 定向 nor 不定向");
}

static ssjc_rc set_area(struct plan_reader *r, struct str value)
{
	return plan_number_is_area(value)
	    ? plan_reader_keep(r, value, &r->plan->upload.area)
	    : plan_reader_fail_value(r, value, "is not a code of an area (行政区划代码): 6 digits");
}

static ssjc_rc set_formats(struct plan_reader *r, struct str value)
{
	return path(r, value, &r->plan->upload.formats);
}

static ssjc_rc set_code(struct plan_reader *r, struct str value)
{
	struct uscc u = uscc_check(value);

	if (u.fault == USCC_GOOD && value.n == USCC_SIZE)
		return plan_reader_keep(r, value, &dept(r)->code);
	if (u.fault == USCC_CHECK_DIGIT && value.n == USCC_SIZE)
		return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
		    "“%.*s” has a wrong check digit: it should be %c", STR_ARG(value), u.expected);
	return plan_reader_fail_value(
	    r, value, "is not a unified social credit code (统一社会信用代码): 18 characters");
}

static ssjc_rc set_witness_name(struct plan_reader *r, struct str value)
{
	return plan_reader_keep(r, value, &r->plan->holder[r->plan->n_holders - 1].name);
}

static const struct plan_key {
	const char *section, *name;
	ssjc_rc (*set)(struct plan_reader *, struct str);
	bool needed;
} keys[] = {
    {"plan", "id", set_id, true},
    {"plan", "title", set_title, true},
    {"plan", "type", set_type, false},
    {"plan", "window", set_window, true},
    {"plan", "draw_date", set_draw_date, false},
    {"plan", "floor", set_floor, false},
    {"plan", "strata", set_strata, true},
    {"plan", "merge", set_merge, false},
    {"plan", "reserve", set_reserve, false},
    {"plan", "audit", set_audit, true},
    {"plan", "confirm", set_confirm, false},
    {"plan", "results", set_results, false},
    {"plan", "calendar", set_calendar, true},
    {"plan", "follow", set_follow, false},
    {"plan", "review", set_review, false},
    {"plan", "custody", set_custody, false},
    {"plan", "accept_rejects", set_accept_rejects, false},
    {"plan", "task_id", set_task_id, false},
    {"plan", "task_title", set_task_title, false},
    {"plan", "draw_type", set_draw_type, false},
    {"plan", "area", set_area, false},
    {"plan", "plan_number", set_plan_number, false},
    {"exclude", "status", set_status, false},
    {"exclude", "repeat", set_repeat, false},
    {"assign", "mode", set_mode, false},
    {"assign", "per_day", set_per_day, false},
    {"department", "name", set_name, true},
    {"department", "lead", set_lead, false},
    {"department", "inspectors", set_inspectors, false},
    {"department", "draw", set_draw, false},
    {"department", "max_load", set_max_load, false},
    {"department", "qualified", set_qualified, false},
    {"department", "code", set_code, false},
    {"witness", "name", set_witness_name, true},
    {"items", "file", set_items, false},
    {"papers", "contact", set_contact, false},
    {"papers", "telephone", set_telephone, false},
    {"papers", "number", set_number, false},
    {"papers", "hour", set_hour, false},
    {"papers", "frequency", set_frequency, false},
    {"papers", "templates", set_templates, false},
    {"upload", "formats", set_formats, false},
};
enum { KEYS = sizeof keys / sizeof keys[0] };
_Static_assert(KEYS <= sizeof((struct plan_reader *)0)->seen / sizeof(unsigned),
    "there is a place for the line of each key");

ssjc_rc plan_keys_complete(struct plan_reader *r, const char *section, unsigned line)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0 && keys[i].needed && !r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, line, keys[i].name,
			    "is missing in [%s]", section);
	return SSJC_OK;
}

void plan_keys_begin(struct plan_reader *r, const char *section)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0)
			r->seen[i] = 0;
}

static ssjc_rc unknown_key(struct plan_reader *r, const char *section, struct str key)
{
	struct buf names = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0)
			buf_printf(&names, "%s%s", names.n ? ", " : "", keys[i].name);
	rc = ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, NULL,
	    "“%.*s” is not a key of [%s]; its keys are: %.*s", STR_ARG(key), section,
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

ssjc_rc plan_keys_set(struct plan_reader *r, const char *section, struct str key, struct str value)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (strcmp(keys[i].section, section) != 0 || !str_is(key, keys[i].name))
			continue;
		r->key = keys[i].name;
		if (r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
			    "is already set on line %u", r->seen[i]);
		if (value.n == 0)
			return plan_reader_fail(r, "has no value");
		r->seen[i] = r->line;
		return keys[i].set(r, value);
	}
	return unknown_key(r, section, key);
}
