#include "ssjc/verify/verify_print.h"

#include "ssjc/base/json.h"

#include <inttypes.h>
#include <string.h>

void verify_print_open(struct verify_print *l, bool json)
{
	*l = (struct verify_print){.json = json};
	if (json)
		buf_z(&l->out, "{\"findings\":[");
}

void verify_print_say(void *arg, enum verify_mark mark, uint64_t event, const char *text)
{
	static const struct {
		const char *word, *json;
	} marks[] = {
	    [VERIFY_GOOD] = {"good", "good"}, [VERIFY_UNCHECKED] = {"not checked", "unchecked"}};
	struct verify_print *l = arg;

	if (l->json) {
		json_next(&l->out);
		buf_char(&l->out, '{');
		json_number(&l->out, "event", event);
		json_member(&l->out, "mark", str_of(marks[mark].json));
		json_member(&l->out, "text", str_of(text));
		buf_char(&l->out, '}');
		return;
	}
	buf_printf(&l->out, "%s: ", marks[mark].word);
	if (event)
		buf_printf(&l->out, "event %" PRIu64 ": ", event);
	buf_printf(&l->out, "%s\n", text);
}

void verify_print_end(
    struct verify_print *l, const struct verify_totals *t, ssjc_rc rc, const struct ssjc_err *err)
{
	struct buf text = {0};

	if (!l->json)
		return;
	buf_char(&l->out, ']');
	json_number(&l->out, "events", t->events);
	json_number(&l->out, "anchored", t->anchored);
	buf_printf(&l->out, ",\"ok\":%s,\"error\":", rc == SSJC_OK ? "true" : "false");
	if (rc != SSJC_OK && err->file[0])
		buf_printf(&text, "%s: ", err->file);
	if (rc != SSJC_OK)
		buf_z(&text, err->msg);
	if (rc == SSJC_OK)
		buf_z(&l->out, "null");
	else
		json_str(&l->out, buf_text(&text));
	buf_z(&l->out, "}\n");
	l->out.failed |= text.failed;
	buf_free(&text);
}
