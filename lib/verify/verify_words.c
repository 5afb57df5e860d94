/* What is done and read and written, in the words of a report. */
#include "verify_work.h"

#include "ssjc/base/language.h"

/* Actions, kinds of files and roles, as they are on record. */
static const struct str words[] = {STR_INIT(W_("import")), STR_INIT(W_("commit")),
    STR_INIT(W_("recommit")), STR_INIT(W_("reveal")), STR_INIT(W_("draw")), STR_INIT(W_("redraw")),
    STR_INIT(W_("confirm")), STR_INIT(W_("replace")), STR_INIT(W_("assign")),
    STR_INIT(W_("reassign")), STR_INIT(W_("substitute")), STR_INIT(W_("move")),
    STR_INIT(W_("change")), STR_INIT(W_("print")), STR_INIT(W_("result")), STR_INIT(W_("amend")),
    STR_INIT(W_("stamp")), STR_INIT(W_("follow")), STR_INIT(W_("review")), STR_INIT(W_("publish")),
    STR_INIT(W_("receive")), STR_INIT(W_("attach")), STR_INIT(W_("objects")),
    STR_INIT(W_("inspectors")), STR_INIT(W_("history")), STR_INIT(W_("items")),
    STR_INIT(W_("plan")), STR_INIT(W_("calendar")), STR_INIT(W_("terms")), STR_INIT(W_("accept")),
    STR_INIT(W_("template")), STR_INIT(W_("checkpoint")), STR_INIT(W_("drawn")),
    STR_INIT(W_("excluded")), STR_INIT(W_("assigned")), STR_INIT(W_("confirmations")),
    STR_INIT(W_("results")), STR_INIT(W_("reading")), STR_INIT(W_("signature")),
    STR_INIT(W_("pubkey")), STR_INIT(W_("stamped")), STR_INIT(W_("paper")),
    STR_INIT(W_("attachment")), STR_INIT(W_("rejects")), STR_INIT(W_("left-out")),
    STR_INIT(W_("missing-skills")), STR_INIT(W_("by-status")), STR_INIT(W_("same-names")),
    STR_INIT(W_("choices")), STR_INIT(W_("checklist")), STR_INIT(W_("notice")),
    STR_INIT(W_("approval")), STR_INIT(W_("minutes")), STR_INIT(W_("filing")),
    STR_INIT(W_("schedule")), STR_INIT(W_("page")), STR_INIT(W_("summary")), STR_INIT(W_("note")),
    STR_INIT(W_("main")), STR_INIT(W_("reserve")), STR_INIT(W_("replacement")),
    STR_INIT(W_("removed")), STR_INIT(W_("batch")), STR_INIT(W_("receipt")),
    STR_INIT(W_("accepted")), STR_INIT(W_("rejected")), STR_INIT(W_("delivered")),
    STR_INIT(W_("cutoff")), STR_INIT(W_("recutoff")), STR_INIT(W_("unseal")), STR_INIT(W_("shard")),
    STR_INIT(W_("counts")), STR_INIT(W_("cutoffs")), STR_INIT(W_("seed")), STR_INIT(W_("last")),
    STR_INIT(W_("visits")), STR_INIT(W_("spread")), STR_INIT(W_("roots")), STR_INIT(W_("salt"))};

struct str verify_word(struct str s)
{
	enum { MARK = 2 }; /* bytes before the word, and after it */

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq((struct str){words[i].p + MARK, words[i].n - 2 * MARK}, s))
			return words[i];
	return s;
}

const char *verify_kind(const char *kind)
{
	return verify_word(str_of(kind)).p;
}
