#include "cli.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/document/checklist.h"
#include "ssjc/document/filing_list.h"
#include "ssjc/document/notice.h"
#include "ssjc/document/visit_files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *out_path, *combined_path;
static bool verbose;

/* The documents; a sheet a business, or one for all where sheet is NULL. */
static const struct kind {
	const char *name;
	struct str title;
	ssjc_rc (*sheet)(struct xlsx_out *, const char *, const struct document *,
	    const struct visit *, struct ssjc_err *);
} kinds[] = {
    {"checklist", {"随机抽查联合检查记录表", 33}, checklist_sheet},
    {"notice", {"联合抽查告知书", 21}, notice_sheet},
    {"filing", {"备案表", 9}, NULL},
};

struct print_work {
	const struct kind *kind;
	struct table table;
	struct document d;
	struct visits visits;
};

/* The assigned stream, as it is on record, and the document's event begun. */
static ssjc_rc begin(struct cli *c, struct print_work *w)
{
	struct cli_input *in;
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc == SSJC_OK)
		rc = table_read(&w->table, in->file.bytes, in->file.name, &c->err);
	if (rc == SSJC_OK)
		rc = cli_plan(c);
	if (rc == SSJC_OK)
		rc = cli_vocabulary(c);
	if (rc == SSJC_OK)
		rc = cli_items(c);
	if (rc == SSJC_OK)
		rc = cli_open(c, "print", "");
	if (rc == SSJC_OK)
		rc = assign_record_current(&c->state, &c->err);
	if (rc == SSJC_OK)
		rc = cli_put_input(c, "assigned", in, w->table.rows);
	if (rc == SSJC_OK)
		rc = list_check_assigned(&w->table, &c->state, &c->err);
	if (rc == SSJC_OK)
		rc = visits_read(&w->visits, &c->plan, &w->table, &c->err);
	w->d = (struct document){
	    &c->plan, c->items, c->vocabulary, &c->state, c->context.now, c->context.clock_given};
	return rc;
}

/* A workbook about n visits from the first on, on record but not yet shown. */
static ssjc_rc make_book(
    struct cli *c, struct print_work *w, const char *path, size_t first, size_t n)
{
	char name[32];
	struct xlsx_out *b;
	ssjc_rc rc = cli_book(c, &b, path, w->kind->title);

	if (rc == SSJC_OK && !w->kind->sheet)
		rc = filing_list_sheet(b, "备案表", &w->d, &w->visits, &c->err);
	for (size_t i = first; w->kind->sheet && rc == SSJC_OK && i < first + n; i++) {
		snprintf(name, sizeof name, "第%u组", w->visits.v[i].team);
		rc = w->kind->sheet(b, name, &w->d, &w->visits.v[i], &c->err);
	}
	return rc == SSJC_OK ? cli_put_book(c, b, w->kind->name, n) : rc;
}

static ssjc_rc make_folder(struct cli *c, struct print_work *w)
{
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	if (mkdir(out_path, 0777) != 0 && errno != EEXIST)
		return ssjc_fail_errno(&c->err, out_path);
	for (size_t i = 0; rc == SSJC_OK && i < w->visits.n; i++) {
		buf_clear(&path);
		visit_files_path(&path, out_path, &w->visits.v[i]);
		rc = path.failed ? ssjc_fail_memory(&c->err) : make_book(c, w, path.p, i, 1);
	}
	buf_free(&path);
	return rc;
}

static void say_other(void *c, struct str path)
{
	cli_note(c, "%.*s: stays, but is of no business in this list", STR_ARG(path));
}

static ssjc_rc make(struct cli *c, struct print_work *w)
{
	const char *one = w->kind->sheet ? combined_path : out_path;
	ssjc_rc rc = one ? make_book(c, w, one, 0, w->visits.n) : make_folder(c, w);

	if (rc == SSJC_OK)
		rc = cli_commit(c, verbose);
	return rc == SSJC_OK && !one
	    ? visit_files_others(out_path, &w->visits, say_other, c, &c->err)
	    : rc;
}

static int run(struct cli *c)
{
	struct print_work w = {.kind = kinds};
	ssjc_rc rc;

	while (strcmp(w.kind->name, c->command->name) != 0)
		w.kind++;
	if (!out_path == !combined_path)
		return cli_usage(c,
		    w.kind->sheet ? "give either -o DIR or --combined FILE"
		                  : "give the workbook with -o FILE");
	rc = begin(c, &w);
	if (rc == SSJC_OK)
		rc = make(c, &w);
	visits_close(&w.visits);
	table_close(&w.table);
	return cli_done(c, rc);
}

static const struct cli_opt each_opts[] = {
    {'o', "output", "DIR", "one workbook a business: DIR/TEAM-ID.xlsx", CLI_TEXT, &out_path, 0, 0},
    {0, "combined", "FILE", "one workbook with a sheet a business", CLI_TEXT, &combined_path, 0, 0},
    {'v', "verbose", NULL, "print the names of the files made", CLI_FLAG, &verbose, 0, 0},
    {0},
};
static const struct cli_opt filing_opts[] = {
    {'o', "output", "FILE", "the workbook", CLI_TEXT, &out_path, 0, 0},
    {'v', "verbose", NULL, "print the name of the file made", CLI_FLAG, &verbose, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"checklist", "[ASSIGNED]", "record sheets to fill in and sign (一企一表)", each_opts, run},
    {"notice", "[ASSIGNED]", "letters to the businesses (联合抽查告知书)", each_opts, run},
    {"filing", "[ASSIGNED]", "the list for the lead bureau (备案表)", filing_opts, run},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {
	    "ssjc-print", "Make the sheets of an inspection, to be printed and signed.", commands};

	return cli_main(&program, argc, argv);
}
