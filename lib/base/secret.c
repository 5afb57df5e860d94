#include "ssjc/base/secret.h"

#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

void secret_guard(void)
{
	const struct rlimit none = {0, 0};

	/* Neither can fail for these values; without them the secret is as safe as the user's files. */
	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
