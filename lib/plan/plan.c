#include "ssjc/plan/plan.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/file.h"

#include <string.h>
#include <unistd.h>

/* Where the reader is, and what it fills. */
struct reader {
	struct plan *plan;
	const char *dir, *share;
	unsigned line;
	const char *key;    /* at hand, for messages */
	size_t rules;       /* capacity */
	unsigned seen[32];  /* the line on which each key of the table was set */
	unsigned dept_line; /* of the department section at hand; 0 outside one */
	struct ssjc_err *err;
};

static ssjc_rc fail(struct reader *r, const char *what)
{
	return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key, "%s", what);
}

static ssjc_rc fail_value(struct reader *r, struct str value, const char *what)
{
	return ssjc_fail_at(
	    r->err, SSJC_PLAN, r->plan->name, r->line, r->key, "“%.*s” %s", STR_ARG(value), what);
}

static ssjc_rc keep(struct reader *r, struct str value, struct str *out)
{
	bool ok = true;

	*out = arena_str(&r->plan->arena, value, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

/* A list cut at commas. */
static ssjc_rc keep_list(struct reader *r, struct str value, struct str **out, size_t *n)
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

		if (rc != SSJC_OK)
			return rc;
		if ((*out)[(*n)++].n == 0)
			return fail(r, "has an empty place in its list");
	}
	return SSJC_OK;
}

static ssjc_rc count(struct reader *r, struct str value, int64_t low, int64_t high, unsigned *out)
{
	const char *wrong;
	int64_t v;

	wrong = num_parse(value, low, high, &v);
	if (wrong)
		return fail_value(r, value, wrong);
	*out = (unsigned)v;
	return SSJC_OK;
}

static ssjc_rc yes_no(struct reader *r, struct str value, bool *out)
{
	*out = str_is(value, "yes");
	return *out || str_is(value, "no") ? SSJC_OK
	                                   : fail_value(r, value, "is neither yes nor no");
}

static ssjc_rc ratio(struct reader *r, struct str value, struct ratio *out)
{
	const char *wrong = ratio_parse(value, out);

	return wrong ? fail_value(r, value, wrong) : SSJC_OK;
}

/* "2 workdays": the number before the words, low to 999. */
static ssjc_rc count_of(
    struct reader *r, struct str value, const char *words, int64_t low, unsigned *out)
{
	size_t n = strlen(words);
	int64_t v;

	if (value.n > n && str_is((struct str){value.p + value.n - n, n}, words) &&
	    !num_parse(str_trim((struct str){value.p, value.n - n}), low, 999, &v)) {
		*out = (unsigned)v;
		return SSJC_OK;
	}
	return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
	    "“%.*s” is not a number of at most 999 and “%s”, such as “2 %s”", STR_ARG(value), words,
	    words);
}

/* An id goes into the seed text, one line: it may not hold what ends a line. */
static ssjc_rc set_id(struct reader *r, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20)
			return fail(r, "has a control character");
	return keep(r, value, &r->plan->id);
}

static ssjc_rc set_title(struct reader *r, struct str value)
{
	return keep(r, value, &r->plan->title);
}

static ssjc_rc set_type(struct reader *r, struct str value)
{
	return keep(r, value, &r->plan->type);
}

static ssjc_rc set_window(struct reader *r, struct str value)
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

static ssjc_rc set_floor(struct reader *r, struct str value)
{
	return ratio(r, value, &r->plan->floor);
}

static ssjc_rc set_strata(struct reader *r, struct str value)
{
	return keep_list(r, value, &r->plan->strata, &r->plan->n_strata);
}

static ssjc_rc set_reserve(struct reader *r, struct str value)
{
	r->plan->reserve_all = str_is(value, "all");
	return r->plan->reserve_all ? SSJC_OK : ratio(r, value, &r->plan->reserve);
}

static ssjc_rc path(struct reader *r, struct str value, char **out)
{
	*out = path_join(&r->plan->arena, r->dir, value);
	return *out ? SSJC_OK : ssjc_fail_memory(r->err);
}

static ssjc_rc set_audit(struct reader *r, struct str value)
{
	return path(r, value, &r->plan->audit);
}

static ssjc_rc set_calendar(struct reader *r, struct str value)
{
	struct plan *p = r->plan;
	ssjc_rc rc = path(r, value, &p->calendar);

	if (rc == SSJC_OK && access(p->calendar, F_OK) != 0) {
		char *shared = path_join(&p->arena, r->share, value);

		if (!shared)
			return ssjc_fail_memory(r->err);
		if (access(shared, F_OK) == 0)
			p->calendar = shared;
	}
	return rc;
}

static ssjc_rc set_confirm(struct reader *r, struct str value)
{
	return count_of(r, value, "workdays", 0, &r->plan->confirm_days);
}

static ssjc_rc set_results(struct reader *r, struct str value)
{
	return count_of(r, value, "workdays", 0, &r->plan->result_days);
}

static ssjc_rc set_custody(struct reader *r, struct str value)
{
	r->plan->custody_strict = str_is(value, "strict");
	return r->plan->custody_strict || str_is(value, "open")
	    ? SSJC_OK
	    : fail_value(r, value, "is neither strict nor open");
}

static ssjc_rc set_status(struct reader *r, struct str value)
{
	return keep_list(r, value, &r->plan->exclude_status, &r->plan->n_exclude_status);
}

static ssjc_rc set_repeat(struct reader *r, struct str value)
{
	return count_of(r, value, "per year", 1, &r->plan->repeat);
}

static ssjc_rc set_mode(struct reader *r, struct str value)
{
	return str_is(value, "pairs") ? SSJC_OK
	                              : fail_value(r, value, "is no mode; there is: pairs");
}

static ssjc_rc set_per_day(struct reader *r, struct str value)
{
	return count(r, value, 1, 999, &r->plan->per_day);
}

static ssjc_rc set_items(struct reader *r, struct str value)
{
	return path(r, value, &r->plan->items);
}

static struct plan_dept *dept(struct reader *r)
{
	return &r->plan->dept[r->plan->n_depts - 1];
}

static ssjc_rc set_name(struct reader *r, struct str value)
{
	return keep(r, value, &dept(r)->name);
}

static ssjc_rc set_lead(struct reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->lead);
}

static ssjc_rc set_inspectors(struct reader *r, struct str value)
{
	return count(r, value, 1, 99, &dept(r)->inspectors);
}

static ssjc_rc set_draw(struct reader *r, struct str value)
{
	return str_is(value, "auto") ? SSJC_OK : count(r, value, 1, 1000000, &dept(r)->draw);
}

static ssjc_rc set_max_load(struct reader *r, struct str value)
{
	return count(r, value, 1, 1000000, &dept(r)->max_load);
}

static ssjc_rc set_qualified(struct reader *r, struct str value)
{
	return yes_no(r, value, &dept(r)->qualified);
}

static const struct key {
	const char *section, *name;
	ssjc_rc (*set)(struct reader *, struct str);
	bool needed;
} keys[] = {
    {"plan", "id", set_id, true},
    {"plan", "title", set_title, true},
    {"plan", "type", set_type, false},
    {"plan", "window", set_window, true},
    {"plan", "floor", set_floor, false},
    {"plan", "strata", set_strata, true},
    {"plan", "reserve", set_reserve, false},
    {"plan", "audit", set_audit, true},
    {"plan", "confirm", set_confirm, false},
    {"plan", "results", set_results, false},
    {"plan", "calendar", set_calendar, true},
    {"plan", "custody", set_custody, false},
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
    {"items", "file", set_items, false},
};
enum { KEYS = sizeof keys / sizeof keys[0] };

/* Every needed key of a section that ends must have been set. */
static ssjc_rc section_complete(struct reader *r, const char *section, unsigned line)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, section) == 0 && keys[i].needed && !r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, line, keys[i].name,
			    "is missing in [%s]", section);
	return SSJC_OK;
}

static ssjc_rc end_dept(struct reader *r)
{
	unsigned line = r->dept_line;

	r->dept_line = 0;
	return line ? section_complete(r, "department", line) : SSJC_OK;
}

static ssjc_rc begin_dept(struct reader *r, struct str key)
{
	struct plan *p = r->plan;
	struct plan_dept *all;
	ssjc_rc rc;

	if (key.n == 0)
		return fail(r, "[department] wants a key, such as [department transport]");
	for (size_t i = 0; i < key.n; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_-", key.p[i], 38))
			return fail_value(r, key, "is not a key of a-z, 0-9, _ and -");
	if (plan_dept_of(p, key))
		return fail_value(r, key, "is a department already");
	/* Departments are few: a longer array each, the old ones stay in the arena. */
	all = arena_array(&p->arena, p->n_depts + 1, sizeof *all);
	if (!all)
		return ssjc_fail_memory(r->err);
	if (p->n_depts)
		memcpy(all, p->dept, p->n_depts * sizeof *all);
	p->dept = all;
	all[p->n_depts] = (struct plan_dept){.inspectors = 2, .line = r->line};
	rc = keep(r, key, &all[p->n_depts++].key);
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].section, "department") == 0)
			r->seen[i] = 0;
	r->dept_line = r->line;
	return rc;
}

/* "20% max 50": the cap behind the ratio, cut off it. */
static ssjc_rc read_cap(struct reader *r, struct str *value, uint64_t *cap)
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

/* "VALUE, VALUE = RATIO", perhaps with "max N", or "= count N". */
static ssjc_rc read_rule(struct reader *r, struct str values, struct str value)
{
	struct plan *p = r->plan;
	struct plan_rule rule = {.line = r->line}, *all;
	size_t n;
	ssjc_rc rc = keep_list(r, values, &rule.value, &n);

	if (rc != SSJC_OK)
		return rc;
	if (n != p->n_strata)
		return ssjc_fail_at(r->err, SSJC_PLAN, p->name, r->line, NULL,
		    "names %zu values, but strata names %zu columns", n, p->n_strata);
	if (str_starts(value, "count ")) {
		unsigned c = 0;

		rule.fixed = true;
		value = str_trim((struct str){value.p + 6, value.n - 6});
		rc = count(r, value, 0, 1000000000, &c);
		rule.count = c;
	} else {
		rc = read_cap(r, &value, &rule.cap);
		if (rc == SSJC_OK)
			rc = ratio(r, value, &rule.ratio);
	}
	if (rc != SSJC_OK)
		return rc;
	if (p->n_rules == r->rules) {
		size_t more = r->rules ? r->rules * 2 : 16;

		all = arena_array(&p->arena, more, sizeof *all);
		if (!all)
			return ssjc_fail_memory(r->err);
		if (p->n_rules)
			memcpy(all, p->rule, p->n_rules * sizeof *all);
		p->rule = all;
		r->rules = more;
	}
	p->rule[p->n_rules++] = rule;
	return SSJC_OK;
}

/* "[name]" or "[name argument]". */
static ssjc_rc read_section(struct reader *r, struct str line, const char **section)
{
	static const char *const sections[] = {
	    "plan", "ratio", "exclude", "assign", "department", "items"};
	struct str rest = str_trim((struct str){line.p + 1, line.n - 1}), name;
	ssjc_rc rc = end_dept(r);

	if (rc != SSJC_OK)
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
		    "is no section; there are: plan, ratio, exclude, assign, department, items");
	if (strcmp(*section, "department") == 0)
		return begin_dept(r, str_trim(rest));
	if (str_trim(rest).n)
		return fail_value(r, str_trim(rest), "has no place in this section's head");
	return SSJC_OK;
}

static ssjc_rc read_key(struct reader *r, const char *section, struct str key, struct str value)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (strcmp(keys[i].section, section) != 0 || !str_is(key, keys[i].name))
			continue;
		r->key = keys[i].name;
		if (r->seen[i])
			return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, r->key,
			    "was set already on line %u", r->seen[i]);
		if (value.n == 0)
			return fail(r, "has no value");
		r->seen[i] = r->line;
		return keys[i].set(r, value);
	}
	return ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, r->line, NULL,
	    "“%.*s” is no key of [%s]", STR_ARG(key), section);
}

/* Without a comment: from a # at the start or behind a blank. */
static struct str uncomment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_trim((struct str){line.p, i});
	return str_trim(line);
}

static ssjc_rc read_line(struct reader *r, struct str line, const char **section)
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
		return fail(r, "stands before any section; the first is [plan]");
	key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
	value = str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
	if (strcmp(*section, "ratio") == 0)
		return read_rule(r, key, value);
	return read_key(r, *section, key, value);
}

/* What no single line can tell. */
static ssjc_rc check_whole(struct reader *r)
{
	struct plan *p = r->plan;
	size_t leads = 0;
	ssjc_rc rc = section_complete(r, "plan", 0);

	r->line = 0;
	r->key = NULL;
	if (rc != SSJC_OK)
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
		return fail(r, "one department, and one only, is the lead: lead = yes");
	for (size_t i = 0; i < p->n_rules; i++)
		for (size_t k = 0; k < i; k++) {
			size_t same = 0;

			while (same < p->n_strata &&
			    str_eq(p->rule[i].value[same], p->rule[k].value[same]))
				same++;
			if (same == p->n_strata)
				return ssjc_fail_at(r->err, SSJC_PLAN, p->name, p->rule[i].line,
				    NULL, "gives a ratio again to the stratum of line %u",
				    p->rule[k].line);
		}
	if (!p->type.n)
		p->type = p->n_depts > 1 ? STR("跨部门联合抽查") : STR("部门抽查");
	return SSJC_OK;
}

ssjc_rc plan_read(struct plan *p, struct str text, const char *name, const char *dir,
    const char *share, struct ssjc_err *err)
{
	struct reader r = {.plan = p, .dir = dir, .share = share, .err = err};
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
	if (rc != SSJC_OK)
		goto out;
	if (str_starts(text, "\xef\xbb\xbf"))
		text.p += 3, text.n -= 3, valid -= 3;
	rest = text;
	while (rc == SSJC_OK && str_split(&rest, '\n', &line)) {
		r.line++;
		if ((size_t)(line.p - text.p) + line.n > valid)
			rc = fail(&r, "is not UTF-8");
		else
			rc = read_line(&r, uncomment(line), &section);
	}
	if (rc == SSJC_OK)
		rc = end_dept(&r);
	if (rc == SSJC_OK)
		rc = check_whole(&r);
out:
	if (rc != SSJC_OK)
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
	if (rc == SSJC_OK)
		rc = dir ? plan_read(p, f.bytes, path, dir, share, err) : ssjc_fail_memory(err);
	file_close(&f);
	arena_free(&a);
	return rc;
}

static void stratum_text(struct buf *out, const struct plan *p, const struct str *values)
{
	for (size_t i = 0; i < p->n_strata; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
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
		size_t literal = 0, k = 0;

		for (; k < p->n_strata; k++) {
			if (str_is(rule->value[k], "*"))
				continue;
			if (!str_eq(rule->value[k], values[k]))
				break;
			literal++;
		}
		if (k < p->n_strata || (best && literal < most))
			continue;
		equal = best && literal == most ? best : NULL;
		best = rule;
		most = literal;
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
