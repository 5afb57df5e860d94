/*
 * id_card: numbers of identity cards (公民身份号码, GB 11643-1999), to know them
 * and not to keep them.
 */
#ifndef SSJC_ID_CARD_H
#define SSJC_ID_CARD_H

#include "ssjc/base/buf.h"

enum { ID_CARD = 18 }; /* characters */

/*
 * Is it one: six digits of a district, the day of birth, three digits and the check
 * character of ISO 7064 MOD 11-2? One in 31 is a good credit code by the check of
 * GB 32100, too: it is taken for one only if it is good in every other respect, the
 * district in its places 3 to 8 and the organisation code (GB 11714) in it.
 */
bool is_id_card(struct str s);

#endif
