#include "ssjc/import/import_record.h"

/* Put an input with the digest of its bytes, and the bytes themselves if they are kept. */
static ssjc_rc put(
    struct audit *a, struct audit_file f, struct str bytes, bool keep, struct ssjc_err *err)
{
	char hex[DIGEST_HEX];
	ssjc_rc rc = digest_hex(bytes.p, bytes.n, hex, err);

	if (rc)
		return rc;
	f.digest = str_of(hex);
	if (keep)
		f.content = bytes;
	return audit_put_file(a, &f, err);
}

ssjc_rc import_record(const struct import_job *job, struct audit *a, const char *digest,
    uint64_t rows, struct ssjc_err *err)
{
	struct str kind = str_of(job->options->stream->name);
	struct audit_file out = {.output = true,
	    .kind = kind,
	    .name = STR("standard output"),
	    .digest = str_of(digest),
	    .rows = rows};
	struct audit_file f;
	ssjc_rc rc;

	for (int i = 0; i < VOCABULARY_FILES; i++) {
		f = (struct audit_file){.kind = STR("terms"), .name = str_of(vocabulary_files[i])};
		rc = put(a, f, vocabulary_source(job->vocabulary, i), true, err);
		if (rc)
			return rc;
	}
	if (job->accept.n > 0) {
		f = (struct audit_file){.kind = STR("accept"), .name = str_of(job->accept_name)};
		rc = put(a, f, job->accept, true, err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];

		f = (struct audit_file){.kind = kind,
		    .name = str_of(in->name),
		    .rows = in->rows,
		    .refused = in->refused,
		    .repaired = in->repaired};
		rc = put(a, f, in->bytes, false, err);
		if (rc)
			return rc;
	}
	return audit_put_file(a, &out, err);
}
