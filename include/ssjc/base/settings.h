/*
 * settings: the syntax of the files that people write for the programs, ssjc-plan(5)
 * and ssjc-targets(5): lines with [section] or key = value, comments from # on, keys
 * that are set once. What sections and keys there are, and what a value must be, are
 * tables of the reader; what is wrong is told with file, line and key.
 */
#ifndef SSJC_SETTINGS_H
#define SSJC_SETTINGS_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"
#include "ssjc/base/num.h"

struct settings;

struct settings_section {
	const char *name;
	/* Of [name ARGUMENT]: it begins. NULL when there is no argument. */
	ssjc_rc (*begin)(struct settings *s, struct str argument);
	/* A line of a section whose keys are values of people. NULL: its keys are in the table. */
	ssjc_rc (*line)(struct settings *s, struct str key, struct str value);
	/* Its keys are all read: what can be checked of them. NULL: nothing. */
	ssjc_rc (*end)(struct settings *s);
};

struct settings_key {
	const char *section, *name;
	ssjc_rc (*set)(struct settings *s, struct str value); /* the value is not empty */
	bool needed;
	/* Of a key with a name of people after it, “header X-Area”: instead of set. */
	ssjc_rc (*set_named)(struct settings *s, struct str name, struct str value);
	/* For set, by s->at: where the value goes, and what else the reader's table says. */
	size_t offset;
	int64_t low, high;
	unsigned fits;
};

enum { SETTINGS_KEYS = 64 };

struct settings {
	/* To be set before: */
	const char *file; /* for messages */
	const char *dir;  /* where relative paths start */
	ssjc_rc fault;    /* of what is wrong in it: SSJC_PLAN or SSJC_INPUT */
	const struct settings_section *section;
	size_t n_sections;
	const struct settings_key *keys; /* at most SETTINGS_KEYS */
	size_t n_keys;
	struct arena *arena; /* of texts that are kept */
	void *to;            /* what the reader fills */
	struct ssjc_err *err;
	/* Where it is: */
	unsigned line;
	const struct settings_key *at;      /* the key that is set */
	const char *key;                    /* of the line, for messages; NULL when it has none */
	const struct settings_section *now; /* NULL before the first */
	unsigned begun;                     /* its line */
	unsigned seen[SETTINGS_KEYS];       /* the line on which each key was set */
};

/*
 * Read all lines. A section with an argument may be there several times, and has each
 * key that it needs; all others are one section, wherever their lines are.
 */
ssjc_rc settings_read(struct settings *s, struct str text);
/* A line without its comment, which starts with a # at the start or after a blank. */
struct str settings_uncomment(struct str line);
/* On which line was a key of the section at hand set? 0: it was not. */
unsigned settings_seen(const struct settings *s, const char *key);

/* The fault at the line and key at hand: what is wrong, of the value or at all. */
ssjc_rc settings_fail(struct settings *s, const char *what);
ssjc_rc settings_fail_value(struct settings *s, struct str value, const char *what);

/* Read a value into *out; texts are copied into the arena. */
ssjc_rc settings_keep(struct settings *s, struct str value, struct str *out);
ssjc_rc settings_yes_no(struct settings *s, struct str value, bool *out);
ssjc_rc settings_count(
    struct settings *s, struct str value, int64_t low, int64_t high, unsigned *out);
ssjc_rc settings_ratio(struct settings *s, struct str value, struct ratio *out);
/* A list, cut at commas. No piece may be empty. */
ssjc_rc settings_list(struct settings *s, struct str value, struct str **out, size_t *n);
/* A path, resolved beside the file. */
ssjc_rc settings_path(struct settings *s, struct str value, char **out);
/* Is it a key that an argument of a section may be: a-z, 0-9, _ and -? */
ssjc_rc settings_is_name(struct settings *s, struct str name);

/* The first sign of a Chinese keyboard in a text, and the plain one for it; NULL: none. */
const char *settings_sign(struct str text, const char **plain);

#endif
