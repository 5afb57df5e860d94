#include "cli_internal.h"

#include "ssjc/base/parallel.h"

#include <stdatomic.h>
#include <stdlib.h>

/* How many of them each thread makes before they go into the event. */
enum { EACH = 32 };

/* Twice as many threads as processors: each waits for the disk to have its workbook. */
static unsigned threads(void)
{
	unsigned n = 2 * parallel_width();

	return n < PARALLEL_WIDEST ? n : PARALLEL_WIDEST;
}

/* A workbook that a thread made. */
struct made {
	struct xlsx_out *book;
	char digest[DIGEST_HEX];
	ssjc_rc rc;
	struct ssjc_err err;
};

/* Some of the workbooks: n from first on. */
struct batch {
	const struct cli_books *books;
	int64_t created;
	size_t first, n;
	atomic_size_t next;
	struct made *made;
};

static ssjc_rc make_book(const struct batch *w, size_t i, struct made *m)
{
	const struct cli_books *books = w->books;
	struct buf path = {0};
	ssjc_rc rc;

	books->path(books->arg, i, &path);
	if (path.failed) {
		rc = ssjc_fail_memory(&m->err);
		goto out;
	}
	rc = xlsx_out_open(&m->book, path.p, books->title, w->created, &m->err);
	if (rc)
		goto out;
	rc = books->fill(books->arg, i, m->book, &m->err);
	if (rc)
		goto out;
	rc = xlsx_out_write(m->book, m->digest, &m->err);
out:
	buf_free(&path);
	return rc;
}

static void run(void *arg, unsigned thread)
{
	struct batch *w = arg;
	size_t i;

	(void)thread;
	while ((i = atomic_fetch_add(&w->next, 1)) < w->n)
		w->made[i].rc = make_book(w, w->first + i, &w->made[i]);
}

/* What was made goes into the event, in order. The outputs own the workbooks from now on. */
static ssjc_rc put_batch(struct cli *c, const struct cli_audit *a, const struct batch *w)
{
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < w->n; i++) {
		struct made *m = &w->made[i];
		ssjc_rc taken = m->book ? cli_take_book(c, m->book) : SSJC_OK;

		if (!rc && m->rc)
			c->err = m->err;
		if (!rc)
			rc = m->rc ? m->rc : taken;
		if (!rc)
			rc = cli_put_output(
			    c, a, w->books->kind, xlsx_out_path(m->book), m->digest, 1);
	}
	return rc;
}

ssjc_rc cli_put_books(struct cli *c, const struct cli_audit *a, const struct cli_books *books)
{
	size_t most = (size_t)EACH * threads();
	struct made *made = calloc(most, sizeof *made);
	ssjc_rc rc = SSJC_OK;

	if (!made)
		return ssjc_fail_memory(&c->err);
	for (size_t first = 0; first < books->n; first += most) {
		struct batch w = {.books = books,
		    .created = c->context.now,
		    .first = first,
		    .n = books->n - first < most ? books->n - first : most,
		    .made = made};

		for (size_t i = 0; i < w.n; i++)
			made[i] = (struct made){.rc = SSJC_OK};
		parallel(w.n > 1 ? threads() : 1, run, &w);
		rc = put_batch(c, a, &w);
		if (rc)
			break;
	}
	free(made);
	return rc;
}
