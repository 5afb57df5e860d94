/* What would be sent, shown and not sent: nothing goes on record. */
#include "upload_cmd.h"

#include "ssjc/send/request_print.h"

/* DIR/NUMBER-FORMAT.ENDING; without -o DIR it is where the command line is run. */
static ssjc_rc path_of(
    struct cli *c, struct buf *out, const struct upload_batch *b, const char *ending)
{
	const char *folder = upload_options.folder;

	buf_printf(out, "%s%s%.*s-%.*s.%s", folder ? folder : "", folder ? "/" : "",
	    STR_ARG(b->number), STR_ARG(b->format->name), ending);
	return out->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

/* The files that the command line reads. */
static ssjc_rc write_files(
    struct cli *c, const struct request *r, const char *body, const char *headers)
{
	struct buf secret = {0};
	ssjc_rc rc = file_folder(upload_options.folder, &c->err);

	if (rc)
		goto out;
	rc = file_put(body, FILE_INTERNAL, r->body, &c->err);
	if (rc || !request_headers(&secret, r))
		goto out;
	rc = secret.failed ? ssjc_fail_memory(&c->err)
	                   : file_put(headers, FILE_SECRET, buf_text(&secret), &c->err);
out:
	buf_free(&secret);
	return rc;
}

static ssjc_rc show(
    struct cli *c, struct upload_work *w, const struct upload_batch *b, struct str bytes)
{
	struct request r = {.target = NULL};
	struct buf body = {0}, headers = {0}, text = {0};
	ssjc_rc rc = upload_request(c, w, b, bytes, &r);

	if (rc)
		goto out;
	rc = path_of(c, &body, b, upload_containers[w->target->container].ending);
	if (rc)
		goto out;
	rc = path_of(c, &headers, b, "headers");
	if (rc)
		goto out;
	rc = upload_options.folder ? write_files(c, &r, body.p, headers.p) : SSJC_OK;
	if (rc)
		goto out;
	request_print(&text, &r);
	buf_char(&text, '\n');
	request_curl(&text, &r, body.p, headers.p);
	rc = cli_print(c, &text);
out:
	request_close(&r);
	buf_free(&body);
	buf_free(&headers);
	buf_free(&text);
	return rc;
}

ssjc_rc upload_dry_run(struct cli *c, struct upload_work *w)
{
	size_t n;
	ssjc_rc rc = upload_look_at(c, w);

	if (rc)
		goto out;
	if (w->box.state == OUTBOX_PARKED && !upload_options.resend) {
		rc = upload_say_parked(c, w);
		goto out;
	}
	if (w->box.state == OUTBOX_OPEN) {
		rc = show(c, w, &w->box.batch, buf_text(&w->box.bytes));
		goto out;
	}
	rc = upload_make(c, w, show, &n);
	if (!rc && n == 0)
		cli_info(c, "%.*s: nothing is new, changed or withdrawn", STR_ARG(w->target->name));
out:
	outbox_close(&w->box);
	return rc ? rc : w->rejected ? SSJC_NO : SSJC_OK;
}
