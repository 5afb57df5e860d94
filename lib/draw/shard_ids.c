/* Is an id in two registers? Each has the hashes of its ids in order, and these are merged. */
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 10 /* bytes of a hash that are written */, LINE = 2 * SHOWN + 1 };

ssjc_rc shard_ids_key(struct ticket_key **out, struct ssjc_err *err)
{
	static const char zeros[] =
	    "0000000000000000000000000000000000000000000000000000000000000000";

	return ticket_key_take(out, STR(zeros), err);
}

static void write_id(void *arg, const unsigned char hash[])
{
	char hex[LINE];

	hex_of(hash, SHOWN, hex);
	csv_out_field(arg, (struct str){hex, LINE - 1});
	csv_out_end(arg);
}

ssjc_rc shard_ids(struct draw_run *run, FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct csv_out out = {0};
	ssjc_rc rc = csv_out_open(&out, f, CSV_PLAIN, err);

	if (rc)
		goto out;
	csv_out_field(&out, STR("id"));
	csv_out_end(&out);
	rc = draw_ids(draw_run_choice(run), write_id, &out, err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	return rc;
}

/* One of the streams, at a line of it. */
struct ids {
	const struct spool *spool;
	struct spool_text text;
	size_t which;
	const char *name;
	size_t from, to, at; /* in the text: what of it is in piece, and the next line */
	char line[LINE + 1]; /* with a byte too many, if it has one; "" after the last */
	char before[LINE];
	char piece[1 << 14];
};

/* Take the next line of the text. */
static ssjc_rc take_line(struct ids *x, struct ssjc_err *err)
{
	size_t left, n = 0;
	const char *p;

	if (x->to - x->at < sizeof x->line && x->to < x->text.n) {
		left = x->text.n - x->at;
		n = left < sizeof x->piece ? left : sizeof x->piece;
		if (spool_read(x->spool, &x->text, x->at, x->piece, n, err))
			return SSJC_SYSTEM;
		x->from = x->at;
		x->to = x->at + n;
	}
	p = x->piece + (x->at - x->from);
	left = x->to - x->at;
	for (n = 0; n < left && n < sizeof x->line - 1 && p[n] != '\n'; n++)
		x->line[n] = p[n];
	x->line[n] = '\0';
	if (n > 0 && x->line[n - 1] == '\r')
		x->line[n - 1] = '\0';
	x->at += n + (n < left && p[n] == '\n');
	return SSJC_OK;
}

static ssjc_rc next(struct ids *x, struct ssjc_err *err)
{
	ssjc_rc rc;

	memcpy(x->before, x->line, LINE - 1);
	if (x->at == x->text.n) {
		x->line[0] = '\0';
		return SSJC_OK;
	}
	rc = take_line(x, err);
	if (rc)
		return rc;
	if (!hex_is(str_of(x->line), SHOWN) || strcmp(x->before, x->line) >= 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "the ids of “%s” are not a stream of ssjc-draw counts --ids: “%s” comes after "
		    "“%s”",
		    x->name, x->line, x->before);
	return SSJC_OK;
}

static ssjc_rc start(struct ids *x, struct ssjc_err *err)
{
	ssjc_rc rc = take_line(x, err);

	if (rc)
		return rc;
	if (!str_is(str_trim(str_of(x->line)), "id"))
		return ssjc_fail(err, SSJC_INPUT,
		    "the ids of “%s” are not a stream of ssjc-draw counts --ids: its header is "
		    "not id",
		    x->name);
	x->line[0] = '\0';
	return next(x, err);
}

/* Those that have a line, as a heap: at [0] the one whose line is the least, then the first. */
struct heap {
	struct ids **v;
	size_t n;
};

static bool less(const struct ids *x, const struct ids *y)
{
	int c = strcmp(x->line, y->line);

	return c ? c < 0 : x->which < y->which;
}

static void sift(struct heap *h, size_t i)
{
	struct ids *x = h->v[i];

	for (size_t k; (k = 2 * i + 1) < h->n; i = k) {
		if (k + 1 < h->n && less(h->v[k + 1], h->v[k]))
			k++;
		if (!less(h->v[k], x))
			break;
		h->v[i] = h->v[k];
	}
	h->v[i] = x;
}

static ssjc_rc merge(struct heap *h, struct ssjc_err *err)
{
	const struct ids *last = NULL; /* whose line was the least; it is at before now */

	for (size_t i = h->n / 2; i-- > 0;)
		sift(h, i);
	while (h->n) {
		struct ids *least = h->v[0];
		ssjc_rc rc;

		if (last && last != least && strcmp(last->before, least->line) == 0)
			return ssjc_fail(err, SSJC_INPUT,
			    "an id is in the registers “%s” and “%s”: its hash is %s", last->name,
			    least->name, least->line);
		rc = next(least, err);
		if (rc)
			return rc;
		last = least;
		if (!least->line[0])
			h->v[0] = h->v[--h->n];
		if (h->n)
			sift(h, 0);
	}
	return SSJC_OK;
}

ssjc_rc shard_ids_apart(const struct spool *spool, const struct spool_text *text,
    const char *const *name, size_t n, struct ssjc_err *err)
{
	struct ids *x = calloc(n + 1, sizeof *x);
	struct heap h = {.v = calloc(n + 1, sizeof *h.v)};
	ssjc_rc rc = x && h.v ? SSJC_OK : ssjc_fail_memory(err);

	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		x[i].spool = spool;
		x[i].text = text[i];
		x[i].which = i;
		x[i].name = name[i];
		rc = start(&x[i], err);
		if (rc)
			goto out;
		if (x[i].line[0])
			h.v[h.n++] = &x[i];
	}
	rc = merge(&h, err);
out:
	free(h.v);
	free(x);
	return rc;
}
