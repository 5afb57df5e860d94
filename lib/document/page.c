#include "ssjc/document/page.h"

#include "page_parts.h"

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
    ".removed th:nth-child(n){width:auto}.removed th:nth-child(1){width:34%}"
    ".removed th:nth-child(4){width:26%}\n"
    ".sources th:nth-child(n){width:auto}.sources th:nth-child(1){width:58%}\n"
    "pre{margin:.6rem 0 1rem;padding:.8rem 1rem;background:var(--band);"
    "border:1px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "footer{margin-top:2.5rem;padding-top:.8rem;border-top:1px solid var(--line);"
    "color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}\n"
    "@media screen and (max-width:40rem){.list "
    "th:nth-child(n){width:auto}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}"
    ".list thead{display:none}.list tr{display:block;padding:.7rem 0;"
    "border-bottom:1px solid var(--line)}.list td,.list th{display:block;border:0;"
    "padding:.1rem 0;text-align:left}.list [data-label]::before{content:attr(data-label) '：';"
    "color:var(--soft)}.list td:empty{display:none}"
    ".sources .n{display:inline-block;margin-right:1.2em}}\n"
    "@media print{html{font-size:9pt}body{max-width:none;padding:0;line-height:1.5}"
    ".list th,.list td{padding:.25rem .4rem}tr,pre{break-inside:avoid}"
    "thead{display:table-header-group}h2{break-after:avoid}}\n";

/* Of a rehearsal: the word across the page, on a screen and on each sheet of paper. */
static const char sample_style[] =
    ".sample{color:#fff;background:#b00020;padding:.5em 1em;font-weight:bold}\n"
    "body::before{content:\"样张\";position:fixed;left:0;right:0;top:30%;text-align:center;"
    "font-size:40vmin;font-weight:bold;transform:rotate(-30deg);color:#b00020;opacity:.12;"
    "pointer-events:none;z-index:1}\n";

static void head(struct buf *out, const struct document *d)
{
	buf_z(out,
	    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<title>");
	page_escape(out, d->plan->title);
	buf_printf(out, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n<header>\n", style,
	    d->plan->rehearsal ? sample_style : "");
	if (d->plan->rehearsal)
		buf_z(out,
		    "<p class=\"sample\">样张：这是一次演练，不是真实的抽查，本页所列抽取、匹配和"
		    "检查结果均不作数。</p>\n");
	buf_z(out, "<h1>");
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
	page_draws(out, d, events);
	page_sources(out, d);
	rc = page_told(out, d, events, err);
	if (rc)
		goto out;
	rc = page_categories(out, d, err);
	if (rc)
		goto out;
	buf_z(out, "<h2>二、抽查对象和结果</h2>\n");
	page_removals(out, d, &removals);
	page_list(out, d, results, pick, n);
	buf_z(out, "<h2>三、结果统计</h2>\n");
	page_counts(out, d, results);
	page_corrections(out, d, events);
	page_follow(out, d, results);
	buf_z(out, "<h2>四、怎样核验</h2>\n");
	rc = page_recipe(out, d, n ? pick[0] : NULL, err);
	if (rc)
		goto out;
	foot(out, d);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	arena_free(&arena);
	return rc;
}
