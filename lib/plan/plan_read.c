#include "plan_reader.h"

#include "ssjc/base/file.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/plan_new.h"

#include <string.h>

static struct plan_reader *reader(struct settings *s)
{
	return s->to;
}

static struct plan *plan(struct settings *s)
{
	return reader(s)->plan;
}

/* A longer copy of an array of n, with a zeroed element more: they are few. */
static void *lengthen(struct settings *s, const void *array, size_t n, size_t size)
{
	void *all = arena_array(s->arena, n + 1, size);

	if (!all)
		ssjc_fail_memory(s->err);
	else if (n)
		memcpy(all, array, n * size);
	return all;
}

static ssjc_rc check_party_key(struct settings *s, struct str key)
{
	const char *section = s->now->name;
	ssjc_rc rc;

	if (key.n == 0)
		return ssjc_fail_at(s->err, s->fault, s->file, s->line, s->key,
		    "[%s] needs a key, such as [%s %s]", section, section,
		    strcmp(section, "witness") == 0 ? "notary" : "transport");
	rc = settings_is_name(s, key);
	if (rc)
		return rc;
	if (plan_dept_of(plan(s), key))
		return settings_fail_value(s, key, "is already a department");
	if (plan_holder_of(plan(s), key))
		return settings_fail_value(s, key, "is already a witness");
	return SSJC_OK;
}

/* [department KEY] */
static ssjc_rc begin_dept(struct settings *s, struct str key)
{
	struct plan *p = plan(s);
	struct plan_dept *all;
	ssjc_rc rc = check_party_key(s, key);

	if (rc)
		return rc;
	all = lengthen(s, p->dept, p->n_depts, sizeof *all);
	if (!all)
		return SSJC_SYSTEM;
	p->dept = all;
	all[p->n_depts] = (struct plan_dept){.inspectors = 2, .line = s->line};
	return settings_keep(s, key, &all[p->n_depts++].key);
}

/* [witness KEY]. Until all is read, holders are the witnesses alone. */
static ssjc_rc begin_witness(struct settings *s, struct str key)
{
	struct plan *p = plan(s);
	struct plan_holder *all;
	ssjc_rc rc = check_party_key(s, key);

	if (rc)
		return rc;
	all = lengthen(s, p->holder, p->n_holders, sizeof *all);
	if (!all)
		return SSJC_SYSTEM;
	p->holder = all;
	return settings_keep(s, key, &all[p->n_holders++].key);
}

/* The departments before the witnesses: the order of their shares in the seed. */
static ssjc_rc gather_holders(struct settings *s)
{
	struct plan *p = plan(s);
	struct plan_holder *all = arena_array(&p->arena, p->n_depts + p->n_holders, sizeof *all);

	if (!all)
		return ssjc_fail_memory(s->err);
	for (size_t i = 0; i < p->n_depts; i++)
		all[i] = (struct plan_holder){p->dept[i].key, p->dept[i].name};
	if (p->n_holders)
		memcpy(all + p->n_depts, p->holder, p->n_holders * sizeof *all);
	p->holder = all;
	p->n_holders += p->n_depts;
	return SSJC_OK;
}

/* "20% max 50": read the cap after the ratio, and cut it off. */
static ssjc_rc read_cap(struct settings *s, struct str *value, uint64_t *cap)
{
	static const char word[] = " max ";
	size_t n = sizeof word - 1;
	unsigned c = 0;
	ssjc_rc rc;

	*cap = 0;
	for (size_t i = 0; i + n <= value->n; i++)
		if (memcmp(value->p + i, word, n) == 0) {
			rc = settings_count(s,
			    str_trim((struct str){value->p + i + n, value->n - i - n}), 1,
			    1000000000, &c);
			if (rc)
				return rc;
			*cap = c;
			*value = str_trim((struct str){value->p, i});
			return SSJC_OK;
		}
	return SSJC_OK;
}

/* "20%", perhaps with "max N", or "count N". */
static ssjc_rc read_amount(struct settings *s, struct str value, struct plan_rule *rule)
{
	unsigned c = 0;
	ssjc_rc rc;

	rule->fixed = str_cut_start(&value, "count ");
	if (rule->fixed) {
		rc = settings_count(s, str_trim(value), 0, 1000000000, &c);
		if (rc)
			return rc;
		rule->count = c;
		return SSJC_OK;
	}
	rc = read_cap(s, &value, &rule->cap);
	if (rc)
		return rc;
	return settings_ratio(s, value, &rule->ratio);
}

/* A rule has a value for each column that strata names. */
static ssjc_rc check_values(struct settings *s, size_t n)
{
	const struct plan *p = plan(s);

	if (p->n_strata == 0)
		return settings_fail(
		    s, "comes before strata is set: put [plan] with strata above [ratio]");
	if (n == p->n_strata)
		return SSJC_OK;
	return ssjc_fail_at(s->err, SSJC_PLAN, p->name, s->line, NULL,
	    "has %zu value%s, but strata on line %u names %zu column%s: give each column a value "
	    "or *",
	    n, n == 1 ? "" : "s", reader(s)->strata_line, p->n_strata, p->n_strata == 1 ? "" : "s");
}

/* "VALUE, VALUE = AMOUNT". */
static ssjc_rc read_rule(struct settings *s, struct str values, struct str amount)
{
	struct plan *p = plan(s);
	struct plan_rule rule = {.line = s->line}, *all;
	ssjc_rc rc = settings_list(s, values, &rule.value, &rule.n);

	if (rc)
		return rc;
	rc = check_values(s, rule.n);
	if (rc)
		return rc;
	rc = read_amount(s, amount, &rule);
	if (rc)
		return rc;
	if (p->n_rules == reader(s)->rules_cap) {
		size_t more = reader(s)->rules_cap ? reader(s)->rules_cap * 2 : 16;

		all = arena_array(&p->arena, more, sizeof *all);
		if (!all)
			return ssjc_fail_memory(s->err);
		if (p->n_rules)
			memcpy(all, p->rule, p->n_rules * sizeof *all);
		p->rule = all;
		reader(s)->rules_cap = more;
	}
	p->rule[p->n_rules++] = rule;
	return SSJC_OK;
}

static const struct settings_section sections[] = {
    {.name = "plan"},
    {.name = "ratio", .line = read_rule},
    {.name = "exclude"},
    {.name = "assign"},
    {.name = "department", .begin = begin_dept},
    {.name = "witness", .begin = begin_witness},
    {.name = "items"},
    {.name = "papers"},
    {.name = "upload"},
};

/* A business is in one stratum. */
static ssjc_rc check_merge(struct settings *s)
{
	const struct plan *p = plan(s);

	for (size_t i = 0; i < p->n_merge; i++)
		for (size_t k = 0; k < p->n_strata; k++)
			if (str_eq(p->merge[i], p->strata[k]))
				return ssjc_fail_at(s->err, SSJC_PLAN, p->name, 0, "merge",
				    "names %.*s, which is a column of strata: a business with two "
				    "values would be in no stratum",
				    STR_ARG(p->merge[i]));
	return SSJC_OK;
}

/* Teams have keys of their own, and others that would mean nothing with them. */
static ssjc_rc check_mode(struct settings *s)
{
	const struct plan *p = plan(s);

	if (!p->by_teams && (p->teams || p->daily_teams))
		return ssjc_fail_at(s->err, SSJC_PLAN, p->name, 0, p->teams ? "teams" : "team_for",
		    "is for mode = teams, but the mode is pairs");
	for (size_t i = 0; p->by_teams && i < p->n_depts; i++) {
		const struct plan_dept *d = &p->dept[i];

		if (d->draw)
			return ssjc_fail_at(s->err, SSJC_PLAN, p->name, d->line, "draw",
			    "is %u for %.*s, but with mode = teams it is the key teams in [assign] "
			    "that says how many serve",
			    d->draw, STR_ARG(d->key));
		if (d->max_load && p->daily_teams)
			return ssjc_fail_at(s->err, SSJC_PLAN, p->name, d->line, "max_load",
			    "is %u for %.*s, but teams that are formed each day (team_for = day) "
			    "have no load in all: per_day limits them",
			    d->max_load, STR_ARG(d->key));
	}
	return SSJC_OK;
}

/* What can be checked only when all lines are read. */
static ssjc_rc check_whole(struct settings *s)
{
	struct plan *p = plan(s);
	size_t leads = 0;
	ssjc_rc rc;

	if (p->n_rules == 0)
		return settings_fail(s, "has no ratio: write a [ratio] section");
	if (p->n_depts == 0)
		return settings_fail(
		    s, "has no department: write a [department KEY] section for each");
	if (p->n_depts == 1)
		p->dept[0].lead = true;
	for (size_t i = 0; i < p->n_depts; i++)
		leads += p->dept[i].lead;
	if (leads != 1)
		return ssjc_fail_at(s->err, SSJC_PLAN, p->name, 0, NULL,
		    "needs exactly one department with lead = yes, but has %zu", leads);
	if (p->draw_date > p->to)
		return ssjc_fail_at(s->err, SSJC_PLAN, p->name, 0, "draw_date",
		    "is after the window: nobody could be inspected");
	rc = plan_rules_sort(p, s->err);
	if (rc)
		return rc;
	rc = check_merge(s);
	if (rc)
		return rc;
	rc = check_mode(s);
	if (rc)
		return rc;
	rc = plan_prefer_check(p, s->err);
	if (rc)
		return rc;
	rc = gather_holders(s);
	if (rc)
		return rc;
	if (!p->type.n)
		p->type = p->n_depts > 1 ? STR("跨部门联合抽查") : STR("部门抽查");
	return SSJC_OK;
}

/* A plan that was begun from a register (plan_new.h) has marks for a person to fill in. */
static ssjc_rc check_filled_in(struct settings *s, struct str text)
{
	struct buf marked = {0};
	struct str rest = text, line;
	ssjc_rc rc = SSJC_OK;

	for (unsigned n = 1; str_split(&rest, '\n', &line); n++) {
		struct str key;

		line = settings_uncomment(line);
		if (!str_contains(line, PLAN_MARK))
			continue;
		str_split(&line, '=', &key);
		buf_printf(&marked, "%s%.*s (%u)", marked.n ? ", " : "", STR_ARG(str_trim(key)), n);
	}
	if (marked.failed)
		rc = ssjc_fail_memory(s->err);
	else if (marked.n)
		rc = ssjc_fail_at(s->err, SSJC_PLAN, s->file, 0, NULL,
		    "these lines still say 【请填写】: %s: write there what is asked for",
		    marked.p);
	buf_free(&marked);
	return rc;
}

ssjc_rc plan_read(struct plan *p, struct str text, const char *name, const char *dir,
    const char *share, struct ssjc_err *err)
{
	struct plan_reader r = {.plan = p, .share = share};
	struct settings s = {.dir = dir,
	    .fault = SSJC_PLAN,
	    .section = sections,
	    .n_sections = sizeof sections / sizeof sections[0],
	    .keys = plan_keys,
	    .n_keys = plan_keys_n,
	    .arena = &p->arena,
	    .to = &r,
	    .err = err};
	ssjc_rc rc;
	bool ok = true;

	*p = (struct plan){.floor = {0, 1},
	    .reserve = {1, 1},
	    .per_day = 3,
	    .prefer.days_a_week = 3,
	    .result_days = 5,
	    .upload.days = 5};
	p->name = arena_cstr(&p->arena, str_of(name));
	p->text = arena_str(&p->arena, text, &ok);
	if (!p->name || !ok) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = digest_hex(text.p, text.n, p->digest, err);
	if (rc)
		goto out;
	s.file = p->name;
	rc = check_filled_in(&s, text);
	if (rc)
		goto out;
	rc = settings_read(&s, text);
	if (rc)
		goto out;
	rc = check_whole(&s);
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
