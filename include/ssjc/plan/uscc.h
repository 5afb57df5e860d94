/*
 * uscc: the codes of market entities, by their check digits.
 *
 * The unified social credit code (统一社会信用代码) is GB 32100-2015: 17
 * characters of 0-9 and A-Z without I O S V Z, weighted by powers of 3 modulo
 * 31, and a check character. Its places 9 to 17 are an organisation code
 * (组织机构代码) after GB 11714-1997, with a check digit of its own. The older
 * registration number (工商注册号) is GS 15-2006: 14 digits and a check digit of
 * ISO/IEC 7064 MOD 11,10.
 */
#ifndef SSJC_USCC_H
#define SSJC_USCC_H

#include "ssjc/base/buf.h"

/* How long the two are. */
enum { USCC_SIZE = 18, REGISTRATION_SIZE = 15 };

enum uscc_fault {
	USCC_GOOD,
	USCC_LENGTH,     /* neither 18 nor 15 characters */
	USCC_CHARACTER,  /* one that the code does not have */
	USCC_CHECK_DIGIT /* well formed, but with a wrong check digit */
};

/* A code as it was found. */
struct uscc {
	enum uscc_fault fault;
	size_t at;         /* USCC_CHARACTER: which, from 0 */
	char expected;     /* USCC_CHECK_DIGIT: the right one */
	bool organisation; /* the organisation code inside has the right check digit */
};

/* Check a code of 18 or 15 characters, in upper case and without blanks. */
struct uscc uscc_check(struct str code);

/*
 * The check character for the first 17 characters of a USCC or the first 14 of a
 * registration number; NUL when code is neither.
 */
char uscc_check_digit(struct str code);

#endif
