#include "ssjc/import/import_record.h"

/* A bureau's file: its bytes stay with the bureau. */
static ssjc_rc put_input(
    struct audit *a, struct str kind, const struct import_input *in, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	const struct audit_file f = {.kind = kind,
	    .name = str_of(in->name),
	    .digest = {digest, DIGEST_HEX - 1},
	    .rows = in->rows,
	    .refused = in->refused,
	    .repaired = in->repaired};
	ssjc_rc rc = digest_hex(in->bytes.p, in->bytes.n, digest, err);

	return rc ? rc : audit_put_file(a, &f, err);
}

/* The lists after the stream, with what they say: people look there, not at the bureaus' files. */
static ssjc_rc put_lists(struct audit *a, const struct import_lists *lists, struct ssjc_err *err)
{
	for (int i = 0; i < STREAM_LISTS; i++) {
		struct audit_file f = {.output = true,
		    .kind = str_of(stream_lists[i]),
		    .name = STR("the audit file"),
		    .digest = str_of(lists->digest[i]),
		    .rows = import_lists_rows(lists, i)};
		ssjc_rc rc;

		if (f.rows == 0)
			continue;
		f.content = import_lists_text(lists, i);
		rc = audit_put_file(a, &f, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc import_record(const struct import_job *job, const struct import_lists *lists,
    struct audit *a, const char *name, const char *digest, uint64_t rows, struct ssjc_err *err)
{
	struct str kind = str_of(job->options->stream->name);
	struct audit_file out = {.output = true,
	    .kind = kind,
	    .name = str_of(name),
	    .digest = str_of(digest),
	    .rows = rows};
	ssjc_rc rc = audit_put_terms(a, job->vocabulary, err);

	if (rc)
		return rc;
	if (job->accept.n > 0) {
		const struct audit_file f = {
		    .kind = STR("accept"), .name = str_of(job->accept_name)};

		rc = audit_put_text(a, f, job->accept, err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < job->n_inputs; i++) {
		rc = put_input(a, kind, &job->input[i], err);
		if (rc)
			return rc;
	}
	rc = audit_put_file(a, &out, err);
	return rc ? rc : put_lists(a, lists, err);
}
