/*
 * shards: a register that lies on several machines, drawn from as one: ssjc-draw(7).
 *
 * Each machine counts its own register (a shard), and says how many rows each
 * stratum has. From all counts together come the sizes, and for each stratum a
 * limit: as tickets are evenly spread, those drawn are below it. Each machine then
 * sends the rows up to the limit, and of these the very draw is made that would be
 * made of all of them.
 */
#ifndef SSJC_SHARDS_H
#define SSJC_SHARDS_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/spool.h"
#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/draw_run.h"

/* What a counts stream says of one register. Texts are the arena's it was read into. */
struct shard {
	struct str name;
	struct str roster; /* SHA-256 of the objects stream; "" when a database counted */
	uint64_t rows, excluded, repeated;
	struct str plan, history, ids; /* digests: of the plan, history_digest, of the ids; or "" */
	uint64_t events;               /* of the audit file that shows its import, and its head; */
	struct str head;               /* 0 and "" for none */
	struct str leaves, key; /* digests: of its leaves, and of the key K of their salts; or "" */
	struct str first, last; /* its least id, and its greatest, by bytes */
	struct stratum *stratum; /* n of them, by text; population and eligible are set */
	size_t n;
	size_t given;     /* its place among those that were given, before they were put in order */
	bool taken;       /* its rows were */
	bool bound;       /* all of them are in the tree, or their leaves are */
	const char *file; /* of the stream, for messages; its text and its digest */
	struct str text, digest;
};

/* Several of them. Zero-initialise it, and free it with shards_free. */
struct shards {
	const struct plan *plan;
	struct shard *v; /* by name */
	size_t n;
	bool apart;               /* their ids are ranges that do not meet: none is in two */
	struct stratum *stratum;  /* of all, by text, with their sizes */
	struct draw_limit *limit; /* of each of them */
	uint64_t *have;           /* how many rows of each were taken so far */
	size_t n_strata;
	struct draw_counts counts;
	struct str manifest; /* a stream of who they are, and its digest */
	struct str digest;
	struct str head;          /* the header of all registers, once one was read */
	struct buf rows;          /* an objects stream of what was taken */
	struct roster_part *part; /* where in it ends what is of each taken */
	size_t n_taken;
	struct receipt_tree *tree; /* of all their rows; NULL if they are not bound here */
	char root[DIGEST_HEX];     /* its root, if they were bound before; or "" */
	struct arena arena;
};

/* Read a counts stream; text and file are borrowed. SSJC_INPUT says what is wrong. */
ssjc_rc shard_read(struct shard *out, struct str text, const char *file, struct arena *arena,
    struct ssjc_err *err);
/*
 * What draw_run_part found in a register, with its text. of has its name, digests,
 * events, head and file.
 */
ssjc_rc shard_count(struct shard *out, struct draw_run *run, const struct shard *of,
    struct arena *arena, struct ssjc_err *err);
/* The name of a register by its file: without folder and suffix. */
struct str shard_name_of(const char *path);
/* May that be the name of a register? SSJC_USAGE says why not. */
ssjc_rc shard_name(struct str name, struct ssjc_err *err);

/*
 * s->v has n of them, in s->arena: see whether they belong together, and what they come
 * to. history is the digest of the histories, "" for none. SSJC_INPUT names the one that
 * is there twice, or was counted by another plan or with other histories; SSJC_PLAN when
 * no rule fits a stratum, or fewer would be drawn than the floor.
 */
ssjc_rc shards_join(
    struct shards *s, const struct plan *plan, struct str history, struct ssjc_err *err);
/* The same from what an event has on record. n is 0 when its register is one machine's. */
ssjc_rc shards_load(struct shards *s, const struct plan *plan, struct audit *a,
    const struct audit_event *e, struct ssjc_err *err);
void shards_free(struct shards *s);

/* ---- Limits ---- */

/*
 * The least limits by which enough rows are sent, but for one draw of a billion; or all
 * of a stratum.
 */
uint64_t shard_limit(uint64_t needed, uint64_t eligible);
/* How many of so many tickets are expected up to a limit. */
uint64_t shard_expected(uint64_t eligible, uint64_t limit);
/*
 * The strata of which fewer rows were taken than are needed: their limits are doubled.
 * Their texts are appended to which, with commas, and counted in *n.
 */
void shards_raise(struct shards *s, struct buf *which, size_t *n);
/* Write the cutoffs stream, for a draw of that number, with K of the stage object. */
void shards_cutoffs(const struct shards *s, unsigned draw, const char *key, struct csv_out *out);

/* What it says. Texts are the arena's. */
struct cutoffs {
	unsigned draw;
	struct str key, counts;
	struct draw_limit *limit; /* by stratum */
	size_t n;
	char digest[DIGEST_HEX]; /* of the stream */
};
ssjc_rc cutoffs_read(struct cutoffs *out, struct str text, const char *file, struct arena *arena,
    struct ssjc_err *err);

/* ---- Rows ---- */

/* How rows are taken: by the key K, and with the histories of all. */
struct shard_by {
	struct str key;
	const struct draw_source *history;
	size_t n;
};
/*
 * Before any are taken from the registers themselves: every row that is read there, drawn or
 * not, goes into a tree, whose salts are made from that secret. draw_run_draw then draws what
 * was taken as bound by it, if the run was bound with the same secret: the tree, the root and
 * the receipts are those of one register with the rows of all. keep: the rows are wanted, too.
 */
ssjc_rc shards_bind(struct shards *s, const char *secret, bool keep, struct ssjc_err *err);
/*
 * Take from a register itself what is up to the limits. SSJC_INPUT when it is not as
 * its i-th counts say. ids (or NULL) gets the stream of its ids.
 */
ssjc_rc shards_from(struct shards *s, size_t i, struct str text, const char *file,
    const struct shard_by *by, FILE *ids, struct ssjc_err *err);
/*
 * Which of n files, of any names, are the registers on record? Sets their file. SSJC_INPUT
 * names one that is none of them, or was changed.
 */
ssjc_rc shards_find(struct shards *s, char *const *path, size_t n, struct ssjc_err *err);
/* Take from all, which are files here and opened one by one, as often as a limit is too low. */
ssjc_rc shards_files(struct shards *s, const struct shard_by *by, struct ssjc_err *err);
/* What was taken, as one roster; valid until more is taken. */
struct draw_source shards_source(const struct shards *s);
/*
 * Take a below stream, which says of which register it is; cutoffs is the digest of the
 * stream that it must be by. SSJC_INPUT names what is wrong: it is there twice, is of none of
 * the registers, of one that was changed, or has other rows than its counts and the
 * limits allow.
 */
ssjc_rc shards_take(struct shards *s, struct str text, const char *file, struct str cutoffs,
    const struct shard_by *by, struct ssjc_err *err);
/* Were all taken? SSJC_INPUT names one that was not. */
ssjc_rc shards_all(const struct shards *s, struct ssjc_err *err);
/* Begin taking once more, by other limits. */
void shards_again(struct shards *s);
/* Write a below stream of what draw_run_part chose. */
ssjc_rc shard_below(struct draw_run *run, const struct shard *of, struct str cutoffs,
    struct csv_out *out, struct ssjc_err *err);

/* ---- Leaves: of registers that lie elsewhere, for receipts ---- */

/*
 * Keep a new secret in a file, which is its owner's alone, and append the text for the
 * registers' machines: the key K of their tree, by which nobody can tell the secret.
 */
ssjc_rc shard_secret_create(const char *path, struct buf *key, struct ssjc_err *err);
/* Read that file, or that text, which is freed with ticket_key_free; digest is K's. */
ssjc_rc shard_secret_read(
    char secret[RECEIPT_SECRET_HEX], struct str text, const char *file, struct ssjc_err *err);
ssjc_rc shard_key_read(struct ticket_key **out, char digest[DIGEST_HEX], struct str text,
    const char *file, struct ssjc_err *err);
/* Write the leaves of a register that was read into a tree, sorted; digest is the file's. */
ssjc_rc shard_leaves(
    struct receipt_tree *tree, FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err);
/*
 * After shards_bind: take such a file into the tree. SSJC_INPUT when no counts have its
 * digest, or it has other leaves than they have rows.
 */
ssjc_rc shards_leaves(struct shards *s, FILE *f, const char *file, struct ssjc_err *err);
/* Were those of all taken, and made by the key of that secret? SSJC_INPUT names one. */
ssjc_rc shards_leaves_all(const struct shards *s, const char *secret, struct ssjc_err *err);
/*
 * Then: set the root, and put it into the event begun, with the secret. SSJC_INPUT when two
 * have the same row.
 */
ssjc_rc shards_root(struct shards *s, struct ssjc_err *err);
ssjc_rc shards_put_root(const struct shards *s, const char *secret, unsigned draw, struct audit *a,
    struct ssjc_err *err);

/* ---- Cutoffs on record ---- */

/* The actions of events that drew, that committed to a draw, and that made cutoffs. */
#define DRAW_DRAWN     "draw;redraw;reveal"
#define DRAW_COMMITTED "commit;recommit"
#define DRAW_CUTOFFS   "cutoff;recutoff;unseal"
/*
 * The last of n events that made cutoffs which no draw has used, or NULL: a commitment gives
 * them up. draws (or NULL) is how many of them drew.
 */
const struct audit_event *shards_pending(
    const struct audit_event *event, size_t n, unsigned *draws);
/*
 * The last of n events that made cutoffs by the seed with that SHA-256, or NULL: whoever has
 * those knows its tickets. A draw's own seed needs no such search: it has the draw's number.
 */
const struct audit_event *shards_by_seed(
    const struct audit_event *event, size_t n, struct str digest);

/* ---- Ids ---- */

/* The key by which ids are compared, from nothing secret; free it with ticket_key_free. */
ssjc_rc shard_ids_key(struct ticket_key **out, struct ssjc_err *err);
/* Write the ids stream of a register that was read with that key; digest (or NULL) is its. */
ssjc_rc shard_ids(struct draw_run *run, FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err);
/*
 * Is an id in two of n ids streams? name are those of the registers. SSJC_INPUT names the
 * two, and the hash.
 */
ssjc_rc shard_ids_apart(const struct spool *spool, const struct spool_text *text,
    const char *const *name, size_t n, struct ssjc_err *err);

/* ---- For draw_run ---- */

void shards_whole(const struct shards *s, struct draw *d, struct draw_roster *roster);
ssjc_rc shards_put(const struct shards *s, struct audit *a, struct ssjc_err *err);

#endif
