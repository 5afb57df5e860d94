#include "audit_report.h"

#include "cli_document.h"

#include "ssjc/verify/verify_filing.h"

ssjc_rc audit_report_open(struct cli *c, struct audit_report *r, const char *path)
{
	struct str name = str_of(path);
	ssjc_rc rc;

	if (!path)
		return SSJC_OK;
	r->path = path;
	r->book = str_cut_end(&name, ".xlsx");
	if (!r->book && !str_cut_end(&name, ".txt"))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--report: “%s” ends neither in .xlsx nor in .txt, which say what it is", path);
	rc = cli_shared_paper(c, "verification", PAPER_VERIFICATION, &r->paper);
	if (rc || r->book)
		return rc;
	return out_open(&r->text, path, &c->err);
}

void audit_report_close(struct audit_report *r)
{
	paper_free(r->paper);
	out_abort(&r->text);
}

static ssjc_rc write_book(struct cli *c, struct audit_report *r, const struct paper_data *data)
{
	char digest[DIGEST_HEX];
	struct xlsx_out *b = NULL;
	ssjc_rc rc = xlsx_out_open(&b, r->path, paper_name(r->paper), c->context.now, &c->err);

	if (rc)
		goto out;
	rc = paper_sheet(b, r->paper, data, &c->err);
	if (rc)
		goto out;
	rc = xlsx_out_write(b, digest, &c->err);
	if (rc)
		goto out;
	rc = xlsx_out_publish(b, &c->err);
out:
	xlsx_out_free(b);
	return rc;
}

static ssjc_rc write_text(struct cli *c, struct audit_report *r, const struct paper_data *data)
{
	struct buf text = {0};
	ssjc_rc rc = paper_text(&text, r->paper, data, &c->err);

	if (rc)
		goto out;
	fwrite(text.p, 1, text.n, r->text.f); /* out_finish sees whether it failed */
	rc = out_finish(&r->text, &c->err);
out:
	buf_free(&text);
	return rc;
}

ssjc_rc audit_report_write(struct cli *c, struct audit_report *r, const struct verify_job *job,
    const struct verify_subject *subject, struct str conclusion)
{
	struct verify_filing x = {0};
	struct audit_state state = {0};
	struct plan plan = {.id = subject->id.n ? subject->id : STR("—"),
	    .title = subject->title,
	    .rehearsal = subject->rehearsal};
	const struct document d = {.plan = &plan,
	    .state = &state,
	    .now = c->context.now,
	    .clock_given = c->context.clock_given};
	const struct paper_data data = {.d = &d, .verification = &x.v};
	ssjc_rc rc = verify_filing_of(&x, job, subject, conclusion, c->context.actor, &c->err);

	if (rc)
		goto out;
	state.checkpoint = x.v.at;
	rc = r->book ? write_book(c, r, &data) : write_text(c, r, &data);
out:
	verify_filing_free(&x);
	return rc;
}
