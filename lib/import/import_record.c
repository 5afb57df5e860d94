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
	rc = audit_put_file(a, &out, err);
	return rc ? rc : put_lists(a, lists, err);
}
