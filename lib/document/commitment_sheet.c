#include "ssjc/document/commitment_sheet.h"

#include "ssjc/document/plan_words.h"
#include "ssjc/draw/ceremony.h"

static const unsigned widths[] = {150, 530};

enum { ALL = 2, LOW = 26, SIGN = 44 };

/* A line of the page: a name, and its text, which may have several lines itself. */
struct line {
	const char *name;
	struct buf text;
};
enum { LINES_MAX = 12 };

/* "类别不限、信用风险等级A：20%；…；总体不低于20%". */
static void ratios(struct buf *out, const struct plan *p)
{
	for (size_t i = 0; i < p->n_rules; i++) {
		buf_z(out, i ? "；" : "");
		plan_words_rule(out, p, &p->rule[i]);
	}
	if (p->floor.p) {
		buf_z(out, "；总体不低于");
		plan_words_ratio(out, p->floor);
	}
}

/* The next line of all, with its name. */
static struct buf *add(struct line line[LINES_MAX], size_t *n, const char *name)
{
	line[*n].name = name;
	return &line[(*n)++].text;
}

/* Fill line, which must be zero; how many lines there are. */
static size_t lines(struct line line[LINES_MAX], const struct document *d)
{
	const struct audit_ceremony *c = &d->state->ceremony;
	char time[TIME_SIZE];
	struct buf *b;
	size_t n = 0;

	b = add(line, &n, "抽查计划");
	buf_printf(b, "%.*s（编号%.*s），第%u次抽取", STR_ARG(d->plan->title), STR_ARG(d->plan->id),
	    c->draw);
	b = add(line, &n, "承诺时间");
	time_format(c->time, time);
	buf_z(b, time);
	document_given(b, c->clock_given);
	buf_z(b, c->times > 1 ? "（此前的承诺已撤回，本承诺为重新作出）" : "");
	b = add(line, &n, "检查对象名录");
	buf_printf(
	    b, "%llu户，文件的SHA-256值为\n%.*s", (unsigned long long)c->rows, STR_ARG(c->roster));
	b = add(line, &n, "抽查方案");
	buf_printf(b, "文件的SHA-256值为\n%.*s", STR_ARG(c->plan_digest));
	b = add(line, &n, "抽查比例");
	ratios(b, d->plan);
	if (c->history.n) {
		b = add(line, &n, "抽查历史");
		buf_printf(
		    b, "各文件SHA-256值（排序后相连）的SHA-256值为\n%.*s", STR_ARG(c->history));
	}
	if (c->inspectors.n) {
		b = add(line, &n, "执法人员名录");
		buf_printf(b, "文件的SHA-256值为\n%.*s", STR_ARG(c->inspectors));
	}
	b = add(line, &n, "公开事件");
	buf_printf(b, "%.*s\n结果的写法：%.*s", STR_ARG(c->public), STR_ARG(c->form));
	b = add(line, &n, "各部门份额的承诺");
	for (size_t i = 0; i < c->n_commitments; i++) {
		const struct plan_holder *dept = plan_holder_of(d->plan, c->commitment[i].dept);

		buf_printf(b, "%s%.*s\n%.*s", i ? "\n" : "",
		    STR_ARG(dept ? dept->name : c->commitment[i].dept),
		    STR_ARG(c->commitment[i].digest));
	}
	return n;
}

/* What the departments promise, and how anybody checks it. */
static void promise(struct buf *out, const struct document *d)
{
	buf_z(out,
	    "　　以上各项自承诺之时起不再改变。公开事件的结果公布后，各部门公开本部门的份额，"
	    "份额与结果共同构成抽取的种子，由种子抽取一次，不得重抽。任何人可以核对："
	    "份额文件中的64位十六进制数字还原为32个字节后（xxd -r -p），其SHA-256值等于上列承诺；"
	    "名录和方案的SHA-256值等于上列数值；结果的写法中，");
	ceremony_legend(out, d->state->ceremony.form);
	buf_z(out, "；抽取结果由种子唯一确定。");
}

void commitment_sheet_text(struct buf *out, const struct document *d)
{
	struct line line[LINES_MAX] = {{0}};
	size_t n = lines(line, d);

	buf_z(out, "抽取承诺书\n\n");
	for (size_t i = 0; i < n; i++) {
		struct str rest = buf_text(&line[i].text), piece;

		buf_printf(out, "%s：", line[i].name);
		/* Further lines are indented below the first. */
		for (bool first = true; str_split(&rest, '\n', &piece); first = false)
			buf_printf(out, "%s%.*s\n", first ? "" : "    ", STR_ARG(piece));
		buf_free(&line[i].text);
	}
	buf_char(out, '\n');
	promise(out, d);
	buf_z(out, "\n\n");
	for (size_t i = 0; i < d->plan->n_holders; i++)
		buf_printf(out, "%.*s（盖章）　　　　　　代表签字：　　　　　　日期：\n\n",
		    STR_ARG(d->plan->holder[i].name));
	buf_z(out, "校验点：");
	document_checkpoint(out, d);
	buf_char(out, '\n');
}

/* A row for each holder of a share to sign and seal. */
static ssjc_rc signatures(struct xlsx_out_sheet *s, const struct plan *p, struct ssjc_err *err)
{
	for (size_t i = 0; i < p->n_holders; i++) {
		const struct xlsx_out_cell cell[] = {
		    {XLSX_LABEL, 1, p->holder[i].name, 0},
		    {XLSX_TEXT, 1,
		        STR("代表签字（盖章）：　　　　　　　　　　　日期：　　　　年　　月　　日"),
		        0},
		};
		ssjc_rc rc = xlsx_out_row(s, cell, 2, SIGN, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc fill_sheet(struct xlsx_out_sheet *s, const struct document *d, struct ssjc_err *err)
{
	struct line line[LINES_MAX] = {{0}};
	struct buf text = {0};
	size_t n = lines(line, d);
	ssjc_rc rc;

	rc = xlsx_out_line(s, XLSX_TITLE, STR("抽取承诺书"), 0, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		const struct xlsx_out_cell cell[] = {
		    {XLSX_LABEL, 1, str_of(line[i].name), 0},
		    {XLSX_TEXT, 1, buf_text(&line[i].text), 0},
		};

		rc = line[i].text.failed ? ssjc_fail_memory(err)
		                         : xlsx_out_row(s, cell, 2, LOW, err);
		if (rc)
			goto out;
	}
	promise(&text, d);
	rc = document_line(s, XLSX_PARAGRAPH, &text, 0, err);
	if (rc)
		goto out;
	rc = signatures(s, d->plan, err);
out:
	for (size_t i = 0; i < n; i++)
		buf_free(&line[i].text);
	buf_free(&text);
	return rc;
}

ssjc_rc commitment_sheet_book(const char *path, const struct document *d, struct ssjc_err *err)
{
	static const struct xlsx_out_setup setup = {.width = widths, .columns = ALL};
	char digest[DIGEST_HEX];
	struct xlsx_out *b = NULL;
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	rc = xlsx_out_open(&b, path, STR("抽取承诺书"), d->now, err);
	if (rc)
		goto out;
	rc = document_sheet(b, &s, "承诺书", &setup, d, err);
	if (rc)
		goto out;
	rc = fill_sheet(s, d, err);
	if (rc)
		goto out;
	rc = xlsx_out_write(b, digest, err);
	if (rc)
		goto out;
	rc = xlsx_out_publish(b, err);
out:
	xlsx_out_free(b);
	return rc;
}
