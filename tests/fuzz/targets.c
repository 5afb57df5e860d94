/* Any bytes are targets or an error with a message; what was read names what it needs. */
#include "ssjc/send/sign.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check(bool is)
{
	if (!is)
		abort();
}

static void check_target(const struct targets *all, const struct target *t)
{
	check(targets_find(all, t->name) == t);
	check(t->format.n && t->address.n && t->title.n && t->ok_status.n);
	check(t->kind != TARGET_HTTP || t->insecure);
	check(t->kind != TARGET_SFTP || t->known_hosts);
	check(t->container < UPLOAD_CONTAINERS);
	check(t->backoff <= t->longest_backoff && t->connect_timeout <= t->timeout);
	for (size_t i = 0; i < t->n_headers; i++)
		check(!sign_is_secret(t, t->header[i].name));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ssjc_err err = {0};
	struct targets all;
	ssjc_rc rc = targets_read(&all, (struct str){(const char *)p, n}, "targets", "d", &err);

	check(rc == SSJC_OK || err.msg[0]);
	for (size_t i = 0; i < all.n; i++)
		check_target(&all, &all.v[i]);
	targets_close(&all);
	return 0;
}
