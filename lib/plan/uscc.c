#include "ssjc/plan/uscc.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* A character's value in GB 32100, or -1. */
static int value(char c)
{
	static const signed char from_zero[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, /* 0 to 9 */
	    -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, 20, 21,
	    22,                                          /* A to N */
	    -1, 23, 24, 25, -1, 26, 27, -1, 28, 29, 30}; /* O to Y */
	unsigned i = (unsigned)(unsigned char)c - '0';

	return i < sizeof from_zero ? from_zero[i] : -1;
}

static char credit_digit(const char *p)
{
	static const int weight[] = {
	    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
	int sum = 0;

	for (int i = 0; i < USCC_SIZE - 1; i++)
		sum += value(p[i]) * weight[i];
	return alphabet[(31 - sum % 31) % 31];
}

static char number_digit(const char *p)
{
	int product = 10;

	for (int i = 0; i < REGISTRATION_SIZE - 1; i++) {
		int sum = (product + p[i] - '0') % 10;

		product = (sum ? sum : 10) * 2 % 11;
	}
	return (char)('0' + (11 - product) % 10);
}

/* GB 11714 counts its letters from A = 10 without gaps. */
static bool organisation_good(const char *p)
{
	static const int weight[] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0, check;

	for (int i = 0; i < 8; i++)
		sum += weight[i] * (p[i] <= '9' ? p[i] - '0' : p[i] - 'A' + 10);
	check = 11 - sum % 11;
	return p[8] == (check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check));
}

/* How many characters, from the start, the code may have. */
static size_t good(struct str code)
{
	size_t i = 0;

	while (i < code.n &&
	    (code.n < USCC_SIZE - 1 ? code.p[i] >= '0' && code.p[i] <= '9' : value(code.p[i]) >= 0))
		i++;
	return i;
}

char uscc_check_digit(struct str code)
{
	if (good(code) < code.n)
		return '\0';
	if (code.n == USCC_SIZE - 1)
		return credit_digit(code.p);
	return code.n == REGISTRATION_SIZE - 1 ? number_digit(code.p) : '\0';
}

struct uscc uscc_check(struct str code)
{
	struct uscc r = {.organisation = true};

	if (code.n != USCC_SIZE && code.n != REGISTRATION_SIZE) {
		r.fault = USCC_LENGTH;
		return r;
	}
	r.at = good(code);
	if (r.at < code.n) {
		r.fault = USCC_CHARACTER;
		return r;
	}
	r.expected = code.n == USCC_SIZE ? credit_digit(code.p) : number_digit(code.p);
	if (code.p[code.n - 1] != r.expected)
		r.fault = USCC_CHECK_DIGIT;
	else if (code.n == USCC_SIZE)
		r.organisation = organisation_good(code.p + 8);
	return r;
}
