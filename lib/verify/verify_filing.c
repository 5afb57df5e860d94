#include "ssjc/verify/verify_filing.h"

#include "ssjc/base/text.h"

#include <string.h>

void verify_filing_free(struct verify_filing *x)
{
	audit_events_free(&x->events);
	arena_free(&x->arena);
}

/* Text of the record cannot have what a workbook has no sign for. */
static struct str plain(struct verify_filing *x, struct str s, bool *ok)
{
	struct buf b = {0};
	struct str kept;

	text_escape(&b, s);
	*ok = *ok && !b.failed;
	kept = arena_str(&x->arena, buf_text(&b), ok);
	buf_free(&b);
	return kept;
}

static bool add_lines(struct verify_filing *x, const struct verify_subject *s)
{
	static const char *const marks[REMARKS] = {[REMARK_GOOD] = "符合",
	    [REMARK_NOTE] = "提示",
	    [REMARK_OPEN] = "待说明",
	    [REMARK_UNCHECKED] = "未核验"};
	const struct verify_remarks *r = s->remarks;
	struct buf difference = {0};
	bool ok = true;

	x->line = arena_array(&x->arena, r->n + 1, sizeof *x->line);
	if (!x->line)
		return false;
	for (size_t i = 0; i < r->n; i++)
		x->line[x->v.n_lines++] = (struct verification_line){.mark = marks[r->line[i].mark],
		    .event = r->line[i].event,
		    .text = plain(x, r->line[i].said, &ok),
		    .note = r->line[i].mark == REMARK_NOTE,
		    .open = r->line[i].mark == REMARK_OPEN};
	if (s->rc) {
		verify_difference(&difference, s->err, true);
		ok = ok && !difference.failed;
		x->line[x->v.n_lines++] = (struct verification_line){
		    .mark = "不符", .text = plain(x, buf_text(&difference), &ok)};
		buf_free(&difference);
	}
	x->v.line = x->line;
	return ok;
}

/* What the record says of a file of that digest. */
static void find_file(const struct audit_events *e, struct verification_file *f)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->v[i].n_files; k++) {
			const struct audit_file *x = &e->v[i].file[k];

			if (!str_is(x->digest, f->digest))
				continue;
			f->kind = x->kind;
			f->rows = x->rows;
			f->counted = true;
			if (x->rows)
				return;
		}
}

static ssjc_rc add_given(
    struct verify_filing *x, const struct verify_job *job, struct ssjc_err *err)
{
	bool ok = true;

	x->given = arena_array(&x->arena, job->n + 1, sizeof *x->given);
	if (!x->given)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < job->n; i++) {
		const struct evidence *e = &job->evidence[i];
		struct verification_file *f = &x->given[i];

		memcpy(f->digest, e->digest, sizeof f->digest);
		f->name = plain(x, str_of(e->name), &ok);
		find_file(&x->events, f);
	}
	x->v.given = x->given;
	x->v.n_given = job->n;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static bool add_kept(struct verify_filing *x, const struct checkpoint_list *list)
{
	bool ok = true;

	x->kept = arena_array(&x->arena, list->n + 1, sizeof *x->kept);
	if (!x->kept)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const struct kept_checkpoint *k = &list->v[i];

		x->kept[i] = (struct verification_kept){.name = plain(x, str_of(k->name), &ok),
		    .plan = plain(x, k->plan, &ok),
		    .at = k->at,
		    .bare = k->bare,
		    .is_signed = k->signature.n && list->n_keys};
	}
	x->v.kept = x->kept;
	x->v.n_kept = list->n;
	return ok;
}

static const char *verdict(const struct verify_subject *s)
{
	bool open = s->remarks->count[REMARK_OPEN], unchecked = s->remarks->count[REMARK_UNCHECKED];

	if (s->rc)
		return "不符";
	if (open && unchecked)
		return "未发现不符，但有待说明和未核验的事项";
	if (open)
		return "未发现不符，但有待说明的事项";
	return unchecked ? "未发现不符，但有未核验的事项" : "符合";
}

ssjc_rc verify_filing_of(struct verify_filing *x, const struct verify_job *job,
    const struct verify_subject *s, struct str conclusion, const char *actor, struct ssjc_err *err)
{
	struct ssjc_err none;
	bool ok = true;
	ssjc_rc rc;

	/* Of a file that cannot be read, nothing is on record. */
	if (job->audit && audit_events(job->audit, &x->events, &none)) {
		audit_events_free(&x->events);
		x->events = (struct audit_events){0};
	}
	x->v = (struct verification){.file = plain(x, s->file, &ok),
	    .id = plain(x, s->id, &ok),
	    .title = plain(x, s->title, &ok),
	    .rehearsal = s->rehearsal,
	    .who = plain(x, str_of(actor), &ok),
	    .version = job->version,
	    .at = {.events = s->totals->events},
	    .anchored = s->totals->anchored,
	    .conclusion = plain(x, conclusion, &ok),
	    .verdict = verdict(s)};
	memcpy(x->v.at.head, s->totals->head, sizeof x->v.at.head);
	if (!ok || !add_lines(x, s) || !add_kept(x, &job->checkpoints))
		return ssjc_fail_memory(err);
	rc = add_given(x, job, err);
	return rc;
}
