/* What experts there are not: skills that nobody at a business has. */
#include "assign_cmd.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/base/language.h"

ssjc_rc assign_put_lacks(struct cli *c, const struct cli_audit *a, const struct assign_record *s)
{
	struct audit_file f = {
	    .output = true, .kind = STR("missing-skills"), .name = STR("skills")};
	struct seat_lacks lacks;
	struct buf list = {0};
	ssjc_rc rc = assign_lacks(&lacks, s, &c->err);

	if (rc || lacks.n == 0)
		goto out;
	f.rows = lacks.n;
	rc = assign_lacks_write(&lacks, &list, &c->err);
	if (rc)
		goto out;
	rc = cli_put_made(c, a, f, &list);
out:
	buf_free(&list);
	assign_lacks_free(&lacks);
	return rc;
}

static bool is_same(const struct seat_lack *a, const struct seat_lack *b)
{
	return str_eq(a->dept, b->dept) && str_eq(a->skill, b->skill);
}

/* Of one skill of a department: at which businesses; a few are named. */
static void say(struct cli *c, const struct assign_record *s, const struct seat_lacks *l, size_t at)
{
	enum { FEW = 3 };
	struct buf names = {0};
	size_t n = 0;

	for (size_t i = at; i < l->n; i++) {
		if (!is_same(&l->v[i], &l->v[at]) || n++ >= FEW)
			continue;
		buf_printf(&names, "%s%.*s (%.*s)", n > 1 ? ", " : "",
		    STR_ARG(audit_pick(s->state, l->v[i].object)->object.name),
		    STR_ARG(l->v[i].object));
	}
	if (n > FEW)
		language_both(&names, " and %zu more", n - FEW);
	cli_note(c,
	    "department %.*s: nobody has the skill “%.*s” at %.*s, and no expert who has it can "
	    "come: that is on record, and the filing list says so",
	    STR_ARG(l->v[at].dept), STR_ARG(l->v[at].skill), STR_ARG(buf_text(&names)));
	buf_free(&names);
}

ssjc_rc assign_say_lacks(struct cli *c, const struct assign_record *s)
{
	struct seat_lacks lacks;
	ssjc_rc rc = assign_lacks(&lacks, s, &c->err);

	if (rc)
		goto out;
	for (size_t i = 0, k; i < lacks.n; i++) {
		for (k = 0; !is_same(&lacks.v[k], &lacks.v[i]);)
			k++;
		if (k == i)
			say(c, s, &lacks, i);
	}
out:
	assign_lacks_free(&lacks);
	return rc;
}
