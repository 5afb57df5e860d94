#include "ticket_spill.h"

#include "ssjc/base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* A list that was full, sorted: how many of it are in each heap. */
struct run {
	size_t heap[TICKET_HEAPS];
	size_t at; /* how many of the file were taken of it, with all before it */
};

struct ticket_spill {
	FILE *file;
	struct run *run;
	size_t runs, cap;
	size_t n; /* in the file */
};

static ssjc_rc fail_disk(struct ssjc_err *err)
{
	int why = errno;
	ssjc_rc rc = ssjc_fail(err, SSJC_SYSTEM,
	    "cannot keep the tickets, in the folder %s (TMPDIR names another)", file_tmpdir());

	ssjc_err_errno(err, why);
	return rc;
}

static ssjc_rc spill_of(struct ticket_list *l, struct ssjc_err *err)
{
	if (l->spill)
		return SSJC_OK;
	l->spill = calloc(1, sizeof *l->spill);
	return l->spill ? file_spool(&l->spill->file, err) : ssjc_fail_memory(err);
}

ssjc_rc ticket_spill_put(struct ticket_list *l, struct ssjc_err *err)
{
	struct ticket_spill *s;
	struct run *run;
	ssjc_rc rc = spill_of(l, err);

	if (rc)
		return rc;
	s = l->spill;
	if (!array_grow(&s->run, &s->cap, s->runs, sizeof *s->run))
		return ssjc_fail_memory(err);
	run = &s->run[s->runs++];
	run->at = s->n;
	for (int b = 0; b < TICKET_HEAPS; b++) {
		run->heap[b] = l->heap[b];
		l->heap[b] = 0;
	}
	ticket_sort_run(l->v, l->n, 0);
	errno = 0;
	if (fwrite(l->v, sizeof *l->v, l->n, s->file) != l->n || fflush(s->file) != 0)
		return fail_disk(err);
	s->n += l->n;
	l->n = 0;
	return SSJC_OK;
}

/* What the runs of a list have in a heap. */
static ssjc_rc take_heap(
    struct ticket_list *l, int b, struct ticket_place *to, size_t *n, struct ssjc_err *err)
{
	*n = 0;
	for (size_t i = 0; l->spill && i < l->spill->runs; i++) {
		struct run *run = &l->spill->run[i];

		if (!file_read_at(
		        l->spill->file, to + *n, run->heap[b] * sizeof *to, run->at * sizeof *to))
			return fail_disk(err);
		run->at += run->heap[b];
		*n += run->heap[b];
	}
	return SSJC_OK;
}

static size_t size_of_heap(const struct ticket_list *lists, unsigned n, int b)
{
	size_t size = 0;

	for (unsigned k = 0; k < n; k++)
		for (size_t i = 0; lists[k].spill && i < lists[k].spill->runs; i++)
			size += lists[k].spill->run[i].heap[b];
	return size;
}

/* Have all of the lists in their files, and room for the largest heap. */
static ssjc_rc begin(
    struct ticket_list *lists, unsigned n, struct ticket_spill_sort *by, struct ssjc_err *err)
{
	size_t largest = 0;

	for (unsigned k = 0; k < n; k++) {
		ssjc_rc rc = lists[k].n ? ticket_spill_put(&lists[k], err) : SSJC_OK;

		if (rc)
			return rc;
		free(lists[k].v);
		lists[k].v = NULL;
		lists[k].cap = 0;
	}
	for (int b = 0; b < TICKET_HEAPS; b++) {
		size_t size = size_of_heap(lists, n, b);

		largest = size > largest ? size : largest;
	}
	by->heap = calloc(largest + 1, sizeof *by->heap);
	return by->heap ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc ticket_spill_sort(struct ticket_list *lists, unsigned n, struct ticket_spill_sort *by,
    size_t *total, const struct ticket_place **same, size_t *n_same, struct ssjc_err *err)
{
	ssjc_rc rc = begin(lists, n, by, err);

	*total = 0;
	*same = NULL;
	*n_same = 0;
	for (int b = 0; !rc && !*same && b < TICKET_HEAPS; b++) {
		size_t in_heap = 0, of_list;

		for (unsigned k = 0; k < n; k++) {
			rc = take_heap(&lists[k], b, by->heap + in_heap, &of_list, err);
			if (rc)
				return rc;
			by->own(by->arg, k, by->heap + in_heap, of_list);
			in_heap += of_list;
		}
		ticket_sort_run(by->heap, in_heap, 8);
		rc = ticket_sort_settle(by->heap, in_heap, by->ticket, by->arg, same, n_same, err);
		if (rc)
			return rc;
		by->take(by->arg, by->heap, in_heap);
		*total += in_heap;
	}
	return rc;
}

void ticket_spill_free(struct ticket_spill *s)
{
	if (!s)
		return;
	if (s->file)
		fclose(s->file);
	free(s->run);
	free(s);
}
