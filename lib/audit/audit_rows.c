/* What each audit_put_ function makes of a record: a row, column by column. */
#include "audit_db.h"

#include "ssjc/plan/vocabulary.h"

static struct audit_value text(struct str s)
{
	return (struct audit_value){.s = {s.p ? s.p : "", s.n}};
}

static struct audit_value number(uint64_t n)
{
	return (struct audit_value){.integer = true, .i = (int64_t)n};
}

ssjc_rc audit_put_file(struct audit *a, const struct audit_file *f, struct ssjc_err *err)
{
	struct audit_value v[] = {text(f->output ? STR("out") : STR("in")), text(f->kind),
	    text(f->name), text(f->digest), number(f->rows), number(f->refused),
	    number(f->repaired), {.blob = true, .s = {NULL, 0}}};
	struct str *content = &v[7].s;
	uint64_t kept = 0;
	ssjc_rc rc = audit_check_text(f->name, "name of a file", err);

	if (rc)
		return rc;
	rc = audit_may_have(a, f, err);
	if (rc)
		return rc;
	if (f->content.n) {
		rc = audit_kept_row(a, f->digest, &kept, err);
		if (rc)
			return rc;
		/* The same content is kept once. */
		if (!kept)
			*content = f->content;
	}
	return audit_put_row(a, T_FILE, v, err);
}

ssjc_rc audit_put_text(struct audit *a, struct audit_file f, struct str text, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = digest_hex(text.p, text.n, digest, err);

	if (rc)
		return rc;
	f.digest = str_of(digest);
	f.content = text;
	return audit_put_file(a, &f, err);
}

ssjc_rc audit_put_terms(struct audit *a, const struct vocabulary *v, struct ssjc_err *err)
{
	for (int i = 0; i < VOCABULARY_FILES; i++) {
		const struct audit_file f = {
		    .kind = STR("terms"), .name = str_of(vocabulary_files[i])};
		ssjc_rc rc = audit_put_text(a, f, vocabulary_source(v, i), err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_commitment(
    struct audit *a, unsigned draw, const struct audit_commitment *c, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(c->dept), text(c->digest)};
	uint64_t used;
	ssjc_rc rc = audit_share_used(a, c->digest, (uint64_t)a->seq, &used, err);

	if (rc)
		return rc;
	if (used)
		return ssjc_fail(err, SSJC_REFUSED,
		    "department %.*s commits to a share that event %llu already has, and that "
		    "others may know: ssjc-draw share makes another",
		    STR_ARG(c->dept), (unsigned long long)used);
	return audit_put_row(a, T_COMMITMENT, v, err);
}

ssjc_rc audit_put_ceremony(struct audit *a, const struct audit_ceremony *c, struct ssjc_err *err)
{
	struct audit_value v[] = {number(c->draw), text(c->public), text(c->form), text(c->roster),
	    number(c->rows), text(c->history), text(c->inspectors)};
	ssjc_rc rc = audit_put_row(a, T_CEREMONY, v, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < c->n_commitments; i++) {
		rc = put_commitment(a, c->draw, &c->commitment[i], err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc audit_put_draw(struct audit *a, const struct audit_draw *d, struct ssjc_err *err)
{
	const struct draw_counts *c = &d->counts;
	struct audit_value v[] = {number(d->draw), text(d->seed), text(d->source), text(d->roster),
	    number(c->rows), number(c->population), number(c->excluded), number(c->repeated),
	    number(c->main), number(c->reserve)};

	return audit_put_row(a, T_DRAW, v, err);
}

ssjc_rc audit_put_stratum(
    struct audit *a, unsigned draw, const struct stratum *s, struct ssjc_err *err)
{
	struct buf rule = {0};
	struct audit_value v[] = {number(draw), text(s->text), text(STR("")), number(s->population),
	    number(s->eligible), number(s->n), number(s->main), number(s->reserve)};
	ssjc_rc rc;

	plan_rule_text(&rule, s->rule);
	v[2] = text(buf_text(&rule));
	rc = rule.failed ? ssjc_fail_memory(err) : audit_put_row(a, T_STRATUM, v, err);
	buf_free(&rule);
	return rc;
}

ssjc_rc audit_put_replacement(struct audit *a, unsigned draw, struct str removed,
    struct str replacement, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(removed), {.s = {NULL, 0}}};

	if (replacement.n)
		v[2] = text(replacement);
	return audit_put_row(a, T_REPLACEMENT, v, err);
}

ssjc_rc audit_put_seat(struct audit *a, unsigned draw, const struct seat *s, struct ssjc_err *err)
{
	char date[DATE_SIZE];
	struct audit_value v[] = {number(draw), text(s->object), text(STR("")), number(s->team),
	    text(s->dept), number(s->seat), text(str_of(duty_names[s->duty])), text(s->cert),
	    text(s->inspector)};

	date_format(s->date, date);
	v[2] = text(str_of(date));
	return audit_put_row(a, T_SEAT, v, err);
}

ssjc_rc audit_put_confirmation(
    struct audit *a, unsigned draw, const struct confirmation *c, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(c->object), text(c->dept),
	    text(c->confirmed ? STR("yes") : STR("no")), text(c->reason), text(c->evidence),
	    text(c->note)};

	return audit_put_row(a, T_CONFIRMATION, v, err);
}

ssjc_rc audit_put_result(
    struct audit *a, unsigned draw, const struct result *r, struct ssjc_err *err)
{
	char date[DATE_SIZE];
	struct audit_value v[] = {number(draw), text(r->object), text(r->dept), text(r->item),
	    text(r->result), text(r->problem), text(r->disposal), text(STR("")), text(r->method),
	    text(r->signed_), text(r->note)};

	date_format(r->date, date);
	v[7] = text(str_of(date));
	return audit_put_row(a, T_RESULT, v, err);
}

ssjc_rc audit_put_follow(
    struct audit *a, unsigned draw, const struct follow *f, struct ssjc_err *err)
{
	char opened[DATE_SIZE], closed[DATE_SIZE] = "";
	struct audit_value v[] = {number(draw), text(f->object), text(f->dept), text(f->kind),
	    text(STR("")), text(STR("")), text(f->document), text(f->note)};

	date_format(f->opened, opened);
	if (f->closed)
		date_format(f->closing, closed);
	v[4] = text(str_of(opened));
	v[5] = text(str_of(closed));
	return audit_put_row(a, T_FOLLOW, v, err);
}

ssjc_rc audit_put_review(
    struct audit *a, unsigned draw, const struct review *r, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(r->dept), number(r->upto), number(r->results)};

	return audit_put_row(a, T_REVIEW, v, err);
}
