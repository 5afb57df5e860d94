/* What a match kept to where it could: whom it kept apart, and what it could not keep. */
#include "verify_match.h"

#include "ssjc/base/language.h"

/* Is what is kept of the list all that the list says? */
static ssjc_rc same_visits(struct verifier *v, const struct audit_file *last, const char *digest)
{
	const struct known_text *k;
	struct last_visits given = {0};
	char other[DIGEST_HEX];
	struct buf text = {0};
	ssjc_rc rc = verify_known(v, last->digest, &k);

	if (rc)
		return rc;
	if (!k) {
		verify_cannot(v, "visits of the last plan whose list is not here");
		return SSJC_OK;
	}
	rc = last_visits_read(&given, k->text, k->name, v->err);
	if (rc)
		goto out;
	rc = last_visits_write(&given, &text, v->err);
	if (rc)
		goto out;
	rc = digest_hex(text.p, text.n, other, v->err);
	if (rc)
		goto out;
	if (!str_is(str_of(digest), other))
		rc = verify_differs(
		    v, "the visits on record are not those of the list %.*s", STR_ARG(last->name));
out:
	buf_free(&text);
	last_visits_close(&given);
	return rc;
}

ssjc_rc verify_visits(struct verifier *v, const struct audit_state *before, struct last_visits *out)
{
	const struct audit_file *f, *last = verify_file(v, "last", false);
	char digest[DIGEST_HEX];
	struct str text;
	ssjc_rc rc = verify_one(v, "visits", &f);

	if (rc)
		return rc;
	if (!str_is(v->event->action, "reassign") && before->match_visits.n &&
	    !str_eq(before->match_visits, f->digest))
		return verify_differs(v,
		    "goes by other visits of the last plan than the matches before, but is not a "
		    "reassign");
	rc = verify_kept(v, "visits", &text);
	if (rc)
		return rc;
	rc = digest_hex(text.p, text.n, digest, v->err);
	if (rc)
		return rc;
	if (last) {
		rc = same_visits(v, last, digest);
		if (rc)
			return rc;
	} else if (before->match_visits.n == 0) {
		return verify_differs(v,
		    "the visits of the last plan are on record, but not the list that they are from");
	}
	return last_visits_read(out, text, "the visits on record", v->err);
}

ssjc_rc verify_unspread(struct verifier *v, const struct assign_record *m)
{
	const struct audit_file *f = verify_file(v, "spread", true);
	struct buf list = {0};
	uint64_t rows;
	ssjc_rc rc = SSJC_OK;

	assign_record_unspread(m, &list, &rows);
	if (list.failed) {
		rc = ssjc_fail_memory(v->err);
		goto out;
	}
	if (!f != !rows) {
		rc = verify_differs(v,
		    rows ? N_("visits could not be spread as the plan prefers, but that is not on "
		              "record")
		         : N_("says that visits could not be spread as the plan prefers, but they "
		              "are"));
		goto out;
	}
	if (!rows)
		goto out;
	rc = verify_output_text(v, "spread", &list, rows);
	if (rc)
		goto out;
	verify_remark(v, REMARK_NOTE,
	    "match: departments that were matched without spread: %llu: with nobody out on more days "
	    "of a week than %u there was no match",
	    (unsigned long long)rows, m->plan->prefer.days_a_week);
out:
	buf_free(&list);
	return rc;
}
