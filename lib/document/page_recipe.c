#include "page_parts.h"

#include "ssjc/audit/audit_told.h"
#include "ssjc/draw/seed.h"
#include "ssjc/plan/ticket.h"

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

	if (!page_ceremony(d->state))
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
	    "<p id=\"master\">第一步：由种子文本算出主密钥 M，应得 <code>%s</code></p>\n"
	    "<pre>M=$(printf '%%s\\n'",
	    master);
	seed_lines(out, d->state->draw.seed);
	buf_printf(out,
	    " | sha256sum | cut -c 1-64); echo \"$M\"</pre>\n"
	    "<p id=\"key\">第二步：由 M 算出抽取对象用的密钥 K，应得 <code>%s</code></p>\n"
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

/* What else decides who inspects: by which days, and by which skills. */
static void other_files(struct buf *out, const struct document *d)
{
	if (d->told && d->told->calendar) {
		buf_z(out, "</code>，工作日历的 SHA-256 为 <code>");
		page_escape(out, d->told->calendar->digest);
	}
	if (d->told && d->told->items && d->items) {
		buf_printf(out, "</code>，抽查事项清单（%zu 项）的 SHA-256 为 <code>", d->items->n);
		page_escape(out, d->told->items->digest);
	}
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
	buf_z(out, "</p>\n");
	page_registers(out, d);
	if (page_several(d)) {
		buf_z(out, "<p>抽取所用分名录的 SHA-256 见上表");
	} else {
		buf_z(out, "<p>抽取所用名录（由各部门报送的文件导入整理而成）的 SHA-256 为 <code>");
		page_escape(out, d->state->roster_digest);
		buf_z(out, "</code>");
	}
	buf_z(out, "，方案的 SHA-256 为 <code>");
	buf_z(out, p->digest);
	other_files(out, d);
	buf_z(out,
	    "</code>。名录不公布；依法取得名录的人用 <code>sha256sum</code> "
	    "得到同一数值，即可确认名录自抽取后未被改动，并可对全部对象重算票号，"
	    "核对没有遗漏和替换。同时持有方案、历史检查记录和抽取结果的，还可以用本系统源代码中的 "
	    "<code>tests/cli/verify-draw.sh</code> 重做整个抽取，它只用 sha256sum、sort 和 awk，"
	    "参数依次为种子文本、方案、历史检查记录、名录、抽取结果；适用范围见其开头的说明。");
	if (page_several(d))
		buf_z(out, "各分名录的列相同，先合成一份：第二份起去掉表头。");
	buf_z(out, "</p>\n");
}

ssjc_rc page_recipe(
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
