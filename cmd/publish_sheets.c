/* The files in which each business gets its receipt: a small one, and a sheet with a QR code. */
#include "publish_receipt.h"

#include "ssjc/base/parallel.h"
#include "ssjc/document/visit_files.h"

#include <stdatomic.h>

/* What the threads share: each takes the next row, until one of them fails. */
struct sheets {
	const struct receipt_book *book;
	const struct document *d;
	const struct paper *paper;
	const char *folder;
	progress_tick *tick;
	size_t first, n;
	atomic_size_t next;
	atomic_bool failed;
	struct {
		size_t at; /* the row that failed */
		ssjc_rc rc;
		struct ssjc_err err;
		char apart[PARALLEL_APART];
	} end[PARALLEL_WIDEST];
};

static ssjc_rc write_file(const char *path, const struct receipt *r, struct ssjc_err *err)
{
	struct out o = {.kind = FILE_INTERNAL};
	struct buf text = {0};
	ssjc_rc rc;

	receipt_write(&text, r);
	rc = text.failed ? ssjc_fail_memory(err) : out_open(&o, path, err);
	if (rc)
		goto out;
	fwrite(text.p, 1, text.n, o.f); /* out_finish sees whether it failed */
	rc = out_finish(&o, err);
out:
	out_abort(&o);
	buf_free(&text);
	return rc;
}

static ssjc_rc write_sheet(const struct sheets *s, const char *path,
    const struct paper_receipt *receipt, struct ssjc_err *err)
{
	const struct paper_data data = {.d = s->d, .receipt = receipt};
	char digest[DIGEST_HEX];
	struct xlsx_out *b = NULL;
	ssjc_rc rc = xlsx_out_open(&b, path, paper_name(s->paper), s->d->now, err);

	if (rc)
		goto out;
	rc = paper_sheet(b, s->paper, &data, err);
	if (rc)
		goto out;
	rc = xlsx_out_write(b, digest, err);
	if (rc)
		goto out;
	rc = xlsx_out_publish(b, err);
out:
	xlsx_out_free(b);
	return rc;
}

/* The files of one row. */
static ssjc_rc write_one(const struct sheets *s, size_t i, struct ssjc_err *err)
{
	struct paper_receipt of = {.name = receipt_book_row(s->book, i)->name};
	struct buf file = {0}, path = {0}, book = {0};
	struct arena arena = {0};
	struct receipt receipt;
	ssjc_rc rc = receipt_book_make(s->book, i, &receipt, &arena, err);

	if (rc)
		goto out;
	of.r = &receipt;
	visit_files_id(&file, receipt.value[RECEIPT_ID]);
	buf_printf(&book, "%s/%.*s.xlsx", s->folder, STR_ARG(buf_text(&file)));
	buf_z(&file, ".receipt");
	buf_printf(&path, "%s/%.*s", s->folder, STR_ARG(buf_text(&file)));
	if (file.failed || path.failed || book.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	of.file = buf_text(&file);
	rc = write_file(path.p, &receipt, err);
	if (rc || !s->paper)
		goto out;
	rc = write_sheet(s, book.p, &of, err);
out:
	buf_free(&file);
	buf_free(&path);
	buf_free(&book);
	arena_free(&arena);
	return rc;
}

static void run(void *arg, unsigned thread)
{
	struct sheets *s = arg;
	size_t i;

	s->end[thread].at = SIZE_MAX;
	while (!atomic_load(&s->failed) && (i = atomic_fetch_add(&s->next, 1)) < s->n) {
		s->end[thread].rc = write_one(s, s->first + i, &s->end[thread].err);
		if (s->end[thread].rc) {
			s->end[thread].at = i;
			atomic_store(&s->failed, true);
		}
		if (thread == 0 && s->tick)
			s->tick(NULL, i + 1);
	}
}

ssjc_rc publish_sheets(struct cli *c, const struct receipt_book *book, const struct document *d,
    const struct paper *paper, size_t first, size_t n)
{
	struct sheets s = {.book = book,
	    .d = d,
	    .paper = paper,
	    .folder = publish_options.folder ? publish_options.folder : ".",
	    .tick = cli_tick(),
	    .first = first,
	    .n = n};
	unsigned threads = n > 1 ? parallel_width() : 1, bad = 0;

	parallel(threads, run, &s);
	if (s.tick)
		s.tick(NULL, 0);
	for (unsigned i = 1; i < threads; i++)
		if (s.end[i].at < s.end[bad].at)
			bad = i;
	if (s.end[bad].rc)
		c->err = s.end[bad].err;
	return s.end[bad].rc;
}
