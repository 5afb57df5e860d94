#include "ssjc/base/language.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

static const char domain[] = "ssjc";
/* Every machine has it; what it speaks is what LANGUAGE says, unlike the locale "C". */
static const char neutral[] = "C.UTF-8";

const char *language_text(const char *english)
{
	/* The empty text is the catalog's own head. */
	return english && *english ? dgettext(domain, english) : english;
}

/* What names the locale in the environment; NULL if nothing does. */
static const char *asked(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

void language_load(const char *folder, const char *languages)
{
	const char *locale = asked();

	if (languages) {
		setenv("LANGUAGE", languages, 1);
		setlocale(LC_MESSAGES, neutral);
	} else if (!locale) {
		setlocale(LC_MESSAGES, neutral);
	} else if (!setlocale(LC_MESSAGES, "")) {
		/* A locale that this machine lacks: only its words are needed here. */
		setenv("LANGUAGE", locale, 0);
		setlocale(LC_MESSAGES, neutral);
	}
	bindtextdomain(domain, folder);
	bind_textdomain_codeset(domain, "UTF-8");
}
