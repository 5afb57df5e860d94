#define _DEFAULT_SOURCE /* madvise */

#include "ssjc/base/merkle_heap.h"

#include "ssjc/base/file.h"
#include "ssjc/base/parallel.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HEAPS = 256, IN_BLOCK = 127, PAGE = 2 << 20, CHUNK = 4 << 20 };

/* Leaves of one heap, with what leads to those before them. */
struct leaf_block {
	union {
		struct leaf_block *before; /* in memory */
		uint64_t place;            /* in the file: its number from 1; 0 for none */
		char size[MERKLE_SIZE];
	} u;
	struct merkle_hash leaf[IN_BLOCK];
};

/* The blocks of one heap and part. The last one is being filled, all others are full. */
struct heap {
	struct leaf_block *block; /* in memory: the last one */
	size_t in_block;          /* leaves in it */
	uint64_t place;           /* in the file: the last one */
	size_t n;                 /* leaves in all */
};

/* Memory from which blocks are taken. */
struct chunk {
	struct chunk *before;
	struct leaf_block *block;
	size_t used, size; /* blocks */
};

struct heap_part {
	struct heap heap[HEAPS];
	struct chunk *chunk;
	size_t blocks; /* in memory */
	FILE *file;
	uint64_t places; /* blocks in it */
	char apart[PARALLEL_APART];
};

struct merkle_heap {
	unsigned parts;
	struct heap_part *part;
	size_t most; /* blocks of a part that stay in memory */
	bool twice;  /* two leaves are the same, as sorting has shown */
};

ssjc_rc merkle_heap_open(struct merkle_heap **out, unsigned parts, struct ssjc_err *err)
{
	struct merkle_heap *h = calloc(1, sizeof *h);

	*out = NULL;
	if (!h)
		return ssjc_fail_memory(err);
	h->parts = parts;
	h->most = SIZE_MAX;
	h->part = calloc(parts, sizeof *h->part);
	if (!h->part) {
		free(h);
		return ssjc_fail_memory(err);
	}
	*out = h;
	return SSJC_OK;
}

void merkle_heap_spill(struct merkle_heap *h, size_t leaves)
{
	h->most = leaves / IN_BLOCK / h->parts;
}

void merkle_heap_free(struct merkle_heap *h)
{
	if (!h)
		return;
	for (unsigned i = 0; i < h->parts; i++) {
		struct heap_part *p = &h->part[i];

		for (struct chunk *c = p->chunk, *before; c; c = before) {
			before = c->before;
			free(c->block);
			free(c);
		}
		if (p->file)
			fclose(p->file);
	}
	free(h->part);
	free(h);
}

/* ---- Adding ---- */

/* The first one is small, as most registers are; the others are in large pages. */
static bool add_chunk(struct heap_part *p)
{
	struct chunk *c = calloc(1, sizeof *c);
	size_t n = p->chunk ? CHUNK : HEAPS * sizeof(struct leaf_block);

	if (!c)
		return false;
	c->block = p->chunk ? aligned_alloc(PAGE, n) : malloc(n);
	if (!c->block) {
		free(c);
		return false;
	}
#ifdef MADV_HUGEPAGE
	if (p->chunk)
		madvise(c->block, n, MADV_HUGEPAGE);
#endif
	c->size = n / sizeof *c->block;
	c->before = p->chunk;
	p->chunk = c;
	return true;
}

static bool add_block(struct heap_part *p, struct heap *h)
{
	struct leaf_block *b;

	if ((!p->chunk || p->chunk->used == p->chunk->size) && !add_chunk(p))
		return false;
	b = &p->chunk->block[p->chunk->used++];
	b->u.before = h->block;
	h->block = b;
	h->in_block = 0;
	p->blocks++;
	return true;
}

static ssjc_rc fail_disk(struct ssjc_err *err)
{
	int why = errno;
	ssjc_rc rc = ssjc_fail(err, SSJC_SYSTEM,
	    "cannot keep what receipts are proved by, in the folder %s (TMPDIR names another)",
	    file_tmpdir());

	ssjc_err_errno(err, why);
	return rc;
}

/* The last block of a heap, which is full, goes into the file, and is used again. */
static ssjc_rc put_block(struct heap_part *p, struct heap *h, struct ssjc_err *err)
{
	struct leaf_block *before = h->block->u.before;

	if (!p->file) {
		ssjc_rc rc = file_spool(&p->file, err);

		if (rc)
			return rc;
	}
	h->block->u.place = h->place;
	errno = 0;
	if (fwrite(h->block, sizeof *h->block, 1, p->file) != 1)
		return fail_disk(err);
	h->block->u.before = before;
	h->in_block = 0;
	h->place = ++p->places;
	return SSJC_OK;
}

ssjc_rc merkle_heap_add(
    struct merkle_heap *h, unsigned part, const struct merkle_hash *leaf, struct ssjc_err *err)
{
	struct heap_part *p = &h->part[part];
	struct heap *to = &p->heap[leaf->byte[0]];

	if (to->block && to->in_block == IN_BLOCK && p->blocks >= h->most) {
		ssjc_rc rc = put_block(p, to, err);

		if (rc)
			return rc;
	} else if ((!to->block || to->in_block == IN_BLOCK) && !add_block(p, to)) {
		return ssjc_fail_memory(err);
	}
	to->block->leaf[to->in_block++] = *leaf;
	to->n++;
	return SSJC_OK;
}

static size_t size_of(const struct merkle_heap *h, unsigned heap)
{
	size_t n = 0;

	for (unsigned i = 0; i < h->parts; i++)
		n += h->part[i].heap[heap].n;
	return n;
}

size_t merkle_heap_count(const struct merkle_heap *h)
{
	size_t n = 0;

	for (unsigned i = 0; i < HEAPS; i++)
		n += size_of(h, i);
	return n;
}

/* ---- One heap after the other ---- */

enum {
	FIRST_BITS = 8,
	MOST_BITS = 16,
	RUN = 8,    /* leaves that are sorted one by one */
	CROWD = 128 /* so many in one bucket are by no accident */
};

/* What the jobs share. */
struct heap_work {
	struct merkle_heap *heap;
	struct merkle_hash *all;    /* where sorted leaves go, or NULL: into trees */
	struct merkle_range *range; /* then, of each heap */
	size_t first[HEAPS + 1];    /* leaves in the heaps before */
	size_t largest;
	unsigned jobs;
	struct heap_job {
		struct merkle_hash *room[2]; /* each for the largest heap */
		size_t *first;               /* where each bucket of one begins */
		bool twice;
		ssjc_rc rc;
		struct ssjc_err err;
		char apart[PARALLEL_APART];
	} job[PARALLEL_WIDEST];
};

static size_t gather_part(
    const struct heap_part *p, unsigned heap, struct merkle_hash *to, struct ssjc_err *err)
{
	const struct heap *h = &p->heap[heap];
	size_t n = 0, in_block = h->in_block;
	struct leaf_block read;

	for (const struct leaf_block *b = h->block; b; b = b->u.before) {
		memcpy(to + n, b->leaf, in_block * sizeof *to);
		n += in_block;
		in_block = IN_BLOCK;
	}
	for (uint64_t place = h->place; place; place = read.u.place) {
		errno = 0;
		if (!file_read_at(p->file, &read, sizeof read, (place - 1) * sizeof read)) {
			(void)fail_disk(err);
			return SIZE_MAX;
		}
		memcpy(to + n, read.leaf, sizeof read.leaf);
		n += IN_BLOCK;
	}
	return n;
}

/* The bits of a hash after its first ones. */
static unsigned bits_of(const struct merkle_hash *h, unsigned bits)
{
	return (unsigned)(h->byte[1] << 8 | h->byte[2]) >> (MOST_BITS - bits);
}

/* Nearly all are in their places, and the others not far from them. Are two the same? */
static bool insert(struct merkle_hash *v, size_t n)
{
	bool twice = false;

	for (size_t i = 1; i < n; i++) {
		struct merkle_hash h;
		size_t k = i;
		int c = memcmp(v[i - 1].byte, v[i].byte, MERKLE_SIZE);

		twice |= c == 0;
		if (c <= 0)
			continue;
		h = v[i];
		for (; k > 0 && (c = memcmp(v[k - 1].byte, h.byte, MERKLE_SIZE)) > 0; k--)
			v[k] = v[k - 1];
		twice |= k > 0 && c == 0;
		v[k] = h;
	}
	return twice;
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, MERKLE_SIZE);
}

/*
 * Hashes are spread evenly: their next bits put them nearly into their places. What somebody
 * sent as hashes need not be, and is sorted in another way.
 */
static bool sort_heap(
    const struct merkle_hash *from, size_t n, struct merkle_hash *to, size_t *first)
{
	unsigned bits = 1;
	size_t at = 0;

	while (bits < MOST_BITS && n >> bits > RUN)
		bits++;
	memset(first, 0, (((size_t)1 << bits) + 1) * sizeof *first);
	for (size_t i = 0; i < n; i++)
		first[bits_of(&from[i], bits) + 1]++;
	for (size_t i = 0; i < (size_t)1 << bits; i++)
		first[i + 1] += first[i];
	for (size_t i = 0; i < n; i++)
		to[first[bits_of(&from[i], bits)]++] = from[i];
	for (size_t i = 0; i < (size_t)1 << bits; at = first[i++])
		if (first[i] - at > CROWD)
			qsort(to + at, first[i] - at, sizeof *to, by_bytes);
	return insert(to, n);
}

static ssjc_rc make_heap(struct heap_work *w, struct heap_job *j, unsigned heap)
{
	struct merkle_hash *sorted = w->all ? w->all + w->first[heap] : j->room[1];
	size_t n = 0;

	for (unsigned i = 0; i < w->heap->parts; i++) {
		size_t more = gather_part(&w->heap->part[i], heap, j->room[0] + n, &j->err);

		if (more == SIZE_MAX)
			return SSJC_SYSTEM;
		n += more;
	}
	j->twice |= sort_heap(j->room[0], n, sorted, j->first);
	if (!w->all)
		merkle_range_make(&w->range[heap], sorted, w->first[heap], n);
	return SSJC_OK;
}

/* Every so many-th heap. */
static void make_heaps(void *arg, unsigned job)
{
	struct heap_work *w = arg;
	struct heap_job *j = &w->job[job];

	for (unsigned i = job; i < HEAPS && !j->rc; i += w->jobs)
		j->rc = make_heap(w, j, i);
}

static ssjc_rc open_work(struct heap_work *w, struct ssjc_err *err)
{
	for (unsigned i = 0; i < HEAPS; i++) {
		size_t n = size_of(w->heap, i);

		w->first[i + 1] = w->first[i] + n;
		w->largest = n > w->largest ? n : w->largest;
	}
	for (unsigned i = 0; i < w->jobs; i++) {
		struct heap_job *j = &w->job[i];

		j->first = malloc((((size_t)1 << MOST_BITS) + 1) * sizeof *j->first);
		j->room[0] = malloc((w->largest + 1) * sizeof *j->room[0]);
		j->room[1] = w->all ? NULL : malloc((w->largest + 1) * sizeof *j->room[1]);
		if (!j->first || !j->room[0] || (!w->all && !j->room[1]))
			return ssjc_fail_memory(err);
	}
	for (unsigned i = 0; i < w->heap->parts; i++) {
		errno = 0;
		if (w->heap->part[i].file && fflush(w->heap->part[i].file) != 0)
			return fail_disk(err);
	}
	return SSJC_OK;
}

static void close_work(struct heap_work *w)
{
	for (unsigned i = 0; i < w->jobs; i++) {
		free(w->job[i].first);
		free(w->job[i].room[0]);
		free(w->job[i].room[1]);
	}
}

static ssjc_rc make_all(struct heap_work *w, struct ssjc_err *err)
{
	ssjc_rc rc = open_work(w, err);

	if (rc)
		goto out;
	/* Threads are not worth it for a few. */
	if (w->first[HEAPS] < HEAPS * RUN)
		w->jobs = 1;
	parallel(w->jobs, make_heaps, w);
	for (unsigned i = 0; i < w->jobs; i++) {
		w->heap->twice |= w->job[i].twice;
		if (w->job[i].rc) {
			rc = w->job[i].rc;
			if (err)
				*err = w->job[i].err;
			goto out;
		}
	}
out:
	w->jobs = parallel_width();
	close_work(w);
	return rc;
}

ssjc_rc merkle_heap_root(struct merkle_heap *h, struct merkle_hash *root, struct ssjc_err *err)
{
	struct heap_work w = {.heap = h, .jobs = parallel_width()};
	struct merkle_front front = {0};
	ssjc_rc rc;

	w.range = calloc(HEAPS, sizeof *w.range);
	if (!w.range)
		return ssjc_fail_memory(err);
	rc = make_all(&w, err);
	if (rc)
		goto out;
	for (unsigned i = 0; i < HEAPS; i++)
		merkle_front_range(&front, &w.range[i]);
	merkle_front_root(&front, root);
out:
	free(w.range);
	return rc;
}

bool merkle_heap_twice(const struct merkle_heap *h)
{
	return h->twice;
}

ssjc_rc merkle_heap_leaves(struct merkle_heap *h, struct merkle_hash **leaf, struct ssjc_err *err)
{
	struct heap_work w = {.heap = h, .jobs = parallel_width()};
	ssjc_rc rc;

	*leaf = NULL;
	w.all = malloc((merkle_heap_count(h) + 1) * sizeof *w.all);
	if (!w.all)
		return ssjc_fail_memory(err);
	rc = make_all(&w, err);
	if (rc)
		free(w.all);
	else
		*leaf = w.all;
	return rc;
}
