/*
 * audit: the SQLite file, one for each plan, that remembers everything that was
 * decided: ssjc-audit(5). All SQL on it is in this room.
 *
 * A command appends one event, with its rows, in one transaction. The events
 * form a hash chain; the rows of an event are bound to it by a digest.
 */
#ifndef SSJC_AUDIT_H
#define SSJC_AUDIT_H

#include "ssjc/base/csv_out.h"
#include "ssjc/base/digest.h"
#include "ssjc/plan/calendar.h"
#include "ssjc/plan/event.h"
#include "ssjc/plan/pick.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/result.h"
#include "ssjc/plan/seat.h"
#include "ssjc/plan/seat_change.h"
#include "ssjc/plan/stratum.h"

struct audit;
struct vocabulary;

/* Who writes, and when. All borrowed while the audit is open. */
struct audit_context {
	const char *program, *version, *actor;
	int64_t now;      /* seconds since the epoch: the time of what is written */
	int64_t clock;    /* the same by this machine's clock */
	bool clock_given; /* now was given by the user, not read from the clock */
	/* Is the file to be a rehearsal's (plan_rehearse.h), or a real one? Or either. */
	enum audit_kind { AUDIT_EITHER, AUDIT_REAL, AUDIT_REHEARSAL } kind;
	const int64_t *wait; /* how many seconds for a file that others hold; NULL: 10 */
};

enum audit_mode {
	AUDIT_READ,  /* must exist; nothing is written, and all is of one moment */
	AUDIT_LOOK,  /* the same, but *out is NULL when nothing is on record yet */
	AUDIT_WRITE, /* made when it is not there */
	AUDIT_FILL   /* the same, and what will be written is many megabytes */
};

/*
 * context may be NULL for AUDIT_READ and AUDIT_LOOK. SSJC_INPUT when there is no file to read or
 * it is not an audit file, SSJC_NO when its tables or triggers were changed,
 * SSJC_BUSY when it is locked for too long, SSJC_PLAN when it is not of the context's kind.
 * A file that can only be read, even on a disk where nothing can be written, is read as it
 * is. Free *out with audit_close (NULL is fine).
 */
ssjc_rc audit_open(struct audit **out, const char *path, enum audit_mode mode,
    const struct audit_context *context, struct ssjc_err *err);
/* SSJC_PLAN when the file is another plan's by its first event; it may have none. */
ssjc_rc audit_check_plan(struct audit *a, const struct plan *plan, struct ssjc_err *err);
void audit_close(struct audit *a);
/*
 * Append the path of the copy that is kept of an attached file: AUDIT.attachments/ and its
 * digest, with the ending of its name.
 */
void audit_attachment_path(struct buf *out, const char *audit, struct str digest, struct str name);
/* Is it the file of a rehearsal? Its first event, and so the chain, says so. */
ssjc_rc audit_rehearsal(struct audit *a, bool *out, struct ssjc_err *err);
/* The path that it was opened by. */
const char *audit_path(const struct audit *a);

/* ---- Writing: begin, put rows, commit (or abort). ---- */

/*
 * Begin an event. SSJC_REFUSED when the action may not follow what was done
 * (audit_rules.h has the rules: a plan is drawn once, a commitment is made before
 * it is revealed, …), or when its time is ahead of the clock; SSJC_PLAN when the
 * file is that of another plan; SSJC_BUSY when another process holds it for too
 * long. What is read between here and audit_commit nobody else can change.
 * options is the command line; reason is the user's text, or "".
 */
ssjc_rc audit_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str options, struct str reason, struct ssjc_err *err);
/* Put all of the event on record; on failure (a full disk: SSJC_SYSTEM), nothing of it. */
ssjc_rc audit_commit(struct audit *a, struct ssjc_err *err);
/* Take back the event begun, if any. */
void audit_abort(struct audit *a);

/* SSJC_PLAN when f is the plan, its items or its calendar, and may not change any more. */
ssjc_rc audit_put_file(struct audit *a, const struct audit_file *f, struct ssjc_err *err);
/* The same with a text that is kept whole: digest and content of f are set. */
ssjc_rc audit_put_text(struct audit *a, struct audit_file f, struct str text, struct ssjc_err *err);
/*
 * Put the data files by whose words the event reads or writes, so that it can be
 * done again by them.
 */
ssjc_rc audit_put_terms(struct audit *a, const struct vocabulary *v, struct ssjc_err *err);

/*
 * What is fixed of a calendar is the days that the plan touches, until a year after its
 * window, not the bytes of its file. f is the file of the calendar now, which the event
 * begun is to have. If it must have the one on record, and no such day of that has
 * changed, f becomes the one on record, whose content is in the arena; otherwise it stays
 * as it is, and audit_put_file refuses it.
 */
ssjc_rc audit_fixed_calendar(struct audit *a, const struct plan *plan, const struct calendar *now,
    struct arena *arena, struct audit_file *f, struct ssjc_err *err);

/* SSJC_REFUSED for a share that an earlier event has: others may know it. */
ssjc_rc audit_put_ceremony(struct audit *a, const struct audit_ceremony *c, struct ssjc_err *err);

/*
 * *event is an event before that one which commits to the same share, or 0.
 * Whoever withdraws a commitment may have seen its shares, and everybody saw those
 * that were revealed.
 */
ssjc_rc audit_share_used(
    struct audit *a, struct str commitment, uint64_t before, uint64_t *event, struct ssjc_err *err);

struct audit_draw {
	unsigned draw;
	struct str seed;   /* the seed text */
	struct str source; /* "getrandom", "file" (--seed-file), or "ceremony" */
	struct str roster; /* "import": a stream this plan's ssjc-import wrote; "other" */
	struct draw_counts counts;
};
ssjc_rc audit_put_draw(struct audit *a, const struct audit_draw *d, struct ssjc_err *err);
ssjc_rc audit_put_stratum(
    struct audit *a, unsigned draw, const struct stratum *s, struct ssjc_err *err);
/*
 * All n picks of the draw, by stratum and rank, put after its strata. Two threads
 * work: pick(arg, thread, i, …) gives each of them the i-th, whose text is valid
 * until that thread's next call; with(arg, …) is called by thread 1 for each
 * pick, for whatever else is done with it (printing, for example).
 */
struct audit_picks {
	size_t n;
	ssjc_rc (*pick)(
	    void *arg, unsigned thread, size_t i, struct pick *out, struct ssjc_err *err);
	ssjc_rc (*with)(void *arg, const struct pick *p, struct ssjc_err *err);
	void *arg;
};
ssjc_rc audit_put_picks(struct audit *a, const struct audit_picks *picks, struct ssjc_err *err);
/* removed is replaced by replacement ("" when the reserve is used up). */
ssjc_rc audit_put_replacement(struct audit *a, unsigned draw, struct str removed,
    struct str replacement, struct ssjc_err *err);
ssjc_rc audit_put_seat(struct audit *a, unsigned draw, const struct seat *s, struct ssjc_err *err);

ssjc_rc audit_put_confirmation(
    struct audit *a, unsigned draw, const struct confirmation *c, struct ssjc_err *err);

ssjc_rc audit_put_result(
    struct audit *a, unsigned draw, const struct result *r, struct ssjc_err *err);
ssjc_rc audit_put_follow(
    struct audit *a, unsigned draw, const struct follow *f, struct ssjc_err *err);
ssjc_rc audit_put_review(
    struct audit *a, unsigned draw, const struct review *r, struct ssjc_err *err);

/* ---- Reading ---- */

/* The state of the chain: what a document prints to be tied to it. */
struct checkpoint {
	uint64_t events;
	char head[DIGEST_HEX];
};
ssjc_rc audit_checkpoint(struct audit *a, struct checkpoint *out, struct ssjc_err *err);

/* A paper that came back signed: its name is the id of the sheet, of that match. */
struct audit_paper {
	struct str sheet, match;
	int64_t time; /* of the event */
	uint64_t event;
};

/* A substitution, or a move to another day: the seats that it changed, and what they were. */
struct audit_change {
	uint64_t event;
	int64_t time;
	struct str reason, actor;
	bool move;
	struct seat_change asked;
	/* n of each, as entered; cert is "" where an expert's seat comes in, or goes. */
	struct seat *seat, *was;
	size_t n;
};

/* What of a department was reviewed at last. */
struct review_upto {
	struct str dept;
	uint64_t upto;
};
/* A business whose seats a change changed, and the event of that. */
struct seat_touched {
	struct str object;
	uint64_t event;
};

/*
 * What the plan has come to, all of it in memory: the last draw with removals
 * and replacements applied, the seats of its last match, its confirmations and
 * results (a correction takes the place of what it corrects).
 */
struct audit_state {
	unsigned draws;         /* how often was drawn; 0: not yet */
	struct audit_draw draw; /* the last; its event, and the time of that */
	uint64_t draw_event;
	int64_t draw_time;
	bool draw_clock_given;          /* the time was given, not read from the clock */
	struct str draw_reason;         /* of a second or later draw */
	struct str roster_digest;       /* SHA-256 of the stream drawn from */
	struct str drawn_digest;        /* SHA-256 of the list that came out */
	struct audit_ceremony ceremony; /* the last; its draw is 0 when there was none */
	struct stratum *stratum;        /* rule is NULL */
	size_t n_strata;
	struct pick *pick; /* by stratum and rank, roles as they are now */
	size_t n_picks;
	const struct pick **by_id; /* the same, by id */
	struct str *awaiting;      /* ids to be removed, which no replace has dealt with */
	size_t n_awaiting;
	struct str fixed_inspectors; /* digest of those fixed before its seed was known, or "" */
	/* What a match of the last draw must keep to, unless it is a reassign: */
	uint64_t match_event; /* the draw, or the last reassign: it settled who is matched first */
	int64_t match_since;  /* its days count from here: the draw, or the last reassign */
	struct str match_inspectors; /* digest of the only ones it takes; "" when it takes any */
	struct str
	    match_visits; /* digest of the visits of the last plan that it keeps apart, or "" */
	/* Of the last match, as later changes left them, by date, team, department, seat: */
	struct seat *seat;
	size_t n_seats;
	const struct seat **by_seat; /* the same, by object, department, seat */
	struct audit_change *change; /* of any match of the last draw, in order of entry */
	size_t n_changes;
	struct seat_touched *touched; /* by object and event, each once */
	size_t n_touched;
	struct seat_lack
	    *lack; /* skills that nobody at a business has, by the last match or change */
	size_t n_lacks;
	struct confirmation *confirmation; /* by object and department */
	size_t n_confirmations;
	struct result *result; /* by object, department, item, in order of entry */
	size_t n_results;
	struct correction *correction; /* of results, by object, department, item, in order */
	size_t n_corrections;
	struct audit_paper *paper; /* those received, in order */
	size_t n_papers;
	struct follow *follow; /* by object, department, in order of entry */
	size_t n_follows;
	struct review *review; /* in order of entry */
	size_t n_reviews;
	struct review_upto *reviewed; /* one of each department that reviewed any */
	size_t n_reviewed;
	struct checkpoint checkpoint;
	struct arena arena; /* owns all of the above */
};
/* Free *out with audit_state_free. SSJC_NO when what is on record makes no sense. */
ssjc_rc audit_load(struct audit *a, struct audit_state *out, struct ssjc_err *err);
/* The same as it was right after event number seq. */
ssjc_rc audit_load_at(struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err);
/*
 * The same now, but of the last draw only its own row, and the commitment: no strata, no
 * picks, and nothing that came of them. A draw may have millions.
 */
ssjc_rc audit_load_draw(struct audit *a, struct audit_state *out, struct ssjc_err *err);
/* The same right after event number seq, and with its strata. */
ssjc_rc audit_load_strata(
    struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err);
/*
 * The same as of now, with its strata and its confirmations, and with its picks when a
 * replacement is on record: what removals_of needs.
 */
ssjc_rc audit_load_removals(struct audit *a, struct audit_state *out, struct ssjc_err *err);
/*
 * The same as of now, but without what came of the visits: results, their corrections,
 * follow-ups and reviews. What is printed for the visits does not grow with these.
 */
ssjc_rc audit_load_visits(struct audit *a, struct audit_state *out, struct ssjc_err *err);
/* The same as it was right after event number seq. */
ssjc_rc audit_load_visits_at(
    struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err);
void audit_state_free(struct audit_state *s);

/*
 * The picks of the last draw of a state, by stratum and rank, with the roles that the draw
 * gave them, one after the other: none is kept. s, borrowed, has its strata.
 */
struct audit_walk;
ssjc_rc audit_walk_open(
    struct audit_walk **out, struct audit *a, const struct audit_state *s, struct ssjc_err *err);
/*
 * The next pick, valid until the next call; of its object only the id is set. *more is false
 * after the last. SSJC_NO when it is of no stratum of the draw.
 */
ssjc_rc audit_walk_next(struct audit_walk *w, struct pick *out, bool *more, struct ssjc_err *err);
/* Is the rest of o written as that of the pick at hand? What says the same may be another text. */
bool audit_walk_has(struct audit_walk *w, const struct object *o);
/* The object of the pick at hand, valid until the next call of this. */
ssjc_rc audit_walk_object(struct audit_walk *w, struct object *out, struct ssjc_err *err);
void audit_walk_close(struct audit_walk *w);
/* That seat of a department at the object with that id, or NULL. */
const struct seat *audit_seat(
    const struct audit_state *s, struct str id, struct str dept, unsigned seat);
/* Has the object any seat? */
bool audit_seated(const struct audit_state *s, struct str id);
/* Was any of its seats changed since the draw, or the last reassign, settled who is matched? */
bool audit_changed(const struct audit_state *s, struct str id);
/*
 * Its changes after the event since, in order: how many there are from *out on. They are
 * found once audit_index_changes, which loading the seats does, has put touched together.
 */
size_t audit_touched(
    const struct audit_state *s, struct str id, uint64_t since, const struct seat_touched **out);
ssjc_rc audit_index_changes(struct audit_state *s, struct ssjc_err *err);
/* The pick with that id, or NULL. */
const struct pick *audit_pick(const struct audit_state *s, struct str id);
/* Where the object's results begin in s->result, or would. */
size_t audit_results(const struct audit_state *s, struct str id);
/* The same of those of a department there from an item on; "" is before all items. */
size_t audit_results_from(
    const struct audit_state *s, struct str id, struct str dept, struct str item);
/* Those of one item: how many there are from s->result[*first] on. */
size_t audit_results_of(
    const struct audit_state *s, struct str id, struct str dept, struct str item, size_t *first);
/* Does it have any results? */
bool audit_inspected(const struct audit_state *s, struct str id);
/* Where the follow-ups of a department at the object begin in s->follow, or would. */
size_t audit_follows(const struct audit_state *s, struct str id, struct str dept);
/* The last event whose results of a department were reviewed; 0 when none were. */
uint64_t audit_reviewed(const struct audit_state *s, struct str dept);
/* Put together what that goes by, as loading the reviews does. */
ssjc_rc audit_index_reviews(struct audit_state *s, struct ssjc_err *err);

struct audit_events {
	struct audit_event *v;
	size_t n;
	struct arena arena; /* owns all of the above */
};
/* All events, the first first. Free *out with audit_events_free. */
ssjc_rc audit_events(struct audit *a, struct audit_events *out, struct ssjc_err *err);
void audit_events_free(struct audit_events *e);
/* The first file of that kind that the event read, or, as an output, wrote; NULL when it has none. */
const struct audit_file *audit_event_file(
    const struct audit_event *e, const char *kind, bool output);
/* The histories that the event read, as one digest: history_digest. */
ssjc_rc audit_event_histories(
    const struct audit_event *e, char out[DIGEST_HEX], struct ssjc_err *err);
/*
 * The content kept of a file (a plan, calendar, items, a data file, a template …:
 * ssjc-audit(5)), by its digest, copied into the arena; SSJC_NO when none is kept.
 */
ssjc_rc audit_content(
    struct audit *a, struct str digest, struct arena *arena, struct str *out, struct ssjc_err *err);

/* The same, but *out is "" when none is kept. */
ssjc_rc audit_kept(
    struct audit *a, struct str digest, struct arena *arena, struct str *out, struct ssjc_err *err);

/*
 * Compute the whole chain again: every event's hash and rows; and check that every
 * row belongs to an event, that each says what such a row can say, where that is
 * a closed list, and that SQLite finds the database whole. SSJC_NO names the first
 * difference; *events is how many events were found good before it.
 */
ssjc_rc audit_check(struct audit *a, uint64_t *events, struct ssjc_err *err);

/* The name of the i-th table of an audit file, from 0: event, then the others; NULL at the end. */
const char *audit_table_name(size_t i);
/*
 * Write one of them whole, with a header, in order of entry. NULL and the empty
 * text are both an empty field; the content of a file that is not UTF-8 is \x and
 * its bytes in hex.
 */
ssjc_rc audit_export(struct audit *a, const char *table, struct csv_out *out, struct ssjc_err *err);

/*
 * The inspections that the audit file at path remembers, as a history stream (id,
 * date, plan), for the plans that come after. Inspected is what has a result,
 * under whichever draw.
 *
 * An audit file only grows, so it gave other histories in the past. Given used_by,
 * the events of a plan that used it, take is called with each history that these
 * have read and that the file once gave, the newest first, as long as it leaves
 * *more set. When used_by is NULL, or has no such history, take is called once,
 * with the history as it is now. The stream is valid during the call.
 *
 * SSJC_INPUT when path is not an audit file, or is that of the plan with the id
 * plan ("" for any); SSJC_NO when its chain does not hold; and what take returns.
 */
typedef ssjc_rc audit_past(void *arg, struct str stream, bool *more, struct ssjc_err *err);
ssjc_rc audit_history(const char *path, struct str plan, const struct audit_events *used_by,
    audit_past *take, void *arg, struct ssjc_err *err);

#endif
