#include "ssjc/verify/verify_conclusion.h"

#include "ssjc/base/language.h"

#include <stdarg.h>
#include <stdio.h>

/* Append a clause, in both languages. */
static void conclude(struct verify_conclusion *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void conclude(struct verify_conclusion *c, const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_z(&c->text, text);
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, language_text(fmt), ap);
	va_end(ap);
	buf_z(&c->said, text);
}

void verify_difference(struct buf *out, const struct ssjc_err *err, bool said)
{
	const char *between = said ? language_text(N_(": ")) : ": ";

	buf_z(out, err->file);
	if (err->file[0] && err->line)
		buf_printf(out, ":%llu", (unsigned long long)err->line);
	buf_z(out, err->file[0] ? between : "");
	buf_z(out, err->column);
	buf_z(out, err->column[0] ? between : "");
	buf_z(out, said ? err->said : err->msg);
}

static void about(struct verify_conclusion *c, const struct verify_subject *s)
{
	if (s->id.n)
		conclude(c, "plan %.*s (%.*s): ", STR_ARG(s->id), STR_ARG(s->title));
	else
		conclude(c, "audit file %.*s: ", STR_ARG(s->file));
	if (s->rehearsal)
		conclude(c,
		    "this is a rehearsal, and of what it says nothing is real: nobody was drawn, "
		    "and nobody is to be inspected; as a rehearsal, ");
}

/* Nothing that came before it is claimed: it was checked in another order than it happened. */
static ssjc_rc differs(
    struct verify_conclusion *c, const struct verify_subject *s, struct ssjc_err *err)
{
	struct buf text = {0}, said = {0};
	ssjc_rc rc = SSJC_OK;

	verify_difference(&text, s->err, false);
	verify_difference(&said, s->err, true);
	if (text.failed || said.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	buf_z(&c->text, "the verification found a difference: “");
	buf_str(&c->text, buf_text(&text));
	buf_z(&c->said, language_text(N_("the verification found a difference: “")));
	buf_str(&c->said, buf_text(&said));
	conclude(c,
	    "”; it ended there, and what it had not come to was not verified; until this is "
	    "cleared up, the file does not show that the inspection was drawn as it says");
out:
	buf_free(&text);
	buf_free(&said);
	return rc;
}

static void chain(struct verify_conclusion *c, const struct verify_totals *t)
{
	unsigned long long n = t->events, kept = t->anchored;

	conclude(c,
	    "its audit file has %llu event%s, each bound to the one before, and ends with the head "
	    "%s",
	    n, n == 1 ? "" : "s", t->head);
	if (kept == n)
		conclude(
		    c, "; it agrees in all of them with the checkpoints that were kept elsewhere");
	else if (kept)
		conclude(c,
		    "; it agrees in the first %llu of them with the checkpoints that were kept "
		    "elsewhere, while it was not verified whether later ones were rewritten",
		    kept);
	else
		conclude(c,
		    "; no checkpoint kept elsewhere was given, so that it was not verified whether "
		    "the file was rewritten as a whole");
}

static void draws(struct verify_conclusion *c, const struct verify_totals *t)
{
	unsigned long long n = t->draws.made, drawn = t->main, reserve = t->reserve;

	if (n == 0) {
		conclude(c, "; nothing was drawn yet");
		return;
	}
	if (n > 1)
		conclude(c,
		    "; it was drawn %llu times, of which %llu can be reproduced, and the last one "
		    "counts",
		    n, (unsigned long long)t->draws.again);
	if (t->draws.last)
		conclude(c,
		    "; this draw can be reproduced in full from the seed text and the files given, "
		    "with the same %llu drawn and %llu in reserve",
		    drawn, reserve);
	else
		conclude(c,
		    "; this draw was not reproduced, since a file was not given: only the tickets "
		    "of the %llu drawn and %llu in reserve were computed again from the seed text, "
		    "and are in order, while it was not verified whether somebody was passed over",
		    drawn, reserve);
	if (t->commitment)
		conclude(c,
		    "; plan, register, histories and shares are those committed to by event %llu, "
		    "while the outcome of the public event is to be compared with its announcement",
		    (unsigned long long)t->commitment);
	else
		conclude(
		    c, "; the seed is from no ceremony: the file does not show where it came from");
}

static void matches(struct verify_conclusion *c, const struct verify_totals *t)
{
	if (t->matches.made == 0)
		return;
	if (t->matches.last)
		conclude(c,
		    "; the match of inspectors was computed again, with the same %llu seats",
		    (unsigned long long)t->seats);
	else
		conclude(c,
		    "; the match of inspectors was not computed again, since a file was not given");
}

static void rest(struct verify_conclusion *c, const struct verify_remarks *r)
{
	unsigned long long open = r->count[REMARK_OPEN], unchecked = r->count[REMARK_UNCHECKED];

	if (!open && !unchecked)
		conclude(c,
		    "; nothing differs, nothing is open, and all that can be checked was checked");
	else if (!unchecked)
		conclude(c, "; nothing differs, but somebody has to answer for what is open: %llu",
		    open);
	else if (!open)
		conclude(c, "; nothing differs, but not everything was checked: %llu left out",
		    unchecked);
	else
		conclude(c,
		    "; nothing differs, but somebody has to answer for what is open: %llu, and not "
		    "everything was checked: %llu left out",
		    open, unchecked);
	conclude(c,
	    "; whether what was entered is true, and who entered it and when, is not part of this");
}

ssjc_rc verify_conclude(
    struct verify_conclusion *out, const struct verify_subject *s, struct ssjc_err *err)
{
	ssjc_rc rc = SSJC_OK;

	*out = (struct verify_conclusion){0};
	about(out, s);
	if (s->rc) {
		rc = differs(out, s, err);
	} else {
		chain(out, s->totals);
		draws(out, s->totals);
		matches(out, s->totals);
		rest(out, s->remarks);
	}
	conclude(out, ".");
	if (!rc && (out->text.failed || out->said.failed))
		rc = ssjc_fail_memory(err);
	return rc;
}

void verify_conclusion_free(struct verify_conclusion *c)
{
	buf_free(&c->text);
	buf_free(&c->said);
}
