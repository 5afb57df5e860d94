/* Two messages at once, beside libcrypto one by one. */
#include "../test.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/sha256_pair.h"

enum { LONGEST = 4 * SHA256_BLOCK, AFTER = SHA256_BLOCK };

typedef void pair_function(const struct sha256_half pair[2], size_t blocks);
static pair_function *const functions[] = {sha256_pair, sha256_pair_plain};

static void digest_of(const unsigned char *p, size_t n, unsigned char out[DIGEST_SIZE])
{
	struct digest *d = NULL;

	assert_int_equal(digest_open(&d, NULL), SSJC_OK);
	digest_add(d, p, n);
	assert_int_equal(digest_final(d, out, NULL), SSJC_OK);
	digest_free(d);
}

static void fill(unsigned char *p, size_t n, unsigned first)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(first + 37 * i);
}

/* Every length, each with another message of as many blocks. */
static void two_messages(void **state)
{
	(void)state;
	for (size_t n = 0; n <= LONGEST; n++) {
		unsigned char m[2][LONGEST + SHA256_BLOCK + SHA256_PADDING], should[2][DIGEST_SIZE],
		    is[2][DIGEST_SIZE];
		size_t shorter = n - n % SHA256_BLOCK, blocks;

		if (n % SHA256_BLOCK > SHA256_BLOCK - SHA256_PADDING)
			shorter = n;
		fill(m[0], n, 1);
		fill(m[1], shorter, 200);
		digest_of(m[0], n, should[0]);
		digest_of(m[1], shorter, should[1]);
		blocks = sha256_pad(m[0], n, 0);
		assert_int_equal(blocks, (n + SHA256_PADDING + SHA256_BLOCK - 1) / SHA256_BLOCK);
		assert_int_equal(sha256_pad(m[1], shorter, 0), blocks);
		for (int i = 0; i < 2; i++) {
			const struct sha256_half pair[2] = {
			    {sha256_start, m[0], is[0]}, {sha256_start, m[1], is[1]}};

			functions[i](pair, blocks);
			assert_memory_equal(is, should, sizeof is);
		}
	}
}

/* After a block that each has taken in by itself; and into the place of the message. */
static void continued(void **state)
{
	unsigned char m[2][3 * SHA256_BLOCK], should[2][DIGEST_SIZE];

	(void)state;
	for (int i = 0; i < 2; i++) {
		unsigned char first[2][DIGEST_SIZE];
		uint32_t states[2][SHA256_WORDS] = {{0}};
		struct sha256_half pair[2];

		for (int k = 0; k < 2; k++) {
			fill(m[k], sizeof m[k], 5 + 90U * (unsigned)k);
			digest_of(m[k], SHA256_BLOCK + 20, should[k]);
			pair[k] = (struct sha256_half){sha256_start, m[k], first[k]};
		}
		/* Without padding, what comes out is the state. */
		functions[i](pair, 1);
		for (int k = 0; k < 2; k++) {
			for (int b = 0; b < DIGEST_SIZE; b++)
				states[k][b / 4] = states[k][b / 4] << 8 | first[k][b];
			assert_int_equal(sha256_pad(m[k] + SHA256_BLOCK, 20, SHA256_BLOCK), 1);
			pair[k] = (struct sha256_half){
			    states[k], m[k] + SHA256_BLOCK, m[k] + SHA256_BLOCK};
		}
		functions[i](pair, 1);
		for (int k = 0; k < 2; k++)
			assert_memory_equal(m[k] + SHA256_BLOCK, should[k], DIGEST_SIZE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_messages),
	    cmocka_unit_test(continued),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
