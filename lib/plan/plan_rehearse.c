#include "ssjc/plan/plan_rehearse.h"

bool plan_is_rehearsal(struct str id)
{
	return str_starts(id, PLAN_REHEARSAL);
}

static ssjc_rc put_before(struct plan *p, const char *mark, struct str *text, struct ssjc_err *err)
{
	struct buf b = {0};
	bool ok = true;

	buf_z(&b, mark);
	buf_str(&b, *text);
	*text = arena_str(&p->arena, buf_text(&b), &ok);
	ok = ok && !b.failed;
	buf_free(&b);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc plan_rehearsal_path(struct plan *p, char **out, struct ssjc_err *err)
{
	struct str stem = str_of(p->audit);
	struct buf b = {0};

	str_cut_end(&stem, ".db");
	buf_str(&b, stem);
	buf_z(&b, ".rehearsal.db");
	*out = b.failed ? NULL : arena_cstr(&p->arena, buf_text(&b));
	buf_free(&b);
	return *out ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc plan_rehearse(struct plan *p, struct ssjc_err *err)
{
	ssjc_rc rc = put_before(p, PLAN_REHEARSAL, &p->id, err);

	if (rc)
		return rc;
	rc = put_before(p, "（演练）", &p->title, err);
	if (rc)
		return rc;
	p->rehearsal = true;
	p->other_audit = p->audit;
	return plan_rehearsal_path(p, &p->audit, err);
}
