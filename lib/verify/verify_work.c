#include "verify_work.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/base/file.h"
#include "ssjc/base/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void verify_remark(struct verifier *v, enum remark_mark mark, const char *fmt, ...)
{
	char text[8192], said[8192]; /* twenty rows of a register, each with its name and why */
	va_list ap;

	if (!v->job->remark)
		return;
	va_start(ap, fmt);
	language_vprint(text, sizeof text, true, fmt, ap);
	va_end(ap);
	va_start(ap, fmt);
	language_vprint(said, sizeof said, false, fmt, ap);
	va_end(ap);
	v->job->remark(v->job->arg, mark, v->event ? v->event->seq : 0, text, said);
}

void verify_remark_because(
    struct verifier *v, enum remark_mark mark, const struct ssjc_err *why, const char *fmt, ...)
{
	struct ssjc_err e;
	va_list ap;

	if (!v->job->remark)
		return;
	va_start(ap, fmt);
	ssjc_vfail_at(&e, SSJC_NO, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	ssjc_err_because(&e, why);
	v->job->remark(v->job->arg, mark, v->event ? v->event->seq : 0, e.msg, e.said);
}

ssjc_rc verify_differs(struct verifier *v, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(v->err, SSJC_NO, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	return SSJC_NO;
}

ssjc_rc verify_differs_because(struct verifier *v, const struct ssjc_err *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(v->err, SSJC_NO, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	ssjc_err_because(v->err, why);
	return SSJC_NO;
}

ssjc_rc verify_named(struct verifier *v, ssjc_rc rc)
{
	struct ssjc_err e;

	if (!rc || rc == SSJC_SYSTEM || rc == SSJC_BUSY)
		return rc;
	e = *v->err;
	ssjc_fail_from(v->err, SSJC_NO, NULL, 0, NULL, &e);
	if (e.file[0])
		ssjc_err_before(v->err, "%s: ", e.file);
	ssjc_err_before(v->err, "event %llu (%.*s): ", (unsigned long long)v->event->seq,
	    STR_ARG(verify_word(v->event->action)));
	return SSJC_NO;
}

/* ---- The event at hand ---- */

const struct audit_file *verify_file(const struct verifier *v, const char *kind, bool output)
{
	return audit_event_file(v->event, kind, output);
}

ssjc_rc verify_one(struct verifier *v, const char *kind, const struct audit_file **out)
{
	const struct audit_event *e = v->event;

	*out = verify_file(v, kind, false);
	if (!*out)
		return verify_differs(v, "no file of %s is on record", verify_kind(kind));
	for (const struct audit_file *f = *out + 1; f < e->file + e->n_files; f++)
		if (!f->output && str_is(f->kind, kind))
			return verify_differs(v,
			    "two files of %s are on record: which one was used cannot be told",
			    verify_kind(kind));
	return SSJC_OK;
}

ssjc_rc verify_plan(struct verifier *v, struct plan *plan)
{
	return audit_plan(v->job->audit, v->event->plan_digest, plan, v->err);
}

ssjc_rc verify_before(struct verifier *v, struct audit_state *out)
{
	if (v->after_seq && v->after_seq == v->event->seq - 1) {
		*out = v->after;
		v->after = (struct audit_state){0};
		v->after_seq = 0;
		return SSJC_OK;
	}
	return audit_load_at(v->job->audit, v->event->seq - 1, out, v->err);
}

ssjc_rc verify_after(struct verifier *v, struct audit_state *out)
{
	return audit_load_at(v->job->audit, v->event->seq, out, v->err);
}

void verify_keep_after(struct verifier *v, struct audit_state *after)
{
	audit_state_free(&v->after);
	v->after = *after;
	v->after_seq = v->event->seq;
	*after = (struct audit_state){0};
}

ssjc_rc verify_before_visits(struct verifier *v, struct audit_state *out)
{
	return audit_load_visits_at(v->job->audit, v->event->seq - 1, out, v->err);
}

ssjc_rc verify_kept(struct verifier *v, const char *kind, struct str *text)
{
	const struct audit_file *f = verify_file(v, kind, false);

	*text = (struct str){NULL, 0};
	if (!f)
		return SSJC_OK;
	return audit_content(v->job->audit, f->digest, &v->arena, text, v->err);
}

ssjc_rc verify_items(struct verifier *v, struct items *items, bool *has)
{
	struct str text;
	ssjc_rc rc = verify_kept(v, "items", &text);

	*has = !rc && text.p != NULL;
	return *has ? items_read(items, text, "the items on record", v->err) : rc;
}

bool verify_imported(const struct verifier *v, const char *kind, struct str digest)
{
	for (const struct audit_event *e = v->events.v; e < v->event; e++)
		for (size_t i = 0; str_is(e->action, "import") && i < e->n_files; i++)
			if (e->file[i].output && str_is(e->file[i].kind, kind) &&
			    str_eq(e->file[i].digest, digest))
				return true;
	return false;
}

ssjc_rc verify_strict(
    struct verifier *v, const struct plan *plan, const char *kind, struct str digest)
{
	struct import_summary s;
	struct buf why = {0};
	ssjc_rc rc;

	if (!plan->custody_strict)
		return SSJC_OK;
	rc = import_summary_find(&s, v->job->audit, &v->events, (size_t)(v->event - v->events.v),
	    str_of(kind), digest, &v->arena, v->err);
	if (rc)
		return rc;
	if (!s.event)
		return verify_differs(v,
		    "the plan says custody = strict, but no import before it wrote its stream of %s",
		    verify_kind(kind));
	if (!import_summary_open(&s))
		return SSJC_OK;
	import_summary_why(&why, &s);
	rc = why.failed
	    ? ssjc_fail_memory(v->err)
	    : verify_differs(v,
	          "the plan says custody = strict, but the import that wrote its %s "
	          "(event %llu) has something open: %.*s",
	          verify_kind(kind), (unsigned long long)s.event->seq, STR_ARG(buf_text(&why)));
	buf_free(&why);
	return rc;
}

/* ---- Outputs ---- */

enum csv_style verify_style(const struct verifier *v)
{
	struct str rest = v->event->options, word;
	enum csv_style style = CSV_PLAIN;

	while (str_split(&rest, ' ', &word)) {
		if (str_is(word, "--tsv"))
			style = CSV_TSV;
		else if (str_is(word, "--excel"))
			style = CSV_EXCEL;
	}
	return style;
}

ssjc_rc verify_output(struct verifier *v, const char *kind, const char *digest, uint64_t rows)
{
	const struct audit_file *f = verify_file(v, kind, true);

	if (!f)
		return verify_differs(v, "its output, %s, is not on record", verify_kind(kind));
	if (!str_is(f->digest, digest))
		return verify_differs(v,
		    "the %s that it wrote, made again, has the SHA-256 %s, but %.*s is on record",
		    verify_kind(kind), digest, STR_ARG(f->digest));
	if (f->rows != rows)
		return verify_differs(v,
		    "the %s that it wrote has %llu rows, but %llu are on record", verify_kind(kind),
		    (unsigned long long)rows, (unsigned long long)f->rows);
	return SSJC_OK;
}

ssjc_rc verify_output_text(
    struct verifier *v, const char *kind, const struct buf *text, uint64_t rows)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = digest_hex(text->p, text->n, digest, v->err);

	return rc ? rc : verify_output(v, kind, digest, rows);
}

void verify_cannot(struct verifier *v, const char *what)
{
	for (size_t i = 0; i < v->n_cannot; i++)
		if (strcmp(v->cannot[i], what) == 0)
			return;
	if (v->n_cannot < VERIFY_CANNOT)
		v->cannot[v->n_cannot++] = what;
}

ssjc_rc verify_book_path(struct verifier *v, struct buf *path)
{
	const char *folder = getenv("TMPDIR");

	buf_printf(path, "%s/ssjc-verify.xlsx", folder && folder[0] ? folder : "/tmp");
	return path->failed ? ssjc_fail_memory(v->err) : SSJC_OK;
}
