#include "ole_in.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-input.h>
#include <stdlib.h>
#include <strings.h>

struct ole_in {
	const char *name;
	GsfInput *file;
	GsfInfile *folder;
	GsfInput *stream; /* the one given last */
};

/* What libgsf thinks of a damaged file is not for the terminal. */
static void no_words(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer arg)
{
	(void)domain;
	(void)level;
	(void)text;
	(void)arg;
}

static GLogFunc silence(void)
{
	return g_log_set_default_handler(no_words, NULL);
}

static void speak(GLogFunc before)
{
	g_log_set_default_handler(before, NULL);
}

static ssjc_rc damaged(const struct ole_in *o, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, o->name, 0, NULL,
	    "is a damaged compound file (.xls): was it copied to its end?");
}

ssjc_rc ole_in_open(struct ole_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct ole_in *o = calloc(1, sizeof *o);
	GLogFunc before = silence();
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!o) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	o->name = name;
	o->file = gsf_input_memory_new((const guint8 *)bytes.p, (gsf_off_t)bytes.n, FALSE);
	if (!o->file) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	o->folder = gsf_infile_msole_new(o->file, NULL);
	if (!o->folder) {
		rc = damaged(o, err);
		goto out;
	}
	*out = o;
	o = NULL;
out:
	speak(before);
	ole_in_close(o);
	return rc;
}

/* The number of a stream, or -1. */
static int child(const struct ole_in *o, const char *stream)
{
	int n = gsf_infile_num_children(o->folder);

	for (int i = 0; i < n; i++) {
		const char *name = gsf_infile_name_by_index(o->folder, i);

		if (name && strcasecmp(name, stream) == 0)
			return i;
	}
	return -1;
}

bool ole_in_has(const struct ole_in *o, const char *stream)
{
	return child(o, stream) >= 0;
}

static void stream_close(struct ole_in *o)
{
	if (o->stream)
		g_object_unref(o->stream);
	o->stream = NULL;
}

ssjc_rc ole_in_stream(struct ole_in *o, const char *stream, struct str *bytes, struct ssjc_err *err)
{
	GLogFunc before = silence();
	int i = child(o, stream);
	const guint8 *p = NULL;
	gsf_off_t n = 0;

	stream_close(o);
	*bytes = (struct str){"", 0};
	if (i >= 0)
		o->stream = gsf_infile_child_by_index(o->folder, i);
	if (o->stream)
		n = gsf_input_size(o->stream);
	/* A stream longer than its file has a wrong length: nothing is allocated for it. */
	if (n > 0 && n <= gsf_input_size(o->file))
		p = gsf_input_read(o->stream, (size_t)n, NULL);
	speak(before);
	if (!p)
		return damaged(o, err);
	*bytes = (struct str){(const char *)p, (size_t)n};
	return SSJC_OK;
}

void ole_in_close(struct ole_in *o)
{
	if (!o)
		return;
	stream_close(o);
	if (o->folder)
		g_object_unref(o->folder);
	if (o->file)
		g_object_unref(o->file);
	free(o);
}
