#include "importer.h"

#include <stdlib.h>

ssjc_rc import_merge_start(struct importer *im, struct ssjc_err *err)
{
	const struct plan *p = im->job->plan;

	if (!p || !str_is(str_of(im->job->options->stream->name), "objects"))
		return SSJC_OK;
	for (size_t i = 0; i < p->n_merge; i++)
		for (size_t t = 0; t < im->n_targets; t++) {
			if (!str_eq(im->target[t].name, p->merge[i]))
				continue;
			if (target_is_key(&im->target[t]))
				return ssjc_fail_at(err, SSJC_PLAN, p->name, 0, "merge",
				    "names %.*s, by which rows are of one business",
				    STR_ARG(p->merge[i]));
			im->target[t].merged = im->merges = true;
		}
	return SSJC_OK;
}

bool import_merge_keep(struct importer *im)
{
	bool ok = true;

	for (size_t t = 0; t < im->n_targets; t++) {
		if (!array_grow(&im->kept, &im->kept_cap, im->n_kept, sizeof *im->kept))
			return false;
		im->kept[im->n_kept++] = arena_str(&im->arena, im->target[t].value.text, &ok);
	}
	return ok;
}

bool import_merge_row(struct importer *im, size_t key, bool *more)
{
	struct buf list = {0};
	bool ok = true;

	*more = false;
	for (size_t t = 0; t < im->n_targets; t++) {
		struct str *kept = &im->kept[key * im->n_targets + t];
		struct str value = im->target[t].value.text;

		if (!im->target[t].merged || value.n == 0 || str_in_list(*kept, value))
			continue;
		*more = true;
		buf_clear(&list);
		buf_str(&list, *kept);
		if (kept->n > 0)
			buf_char(&list, ';');
		buf_str(&list, value);
		*kept = arena_str(&im->arena, buf_text(&list), &ok);
	}
	ok = ok && !list.failed;
	buf_free(&list);
	return ok;
}

void import_merge_write(struct importer *im)
{
	for (size_t i = 0; i < im->n_kept; i++) {
		csv_out_field(im->out, im->kept[i]);
		if ((i + 1) % im->n_targets)
			continue;
		if (im->sample)
			csv_out_field(im->out, STR(PLAN_SAMPLE_VALUE));
		csv_out_end(im->out);
	}
}
