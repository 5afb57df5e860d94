#include "ssjc/document/summary.h"

#include "follow_tally.h"

#include <stdlib.h>

static const unsigned widths[] = {80, 80, 74, 74, 74, 74, 76, 74, 74};

/* Columns: all of them, those of a name, and where the counts of a chart are (tally_row). */
enum { ALL = 9, NAME = 2, CLEAN = 4, CHARTED = 3 };
enum { ROW_HEIGHT = 28, CHART_HEIGHT = 150, BAR_HEIGHT = 36, CHART_MAX = 540 };

/* Businesses, or one department's businesses, counted. */
struct tally {
	struct str name;
	uint64_t all, done, class[RESULT_PROBLEM + 1], refused; /* class: of those done */
};

static void add(struct tally *to, bool done, enum result_class class, bool refused)
{
	to->all++;
	to->done += done;
	to->class[class] += done;
	to->refused += refused;
}

/* A row of counts under tally_head. */
static ssjc_rc tally_row(
    struct xlsx_out_sheet *s, const struct tally *t, bool total, struct ssjc_err *err)
{
	enum xlsx_out_style style = total ? XLSX_TOTAL : XLSX_NUMBER;
	struct buf rate = {0};
	ssjc_rc rc;

	document_percent(&rate, t->class[RESULT_PROBLEM], t -> done);

	const struct xlsx_out_cell cell[] = {
	    {total ? XLSX_HEAD : XLSX_CENTRE, NAME, t->name, 0},
	    {style, 1, STR(""), t->all},
	    {style, 1, STR(""), t->done},
	    {style, 1, STR(""), t->class[RESULT_CLEAN]},
	    {style, 1, STR(""), t->class[RESULT_PROBLEM]},
	    {style, 1, STR(""), t->class[RESULT_GONE]},
	    {total ? XLSX_HEAD : XLSX_CENTRE, 1, buf_text(&rate), 0},
	    {style, 1, STR(""), t->refused},
	};

	rc = rate.failed ? ssjc_fail_memory(err)
	                 : xlsx_out_row(s, cell, sizeof cell / sizeof cell[0], ROW_HEIGHT, err);
	buf_free(&rate);
	return rc;
}

/* A table's heading and the headers of its columns; name is that of the first. */
static ssjc_rc tally_head(
    struct xlsx_out_sheet *s, struct str title, struct str name, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell[] = {
	    {XLSX_HEAD, NAME, name, 0},
	    {XLSX_HEAD, 1, STR("应检查\n户数"), 0},
	    {XLSX_HEAD, 1, STR("已完成\n户数"), 0},
	    {XLSX_HEAD, 1, STR("未发现\n问题户数"), 0},
	    {XLSX_HEAD, 1, STR("发现问题\n户数"), 0},
	    {XLSX_HEAD, 1, STR("停业、注销\n迁出等户数"), 0},
	    {XLSX_HEAD, 1, STR("问题\n发现率"), 0},
	    {XLSX_HEAD, 1, STR("拒绝签字\n户数"), 0},
	};
	ssjc_rc rc = xlsx_out_line(s, XLSX_BAND, title, ROW_HEIGHT, err);

	return rc ? rc : xlsx_out_row(s, cell, sizeof cell / sizeof cell[0], 0, err);
}

/*
 * Count the business of results->v[*i] with the results of all its departments:
 * it is done when they all are. *i moves to the next business.
 */
static void next_object(
    const struct document *d, const struct dept_results *results, size_t *i, struct tally *t)
{
	const struct pick *pick = results->v[*i].pick;
	enum result_class class = RESULT_CLEAN;
	bool done = true, refused = false;

	for (; *i < results->n && results->v[*i].pick == pick; ++*i) {
		enum result_class one = dept_result_class(d, &results->v[*i]);

		done &= results->v[*i].complete;
		class = one > class ? one : class;
		refused |= results->v[*i].refused;
	}
	add(t, done, class, refused);
}

/* The figures of the whole plan, two in a row. */
static ssjc_rc overall(
    struct xlsx_out_sheet *s, const struct document *d, const struct tally *t, struct ssjc_err *err)
{
	const struct audit_state *a = d->state;
	uint64_t removed = 0, replaced = 0;
	ssjc_rc rc;

	for (size_t i = 0; i < a->n_picks; i++) {
		removed += a->pick[i].role == ROLE_REMOVED;
		replaced += a->pick[i].role == ROLE_REPLACEMENT;
	}

	const struct {
		struct str label;
		uint64_t n;
	} facts[] = {
	    {STR("名录总户数"), a->draw.counts.population},
	    {STR("随机抽取"), a->draw.counts.main},
	    {STR("核对后移出"), removed},
	    {STR("替补"), replaced},
	    {STR("应检查"), t->all},
	    {STR("已完成检查"), t->done},
	    {STR("未发现问题"), t->class[RESULT_CLEAN]},
	    {STR("发现问题"), t->class[RESULT_PROBLEM]},
	    {STR("停业、注销、迁出等"), t->class[RESULT_GONE]},
	    {STR("拒绝签字"), t->refused},
	};

	rc = xlsx_out_line(s, XLSX_BAND, STR("一、总体情况（户）"), ROW_HEIGHT, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i += 2) {
		const struct xlsx_out_cell cell[] = {
		    {XLSX_LABEL, 2, facts[i].label, 0},
		    {XLSX_NUMBER, 2, STR(""), facts[i].n},
		    {XLSX_LABEL, 2, facts[i + 1].label, 0},
		    {XLSX_NUMBER, 3, STR(""), facts[i + 1].n},
		};

		rc = xlsx_out_row(s, cell, 4, ROW_HEIGHT, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc by_department(struct xlsx_out_sheet *s, const struct document *d,
    const struct dept_results *results, struct xlsx_out_chart *chart, struct ssjc_err *err)
{
	struct tally total = {.name = STR("合计（户次）")};
	ssjc_rc rc = tally_head(s, STR("二、按部门（户次）"), STR("部门"), err);

	if (rc)
		return rc;
	chart->row = xlsx_out_rows(s);
	chart->rows = d->plan->n_depts;
	for (size_t k = 0; k < d->plan->n_depts; k++) {
		struct tally t = {.name = d->plan->dept[k].name};

		for (size_t i = 0; i < results->n; i++) {
			const struct dept_result *r = &results->v[i];
			enum result_class class = dept_result_class(d, r);

			if (r->dept != &d->plan->dept[k])
				continue;
			add(&t, r->complete, class, r->refused);
			add(&total, r->complete, class, r->refused);
		}
		rc = tally_row(s, &t, false, err);
		if (rc)
			return rc;
	}
	return tally_row(s, &total, true, err);
}

static int by_name(const void *x, const void *y)
{
	const struct tally *a = x, *b = y;

	return str_cmp(a->name, b->name);
}

static struct str category_of(const struct dept_result *r)
{
	struct str name = r->pick->object.category;

	return name.n ? name : STR("（未分类）");
}

/* Count the businesses of each category in t, which is zero; how many there are, by name. */
static size_t count_categories(
    struct tally *t, const struct document *d, const struct dept_results *results)
{
	size_t n = 0;

	for (size_t i = 0; i < results->n; i++)
		t[i].name = category_of(&results->v[i]);
	qsort(t, results->n, sizeof *t, by_name);
	for (size_t i = 0; i < results->n; i++)
		if (n == 0 || !str_eq(t[n - 1].name, t[i].name))
			t[n++].name = t[i].name;
	for (size_t i = 0; i < results->n;) {
		struct tally key = {.name = category_of(&results->v[i])};

		next_object(d, results, &i, bsearch(&key, t, n, sizeof *t, by_name));
	}
	return n;
}

static ssjc_rc by_category(struct xlsx_out_sheet *s, const struct document *d,
    const struct dept_results *results, const struct tally *total, struct xlsx_out_chart *chart,
    struct ssjc_err *err)
{
	struct tally *t = calloc(results->n + 1, sizeof *t), sum = *total;
	size_t n;
	ssjc_rc rc;

	if (!t) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = tally_head(s, STR("三、按类别"), STR("类别"), err);
	if (rc)
		goto out;
	n = count_categories(t, d, results);
	chart->row = xlsx_out_rows(s);
	chart->rows = n;
	for (size_t k = 0; k < n; k++) {
		rc = tally_row(s, &t[k], false, err);
		if (rc)
			goto out;
	}
	sum.name = STR("合计");
	rc = tally_row(s, &sum, true, err);
out:
	free(t);
	return rc;
}

static ssjc_rc result_row(struct xlsx_out_sheet *s, const struct document *d,
    const struct plan_dept *dept, struct str code, uint64_t n, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell[] = {
	    {XLSX_CENTRE, 3, dept->name, 0},
	    {XLSX_TEXT, 5, dept_result_text(d, code), 0},
	    {XLSX_NUMBER, 1, STR(""), n},
	};

	return xlsx_out_row(s, cell, 3, ROW_HEIGHT, err);
}

/* How often each department has each result. */
static ssjc_rc by_result(struct xlsx_out_sheet *s, const struct document *d,
    const struct dept_results *results, struct ssjc_err *err)
{
	static const struct xlsx_out_cell head[] = {
	    {XLSX_HEAD, 3, STR_INIT("部门"), 0},
	    {XLSX_HEAD, 5, STR_INIT("检查结果"), 0},
	    {XLSX_HEAD, 1, STR_INIT("户次"), 0},
	};
	struct str code;
	ssjc_rc rc;

	rc = xlsx_out_line(
	    s, XLSX_BAND, STR("四、按检查结果（一户可有几种结果）"), ROW_HEIGHT, err);
	if (rc)
		return rc;
	rc = xlsx_out_row(s, head, 3, ROW_HEIGHT, err);
	if (rc)
		return rc;
	for (size_t k = 0; k < d->plan->n_depts; k++)
		for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &code); i++) {
			const struct plan_dept *dept = &d->plan->dept[k];
			uint64_t n = dept_results_count(results, dept, code);

			if (n == 0)
				continue;
			rc = result_row(s, d, dept, code, n, err);
			if (rc)
				return rc;
		}
	return SSJC_OK;
}

static ssjc_rc follow_row(struct xlsx_out_sheet *s, struct str name, const struct follow_tally *t,
    bool total, struct ssjc_err *err)
{
	enum xlsx_out_style style = total ? XLSX_TOTAL : XLSX_NUMBER;
	struct buf rate = {0};
	ssjc_rc rc;

	document_percent(&rate, t->done, t->needed);

	const struct xlsx_out_cell cell[] = {
	    {total ? XLSX_HEAD : XLSX_CENTRE, 3, name, 0},
	    {style, 1, STR(""), t->needed},
	    {style, 1, STR(""), t->begun},
	    {style, 1, STR(""), t->done},
	    {style, 1, STR(""), t->needed - t->done},
	    {total ? XLSX_HEAD : XLSX_CENTRE, 2, buf_text(&rate), 0},
	};

	rc = rate.failed ? ssjc_fail_memory(err)
	                 : xlsx_out_row(s, cell, sizeof cell / sizeof cell[0], ROW_HEIGHT, err);
	buf_free(&rate);
	return rc;
}

/* How many follow-ups there are of each kind that occurs. */
static ssjc_rc follow_kinds(struct xlsx_out_sheet *s, const struct document *d,
    const struct dept_results *results, struct ssjc_err *err)
{
	static const struct xlsx_out_cell head[] = {
	    {XLSX_HEAD, 6, STR_INIT("后续处理方式"), 0},
	    {XLSX_HEAD, 1, STR_INIT("件数"), 0},
	    {XLSX_HEAD, 2, STR_INIT("其中已完结"), 0},
	};
	struct str kind;
	ssjc_rc rc = d->state->n_follows ? xlsx_out_row(s, head, 3, ROW_HEIGHT, err) : SSJC_OK;

	for (size_t i = 0; !rc && vocabulary_nth(d->vocabulary, "follow", i, &kind); i++) {
		uint64_t n, done;

		follow_tally_kind(d, results, kind, &n, &done);
		const struct xlsx_out_cell cell[] = {
		    {XLSX_TEXT, 6, vocabulary_text(d->vocabulary, "follow", kind), 0},
		    {XLSX_NUMBER, 1, STR(""), n},
		    {XLSX_NUMBER, 2, STR(""), done},
		};

		if (n)
			rc = xlsx_out_row(s, cell, 3, ROW_HEIGHT, err);
	}
	return rc;
}

/* What came of the problems found, and how much of it is ended (完结率). */
static ssjc_rc by_follow(struct xlsx_out_sheet *s, const struct document *d,
    const struct dept_results *results, struct ssjc_err *err)
{
	static const struct xlsx_out_cell head[] = {
	    {XLSX_HEAD, 3, STR_INIT("部门"), 0},
	    {XLSX_HEAD, 1, STR_INIT("需处理\n户次"), 0},
	    {XLSX_HEAD, 1, STR_INIT("已登记\n户次"), 0},
	    {XLSX_HEAD, 1, STR_INIT("已完结\n户次"), 0},
	    {XLSX_HEAD, 1, STR_INIT("未完结\n户次"), 0},
	    {XLSX_HEAD, 2, STR_INIT("完结率"), 0},
	};
	struct follow_tally t;
	ssjc_rc rc = xlsx_out_line(s, XLSX_BAND, STR("五、后续处理"), ROW_HEIGHT, err);

	if (rc)
		return rc;
	xlsx_out_glue(s);
	rc = xlsx_out_row(s, head, sizeof head / sizeof head[0], 0, err);
	if (rc)
		return rc;
	xlsx_out_glue(s);
	for (size_t k = 0; k < d->plan->n_depts; k++) {
		t = follow_tally_of(d, results, &d->plan->dept[k]);
		rc = follow_row(s, d->plan->dept[k].name, &t, false, err);
		if (rc)
			return rc;
		xlsx_out_glue(s);
	}
	t = follow_tally_of(d, results, NULL);
	rc = follow_row(s, STR("合计"), &t, true, err);
	return rc ? rc : follow_kinds(s, d, results, err);
}

/* The charts, of the rows that the tables noted in them. */
static ssjc_rc charts(struct xlsx_out_sheet *s, struct str title,
    const struct xlsx_out_chart *chart, size_t n, struct ssjc_err *err)
{
	ssjc_rc rc = xlsx_out_line(s, XLSX_BAND, title, ROW_HEIGHT, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		size_t height = CHART_HEIGHT + chart[i].rows * BAR_HEIGHT;

		if (chart[i].rows == 0)
			continue;
		xlsx_out_glue(s);
		rc = xlsx_out_add_chart(
		    s, &chart[i], height < CHART_MAX ? (unsigned)height : CHART_MAX, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* What the summary is of, how often it was drawn, and what was changed after that. */
static ssjc_rc heading(struct xlsx_out_sheet *s, const struct document *d,
    const struct audit_events *events, struct ssjc_err *err)
{
	struct buf b = {0}, line = {0};
	ssjc_rc rc;

	rc = document_headings(s, d, STR("抽查情况汇总表"), err);
	if (rc)
		goto out;
	buf_printf(&b, "抽查计划编号：%.*s　　牵头部门：%.*s　　汇总日期：", STR_ARG(d->plan->id),
	    STR_ARG(plan_lead(d->plan)->name));
	document_date(&b, time_day(d->now));
	document_given(&b, d->clock_given);
	buf_char(&b, '\n');
	document_drawn(&b, d);
	buf_z(&b, "。");
	for (size_t i = 0; i < events->n; i++) {
		buf_clear(&line);
		/* document_drawn has the reason of a redraw. */
		if (events->v[i].seq > d->state->draw_event && document_event(&line, d, events, i))
			buf_printf(&b, "\n%.*s。", STR_ARG(buf_text(&line)));
	}
	b.failed |= line.failed;
	rc = document_line(s, XLSX_NOTE, &b, 0, err);
out:
	buf_free(&line);
	buf_free(&b);
	return rc;
}

ssjc_rc summary_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct dept_results *results, const struct audit_events *events, struct ssjc_err *err)
{
	static const struct xlsx_out_setup setup = {.width = widths, .columns = ALL};
	struct xlsx_out_chart chart[] = {
	    {.title = STR("各部门检查情况（户次）"), .column = CLEAN, .columns = CHARTED},
	    {.title = STR("各类别检查情况（户）"), .column = CLEAN, .columns = CHARTED},
	};
	struct tally total = {0};
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	for (size_t i = 0; i < results->n;)
		next_object(d, results, &i, &total);
	rc = document_sheet(b, &s, name, &setup, d, err);
	if (rc)
		return rc;
	rc = heading(s, d, events, err);
	if (rc)
		return rc;
	rc = overall(s, d, &total, err);
	if (rc)
		return rc;
	rc = by_department(s, d, results, &chart[0], err);
	if (rc)
		return rc;
	rc = by_category(s, d, results, &total, &chart[1], err);
	if (rc)
		return rc;
	rc = by_result(s, d, results, err);
	if (rc)
		return rc;
	if (follow_tally_any(d)) {
		rc = by_follow(s, d, results, err);
		if (rc)
			return rc;
	}
	return charts(s, follow_tally_any(d) ? STR("六、图示") : STR("五、图示"), chart,
	    sizeof chart / sizeof chart[0], err);
}
