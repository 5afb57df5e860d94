/*
 * Any bytes after the header are counts, cutoffs, rows or ids of registers that lie elsewhere,
 * or an error with a message; never a crash. The first byte says which.
 */
#define _GNU_SOURCE /* fmemopen */

#include "ssjc/draw/shards.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEADER                                                                                     \
	"shard,register,rows,excluded,repeated,plan,history,ids,events,head,first,last,stratum,"   \
	"population,eligible\n"

static const char plan_text[] =
    "[plan]\nid=P\ntitle=T\nwindow=2023-06-14..2023-06-30\nstrata=category\naudit=a\ncalendar=c\n"
    "floor=10%\n[ratio]\n* = 20%\n[exclude]\nstatus=revoked\n[department d]\nname=D\n";

static void check(bool is)
{
	if (!is)
		abort();
}

static ssjc_rc counts(struct shards *s, struct str text, struct ssjc_err *err)
{
	struct shard *x = s->v = arena_array(&s->arena, 1, sizeof *x);
	uint64_t population = 0;
	ssjc_rc rc = shard_read(x, text, "fuzz.counts", &s->arena, err);

	if (rc)
		return rc;
	s->n = 1;
	for (size_t i = 0; i < x->n; i++)
		population += x->stratum[i].population;
	check(population + x->excluded == x->rows);
	return SSJC_OK;
}

static ssjc_rc cutoffs(struct shards *s, struct str text, struct ssjc_err *err)
{
	struct cutoffs c;
	ssjc_rc rc = cutoffs_read(&c, text, "fuzz.cutoffs", &s->arena, err);

	for (size_t i = 1; !rc && i < c.n; i++)
		check(str_cmp(c.limit[i - 1].stratum, c.limit[i].stratum) < 0);
	return rc;
}

static ssjc_rc below(struct shards *s, struct str text, struct ssjc_err *err)
{
	const struct shard_by by = {.key = STR(A64)};
	struct buf b = {0};
	struct plan plan;
	ssjc_rc rc;

	check(plan_read(&plan, str_of(plan_text), "x.plan", "", "", err) == SSJC_OK);
	buf_printf(&b, HEADER "a," A64 ",3,0,0,%s,,,,,1,3,,,\n,,,,,,,,,,,,x,3,3\n", plan.digest);
	check(counts(s, buf_text(&b), err) == SSJC_OK);
	check(shards_join(s, &plan, STR(""), err) == SSJC_OK);
	rc = shards_take(s, text, "fuzz.rows", STR(A64), &by, err);
	check(rc || s->have[0] == 3);
	buf_free(&b);
	plan_close(&plan);
	return rc;
}

static ssjc_rc ids(struct shards *s, struct str text, struct ssjc_err *err)
{
	static const char other[] = "id\n11111111111111111111\n";
	static const char *const name[] = {"a", "b"};
	const struct str ids[] = {text, str_of(other)};
	struct spool spool = {0};
	struct spool_text t[2];
	ssjc_rc rc;

	(void)s;
	for (int i = 0; i < 2; i++) {
		FILE *to;

		check(spool_begin(&spool, &to, err) == SSJC_OK);
		fwrite(ids[i].p, 1, ids[i].n, to);
		check(spool_end(&spool, &t[i], err) == SSJC_OK);
	}
	rc = shard_ids_apart(&spool, t, name, 2, err);
	spool_close(&spool);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct {
		ssjc_rc (*read)(struct shards *s, struct str text, struct ssjc_err *err);
		const char *header;
	} of[] = {{counts, HEADER},
	    {cutoffs, "draw,key,counts,stratum,population,eligible,main,reserve,cutoff\n"},
	    {below, "shard,register,cutoffs,id,category,status\na," A64 "," A64 ",,,\n"},
	    {ids, "id\n"}};
	struct ssjc_err err = {0};
	struct shards s = {0};
	struct buf text = {0};
	size_t which = n ? p[0] % 4 : 0;
	ssjc_rc rc;

	buf_z(&text, of[which].header);
	buf_add(&text, n ? (const char *)p + 1 : "", n ? n - 1 : 0);
	rc = of[which].read(&s, buf_text(&text), &err);
	check(rc == SSJC_OK || err.msg[0]);
	shards_free(&s);
	buf_free(&text);
	return 0;
}
