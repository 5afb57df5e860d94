#include "draw_cmd.h"

#include "cli_import.h"

#include "ssjc/plan/plan_new.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A list that people keep, read as ssjc-import reads it. */
struct list {
	struct import_job job;
	struct import_options options;
	char *text; /* as a stream */
	size_t n;
};

static ssjc_rc read_inputs(struct cli *c, struct list *l, const char *const *path, size_t n)
{
	struct cli_input *in;
	ssjc_rc rc;

	l->job.input = calloc(n, sizeof *l->job.input);
	if (!l->job.input)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < n; i++) {
		rc = cli_read(c, path[i], &in);
		if (rc)
			return rc;
		l->job.input[l->job.n_inputs++] = (struct import_input){
		    .name = in->file.name, .bytes = in->text};
	}
	return SSJC_OK;
}

static void remark_refused(struct cli *c, const struct list *l, const char *stream)
{
	for (size_t i = 0; i < l->job.n_inputs; i++)
		if (l->job.input[i].refused)
			cli_note(c,
			    "%s: rows refused: %llu. ssjc-import %s --check --rejects FILE lists "
			    "them and says why",
			    l->job.input[i].name, (unsigned long long)l->job.input[i].refused,
			    stream);
}

/* Zero-initialise l, and close it, whatever this returns. */
static ssjc_rc read_list(
    struct cli *c, struct list *l, const char *stream, const char *const *path, size_t n)
{
	struct csv_out out = {0};
	FILE *f = NULL;
	ssjc_rc rc = cli_import(c, &l->job, &l->options, stream);

	if (rc)
		goto out;
	rc = read_inputs(c, l, path, n);
	if (rc)
		goto out;
	f = open_memstream(&l->text, &l->n);
	if (!f) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = csv_out_open(&out, f, CSV_PLAIN, &c->err);
	if (rc)
		goto out;
	rc = import_run(&l->job, &out, NULL, NULL, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
	if (rc)
		goto out;
	remark_refused(c, l, stream);
out:
	csv_out_close(&out);
	if (f && fclose(f) && !rc)
		rc = ssjc_fail_memory(&c->err);
	return rc;
}

static void close_list(struct list *l)
{
	free(l->job.input);
	free(l->text);
	import_options_free(&l->options);
}

/* "2026/food" of "2026/food.plan": what the files beside it are named after. */
static struct str stem(const char *path)
{
	struct str s = str_of(path);

	str_cut_end(&s, ".plan");
	return s;
}

/* The items first, for the plan names them; nothing that exists is touched. */
static ssjc_rc create(
    struct cli *c, const char *path, const struct buf *plan, const struct buf *items)
{
	struct buf beside = {0};
	ssjc_rc rc;

	buf_str(&beside, stem(path));
	buf_z(&beside, "-items.csv");
	if (beside.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = file_create(beside.p, FILE_INTERNAL, buf_text(items), &c->err);
	if (rc)
		goto out;
	rc = file_create(path, FILE_INTERNAL, buf_text(plan), &c->err);
	if (rc) {
		unlink(beside.p);
		goto out;
	}
	fprintf(c->out, "%s\n%s\n", path, beside.p);
out:
	buf_free(&beside);
	return rc;
}

static ssjc_rc check_options(struct cli *c)
{
	if (c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "--new begins a plan: leave out -p PLAN");
	if (c->operands == 0)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the register of objects, a workbook or a stream, of which to make a plan");
	if (access(draw_options.new_plan, F_OK) == 0)
		return ssjc_fail_at(&c->err, SSJC_REFUSED, draw_options.new_plan, 0, NULL,
		    "is there already, and is not written over: give another name");
	return SSJC_OK;
}

ssjc_rc draw_new(struct cli *c)
{
	const struct cli_list *rosters = &draw_options.rosters;
	struct plan_new n = {.today = time_day(c->context.now)};
	struct list objects = {.text = NULL}, who = {.text = NULL};
	struct table table = {0};
	struct inspectors people = {0};
	struct buf plan = {0}, items = {0};
	ssjc_rc rc = check_options(c);

	if (rc)
		goto out;
	rc = read_list(c, &objects, "objects", (const char *const *)c->operand, c->operands);
	if (rc)
		goto out;
	rc = table_read(&table, (struct str){objects.text, objects.n}, c->operand[0], &c->err);
	if (rc)
		goto out;
	if (table.rows == 0) {
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, c->operand[0], 0, NULL,
		    "has no row that could be taken: there is nothing to make a plan of");
		goto out;
	}
	n.objects = &table;
	if (rosters->n) {
		rc = read_list(c, &who, "inspectors", rosters->v, rosters->n);
		if (rc)
			goto out;
		rc = inspectors_read(
		    &people, (struct str){who.text, who.n}, rosters->v[0], &c->err);
		if (rc)
			goto out;
		n.who = &people;
	}
	n.name = stem(draw_options.new_plan);
	n.name.p += path_dir(draw_options.new_plan).n;
	n.name.n -= path_dir(draw_options.new_plan).n;
	str_cut_start(&n.name, "/");
	rc = plan_new(&n, &plan, &items, &c->err);
	if (rc)
		goto out;
	rc = create(c, draw_options.new_plan, &plan, &items);
	if (!rc)
		cli_info(c,
		    "fill in the lines of %s with 【请填写】, then import the registers by it",
		    draw_options.new_plan);
out:
	buf_free(&plan);
	buf_free(&items);
	inspectors_close(&people);
	table_close(&table);
	close_list(&who);
	close_list(&objects);
	return rc;
}
