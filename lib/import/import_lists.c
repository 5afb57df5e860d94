#include "ssjc/import/import_lists.h"

#include <stdlib.h>

ssjc_rc import_lists_open(struct import_lists *l, struct import_job *job, struct ssjc_err *err)
{
	for (int i = 0; i < STREAM_LISTS; i++) {
		ssjc_rc rc;

		l->f[i] = open_memstream(&l->text[i], &l->size[i]);
		if (!l->f[i])
			return ssjc_fail_memory(err);
		rc = csv_out_open(&l->csv[i], l->f[i], CSV_PLAIN, err);
		if (rc)
			return rc;
		job->list[i] = &l->csv[i];
	}
	return SSJC_OK;
}

ssjc_rc import_lists_finish(struct import_lists *l, struct ssjc_err *err)
{
	for (int i = 0; i < STREAM_LISTS; i++) {
		ssjc_rc rc = csv_out_finish(&l->csv[i], l->digest[i], err);

		if (rc)
			return rc;
		if (fflush(l->f[i]) != 0)
			return ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

uint64_t import_lists_rows(const struct import_lists *l, enum stream_list which)
{
	return l->csv[which].rows - 1;
}

struct str import_lists_text(const struct import_lists *l, enum stream_list which)
{
	/* One that grew too long to be gathered is not whole, and was cut off from its file. */
	if (!l->csv[which].f || l->size[which] > STREAM_LIST_KEPT)
		return STR("");
	return (struct str){l->text[which], l->size[which]};
}

void import_lists_close(struct import_lists *l)
{
	for (int i = 0; i < STREAM_LISTS; i++) {
		csv_out_close(&l->csv[i]);
		if (l->f[i])
			fclose(l->f[i]);
		free(l->text[i]);
	}
}
