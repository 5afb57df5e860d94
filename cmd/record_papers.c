#include "record_cmd.h"

#include "ssjc/base/text.h"
#include "ssjc/record/checklist_map.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Papers that came back ---- */

/* The lines that bar code readers sent. */
struct scan {
	struct cli *c;
	struct cli_audit *a;
	const struct cli_input *in;
	const char **taken; /* ids in the event begun */
	size_t n, cap, wrong;
	struct arena arena;
};

/* A line as an id: readers in the place of a keyboard may send small letters. */
static char *id_of(struct scan *s, struct str line)
{
	char *id = arena_cstr(&s->arena, text_trim(line));

	for (char *p = id; p && *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return id;
}

static bool known(const struct scan *s, const char *id, const char *match)
{
	const struct audit_state *state = &s->a->state;

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->taken[i], id) == 0)
			return true;
	for (size_t i = 0; i < state->n_papers; i++)
		if (str_is(state->paper[i].sheet, id) && str_is(state->paper[i].match, match))
			return true;
	return false;
}

static ssjc_rc take_paper(struct scan *s, const char *id, const char *match)
{
	const struct audit_file f = {
	    .kind = STR("paper"), .name = str_of(id), .digest = str_of(match)};

	if (!array_grow(&s->taken, &s->cap, s->n, sizeof *s->taken))
		return ssjc_fail_memory(&s->c->err);
	s->taken[s->n++] = id;
	return audit_put_file(s->a->file, &f, &s->c->err);
}

static ssjc_rc take_line(struct scan *s, struct str line, uint64_t number)
{
	struct ssjc_err *err = &s->c->err, e;
	const char *id = id_of(s, line);
	char match[DIGEST_HEX];
	const struct pick *pick;
	ssjc_rc rc;

	if (!id)
		return ssjc_fail_memory(err);
	if (!*id)
		return SSJC_OK;
	rc = checklist_find(&s->a->state, s->a->plan->id, str_of(id), &pick, match, err);
	if (rc == SSJC_INPUT) {
		ssjc_fail_from(&e, rc, s->in->file.name, number, NULL, err);
		cli_error(s->c, &e);
		s->wrong++;
		return SSJC_OK;
	}
	if (rc || known(s, id, match))
		return rc;
	return take_paper(s, id, match);
}

/* The sheets whose ids are read, one a line, came back; those that are unknown are named. */
ssjc_rc run_receive(struct cli *c)
{
	struct scan s = {.c = c};
	struct str rest, line;
	struct cli_input *in;
	uint64_t number = 0;
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc)
		goto out;
	s.in = in;
	rc = cli_begin_visits(c, AUDIT_WRITE, "receive", "", &s.a);
	if (rc)
		goto out;
	rest = in->text;
	while (str_split(&rest, '\n', &line)) {
		rc = take_line(&s, line, ++number);
		if (rc)
			goto out;
	}
	if (s.n) {
		rc = audit_commit(s.a->file, &c->err);
		if (rc)
			goto out;
	}
	cli_info(c, "papers that came back now: %zu", s.n);
	if (s.wrong)
		rc = ssjc_fail_at(&c->err, SSJC_NO, in->file.name, 0, NULL,
		    "%zu of the lines are of no paper that is awaited: the others are taken",
		    s.wrong);
out:
	free(s.taken);
	arena_free(&s.arena);
	return rc;
}

/* ---- Scans and photographs ---- */

/* Keep a copy beside the audit file, whole or not at all, for those who may read that. */
static ssjc_rc keep_copy(struct cli *c, const char *path, const struct cli_input *in)
{
	struct file there = {0};
	struct out out = {0};
	ssjc_rc rc = SSJC_OK;

	if (access(path, F_OK) == 0) {
		rc = file_open(&there, path, &c->err);
		if (!rc && !str_eq(there.bytes, in->text))
			rc = ssjc_fail_at(&c->err, SSJC_INPUT, path, 0, NULL,
			    "is not the file whose digest it bears: it was changed, and is left as "
			    "it is");
		file_close(&there);
		return rc;
	}
	rc = out_open(&out, path, &c->err);
	if (rc)
		return rc;
	fwrite(in->text.p, 1, in->text.n, out.f);
	rc = out_finish(&out, &c->err);
	if (!rc && chmod(path, 0660) != 0)
		rc = ssjc_fail_errno(&c->err, path);
	return rc;
}

/* The name without its folder. */
static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_of(slash ? slash + 1 : path);
}

/* The business of --id, which may be that of a sheet, and its department. */
static ssjc_rc find_owner(struct cli *c, const struct cli_audit *a, struct buf *owner)
{
	const char *id = record_options.id, *dept = record_options.dept;
	const struct plan_dept *d = dept ? plan_dept_of(a->plan, str_of(dept)) : NULL;
	struct str object = str_of(strrchr(id, '/') ? strrchr(id, '/') + 1 : id);
	const struct pick *pick = audit_pick(&a->state, object);

	if (!pick || pick->role == ROLE_RESERVE)
		return ssjc_fail(&c->err, SSJC_INPUT, "--id: “%s” was not drawn", id);
	if (dept && !d)
		return ssjc_fail(
		    &c->err, SSJC_INPUT, "--dept: “%s” is not a department of the plan", dept);
	buf_printf(owner, "%.*s/", STR_ARG(pick->object.id));
	if (d)
		buf_printf(owner, "%.*s/", STR_ARG(d->key));
	return owner->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

static bool is_attached(const struct audit_events *e, const struct audit_file *f)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->v[i].n_files; k++)
			if (str_eq(e->v[i].file[k].kind, f->kind) &&
			    str_eq(e->v[i].file[k].digest, f->digest) &&
			    str_eq(e->v[i].file[k].name, f->name))
				return true;
	return false;
}

/* Put a file on record, unless it is there; *new tells. */
static ssjc_rc attach(struct cli *c, const struct cli_audit *a, const struct audit_events *e,
    struct str owner, const struct cli_input *in, bool *new)
{
	struct str base = base_name(in->file.name);
	struct buf name = {0}, path = {0};
	struct audit_file f;
	ssjc_rc rc = SSJC_OK;

	buf_printf(&name, "%.*s%.*s", STR_ARG(owner), STR_ARG(base));
	f = (struct audit_file){
	    .kind = STR("attachment"), .name = buf_text(&name), .digest = str_of(in->digest)};
	audit_attachment_path(&path, a->plan->audit, f.digest, base);
	if (name.failed || path.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = keep_copy(c, path.p, in);
	if (rc)
		goto out;
	*new = !is_attached(e, &f);
	if (*new)
		rc = audit_put_file(a->file, &f, &c->err);
out:
	buf_free(&name);
	buf_free(&path);
	return rc;
}

static ssjc_rc make_folder(struct cli *c, const struct cli_audit *a)
{
	struct buf folder = {0};
	ssjc_rc rc = SSJC_OK;

	buf_printf(&folder, "%s.attachments", a->plan->audit);
	if (folder.failed)
		rc = ssjc_fail_memory(&c->err);
	else if (mkdir(folder.p, 0770) != 0 && errno != EEXIST)
		rc = ssjc_fail_errno(&c->err, folder.p);
	buf_free(&folder);
	return rc;
}

/* Files that show what was found at a business: their digests, and copies of them. */
ssjc_rc run_attach(struct cli *c)
{
	struct cli_input **in = calloc(c->operands + 1, sizeof *in);
	struct audit_events events = {0};
	struct buf owner = {0};
	struct cli_audit *a;
	bool new = false;
	size_t taken = 0;
	ssjc_rc rc;

	if (!in) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	if (!record_options.id || c->operands == 0) {
		rc = ssjc_fail(&c->err, SSJC_USAGE,
		    "give the business with --id, and the files that show what was found there");
		goto out;
	}
	for (size_t i = 0; i < c->operands; i++) {
		rc = cli_read(c, c->operand[i], &in[i]);
		if (rc)
			goto out;
	}
	rc = cli_begin_visits(c, AUDIT_WRITE, "attach", "", &a);
	if (rc)
		goto out;
	rc = audit_events(a->file, &events, &c->err);
	if (rc)
		goto out;
	rc = find_owner(c, a, &owner);
	if (rc)
		goto out;
	rc = make_folder(c, a);
	for (size_t i = 0; !rc && i < c->operands; i++) {
		rc = attach(c, a, &events, buf_text(&owner), in[i], &new);
		taken += !rc && new;
	}
	if (!rc && taken)
		rc = audit_commit(a->file, &c->err);
	if (!rc)
		cli_info(c, "files attached now: %zu", taken);
out:
	free(in);
	buf_free(&owner);
	audit_events_free(&events);
	return rc;
}
