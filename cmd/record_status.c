#include "record_cmd.h"

#include "cli_format.h"

#include "ssjc/upload/upload_status.h"

#include <string.h>

/* Where the lines of uploads go, and what they come to. */
struct uploads {
	struct csv_out *out;
	struct record_status *status;
	struct str target;
};

static ssjc_rc put_line(void *arg, const struct upload_left *line, struct ssjc_err *err)
{
	const struct uploads *u = arg;
	char date[DATE_SIZE], due[DATE_SIZE] = "";

	(void)err;
	u->status->overdue |= strcmp(line->state, "overdue") == 0 ||
	    strcmp(line->state, "rejected") == 0 || strcmp(line->state, "refused") == 0;
	if (!record_status_shows(u->status, line->state, line->due))
		return SSJC_OK;
	u->status->untold += line->untold;
	date_format(line->date, date);
	if (line->due && !line->untold)
		date_format(line->due, due);
	csv_out_field(u->out, str_of(line->step));
	csv_out_field(u->out, line->id);
	csv_out_field(u->out, line->name);
	csv_out_field(u->out, line->dept);
	csv_out_field(u->out, str_of(date));
	csv_out_field(u->out, str_of(due));
	csv_out_field(u->out, str_of(line->state));
	csv_out_uint(u->out, line->missing);
	csv_out_field(u->out, u->target);
	csv_out_field(u->out, line->batch);
	csv_out_field(u->out, line->answer);
	csv_out_end(u->out);
	return SSJC_OK;
}

static ssjc_rc put_target(struct cli *c, const struct document *d, const struct plan_target *t,
    struct audit *a, struct uploads *u)
{
	struct upload_format format = {0};
	struct upload_status_job job = {.d = d,
	    .target = t->name,
	    .today = time_day(c->context.now),
	    .format = &format,
	    .tell = put_line,
	    .arg = u};
	ssjc_rc rc = cli_calendar(c, &job.calendar);

	if (rc)
		return rc;
	rc = cli_format(c, t->format.p, &format);
	if (rc)
		return rc;
	u->target = t->name;
	rc = upload_status(&job, a, &c->err);
	upload_format_close(&format);
	if (rc)
		return rc;
	if (u->status->untold && !u->status->why.msg[0])
		u->status->why = job.why;
	if (job.wrong)
		cli_note(c,
		    "target %.*s: %zu rows break a rule of the format, and no batch can have "
		    "them: ssjc-publish batch --format %.*s names them",
		    STR_ARG(t->name), job.wrong, STR_ARG(t->format));
	if (job.withdrawn)
		cli_note(c, "target %.*s: %zu rows that the platform has are to be withdrawn",
		    STR_ARG(t->name), job.withdrawn);
	u->status->overdue |= job.wrong > 0;
	return SSJC_OK;
}

/* What is left of each target of the plan. */
static ssjc_rc put_uploads(struct cli *c, const struct record *r, struct audit *a,
    struct csv_out *out, struct record_status *status)
{
	const struct document d = {.plan = r->plan,
	    .items = r->items,
	    .vocabulary = r->vocabulary,
	    .state = r->state,
	    .now = c->context.now};
	struct uploads u = {.out = out, .status = status};

	for (size_t i = 0; i < r->plan->upload.n_targets; i++) {
		ssjc_rc rc = put_target(c, &d, &r->plan->upload.target[i], a, &u);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc run_status(struct cli *c)
{
	struct record_status status = {.all = record_options.all};
	struct csv_out out = {0};
	struct cli_audit *a;
	struct record r;
	ssjc_rc rc = record_read_data(c, &r);

	if (rc)
		goto out;
	rc = cli_open(c, &a);
	if (rc)
		goto out;
	r.state = &a->state;
	status.uploads = r.plan->upload.n_targets > 0;
	if (record_options.within >= 0) {
		rc = calendar_add(
		    r.calendar, r.today, (unsigned)record_options.within, &status.within, &c->err);
		if (rc)
			goto out;
	}
	rc = csv_out_open(&out, c->out, c->style, &c->err);
	if (rc)
		goto out;
	rc = record_status(&r, &out, &status, &c->err);
	if (rc)
		goto out;
	rc = put_uploads(c, &r, a->file, &out, &status);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
	if (rc)
		goto out;
	if (status.untold) {
		cli_error(c, &status.why);
		cli_note(c, "%zu rows are without a due day, which that year's days decide",
		    status.untold);
	}
	rc = status.overdue ? SSJC_NO : SSJC_OK;
out:
	csv_out_close(&out);
	return rc;
}
