#include "plan_reader.h"

#include "ssjc/base/file.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/plan_new.h"

#include <string.h>

static ssjc_rc end_party(struct plan_reader *r)
{
	unsigned line = r->party_line;

	r->party_line = 0;
	return line ? plan_keys_complete(r, r->party, line) : SSJC_OK;
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
			return plan_reader_fail_value(r, key, "is not a key of a-z, 0-9, _ and -");
	if (plan_dept_of(r->plan, key))
		return plan_reader_fail_value(r, key, "is already a department");
	if (plan_holder_of(r->plan, key))
		return plan_reader_fail_value(r, key, "is already a witness");
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
	plan_keys_begin(r, section);
	r->party = section;
	r->party_line = r->line;
	return plan_reader_keep(r, key, to);
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
			rc = plan_reader_count(r,
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
static ssjc_rc read_amount(struct plan_reader *r, struct str value, struct plan_rule *rule)
{
	unsigned c = 0;
	ssjc_rc rc;

	rule->fixed = str_cut_start(&value, "count ");
	if (rule->fixed) {
		rc = plan_reader_count(r, str_trim(value), 0, 1000000000, &c);
		if (rc)
			return rc;
		rule->count = c;
		return SSJC_OK;
	}
	rc = read_cap(r, &value, &rule->cap);
	if (rc)
		return rc;
	return plan_reader_ratio(r, value, &rule->ratio);
}

/* A rule has a value for each column that strata names. */
static ssjc_rc check_values(struct plan_reader *r, size_t n)
{
	const struct plan *p = r->plan;

	if (p->n_strata == 0)
		return plan_reader_fail(
		    r, "comes before strata is set: put [plan] with strata above [ratio]");
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
	ssjc_rc rc = plan_reader_list(r, values, &rule.value, &rule.n);

	if (rc)
		return rc;
	rc = check_values(r, rule.n);
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
	static const char *const sections[] = {"plan", "ratio", "exclude", "assign", "department",
	    "witness", "items", "papers", "upload"};
	struct str rest = str_trim((struct str){line.p + 1, line.n - 1}), name;
	ssjc_rc rc = end_party(r);

	if (rc)
		return rc;
	if (rest.n == 0 || rest.p[rest.n - 1] != ']')
		return plan_reader_fail(r, "a section is written [name]");
	rest = str_trim((struct str){rest.p, rest.n - 1});
	str_split(&rest, ' ', &name);
	*section = NULL;
	for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
		if (str_is(name, sections[i]))
			*section = sections[i];
	if (!*section)
		return plan_reader_fail_value(r, name,
		    "is not a section; the sections are: plan, ratio, exclude, assign, "
		    "department, witness, items, papers, upload");
	if (strcmp(*section, "department") == 0 || strcmp(*section, "witness") == 0)
		return begin_party(r, *section, str_trim(rest));
	if (str_trim(rest).n)
		return plan_reader_fail_value(
		    r, str_trim(rest), "may not follow the name of this section");
	return SSJC_OK;
}

/* Without a comment, which starts with a # at the start or after a blank. */
static struct str uncomment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_trim((struct str){line.p, i});
	return str_trim(line);
}

/* Signs of a Chinese keyboard, and those that a plan is written with. */
static const struct {
	const char *wide, *plain;
} signs[] = {
    {"，", ","},
    {"、", ","},
    {"＝", "="},
    {"：", "="},
    {"％", "%"},
    {"［", "["},
    {"］", "]"},
    {"【", "["},
    {"】", "]"},
    {"＊", "*"},
    {"＃", "#"},
    {"～", ".."},
    {"。", "."},
    {"　", " "},
};

const char *plan_reader_sign(struct str text, const char **plain)
{
	for (; text.n; text.p++, text.n--)
		for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
			*plain = signs[i].plain;
			if (str_starts(text, signs[i].wide))
				return signs[i].wide;
		}
	return NULL;
}

/* What is wrong with a line may be such a sign: then it is named. */
static void name_sign(struct plan_reader *r, struct str line)
{
	const char *plain, *wide = plan_reader_sign(line, &plain);
	struct ssjc_err why;

	if (!wide)
		return;
	ssjc_fail(&why, SSJC_PLAN, "the line has the Chinese sign “%s”, where a plan may need “%s”",
	    wide, plain);
	ssjc_err_because(r->err, &why);
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
		return plan_reader_fail(r, "is neither [section] nor key = value");
	if (!*section)
		return plan_reader_fail(r, "is before the first section: begin with [plan]");
	key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
	value = str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
	if (strcmp(*section, "ratio") == 0)
		return read_rule(r, key, value);
	return plan_keys_set(r, *section, key, value);
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
	ssjc_rc rc = plan_keys_complete(r, "plan", 0);

	r->line = 0;
	r->key = NULL;
	if (rc)
		return rc;
	if (p->n_rules == 0)
		return plan_reader_fail(r, "has no ratio: write a [ratio] section");
	if (p->n_depts == 0)
		return plan_reader_fail(
		    r, "has no department: write a [department KEY] section for each");
	if (p->n_depts == 1)
		p->dept[0].lead = true;
	for (size_t i = 0; i < p->n_depts; i++)
		leads += p->dept[i].lead;
	if (leads != 1)
		return ssjc_fail_at(r->err, SSJC_PLAN, p->name, 0, NULL,
		    "needs exactly one department with lead = yes, but has %zu", leads);
	if (p->draw_date > p->to)
		return ssjc_fail_at(r->err, SSJC_PLAN, p->name, 0, "draw_date",
		    "is after the window: nobody could be inspected");
	rc = plan_rules_sort(p, r->err);
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

/* A line must be read by people as it is read here: also a comment. */
static ssjc_rc check_shown(struct plan_reader *r, struct str text, struct str line, size_t valid)
{
	r->key = NULL;
	if ((size_t)(line.p - text.p) + line.n > valid)
		return plan_reader_fail(r, "is not UTF-8");
	if (text_plain_lines(str_trim(line)))
		return SSJC_OK;
	return plan_reader_fail(r,
	    "has a character that does not show as what it is (a control character, or one that "
	    "turns the direction of writing): write it without");
}

/* A plan that was begun from a register (plan_new.h) has marks for a person to fill in. */
static ssjc_rc check_filled_in(struct plan_reader *r, struct str text)
{
	struct buf marked = {0};
	struct str rest = text, line;
	ssjc_rc rc = SSJC_OK;

	for (unsigned n = 1; str_split(&rest, '\n', &line); n++) {
		struct str key;

		line = uncomment(line);
		if (!str_contains(line, PLAN_MARK))
			continue;
		str_split(&line, '=', &key);
		buf_printf(&marked, "%s%.*s (%u)", marked.n ? ", " : "", STR_ARG(str_trim(key)), n);
	}
	if (marked.failed)
		rc = ssjc_fail_memory(r->err);
	else if (marked.n)
		rc = ssjc_fail_at(r->err, SSJC_PLAN, r->plan->name, 0, NULL,
		    "these lines still say 【请填写】: %s: write there what is asked for",
		    marked.p);
	buf_free(&marked);
	return rc;
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
	rc = check_filled_in(&r, text);
	if (rc)
		goto out;
	rest = text;
	str_cut_start(&rest, "\xef\xbb\xbf");
	while (str_split(&rest, '\n', &line)) {
		r.line++;
		rc = check_shown(&r, text, line, valid);
		if (rc)
			goto out;
		rc = read_line(&r, uncomment(line), &section);
		if (rc == SSJC_PLAN)
			name_sign(&r, line);
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
