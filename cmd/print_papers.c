/* The papers of an inspection: one workbook, or one for each business or department. */
#include "print_cmd.h"

#include "cli_document.h"

#include "ssjc/assign/assign_record.h"
#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"
#include "ssjc/document/visit_files.h"

#include <string.h>

/* The papers: each has a template of its name. */
static const struct print_kind {
	const char *name;
	enum paper_about about;
} kinds[] = {
    {"checklist", PAPER_VISIT},
    {"notice", PAPER_VISIT},
    {"approval", PAPER_VISIT},
    {"minutes", PAPER_VISIT},
    {"filing", PAPER_ALL},
    {"schedule", PAPER_DEPT},
};

struct print_work {
	const struct print_kind *kind;
	struct paper *paper, *inspector_paper; /* the second of a schedule only */
	struct cli_audit *audit;
	struct table table;
	struct document d;
	struct visits visits;
};

/* Which papers take the place of others, that were printed before a day or people changed? */
static ssjc_rc find_again(struct cli *c, struct print_work *w)
{
	struct audit_events events = {0};
	ssjc_rc rc = audit_events(w->audit->file, &events, &c->err);

	if (!rc)
		rc = visits_again(&w->visits, w->d.state, &events, w->kind->name, &c->err);
	audit_events_free(&events);
	return rc;
}

/* The assigned stream, as it is on record, and the document's event begun. */
static ssjc_rc begin(struct cli *c, struct print_work *w)
{
	struct document *d = &w->d;
	struct cli_input *in;
	ssjc_rc rc = cli_read_table(c, CLI_ASSIGNED, &in, &w->table);

	if (rc)
		return rc;
	rc = cli_document_visits(c, "print", &w->audit, d);
	if (rc)
		return rc;
	rc = assign_record_current(d->state, &c->err);
	if (rc)
		return rc;
	rc = cli_paper(c, w->kind->name, w->kind->about, &w->paper);
	if (rc)
		return rc;
	if (w->kind->about == PAPER_DEPT) {
		rc = cli_paper(c, "schedule-inspector", PAPER_INSPECTOR, &w->inspector_paper);
		if (rc)
			return rc;
	}
	rc = cli_put_input(c, w->audit, "assigned", in, w->table.rows);
	if (rc)
		return rc;
	rc = list_check_assigned(&w->table, d->state, &c->err);
	if (rc)
		return rc;
	rc = visits_read(&w->visits, d->plan, &w->table, &c->err);
	if (rc)
		return rc;
	if (d->plan->by_teams)
		visits_number(&w->visits, d->state);
	return find_again(c, w);
}

/* How many workbooks a folder gets: one for each business, or department. */
static size_t books(const struct print_work *w)
{
	return w->kind->about == PAPER_DEPT ? w->d.plan->n_depts : w->visits.n;
}

/* The sheets of the nth of them: a department has one, and each of its inspectors. */
static ssjc_rc add_sheets(const void *arg, size_t nth, struct xlsx_out *b, struct ssjc_err *err)
{
	const struct print_work *w = arg;
	struct paper_data data = {.d = &w->d, .visits = &w->visits};
	ssjc_rc rc;

	if (w->kind->about == PAPER_VISIT)
		data.visit = &w->visits.v[nth];
	if (w->kind->about == PAPER_DEPT)
		data.dept = &w->d.plan->dept[nth];
	rc = paper_sheet(b, w->paper, &data, err);
	if (rc || w->kind->about != PAPER_DEPT)
		return rc;
	for (size_t i = 0; i < w->visits.n_people; i++) {
		data.inspector = w->visits.person[i];
		if (data.inspector->dept != data.dept)
			continue;
		rc = paper_sheet(b, w->inspector_paper, &data, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static void path_of(const void *arg, size_t nth, struct buf *out)
{
	const struct print_work *w = arg;

	if (w->kind->about == PAPER_DEPT)
		buf_printf(
		    out, "%s/%.*s.xlsx", print_options.output, STR_ARG(w->d.plan->dept[nth].key));
	else
		visit_files_path(out, print_options.output, &w->visits.v[nth]);
}

static ssjc_rc make_folder(struct cli *c, const struct print_work *w)
{
	const struct cli_books all = {.n = books(w),
	    .title = paper_name(w->paper),
	    .kind = w->kind->name,
	    .path = path_of,
	    .fill = add_sheets,
	    .arg = w};
	ssjc_rc rc = file_folder(print_options.output, &c->err);

	return rc ? rc : cli_put_books(c, w->audit, &all);
}

/* The filing list is one sheet about all businesses. */
static ssjc_rc make_one(struct cli *c, const struct print_work *w, const char *path)
{
	size_t n = w->kind->about == PAPER_ALL ? 1 : books(w);
	struct xlsx_out *b;
	ssjc_rc rc = cli_book(c, &b, path, paper_name(w->paper));

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		rc = add_sheets(w, i, b, &c->err);
		if (rc)
			return rc;
	}
	return cli_put_book(c, w->audit, b, w->kind->name, n);
}

static void remark_other(void *c, struct str path)
{
	cli_note(c, "%.*s: belongs to no business in this list, and is left there", STR_ARG(path));
}

static ssjc_rc make(struct cli *c, const struct print_work *w)
{
	const char *one = w->kind->about == PAPER_ALL ? print_options.output
	                                              : print_options.combined;
	ssjc_rc rc = one ? make_one(c, w, one) : make_folder(c, w);

	if (rc)
		return rc;
	rc = cli_commit(c, w->audit, cli_verbose);
	if (rc || one || w->kind->about != PAPER_VISIT)
		return rc;
	return visit_files_others(print_options.output, &w->visits, remark_other, c, &c->err);
}

ssjc_rc run_print(struct cli *c)
{
	struct print_work w = {.kind = kinds};
	ssjc_rc rc;

	while (strcmp(w.kind->name, c->command->name) != 0)
		w.kind++;
	if (!print_options.output == !print_options.combined)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    w.kind->about == PAPER_ALL ? N_("give the workbook with -o FILE")
		                               : N_("give either -o DIR or --combined FILE"));
	if (print_options.pdf) {
		rc = cli_pdf(c);
		if (rc)
			return rc;
	}
	rc = begin(c, &w);
	if (rc)
		goto out;
	rc = make(c, &w);
out:
	paper_free(w.paper);
	paper_free(w.inspector_paper);
	visits_close(&w.visits);
	table_close(&w.table);
	return rc;
}
