#include "ssjc/upload/upload_record.h"

#include <string.h>

/* Where code lists are found: among the files of the event. */
struct record {
	struct audit *a;
	const struct audit_event *e;
	struct arena *arena;
};

/* The last piece of a path. */
static struct str base_name(struct str path)
{
	struct str piece, last = path;

	while (str_split(&path, '/', &piece))
		last = piece;
	return last;
}

static ssjc_rc read_kept(struct record *r, const char *kind, struct str name, struct str *text,
    const char **path, struct ssjc_err *err)
{
	for (size_t i = 0; i < r->e->n_files; i++) {
		const struct audit_file *f = &r->e->file[i];

		if (f->output || !str_is(f->kind, kind) ||
		    (name.n && !str_eq(base_name(f->name), name)))
			continue;
		*path = f->name.p;
		return audit_content(r->a, f->digest, r->arena, text, err);
	}
	return ssjc_fail(
	    err, SSJC_NO, "no file of the kind %s named “%.*s” is on record", kind, STR_ARG(name));
}

static ssjc_rc load(
    void *arg, struct str name, struct str *text, const char **path, struct ssjc_err *err)
{
	return read_kept(arg, "codes", name, text, path, err);
}

ssjc_rc upload_record_format(struct upload_format *out, struct audit *a,
    const struct audit_event *e, struct arena *arena, struct ssjc_err *err)
{
	struct record r = {a, e, arena};
	const char *path;
	struct str text, name;
	ssjc_rc rc = read_kept(&r, "format", STR(""), &text, &path, err);

	*out = (struct upload_format){.file = NULL};
	if (rc)
		return rc;
	name = base_name(str_of(path));
	str_cut_end(&name, ".csv");
	return upload_format_read(out, name, text, path, load, &r, err);
}

ssjc_rc upload_record_batch(struct upload_batch *out, struct upload_format *format, struct audit *a,
    const struct audit_events *events, const struct audit_batch *b, struct arena *arena,
    struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct upload_batch){.format = format};
	rc = upload_record_format(format, a, &events->v[b->event - 1], arena, err);
	if (rc)
		return rc;
	format->name = b->format;
	return upload_batch_read(out, format, b, a, err);
}

ssjc_rc upload_record_put(struct audit_batch *record, const struct upload_batch *b, struct audit *a,
    unsigned draw, struct ssjc_err *err)
{
	ssjc_rc rc;

	record->number = b->number;
	record->rows = record->open = b->n;
	record->time = b->time;
	record->inserted = b->inserted;
	record->updated = b->updated;
	record->deleted = b->deleted;
	rc = audit_put_batch(a, draw, record, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < b->n; i++) {
		rc = audit_put_batch_row(a, draw, b->number, &b->v[i].row, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}
