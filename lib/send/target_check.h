/*
 * target_check: what a file of targets may say: values, and which keys go together.
 * What is wrong is told at the line and key at hand, with what to do.
 */
#ifndef SSJC_TARGET_CHECK_H
#define SSJC_TARGET_CHECK_H

#include "ssjc/base/settings.h"
#include "ssjc/send/target.h"

/* What settings_key.fits says besides schemes. */
enum {
	TARGET_SIGNS = 1 << 8, /* the key is one of the signing profile's */
	TARGET_ROWS = 1 << 9   /* the key goes with answer_rows */
};

/* Fills in the target's kind and scheme. */
ssjc_rc target_check_address(struct settings *s, struct str value, struct target *t);
/* A text with {batch}, {format}, {plan}, {date} and {ending} in it, and no other brace. */
ssjc_rc target_check_pattern(struct settings *s, struct str value);
ssjc_rc target_check_status(struct settings *s, struct str value);
/* RFC 6901, or “.” */
ssjc_rc target_check_pointer(struct settings *s, struct str value);
/* Is it the name of a header, and not one that is set by another key or none? */
ssjc_rc target_check_header_name(struct settings *s, struct str name);
ssjc_rc target_check_header(
    struct settings *s, struct str name, struct str value, const struct target *t);
ssjc_rc target_check_part(struct settings *s, struct str name, const struct target *t);
/* The section has ended: do its keys go with the address and with each other? */
ssjc_rc target_check_whole(struct settings *s, const struct target *t);

#endif
