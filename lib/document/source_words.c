#include "source_words.h"

/* "退回2行：第8行样例7号运输公司、…". A row has a line for each cell that was refused. */
static void rows(struct buf *out, const struct import_summary *s, enum stream_list which,
    const char *what, uint64_t all)
{
	const struct import_list *l = &s->list[which];
	const struct import_line *last = NULL;
	size_t n = 0;

	if (all == 0)
		return;
	buf_printf(out, "\n%s%llu行：", what, (unsigned long long)all);
	for (size_t i = 0; i < l->n; i++) {
		const struct import_line *x = &l->v[i];

		if (last && str_eq(last->row, x->row) && str_eq(last->sheet, x->sheet) &&
		    str_eq(last->file, x->file))
			continue;
		last = x;
		if (++n <= IMPORT_NAMED)
			buf_printf(out, "%s第%.*s行%.*s", n > 1 ? "、" : "", STR_ARG(x->row),
			    STR_ARG(x->name.n ? x->name : x->id));
	}
	if (n == 0)
		buf_z(out, "未列入记录");
	if (n > IMPORT_NAMED)
		buf_printf(out, "等%zu行", n);
}

static uint64_t listed(const struct import_summary *s, enum stream_list which)
{
	return s->list[which].file ? s->list[which].file->rows : 0;
}

static void data_file(struct buf *out, const struct import_terms *t)
{
	buf_printf(out, "\n数据文件%.*s", STR_ARG(t->name));
	if (t->by.unknown) {
		buf_z(out, "不是程序发布时的任何一个");
		return;
	}
	if (t->by.reordered) {
		buf_z(out, "与程序发布时的不同：各行相同，次序不同");
		return;
	}
	buf_printf(out, "与程序发布时的不同（%zu行）：", t->by.n);
	/* One's own lines come first: the others are only gone. */
	for (size_t own = 2, shown = 0; own-- > 0;)
		for (size_t i = 0; i < t->by.n && shown < IMPORT_LINES; i++)
			if (t->by.v[i].ours == (own == 1))
				buf_printf(out, "%s%s%.*s", shown++ ? "；" : "", own ? "+" : "−",
				    STR_ARG(t->by.v[i].text));
	buf_z(out, t->by.n > IMPORT_LINES ? "等" : "");
}

static void choices(struct buf *out, const struct import_summary *s)
{
	const struct import_list *l = &s->list[STREAM_CHOICES];

	if (l->file && l->n == 0)
		buf_z(out, "\n导入选项所作的取舍过多，未列入记录");
	for (size_t i = 0; i < l->n && i < IMPORT_NAMED; i++) {
		const struct import_line *x = &l->v[i];
		struct str of = x->column.n ? x->column : x->sheet;

		buf_printf(out, "\n%.*s", STR_ARG(x->file));
		if (of.n)
			buf_printf(
			    out, "%s“%.*s”", x->column.n ? "未采用列" : "的工作表", STR_ARG(of));
		buf_printf(out, "（%.*s）", STR_ARG(x->reason));
	}
	if (l->n > IMPORT_NAMED)
		buf_printf(out, "等%zu处", l->n);
}

static void accepted(struct buf *out, const struct import_summary *s)
{
	if (s->n_accepted == 0)
		return;
	buf_printf(out, "\n校验位不符仍予采用的代码%zu个：", s->n_accepted);
	for (size_t i = 0; i < s->n_accepted && i < IMPORT_NAMED; i++)
		buf_printf(out, "%s%.*s（%.*s）", i ? "、" : "", STR_ARG(s->accepted[i].id),
		    STR_ARG(s->accepted[i].reason));
	buf_z(out, s->n_accepted > IMPORT_NAMED ? "等" : "");
}

void source_words(struct buf *out, const struct import_summary *s)
{
	struct str reason = str_trim(s->event->reason);

	for (size_t i = 0; i < s->n_terms; i++)
		data_file(out, &s->terms[i]);
	for (size_t i = 0; i < s->n_maps; i++)
		buf_printf(out, "\n列%.*s取自“%.*s”，这一表头通常是另一列（%.*s）",
		    STR_ARG(s->map[i].column), STR_ARG(s->map[i].header), STR_ARG(s->map[i].means));
	for (size_t i = 0; i < s->n_options; i++)
		buf_printf(out, "\n导入选项--%.*s", STR_ARG(s->option[i]));
	choices(out, s);
	accepted(out, s);
	rows(out, s, STREAM_REJECTS, "退回", s->refused);
	if (s->refused + listed(s, STREAM_CHOICES) > 0)
		buf_printf(
		    out, "%s%.*s", reason.n ? "\n理由说明：" : "\n尚无人说明理由", STR_ARG(reason));
	rows(out, s, STREAM_BY_STATUS, "按登记状态不计", listed(s, STREAM_BY_STATUS));
	rows(out, s, STREAM_LEFT_OUT, "不是名录记录（合计、说明等）", listed(s, STREAM_LEFT_OUT));
	rows(out, s, STREAM_SAME_NAMES, "与另一代码同名", listed(s, STREAM_SAME_NAMES));
}
