#include "registers.h"

/* Its stream comes before its counts, but a database gives none. */
bool register_next(const struct audit_event *e, size_t *at, struct register_of *out)
{
	const struct audit_file *stream = NULL;

	*out = (struct register_of){0};
	for (; e && *at < e->n_files; ++*at) {
		const struct audit_file *f = &e->file[*at];

		if (f->output)
			continue;
		if (str_is(f->kind, "shard"))
			stream = f;
		if (!str_is(f->kind, "counts"))
			continue;
		out->name = f->name;
		if (stream && str_eq(stream->name, f->name)) {
			out->digest = stream->digest;
			out->rows = stream->rows;
		}
		++*at;
		return true;
	}
	return false;
}
