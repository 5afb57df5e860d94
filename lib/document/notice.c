#include "ssjc/document/notice.h"

static const unsigned widths[] = {144, 232, 100, 204};

enum { ALL = 4, ROW_HEIGHT = 22, SIGN_HEIGHT = 34, SEAL_HEIGHT = 34 };

/* A row of the receipt: two labels, each with its value. */
static ssjc_rc pairs(struct xlsx_out_sheet *s, const struct str text[4], struct ssjc_err *err)
{
	const struct xlsx_out_cell cell[] = {
	    {XLSX_LABEL, 1, text[0], 0},
	    {XLSX_TEXT, 1, text[1], 0},
	    {XLSX_LABEL, 1, text[2], 0},
	    {XLSX_TEXT, 1, text[3], 0},
	};

	return xlsx_out_row(s, cell, 4, SIGN_HEIGHT, err);
}

/* Who it is from, and what it is. */
static void heading(struct buf *b, const struct document *d)
{
	bool joint = d->plan->n_depts > 1;

	buf_printf(b, "%.*s\n%s“双随机、一公开”%s抽查告知书", STR_ARG(plan_lead(d->plan)->name),
	    joint ? "跨部门" : "", joint ? "联合" : "");
}

/* Why the business is inspected, when and where. */
static void opening(struct buf *b, const struct document *d, const struct visit *v)
{
	struct str place = v->object.address;

	if (place.n == 0)
		place = STR("你单位住所（经营场所）");
	buf_printf(b,
	    "%.*s：\n"
	    "　　根据《%.*s》（计划编号：%.*s），经公开随机抽取，你单位"
	    "（统一社会信用代码：%.*s）被确定为本次%s抽查的检查对象。现将有关事项告知如下。\n"
	    "　　一、检查时间和地点：",
	    STR_ARG(v->object.name), STR_ARG(d->plan->title), STR_ARG(d->plan->id),
	    STR_ARG(v->object.id), d->plan->n_depts > 1 ? "联合" : "");
	document_date(b, v->date);
	buf_printf(b, "，%.*s。\n　　二、检查部门和检查人员：", STR_ARG(place));
}

/* The inspectors, a row for each department. */
static ssjc_rc people(
    struct xlsx_out_sheet *s, const struct document *d, const struct visit *v, struct ssjc_err *err)
{
	static const struct xlsx_out_cell head[] = {
	    {XLSX_HEAD, 1, STR_INIT("检查部门"), 0},
	    {XLSX_HEAD, 3, STR_INIT("检查人员"), 0},
	};
	struct buf text = {0};
	ssjc_rc rc;

	rc = xlsx_out_row(s, head, 2, ROW_HEIGHT, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < d->plan->n_depts; i++) {
		const struct plan_dept *dept = &d->plan->dept[i];

		buf_clear(&text);
		visit_people(&text, v, dept, false);
		if (text.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}

		const struct xlsx_out_cell cell[] = {
		    {XLSX_CENTRE, 1, dept->name, 0},
		    {XLSX_TEXT, 3, buf_text(&text), 0},
		};

		rc = xlsx_out_row(s, cell, 2, ROW_HEIGHT, err);
		if (rc)
			goto out;
	}
out:
	buf_free(&text);
	return rc;
}

static ssjc_rc item_row(struct xlsx_out_sheet *s, const struct plan_dept *dept,
    const struct item *it, struct ssjc_err *err)
{
	struct buf materials = {0};
	ssjc_rc rc;

	document_list(&materials, it->materials);

	const struct xlsx_out_cell cell[] = {
	    {XLSX_CENTRE, 1, dept->name, 0},
	    {XLSX_TEXT, 1, it->title, 0},
	    {XLSX_TEXT, 2, buf_text(&materials), 0},
	};

	rc = materials.failed ? ssjc_fail_memory(err) : xlsx_out_row(s, cell, 3, ROW_HEIGHT, err);
	buf_free(&materials);
	return rc;
}

/* What is inspected, and what the business should have ready for it. */
static ssjc_rc items(
    struct xlsx_out_sheet *s, const struct document *d, const struct visit *v, struct ssjc_err *err)
{
	static const struct xlsx_out_cell head[] = {
	    {XLSX_HEAD, 1, STR_INIT("检查部门"), 0},
	    {XLSX_HEAD, 1, STR_INIT("检查事项"), 0},
	    {XLSX_HEAD, 2, STR_INIT("需要准备的材料"), 0},
	};
	ssjc_rc rc;

	if (!d->items)
		return xlsx_out_line(s, XLSX_PARAGRAPH,
		    STR("　　三、检查事项：见各检查部门的抽查事项清单。"), 0, err);
	rc = xlsx_out_line(s, XLSX_PARAGRAPH, STR("　　三、检查事项和需要准备的材料："), 0, err);
	if (rc)
		return rc;
	rc = xlsx_out_row(s, head, 3, ROW_HEIGHT, err);
	if (rc)
		return rc;
	for (size_t k = 0; k < d->plan->n_depts; k++) {
		const struct plan_dept *dept = &d->plan->dept[k];

		for (size_t i = 0; i < d->items->n; i++) {
			const struct item *it = &d->items->v[i];

			if (!item_applies(it, dept->key, v->object.category))
				continue;
			rc = item_row(s, dept, it, err);
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

static const char rights[] =
    "　　四、你单位的权利和义务：\n"
    "　　1．有权查看检查人员的执法证件；检查人员少于两人或者未出示执法证件的，有权拒绝检查。\n"
    "　　2．认为检查人员与你单位有直接利害关系或者有其他关系可能影响公正执法的，有权申请其回避。\n"
    "　　3．对检查情况有权陈述和申辩，并可以在检查记录上写明意见。\n"
    "　　4．应当配合检查，如实提供有关情况和材料，由法定代表人（负责人）或者其委托的人员到场，"
    "并在检查记录上签字盖章。\n"
    "　　5．检查结果将依法向社会公示。\n"
    "　　五、联系人：　　　　　　　　　　联系电话：";

/* Signature, date and room for the seal of the lead department. */
static ssjc_rc signature(struct xlsx_out_sheet *s, const struct document *d, struct ssjc_err *err)
{
	struct buf b = {0};
	ssjc_rc rc;

	buf_printf(&b, "%.*s（印章）　　", STR_ARG(plan_lead(d->plan)->name));
	rc = document_line(s, XLSX_RIGHT, &b, SEAL_HEIGHT, err);
	if (rc)
		goto out;
	buf_clear(&b);
	document_date(&b, time_day(d->now));
	buf_z(&b, "　　　　");
	rc = document_line(s, XLSX_RIGHT, &b, SEAL_HEIGHT, err);
out:
	buf_free(&b);
	return rc;
}

/* What the business signs to say that it got the letter (送达回证). */
static ssjc_rc receipt(
    struct xlsx_out_sheet *s, const struct visit *v, struct str number, struct ssjc_err *err)
{
	const struct str rows[][4] = {
	    {STR("受送达人"), v->object.name, STR("告知书编号"), number},
	    {STR("送达方式"), STR("□直接 □邮寄 □电子"), STR("送达人签字"), STR("")},
	    {STR("收件人\n签字盖章"), STR(""), STR("收到日期"), STR("　　　　年　　月　　日")},
	};
	ssjc_rc rc = xlsx_out_line(s, XLSX_BAND, STR("送达回证"), ROW_HEIGHT, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		rc = pairs(s, rows[i], err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc letter(
    struct xlsx_out_sheet *s, const struct document *d, const struct visit *v, struct ssjc_err *err)
{
	struct buf head = {0}, number = {0}, text = {0};
	ssjc_rc rc;

	heading(&head, d);
	/* Its number is that of the plan and the team. */
	buf_printf(&number, "%.*s-%03u", STR_ARG(d->plan->id), v->team);
	opening(&text, d, v);
	rc = document_line(s, XLSX_TITLE, &head, 0, err);
	if (rc)
		goto out;
	rc = document_line(s, XLSX_RIGHT, &number, 0, err);
	if (rc)
		goto out;
	rc = document_line(s, XLSX_PARAGRAPH, &text, 0, err);
	if (rc)
		goto out;
	rc = people(s, d, v, err);
	if (rc)
		goto out;
	rc = items(s, d, v, err);
	if (rc)
		goto out;
	rc = xlsx_out_line(s, XLSX_PARAGRAPH, STR(rights), 0, err);
	if (rc)
		goto out;
	rc = signature(s, d, err);
	if (rc)
		goto out;
	rc = receipt(s, v, buf_text(&number), err);
out:
	buf_free(&head);
	buf_free(&number);
	buf_free(&text);
	return rc;
}

ssjc_rc notice_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err)
{
	static const struct xlsx_out_setup setup = {.width = widths, .columns = ALL};
	struct xlsx_out_sheet *s;
	ssjc_rc rc = document_sheet(b, &s, name, &setup, d, err);

	return rc ? rc : letter(s, d, v, err);
}
