#include "cli_internal.h"

#include "ssjc/audit/import_summary.h"

static ssjc_rc put_file(struct cli *c, const struct audit_file *f)
{
	return audit_put_file(c->opened->audit.file, f, &c->err);
}

ssjc_rc cli_put_content(struct cli *c, const char *kind, const struct cli_input *in)
{
	struct str name = str_of(in->file.name);

	/* Of a data file of ssjc it does not matter where the program found it. */
	if (str_cut_start(&name, c->share))
		str_cut_start(&name, "/");
	return put_file(c,
	    &(struct audit_file){.kind = str_of(kind),
	        .name = name,
	        .digest = str_of(in->digest),
	        .content = in->text});
}

static ssjc_rc put_plan(struct cli *c, const struct plan *plan)
{
	return put_file(c,
	    &(struct audit_file){.kind = STR("plan"),
	        .name = str_of(plan->name),
	        .digest = str_of(plan->digest),
	        .content = plan->text});
}

ssjc_rc cli_open_file(struct cli *c, const char *path, struct audit **out)
{
	struct cli_audit *a = &c->opened->audit;
	ssjc_rc rc = path ? SSJC_OK : cli_plan(c, &a->plan);

	if (rc)
		return rc;
	rc = audit_open(&a->file, path ? path : a->plan->audit, AUDIT_READ, &c->context, &c->err);
	if (rc)
		return rc;
	*out = a->file;
	return SSJC_OK;
}

typedef ssjc_rc load_state(struct audit *a, struct audit_state *out, struct ssjc_err *err);

static ssjc_rc open_to_read(struct cli *c, load_state *load, struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_open_file(c, NULL, &file);

	if (rc)
		return rc;
	*out = &c->opened->audit;
	rc = audit_check_plan(file, (*out)->plan, &c->err);
	if (rc)
		return rc;
	return load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_open(struct cli *c, struct cli_audit **out)
{
	return open_to_read(c, audit_load, out);
}

ssjc_rc cli_open_draw(struct cli *c, struct cli_audit **out)
{
	return open_to_read(c, audit_load_draw, out);
}

ssjc_rc cli_begin_event(struct cli *c, enum audit_mode mode, const char *action, struct str options,
    const char *reason, struct audit **out)
{
	struct cli_opened *o = c->opened;
	struct cli_audit *a = &o->audit;
	ssjc_rc rc = cli_plan(c, &a->plan);

	if (rc)
		return rc;
	rc = audit_open(&a->file, a->plan->audit, mode, &c->context, &c->err);
	if (rc)
		return rc;
	rc = audit_begin(a->file, a->plan, action, options, str_of(reason), &c->err);
	if (rc)
		return rc;
	o->begun = true;
	rc = cli_tell_reason(c, reason);
	if (rc)
		return rc;
	rc = put_plan(c, a->plan);
	if (rc)
		return rc;
	rc = cli_put_note(c, a->file);
	if (rc)
		return rc;
	if (o->calendar) {
		rc = cli_put_calendar(c);
		if (rc)
			return rc;
	}
	if (o->items_file) {
		rc = cli_put_content(c, "items", o->items_file);
		if (rc)
			return rc;
	}
	*out = a->file;
	return SSJC_OK;
}

static ssjc_rc begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    load_state *load, struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_begin_event(c, mode, action, c->command_line, reason, &file);

	if (rc)
		return rc;
	*out = &c->opened->audit;
	rc = audit_check_plan(file, (*out)->plan, &c->err);
	if (rc)
		return rc;
	return load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load, out);
}

ssjc_rc cli_begin_draw(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load_draw, out);
}

ssjc_rc cli_begin_visits(struct cli *c, enum audit_mode mode, const char *action,
    const char *reason, struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load_visits, out);
}

void cli_close_audit(struct cli *c)
{
	struct cli_audit *a = &c->opened->audit;

	audit_close(a->file);
	audit_state_free(&a->state);
	a->file = NULL;
	a->state = (struct audit_state){0};
	c->opened->begun = false;
}

/* What a person should know of the import that wrote a stream, before it is used. */
static void remark_names(struct cli *c, const struct import_summary *s, const char *name)
{
	const struct audit_file *same = s->list[STREAM_SAME_NAMES].file;

	if (same)
		cli_note(c,
		    "%s: %llu business%s the name of another code, and may have two chances to be "
		    "drawn: ssjc-audit show names them",
		    name, (unsigned long long)same->rows, same->rows == 1 ? " has" : "es have");
}

/* An import with something open decides nothing where the plan is strict. */
static ssjc_rc check_open(
    struct cli *c, const struct cli_audit *a, const struct import_summary *s, const char *name)
{
	struct buf why = {0};
	ssjc_rc rc;

	if (!a->plan->custody_strict || !import_summary_open(s))
		return SSJC_OK;
	import_summary_why(&why, s);
	rc = why.failed ? ssjc_fail_memory(&c->err)
	                : ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
	                      "the plan says custody = strict, but the import that wrote it (event "
	                      "%llu) has something open: %s",
	                      (unsigned long long)s->event->seq, why.p);
	buf_free(&why);
	return rc;
}

ssjc_rc cli_knows(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, bool *known)
{
	struct audit_events e = {0};
	struct arena arena = {0};
	struct import_summary s = {.event = NULL};
	ssjc_rc rc = audit_events(a->file, &e, &c->err);

	*known = false;
	if (rc)
		goto out;
	rc = import_summary_find(
	    &s, a->file, &e, e.n, str_of(kind), str_of(digest), &arena, &c->err);
	if (rc)
		goto out;
	*known = s.event != NULL;
	if (*known) {
		remark_names(c, &s, name);
		rc = check_open(c, a, &s, name);
	} else if (a->plan->custody_strict) {
		rc = ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
		    "no ssjc-import of this plan wrote it, and the plan says custody = strict");
	}
out:
	audit_events_free(&e);
	arena_free(&arena);
	return rc;
}

static ssjc_rc put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows, struct str content)
{
	const struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .rows = rows,
	    .content = content};

	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows)
{
	return put_input(c, a, kind, in, rows, STR(""));
}

ssjc_rc cli_put_kept(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows)
{
	return put_input(c, a, kind, in, rows, in->text);
}

ssjc_rc cli_put_made(
    struct cli *c, const struct cli_audit *a, struct audit_file f, const struct buf *text)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = text->failed ? ssjc_fail_memory(&c->err)
	                          : digest_hex(text->p, text->n, digest, &c->err);

	if (rc)
		return rc;
	f.digest = str_of(digest);
	f.content = buf_text(text);
	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_output(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, uint64_t rows)
{
	const struct audit_file f = {.output = true,
	    .kind = str_of(kind),
	    .name = str_of(name),
	    .digest = str_of(digest),
	    .rows = rows};

	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_terms(struct cli *c, const struct cli_audit *a)
{
	const struct vocabulary *vocabulary;
	char digest[DIGEST_HEX];
	ssjc_rc known = cli_vocabulary(c, &vocabulary);

	if (known)
		return known;
	for (int i = 0; i < VOCABULARY_FILES; i++) {
		struct audit_file f = {.kind = STR("terms"),
		    .name = str_of(vocabulary_files[i]),
		    .digest = {digest, DIGEST_HEX - 1},
		    .content = vocabulary_source(vocabulary, i)};
		ssjc_rc rc = digest_hex(f.content.p, f.content.n, digest, &c->err);

		if (!rc)
			rc = audit_put_file(a->file, &f, &c->err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}
