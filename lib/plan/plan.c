#include "ssjc/plan/plan.h"

#include "ssjc/base/file.h"

#include <string.h>
#include <unistd.h>

/* Where the reader is, and what it fills. */
struct plan_reader {
	struct plan *plan;
	const char *dir, *share;
	unsigned line;
	const char *key; /* of the line, for messages; NULL when it has none */
	size_t rules_cap;
	unsigned seen[64];   /* the line on which each key of the table was set */
	const char *party;   /* the section at hand if it has a key: department or witness */
	unsigned party_line; /* its line; 0 outside one */
	unsigned strata_line;
	struct ssjc_err *err;
};

static ssjc_rc fail(struct plan_reader *r, const char *what)
{
	return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key, "%s", what);
}

static ssjc_rc fail_value(struct plan_reader *r, struct str value, const char *what)
{
	return ssjc_fail_at(
	    r->err, SSJC_PLAN, r->plan->name, r->line, r->key, "“%.*s” %s", STR_ARG(value), what);
}

static ssjc_rc keep(struct plan_reader *r, struct str value, struct str *out)
{
	bool ok = true;

	*out = arena_str(&r->plan->arena, value, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

/* A list, cut at commas. No piece may be empty. */
static ssjc_rc keep_list(struct plan_reader *r, struct str value, struct str **out, size_t *n)
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
		ssjc_rc rc = keep(r, str_trim(piece), &(*out)[*n]);

		if (rc)
			return rc;
		if ((*out)[(*n)++].n == 0)
			return fail(r, "has an empty place in its list");
	}
	return SSJC_OK;
}

static ssjc_rc count(
    struct plan_reader *r, struct str value, int64_t low, int64_t high, unsigned *out)
{
	int64_t v;
	const char *wrong = num_parse(value, low, high, &v);

	if (wrong)
		return fail_value(r, value, wrong);
	*out = (unsigned)v;
	return SSJC_OK;
}

static ssjc_rc yes_no(struct plan_reader *r, struct str value, bool *out)
{
	*out = str_is(value, "yes");
	return *out || str_is(value, "no") ? SSJC_OK
	                                   : fail_value(r, value, "is neither yes nor no");
}

static ssjc_rc ratio(struct plan_reader *r, struct str value, struct ratio *out)
{
	const char *wrong = ratio_parse(value, out);

	return wrong ? fail_value(r, value, wrong) : SSJC_OK;
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
			return fail(r, "has a control character");
	return keep(r, value, &r->plan->id);
}

static ssjc_rc set_title(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->title);
}

static ssjc_rc set_type(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->type);
}

static ssjc_rc set_window(struct plan_reader *r, struct str value)
{
	struct span window;

	if (!span_parse(value, &window))
		return fail_value(r, value,
		    "is not two dates such as 2023-06-14..2023-06-30, the first not after the "
		    "second");
	r->plan->from = window.from;
	r->plan->to = window.to;
	return SSJC_OK;
}

static ssjc_rc set_floor(struct plan_reader *r, struct str value)
{
	return ratio(r, value, &r->plan->floor);
}

static ssjc_rc set_strata(struct plan_reader *r, struct str value)
{
	r->strata_line = r->line;
	return keep_list(r, value, &r->plan->strata, &r->plan->n_strata);
}

static ssjc_rc set_merge(struct plan_reader *r, struct str value)
{
	return keep_list(r, value, &r->plan->merge, &r->plan->n_merge);
}

static ssjc_rc set_reserve(struct plan_reader *r, struct str value)
{
	r->plan->reserve_all = str_is(value, "all");
	return r->plan->reserve_all ? SSJC_OK : ratio(r, value, &r->plan->reserve);
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

static ssjc_rc set_custody(struct plan_reader *r, struct str value)
{
	r->plan->custody_strict = str_is(value, "strict");
	return r->plan->custody_strict || str_is(value, "open")
	    ? SSJC_OK
	    : fail_value(r, value, "is neither strict nor open");
}

static ssjc_rc set_accept_rejects(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->accept_rejects);
}

static ssjc_rc set_status(struct plan_reader *r, struct str value)
{
	return keep_list(r, value, &r->plan->exclude_status, &r->plan->n_exclude_status);
}

static ssjc_rc set_repeat(struct plan_reader *r, struct str value)
{
	return count_of(r, value, "per year", 1, &r->plan->repeat);
}

static ssjc_rc set_mode(struct plan_reader *r, struct str value)
{
	return str_is(value, "pairs")
	    ? SSJC_OK
	    : fail_value(r, value, "is not a mode; the only mode is pairs");
}

static ssjc_rc set_per_day(struct plan_reader *r, struct str value)
{
	return count(r, value, 1, 999, &r->plan->per_day);
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
	return keep(r, value, &dept(r)->name);
}

static ssjc_rc set_lead(struct plan_reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->lead);
}

static ssjc_rc set_inspectors(struct plan_reader *r, struct str value)
{
	return count(r, value, 1, 99, &dept(r)->inspectors);
}

static ssjc_rc set_draw(struct plan_reader *r, struct str value)
{
	return str_is(value, "auto") ? SSJC_OK : count(r, value, 1, 1000000, &dept(r)->draw);
}

static ssjc_rc set_max_load(struct plan_reader *r, struct str value)
{
	return count(r, value, 1, 1000000, &dept(r)->max_load);
}

static ssjc_rc set_qualified(struct plan_reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->qualified);
}

static ssjc_rc set_contact(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->papers.contact);
}

static ssjc_rc set_telephone(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->papers.telephone);
}

static ssjc_rc set_number(struct plan_reader *r, struct str value)
{
	struct str rest = value, piece;

	/* Each { begins {n}. */
	str_split(&rest, '{', &piece);
	while (str_split(&rest, '{', &piece))
		if (!str_starts(piece, "n}"))
			return fail_value(
			    r, value, "has another { than that of {n}, the number of the team");
	return keep(r, value, &r->plan->papers.number);
}

static ssjc_rc set_hour(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->papers.hour);
}

static ssjc_rc set_frequency(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->papers.frequency);
}

static ssjc_rc set_templates(struct plan_reader *r, struct str value)
{
	return path(r, value, &r->plan->papers.templates);
}

static ssjc_rc set_witness_name(struct plan_reader *r, struct str value)
{
	return keep(r, value, &r->plan->holder[r->plan->n_holders - 1].name);
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
    {"plan", "floor", set_floor, false},
    {"plan", "strata", set_strata, true},
    {"plan", "merge", set_merge, false},
    {"plan", "reserve", set_reserve, false},
    {"plan", "audit", set_audit, true},
    {"plan", "confirm", set_confirm, false},
    {"plan", "results", set_results, false},
    {"plan", "calendar", set_calendar, true},
    {"plan", "custody", set_custody, false},
    {"plan", "accept_rejects", set_accept_rejects, false},
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
    {"witness", "name", set_witness_name, true},
    {"items", "file", set_items, false},
    {"papers", "contact", set_contact, false},
    {"papers", "telephone", set_telephone, false},
    {"papers", "number", set_number, false},
    {"papers", "hour", set_hour, false},
    {"papers", "frequency", set_frequency, false},
    {"papers", "templates", set_templates, false},
};
enum { KEYS = sizeof keys / sizeof keys[0] };
_Static_assert(KEYS <= sizeof((struct plan_reader *)0)->seen / sizeof(unsigned),
    "there is a place for the line of each key");

/* When a section ends, every key that it needs must have been set. */
static ssjc_rc section_complete(struct plan_reader *r, const char *section, unsigned line)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0 && keys[i].needed && !r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, line, keys[i].name,
			    "is missing in [%s]", section);
	return SSJC_OK;
}

static ssjc_rc end_party(struct plan_reader *r)
{
	unsigned line = r->party_line;

	r->party_line = 0;
	return line ? section_complete(r, r->party, line) : SSJC_OK;
}

/* A longer copy of an array of n, with a zeroed element more: they are few. */
static void *lengthen(struct plan_reader *r, const void *array, size_t n, size_t size)
{
	void *all = arena_array(&r->plan->arena, n + 1, size);

	if (!all)
		ssjc_fail_memory(r->err);
	else if (n)
		memcpy(all, array, n * size);
	return all;
}

static ssjc_rc check_party_key(struct plan_reader *r, const char *section, struct str key)
{
	static const struct str allowed = STR_INIT("abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (key.n == 0)
		return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
		    "[%s] needs a key, such as [%s %s]", section, section,
		    strcmp(section, "witness") == 0 ? "notary" : "transport");
	for (size_t i = 0; i < key.n; i++)
		if (!memchr(allowed.p, key.p[i], allowed.n))
			return fail_value(r, key, "is not a key of a-z, 0-9, _ and -");
	if (plan_dept_of(r->plan, key))
		return fail_value(r, key, "is already a department");
	if (plan_holder_of(r->plan, key))
		return fail_value(r, key, "is already a witness");
	return SSJC_OK;
}

/* [department KEY] or [witness KEY]. Until all is read, holders are the witnesses alone. */
static ssjc_rc begin_party(struct plan_reader *r, const char *section, struct str key)
{
	struct plan *p = r->plan;
	bool witness = strcmp(section, "witness") == 0;
	struct str *to;
	ssjc_rc rc = check_party_key(r, section, key);

	if (rc)
		return rc;
	if (witness) {
		struct plan_holder *all = lengthen(r, p->holder, p->n_holders, sizeof *all);

		if (!all)
			return SSJC_SYSTEM;
		p->holder = all;
		to = &all[p->n_holders++].key;
	} else {
		struct plan_dept *all = lengthen(r, p->dept, p->n_depts, sizeof *all);

		if (!all)
			return SSJC_SYSTEM;
		p->dept = all;
		all[p->n_depts] = (struct plan_dept){.inspectors = 2, .line = r->line};
		to = &all[p->n_depts++].key;
	}
	rc = keep(r, key, to);
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0)
			r->seen[i] = 0;
	r->party = section;
	r->party_line = r->line;
	return rc;
}

/* The departments before the witnesses: the order of their shares in the seed. */
static ssjc_rc gather_holders(struct plan_reader *r)
{
	struct plan *p = r->plan;
	struct plan_holder *all = arena_array(&p->arena, p->n_depts + p->n_holders, sizeof *all);

	if (!all)
		return ssjc_fail_memory(r->err);
	for (size_t i = 0; i < p->n_depts; i++)
		all[i] = (struct plan_holder){p->dept[i].key, p->dept[i].name};
	if (p->n_holders)
		memcpy(all + p->n_depts, p->holder, p->n_holders * sizeof *all);
	p->holder = all;
	p->n_holders += p->n_depts;
	return SSJC_OK;
}

/* "20% max 50": read the cap after the ratio, and cut it off. */
static ssjc_rc read_cap(struct plan_reader *r, struct str *value, uint64_t *cap)
{
	static const char word[] = " max ";
	size_t n = sizeof word - 1;
	unsigned c = 0;
	ssjc_rc rc;

	*cap = 0;
	for (size_t i = 0; i + n <= value->n; i++)
		if (memcmp(value->p + i, word, n) == 0) {
			rc = count(r, str_trim((struct str){value->p + i + n, value->n - i - n}), 1,
			    1000000000, &c);
			*cap = c;
			*value = str_trim((struct str){value->p, i});
			return rc;
		}
	return SSJC_OK;
}

/* "20%", perhaps with "max N", or "count N". */
static ssjc_rc read_amount(struct plan_reader *r, struct str value, struct plan_rule *rule)
{
	unsigned c = 0;
	ssjc_rc rc;

	rule->fixed = str_cut_start(&value, "count ");
	if (rule->fixed) {
		rc = count(r, str_trim(value), 0, 1000000000, &c);
		rule->count = c;
		return rc;
	}
	rc = read_cap(r, &value, &rule->cap);
	if (rc)
		return rc;
	return ratio(r, value, &rule->ratio);
}

/* A rule has a value for each column that strata names. */
static ssjc_rc check_values(struct plan_reader *r, size_t n)
{
	const struct plan *p = r->plan;

	if (p->n_strata == 0)
		return fail(r, "comes before strata is set: put [plan] with strata above [ratio]");
	if (n == p->n_strata)
		return SSJC_OK;
	return ssjc_fail_at(r->err, SSJC_PLAN, p->name, r->line, NULL,
	    "has %zu value%s, but strata on line %u names %zu column%s: give each column a value "
	    "or *",
	    n, n == 1 ? "" : "s", r->strata_line, p->n_strata, p->n_strata == 1 ? "" : "s");
}

/* "VALUE, VALUE = AMOUNT". */
static ssjc_rc read_rule(struct plan_reader *r, struct str values, struct str amount)
{
	struct plan *p = r->plan;
	struct plan_rule rule = {.line = r->line}, *all;
	size_t n;
	ssjc_rc rc = keep_list(r, values, &rule.value, &n);

	if (rc)
		return rc;
	rc = check_values(r, n);
	if (rc)
		return rc;
	rc = read_amount(r, amount, &rule);
	if (rc)
		return rc;
	if (p->n_rules == r->rules_cap) {
		size_t more = r->rules_cap ? r->rules_cap * 2 : 16;

		all = arena_array(&p->arena, more, sizeof *all);
		if (!all)
			return ssjc_fail_memory(r->err);
		if (p->n_rules)
			memcpy(all, p->rule, p->n_rules * sizeof *all);
		p->rule = all;
		r->rules_cap = more;
	}
	p->rule[p->n_rules++] = rule;
	return SSJC_OK;
}

/* "[name]" or "[name argument]". */
static ssjc_rc read_section(struct plan_reader *r, struct str line, const char **section)
{
	static const char *const sections[] = {
	    "plan", "ratio", "exclude", "assign", "department", "witness", "items", "papers"};
	struct str rest = str_trim((struct str){line.p + 1, line.n - 1}), name;
	ssjc_rc rc = end_party(r);

	if (rc)
		return rc;
	if (rest.n == 0 || rest.p[rest.n - 1] != ']')
		return fail(r, "a section is written [name]");
	rest = str_trim((struct str){rest.p, rest.n - 1});
	str_split(&rest, ' ', &name);
	*section = NULL;
	for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
		if (str_is(name, sections[i]))
			*section = sections[i];
	if (!*section)
		return fail_value(r, name,
		    "is not a section; the sections are: plan, ratio, exclude, assign, "
		    "department, witness, items, papers");
	if (strcmp(*section, "department") == 0 || strcmp(*section, "witness") == 0)
		return begin_party(r, *section, str_trim(rest));
	if (str_trim(rest).n)
		return fail_value(r, str_trim(rest), "may not follow the name of this section");
	return SSJC_OK;
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

static ssjc_rc read_key(
    struct plan_reader *r, const char *section, struct str key, struct str value)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (strcmp(keys[i].section, section) != 0 || !str_is(key, keys[i].name))
			continue;
		r->key = keys[i].name;
		if (r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
			    "is already set on line %u", r->seen[i]);
		if (value.n == 0)
			return fail(r, "has no value");
		r->seen[i] = r->line;
		return keys[i].set(r, value);
	}
	return unknown_key(r, section, key);
}

/* Without a comment, which starts with a # at the start or after a blank. */
static struct str uncomment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_trim((struct str){line.p, i});
	return str_trim(line);
}

static ssjc_rc read_line(struct plan_reader *r, struct str line, const char **section)
{
	const char *equals;
	struct str key, value;

	r->key = NULL;
	if (line.n == 0)
		return SSJC_OK;
	if (line.p[0] == '[')
		return read_section(r, line, section);
	equals = memchr(line.p, '=', line.n);
	if (!equals)
		return fail(r, "is neither [section] nor key = value");
	if (!*section)
		return fail(r, "is before the first section: begin with [plan]");
	key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
	value = str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
	if (strcmp(*section, "ratio") == 0)
		return read_rule(r, key, value);
	return read_key(r, *section, key, value);
}

/* No two rules may have the same values. */
static ssjc_rc check_rules(struct plan_reader *r)
{
	const struct plan *p = r->plan;

	for (size_t i = 0; i < p->n_rules; i++)
		for (size_t k = 0; k < i; k++) {
			size_t same = 0;

			while (same < p->n_strata &&
			    str_eq(p->rule[i].value[same], p->rule[k].value[same]))
				same++;
			if (same == p->n_strata)
				return ssjc_fail_at(r->err, SSJC_PLAN, p->name, p->rule[i].line,
				    NULL, "has the same values as line %u: remove one of the two",
				    p->rule[k].line);
		}
	return SSJC_OK;
}

/* A business is in one stratum. */
static ssjc_rc check_merge(struct plan_reader *r)
{
	const struct plan *p = r->plan;

	for (size_t i = 0; i < p->n_merge; i++)
		for (size_t k = 0; k < p->n_strata; k++)
			if (str_eq(p->merge[i], p->strata[k]))
				return ssjc_fail_at(r->err, SSJC_PLAN, p->name, 0, "merge",
				    "names %.*s, which is a column of strata: a business with two "
				    "values would be in no stratum",
				    STR_ARG(p->merge[i]));
	return SSJC_OK;
}

/* What can be checked only when all lines are read. */
static ssjc_rc check_whole(struct plan_reader *r)
{
	struct plan *p = r->plan;
	size_t leads = 0;
	ssjc_rc rc = section_complete(r, "plan", 0);

	r->line = 0;
	r->key = NULL;
	if (rc)
		return rc;
	if (p->n_rules == 0)
		return fail(r, "has no ratio: write a [ratio] section");
	if (p->n_depts == 0)
		return fail(r, "has no department: write a [department KEY] section for each");
	if (p->n_depts == 1)
		p->dept[0].lead = true;
	for (size_t i = 0; i < p->n_depts; i++)
		leads += p->dept[i].lead;
	if (leads != 1)
		return ssjc_fail_at(r->err, SSJC_PLAN, p->name, 0, NULL,
		    "needs exactly one department with lead = yes, but has %zu", leads);
	rc = check_rules(r);
	if (rc)
		return rc;
	rc = check_merge(r);
	if (rc)
		return rc;
	rc = gather_holders(r);
	if (rc)
		return rc;
	if (!p->type.n)
		p->type = p->n_depts > 1 ? STR("跨部门联合抽查") : STR("部门抽查");
	return SSJC_OK;
}

ssjc_rc plan_read(struct plan *p, struct str text, const char *name, const char *dir,
    const char *share, struct ssjc_err *err)
{
	struct plan_reader r = {.plan = p, .dir = dir, .share = share, .err = err};
	const char *section = NULL;
	size_t valid = str_utf8(text);
	struct str rest, line;
	ssjc_rc rc;
	bool ok = true;

	*p = (struct plan){.floor = {0, 1}, .reserve = {1, 1}, .per_day = 3, .result_days = 5};
	p->name = arena_cstr(&p->arena, str_of(name));
	p->text = arena_str(&p->arena, text, &ok);
	if (!p->name || !ok) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = digest_hex(text.p, text.n, p->digest, err);
	if (rc)
		goto out;
	rest = text;
	str_cut_start(&rest, "\xef\xbb\xbf");
	while (str_split(&rest, '\n', &line)) {
		r.line++;
		rc = (size_t)(line.p - text.p) + line.n > valid
		    ? fail(&r, "is not UTF-8")
		    : read_line(&r, uncomment(line), &section);
		if (rc)
			goto out;
	}
	rc = end_party(&r);
	if (rc)
		goto out;
	rc = check_whole(&r);
out:
	if (rc)
		plan_close(p);
	return rc;
}

ssjc_rc plan_open(struct plan *p, const char *path, const char *share, struct ssjc_err *err)
{
	struct file f;
	struct arena a = {0};
	const char *dir = arena_cstr(&a, path_dir(path));
	ssjc_rc rc = file_open(&f, path, err);

	*p = (struct plan){0};
	if (rc)
		goto out;
	rc = dir ? plan_read(p, f.bytes, path, dir, share, err) : ssjc_fail_memory(err);
out:
	file_close(&f);
	arena_free(&a);
	return rc;
}

static void stratum_text(struct buf *out, const struct plan *p, const struct str *values)
{
	for (size_t i = 0; i < p->n_strata; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
}

/* Does it fit these values? In how many places does it name the value? */
static bool rule_fits(
    const struct plan *p, const struct plan_rule *rule, const struct str *values, size_t *literals)
{
	*literals = 0;
	for (size_t i = 0; i < p->n_strata; i++) {
		if (str_is(rule->value[i], "*"))
			continue;
		if (!str_eq(rule->value[i], values[i]))
			return false;
		++*literals;
	}
	return true;
}

ssjc_rc plan_rule_of(const struct plan *p, const struct str *values, const struct plan_rule **out,
    struct ssjc_err *err)
{
	const struct plan_rule *best = NULL, *equal = NULL;
	size_t most = 0;
	struct buf text = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct plan_rule *rule = &p->rule[i];
		size_t literals;

		if (!rule_fits(p, rule, values, &literals) || (best && literals < most))
			continue;
		equal = best && literals == most ? best : NULL;
		best = rule;
		most = literals;
	}
	*out = best;
	if (best && !equal)
		return SSJC_OK;
	stratum_text(&text, p, values);
	if (best)
		rc = ssjc_fail_at(err, SSJC_PLAN, p->name, best->line, NULL,
		    "fits the stratum “%.*s” just as well as line %u: write a line for it",
		    STR_ARG(buf_text(&text)), equal->line);
	else
		rc = ssjc_fail_at(err, SSJC_PLAN, p->name, 0, NULL,
		    "no line of [ratio] fits the stratum “%.*s”", STR_ARG(buf_text(&text)));
	buf_free(&text);
	return rc;
}

void plan_rule_text(struct buf *out, const struct plan_rule *rule)
{
	if (rule->fixed)
		buf_printf(out, "count %llu", (unsigned long long)rule->count);
	else
		buf_printf(out, "%llu/%llu", (unsigned long long)rule->ratio.p,
		    (unsigned long long)rule->ratio.q);
	if (rule->cap)
		buf_printf(out, " max %llu", (unsigned long long)rule->cap);
}

const struct plan_dept *plan_dept_of(const struct plan *p, struct str key)
{
	for (size_t i = 0; i < p->n_depts; i++)
		if (str_eq(p->dept[i].key, key) || (key.n && str_eq(p->dept[i].name, key)))
			return &p->dept[i];
	return NULL;
}

const struct plan_holder *plan_holder_of(const struct plan *p, struct str key)
{
	for (size_t i = 0; i < p->n_holders; i++)
		if (str_eq(p->holder[i].key, key) || (key.n && str_eq(p->holder[i].name, key)))
			return &p->holder[i];
	return NULL;
}

const struct plan_dept *plan_lead(const struct plan *p)
{
	for (size_t i = 0; i < p->n_depts; i++)
		if (p->dept[i].lead)
			return &p->dept[i];
	return NULL;
}

void plan_close(struct plan *p)
{
	arena_free(&p->arena);
	*p = (struct plan){0};
}
