#include "ssjc/plan/stream.h"

#include "ssjc/plan/roster.h"

#define COLUMN(place, name, kind, bits) {#name, kind, bits, NULL},
static const struct stream_column objects[] = {OBJECT_LIST(COLUMN)};
#undef COLUMN

static const struct stream_column inspectors[] = {
    {"cert", FIELD_CODE, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"name", FIELD_TEXT, STREAM_REQUIRED, NULL},
    {"dept", FIELD_DEPT, STREAM_REQUIRED, NULL},
    {"phone", FIELD_PHONE, STREAM_NONE, NULL},
    {"skills", FIELD_LIST, STREAM_NONE, NULL},
    {"expert", FIELD_TERM, 0, "yesno"},
    {"recuse", FIELD_LIST, STREAM_NONE, NULL},
    {"leave", FIELD_SPANS, STREAM_NONE, NULL},
    {"valid_until", FIELD_DATE, 0, NULL},
    {"status", FIELD_TERM, 0, NULL},
    {"items", FIELD_LIST, 0, NULL},
};

static const struct stream_column history[] = {
    {"id", FIELD_ID, STREAM_KEY, NULL}, /* or the name */
    {"date", FIELD_DATE, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"plan", FIELD_TEXT, STREAM_KEY, NULL},
    {"name", FIELD_TEXT, STREAM_KEY, NULL},
};

static const struct stream_column items[] = {
    {"item", FIELD_CODE, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"dept", FIELD_DEPT, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"category", FIELD_LIST, 0, NULL},
    {"title", FIELD_TEXT, STREAM_REQUIRED, NULL},
    {"basis", FIELD_TEXT, 0, NULL},
    {"method", FIELD_TERM, STREAM_NONE, NULL},
    {"skill", FIELD_LIST, STREAM_NONE, NULL},
    {"materials", FIELD_TEXT, 0, NULL},
};

static const struct stream_column results[] = {
    {"id", FIELD_ID, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"dept", FIELD_DEPT, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"item", FIELD_CODE, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"result", FIELD_TERM, STREAM_KEY, NULL}, /* empty: not filled in yet */
    {"problem", FIELD_TEXT, STREAM_NONE, NULL}, {"disposal", FIELD_TEXT, STREAM_NONE, NULL},
    {"date", FIELD_DATE, 0, NULL}, {"method", FIELD_TERM, STREAM_NONE, NULL},
    {"signed", FIELD_TERM, 0, NULL}, {"note", FIELD_TEXT, STREAM_NONE, NULL},
    {"name", FIELD_TEXT, 0, NULL}, {"title", FIELD_TEXT, 0, NULL}, /* of the item */
};

static const struct stream_column follow[] = {
    {"id", FIELD_ID, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"dept", FIELD_DEPT, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"kind", FIELD_TERM, STREAM_KEY, "follow"}, /* empty: not filled in yet */
    {"opened", FIELD_DATE, 0, NULL},
    {"closed", FIELD_DATE, STREAM_NONE, NULL},
    {"document", FIELD_TEXT, STREAM_NONE, NULL},
    {"problem", FIELD_TEXT, STREAM_NONE, NULL}, /* of a form: what it is about */
    {"note", FIELD_TEXT, STREAM_NONE, NULL},
    {"name", FIELD_TEXT, 0, NULL},
};

static const struct stream_column confirmations[] = {
    {"id", FIELD_ID, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"dept", FIELD_DEPT, STREAM_REQUIRED | STREAM_KEY, NULL},
    {"confirmed", FIELD_TERM, 0, "yesno"},
    {"reason", FIELD_TERM, STREAM_NONE, NULL},
    {"evidence", FIELD_TEXT, STREAM_NONE, NULL},
    {"note", FIELD_TEXT, STREAM_NONE, NULL},
    {"name", FIELD_TEXT, 0, NULL},
};

static const struct stream_column answers[] = {
    {"row", FIELD_TEXT, 0, NULL},    /* its id */
    {"number", FIELD_TEXT, 0, NULL}, /* of the batch */
    {"state", FIELD_TERM, 0, "answer"},
    {"code", FIELD_TEXT, STREAM_NONE, NULL},
    {"text", FIELD_TEXT, STREAM_NONE, NULL},
    {"time", FIELD_TEXT, STREAM_NONE, NULL},
};

#define COLUMNS(a) a, sizeof(a) / sizeof(a)[0]

const struct stream streams[STREAMS] = {
    {"objects", COLUMNS(objects)},
    {"inspectors", COLUMNS(inspectors)},
    {"history", COLUMNS(history)},
    {"items", COLUMNS(items)},
    {"results", COLUMNS(results)},
    {"confirmations", COLUMNS(confirmations)},
    {"follow", COLUMNS(follow)},
};

const struct stream stream_answers = {"answers", COLUMNS(answers)};

const char *const stream_lists[STREAM_LISTS] = {
    "rejects", "left-out", "by-status", "same-names", "choices"};
const char *const stream_list_column[STREAM_LIST_COLUMNS] = {
    "file", "sheet", "row", "id", "name", "column", "value", "reason"};

const struct stream *stream_of(struct str name)
{
	for (int i = 0; i < STREAMS; i++)
		if (str_is(name, streams[i].name))
			return &streams[i];
	return NULL;
}

const struct stream_column *stream_column(const struct stream *s, struct str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_is(name, s->column[i].name))
			return &s->column[i];
	return NULL;
}
