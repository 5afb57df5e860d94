#include "ssjc/verify/verify_remarks.h"

#include "ssjc/base/json.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <inttypes.h>
#include <stdlib.h>

void verify_remarks_start(struct verify_remarks *r, bool json)
{
	*r = (struct verify_remarks){.json = json};
	if (json)
		buf_z(&r->out, "{\"findings\":[");
}

static void keep(struct verify_remarks *r, struct verify_line line)
{
	bool ok = array_grow(&r->line, &r->cap, r->n, sizeof *r->line);

	line.text = arena_str(&r->arena, line.text, &ok);
	line.said = arena_str(&r->arena, line.said, &ok);
	if (ok)
		r->line[r->n++] = line;
	r->out.failed |= !ok;
}

/* A line of the report for people: what it is, and the text. */
static void put_line(struct verify_remarks *r, const char *word, uint64_t event, struct str text)
{
	buf_z(&r->out, r->said ? language_text(word) : word);
	buf_z(&r->out, r->said ? language_text(N_(": ")) : ": ");
	if (event)
		buf_printf(&r->out, r->said ? language_text(N_("event %llu: ")) : "event %llu: ",
		    (unsigned long long)event);
	text_escape(&r->out, text);
	buf_char(&r->out, '\n');
}

void verify_remarks_add(
    void *arg, enum remark_mark mark, uint64_t event, const char *text, const char *said)
{
	static const struct {
		const char *word, *json;
	} marks[REMARKS] = {[REMARK_GOOD] = {N_("good"), "good"},
	    [REMARK_NOTE] = {N_("note"), "note"},
	    [REMARK_OPEN] = {N_("open"), "open"},
	    [REMARK_UNCHECKED] = {N_("not checked"), "unchecked"}};
	struct verify_remarks *r = arg;

	r->count[mark]++;
	keep(r, (struct verify_line){mark, event, str_of(text), str_of(said)});
	if (r->json) {
		json_next(&r->out);
		buf_char(&r->out, '{');
		json_number(&r->out, "event", event);
		json_member(&r->out, "mark", str_of(marks[mark].json));
		json_member(&r->out, "text", str_of(text));
		buf_char(&r->out, '}');
		return;
	}
	put_line(r, marks[mark].word, event, str_of(r->said ? said : text));
}

ssjc_rc verify_remarks_strict(const struct verify_remarks *r, struct ssjc_err *err)
{
	uint64_t open = r->count[REMARK_OPEN], unchecked = r->count[REMARK_UNCHECKED];

	if (open + unchecked == 0)
		return SSJC_OK;
	return ssjc_fail(err, SSJC_NO,
	    "nothing differs, but %llu remark%s open and %llu thing%s not checked: "
	    "--strict accepts neither",
	    (unsigned long long)open, open == 1 ? " is" : "s are", (unsigned long long)unchecked,
	    unchecked == 1 ? " was" : "s were");
}

void verify_remarks_end(struct verify_remarks *r, const struct verify_totals *t, ssjc_rc rc,
    const struct ssjc_err *err, struct str conclusion, struct str said)
{
	struct buf text = {0};

	if (!r->json) {
		if (conclusion.n)
			put_line(r, N_("conclusion"), 0, r->said ? said : conclusion);
		return;
	}
	buf_char(&r->out, ']');
	json_number(&r->out, "events", t->events);
	json_number(&r->out, "anchored", t->anchored);
	buf_printf(&r->out, ",\"ok\":%s,\"error\":", rc ? "false" : "true");
	if (rc) {
		if (err->file[0])
			buf_printf(&text, "%s: ", err->file);
		buf_z(&text, err->msg);
		json_str(&r->out, buf_text(&text));
	} else {
		buf_z(&r->out, "null");
	}
	if (conclusion.n)
		json_member(&r->out, "conclusion", conclusion);
	buf_z(&r->out, "}\n");
	r->out.failed |= text.failed;
	buf_free(&text);
}

void verify_remarks_free(struct verify_remarks *r)
{
	buf_free(&r->out);
	free(r->line);
	arena_free(&r->arena);
}
