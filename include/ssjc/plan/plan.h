/*
 * plan: a joint inspection's plan (抽查方案), read from its file: ssjc-plan(5).
 */
#ifndef SSJC_PLAN_H
#define SSJC_PLAN_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"
#include "ssjc/base/num.h"

/* A line of [ratio]: which strata, and how many of each are drawn. */
struct plan_rule {
	struct str *value; /* one for each strata column; "*" is any */
	size_t n;          /* of them */
	bool fixed;        /* draw count objects, else the ratio */
	uint64_t count;
	struct ratio ratio;
	uint64_t cap; /* draw at most so many; 0 for no cap */
	unsigned line;
};

/* A [department KEY] (抽查实施部门). */
struct plan_dept {
	struct str key;      /* as in rosters and items, e.g. "transport" */
	struct str name;     /* 部门名称, in print */
	bool lead;           /* 牵头部门: exactly one */
	unsigned inspectors; /* seats at each object */
	unsigned draw;       /* how many people serve; 0 for auto */
	unsigned max_load;   /* objects per inspector in all; 0 for no limit */
	struct ratio share;  /* with auto, so many of those who may serve do at least */
	bool qualified;      /* the first seat needs the skills that items.csv names */
	struct str code;     /* 统一社会信用代码 of the bureau itself; "" when not given */
	unsigned line;
};

/* [papers]: what is printed on papers besides what the roster says; "" when not given. */
struct plan_papers {
	struct str contact, telephone; /* 联系人, 联系电话: whom a business may call */
	struct str number;             /* 文号, with {n} for the number of the team */
	struct str hour;               /* at what hour the inspectors come, e.g. 上午9时 */
	struct str frequency;          /* 检查频次: how often a business is inspected */
	struct str page;               /* where the published page is to be found */
	char *templates;               /* folder of the bureau's own templates, or NULL */
};

/* A platform that gets the results, by its name in ssjc-targets(5), and the format it takes. */
struct plan_target {
	struct str name, format;
};

/* How the platforms know the inspection, for what is uploaded; "" when not given. */
struct plan_upload {
	struct str plan_number; /* 抽查计划编号 there: 区划6 + year + 1 + 3 digits */
	struct str task_id, task_title; /* 抽查任务编号 (区划6 + yyyymmdd + 1 + 3 digits), 名称 */
	struct str draw_type;           /* 抽查类型 there: 定向 or 不定向 */
	struct str area;                /* 行政区划代码, 6 digits */
	char *formats;                  /* folder of the bureau's own formats, or NULL */
	struct plan_target *target; /* in the file's order */
	size_t n_targets;
	unsigned days; /* working days from the inspection to the upload */
};

/* What a match keeps to where it can; it never blocks one. */
struct plan_prefer {
	bool rotate;  /* not whoever came last time */
	size_t group; /* a day's objects agree in this member of object; 0: any do */
	bool spread;  /* with draw = auto, nobody is out on more days than these */
	unsigned days_a_week;
};

/*
 * Who holds a secret share in a ceremony (份额): every department, and every
 * [witness KEY], who has no seats: a notary, a trade association, a firm's man.
 */
struct plan_holder {
	struct str key, name;
};

struct plan {
	struct str id, title, type; /* 抽查计划编号, 名称, 抽查类型 */
	day_t from, to;             /* window, both included */
	day_t draw_date;            /* the day announced for the draw; 0 for none */
	struct ratio floor;         /* of the whole draw; 0/1 for none */
	struct str *strata;         /* column names */
	size_t n_strata;
	struct str *merge; /* columns that become lists where rows of one business differ */
	size_t n_merge;
	struct ratio reserve;  /* per stratum, of n; see reserve_all */
	bool reserve_all;      /* keep all that are not drawn */
	unsigned confirm_days; /* working days from the draw; 0: not asked for */
	unsigned result_days;  /* working days from the inspection */
	unsigned follow_days;  /* the same, to end what follows from it; 0: not asked for */
	bool review;           /* only results that a second person reviewed are published */
	bool custody_strict;   /* rosters must come from ssjc-import on record */
	bool receipts;         /* a draw is bound so that firms can get receipts (抽取凭证) */
	struct str accept_rejects; /* why rows that an import refuses may be lost; "" */
	struct plan_rule *rule;
	size_t n_rules;
	const struct plan_rule **sorted; /* all of them, for plan_rule_of: by kind */
	size_t *kind;                    /* where each of the kinds begins, and the last ends */
	size_t n_kinds;
	struct str *exclude_status;
	size_t n_exclude_status;
	unsigned repeat;  /* at most so many inspections a year; 0 for no limit */
	unsigned per_day; /* objects per inspector and day */
	bool by_teams;    /* mode = teams: the same people go to many objects together */
	unsigned teams;   /* then: how many teams there are; 0 for auto */
	bool daily_teams; /* and are they formed from scratch each day? */
	bool experts;     /* one comes where no inspector of a department has a skill needed */
	struct plan_prefer prefer;
	struct plan_dept *dept; /* in the file's order */
	size_t n_depts;
	struct plan_papers papers;
	struct plan_upload upload;
	struct plan_holder
	    *holder; /* the departments, then the witnesses, each in the file's order */
	size_t n_holders;
	char *audit, *calendar, *items; /* paths, resolved beside the plan; items may be NULL */
	bool rehearsal;                 /* plan_rehearse.h made it one */
	char *other_audit; /* that of the real plan then, else of a rehearsal; NULL when unknown */
	struct str text;   /* the file itself, as read */
	char digest[DIGEST_HEX]; /* its SHA-256 */
	const char *name;        /* its path, for messages */
	struct arena arena;
};

/*
 * Read a plan. Relative paths in it start at its folder; a calendar that is not
 * there is looked for in share (the folder of ssjc's data files). What is wrong
 * in it is SSJC_PLAN with file, line and key; p is then empty.
 */
ssjc_rc plan_open(struct plan *p, const char *path, const char *share, struct ssjc_err *err);
/* The same from text, with a name for messages and the folder. All are copied. */
ssjc_rc plan_read(struct plan *p, struct str text, const char *name, const char *dir,
    const char *share, struct ssjc_err *err);
/*
 * The rule that fits a stratum, given as n_strata values: of several, the one that
 * names most of them. SSJC_PLAN when there is none, or two that name as many.
 */
ssjc_rc plan_rule_of(const struct plan *p, const struct str *values, const struct plan_rule **out,
    struct ssjc_err *err);
/* Append "20/100", "20/100 max 50", or "count 7". */
void plan_rule_text(struct buf *out, const struct plan_rule *rule);
/* The department with that key, or that name in print; or NULL. */
const struct plan_dept *plan_dept_of(const struct plan *p, struct str key);
/* The holder of a share with that key, or that name; or NULL. */
const struct plan_holder *plan_holder_of(const struct plan *p, struct str key);
/* The lead department. */
const struct plan_dept *plan_lead(const struct plan *p);
void plan_close(struct plan *p);

#endif
