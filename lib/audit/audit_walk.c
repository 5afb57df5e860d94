/* The picks of a draw, one after the other: there may be millions. */
#include "audit_db.h"

#include "ssjc/base/json.h"
#include "ssjc/plan/ticket.h"

#include <stdlib.h>

enum { C_STRATUM, C_RANK, C_ID, C_OBJECT, C_ROW };

struct audit_walk {
	struct audit *a;
	const struct audit_state *s;
	struct ticket_key *key;
	sqlite3_stmt *rows;
	char ticket[TICKET_HEX]; /* of the pick at hand */
	struct buf object;       /* one as it would be on record */
	struct arena arena;      /* one as it is on record */
};

ssjc_rc audit_walk_open(
    struct audit_walk **out, struct audit *a, const struct audit_state *s, struct ssjc_err *err)
{
	struct audit_walk *w = calloc(1, sizeof *w);
	ssjc_rc rc;

	*out = NULL;
	if (!w)
		return ssjc_fail_memory(err);
	w->a = a;
	w->s = s;
	rc = ticket_key_seed(&w->key, s->draw.seed, STR("object"), err);
	if (rc)
		goto out;
	rc = audit_prepare(a,
	    "SELECT p.stratum - (SELECT min(row) FROM stratum WHERE event = ?1), p.rank, p.id,"
	    " p.object, p.row FROM pick p WHERE p.event = ?1 ORDER BY p.row",
	    &w->rows, err);
	if (rc)
		goto out;
	sqlite3_bind_int64(w->rows, 1, (sqlite3_int64)s->draw_event);
	*out = w;
	w = NULL;
out:
	audit_walk_close(w);
	return rc;
}

ssjc_rc audit_walk_next(struct audit_walk *w, struct pick *out, bool *more, struct ssjc_err *err)
{
	unsigned char ticket[TICKET_SIZE];
	const struct stratum *of;
	ssjc_rc rc = audit_step(w->a, w->rows, more, err);

	if (rc || !*more)
		return rc;
	*out = (struct pick){.draw = w->s->draws,
	    .stratum_at = (uint64_t)sqlite3_column_int64(w->rows, C_STRATUM),
	    .rank = (uint64_t)sqlite3_column_int64(w->rows, C_RANK),
	    .object.id = audit_text(w->rows, C_ID),
	    .since = w->s->draw_time,
	    .event = w->s->draw_event};
	if (out->stratum_at >= w->s->n_strata)
		return ssjc_fail(err, SSJC_NO,
		    "the audit file was tampered with: “%.*s” belongs to no stratum of its draw",
		    STR_ARG(out->object.id));
	of = &w->s->stratum[out->stratum_at];
	ticket_of(w->key, out->object.id, ticket);
	hex_of(ticket, sizeof ticket, w->ticket);
	out->stratum = of->text;
	out->ticket = str_of(w->ticket);
	out->role = out->rank <= of->main ? ROLE_MAIN : ROLE_RESERVE;
	return SSJC_OK;
}

bool audit_walk_has(struct audit_walk *w, const struct object *o)
{
	struct str member[OBJECT_COLUMNS - 1];

	for (size_t i = 1; i < OBJECT_COLUMNS; i++)
		member[i - 1] = object_value(o, i);
	buf_clear(&w->object);
	json_strs(&w->object, member, OBJECT_COLUMNS - 1);
	return !w->object.failed && str_eq(buf_text(&w->object), audit_text(w->rows, C_OBJECT));
}

static ssjc_rc fill_object(struct audit_cursor *c, void *to)
{
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		*object_member(to, i) = audit_take(c);
	return SSJC_OK;
}

ssjc_rc audit_walk_object(struct audit_walk *w, struct object *out, struct ssjc_err *err)
{
	struct buf sql = {0};
	struct object *found;
	size_t n = 0;
	ssjc_rc rc = SSJC_OK;

	arena_free(&w->arena);
	buf_z(&sql, "SELECT p.id");
	audit_object_columns(&sql);
	buf_z(&sql, " FROM pick p WHERE p.row = ?1");
	rc = sql.failed ? ssjc_fail_memory(err)
	                : audit_collect(w->a, sql.p, (uint64_t)sqlite3_column_int64(w->rows, C_ROW),
	                      0, &w->arena, sizeof *found, fill_object, &found, &n, err);
	if (!rc)
		*out = n ? *found : (struct object){.id = STR("")};
	buf_free(&sql);
	return rc;
}

void audit_walk_close(struct audit_walk *w)
{
	if (!w)
		return;
	sqlite3_finalize(w->rows);
	ticket_key_free(w->key);
	buf_free(&w->object);
	arena_free(&w->arena);
	free(w);
}
