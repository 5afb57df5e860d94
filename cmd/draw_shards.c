/* What is done where one of several registers lies: its counts, and its rows up to the cutoffs. */
#include "draw_merge.h"

#include "ssjc/base/csv_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Its name: that of --shard, or of its file. */
static ssjc_rc name_shard(struct cli *c, struct shard *of)
{
	ssjc_rc rc;

	if (!draw_options.shard && (!c->operands || strcmp(c->operand[0], "-") == 0))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "name the register with --shard NAME: standard input has no name");
	of->name = draw_options.shard ? str_of(draw_options.shard) : shard_name_of(c->operand[0]);
	rc = shard_name(of->name, &c->err);
	return rc;
}

/* If an import of this machine's audit file wrote the register: the file's state. */
static ssjc_rc find_import(
    struct cli *c, struct draw_input *in, struct shard *of, struct checkpoint *at)
{
	struct cli_audit a = {.plan = in->plan};
	bool known;
	ssjc_rc rc;

	if (access(in->plan->audit, F_OK) != 0)
		return SSJC_OK;
	rc = cli_open_file(c, NULL, &a.file);
	if (rc)
		return rc;
	rc = cli_knows(c, &a, "objects", in->roster.name, in->roster.digest, &known);
	if (rc || !known)
		return rc;
	rc = audit_checkpoint(a.file, at, &c->err);
	if (rc)
		return rc;
	of->events = at->events;
	of->head = str_of(at->head);
	return SSJC_OK;
}

/* The ids, if they are asked for, and their digest. */
static ssjc_rc write_ids(
    struct cli *c, struct draw_input *in, struct shard *of, char digest[DIGEST_HEX])
{
	struct out o = {0};
	ssjc_rc rc;

	if (!draw_options.ids_to)
		return SSJC_OK;
	rc = out_open(&o, draw_options.ids_to, &c->err);
	if (rc)
		return rc;
	rc = shard_ids(in->run, o.f, digest, &c->err);
	if (rc) {
		out_abort(&o);
		return rc;
	}
	of->ids = str_of(digest);
	return out_finish(&o, &c->err);
}

/* Read the register, by the key of its ids if these are needed. */
static ssjc_rc count(struct cli *c, struct draw_input *in, struct csv_file *excluded)
{
	struct ticket_key *key = NULL;
	ssjc_rc rc = csv_file_open(excluded, draw_options.excluded, c->style, &c->err);

	if (rc)
		goto out;
	rc = draw_options.ids_to ? shard_ids_key(&key, &c->err) : SSJC_OK;
	if (rc)
		goto out;
	rc = draw_run_part(in->run, NULL, NULL, 0, key, excluded->to, &c->err);
out:
	ticket_key_free(key);
	return rc;
}

ssjc_rc run_counts(struct cli *c)
{
	struct draw_input in = {0};
	struct csv_file excluded = {0};
	struct checkpoint at;
	struct shard of = {0}, s = {0};
	struct draw_leaves leaves = {.tree = NULL};
	char history[DIGEST_HEX], ids[DIGEST_HEX];
	ssjc_rc rc = name_shard(c, &of);

	if (rc)
		goto out;
	rc = draw_input_open(c, &in, false);
	if (rc)
		goto out;
	rc = draw_leaves_open(c, &in, &leaves);
	if (rc)
		goto out;
	rc = count(c, &in, &excluded);
	if (rc)
		goto out;
	rc = draw_input_digest(c, &in);
	if (rc)
		goto out;
	rc = draw_histories_digest(in.history, in.histories, history, &c->err);
	if (rc)
		goto out;
	of.file = in.roster.name;
	of.roster = str_of(in.roster.digest);
	of.plan = str_of(in.plan->digest);
	of.history = str_of(history);
	rc = find_import(c, &in, &of, &at);
	if (rc)
		goto out;
	rc = write_ids(c, &in, &of, ids);
	if (rc)
		goto out;
	rc = draw_leaves_write(c, &leaves, &of);
	if (rc)
		goto out;
	rc = shard_count(&s, in.run, &of, &in.arena, &c->err);
	if (rc)
		goto out;
	fwrite(s.text.p, 1, s.text.n, c->out);
	rc = csv_file_finish(&excluded, &c->err);
out:
	csv_file_close(&excluded);
	draw_input_close(&in);
	draw_leaves_close(&leaves);
	return rc;
}

static int limit_by_text(const void *key, const void *limit)
{
	return str_cmp(
	    ((const struct stratum *)key)->text, ((const struct draw_limit *)limit)->stratum);
}

/* Every stratum of the register must have a cutoff, or it is not the one that was counted. */
static ssjc_rc check_strata(struct cli *c, const struct draw_input *in, const struct cutoffs *cut)
{
	size_t n;
	const struct stratum *s = draw_strata(draw_run_choice(in->run), &n);

	for (size_t i = 0; i < n; i++)
		if (!cut->n ||
		    !bsearch(&s[i], cut->limit, cut->n, sizeof *cut->limit, limit_by_text))
			return ssjc_fail_at(&c->err, SSJC_INPUT, in->roster.name, 0, NULL,
			    "has the stratum %.*s, for which there is no cutoff: it was changed "
			    "since it was counted",
			    STR_ARG(s[i].text));
	return SSJC_OK;
}

ssjc_rc run_below(struct cli *c)
{
	struct draw_input in = {0};
	struct shard of = {0};
	struct cutoffs cut;
	struct ticket_key *key = NULL;
	struct csv_out csv = {0};
	struct cli_input *file;
	ssjc_rc rc = name_shard(c, &of);

	if (rc)
		goto out;
	if (!draw_options.cutoffs) {
		rc = ssjc_fail(&c->err, SSJC_USAGE,
		    "--cutoffs FILE is missing: what ssjc-draw merge --cutoffs wrote");
		goto out;
	}
	rc = cli_read(c, draw_options.cutoffs, &file);
	if (rc)
		goto out;
	rc = cutoffs_read(&cut, file->text, file->file.name, &in.arena, &c->err);
	if (rc)
		goto out;
	rc = draw_input_open(c, &in, false);
	if (rc)
		goto out;
	rc = ticket_key_take(&key, cut.key, &c->err);
	if (rc)
		goto out;
	rc = draw_run_part(in.run, key, cut.limit, cut.n, NULL, NULL, &c->err);
	if (rc)
		goto out;
	rc = check_strata(c, &in, &cut);
	if (rc)
		goto out;
	rc = draw_input_digest(c, &in);
	if (rc)
		goto out;
	of.file = in.roster.name;
	of.roster = str_of(in.roster.digest);
	rc = csv_out_open(&csv, c->out, CSV_PLAIN, &c->err);
	if (rc)
		goto out;
	rc = shard_below(in.run, &of, str_of(cut.digest), &csv, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&csv, NULL, &c->err);
out:
	csv_out_close(&csv);
	draw_input_close(&in);
	return rc;
}
