/* Papers that came back. */
#include "record_cmd.h"

#include "ssjc/base/text.h"
#include "ssjc/record/checklist_map.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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
