#include "cli_document.h"

#include "cli_internal.h"

#include <unistd.h>

/* begin is cli_begin, or cli_begin_visits. */
static ssjc_rc document(struct cli *c, const char *action,
    ssjc_rc (*begin)(
        struct cli *, enum audit_mode, const char *, const char *, struct cli_audit **),
    struct cli_audit **a, struct document *d)
{
	ssjc_rc rc = cli_plan(c, &d->plan);

	if (rc)
		return rc;
	rc = cli_vocabulary(c, &d->vocabulary);
	if (rc)
		return rc;
	rc = cli_items(c, &d->items);
	if (rc)
		return rc;
	rc = begin(c, AUDIT_WRITE, action, "", a);
	if (rc)
		return rc;
	rc = cli_put_terms(c, *a);
	if (rc)
		return rc;
	d->state = &(*a)->state;
	d->now = c->context.now;
	d->clock_given = c->context.clock_given;
	return SSJC_OK;
}

ssjc_rc cli_document(struct cli *c, const char *action, struct cli_audit **a, struct document *d)
{
	return document(c, action, cli_begin, a, d);
}

ssjc_rc cli_document_visits(
    struct cli *c, const char *action, struct cli_audit **a, struct document *d)
{
	return document(c, action, cli_begin_visits, a, d);
}

/* Where the template is; the plan's arena owns the path. */
static ssjc_rc template_path(struct cli *c, const char *name, const char **path)
{
	struct plan *plan = &c->opened->plan;
	const char *own = plan->papers.templates;
	struct buf file = {0};
	ssjc_rc rc = SSJC_OK;

	buf_printf(&file, "templates/%s.txt", name);
	*path = file.failed ? NULL : path_join(&plan->arena, c->share, buf_text(&file));
	if (!*path) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	if (!own)
		goto out;
	if (access(own, X_OK) != 0) {
		rc = ssjc_fail_errno(&c->err, own);
		goto out;
	}
	buf_clear(&file);
	buf_printf(&file, "%s.txt", name);
	own = file.failed ? NULL : path_join(&plan->arena, own, buf_text(&file));
	if (!own)
		rc = ssjc_fail_memory(&c->err);
	else if (access(own, F_OK) == 0)
		*path = own;
out:
	buf_free(&file);
	return rc;
}

ssjc_rc cli_paper(struct cli *c, const char *name, enum paper_about about, struct paper **out)
{
	const struct plan *plan;
	struct cli_input *in;
	const char *path;
	ssjc_rc rc = cli_plan(c, &plan);

	*out = NULL;
	if (rc)
		return rc;
	rc = template_path(c, name, &path);
	if (rc)
		return rc;
	rc = cli_hint_share(c, cli_read(c, path, &in));
	if (rc)
		return rc;
	rc = paper_open(out, about, in->text, in->file.name, &c->err);
	if (rc || !c->opened->begun)
		return rc;
	return cli_put_content(c, "template", in);
}

ssjc_rc cli_shared_paper(
    struct cli *c, const char *name, enum paper_about about, struct paper **out)
{
	struct cli_input *in;
	struct buf file = {0};
	const char *path = NULL;
	ssjc_rc rc;

	*out = NULL;
	buf_printf(&file, "templates/%s.txt", name);
	if (!file.failed)
		path = path_join(&c->opened->paths, c->share, buf_text(&file));
	buf_free(&file);
	if (!path)
		return ssjc_fail_memory(&c->err);
	rc = cli_hint_share(c, cli_read(c, path, &in));
	if (rc)
		return rc;
	return paper_open(out, about, in->text, in->file.name, &c->err);
}

ssjc_rc cli_page_files(struct cli *c, bool receipts, struct page_files *files)
{
	for (int i = 0; i < PAGE_FILES; i++) {
		struct str name = str_of(page_file_names[i]);
		const char *path = path_join(&c->opened->paths, c->share, name);
		struct cli_input *in;
		ssjc_rc rc;

		if (page_file_of_receipts(i) && !receipts)
			continue;
		if (!path)
			return ssjc_fail_memory(&c->err);
		rc = cli_hint_share(c, cli_read(c, path, &in));
		if (rc)
			return rc;
		files->text[i] = in->text;
		rc = cli_put_content(c, "template", in);
		if (rc)
			return rc;
	}
	return page_files_check(files, &c->err);
}
