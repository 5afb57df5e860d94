/* What the match is known by, so that a browser can say whether a list of seats is that match. */
#include "page_parts.h"

#include "ssjc/base/digest.h"

#include <stdlib.h>
#include <string.h>

static int hex_in_order(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST_HEX);
}

/* The SHA-256 of "id TAB date TAB team TAB dept TAB seat TAB duty TAB cert". */
static ssjc_rc seat_digest(
    char out[DIGEST_HEX], const struct seat *s, struct buf *text, struct ssjc_err *err)
{
	char date[DATE_SIZE];

	date_format(s->date, date);
	buf_clear(text);
	buf_printf(text, "%.*s\t%s\t%u\t%.*s\t%u\t%s\t%.*s", STR_ARG(s->object), date, s->team,
	    STR_ARG(s->dept), s->seat, duty_names[s->duty], STR_ARG(s->cert));
	return text->failed ? ssjc_fail_memory(err) : digest_hex(text->p, text->n, out, err);
}

ssjc_rc page_match(char out[DIGEST_HEX], const struct audit_state *s, struct ssjc_err *err)
{
	char(*seat)[DIGEST_HEX] = calloc(s->n_seats + 1, sizeof *seat);
	struct buf text = {0};
	ssjc_rc rc;

	if (!seat) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < s->n_seats; i++) {
		rc = seat_digest(seat[i], &s->seat[i], &text, err);
		if (rc)
			goto out;
	}
	qsort(seat, s->n_seats, sizeof *seat, hex_in_order);
	buf_clear(&text);
	for (size_t i = 0; i < s->n_seats; i++)
		buf_z(&text, seat[i]);
	rc = text.failed ? ssjc_fail_memory(err) : digest_hex(text.p, text.n, out, err);
out:
	buf_free(&text);
	free(seat);
	return rc;
}
