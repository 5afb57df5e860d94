#include "cli_document.h"

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

/* The documents: a sheet for each business, or one for all where sheet is NULL. */
static const struct print_kind {
	const char *name;
	struct str title;
	ssjc_rc (*sheet)(struct xlsx_out *, const char *, const struct document *,
	    const struct visit *, struct ssjc_err *);
} kinds[] = {
    {"checklist", STR_INIT("随机抽查联合检查记录表"), checklist_sheet},
    {"notice", STR_INIT("联合抽查告知书"), notice_sheet},
    {"filing", STR_INIT("备案表"), NULL},
};

struct print_work {
	const struct print_kind *kind;
	struct cli_audit *audit;
	struct table table;
	struct document d;
	struct visits visits;
};

/* The assigned stream, as it is on record, and the document's event begun. */
static ssjc_rc begin(struct cli *c, struct print_work *w)
{
	struct document *d = &w->d;
	struct cli_input *in;
	ssjc_rc rc = cli_read_table(c, &in, &w->table);

	if (rc)
		return rc;
	rc = cli_document(c, "print", &w->audit, d);
	if (rc)
		return rc;
	rc = assign_record_current(d->state, &c->err);
	if (rc)
		return rc;
	rc = cli_put_input(c, w->audit, "assigned", in, w->table.rows);
	if (rc)
		return rc;
	rc = list_check_assigned(&w->table, d->state, &c->err);
	return rc ? rc : visits_read(&w->visits, d->plan, &w->table, &c->err);
}

static ssjc_rc add_sheets(
    struct cli *c, const struct print_work *w, struct xlsx_out *b, size_t first, size_t n)
{
	char name[32];
	ssjc_rc rc;

	if (!w->kind->sheet)
		return filing_list_sheet(b, "备案表", &w->d, &w->visits, &c->err);
	for (size_t i = first; i < first + n; i++) {
		snprintf(name, sizeof name, "第%u组", w->visits.v[i].team);
		rc = w->kind->sheet(b, name, &w->d, &w->visits.v[i], &c->err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* A workbook about n visits from the first on, on record but not yet shown. */
static ssjc_rc make_book(
    struct cli *c, const struct print_work *w, const char *path, size_t first, size_t n)
{
	struct xlsx_out *b;
	ssjc_rc rc = cli_book(c, &b, path, w->kind->title);

	if (rc)
		return rc;
	rc = add_sheets(c, w, b, first, n);
	return rc ? rc : cli_put_book(c, w->audit, b, w->kind->name, n);
}

static ssjc_rc make_folder(struct cli *c, const struct print_work *w)
{
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	if (mkdir(out_path, 0777) != 0 && errno != EEXIST)
		return ssjc_fail_errno(&c->err, out_path);
	for (size_t i = 0; i < w->visits.n; i++) {
		buf_clear(&path);
		visit_files_path(&path, out_path, &w->visits.v[i]);
		rc = path.failed ? ssjc_fail_memory(&c->err) : make_book(c, w, path.p, i, 1);
		if (rc)
			break;
	}
	buf_free(&path);
	return rc;
}

static void remark_other(void *c, struct str path)
{
	cli_note(c, "%.*s: belongs to no business in this list, and is left there", STR_ARG(path));
}

static ssjc_rc make(struct cli *c, const struct print_work *w)
{
	const char *one = w->kind->sheet ? combined_path : out_path;
	ssjc_rc rc = one ? make_book(c, w, one, 0, w->visits.n) : make_folder(c, w);

	if (rc)
		return rc;
	rc = cli_commit(c, w->audit, verbose);
	if (rc || one)
		return rc;
	return visit_files_others(out_path, &w->visits, remark_other, c, &c->err);
}

static ssjc_rc run(struct cli *c)
{
	struct print_work w = {.kind = kinds};
	ssjc_rc rc;

	while (strcmp(w.kind->name, c->command->name) != 0)
		w.kind++;
	if (!out_path == !combined_path)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    w.kind->sheet ? "give either -o DIR or --combined FILE"
		                  : "give the workbook with -o FILE");
	rc = begin(c, &w);
	if (rc)
		goto out;
	rc = make(c, &w);
out:
	visits_close(&w.visits);
	table_close(&w.table);
	return rc;
}

static const struct cli_option each_opts[] = {
    OPT_TEXT('o', "output", "DIR", "one workbook for each business: DIR/TEAM-ID.xlsx", &out_path),
    OPT_TEXT(0, "combined", "FILE", "one workbook with a sheet for each business", &combined_path),
    {0},
};
static const struct cli_option filing_opts[] = {
    OPT_TEXT('o', "output", "FILE", "the workbook", &out_path),
    {0},
};
static const struct cli_option shared_opts[] = {
    OPT_FLAG('v', "verbose", "print the names of the files made", &verbose),
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
	static const struct cli_program program = {.name = "ssjc-print",
	    .help = "Make the sheets of an inspection, to be printed and signed.",
	    .options = shared_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
