#include "ssjc/document/page.h"

#include "page_parts.h"

#include "ssjc/document/result_list.h"
#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/seed.h"
#include "ssjc/plan/ticket.h"

#include <inttypes.h>
#include <stdlib.h>

static const char style[] =
    ":root{color-scheme:light;--ink:#1a1a1a;--soft:#595959;--line:#d0d0d0;--band:#f5f5f5;"
    "--accent:#9b1c1c}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:62rem;padding:1.5rem 1rem 3rem;color:var(--ink);"
    "background:#fff;line-height:1.7;"
    "font-family:'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "sans-serif}\n"
    "h1{margin:.5rem 0 0;font-size:1.6rem;line-height:1.4;text-wrap:balance}\n"
    "header p{margin:.25rem 0 1.5rem;color:var(--soft)}\n"
    "header{border-top:.3rem solid var(--accent)}\n"
    "h2{margin:2.2rem 0 .8rem;font-size:1.2rem;border-bottom:1px solid var(--line);"
    "padding-bottom:.3rem}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.5rem;margin:0}\n"
    "dt{color:var(--soft)}\n"
    "dd{margin:0;overflow-wrap:anywhere}\n"
    "table{width:100%;border-collapse:collapse;font-size:.94rem}\n"
    "th,td{padding:.5rem .6rem;border-bottom:1px solid var(--line);text-align:left;"
    "vertical-align:top}\n"
    "table+table{margin-top:1.5rem}\n"
    "thead th{background:var(--band);white-space:nowrap}\n"
    "tbody th{font-weight:600}\n"
    "td ul{margin:0;padding:0;list-style:none}\n"
    ".list{table-layout:fixed}\n"
    ".list th:nth-child(1){width:3.2rem}.list th:nth-child(2){width:41%}"
    ".list th:nth-child(4){width:16%}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\n"
    ".wait{color:var(--soft);white-space:nowrap}\n"
    "code,pre{font-family:'Noto Sans Mono CJK SC',Consolas,Menlo,monospace;font-size:.85rem}\n"
    "code{display:block;font-weight:400;color:var(--soft);overflow-wrap:anywhere}\n"
    "dd code,p code,li code{display:inline;color:inherit}\n"
    "dd ul{margin:0;padding-left:1.2rem}\n"
    "details{margin:1.2rem 0}summary{cursor:pointer;color:var(--accent)}\n"
    "details dl{margin:.6rem 0 0 1rem}\n"
    ".removed th:nth-child(n){width:auto}.removed th:nth-child(1){width:34%}\n"
    "pre{margin:.6rem 0 1rem;padding:.8rem 1rem;background:var(--band);"
    "border:1px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "footer{margin-top:2.5rem;padding-top:.8rem;border-top:1px solid var(--line);"
    "color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}\n"
    "@media screen and (max-width:40rem){.list "
    "th:nth-child(n){width:auto}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}"
    ".list thead{display:none}.list tr{display:block;padding:.7rem 0;"
    "border-bottom:1px solid var(--line)}.list td,.list th{display:block;border:0;"
    "padding:.1rem 0;text-align:left}.list [data-label]::before{content:attr(data-label) '：';"
    "color:var(--soft)}.list td:empty{display:none}}\n"
    "@media print{html{font-size:9pt}body{max-width:none;padding:0;line-height:1.5}"
    ".list th,.list td{padding:.25rem .4rem}tr,pre{break-inside:avoid}"
    "thead{display:table-header-group}h2{break-after:avoid}}\n";

void page_escape(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_z(out, "&amp;");
			break;
		case '<':
			buf_z(out, "&lt;");
			break;
		case '>':
			buf_z(out, "&gt;");
			break;
		case '"':
			buf_z(out, "&quot;");
			break;
		default:
			buf_char(out, s.p[i]);
		}
	}
}

/* s as one quoted word of the shell, within HTML. */
static void quote(struct buf *out, struct str s)
{
	struct buf word = {0};

	buf_char(&word, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_z(&word, "'\\''");
		else
			buf_char(&word, s.p[i]);
	}
	buf_char(&word, '\'');
	page_escape(out, buf_text(&word));
	out->failed |= word.failed;
	buf_free(&word);
}

/* The name of a fact; its value and </dd> come next. */
void page_term(struct buf *out, const char *name)
{
	buf_printf(out, "<dt>%s</dt><dd>", name);
}

void page_fact(struct buf *out, const char *name, struct str value)
{
	page_term(out, name);
	page_escape(out, value);
	buf_z(out, "</dd>\n");
}

static void head(struct buf *out, const struct document *d)
{
	buf_z(out,
	    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<title>");
	page_escape(out, d->plan->title);
	buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", style);
	page_escape(out, d->plan->title);
	buf_z(out, "</h1>\n<p>随机抽查过程和结果公示</p>\n</header>\n<main>\n");
}

static void departments(struct buf *out, const struct plan *p)
{
	for (size_t i = 0; i < p->n_depts; i++) {
		buf_z(out, i ? "、" : "");
		page_escape(out, p->dept[i].name);
		buf_z(out, p->dept[i].lead ? "（牵头）" : "");
	}
}

/* Where the seed came from, as text; an unknown source is shown as it is. */
static struct str seed_source(struct str source)
{
	static const struct {
		const char *source, *text;
	} known[] = {
	    {"getrandom", "由抽取所用计算机的随机数发生器产生（未采用事先公布承诺的公开抽取方式）"},
	    {"file", "由文件给出（未采用事先公布承诺的公开抽取方式）"},
	    {"ceremony", "由各方事先承诺的秘密份额和公共事件的结果合成（见下）"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(source, known[i].source))
			return str_of(known[i].text);
	return source;
}

static void facts(struct buf *out, const struct document *d, const struct removals *r)
{
	const struct plan *p = d->plan;
	const struct audit_state *s = d->state;
	bool imported = str_is(s->draw.roster, "import");

	buf_z(out, "<dl>\n");
	page_fact(out, "抽查计划编号", p->id);
	if (p->type.n > 0)
		page_fact(out, "抽查类型", p->type);
	page_term(out, "抽查时间");
	document_date(out, p->from);
	buf_z(out, "至");
	document_date(out, p->to);
	buf_z(out, "</dd>\n");
	page_term(out, "实施部门");
	departments(out, p);
	buf_z(out, "</dd>\n");
	page_term(out, "抽取日期");
	document_date(out, time_day(s->draw_time));
	document_given(out, s->draw_clock_given);
	buf_z(out, "</dd>\n");
	page_term(out, "抽取范围");
	page_extent(out, d, r);
	buf_z(out, "</dd>\n");
	page_fact(out, "名录来源",
	    imported ? STR("由本计划的导入步骤写出，未经其他途径改动")
	             : STR("不是由本计划的导入步骤写出的"));
	if (s->n_seats)
		page_fact(out, "人员名录",
		    s->fixed_inspectors.n ? STR("执法检查人员名录在抽取前已固定")
		                          : STR("执法检查人员名录未在抽取前固定"));
	page_fact(out, "随机种子", seed_source(s->draw.source));
	buf_z(out, "</dl>\n");
}

/* How often the plan was drawn, why it was drawn again, and what was changed afterwards. */
static void draws(struct buf *out, const struct document *d, const struct audit_events *events)
{
	struct buf line = {0};
	bool any = false;

	buf_printf(out, "<p>本计划共抽取 <strong>%u</strong> 次。%s</p>\n", d->state->draws,
	    d->state->draws > 1 ? "本页是最后一次的结果，此前各次作废。" : "");
	for (size_t i = 0; i < events->n; i++) {
		buf_clear(&line);
		if (!document_event(&line, d, events, i))
			continue;
		buf_z(out, any ? "<li>" : "<ul>\n<li>");
		page_escape(out, buf_text(&line));
		buf_z(out, "</li>\n");
		any = true;
	}
	buf_z(out, any ? "</ul>\n" : "");
	out->failed |= line.failed;
	buf_free(&line);
}

/* The histories that no import of this plan wrote, but earlier plans' audit files gave. */
static void earlier(struct buf *out, const struct document *d, const struct audit_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct audit_event *e = &events->v[i];

		for (size_t f = 1; e->seq == d->state->draw_event && f < e->n_files; f++) {
			if (!str_is(e->file[f].kind, "checkpoint"))
				continue;
			buf_z(out, "<p>历史检查记录 ");
			page_escape(out, e->file[f].name);
			buf_z(out,
			    " 取自以往抽查计划的审计文件，未经本计划导入；其 SHA-256 为 <code>");
			page_escape(out, e->file[f - 1].digest);
			buf_z(out, "</code>。</p>\n");
		}
	}
}

/* The ceremony that the last draw came from, or NULL. */
static const struct audit_ceremony *ceremony_of(const struct audit_state *s)
{
	bool held = str_is(s->draw.source, "ceremony") && s->ceremony.draw == s->draw.draw;

	return held ? &s->ceremony : NULL;
}

/* Who was bound to what before the draw. */
static void ceremony(struct buf *out, const struct document *d)
{
	const struct audit_ceremony *c = ceremony_of(d->state);

	if (!c)
		return;
	buf_z(out, "<p>抽取前，各方于 ");
	document_date(out, time_day(c->time));
	document_given(out, c->clock_given);
	buf_printf(out, "公布了对秘密份额的承诺（对本次抽取共承诺 %u 次%s），并约定采用公共事件：",
	    c->times, c->times > 1 ? "，以最后一次为准" : "");
	page_escape(out, c->public);
	if (c->form.n) {
		buf_z(out, "，其结果写成 <code>");
		page_escape(out, c->form);
		buf_z(out, "</code>（");
		ceremony_legend(out, c->form);
		buf_z(out, "）");
	}
	buf_printf(out, "。当时固定的名录有 %" PRIu64 " 户，SHA-256 为 <code>", c->rows);
	page_escape(out, c->roster);
	if (c->inspectors.n) {
		buf_z(out, "</code>；执法检查人员名录的 SHA-256 为 <code>");
		page_escape(out, c->inspectors);
	}
	buf_z(out,
	    "</code>。</p>\n<table>\n<thead><tr><th scope=\"col\">承诺方</th>"
	    "<th scope=\"col\">承诺（份额的 SHA-256）</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < c->n_commitments; i++) {
		const struct plan_holder *dept = plan_holder_of(d->plan, c->commitment[i].dept);

		buf_z(out, "<tr><td>");
		page_escape(out, dept ? dept->name : c->commitment[i].dept);
		buf_z(out, "</td><td><code>");
		page_escape(out, c->commitment[i].digest);
		buf_z(out, "</code></td></tr>\n");
	}
	buf_z(out, "</tbody>\n</table>\n");
}

/* The value of the stratum's column k. */
static struct str value_of(struct str stratum, size_t k)
{
	struct str piece = {NULL, 0};

	while (str_split(&stratum, ';', &piece) && k > 0)
		k--;
	return piece;
}

static void numbers_row(struct buf *out, struct str name, uint64_t all, uint64_t drawn)
{
	buf_z(out, "<tr><th scope=\"row\">");
	page_escape(out, name);
	buf_printf(out,
	    "</th><td class=\"n\">%" PRIu64 "</td><td class=\"n\">%" PRIu64 "</td><td class=\"n\">",
	    all, drawn);
	document_percent(out, drawn, all);
	buf_z(out, "</td></tr>\n");
}

/* A category, with the first of its strata and their sums. */
struct category {
	struct str name;
	size_t first;
	uint64_t all, drawn;
};

static int by_name(const void *a, const void *b)
{
	const struct category *x = a, *y = b;
	int c = str_cmp(x->name, y->name);

	return c ? c : (x->first > y->first) - (x->first < y->first);
}

static int by_first(const void *a, const void *b)
{
	const struct category *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* Those of one name into one, in the order of the strata; how many are left. */
static size_t sum_categories(struct category *v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof *v, by_name);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && str_eq(v[kept - 1].name, v[i].name)) {
			v[kept - 1].all += v[i].all;
			v[kept - 1].drawn += v[i].drawn;
		} else {
			v[kept++] = v[i];
		}
	}
	qsort(v, kept, sizeof *v, by_first);
	return kept;
}

/*
 * How many were drawn of each category, if category is one of the plan's strata.
 * The other strata, the credit class among them, are summed up.
 */
static ssjc_rc categories(struct buf *out, const struct document *d, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	struct category *v;
	size_t column = 0, n;

	while (column < d->plan->n_strata && !str_is(d->plan->strata[column], "category"))
		column++;
	if (column == d->plan->n_strata || s->n_strata == 0)
		return SSJC_OK;
	v = malloc(s->n_strata * sizeof *v);
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_strata; i++)
		v[i] = (struct category){value_of(s->stratum[i].text, column), i,
		    s->stratum[i].population, s->stratum[i].main};
	n = sum_categories(v, s->n_strata);
	buf_z(out,
	    "<table>\n<thead><tr><th scope=\"col\">类别</th>"
	    "<th scope=\"col\" class=\"n\">户数</th><th scope=\"col\" class=\"n\">抽取</th>"
	    "<th scope=\"col\" class=\"n\">比例</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++)
		numbers_row(out, v[i].name, v[i].all, v[i].drawn);
	buf_z(out, "</tbody>\n</table>\n");
	free(v);
	return SSJC_OK;
}

/*
 * The cells with the departments' results of one business: all->v[*at] and those
 * after it, which *at moves past. missing is shown when there is none.
 */
static void result_cells(struct buf *out, const struct document *d, const struct dept_results *all,
    size_t *at, const struct pick *p, struct str missing)
{
	bool refused = false;
	size_t first = *at;

	buf_z(out, "<td data-label=\"检查结果\">");
	for (; *at < all->n && all->v[*at].pick == p; ++*at) {
		const struct dept_result *one = &all->v[*at];

		buf_z(out, *at == first ? "<ul><li>" : "<li>");
		page_escape(out, one->dept->name);
		buf_z(out, "：");
		for (size_t k = 0; one->complete && k < one->n_codes; k++) {
			buf_z(out, k ? "；" : "");
			page_escape(out, dept_result_text(d, one->code[k]));
		}
		if (one->complete) {
			char date[DATE_SIZE];

			date_format(one->date, date);
			refused |= one->refused;
			buf_printf(out, " <span class=\"wait\">%s</span></li>", date);
		} else {
			buf_z(out, "<span class=\"wait\">尚未公布</span></li>");
		}
	}
	if (*at == first)
		page_escape(out, missing);
	else
		buf_z(out, "</ul>");
	buf_z(out, "</td><td data-label=\"备注\">");
	result_list_remark(out, p, refused);
	buf_z(out, "</td></tr>\n");
}

/* The n picks: all that were drawn, by ticket, also those removed since. */
static void list(struct buf *out, const struct document *d, const struct dept_results *all,
    const struct pick *const *pick, size_t n)
{
	size_t at = 0;

	buf_z(out,
	    "<table class=\"list\">\n<thead><tr><th scope=\"col\">序号</th>"
	    "<th scope=\"col\">抽查对象、代码和票号</th><th scope=\"col\">检查结果</th>"
	    "<th scope=\"col\">备注</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		const struct pick *p = pick[i];

		buf_printf(out,
		    "<tr><td class=\"n\" data-label=\"序号\">%zu</td>"
		    "<th scope=\"row\">",
		    i + 1);
		page_escape(out, p->object.name);
		buf_z(out, "<code>");
		page_escape(out, p->object.id);
		buf_z(out, "</code><code>");
		page_escape(out, p->ticket);
		buf_z(out, "</code></th>");
		result_cells(
		    out, d, all, &at, p, p->role == ROLE_REMOVED ? STR("未检查") : STR("—"));
	}
	buf_z(out, "</tbody>\n</table>\n");
}

/* How often each department has each result. */
static void counts(struct buf *out, const struct document *d, const struct dept_results *all)
{
	struct str result;

	buf_z(out,
	    "<table>\n<thead><tr><th scope=\"col\">实施部门</th>"
	    "<th scope=\"col\">检查结果</th><th scope=\"col\" class=\"n\">户数</th>"
	    "</tr></thead>\n<tbody>\n");
	for (size_t k = 0; k < d->plan->n_depts; k++)
		for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &result); i++) {
			size_t n = dept_results_count(all, &d->plan->dept[k], result);

			if (n == 0)
				continue;
			buf_z(out, "<tr><td>");
			page_escape(out, d->plan->dept[k].name);
			buf_z(out, "</td><td>");
			page_escape(out, dept_result_text(d, result));
			buf_printf(out, "</td><td class=\"n\">%zu</td></tr>\n", n);
		}
	buf_z(out, "</tbody>\n</table>\n");
}

/* The seed text as arguments of printf '%s\n', one a line. */
static void seed_lines(struct buf *out, struct str seed)
{
	struct str line;

	while (str_split(&seed, '\n', &line)) {
		if (line.n == 0)
			continue;
		buf_z(out, " \\\n  ");
		quote(out, line);
	}
}

/* How to check the shares in the seed text against what was committed to. */
static ssjc_rc recipe_of_shares(struct buf *out, const struct document *d, struct ssjc_err *err)
{
	struct str public, share[SHARES_MAX];
	size_t n;
	ssjc_rc rc;

	if (!ceremony_of(d->state))
		return SSJC_OK;
	rc = seed_parse(d->state->draw.seed, &public, share, &n, err);
	if (rc)
		return rc;
	buf_z(out,
	    "<p>种子文本中的份额应与抽取前公布的承诺一致；public 一行应是约定的公共事件的结果。"
	    "由各份额算出承诺：</p>\n<pre>for s in");
	for (size_t i = 0; i < n; i++) {
		buf_z(out, " \\\n  ");
		quote(out, share[i]);
	}
	buf_z(out, "\ndo printf %s \"$s\" | xxd -r -p | sha256sum | cut -c 1-64; done</pre>\n");
	return SSJC_OK;
}

/* How to recompute M, K and the ticket of an example (NULL: there is none). */
static void recipe_of_tickets(struct buf *out, const struct document *d, const char *master,
    const char *key, const struct pick *example)
{
	buf_printf(out,
	    "<p>第一步：由种子文本算出主密钥 M，应得 <code>%s</code></p>\n"
	    "<pre>M=$(printf '%%s\\n'",
	    master);
	seed_lines(out, d->state->draw.seed);
	buf_printf(out,
	    " | sha256sum | cut -c 1-64); echo \"$M\"</pre>\n"
	    "<p>第二步：由 M 算出抽取对象用的密钥 K，应得 <code>%s</code></p>\n"
	    "<pre>K=$(printf %%s \"$M/object\" | sha256sum | cut -c 1-64); echo \"$K\"</pre>\n"
	    "<p>第三步：由 K 和统一社会信用代码算出任一对象的票号",
	    key);
	if (!example) {
		buf_z(out, "。</p>\n");
		return;
	}
	buf_z(out, "，例如 ");
	page_escape(out, example->object.id);
	buf_z(out, " 应得 <code>");
	page_escape(out, example->ticket);
	buf_z(out, "</code></p>\n<pre>printf %s%s \"$K\" ");
	quote(out, example->object.id);
	buf_z(out, " | sha256sum | cut -c 1-64</pre>\n");
}

/* Who is drawn by the tickets, and what somebody who has the register can check. */
static void recipe_of_draw(struct buf *out, const struct document *d)
{
	const struct plan *p = d->plan;

	buf_z(out,
	    "<p>名录中的对象分层排列，每层按票号从小到大取规定的户数，其后的依次为备选；"
	    "票号只取决于种子和代码，与名录的次序、抽取的先后无关。");
	if (p->n_exclude_status)
		buf_z(out, "登记状态属于方案排除范围（如已注销、吊销）的，不计入户数，也不抽取。");
	if (p->repeat)
		buf_printf(out,
		    "本年度按抽查历史已检查 %u 次的，计入户数，但不抽取，由其后的依次替上。",
		    p->repeat);
	buf_z(out, "</p>\n<p>抽取所用名录（由各部门报送的文件导入整理而成）的 SHA-256 为 <code>");
	page_escape(out, d->state->roster_digest);
	buf_z(out, "</code>，方案的 SHA-256 为 <code>");
	buf_z(out, p->digest);
	buf_z(out,
	    "</code>。名录不公布；依法取得名录的人用 <code>sha256sum</code> "
	    "得到同一数值，即可确认名录自抽取后未被改动，并可对全部对象重算票号，"
	    "核对没有遗漏和替换。同时持有方案、历史检查记录和抽取结果的，还可以用本系统源代码中的 "
	    "<code>tests/cli/verify-draw.sh</code> 重做整个抽取，它只用 sha256sum、sort 和 awk，"
	    "参数依次为种子文本、方案、历史检查记录、名录、抽取结果；适用范围见其开头的说明。</"
	    "p>\n");
}

/* How to check all of it, in lines that a shell takes as they are. */
static ssjc_rc recipe(
    struct buf *out, const struct document *d, const struct pick *example, struct ssjc_err *err)
{
	struct ticket_key *key = NULL;
	char master[TICKET_HEX];
	ssjc_rc rc;

	rc = ticket_master(d->state->draw.seed, master, err);
	if (rc)
		goto out;
	rc = ticket_key_open(&key, master, STR("object"), err);
	if (rc)
		goto out;
	buf_z(out,
	    "<p>一切随机数都由下面的种子文本用 SHA-256 算出，任何人都可以用 sha256sum "
	    "重算，不需要本系统的程序（没有 sha256sum 的系统可用 "
	    "<code>shasum -a 256</code>）。</p>\n<pre>");
	page_escape(out, d->state->draw.seed);
	buf_z(out, "</pre>\n");
	rc = recipe_of_shares(out, d, err);
	if (rc)
		goto out;
	recipe_of_tickets(out, d, master, ticket_key_hex(key), example);
	recipe_of_draw(out, d);
out:
	ticket_key_free(key);
	return rc;
}

static void foot(struct buf *out, const struct document *d)
{
	char time[TIME_SIZE];

	time_format(d->now, time);
	buf_z(out, "</main>\n<footer>\n<p>校验点：");
	page_escape(out, d->plan->id);
	buf_printf(out, " · 记录 %" PRIu64 " · %s<br>\n制作时间：<time datetime=\"%s\">%s</time>",
	    d->state->checkpoint.events, d->state->checkpoint.head, time, time);
	document_given(out, d->clock_given);
	buf_z(out, "</p>\n</footer>\n</body>\n</html>\n");
}

ssjc_rc page_html(struct buf *out, const struct document *d, const struct dept_results *results,
    const struct audit_events *events, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	struct arena arena = {0};
	const struct pick **pick = arena_array(&arena, s->n_picks + 1, sizeof *pick);
	struct removals removals;
	size_t n = 0;
	ssjc_rc rc = removals_of(&removals, s, d->plan, &arena, err);

	if (rc)
		goto out;
	if (!pick) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < s->n_picks; i++)
		if (s->pick[i].role != ROLE_RESERVE)
			pick[n++] = &s->pick[i];
	qsort(pick, n, sizeof *pick, pick_by_ticket);
	head(out, d);
	facts(out, d, &removals);
	page_plan(out, d);
	buf_z(out, "<h2>一、抽取情况</h2>\n");
	draws(out, d, events);
	earlier(out, d, events);
	ceremony(out, d);
	page_sources(out, d);
	rc = categories(out, d, err);
	if (rc)
		goto out;
	buf_z(out, "<h2>二、抽查对象和结果</h2>\n");
	page_removals(out, d, &removals);
	list(out, d, results, pick, n);
	buf_z(out, "<h2>三、结果统计</h2>\n");
	counts(out, d, results);
	buf_z(out, "<h2>四、怎样核验</h2>\n");
	rc = recipe(out, d, n ? pick[0] : NULL, err);
	if (rc)
		goto out;
	foot(out, d);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	arena_free(&arena);
	return rc;
}
