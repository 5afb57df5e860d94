/*
 * Signatures by published vectors; and what somebody can do who can compute
 * hashes: an edit whose hashes are mended breaks the chain further on, and a file
 * that is rewritten as a whole does not match a checkpoint kept elsewhere.
 */
#include "../test.h"

#include "../../rechain.h"
#include "ssjc/audit/checkpoint.h"

#include <unistd.h>

/* ---- Signatures ---- */

/* RFC 8032, 7.1, TEST 2. */
static const char ed25519_key[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
static const char ed25519_signature[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

/* GM/T 0003.5, A.2: the public key and the signature, id 1234567812345678. */
static const char sm2_key[] = "-----BEGIN PUBLIC KEY-----\n"
                              "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"
                              "M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"
                              "-----END PUBLIC KEY-----\n";
static const char sm2_signature[] =
    "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

static void ed25519_as_published(void **state)
{
	struct signature_key *k;
	struct buf hex = {0};
	struct ssjc_err err;
	bool good;

	(void)state;
	assert_int_equal(signature_key_read(&k, str_of(ed25519_key), "k", true, &err), SSJC_OK);
	assert_int_equal(signature_key_alg(k), SIGNATURE_ED25519);
	assert_int_equal(signature_make(&hex, k, STR("r"), &err), SSJC_OK);
	assert_string_equal(hex.p, ed25519_signature);
	assert_int_equal(signature_check(k, STR("r"), buf_text(&hex), &good, &err), SSJC_OK);
	assert_true(good);
	assert_int_equal(signature_check(k, STR("s"), buf_text(&hex), &good, &err), SSJC_OK);
	assert_false(good);
	buf_free(&hex);
	signature_key_free(k);
}

static void sm2_as_published(void **state)
{
	static const struct str not [] = {STR_INIT(""), STR_INIT("3"), STR_INIT("3046"),
	    STR_INIT("zz"),
	    STR_INIT("30\0"
	             "6")};
	struct signature_key *k;
	struct ssjc_err err;
	bool good;

	(void)state;
	assert_int_equal(signature_key_read(&k, str_of(sm2_key), "k", false, &err), SSJC_OK);
	assert_int_equal(signature_key_alg(k), SIGNATURE_SM2);
	assert_int_equal(
	    signature_check(k, STR("message digest"), str_of(sm2_signature), &good, &err), SSJC_OK);
	assert_true(good);
	for (size_t i = 0; i < sizeof not / sizeof not [0]; i++) {
		assert_int_equal(
		    signature_check(k, STR("message digest"), not [i], &good, &err), SSJC_OK);
		assert_false(good);
	}
	signature_key_free(k);
}

/* ---- The chain ---- */

static const char path[] = "checkpoint-test.db";
static const struct audit_context context = {.program = "test",
    .version = "1",
    .actor = "tester",
    .now = 1686531600,
    .clock = 1686531600,
    .clock_given = true};
enum { EVENTS = 4 };

static void remove_file(void)
{
	unlink(path);
	unlink("checkpoint-test.db-wal");
	unlink("checkpoint-test.db-shm");
}

/* A draw, of which nothing but the event is here. */
static ssjc_rc put_draw(struct audit *a, struct ssjc_err *err)
{
	struct audit_draw d = {
	    .draw = 1, .seed = STR(""), .source = STR("file"), .roster = STR("other")};
	struct audit_file f = {.kind = STR("calendar"), .name = STR("c.csv"), .digest = STR("00")};
	ssjc_rc rc = audit_put_file(a, &f, err);

	return rc ? rc : audit_put_draw(a, &d, err);
}

/* An audit file of EVENTS events: a draw, and then replacements. */
static int build(void **state)
{
	struct plan plan = {.id = STR("P")};
	struct audit_file f = {.kind = STR("plan"), .name = STR("p.plan")};
	struct ssjc_err err;
	struct audit *a;

	(void)state;
	remove_file();
	memset(plan.digest, 'd', sizeof plan.digest - 1);
	f.digest = str_of(plan.digest);
	if (audit_open(&a, path, AUDIT_WRITE, &context, &err) != SSJC_OK)
		return -1;
	for (int i = 0; i < EVENTS; i++)
		if (audit_begin(a, &plan, i ? "replace" : "draw", STR(""), STR(""), &err) !=
		        SSJC_OK ||
		    audit_put_file(a, &f, &err) != SSJC_OK ||
		    (i ? audit_put_replacement(a, 1, STR("A"), STR("B"), &err)
		       : put_draw(a, &err)) != SSJC_OK ||
		    audit_commit(a, &err) != SSJC_OK)
			return -1;
	audit_close(a);
	return 0;
}

static int clean(void **state)
{
	(void)state;
	remove_file();
	return 0;
}

/* The chain's verdict; in *held, a checkpoint's of before. */
static ssjc_rc verdict(struct str before, ssjc_rc *held, struct ssjc_err *err)
{
	struct checkpoint_list list = {0};
	struct audit_events e;
	struct audit *a;
	uint64_t good, anchored;
	ssjc_rc rc;

	assert_int_equal(audit_open(&a, path, AUDIT_READ, NULL, err), SSJC_OK);
	assert_int_equal(audit_events(a, &e, err), SSJC_OK);
	assert_int_equal(checkpoint_read(&list, before, "held", err), SSJC_OK);
	*held = checkpoint_match(&list, &e, &anchored, err);
	rc = audit_check(a, &good, err);
	audit_events_free(&e);
	checkpoint_list_free(&list);
	audit_close(a);
	return rc;
}

static void hold(struct buf *out)
{
	struct ssjc_err err;
	struct audit *a;

	assert_int_equal(audit_open(&a, path, AUDIT_READ, NULL, &err), SSJC_OK);
	assert_int_equal(checkpoint_write(out, a, 0, &err), SSJC_OK);
	audit_close(a);
}

/* What is done with all hashes mended that the attacker thought of. */
static void attacks(void **state)
{
	static const char edit[] = "UPDATE replacement SET replacement = 'C' WHERE event = 2";
	static const struct {
		const char *what, *sql;
		int from, to; /* events whose hashes are computed again */
		bool relink;
		const char *said; /* by the chain; NULL: nothing */
		ssjc_rc held;     /* by a checkpoint of before */
	} attack[] = {
	    {"nothing", "SELECT 1", 1, 4, true, NULL, SSJC_OK},
	    {"an edit", edit, 0, -1, false,
	        "event 2: table replacement: its 1 row is not what was recorded: a value was "
	        "changed",
	        SSJC_OK},
	    {"an edit, its event mended", edit, 2, 2, false,
	        "event 3: does not continue the event before it", SSJC_OK},
	    {"an edit of the last event, mended",
	        "UPDATE replacement SET replacement = 'C' WHERE event = 4", 4, 4, false, NULL,
	        SSJC_NO},
	    {"an edit, all mended", edit, 2, 4, true, NULL, SSJC_NO},
	    {"the first event gone, all mended",
	        "DELETE FROM event WHERE seq = 1; DELETE FROM file WHERE event = 1;"
	        "DELETE FROM draw WHERE event = 1; UPDATE event SET seq = seq - 1;"
	        "UPDATE file SET event = event - 1, row = row - (SELECT min(row) FROM file) + 1;"
	        "UPDATE replacement SET event = event - 1, draw = 0",
	        1, 3, true, NULL, SSJC_NO},
	    {"the last event gone with its rows",
	        "DELETE FROM event WHERE seq = 4; DELETE FROM file WHERE event = 4;"
	        "DELETE FROM replacement WHERE event = 4",
	        0, -1, false, NULL, SSJC_NO},
	    {"NULL for an empty text, all mended",
	        "UPDATE replacement SET replacement = NULL WHERE event = 3", 3, 4, true, NULL,
	        SSJC_NO},
	};

	for (size_t i = 0; i < sizeof attack / sizeof attack[0]; i++) {
		struct buf before = {0};
		struct ssjc_err err = {0};
		ssjc_rc rc, held;
		sqlite3 *db;

		assert_int_equal(build(state), 0);
		hold(&before);
		db = rechain_open(path);
		rechain_sql(db, attack[i].sql);
		for (int seq = attack[i].from; seq <= attack[i].to; seq++)
			rechain_mend(db, seq, attack[i].relink);
		rechain_close(db);
		rc = verdict(buf_text(&before), &held, &err);
		if (rc != (attack[i].said ? SSJC_NO : SSJC_OK) || held != attack[i].held)
			fail_msg("%s: the chain says %d (%s), the checkpoint %d", attack[i].what,
			    rc, err.msg, held);
		if (attack[i].said)
			assert_string_equal(err.msg, attack[i].said);
		buf_free(&before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ed25519_as_published),
	    cmocka_unit_test(sm2_as_published),
	    cmocka_unit_test_setup_teardown(attacks, build, clean),
	};
	char folder[] = "/tmp/ssjc-XXXXXX";
	int failed;

	if (!mkdtemp(folder) || chdir(folder) != 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failed;
}
