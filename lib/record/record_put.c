#include "record_rows.h"

const struct record_reading *const record_readings[] = {
    [RECORD_CONFIRM] = &record_confirming,
    [RECORD_RESULT] = &record_resulting,
    [RECORD_FOLLOW] = &record_following,
};

/* The event that they go into. */
struct putting {
	const struct record_reading *how;
	struct audit *audit;
	unsigned draw;
};

static ssjc_rc put(void *arg, const union record_thing *is, struct ssjc_err *err)
{
	const struct putting *p = arg;

	return p->how->put(p->audit, p->draw, is, err);
}

ssjc_rc record_put(const struct record *r, const struct table *t, enum record_kind kind,
    struct record_taking *how, struct audit *a, struct ssjc_err *err)
{
	struct putting p = {record_readings[kind], a, r->state->draws};

	return record_rows_read(p.how, r, t, how, put, &p, err);
}
