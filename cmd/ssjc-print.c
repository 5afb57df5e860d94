#include "cli.h"

#include "ssjc/checklist.h"
#include "ssjc/custody.h"
#include "ssjc/filing.h"
#include "ssjc/notice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *out_path, *combined_path;
static bool verbose;

/* The documents; a sheet a business, or one for all where sheet is NULL. */
static const struct kind {
	const char *name;
	struct str title;
	ssjc_code (*sheet)(struct book *, const char *, const struct document *,
	    const struct visit *, struct ssjc_err *);
} kinds[] = {
    {"checklist", {"随机抽查联合检查记录表", 33}, checklist_sheet},
    {"notice", {"联合抽查告知书", 21}, notice_sheet},
    {"filing", {"备案表", 9}, NULL},
};

struct work {
	const struct kind *kind;
	struct file in;
	struct table table;
	struct audit *audit;
	struct audit_state state;
	struct document d;
	struct visits visits;
	struct book **book;
	size_t n_books;
};

/* The assigned stream: on record as an input, and checked against the record. */
static ssjc_code take_input(struct cli *c, struct work *w)
{
	char digest[DIGEST_HEX];
	struct audit_file f = {.kind = STR("assigned"), .name = str_of(w->in.name)};
	ssjc_code code = digest_hex(w->in.bytes.p, w->in.bytes.n, digest, &c->err);

	f.digest = str_of(digest);
	f.rows = w->table.rows;
	if (code == SSJC_OK)
		code = audit_put_file(w->audit, &f, &c->err);
	if (code == SSJC_OK)
		code = audit_load(w->audit, &w->state, &c->err);
	if (code == SSJC_OK)
		code = custody_assigned(&w->table, &w->state, &c->err);
	if (code == SSJC_OK)
		code = visits_read(&w->visits, &c->plan, &w->table, &c->err);
	w->d.state = &w->state;
	return code;
}

/* A workbook about n visits from the first on, written but not yet shown. */
static ssjc_code make_book(struct cli *c, struct work *w, const char *path, size_t first, size_t n)
{
	struct audit_file f = {.output = true, .kind = str_of(w->kind->name), .name = str_of(path)};
	char digest[DIGEST_HEX], name[32];
	struct book *b;
	ssjc_code code = book_open(&b, path, w->kind->title, w->d.now, &c->err);

	if (code != SSJC_OK)
		return code;
	w->book[w->n_books++] = b;
	if (!w->kind->sheet)
		code = filing_sheet(b, "备案表", &w->d, &w->visits, &c->err);
	for (size_t i = first; w->kind->sheet && code == SSJC_OK && i < first + n; i++) {
		snprintf(name, sizeof name, "第%u组", w->visits.v[i].team);
		code = w->kind->sheet(b, name, &w->d, &w->visits.v[i], &c->err);
	}
	if (code == SSJC_OK)
		code = book_write(b, digest, &c->err);
	f.digest = str_of(digest);
	f.rows = n;
	return code == SSJC_OK ? audit_put_file(w->audit, &f, &c->err) : code;
}

static ssjc_code make_folder(struct cli *c, struct work *w)
{
	struct buf path = {0};
	ssjc_code code = SSJC_OK;

	if (mkdir(out_path, 0777) != 0 && errno != EEXIST)
		return ssjc_fail_errno(&c->err, out_path);
	for (size_t i = 0; code == SSJC_OK && i < w->visits.n; i++) {
		const struct visit *v = &w->visits.v[i];

		buf_clear(&path);
		buf_printf(&path, "%s/%03u-%.*s.xlsx", out_path, v->team, STR_ARG(v->object.id));
		code = path.failed ? ssjc_fail_memory(&c->err) : make_book(c, w, path.p, i, 1);
	}
	buf_free(&path);
	return code;
}

static ssjc_code show(struct cli *c, struct work *w)
{
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < w->n_books; i++) {
		code = book_publish(w->book[i], &c->err);
		if (code == SSJC_OK && verbose)
			printf("%s\n", book_path(w->book[i]));
	}
	return code;
}

static ssjc_code print(struct cli *c, struct work *w)
{
	const char *one = w->kind->sheet ? combined_path : out_path;
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = file_open(&w->in, c->operands ? c->operand[0] : "-", &c->err);
	if (code == SSJC_OK)
		code = table_read(&w->table, w->in.bytes, w->in.name, &c->err);
	if (code == SSJC_OK)
		code = document_open(&w->d, &c->plan, c->share, c->context.now, &c->err);
	if (code == SSJC_OK)
		code = cli_audit(c, AUDIT_WRITE, &w->audit);
	if (code == SSJC_OK)
		code = cli_begin(c, w->audit, "print", "");
	if (code == SSJC_OK)
		code = take_input(c, w);
	w->book = calloc(w->visits.n + 1, sizeof *w->book);
	if (code == SSJC_OK && !w->book)
		code = ssjc_fail_memory(&c->err);
	if (code == SSJC_OK)
		code = one ? make_book(c, w, one, 0, w->visits.n) : make_folder(c, w);
	/* As with streams: what is shown is on record before it is there. */
	if (code == SSJC_OK)
		code = audit_commit(w->audit, &c->err);
	return code == SSJC_OK ? show(c, w) : code;
}

static int run(struct cli *c)
{
	struct work w = {.kind = kinds};
	ssjc_code code;

	while (strcmp(w.kind->name, c->command->name) != 0)
		w.kind++;
	if (!out_path == !combined_path)
		return cli_usage(c, w.kind->sheet ? "give either -o DIR or --combined FILE"
						  : "give the workbook with -o FILE");
	code = print(c, &w);
	for (size_t i = 0; i < w.n_books; i++)
		book_free(w.book[i]);
	free(w.book);
	audit_close(w.audit);
	visits_close(&w.visits);
	audit_state_free(&w.state);
	document_close(&w.d);
	table_close(&w.table);
	file_close(&w.in);
	return code == SSJC_OK ? 0 : cli_fail(c);
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
	static const struct cli_program program = {"ssjc-print",
	    "Make the sheets of an inspection, to be printed and signed.", commands};

	return cli_main(&program, argc, argv);
}
