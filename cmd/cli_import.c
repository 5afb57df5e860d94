#include "cli_import.h"

#include <unistd.h>

struct cli_reading cli_reading;

static void remark(void *arg, const char *text)
{
	cli_note(arg, "%s", text);
}

static ssjc_rc set(struct cli *c, struct import_options *o, struct str name, const char *value)
{
	return value ? import_option(o, name, str_of(value), &c->err) : SSJC_OK;
}

static ssjc_rc set_each(
    struct cli *c, struct import_options *o, struct str name, const struct cli_list *values)
{
	ssjc_rc rc;

	for (size_t i = 0; i < values->n; i++) {
		rc = set(c, o, name, values->v[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc cli_import(
    struct cli *c, struct import_job *job, struct import_options *o, const char *stream)
{
	ssjc_rc rc;

	job->options = o;
	job->notice = remark;
	job->progress = cli_tick();
	job->arg = c;
	o->style = c->style;
	o->hidden = cli_reading.hidden;
	rc = set(c, o, STR("stream"), stream);
	if (rc)
		return rc;
	rc = set(c, o, STR("encoding"), cli_reading.encoding);
	if (rc)
		return rc;
	rc = set(c, o, STR("header"), cli_reading.header);
	if (rc)
		return rc;
	rc = set_each(c, o, STR("map"), &cli_reading.maps);
	if (rc)
		return rc;
	rc = set_each(c, o, STR("sheet"), &cli_reading.sheets);
	if (rc)
		return rc;
	if (c->plan_path) {
		rc = cli_plan(c, &job->plan);
		if (rc)
			return rc;
	}
	return cli_vocabulary(c, &job->vocabulary);
}
