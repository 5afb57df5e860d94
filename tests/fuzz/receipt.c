/*
 * Any bytes are a receipt or an error with a message. One that was read is written as it was,
 * and is the same as text and as a code; checking it ends, whatever its numbers and paths.
 */
#include "ssjc/draw/receipt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check(bool is)
{
	if (!is)
		abort();
}

static void step(void *arg, enum receipt_mark mark, const char *what, const char *said)
{
	(void)arg;
	check(mark <= RECEIPT_OPEN && what[0] && said[0]);
}

/* Written as a code and read again, it is the same text. */
static void through_code(const struct receipt *r, struct str text)
{
	struct buf code = {0}, again = {0};
	struct arena arena = {0};
	struct ssjc_err err = {0};
	struct receipt back;

	receipt_code(&code, r);
	check(receipt_read(&back, buf_text(&code), "code", &arena, &err) == SSJC_OK);
	receipt_write(&again, &back);
	check(str_eq(buf_text(&again), text));
	buf_free(&code);
	buf_free(&again);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct receipt_trust trust = {
	    .seed = STR_INIT("ssjc-draw 1\nplan=\ndraw=1\n")};
	struct str text = {(const char *)p, n};
	struct buf again = {0};
	struct arena arena = {0};
	struct ssjc_err err = {0};
	struct receipt r;
	ssjc_rc rc = receipt_read(&r, text, "fuzz.receipt", &arena, &err);

	check(rc == SSJC_OK || err.msg[0]);
	if (rc)
		goto out;
	receipt_write(&again, &r);
	check(!str_starts(text, "ssjc-receipt 1\n") || str_eq(buf_text(&again), text));
	through_code(&r, buf_text(&again));
	rc = receipt_check(&r, &trust, step, NULL, &err);
	check(rc == SSJC_OK || rc == SSJC_NO);
out:
	buf_free(&again);
	arena_free(&arena);
	return 0;
}
