#include "ticket_sort.h"

#include "ticket_spill.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BITS = 64, DIGIT_BITS = 10, DIGITS = 1 << DIGIT_BITS, FEW = 128 };
/* Heaps are by the highest byte, so that each fits into a processor's cache. */
enum { HEAP_BITS = 8, HEAPS = TICKET_HEAPS };

static unsigned heap_of(uint64_t key)
{
	return (unsigned)(key >> (KEY_BITS - HEAP_BITS));
}

bool ticket_sort_add(struct ticket_list *l, uint64_t key, uint64_t value)
{
	if (!array_grow(&l->v, &l->cap, l->n, sizeof *l->v))
		return false;
	l->heap[heap_of(key)]++;
	l->v[l->n++] = (struct ticket_place){key, value};
	return true;
}

/* The digit of a key after its first known bits. */
static unsigned digit(const struct ticket_place *r, int known)
{
	return (unsigned)(r->key << known >> (KEY_BITS - DIGIT_BITS));
}

static bool before(const struct ticket_place *a, const struct ticket_place *b)
{
	return a->key < b->key || (a->key == b->key && a->value < b->value);
}

static void sort_few(struct ticket_place *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct ticket_place r = v[i];
		size_t k = i;

		for (; k > 0 && before(&r, &v[k - 1]); k--)
			v[k] = v[k - 1];
		v[k] = r;
	}
}

static int by_key(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a);
}

/*
 * Rows that agree in the first known bits, in place, by one digit after
 * another as long as there are many (the "American flag" sort of McIlroy, Bostic
 * and McIlroy, 1993). Tickets are evenly spread: one digit does for a heap, and
 * two for any that there will be.
 */
static void sort(struct ticket_place *v, size_t n, int known)
{
	size_t at[DIGITS], end[DIGITS], count[DIGITS] = {0}, sum = 0;

	for (size_t i = 0; i < n; i++)
		count[digit(&v[i], known)]++;
	for (int b = 0; b < DIGITS; b++) {
		at[b] = sum;
		sum += count[b];
		end[b] = sum;
	}
	for (unsigned b = 0; b < DIGITS; b++)
		while (at[b] < end[b]) {
			struct ticket_place r = v[at[b]];

			while (digit(&r, known) != b) {
				struct ticket_place next = v[at[digit(&r, known)]];

				v[at[digit(&r, known)]++] = r;
				r = next;
			}
			v[at[b]++] = r;
		}
	for (int b = 0; b < DIGITS; b++)
		if (count[b] <= FEW)
			sort_few(v + end[b] - count[b], count[b]);
		else if (known <= HEAP_BITS)
			sort(v + end[b] - count[b], count[b], known + DIGIT_BITS);
		else /* not as tickets are: the same id over and over */
			qsort(v + end[b] - count[b], count[b], sizeof *v, by_key);
}

void ticket_sort_run(struct ticket_place *v, size_t n, int known)
{
	sort(v, n, known);
}

/* What the jobs share: each list is dealt out into heaps, each heap then sorted. */
struct sort_work {
	struct ticket_list *lists;
	unsigned n;
	struct ticket_place *out;
	size_t heap[HEAPS + 1]; /* where each starts in out */
};

static void deal(void *arg, unsigned job)
{
	struct sort_work *w = arg;
	struct ticket_list *l = &w->lists[job];
	size_t at[HEAPS];

	for (int b = 0; b < HEAPS; b++) {
		at[b] = w->heap[b];
		for (unsigned k = 0; k < job; k++)
			at[b] += w->lists[k].heap[b];
	}
	for (size_t i = 0; i < l->n; i++)
		w->out[at[heap_of(l->v[i].key)]++] = l->v[i];
}

static void sort_heaps(void *arg, unsigned job)
{
	const struct sort_work *w = arg;

	for (unsigned b = job; b < HEAPS; b += w->n)
		sort(w->out + w->heap[b], w->heap[b + 1] - w->heap[b], HEAP_BITS);
}

/* Those of one key, by their whole tickets. */
static ssjc_rc settle(struct ticket_place *v, size_t n, ticket_sort_ticket *ticket, void *arg,
    const struct ticket_place **same, size_t *n_same, struct ssjc_err *err)
{
	unsigned char(*whole)[TICKET_SIZE] = calloc(n, sizeof *whole);
	ssjc_rc rc = SSJC_OK;

	if (!whole)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct ticket_place r = v[i];
		unsigned char its[TICKET_SIZE];
		size_t k = i;

		rc = ticket(arg, r.value, its, err);
		if (rc)
			goto out;
		for (; k > 0 && memcmp(whole[k - 1], its, sizeof its) > 0; k--) {
			v[k] = v[k - 1];
			memcpy(whole[k], whole[k - 1], sizeof its);
		}
		v[k] = r;
		memcpy(whole[k], its, sizeof its);
	}
	for (size_t i = 1; i < n; i++) {
		if (memcmp(whole[i - 1], whole[i], sizeof *whole) == 0) {
			*same = *same ? *same : &v[i - 1];
			*n_same = (size_t)(&v[i] - *same) + 1;
		} else if (*same) {
			break;
		}
	}
out:
	free(whole);
	return rc;
}

ssjc_rc ticket_sort_settle(struct ticket_place *v, size_t n, ticket_sort_ticket *ticket, void *arg,
    const struct ticket_place **same, size_t *n_same, struct ssjc_err *err)
{
	for (size_t i = 0, end; !*same && i < n; i = end) {
		ssjc_rc rc;

		for (end = i + 1; end < n && v[end].key == v[i].key;)
			end++;
		if (end - i == 1)
			continue;
		rc = settle(v + i, end - i, ticket, arg, same, n_same, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc ticket_sort(struct ticket_list *lists, unsigned n, struct ticket_place **out, size_t *total,
    ticket_sort_ticket *ticket, void *arg, const struct ticket_place **same, size_t *n_same,
    struct ssjc_err *err)
{
	struct sort_work w = {.lists = lists, .n = n};

	*same = NULL;
	*n_same = 0;
	for (int b = 0; b < HEAPS; b++) {
		w.heap[b + 1] = w.heap[b];
		for (unsigned k = 0; k < n; k++)
			w.heap[b + 1] += lists[k].heap[b];
	}
	*total = w.heap[HEAPS];
	*out = w.out = calloc(*total + 1, sizeof *w.out);
	if (!w.out)
		return ssjc_fail_memory(err);
	parallel(n, deal, &w);
	for (unsigned k = 0; k < n; k++)
		ticket_sort_free(&lists[k]);
	parallel(n, sort_heaps, &w);
	return ticket_sort_settle(w.out, *total, ticket, arg, same, n_same, err);
}

void ticket_sort_free(struct ticket_list *l)
{
	free(l->v);
	ticket_spill_free(l->spill);
	*l = (struct ticket_list){0};
}
