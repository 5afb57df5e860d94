#include "import_remarks.h"

#include "ssjc/base/language.h"
#include "ssjc/plan/release.h"

void import_remarks_inputs(struct cli *c, const struct import_job *job)
{
	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];
		uint64_t good = in->rows - in->refused - in->repeated - in->merged;
		struct buf left = {0}, merged = {0};

		if (!in->refused && !in->left_out && !in->merged && !cli_verbose)
			continue;
		if (in->merged)
			language_both(&merged, " %llu merged,", (unsigned long long)in->merged);
		if (in->left_out)
			language_both(&left, " %llu left out;", (unsigned long long)in->left_out);
		cli_note(c,
		    "%s: %s, %llu row%s: %llu good, %llu refused,%.*s %llu repeated;%.*s %llu "
		    "cell%s repaired",
		    in->name, in->format, (unsigned long long)in->rows, in->rows == 1 ? "" : "s",
		    (unsigned long long)good, (unsigned long long)in->refused,
		    STR_ARG(buf_text(&merged)), (unsigned long long)in->repeated,
		    STR_ARG(buf_text(&left)), (unsigned long long)in->repaired,
		    in->repaired == 1 ? "" : "s");
		buf_free(&left);
		buf_free(&merged);
		if (good == 0 && in->refused + in->left_out > 0)
			cli_note(c,
			    "warning: %s: no row of it is read: --rejects FILE lists why, for each",
			    in->name);
	}
}

ssjc_rc import_remarks_maps(struct cli *c, const struct import_options *o)
{
	struct vocabulary *release = NULL;
	ssjc_rc rc;

	if (o->n_maps == 0)
		return SSJC_OK;
	rc = release_vocabulary(&release, &c->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < o->n_maps; i++) {
		const struct import_map *m = &o->map[i];
		struct str means;

		if (release_map(release, str_of(o->stream->name), m->column, m->header, &means))
			cli_note(c,
			    "warning: --map %.*s=%.*s takes the column %.*s, from a header that is "
			    "known as the column %.*s, and one of them decides who is drawn or "
			    "inspects: this is an open point on record",
			    STR_ARG(m->column), STR_ARG(m->header), STR_ARG(m->column),
			    STR_ARG(means));
	}
	vocabulary_close(release);
	return SSJC_OK;
}

void import_remarks_names(struct cli *c, const struct import_lists *lists)
{
	uint64_t n = import_lists_rows(lists, STREAM_SAME_NAMES);

	if (n)
		cli_note(c,
		    "%llu business%s the name of another code, and may have two chances to be "
		    "drawn: --repairs lists them, and so does ssjc-audit show",
		    (unsigned long long)n, n == 1 ? " has" : "es have");
}
