/*
 * assign_work: a match in the making, shared by assign.c (the objects),
 * assign_dates.c (their days), assign_pool.c (the people), assign_may.c (who may sit
 * where), assign_duty.c (on which days they are out), assign_match.c (the match, by
 * match.h), assign_level.c (what it keeps to where it can) and assign_blocked.c (why there
 * is none).
 */
#ifndef SSJC_ASSIGN_WORK_H
#define SSJC_ASSIGN_WORK_H

#include "match.h"
#include "recusal.h"
#include "ssjc/assign/assign.h"
#include "ssjc/plan/ticket.h"

#include <stdatomic.h>

/* An object that is drawn. */
struct drawn_object {
	const struct object *object;
	bool held; /* seats of an earlier match stay */
};

/* An object to be seated now. */
struct assign_job {
	const struct object *object;
	unsigned char ticket[TICKET_SIZE]; /* stage date */
	struct str id_key, name_key;       /* recusal_key */
	size_t category;                   /* among the distinct ones */
	size_t day;                        /* among the inspection days */
	unsigned team;
};

/* Why somebody cannot sit at an object; the first that holds. */
enum why {
	MAY,
	INACTIVE,
	EXPERT,
	EXPIRED,
	ON_LEAVE,
	OFF_DUTY,
	RECUSED,
	OUTSIDE,
	FULL,
	UNSKILLED,
	THERE,
	WHYS
};

/* An inspector, with what counts against him day by day. */
struct person {
	const struct inspector *who;
	unsigned char ticket[TICKET_SIZE]; /* stage inspector/DEPT */
	enum why why;                      /* MAY when they may serve at all */
	enum why *day;                     /* MAY on the inspection days on which he is present */
	unsigned *busy;                    /* objects held, by day */
	unsigned load;                     /* objects held in all */
	bool *qualified;                   /* by category */
	bool *allowed;                     /* by category: all of its items */
};

/* A department's people: those who may serve in the order of their tickets, then the rest. */
struct pool {
	const struct plan_dept *dept;
	struct person *v;
	size_t n;
	size_t able;    /* the first ones, who may serve */
	size_t serving; /* the first ones, among whom are all who hold seats already */
	/* Made by assign_may: of those who may serve, by job, and of jobs, by them. */
	struct bit_matrix recused, may;
	struct numbers *numbers;
	struct match_fill *fill;
	struct assign_levels *levels; /* NULL where the plan prefers nothing */
	bool spread;    /* days are OFF_DUTY, so that nobody is out on too many of a week */
	bool unspread;  /* they were, and there was no match */
	uint32_t *seat; /* who sits at the jobs, so many of each; made by assign_match */
	struct assign_progress *progress; /* NULL when nobody is told */
	uint64_t filled;                  /* what it has of this department */
	bool tells;                       /* its thread is the caller's */
};

/* The seats filled of all departments, for the caller's thread to tell. */
struct assign_progress {
	atomic_ullong filled;
	progress_tick *tick;
};

struct day {
	day_t date;
	size_t held, jobs; /* objects: from earlier, and now */
	size_t room;       /* for so many more */
};

struct placed {
	struct seat seat;
	size_t dept; /* its place in the plan */
};

struct assign_work {
	const struct assign_problem *p;
	struct assignment *out;
	struct drawn_object *drawn; /* by id */
	size_t n_drawn;
	struct assign_job *job; /* by date and ticket */
	size_t n_jobs;
	struct str *category;
	size_t n_categories;
	struct day *day;
	size_t n_days;
	struct pool *pool;   /* plan->n_depts */
	struct teams *teams; /* NULL where there are none: mode = pairs */
	struct placed *placed;
	size_t n_placed, placed_cap;
	unsigned team;                  /* the highest number used; mode = pairs */
	struct recusal_index recusable; /* the jobs, by their numbers in their final order */
	struct arena arena;
	struct ssjc_err *err;
};

/* Zeroed memory of the work's arena; NULL when there is none, and err says so. */
void *assign_room(struct assign_work *w, size_t n, size_t size);
/* The key of the stage, with the department's after it. */
ssjc_rc assign_key(const struct assign_work *w, const char *stage, struct str dept,
    struct ticket_key **out, struct ssjc_err *err);
/* The ticket of somebody on one of the inspection days: of its date, a slash, and name. */
ssjc_rc assign_day_ticket(const struct assign_work *w, const struct ticket_key *key, size_t day,
    struct str name, unsigned char ticket[TICKET_SIZE], struct ssjc_err *err);
/* The inspection day with that date; n_days if there is none. */
size_t assign_day(const struct assign_work *w, day_t date);
/* Where the plan has the department with that key or name; n_depts if nowhere. */
size_t assign_dept_at(const struct plan *p, struct str dept);
/* Put a seat among the placed; its text is copied. */
ssjc_rc assign_place(struct assign_work *w, const struct seat *s);

/* The working days of the window that are left. SSJC_PLAN when none is. */
ssjc_rc assign_days(struct assign_work *w);
/*
 * Give each job its day and team, by the order of its ticket and what room the
 * pools have. SSJC_PLAN when that is too little, SSJC_REFUSED when such a day has
 * gone by.
 */
ssjc_rc assign_dates(struct assign_work *w);

/*
 * With mode = teams: gather who can be in one (w->teams); how many visits all that can be
 * formed can make on a day; and, when the jobs have their days, find who serves and which
 * team goes where, and put their members among the placed: assign_team.h.
 */
ssjc_rc assign_teams_open(struct assign_work *w);
size_t assign_teams_room(const struct assign_work *w, size_t day);
ssjc_rc assign_teams_match(struct assign_work *w);
void assign_teams_close(struct assign_work *w);

/*
 * Gather a department's people in the order of their tickets; w->day and the
 * held seats among w->placed count. SSJC_PLAN when too few may serve.
 */
ssjc_rc assign_pool(struct assign_work *w, size_t dept);
/* How many more objects somebody can take on a day. */
size_t assign_free(const struct assign_work *w, const struct person *x, size_t day);
/*
 * Who may sit where. The jobs have their days and their order, and are in
 * w->recusable.
 */
ssjc_rc assign_may(const struct assign_work *w, struct pool *pool, struct ssjc_err *err);
/* May they sit at that object, and if not, why? assign_may was called. */
enum why assign_why(const struct assign_work *w, const struct pool *pool, const struct person *x,
    const struct assign_job *j);
/* "on leave": the word for a reason, marked to be translated. */
const char *assign_why_word(enum why why);
/* "1 not active, 2 on leave" from counts by reason. */
void assign_say(struct buf *out, const size_t count[WHYS]);

/*
 * For each department, and several at once: find who may sit where and how many serve,
 * 0 if all are too few; then who sits where.
 */
ssjc_rc assign_serving(const struct assign_work *w, struct pool *pool, struct ssjc_err *err);
ssjc_rc assign_match(const struct assign_work *w, struct pool *pool, struct ssjc_err *err);
void assign_match_close(struct pool *pool);
/*
 * Append "; each of these alone would do: per_day = 4", with all that was tried and makes
 * the match possible; nothing if nothing does. dept is the department in the way, or
 * n_depts where it is teams.
 */
void assign_cures(const struct assign_work *w, size_t dept, struct buf *out);
/* SSJC_PLAN, with what is in the way of a match, as assign_solve has it. */
ssjc_rc assign_blocked(struct assign_work *w, struct pool *pool);
/* Put the experts who come to the jobs among the placed, where the plan has any. */
ssjc_rc assign_experts(struct assign_work *w);
/*
 * Where the plan spreads the visits, people are OFF_DUTY on days that are not theirs;
 * assign_duty_drop takes that back. So many of those who may serve do at least, by its share.
 */
ssjc_rc assign_duty(const struct assign_work *w, struct pool *pool, struct ssjc_err *err);
ssjc_rc assign_duty_teams(const struct assign_work *w, struct teams *t);
void assign_duty_drop(const struct assign_work *w, struct pool *pool);
size_t assign_duty_share(const struct pool *pool);
/* Put those who were matched among the placed. */
ssjc_rc assign_seat(struct assign_work *w, struct pool *pool, struct assign_dept *stats);

#endif
