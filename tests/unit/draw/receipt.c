/* receipt: both forms are the same receipt, what is refused as one, and the vectors of ssjc-receipt(5). */
#include "../test.h"

#include "ssjc/draw/receipt.h"

#define H(digit)                                                                                   \
	digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit  \
	    digit digit digit digit digit digit digit digit digit digit digit digit digit digit    \
	        digit digit digit /* 32 of them */
#define HASH(digit) H(digit) H(digit)

#define ROOTS                                                                                      \
	"plan=CFD-JT-2023-0008\n"                                                                  \
	"draw=1\n"                                                                                 \
	"salt=f435f2420b50c70ec80865cf8e20b169874165fb8576b48633caf2a8176d2e4a\n"                  \
	"rows=9\n"                                                                                 \
	"register=5356bfd8058d93d57499cd46522c22dcf7955b0480ec9e5095c85cf27ff6df93\n"              \
	"strata=2\n"                                                                               \
	"table=58fc2efaedc2f7885671d9cfe39e8f5ba740d8a19b31f89a5e9fb7211231a86a\n"                 \
	"seed=b9b1b974caab9b8c9f0f6e7e4806506073c328ead5b5e7e43596d982edee71f1\n"
#define HEAD "ssjc-receipt 1\n" ROOTS
#define ROW(standing, of)                                                                          \
	"id=91130230MA07TE018W\nstanding=" standing "\nof=" of                                     \
	"\nrow.salt=" H("a") "\nrow.leaf=3\nrow.path=" HASH("b") HASH("c") "\n"
#define STRATUM(threshold)                                                                         \
	"population=5\neligible=4\nn=2\nmain=2\nreserve=1\nthreshold=" threshold                   \
	"\nstratum.salt=" H("d") "\nstratum.leaf=0\nstratum.path=" HASH("e") "\nticket=" HASH(     \
	    "1") "\n"

static const char in[] = HEAD ROW("in", "A") STRATUM(HASH("2")) "rank=2\n",
                  repeated[] = HEAD ROW("repeated", "货运;A") STRATUM(""),
                  excluded[] = HEAD ROW("excluded", "cancelled");

static struct ssjc_err err;

static ssjc_rc read(struct receipt *r, struct str text, struct arena *arena)
{
	err = (struct ssjc_err){0};
	return receipt_read(r, text, "r", arena, &err);
}

/* Each standing, as text and as a code, comes back as it was. */
static void both_forms(void **state)
{
	static const struct {
		struct str text;
		enum receipt_standing standing;
		size_t lines;
	} cases[] = {{STR_INIT(in), RECEIPT_IN, RECEIPT_LINES},
	    {STR_INIT(repeated), RECEIPT_REPEATED, RECEIPT_RANK},
	    {STR_INIT(excluded), RECEIPT_EXCLUDED, RECEIPT_POPULATION}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf text = {0}, code = {0};
		struct arena arena = {0};
		struct receipt r;

		assert_int_equal(read(&r, cases[i].text, &arena), SSJC_OK);
		assert_int_equal(r.standing, cases[i].standing);
		assert_int_equal(r.lines, cases[i].lines);
		receipt_write(&text, &r);
		assert_true(str_eq(buf_text(&text), cases[i].text));
		receipt_code(&code, &r);
		assert_true(str_starts(buf_text(&code), "SSJC-RECEIPT-1:"));
		/* A telephone, or who copies it, may put blanks and line ends into it. */
		buf_z(&code, "\r\n ");
		assert_int_equal(read(&r, buf_text(&code), &arena), SSJC_OK);
		buf_clear(&text);
		receipt_write(&text, &r);
		assert_true(str_eq(buf_text(&text), cases[i].text));
		buf_free(&text);
		buf_free(&code);
		arena_free(&arena);
	}
}

static void what_it_says(void **state)
{
	struct arena arena = {0};
	struct receipt r;

	(void)state;
	assert_int_equal(read(&r, STR(in), &arena), SSJC_OK);
	assert_true(str_is(r.value[RECEIPT_ID], "91130230MA07TE018W"));
	assert_int_equal(receipt_number(&r, RECEIPT_POPULATION), 5);
	assert_true(receipt_drawn(&r)); /* rank 2 of 2 */
	assert_int_equal(
	    read(&r, STR(HEAD ROW("in", "A") STRATUM(HASH("2")) "rank=3\n"), &arena), SSJC_OK);
	assert_false(receipt_drawn(&r));
	assert_int_equal(read(&r, STR(repeated), &arena), SSJC_OK);
	assert_false(receipt_drawn(&r));
	arena_free(&arena);
}

static void refused_texts(void **state)
{
	static const struct {
		struct str text;
		unsigned line;
		const char *said;
	} wrong[] = {
	    {STR_INIT(""), 0, "is not a receipt"},
	    {STR_INIT("ssjc-receipt 2\n" ROOTS), 0, "is not a receipt"},
	    {STR_INIT(HEAD), 10, "should begin with “id=”"},
	    {STR_INIT(HEAD ROW("in", "A")), 16, "should begin with “population=”"},
	    {STR_INIT(HEAD ROW("maybe", "A")), 11, "“maybe” cannot be its value"},
	    {STR_INIT(HEAD ROW("excluded", "a\tb")), 12, "cannot be its value"},
	    {STR_INIT(HEAD ROW("excluded", "\xff")), 12, "cannot be its value"},
	    {STR_INIT(HEAD ROW("excluded", "cancelled") "population=5\n"), 16, "one line more"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM("") "rank=02\n"), 26, "“02” cannot be its value"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM("") "rank=-1\n"), 26, "“-1” cannot be its value"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM("") "rank=9223372036854775808\n"), 26,
	        "cannot be its value"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM("") "rank=1"), 26, "should begin with “rank=”"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM(H("2")) "rank=1\n"), 21, "cannot be its value"},
	    {STR_INIT(HEAD ROW("in", "A") STRATUM(HASH("A")) "rank=1\n"), 21,
	        "cannot be its value"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct arena arena = {0};
		struct receipt r;

		assert_int_equal(read(&r, wrong[i].text, &arena), SSJC_INPUT);
		assert_non_null(strstr(err.msg, wrong[i].said));
		assert_int_equal(err.line, wrong[i].line);
		arena_free(&arena);
	}
}

/* A code that lost a sign, or got another, is not read as another receipt's. */
static void refused_codes(void **state)
{
	struct arena arena = {0};
	struct buf code = {0}, bad = {0};
	struct receipt r;

	(void)state;
	assert_int_equal(read(&r, STR(in), &arena), SSJC_OK);
	receipt_code(&code, &r);
	for (size_t n = sizeof "SSJC-RECEIPT-1:" - 1; n < code.n; n += 7)
		assert_int_equal(read(&r, (struct str){code.p, n}, &arena), SSJC_INPUT);
	buf_str(&bad, buf_text(&code));
	buf_z(&bad, "AA");
	assert_int_equal(read(&r, buf_text(&bad), &arena), SSJC_INPUT);
	buf_clear(&bad);
	buf_str(&bad, buf_text(&code));
	bad.p[20] = '1'; /* no digit of base32 */
	assert_int_equal(read(&r, buf_text(&bad), &arena), SSJC_INPUT);
	assert_non_null(strstr(err.msg, "a sign is wrong or missing"));
	bad.p[20] = '\0';
	assert_int_equal(read(&r, buf_text(&bad), &arena), SSJC_INPUT);
	buf_free(&code);
	buf_free(&bad);
	arena_free(&arena);
}

/* The manual has these for the test vectors of ssjc-draw(7), with a secret of 64 digits 4. */
static void vectors(void **state)
{
	unsigned char salt[RECEIPT_SALT];
	char hex[2 * MERKLE_SIZE + 1], root[DIGEST_HEX], committed[DIGEST_HEX];
	struct ticket_key *salts = NULL;
	struct merkle_hash leaf;
	struct arena arena = {0};
	struct buf data = {0};
	struct receipt r;

	(void)state;
	assert_int_equal(receipt_salts(&salts, HASH("4"), "register", &err), SSJC_OK);
	receipt_salt(salts, STR("91130230MA07TE018W"), salt);
	hex_of(salt, sizeof salt, hex);
	assert_string_equal(hex, "594cb191a423b08ece9e6d03cb6a97d7");
	receipt_row_data(&data, salt, STR("91130230MA07TE018W"), STR("in"), STR("A"));
	merkle_leaf(data.p, data.n, &leaf);
	hex_of(leaf.byte, MERKLE_SIZE, hex);
	assert_string_equal(
	    hex, "469a8662ef304ed5b72f7f3ecc95fc2a3c098c1dbd8bac5f53f661372eb660dd");
	assert_int_equal(read(&r, STR(in), &arena), SSJC_OK);
	assert_int_equal(receipt_root(&r, root, committed, &err), SSJC_OK);
	assert_string_equal(
	    root, "0528f4900b6234e9fe34743d6b5f4e97063beaaf0699d5727860784737e28013");
	assert_string_equal(
	    committed, "b25350705f04a18a8721ec5cf9cf1e8f1b9e8d1323ec9971d8da7ce2dd7c37b9");
	ticket_key_free(salts);
	buf_free(&data);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_forms),
	    cmocka_unit_test(what_it_says),
	    cmocka_unit_test(refused_texts),
	    cmocka_unit_test(refused_codes),
	    cmocka_unit_test(vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
