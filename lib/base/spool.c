#include "ssjc/base/spool.h"

#include "ssjc/base/file.h"
#include "ssjc/base/language.h"
#include "ssjc/base/large.h"

#include <errno.h>
#include <unistd.h>

static ssjc_rc fail_write(int why, struct ssjc_err *err)
{
	ssjc_rc rc = ssjc_fail(err, SSJC_SYSTEM,
	    "cannot write a temporary file in the folder %s (TMPDIR names another)", file_tmpdir());

	ssjc_err_errno(err, why);
	return rc;
}

ssjc_rc spool_begin(struct spool *s, FILE **to, struct ssjc_err *err)
{
	*to = NULL;
	if (!s->file) {
		ssjc_rc rc = file_spool(&s->file, err);

		if (rc)
			return rc;
		/* Or what one text could not write would be there before the next. */
		setvbuf(s->file, NULL, _IONBF, 0);
	}
	errno = 0;
	clearerr(s->file);
	if (fseeko(s->file, (off_t)s->end, SEEK_SET) != 0 ||
	    ftruncate(fileno(s->file), (off_t)s->end) != 0)
		return fail_write(errno, err);
	*to = s->file;
	return SSJC_OK;
}

ssjc_rc spool_end(struct spool *s, struct spool_text *out, struct ssjc_err *err)
{
	long page = sysconf(_SC_PAGESIZE);
	uint64_t size = page > 0 ? (uint64_t)page : 1;
	off_t end;

	errno = 0;
	end = ferror(s->file) ? -1 : ftello(s->file);
	if (end < 0)
		return fail_write(errno, err);
	*out = (struct spool_text){.at = s->end, .n = (size_t)((uint64_t)end - s->end)};
	s->end = ((uint64_t)end + size - 1) / size * size;
	return SSJC_OK;
}

ssjc_rc spool_read(const struct spool *s, const struct spool_text *t, size_t from, void *to,
    size_t n, struct ssjc_err *err)
{
	return file_read_at(s->file, to, n, t->at + from)
	    ? SSJC_OK
	    : ssjc_fail_errno(err, N_("cannot read the temporary file"));
}

ssjc_rc spool_map(
    const struct spool *s, const struct spool_text *t, struct str *out, struct ssjc_err *err)
{
	return file_map(s->file, t->at, t->n, out, err);
}

ssjc_rc spool_large(
    const struct spool *s, const struct spool_text *t, struct large **out, struct ssjc_err *err)
{
	return large_part(out, s->file, t->at, t->n, err);
}

void spool_close(struct spool *s)
{
	if (s->file)
		fclose(s->file);
	*s = (struct spool){0};
}
