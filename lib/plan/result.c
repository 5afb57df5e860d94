#include "ssjc/plan/result.h"

enum result_class result_class(const struct vocabulary *v, struct str code)
{
	static const struct {
		const char *name;
		enum result_class class;
	} classes[] = {{"clean", RESULT_CLEAN}, {"gone", RESULT_GONE}, {"problem", RESULT_PROBLEM}};
	struct str name = vocabulary_class(v, "result", code);

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (str_is(name, classes[i].name))
			return classes[i].class;
	/* A file of before there were classes; an unknown code is taken seriously. */
	return str_is(code, "ok") || str_is(code, "inactive") ? RESULT_CLEAN : RESULT_PROBLEM;
}

bool follow_done(const struct vocabulary *v, const struct follow *f)
{
	return f->closed || str_is(vocabulary_class(v, "follow", f->kind), "closed");
}

day_t follow_done_day(const struct follow *f)
{
	return f->closed ? f->closing : f->opened;
}
