/* What makes the page check itself: its style and scripts, and the rules of the draw as data. */
#include "page_parts.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/json.h"

#include <inttypes.h>

/* ---- Style and scripts ---- */

/* Is the file in this page? */
static bool used(const struct document *d, int file)
{
	return page_file_of_receipts(file) ? d->roots.n > 0
	                                   : file != PAGE_SAMPLE || d->plan->rehearsal;
}

/* The files from..to, one after another, as they are in the page. */
static void join(struct buf *out, const struct document *d, int from, int to)
{
	buf_char(out, '\n');
	for (int i = from; i <= to; i++)
		if (used(d, i))
			buf_str(out, d->page_files->text[i]);
}

/* 'sha256-…' of what join() gives: a browser runs nothing else. */
static ssjc_rc allow(
    struct buf *out, const struct document *d, int from, int to, struct ssjc_err *err)
{
	struct buf text = {0};
	ssjc_rc rc;

	join(&text, d, from, to);
	buf_z(out, " 'sha256-");
	rc = text.failed ? ssjc_fail_memory(err) : digest_base64(out, text.p, text.n, err);
	buf_char(out, '\'');
	buf_free(&text);
	return rc;
}

ssjc_rc page_policy(struct buf *out, const struct document *d, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (!d->page_files)
		return SSJC_OK;
	buf_z(out,
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src");
	rc = allow(out, d, PAGE_STYLE, PAGE_SAMPLE, err);
	if (rc)
		return rc;
	buf_z(out, "; script-src");
	rc = allow(out, d, PAGE_SHA256, PAGE_AUDIT, err);
	if (rc)
		return rc;
	rc = allow(out, d, PAGE_WORDS, PAGE_RECEIPT_SCRIPT, err);
	if (rc)
		return rc;
	buf_z(out,
	    "; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'\">\n"
	    "<link rel=\"icon\" href=\"data:,\">\n");
	return SSJC_OK;
}

void page_style(struct buf *out, const struct document *d)
{
	if (!d->page_files)
		return;
	buf_z(out, "<style>");
	join(out, d, PAGE_STYLE, PAGE_SAMPLE);
	buf_z(out, "</style>\n");
}

void page_section(struct buf *out, const struct document *d)
{
	if (d->page_files)
		buf_str(out, d->page_files->text[PAGE_SECTION]);
}

void page_receipts(struct buf *out, const struct document *d)
{
	if (d->page_files && used(d, PAGE_RECEIPT_SECTION))
		buf_str(out, d->page_files->text[PAGE_RECEIPT_SECTION]);
}

/* ---- The rules of the draw ---- */

static void ratio(struct buf *out, const char *name, struct ratio r)
{
	json_next(out);
	buf_printf(out, "\"%s\":{", name);
	json_number(out, "p", r.p);
	json_number(out, "q", r.q);
	buf_char(out, '}');
}

/* A number that JavaScript might not have exactly. */
static void large(struct buf *out, const char *name, uint64_t n)
{
	json_next(out);
	buf_printf(out, "\"%s\":\"%" PRIu64 "\"", name, n);
}

static void ratios(struct buf *out, const struct plan *p)
{
	buf_z(out, ",\"ratios\":[");
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct plan_rule *rule = &p->rule[i];

		json_next(out);
		buf_z(out, "{\"value\":");
		json_strs(out, rule->value, rule->n);
		if (rule->fixed)
			large(out, "count", rule->count);
		else
			ratio(out, "ratio", rule->ratio);
		if (rule->cap)
			large(out, "max", rule->cap);
		buf_char(out, '}');
	}
	buf_z(out, "]");
}

/* By what the draw went: what the page says of the plan in words. */
static void rules_of_plan(struct buf *out, const struct plan *p)
{
	char date[DATE_SIZE];

	json_member(out, "plan", p->id);
	buf_z(out, ",\"strata\":");
	json_strs(out, p->strata, p->n_strata);
	ratios(out, p);
	if (p->reserve_all)
		json_member(out, "reserve", STR("all"));
	else
		ratio(out, "reserve", p->reserve);
	if (p->floor.p)
		ratio(out, "floor", p->floor);
	buf_z(out, ",\"exclude\":");
	json_strs(out, p->exclude_status, p->n_exclude_status);
	json_number(out, "repeat", p->repeat);
	date_format(p->from, date);
	json_member(out, "year", (struct str){date, 4});
	buf_z(out, ",\"departments\":[");
	for (size_t i = 0; i < p->n_depts; i++) {
		json_next(out);
		buf_char(out, '{');
		json_member(out, "key", p->dept[i].key);
		json_member(out, "name", p->dept[i].name);
		json_number(out, "draw", p->dept[i].draw);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void counts(struct buf *out, const struct draw_counts *c)
{
	buf_z(out, ",\"counts\":{");
	json_number(out, "population", c->population);
	json_number(out, "excluded", c->excluded);
	json_number(out, "repeated", c->repeated);
	json_number(out, "main", c->main);
	buf_char(out, '}');
}

/* Which streams: what an auditor has must be the same. */
static ssjc_rc streams(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err)
{
	const struct audit_file *inspectors = NULL;
	char match[DIGEST_HEX];
	ssjc_rc rc;

	page_registers_rule(out, d);
	json_member(out, "drawn", d->state->drawn_digest);
	buf_z(out, ",\"history\":[");
	for (const struct audit_event *e = events->v; e < events->v + events->n; e++)
		for (size_t f = 0; f < e->n_files; f++) {
			const struct audit_file *file = &e->file[f];

			if (!str_is(e->action, "import") && str_is(file->kind, "inspectors"))
				inspectors = file;
			if (e->seq != d->state->draw_event || !str_is(file->kind, "history"))
				continue;
			json_next(out);
			json_str(out, file->digest);
		}
	buf_char(out, ']');
	if (inspectors)
		json_member(out, "inspectors", inspectors->digest);
	if (d->state->n_seats == 0)
		return SSJC_OK;
	rc = page_match(match, d->state, err);
	if (rc)
		return rc;
	json_member(out, "match", (struct str){match, DIGEST_HEX - 1});
	return SSJC_OK;
}

/* Whatever the data says, no tag of it is one. */
static void without_tags(struct buf *out, struct str json)
{
	for (size_t i = 0; i < json.n; i++)
		if (json.p[i] == '<')
			buf_z(out, "\\u003c");
		else
			buf_char(out, json.p[i]);
}

ssjc_rc page_scripts(struct buf *out, const struct document *d, const struct audit_events *events,
    struct ssjc_err *err)
{
	struct buf json = {0};
	ssjc_rc rc;

	if (!d->page_files)
		return SSJC_OK;
	buf_char(&json, '{');
	rules_of_plan(&json, d->drawn_by ? d->drawn_by : d->plan);
	json_number(&json, "draw", d->state->draws);
	counts(&json, &d->state->draw.counts);
	rc = streams(&json, d, events, err);
	if (rc)
		goto out;
	buf_char(&json, '}');
	buf_z(out, "<script type=\"application/json\" id=\"rules\">");
	without_tags(out, buf_text(&json));
	buf_z(out, "</script>\n<script id=\"core\">");
	join(out, d, PAGE_SHA256, PAGE_AUDIT);
	buf_z(out, "</script>\n<script>");
	join(out, d, PAGE_WORDS, PAGE_RECEIPT_SCRIPT);
	buf_z(out, "</script>\n");
	out->failed |= json.failed;
out:
	buf_free(&json);
	return rc;
}
