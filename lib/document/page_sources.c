#include "page_parts.h"

#include "ssjc/audit/import_summary.h"

#include <inttypes.h>

static void number(struct buf *out, const char *label, uint64_t n)
{
	buf_printf(out, "<td class=\"n\" data-label=\"%s\">%" PRIu64 "</td>", label, n);
}

/* One file, so that whoever sent it can compare its own. */
static void source(struct buf *out, const struct import_source *s)
{
	const struct audit_file *f = s->file;

	buf_z(out, "<tr><th scope=\"row\" data-label=\"文件\">");
	page_escape(out, f->name);
	buf_z(out, "<code>SHA-256 ");
	page_escape(out, f->digest);
	buf_z(out, "</code></th>");
	number(out, "读入", f->rows);
	number(out, "采用", f->rows - f->refused - s->by_status);
	number(out, "退回", f->refused);
	number(out, "按登记状态不计", s->by_status);
	buf_z(out, "</tr>\n");
}

/* "第8行 样例7号运输公司（…）、…，等12行". A row has a line for each cell that was refused. */
static void rows(struct buf *out, const struct import_summary *s, enum stream_list which)
{
	const struct import_list *l = &s->list[which];
	const struct import_line *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct import_line *x = &l->v[i];

		if (last && str_eq(last->row, x->row) && str_eq(last->sheet, x->sheet) &&
		    str_eq(last->file, x->file))
			continue;
		last = x;
		if (++n > IMPORT_NAMED)
			continue;
		buf_printf(out, "%s第%.*s行 ", n > 1 ? "、" : "", STR_ARG(x->row));
		page_escape(out, x->name.n ? x->name : x->id);
		if (which == STREAM_BY_STATUS) {
			buf_z(out, "（");
			page_escape(out, x->value);
			buf_z(out, "）");
		}
	}
	if (n > IMPORT_NAMED)
		buf_printf(out, " 等%zu行", n);
	if (n == 0)
		buf_z(out, "行数过多，未列入记录");
}

static void named(struct buf *out, const struct import_summary *s, enum stream_list which,
    const char *what, uint64_t n)
{
	if (n == 0)
		return;
	buf_printf(out, "<li>%s %" PRIu64 " 行：", what, n);
	if (s->list[which].file)
		rows(out, s, which);
	else
		buf_z(out, "未记录是哪些行");
	if (which == STREAM_REJECTS) {
		struct str reason = str_trim(s->event->reason);

		buf_z(out, reason.n ? "。退回理由说明：" : "。<strong>尚无人说明理由</strong>");
		page_escape(out, reason);
	}
	buf_z(out, "</li>\n");
}

static uint64_t listed(const struct import_summary *s, enum stream_list which)
{
	return s->list[which].file ? s->list[which].file->rows : 0;
}

void page_data_file(struct buf *out, struct str name, const struct release_difference *by)
{
	buf_z(out, "<strong>数据文件 ");
	page_escape(out, name);
	if (by->unknown) {
		buf_z(out, " 不是程序发布时的任何一个</strong>");
		return;
	}
	if (by->reordered) {
		buf_z(out, " 与程序发布时的不同：各行相同，次序不同</strong>");
		return;
	}
	buf_printf(out, " 与程序发布时的不同（%zu %s）</strong>：", by->n, by->days ? "天" : "行");
	/* One's own lines come first: the others are only gone. */
	for (size_t own = 2, shown = 0; own-- > 0;)
		for (size_t k = 0; k < by->n && shown < IMPORT_LINES; k++) {
			if (by->v[k].ours != (own == 1))
				continue;
			buf_z(out, own ? " <code>+" : " <code>−");
			page_escape(out, by->v[k].text);
			buf_z(out, "</code>");
			shown++;
		}
	buf_z(out, by->n > IMPORT_LINES ? " 等" : "");
}

/* What was not read as it always is: whoever chose it could have chosen by it. */
static void own(struct buf *out, const struct import_summary *s)
{
	for (size_t i = 0; i < s->n_terms; i++) {
		buf_z(out, "<li>");
		page_data_file(out, s->terms[i].name, &s->terms[i].by);
		buf_z(out, "</li>\n");
	}
	for (size_t i = 0; i < s->n_maps; i++) {
		buf_z(out, "<li><strong>列 ");
		page_escape(out, s->map[i].column);
		buf_z(out, " 取自“");
		page_escape(out, s->map[i].header);
		buf_z(out, "”</strong>，这一表头通常是另一列（");
		page_escape(out, s->map[i].means);
		buf_z(out, "）</li>\n");
	}
	for (size_t i = 0; i < s->n_options; i++) {
		buf_z(out, "<li>导入选项 <code>--");
		page_escape(out, s->option[i]);
		buf_z(out, "</code></li>\n");
	}
}

/* What options chose in the files, and codes that were accepted. */
static void choices(struct buf *out, const struct import_summary *s)
{
	const struct import_list *l = &s->list[STREAM_CHOICES];
	struct str reason = str_trim(s->event->reason);

	if (l->file && l->n == 0)
		buf_z(out, "<li><strong>导入选项所作的取舍过多，未列入记录</strong></li>\n");
	for (size_t i = 0; i < l->n && i < IMPORT_NAMED; i++) {
		const struct import_line *x = &l->v[i];

		buf_z(out, "<li><strong>");
		page_escape(out, x->file);
		if (x->column.n + x->sheet.n) {
			buf_z(out, x->column.n ? " 未采用列“" : " 的工作表“");
			page_escape(out, x->column.n ? x->column : x->sheet);
			buf_z(out, "”");
		}
		buf_z(out, "</strong>：<code>");
		page_escape(out, x->reason);
		buf_z(
		    out, reason.n ? "</code>。说明：" : "</code>。<strong>尚无人说明理由</strong>");
		page_escape(out, reason);
		buf_z(out, "</li>\n");
	}
	if (l->n > IMPORT_NAMED)
		buf_printf(out, "<li>等%zu处</li>\n", l->n);
	if (s->n_accepted == 0)
		return;
	buf_printf(out, "<li>校验位不符仍予采用的代码 %zu 个：", s->n_accepted);
	for (size_t i = 0; i < s->n_accepted && i < IMPORT_NAMED; i++) {
		buf_z(out, i ? "、" : "");
		page_escape(out, s->accepted[i].id);
		buf_z(out, "（");
		page_escape(out, s->accepted[i].reason);
		buf_z(out, "）");
	}
	buf_z(out, s->n_accepted > IMPORT_NAMED ? " 等</li>\n" : "</li>\n");
}

void page_sources(struct buf *out, const struct document *d)
{
	if (d->n_imports == 0)
		return;
	buf_z(out,
	    "<h3>名录来源</h3>\n<p>报送下列文件的部门可核对自己文件的 SHA-256 和行数。</p>\n"
	    "<table class=\"list sources\">\n<thead><tr><th scope=\"col\">文件</th>"
	    "<th scope=\"col\" class=\"n\">读入</th><th scope=\"col\" class=\"n\">采用</th>"
	    "<th scope=\"col\" class=\"n\">退回</th>"
	    "<th scope=\"col\" class=\"n\">按登记状态不计</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < d->n_imports; i++)
		for (size_t k = 0; k < d->imports[i].n_sources; k++)
			source(out, &d->imports[i].source[k]);
	buf_z(out, "</tbody>\n</table>\n<ul>\n");
	for (size_t i = 0; i < d->n_imports; i++) {
		const struct import_summary *s = &d->imports[i];

		own(out, s);
		choices(out, s);
		named(out, s, STREAM_REJECTS, "退回", s->refused);
		named(out, s, STREAM_BY_STATUS, "按登记状态不计", listed(s, STREAM_BY_STATUS));
		named(out, s, STREAM_LEFT_OUT, "不是名录记录（合计、说明等）",
		    listed(s, STREAM_LEFT_OUT));
		named(out, s, STREAM_SAME_NAMES, "与另一代码同名", listed(s, STREAM_SAME_NAMES));
	}
	buf_z(out, "</ul>\n");
}
