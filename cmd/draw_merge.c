/* Several registers as one: what ssjc-draw merge reads, and the rows that it draws from. */
#include "draw_merge.h"

#include "ssjc/draw/shards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void draw_merge_close(struct draw_merge *m)
{
	if (!m)
		return;
	for (size_t i = 0; m->ids && i < m->s.n; i++)
		if (m->ids[i])
			fclose(m->ids[i]);
	free(m->ids);
	shards_free(&m->s);
	free(m);
}

ssjc_rc draw_key(struct cli *c, struct str seed, struct ticket_key **key)
{
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(seed, master, &c->err);

	*key = NULL;
	return rc ? rc : ticket_key_open(key, master, STR("object"), &c->err);
}

/* ---- The registers themselves are here ---- */

/* The name of an operand; or its path, where another one has that name. */
static struct str name_of(const struct cli *c, size_t i)
{
	struct str name = draw_shard_name(c->operand[i]);

	for (size_t k = 0; k < c->operands; k++)
		if (k != i && str_eq(draw_shard_name(c->operand[k]), name))
			return str_of(c->operand[i]);
	return name;
}

/* One is read, counted, and closed: more than one at a time may be more than the memory. */
static ssjc_rc count_one(struct cli *c, struct draw_input *in, size_t i)
{
	struct draw_merge *m = in->merge;
	struct shard of = {.given = i,
	    .name = name_of(c, i),
	    .plan = str_of(in->plan->digest),
	    .history = str_of(m->history),
	    .file = c->operand[i]};
	struct draw_source source = {.name = c->operand[i]};
	struct ticket_key *key = NULL;
	struct draw_run *run = NULL;
	struct file f = {0};
	char digest[DIGEST_HEX];
	bool ok = true;
	ssjc_rc rc = file_open_digest(&f, c->operand[i], &c->err);

	if (rc)
		goto out;
	source.text = f.bytes;
	rc = draw_run_open(&run, in->plan, &source, in->history, in->histories, &c->err);
	if (rc)
		goto out;
	rc = shard_ids_key(&key, &c->err);
	if (rc)
		goto out;
	draw_run_watch(run, cli_tick());
	rc = draw_run_part(run, NULL, NULL, 0, key, NULL, &c->err);
	if (rc)
		goto out;
	rc = file_digest(&f, digest, &c->err);
	if (rc)
		goto out;
	of.roster = arena_str(&m->s.arena, str_of(digest), &ok);
	rc = ok ? shard_count(&m->s.v[i], run, &of, &m->s.arena, &c->err)
	        : ssjc_fail_memory(&c->err);
	if (rc)
		goto out;
	rc = file_spool(&m->ids[i], &c->err);
	if (rc)
		goto out;
	rc = shard_ids(run, m->ids[i], NULL, &c->err);
out:
	draw_run_close(run);
	ticket_key_free(key);
	file_close(&f);
	return rc;
}

static ssjc_rc ids_apart(struct cli *c, struct draw_merge *m)
{
	const char **name = arena_array(&m->s.arena, m->s.n + 1, sizeof *name);

	if (!name)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < m->s.n; i++) {
		const struct shard *x = &m->s.v[i];

		name[x->given] = arena_cstr(&m->s.arena, x->name);
		if (!name[x->given])
			return ssjc_fail_memory(&c->err);
		rewind(m->ids[x->given]);
	}
	return shard_ids_apart(m->ids, name, m->s.n, &c->err);
}

static ssjc_rc count_here(struct cli *c, struct draw_input *in)
{
	struct draw_merge *m = in->merge;

	m->here = true;
	m->s.n = c->operands;
	for (size_t i = 0; i < c->operands; i++) {
		ssjc_rc rc = count_one(c, in, i);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc take_here(struct cli *c, struct draw_merge *m, size_t i, const struct shard_by *by)
{
	struct file f = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = file_open_digest(&f, m->s.v[i].file, &c->err);

	if (rc)
		goto out;
	rc = file_digest(&f, digest, &c->err);
	if (rc)
		goto out;
	if (!str_is(m->s.v[i].roster, digest)) {
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, m->s.v[i].file, 0, NULL,
		    "was changed while it was drawn from");
		goto out;
	}
	rc = shards_from(&m->s, i, f.bytes, m->s.v[i].file, by, NULL, &c->err);
out:
	file_close(&f);
	return rc;
}

/* Whoever has the registers raises a limit that was too low at once. */
static ssjc_rc gather_here(struct cli *c, struct draw_merge *m, const struct shard_by *by)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc;

	do {
		shards_again(&m->s);
		for (size_t i = 0; i < m->s.n; i++) {
			rc = take_here(c, m, i, by);
			if (rc)
				return rc;
		}
		shards_raise(&m->s, &which, &n_short);
		buf_free(&which);
	} while (n_short);
	return SSJC_OK;
}

/* ---- The registers of the draw on record ---- */

/* The last draw among the events, or NULL. */
static const struct audit_event *last_draw(const struct audit_events *e)
{
	const struct audit_event *last = NULL;

	for (size_t i = 0; i < e->n; i++)
		if (str_in_list(STR("draw;redraw;reveal"), e->v[i].action))
			last = &e->v[i];
	return last;
}

/* Which of the operands is the register? Its file's name is kept. */
static ssjc_rc find_operand(struct cli *c, struct shard *x, bool *found)
{
	*found = false;
	for (size_t i = 0; !*found && i < c->operands; i++) {
		struct file f = {0};
		char digest[DIGEST_HEX];
		ssjc_rc rc = file_open_digest(&f, c->operand[i], &c->err);

		if (!rc)
			rc = file_digest(&f, digest, &c->err);
		file_close(&f);
		if (rc)
			return rc;
		*found = str_is(x->roster, digest);
		x->file = c->operand[i];
	}
	return SSJC_OK;
}

static ssjc_rc find_operands(struct cli *c, struct draw_merge *m)
{
	for (size_t i = 0; i < m->s.n; i++) {
		struct shard *x = &m->s.v[i];
		bool found;
		ssjc_rc rc = find_operand(c, x, &found);

		if (rc)
			return rc;
		if (!found)
			return ssjc_fail(&c->err, SSJC_INPUT,
			    "the register “%.*s” is missing: the draw on record is from it, with "
			    "the SHA-256 %.*s",
			    STR_ARG(x->name), STR_ARG(x->roster));
	}
	return SSJC_OK;
}

ssjc_rc draw_merge_recorded(struct cli *c, const struct plan *plan, bool *several)
{
	struct audit_events e = {0};
	struct audit *a = NULL;
	const struct audit_event *draw;
	ssjc_rc rc = audit_open(&a, plan->audit, AUDIT_LOOK, &c->context, &c->err);

	*several = false;
	if (rc || !a)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	draw = last_draw(&e);
	for (size_t i = 0; draw && i < draw->n_files; i++)
		*several |= str_is(draw->file[i].kind, "counts");
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

/* The counts on record, and the operands that they are of. */
static ssjc_rc load_recorded(struct cli *c, struct draw_input *in)
{
	struct draw_merge *m = in->merge;
	struct audit_events e = {0};
	struct audit *a = NULL;
	ssjc_rc rc = audit_open(&a, in->plan->audit, AUDIT_READ, &c->context, &c->err);

	m->here = true;
	if (rc)
		goto out;
	rc = audit_events(a, &e, &c->err);
	if (rc)
		goto out;
	rc = shards_load(&m->s, in->plan, a, last_draw(&e), &c->err);
	if (rc)
		goto out;
	rc = find_operands(c, m);
out:
	audit_events_free(&e);
	audit_close(a);
	return rc;
}

/* ---- Their counts and below streams are ---- */

static ssjc_rc read_counts(struct cli *c, struct draw_merge *m)
{
	for (size_t i = 0; i < draw_options.counts.n; i++) {
		struct cli_input *in;
		ssjc_rc rc = cli_read(c, draw_options.counts.v[i], &in);

		if (rc)
			return rc;
		rc = shard_read(&m->s.v[m->s.n++], in->text, in->file.name, &m->s.arena, &c->err);
		if (rc)
			return rc;
		m->s.v[i].given = i;
	}
	return SSJC_OK;
}

/* Open the ids of the register whose counts have their digest. */
static ssjc_rc open_ids(struct cli *c, struct draw_merge *m, const char *path)
{
	struct digest *d = NULL;
	unsigned char raw[DIGEST_SIZE];
	char piece[1 << 14], hex[DIGEST_HEX];
	FILE *f = fopen(path, "re");
	size_t n;
	ssjc_rc rc = f ? digest_open(&d, &c->err)
	               : ssjc_fail_errno_at(&c->err, path, "cannot be opened");

	if (rc)
		goto out;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		digest_add(d, piece, n);
	rc = ferror(f) ? ssjc_fail_errno_at(&c->err, path, "cannot be read")
	               : digest_final(d, raw, &c->err);
	if (rc)
		goto out;
	hex_of(raw, sizeof raw, hex);
	rewind(f);
	for (size_t i = 0; f && i < m->s.n; i++)
		if (str_is(m->s.v[i].ids, hex) && !m->ids[m->s.v[i].given]) {
			m->ids[m->s.v[i].given] = f;
			f = NULL;
		}
	if (f)
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, path, 0, NULL,
		    "is not the ids of a register that was counted: no counts have its SHA-256, %s",
		    hex);
out:
	digest_free(d);
	if (f)
		fclose(f);
	return rc;
}

/* Is an id in two registers? As far as it can be told. */
static ssjc_rc check_ids(struct cli *c, struct draw_merge *m)
{
	ssjc_rc rc;

	for (size_t i = 0; i < draw_options.ids.n; i++) {
		rc = open_ids(c, m, draw_options.ids.v[i]);
		if (rc)
			return rc;
	}
	if (draw_options.ids.n == 0)
		return SSJC_OK;
	for (size_t i = 0; i < m->s.n; i++)
		if (!m->ids[m->s.v[i].given])
			return ssjc_fail(&c->err, SSJC_USAGE,
			    "the ids of “%.*s” are missing: give those of all registers with --ids, "
			    "or of none",
			    STR_ARG(m->s.v[i].name));
	return ids_apart(c, m);
}

static ssjc_rc gather_sent(struct cli *c, struct draw_merge *m, const struct shard_by *by)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc;

	for (size_t i = 0; i < c->operands; i++) {
		struct file f = {0};

		rc = file_open(&f, c->operand[i], &c->err);
		if (!rc)
			rc = shards_take(&m->s, f.bytes, c->operand[i], m->cutoffs, by, &c->err);
		file_close(&f);
		if (rc)
			return rc;
	}
	rc = shards_all(&m->s, &c->err);
	if (rc)
		return rc;
	shards_raise(&m->s, &which, &n_short);
	if (which.failed)
		rc = ssjc_fail_memory(&c->err);
	else if (n_short)
		rc = ssjc_fail(&c->err, SSJC_NO,
		    "more rows are needed of %zu strata (%.*s): ask all registers again, by "
		    "ssjc-draw below with the cutoffs that --cutoffs FILE writes now",
		    n_short, STR_ARG(buf_text(&which)));
	buf_free(&which);
	return rc;
}

/* ---- Both ---- */

static void set_roster(struct draw_input *in)
{
	const struct shards *s = &in->merge->s;

	in->roster = (struct draw_source){.name = "the registers together", .shards = s};
	memcpy(in->roster.digest, s->digest.p, DIGEST_HEX - 1);
}

ssjc_rc draw_merge_open(struct cli *c, struct draw_input *in)
{
	size_t n = draw_options.counts.n ? draw_options.counts.n : c->operands;
	struct draw_merge *m = in->merge = calloc(1, sizeof *in->merge);
	ssjc_rc rc;

	if (!m)
		return ssjc_fail_memory(&c->err);
	if (draw_options.recorded) {
		rc = load_recorded(c, in);
		if (!rc)
			set_roster(in);
		return rc;
	}
	if (n == 0)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the registers, or what ssjc-draw counts wrote of each with --counts FILE");
	m->s.v = arena_array(&m->s.arena, n, sizeof *m->s.v);
	m->ids = calloc(n + 1, sizeof *m->ids);
	if (!m->s.v || !m->ids)
		return ssjc_fail_memory(&c->err);
	rc = draw_histories_digest(in->history, in->histories, m->history, &c->err);
	if (rc)
		return rc;
	rc = draw_options.counts.n ? read_counts(c, m) : count_here(c, in);
	if (rc)
		return rc;
	rc = shards_join(&m->s, in->plan, str_of(m->history), &c->err);
	if (rc)
		return rc;
	rc = m->here ? ids_apart(c, m) : check_ids(c, m);
	if (rc)
		return rc;
	set_roster(in);
	return SSJC_OK;
}

/* The limits of the cutoffs on record, which may have been raised. */
static ssjc_rc take_limits(struct cli *c, const struct cli_audit *a, struct draw_merge *m)
{
	struct draw_pending p;
	struct cutoffs cut;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	if (rc)
		goto out;
	if (!p.any) {
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "no cutoffs are on record: ssjc-draw merge --cutoffs FILE makes them first");
		goto out;
	}
	if (!str_eq(p.registers, m->s.digest)) {
		rc = ssjc_fail(&c->err, SSJC_INPUT,
		    "the counts are not those of the cutoffs on record: --cutoffs FILE --redraw "
		    "--reason TEXT makes others");
		goto out;
	}
	rc = cutoffs_read(&cut, p.cutoffs, "the cutoffs on record", &m->s.arena, &c->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < cut.n && i < m->s.n_strata; i++)
		m->s.limit[i].most = cut.limit[i].most;
	m->cutoffs = (struct str){arena_cstr(&m->s.arena, str_of(cut.digest)), DIGEST_HEX - 1};
	if (!m->cutoffs.p)
		rc = ssjc_fail_memory(&c->err);
out:
	draw_pending_free(&p);
	return rc;
}

ssjc_rc draw_merge_gather(
    struct cli *c, const struct cli_audit *a, struct draw_input *in, struct str seed)
{
	struct draw_merge *m = in->merge;
	struct shard_by by = {.history = in->history, .n = in->histories};
	struct ticket_key *key = NULL;
	ssjc_rc rc = draw_key(c, seed, &key);

	if (rc)
		goto out;
	by.key = str_of(ticket_key_hex(key));
	rc = m->here ? SSJC_OK : take_limits(c, a, m);
	if (rc)
		goto out;
	rc = m->here ? gather_here(c, m, &by) : gather_sent(c, m, &by);
	if (rc)
		goto out;
	in->roster.text = buf_text(&m->s.rows);
	rc = draw_run_open(&in->run, in->plan, &in->roster, in->history, in->histories, &c->err);
out:
	ticket_key_free(key);
	return rc;
}
