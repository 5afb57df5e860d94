/* Skills that nobody has at the businesses of a match: those on record are all of them. */
#include "verify_match.h"

#include "ssjc/base/language.h"

static bool is_same(const struct seat_lack *a, const struct seat_lack *b)
{
	return str_eq(a->dept, b->dept) && str_eq(a->skill, b->skill);
}

/* One of a department's skills, at all businesses that lack it. */
static void remark(struct verifier *v, const struct seat_lacks *l, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		if (is_same(&l->v[i], &l->v[at]))
			return;
	for (size_t i = at; i < l->n; i++)
		n += is_same(&l->v[i], &l->v[at]);
	verify_remark(v, REMARK_NOTE,
	    "match: nobody of %.*s has the skill “%.*s” at %zu business%s, and no expert who has it "
	    "could come",
	    STR_ARG(l->v[at].dept), STR_ARG(l->v[at].skill), n, n == 1 ? "" : "es");
}

ssjc_rc verify_lacks(struct verifier *v, const struct assign_record *m)
{
	const struct audit_file *f = verify_file(v, "missing-skills", true);
	struct seat_lacks lacks;
	struct buf list = {0};
	ssjc_rc rc = assign_lacks(&lacks, m, v->err);

	if (rc)
		goto out;
	if (!f != !lacks.n) {
		rc = verify_differs(v,
		    f ? N_("says that skills are lacking, but none is")
		      : N_("skills are lacking that nobody there has, but that is not on record"));
		goto out;
	}
	if (!f)
		goto out;
	rc = assign_lacks_write(&lacks, &list, v->err);
	if (rc)
		goto out;
	rc = verify_output_text(v, "missing-skills", &list, lacks.n);
	if (rc)
		goto out;
	for (size_t i = 0; i < lacks.n; i++)
		remark(v, &lacks, i);
out:
	buf_free(&list);
	assign_lacks_free(&lacks);
	return rc;
}
