#include "receipt_words.h"

#include "ssjc/document/plan_words.h"

#include <inttypes.h>
#include <string.h>

static const struct receipt *of(const struct paper_at *at)
{
	return at->receipt->r;
}

/* A line of it; a receipt that has none has an empty text. */
static void value(const struct paper_at *at, enum receipt_line line, struct buf *out)
{
	buf_str(out, of(at)->value[line]);
}

void receipt_name(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->receipt->name);
}

void receipt_file(const struct paper_at *at, struct buf *out)
{
	buf_str(out, at->receipt->file);
}

void receipt_id(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_ID, out);
}

void receipt_draw_number(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_DRAW, out);
}

void receipt_day(const struct paper_at *at, struct buf *out)
{
	document_date(out, time_day(at->d->state->draw_time));
}

void receipt_day_iso(const struct paper_at *at, struct buf *out)
{
	char text[DATE_SIZE];

	date_format(time_day(at->d->state->draw_time), text);
	buf_z(out, text);
}

/* ---- Its stratum ---- */

static const struct plan *drawn_by(const struct paper_at *at)
{
	return at->d->drawn_by ? at->d->drawn_by : at->d->plan;
}

void receipt_stratum(const struct paper_at *at, struct buf *out)
{
	const struct plan *p = drawn_by(at);
	struct str rest = of(at)->value[RECEIPT_OF], piece;

	if (of(at)->standing == RECEIPT_EXCLUDED)
		return;
	for (size_t i = 0; i < p->n_strata && str_split(&rest, ';', &piece); i++)
		buf_printf(out, "%s%.*s：%.*s", i ? "；" : "",
		    STR_ARG(plan_words_column(p->strata[i])), STR_ARG(piece));
}

void receipt_columns(const struct paper_at *at, struct buf *out)
{
	const struct plan *p = drawn_by(at);

	for (size_t i = 0; i < p->n_strata; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(p->strata[i]));
}

void receipt_values(const struct paper_at *at, struct buf *out)
{
	if (of(at)->standing != RECEIPT_EXCLUDED)
		value(at, RECEIPT_OF, out);
}

void receipt_status(const struct paper_at *at, struct buf *out)
{
	if (of(at)->standing == RECEIPT_EXCLUDED)
		buf_str(
		    out, vocabulary_text(at->d->vocabulary, "status", of(at)->value[RECEIPT_OF]));
}

void receipt_status_code(const struct paper_at *at, struct buf *out)
{
	if (of(at)->standing == RECEIPT_EXCLUDED)
		value(at, RECEIPT_OF, out);
}

void receipt_population(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_POPULATION, out);
}

void receipt_eligible(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_ELIGIBLE, out);
}

void receipt_n(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_N, out);
}

void receipt_main(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_MAIN, out);
}

void receipt_reserve(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_RESERVE, out);
}

void receipt_threshold(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_THRESHOLD, out);
}

/* ---- What came of it ---- */

void receipt_ticket(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_TICKET, out);
}

void receipt_rank(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_RANK, out);
}

void receipt_chosen(const struct paper_at *at, struct buf *out)
{
	if (receipt_drawn(of(at)))
		value(at, RECEIPT_RANK, out);
}

void receipt_spare(const struct paper_at *at, struct buf *out)
{
	uint64_t drawn = receipt_number(of(at), RECEIPT_MAIN),
	         rank = receipt_number(of(at), RECEIPT_RANK);

	if (of(at)->standing == RECEIPT_IN && rank > drawn &&
	    rank - drawn <= receipt_number(of(at), RECEIPT_RESERVE))
		buf_printf(out, "%" PRIu64, rank - drawn);
}

void receipt_repeated(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->standing == RECEIPT_REPEATED ? "1" : "");
}

void receipt_excluded(const struct paper_at *at, struct buf *out)
{
	buf_z(out, of(at)->standing == RECEIPT_EXCLUDED ? "1" : "");
}

/* ---- What it is checked with ---- */

void receipt_rows(const struct paper_at *at, struct buf *out)
{
	value(at, RECEIPT_ROWS, out);
}

static void root(const struct paper_at *at, bool before, struct buf *out)
{
	char drawn[DIGEST_HEX], committed[DIGEST_HEX];

	if (receipt_root(of(at), drawn, committed, NULL))
		out->failed = true;
	else
		buf_z(out, before ? committed : drawn);
}

void receipt_root_text(const struct paper_at *at, struct buf *out)
{
	root(at, false, out);
}

void receipt_committed(const struct paper_at *at, struct buf *out)
{
	if (str_is(at->d->state->draw.source, "ceremony"))
		root(at, true, out);
}

void receipt_code_text(const struct paper_at *at, struct buf *out)
{
	receipt_code(out, of(at));
}
