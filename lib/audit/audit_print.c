#include "ssjc/audit/audit_print.h"

#include "ssjc/audit/audit_batch.h"
#include "ssjc/audit/import_summary.h"
#include "ssjc/base/file.h"
#include "ssjc/base/json.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <inttypes.h>
#include <string.h>

/* ---- Lines ---- */

enum { FOLD = 4 }; /* so many outputs of one kind make one line */

/* s, padded with blanks to a width in columns of a terminal. */
static void put_cell(struct buf *out, struct str s, size_t width)
{
	buf_str(out, s);
	for (size_t w = text_width(s); w < width; w++)
		buf_char(out, ' ');
}

/* An input that every event has. */
static bool is_common(const struct audit_file *f)
{
	static const char *const common[] = {
	    "plan", "calendar", "items", "terms", "reading", "note"};

	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
		if (!f->output && str_is(f->kind, common[i]))
			return true;
	return false;
}

static void put_count(struct buf *out, uint64_t n, const char *what)
{
	if (n)
		buf_printf(out, ", %" PRIu64 " %s%s", n, what,
		    n != 1 && strcmp(what, "row") == 0 ? "s" : "");
}

/* Append a line. Nothing on record can look like the end of one, or like another. */
static void put_line(struct buf *out, struct buf *line)
{
	struct buf english = {0};

	language_english(&english, buf_text(line));
	text_escape(out, buf_text(&english));
	buf_char(out, '\n');
	out->failed |= line->failed | english.failed;
	buf_free(&english);
	buf_free(line);
	*line = (struct buf){0};
}

static void put_file(struct buf *out, const struct audit_file *f, bool verbose)
{
	struct buf line = {0};

	buf_printf(&line, "      %s %.*s: %.*s", f->output ? "→" : "←", STR_ARG(f->kind),
	    STR_ARG(f->name));
	put_count(&line, f->rows, "row");
	put_count(&line, f->refused, "refused");
	put_count(&line, f->repaired, "repaired");
	if (verbose)
		buf_printf(&line, ", SHA-256 %.*s", STR_ARG(f->digest));
	put_line(out, &line);
}

/* How many outputs, or papers that came back, of f's kind follow each other from f on, of n. */
static size_t same_kind(const struct audit_file *f, size_t n)
{
	size_t k = 0;

	while (k < n && (f[k].output || str_is(f[k].kind, "paper")) && str_eq(f[k].kind, f[0].kind))
		k++;
	return k;
}

static void put_files(struct buf *out, const struct audit_event *e, bool verbose)
{
	for (size_t i = 0; i < e->n_files;) {
		const struct audit_file *f = &e->file[i];
		size_t k = verbose ? 1 : same_kind(f, e->n_files - i);
		struct buf line = {0};
		uint64_t rows = 0;

		if (k < FOLD) {
			if (verbose || !is_common(f))
				put_file(out, f, verbose);
			i++;
			continue;
		}
		for (size_t m = 0; m < k; m++)
			rows += f[m].rows;
		buf_printf(&line, "      %s %.*s: %zu files, %.*s …", f->output ? "→" : "←",
		    STR_ARG(f->kind), k, STR_ARG(f->name));
		put_count(&line, rows, "row");
		put_line(out, &line);
		i += k;
	}
}

/* What an import did to the rows, and by what words and options of its own. */
static void put_summary(struct buf *out, const struct import_summary *s)
{
	static const char *const names[STREAM_LISTS] = {"refused", "no records",
	    "left out by their status", "with the name of another code", "choices"};

	struct buf line = {0};

	for (size_t i = 0; i < s->n_terms; i++) {
		buf_z(&line, "      ! ");
		import_summary_terms(&line, &s->terms[i]);
		put_line(out, &line);
	}
	for (size_t i = 0; i < s->n_maps; i++) {
		buf_z(&line, "      ! ");
		import_summary_map(&line, &s->map[i]);
		put_line(out, &line);
	}
	for (size_t i = 0; i < s->n_options; i++) {
		buf_printf(&line, "      --%.*s", STR_ARG(s->option[i]));
		put_line(out, &line);
	}
	for (int i = 0; i < STREAM_LISTS; i++) {
		if (!s->list[i].file)
			continue;
		buf_printf(&line, "      %s: ", names[i]);
		if (i == STREAM_CHOICES)
			import_summary_choices(&line, s);
		else
			import_summary_rows(&line, s, i);
		put_line(out, &line);
	}
	if (s->n_accepted) {
		buf_z(&line, "      ");
		import_summary_accepted(&line, s);
		put_line(out, &line);
	}
}

static ssjc_rc put_import(
    struct buf *out, struct audit *a, const struct audit_event *e, struct ssjc_err *err)
{
	struct import_summary s;
	struct arena arena = {0};
	ssjc_rc rc;

	if (!str_is(e->action, "import"))
		return SSJC_OK;
	rc = import_summary_read(&s, a, e, &arena, err);
	if (!rc)
		put_summary(out, &s);
	arena_free(&arena);
	/* Whether what is on record makes sense is for verify to say. */
	return rc == SSJC_NO ? SSJC_OK : rc;
}

/* A batch, and what came of it so far. */
static void put_batch(
    struct buf *out, const struct audit_batches *batches, const struct audit_event *e)
{
	for (size_t i = 0; i < batches->n; i++) {
		const struct audit_batch *b = &batches->v[i];
		struct buf line = {0};

		if (b->event != e->seq)
			continue;
		buf_printf(&line,
		    "      %.*s, %.*s%s%.*s: %" PRIu64 " new, %" PRIu64 " changed, %" PRIu64
		    " withdrawn; %" PRIu64 " accepted, %" PRIu64 " rejected, %" PRIu64
		    " delivered, %" PRIu64 " without an answer",
		    STR_ARG(b->number), STR_ARG(b->format), b->target.n ? " to " : "",
		    STR_ARG(b->target), b->inserted, b->updated, b->deleted, b->accepted,
		    b->rejected, b->delivered, b->open);
		put_line(out, &line);
	}
}

static void put_event(struct buf *out, const struct audit_event *e, size_t actor, bool verbose)
{
	struct str time = e->time;
	struct buf line = {0};

	if (time.n > 19)
		time.n = 19;
	buf_printf(&line, "%4" PRIu64 "  ", e->seq);
	put_cell(&line, time, 19);
	buf_printf(&line, "%s  ", str_is(e->clock, "given") ? "*" : " ");
	put_cell(&line, e->actor, actor);
	buf_printf(&line, "  %.*s", STR_ARG(e->action));
	if (e->reason.n)
		buf_printf(&line, ": %.*s", STR_ARG(e->reason));
	put_line(out, &line);
	put_files(out, e, verbose);
	if (verbose)
		buf_printf(out, "      %.*s\n", STR_ARG(e->hash));
}

/* What was noted for those who may read this, beside a reason that all may. */
static ssjc_rc put_note(
    struct buf *out, struct audit *a, const struct audit_event *e, struct ssjc_err *err)
{
	struct arena arena = {0};
	struct buf line = {0};
	struct str text;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < e->n_files; i++) {
		if (e->file[i].output || !str_is(e->file[i].kind, "note"))
			continue;
		rc = audit_content(a, e->file[i].digest, &arena, &text, err);
		if (rc)
			break;
		buf_printf(&line, "      not for the public: %.*s", STR_ARG(text));
		put_line(out, &line);
	}
	arena_free(&arena);
	return rc;
}

ssjc_rc audit_print_text(struct buf *out, struct audit *a, const struct audit_events *e,
    bool verbose, struct ssjc_err *err)
{
	struct audit_batches batches;
	size_t actor = 0;
	bool given = false;
	ssjc_rc rc = audit_batches(a, INT64_MAX, &batches, err);

	if (rc)
		return rc;

	for (size_t i = 0; i < e->n; i++) {
		size_t w = text_width(e->v[i].actor);

		actor = w > actor ? w : actor;
		given |= str_is(e->v[i].clock, "given");
	}
	for (size_t i = 0; i < e->n; i++) {
		put_event(out, &e->v[i], actor, verbose);
		put_batch(out, &batches, &e->v[i]);
		rc = put_note(out, a, &e->v[i], err);
		if (rc)
			return rc;
		rc = put_import(out, a, &e->v[i], err);
		if (rc)
			goto out;
	}
	if (given)
		buf_z(out,
		    "* the time was given with --now or SOURCE_DATE_EPOCH, not read from the "
		    "clock\n");
	if (e->n)
		buf_printf(out, "%zu event%s, head %.*s\n", e->n, e->n == 1 ? "" : "s",
		    STR_ARG(e->v[e->n - 1].hash));
out:
	audit_batches_free(&batches);
	return rc;
}

/* ---- JSON ---- */

static void json_file(struct buf *out, const struct audit_file *f)
{
	json_next(out);
	buf_char(out, '{');
	json_member(out, "direction", f->output ? STR("out") : STR("in"));
	json_member(out, "kind", f->kind);
	json_member(out, "name", f->name);
	json_member(out, "digest", f->digest);
	json_number(out, "rows", f->rows);
	json_number(out, "refused", f->refused);
	json_number(out, "repaired", f->repaired);
	buf_char(out, '}');
}

static void json_event(struct buf *out, const struct audit_event *e)
{
	const struct {
		const char *name;
		struct str value;
	} member[] = {{"time", e->time}, {"clock", e->clock}, {"program", e->program},
	    {"version", e->version}, {"actor", e->actor}, {"action", e->action},
	    {"options", e->options}, {"reason", e->reason}, {"plan", e->plan},
	    {"plan_digest", e->plan_digest}, {"hash", e->hash}};

	json_next(out);
	buf_char(out, '{');
	json_number(out, "seq", e->seq);
	for (size_t i = 0; i < sizeof member / sizeof member[0]; i++)
		json_member(out, member[i].name, member[i].value);
	buf_z(out, ",\"files\":[");
	for (size_t i = 0; i < e->n_files; i++)
		json_file(out, &e->file[i]);
	buf_z(out, "]}");
}

void audit_print_json(struct buf *out, const struct audit_events *e)
{
	buf_char(out, '[');
	for (size_t i = 0; i < e->n; i++)
		json_event(out, &e->v[i]);
	buf_z(out, "]\n");
}

/* ---- Tables ---- */

ssjc_rc audit_print_table(struct audit *a, const char *table, const char *path,
    enum csv_style style, struct ssjc_err *err)
{
	struct csv_out csv = {0};
	struct out out;
	size_t i = 0;
	ssjc_rc rc;

	while (audit_table_name(i) && strcmp(audit_table_name(i), table) != 0)
		i++;
	if (!audit_table_name(i))
		return ssjc_fail(err, SSJC_USAGE, "an audit file has no table “%s”", table);
	rc = out_open(&out, path, err);
	if (rc)
		return rc;
	rc = csv_out_open(&csv, out.f, style, err);
	if (rc)
		goto out;
	rc = audit_export(a, table, &csv, err);
	if (rc)
		goto out;
	rc = csv_out_finish(&csv, NULL, err);
	if (rc || !path)
		goto out;
	rc = out_finish(&out, err);
out:
	csv_out_close(&csv);
	out_abort(&out);
	return rc;
}

ssjc_rc audit_print_export(
    struct audit *a, const char *folder, enum csv_style style, struct ssjc_err *err)
{
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	if (folder[0])
		rc = file_folder(folder, err);
	if (rc)
		return rc;
	for (size_t i = 0; audit_table_name(i); i++) {
		buf_clear(&path);
		buf_printf(&path, "%s%s%s.%s", folder, folder[0] ? "/" : "", audit_table_name(i),
		    style == CSV_TSV ? "tsv" : "csv");
		if (path.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		rc = audit_print_table(a, audit_table_name(i), path.p, style, err);
		if (rc)
			goto out;
	}
out:
	buf_free(&path);
	return rc;
}
