#include "verification_words.h"

#include "ssjc/document/verification.h"

#include <inttypes.h>

static const struct verification *of(const struct paper_at *at)
{
	return at->verification;
}

void report_plan(const struct paper_at *at, struct buf *out)
{
	if (of(at)->id.n)
		buf_printf(out, "%.*s（编号%.*s）", STR_ARG(of(at)->title), STR_ARG(of(at)->id));
}

void report_rehearsal(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->rehearsal ? "1" : "");
}

void report_file(const struct paper_at *at, struct buf *out)
{
	buf_str(out, of(at)->file);
}

void report_who(const struct paper_at *at, struct buf *out)
{
	buf_str(out, of(at)->who);
}

void report_time(const struct paper_at *at, struct buf *out)
{
	char time[TIME_SIZE];

	time_format(at->d->now, time);
	buf_z(out, time);
	document_given(out, at->d->clock_given);
}

void report_version(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->version);
}

void report_events(const struct paper_at *at, struct buf *out)
{
	buf_printf(out, "%" PRIu64, of(at)->at.events);
}

void report_head(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->at.head);
}

void report_anchored(const struct paper_at *at, struct buf *out)
{
	if (of(at)->anchored)
		buf_printf(out, "%" PRIu64, of(at)->anchored);
}

void report_conclusion(const struct paper_at *at, struct buf *out)
{
	buf_str(out, of(at)->conclusion);
}

void report_verdict(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->verdict);
}

static void count(struct buf *out, size_t n)
{
	if (n)
		buf_printf(out, "%zu", n);
}

void report_given(const struct paper_at *at, struct buf *out)
{
	count(out, of(at)->n_given);
}

void report_kept(const struct paper_at *at, struct buf *out)
{
	count(out, of(at)->n_kept);
}

void report_open(const struct paper_at *at, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < of(at)->n_lines; i++)
		n += of(at)->line[i].open;
	count(out, n);
}

void report_notes(const struct paper_at *at, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < of(at)->n_lines; i++)
		n += of(at)->line[i].note;
	count(out, n);
}

/* ---- A line, a file, a checkpoint ---- */

void step_text(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->line->text);
}

void step_mark(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->line->mark);
}

void step_event(const struct paper_at *at, struct buf *out)
{
	if (at->line->event)
		buf_printf(out, "%" PRIu64, at->line->event);
}

void given_name(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->given->name);
}

void given_digest(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->given->digest);
}

void given_rows(const struct paper_at *at, struct buf *out)
{
	if (at->given->counted)
		buf_printf(out, "%" PRIu64, at->given->rows);
}

void kept_name(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->kept->name);
}

void kept_text(const struct paper_at *at, struct buf *out)
{
	const struct verification_kept *k = at->kept;

	if (!k->bare)
		buf_printf(out, "%.*s · 记录 %" PRIu64 " · %s", STR_ARG(k->plan), k->at.events,
		    k->at.head);
}

void kept_signed(const struct paper_at *at, struct buf *out)
{
	buf_z(out, at->kept->is_signed ? "1" : "");
}
