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
	FILE *f;
	const char *name;
	char line[LINE + 2]; /* with its end; "" after the last */
	char before[LINE];
};

static ssjc_rc next(struct ids *x, struct ssjc_err *err)
{
	memcpy(x->before, x->line, LINE - 1);
	if (!fgets(x->line, sizeof x->line, x->f)) {
		x->line[0] = '\0';
		return ferror(x->f) ? ssjc_fail_errno(err, "cannot read the ids of a register")
		                    : SSJC_OK;
	}
	x->line[strcspn(x->line, "\r\n")] = '\0';
	if (!hex_is(str_of(x->line), SHOWN) || strcmp(x->before, x->line) >= 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "the ids of “%s” are not a stream of ssjc-draw counts --ids: “%s” comes after "
		    "“%s”",
		    x->name, x->line, x->before);
	return SSJC_OK;
}

static ssjc_rc start(struct ids *x, struct ssjc_err *err)
{
	if (!fgets(x->line, sizeof x->line, x->f) || !str_is(str_trim(str_of(x->line)), "id"))
		return ssjc_fail(err, SSJC_INPUT,
		    "the ids of “%s” are not a stream of ssjc-draw counts --ids: its header is "
		    "not id",
		    x->name);
	x->line[0] = '\0';
	return next(x, err);
}

static ssjc_rc merge(struct ids *x, size_t n, struct ssjc_err *err)
{
	for (;;) {
		struct ids *least = NULL;
		ssjc_rc rc;

		for (size_t i = 0; i < n; i++) {
			int c = !x[i].line[0] ? 1 : !least ? -1 : strcmp(x[i].line, least->line);

			if (c == 0)
				return ssjc_fail(err, SSJC_INPUT,
				    "an id is in the registers “%s” and “%s”: its hash is %s",
				    least->name, x[i].name, x[i].line);
			if (c < 0)
				least = &x[i];
		}
		if (!least)
			return SSJC_OK;
		rc = next(least, err);
		if (rc)
			return rc;
	}
}

ssjc_rc shard_ids_apart(FILE *const *f, const char *const *name, size_t n, struct ssjc_err *err)
{
	struct ids *x = calloc(n + 1, sizeof *x);
	ssjc_rc rc = x ? SSJC_OK : ssjc_fail_memory(err);

	for (size_t i = 0; !rc && i < n; i++) {
		x[i].f = f[i];
		x[i].name = name[i];
		rc = start(&x[i], err);
	}
	if (!rc)
		rc = merge(x, n, err);
	free(x);
	return rc;
}
