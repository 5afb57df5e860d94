#include "ssjc/plan/plan_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What occurs, and how often ---- */

struct value {
	struct str text;
	size_t n;
};

/* Different values of a column, at most MANY of them: more divide nothing. */
enum { MANY = 100 };
struct values {
	struct value v[MANY + 1];
	size_t n;
	bool many;
};

static void count(struct values *all, struct str text)
{
	size_t i = 0;

	while (i < all->n && !str_eq(all->v[i].text, text))
		i++;
	if (i == MANY) {
		all->many = true;
		return;
	}
	if (i == all->n)
		all->v[all->n++] = (struct value){.text = text};
	all->v[i].n++;
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(((const struct value *)a)->text, ((const struct value *)b)->text);
}

static int by_number(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : by_text(a, b);
}

/* The values of a column of the register, without the empty one. */
static void count_column(struct values *all, const struct table *t, const char *column)
{
	int at = table_col(t, column);

	for (size_t row = 0; row < t->rows; row++) {
		struct str text = table_at(t, row, at);

		if (text.n)
			count(all, text);
	}
	qsort(all->v, all->n, sizeof all->v[0], by_text);
}

/* Could a line of [ratio] begin with it? */
static bool is_simple(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(",=#[", s.p[i]))
			return false;
	return s.n > 0;
}

/* ---- Departments ---- */

/* What is in a department's name, and a key for it. */
static const struct {
	const char *word, *key;
} known[] = {
    {"市场监", "market"},
    {"市监", "market"},
    {"交通", "transport"},
    {"应急", "emergency"},
    {"消防", "fire"},
    {"公安", "police"},
    {"环境", "environment"},
    {"环保", "environment"},
    {"住房", "housing"},
    {"住建", "housing"},
    {"城市管理", "city"},
    {"城管", "city"},
    {"卫生", "health"},
    {"卫健", "health"},
    {"农业", "agriculture"},
    {"文化", "culture"},
    {"文旅", "culture"},
    {"税务", "tax"},
    {"人力资源", "labour"},
    {"人社", "labour"},
    {"商务", "commerce"},
    {"教育", "education"},
    {"自然资源", "land"},
    {"水利", "water"},
    {"水务", "water"},
    {"烟草", "tobacco"},
    {"海关", "customs"},
    {"气象", "weather"},
    {"民政", "civil"},
    {"统计", "statistics"},
};

struct departments {
	struct values name; /* those who can be drawn, by department */
	char key[MANY + 1][32];
};

static bool taken(const struct departments *d, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(d->key[i], key) == 0)
			return true;
	return false;
}

/* What a plan can have as a key is kept, as a roster may have keys. */
static bool is_key(struct str s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	for (size_t i = 0; i < s.n; i++)
		if (!strchr(allowed, s.p[i]))
			return false;
	return s.n > 0 && s.n < sizeof((struct departments *)0)->key[0];
}

static void make_key(struct departments *d, size_t i)
{
	struct str name = d->name.v[i].text;
	const char *word = NULL;

	for (size_t k = 0; !word && k < sizeof known / sizeof known[0]; k++)
		if (str_contains(name, known[k].word))
			word = known[k].key;
	if (is_key(name))
		snprintf(d->key[i], sizeof d->key[i], "%.*s", STR_ARG(name));
	else
		snprintf(d->key[i], sizeof d->key[i], "%s", word ? word : "dept1");
	for (unsigned n = 2; taken(d, i, d->key[i]); n++)
		snprintf(d->key[i], sizeof d->key[i], "%s%u", word ? word : "dept", n);
}

static void count_departments(struct departments *d, const struct inspectors *who)
{
	for (size_t i = 0; who && i < who->n; i++)
		if (who->v[i].active && !who->v[i].expert)
			count(&d->name, who->v[i].dept);
	qsort(d->name.v, d->name.n, sizeof d->name.v[0], by_number);
	if (d->name.n == 0)
		count(&d->name, STR(PLAN_MARK "部门全称"));
	for (size_t i = 0; i < d->name.n; i++)
		make_key(d, i);
}

/* ---- The plan ---- */

/* By which columns the register is divided; NULL when it has none of them. */
static const char *strata_of(const struct table *t)
{
	static const char *const one[] = {"category", "credit", "region", "status"};
	struct values credit = {.n = 0};

	count_column(&credit, t, "credit");
	if (credit.n && table_col(t, "category") != NO_COLUMN)
		return "category, credit";
	for (size_t i = 0; i < sizeof one / sizeof one[0]; i++)
		if (table_col(t, one[i]) != NO_COLUMN)
			return one[i];
	return NULL;
}

/* "# 类别：餐饮服务 45、食品销售 15" */
static void put_values(struct buf *out, const char *what, const struct values *all)
{
	buf_printf(out, "# 名录中的%s：", what);
	for (size_t i = 0; i < all->n; i++)
		buf_printf(out, "%s%.*s %zu", i ? "、" : "", STR_ARG(all->v[i].text), all->v[i].n);
	buf_z(out, all->n == 0 ? "没有填写\n" : all->many ? " 等\n" : "\n");
}

static void put_head(struct buf *out, const struct plan_new *n, const char *strata)
{
	char from[DATE_SIZE], to[DATE_SIZE], draw[DATE_SIZE];

	date_format(n->today + 3, draw);
	date_format(n->today + 7, from);
	date_format(n->today + 20, to);
	buf_printf(out,
	    "# 抽查方案：由 ssjc-draw plan --new 按名录生成。标有" PLAN_MARK
	    "的行由人填写（把标记一并改掉），\n"
	    "# 其余各行可以先照用。# 以后是说明，程序不读。各项的详细规定见 man ssjc-plan。\n\n"
	    "[plan]\n"
	    "id        = " PLAN_MARK "抽查计划编号，如 2026-01\n"
	    "title     = " PLAN_MARK "抽查计划名称，如 某区餐饮单位“双随机、一公开”联合抽查\n"
	    "window    = " PLAN_MARK "检查的起止日期，如 %s..%s\n"
	    "#draw_date = %s   # 公布的抽取日期，定时抽取时用：去掉行首的 #\n"
	    "strata    = %s   # 按哪些列分层抽取：category 类别，credit 信用风险等级，region 区域\n"
	    "floor     = 20%%       # 抽取总数不得低于名录的这个比例\n"
	    "reserve   = 100%%      # 备选：与抽取数同样多，用于递补\n"
	    "audit     = %.*s.db   # 审计文件：每一步都记在里面，一个方案一份，不要删改\n"
	    "calendar  = calendar-cn.csv   # 工作日历，程序自带\n"
	    "results   = 5 workdays   # 检查结果的录入期限，从检查之日算起\n"
	    "#confirm  = 2 workdays   # 需要各部门对比确认名单时，去掉行首的 #：从抽取之日算起的期限\n"
	    "#review   = yes          # 检查结果须经第二人复核后公示时，去掉行首的 #\n\n",
	    from, to, draw, strata, STR_ARG(n->name));
}

static void put_ratios(struct buf *out, const struct table *t, bool has_credit)
{
	struct values category = {.n = 0}, credit = {.n = 0}, region = {.n = 0};
	const char *any = has_credit ? "*, *" : "*";

	count_column(&category, t, "category");
	count_column(&credit, t, "credit");
	count_column(&region, t, "region");
	buf_z(out, "[ratio]   # 抽查比例，每行一种；* 表示不限。每层的户数按比例进位取整\n");
	put_values(out, "类别", &category);
	put_values(out, "信用风险等级", &credit);
	put_values(out, "区域", &region);
	for (size_t i = 0; has_credit && i < credit.n; i++)
		if (is_simple(credit.v[i].text))
			buf_printf(out, "*, %.*s = 20%%\n", STR_ARG(credit.v[i].text));
	buf_printf(out, "%s = 20%%   # 其余的\n", any);
	if (category.n && is_simple(category.v[0].text))
		buf_printf(out, "#%.*s%s%.*s = 50%%   # 其中某一类别要多抽时这样写\n",
		    STR_ARG(category.v[0].text), has_credit ? ", " : "",
		    STR_ARG(has_credit ? credit.v[0].text : STR("")));
	buf_char(out, '\n');
}

static void put_rules(struct buf *out, const struct table *t)
{
	struct values status = {.n = 0};

	count_column(&status, t, "status");
	buf_z(out, "[exclude]   # 不参加抽取的\n");
	put_values(out, "登记状态", &status);
	buf_printf(out,
	    "%sstatus    = cancelled, revoked, withdrawn, moved, closed   # 注销、吊销、撤销、迁出、停业\n"
	    "#repeat   = 1 per year   # 本年度已检查过的不再抽取：去掉行首的 #，抽取时用 -H 给出历史检查记录\n\n"
	    "[assign]\n"
	    "per_day   = 3            # 每人每天最多检查几户\n\n",
	    table_col(t, "status") == NO_COLUMN ? "#" : "");
}

static void put_departments(struct buf *out, const struct departments *d)
{
	buf_z(out,
	    "# 抽查实施部门，每个部门一节，方括号里是它的代号。name 要同执法人员名录中的写法一致；\n"
	    "# lead = yes 的是牵头部门，有且只有一个。\n");
	for (size_t i = 0; i < d->name.n; i++)
		buf_printf(out,
		    "[department %s]\n"
		    "name       = %.*s\n"
		    "%s"
		    "inspectors = %d   # 每户派几人%s\n"
		    "#draw      = 6   # 抽几人参加；不写时，够用的最少人数\n\n",
		    d->key[i], STR_ARG(d->name.v[i].text), i ? "" : "lead       = yes\n",
		    d->name.v[i].n == 1 ? 1 : 2, d->name.v[i].n == 1 ? "" : "，不少于2人");
}

static void put_rest(struct buf *out, const struct plan_new *n)
{
	buf_printf(out,
	    "[items]   # 抽查事项清单，印在一企一表上。已给每个部门放了一项，请按本部门的清单改写\n"
	    "file = %.*s-items.csv\n\n"
	    "[papers]   # 印在告知书等文书上的，可以不填\n"
	    "#contact   = 联系人\n"
	    "#telephone = 联系电话\n"
	    "#hour      = 上午9时\n\n"
	    "[upload]   # 检查结果上报到哪些平台，各用什么格式，见 man ssjc-upload；可以不填\n"
	    "#targets   = province:supervise, nation:gsxt\n",
	    STR_ARG(n->name));
}

static void put_items(struct buf *out, const struct departments *d)
{
	buf_z(out, "item,dept,category,title,basis,method,skill,materials\n");
	for (size_t i = 0; i < d->name.n; i++)
		buf_printf(
		    out, "01,%s,,经营资质和经营行为是否符合规定,,实地检查,,营业执照\n", d->key[i]);
}

ssjc_rc plan_new(
    const struct plan_new *n, struct buf *plan, struct buf *items, struct ssjc_err *err)
{
	struct departments *d = calloc(1, sizeof *d);
	const char *strata = strata_of(n->objects);
	bool credit = strata && str_contains(str_of(strata), ",");
	ssjc_rc rc;

	if (!d)
		return ssjc_fail_memory(err);
	if (!strata) {
		rc = ssjc_fail_at(err, SSJC_INPUT, n->objects->name, 0, NULL,
		    "has no column that divides it (类别, 信用风险等级, 所属区域 or 登记状态): add a "
		    "column 类别 that says what kind of business each is");
		goto out;
	}
	count_departments(d, n->who);
	put_head(plan, n, strata);
	put_ratios(plan, n->objects, credit);
	put_rules(plan, n->objects);
	put_departments(plan, d);
	put_rest(plan, n);
	put_items(items, d);
	rc = plan->failed || items->failed ? ssjc_fail_memory(err) : SSJC_OK;
out:
	free(d);
	return rc;
}
