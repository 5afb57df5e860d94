/* ticket: the test vectors of ssjc-draw(7), which sha256sum computed. */
#include "../test.h"

#include "ssjc/base/digest.h"
#include "ssjc/plan/ticket.h"

static const char seed[] =
    "ssjc-draw 1\n"
    "plan=CFD-JT-2023-0008\n"
    "draw=1\n"
    "public=SSQ2023068:2.4.6.11.20.33/14\n"
    "share.1=1111111111111111111111111111111111111111111111111111111111111111\n"
    "share.2=2222222222222222222222222222222222222222222222222222222222222222\n"
    "share.3=3333333333333333333333333333333333333333333333333333333333333333\n";
static const char master[] = "082dd8468e49b1cfdb7b729a60adf1a438d83218edc5e2bed105e06420062c5f";

static void keys(void **state)
{
	static const struct {
		const char *stage, *key;
	} vectors[] = {
	    {"object", "af124b3fbd090c4bc71b038ac406f8b5d1dc874ea968fcba480dedb81df7ac77"},
	    {"date", "f0358b6c99cf8946d2550a67e941365cda95eb646325fb233d06e398faabe234"},
	    {"inspector/transport",
	        "9fa2a3b40e2d2a6e007e30fbed90495e95012de489c9dacb6e9a634a86ae6b54"},
	    {"match/transport", "0df435c6ef7953ed3e91ab90e579d88aa3221965c943e3ec73fcbdfe79d57b01"},
	};
	char m[TICKET_HEX];
	struct ssjc_err err;

	(void)state;
	assert_int_equal(ticket_master(STR(seed), m, &err), SSJC_OK);
	assert_string_equal(m, master);
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		struct ticket_key *k;

		assert_int_equal(ticket_key_open(&k, m, str_of(vectors[i].stage), &err), SSJC_OK);
		assert_string_equal(ticket_key_hex(k), vectors[i].key);
		ticket_key_free(k);
	}
}

static void tickets(void **state)
{
	static const struct {
		const char *ticket, *id;
	} vectors[] = {
	    {"51ef2de877cae236307a4e79142286865df1ff63c242cc800d9cbf6c3876ed41",
	        "91130230MA07TE034J"},
	    {"764abd6c665594de96daac2662542cc7090f3c12e8924bcd19576368d7405e60",
	        "91130230MA07TE0508"},
	    {"9bc8109291ac364bb6914de5e17e13014bde08d5e8712f63f5fb04e4fd4038cc",
	        "91130230MA07TE0695"},
	    {"b4070c797bb69bffbd6fdc3a1ec917c2a832c133a1553bf3308c96b9f39795db",
	        "91130230MA07TE018W"},
	    {"b413e950e7e5f822b20ed8242ab3729bd362fb4c4bffb1b21fde42bc05f0eff9",
	        "91130230MA07TE026P"},
	    {"e258a3f10a9a49d82679d99c0533dcabee8d5f4cb6cf272b5b2491652db835c4",
	        "91130230MA07TE042D"},
	    {"83f06c290706b14d6c4c10a544ad4f6d35e07afba1a1f498204cc33a269811a6",
	        "91130230MA07TE085T"},
	    {"c46e365158835763837fa4cbae8d712e68a783983990961a48eea2ffa3226fd2",
	        "91130230MA07TE0770"},
	    {"cbd431a4db86c865eb26c2832867e55a18668773cc38b699a4caf3416c149e83",
	        "91130230MA07TE093M"},
	};
	unsigned char raw[TICKET_SIZE];
	char hex[TICKET_HEX];
	struct ticket_key *k;
	struct ssjc_err err;

	(void)state;
	assert_int_equal(ticket_key_open(&k, master, STR("object"), &err), SSJC_OK);
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		ticket_of(k, str_of(vectors[i].id), raw);
		hex_of(raw, sizeof raw, hex);
		assert_string_equal(hex, vectors[i].ticket);
	}
	ticket_key_free(k);
}

static void cost(void **state)
{
	unsigned char raw[COST_SIZE];
	char hex[2 * COST_SIZE + 1];
	struct ticket_key *k;
	struct ssjc_err err;

	(void)state;
	assert_int_equal(ticket_key_open(&k, master, STR("match/transport"), &err), SSJC_OK);
	ticket_cost(k, STR("91130230MA07TE018W"), STR("T-008"), raw);
	hex_of(raw, sizeof raw, hex);
	assert_string_equal(hex, "4e193855a331ea16104d118d");
	ticket_key_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys),
	    cmocka_unit_test(tickets),
	    cmocka_unit_test(cost),
	};

	return cmocka_run_group_tests_name("ticket", tests, NULL, NULL);
}
