/* page_break: pages end where no rows that belong together are parted. */
#include "../test.h"

#include "base/page_break.h"

/* Rows of a digit's height; a + after one keeps it with the next. The pages, with / between. */
static void pages(const char *rows, unsigned room, char *out)
{
	struct page_row row[64];
	size_t n = 0;

	for (; *rows; rows++) {
		if (*rows == '+')
			row[n - 1].with_next = true;
		else
			row[n++] = (struct page_row){.height = (unsigned)(*rows - '0')};
	}
	for (size_t at = 0; at < n;) {
		size_t end = page_break_next(row, n, at, room);

		assert_true(end > at);
		for (; at < end; at++)
			*out++ = (char)('0' + row[at].height);
		*out++ = at < n ? '/' : '\0';
	}
}

static void breaks(void **state)
{
	static const struct {
		const char *rows, *pages;
	} cases[] = {
	    {"1", "1"},
	    {"55", "55"},
	    {"551", "55/1"},
	    {"5555", "55/55"},
	    /* The last row of the page goes with the next. */
	    {"45+2", "4/52"},
	    {"3+3+32", "333/2"},
	    {"13+3+35", "1333/5"},
	    {"23+3+35", "2/333/5"},
	    /* More than a page: it is parted. */
	    {"5+5+5+5", "55/55"},
	    {"25+5+5", "25/55"},
	    /* Higher than the page. */
	    {"9", "9"},
	    {"19+9+1", "19/91"},
	};
	char got[128];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		pages(cases[i].rows, 10, got);
		if (strcmp(got, cases[i].pages) != 0)
			fail_msg("%s is parted as %s", cases[i].rows, got);
	}
	pages("99", 5, got);
	assert_string_equal(got, "9/9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(breaks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
