/* Skills that nobody has at businesses of the last match: what it says of them itself. */
#include "audit_db.h"

#include "ssjc/base/table.h"

static ssjc_rc fill_text(struct audit_cursor *c, void *to)
{
	*(struct str *)to = audit_take(c);
	return SSJC_OK;
}

/* Its text is in the state's arena. */
static ssjc_rc read_lacks(struct audit_state *s, struct str text, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "skill", NULL};
	struct table t = {0};
	bool ok = true;
	ssjc_rc rc = table_read(&t, text, "what is lacking, on record", err);

	if (rc)
		goto out;
	rc = table_need(&t, needed, err);
	if (rc)
		goto out;
	s->lack = arena_array(&s->arena, t.rows + 1, sizeof *s->lack);
	if (!s->lack) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (; s->n_lacks < t.rows; s->n_lacks++) {
		struct str *const to[] = {&s->lack[s->n_lacks].object, &s->lack[s->n_lacks].dept,
		    &s->lack[s->n_lacks].skill};

		for (size_t i = 0; needed[i]; i++)
			*to[i] = arena_str(
			    &s->arena, table_at(&t, s->n_lacks, table_col(&t, needed[i])), &ok);
	}
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	table_close(&t);
	return rc;
}

ssjc_rc audit_load_lacks(struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct str *digest, text;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT f.digest FROM file f WHERE f.event = (SELECT max(seq) FROM event WHERE seq > ?1 AND seq <= ?2"
	    " AND action IN ('assign', 'reassign', 'substitute', 'move'))"
	    " AND f.direction = 'out' AND f.kind = 'missing-skills' LIMIT 1",
	    s->draw_event, seq, &s->arena, sizeof *digest, fill_text, &digest, &n, err);

	if (rc || n == 0)
		return rc;
	rc = audit_kept(a, digest[0], &s->arena, &text, err);
	return rc || text.n == 0 ? rc : read_lacks(s, text, err);
}
