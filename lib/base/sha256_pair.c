#include "ssjc/base/sha256_pair.h"

#include <nettle/sha2.h>
#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#define HAS_SHA 1
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#include <stdbool.h>
#endif

const uint32_t sha256_start[SHA256_WORDS] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

size_t sha256_pad(unsigned char *message, size_t n, uint64_t before)
{
	size_t blocks = (n + SHA256_PADDING + SHA256_BLOCK - 1) / SHA256_BLOCK;
	size_t end = blocks * SHA256_BLOCK;
	uint64_t bits = (before + n) * 8;

	memset(message + n, 0, end - n);
	message[n] = 0x80;
	for (; bits; bits >>= 8)
		message[--end] = (unsigned char)bits;
	return blocks;
}

/* Whole blocks go from nettle's update straight into the state. */
void sha256_pair_plain(const struct sha256_half pair[2], size_t blocks)
{
	struct sha256_ctx c[2];

	for (int i = 0; i < 2; i++) {
		sha256_init(&c[i]);
		memcpy(c[i].state, pair[i].state, sizeof c[i].state);
		sha256_update(&c[i], blocks * SHA256_BLOCK, pair[i].message);
	}
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 4 * SHA256_WORDS; k++)
			pair[i].digest[k] =
			    (unsigned char)(c[i].state[k / 4] >> (24 - 8 * (k % 4)));
}

#ifdef HAS_SHA

/* Functions for such a processor alone, each in the place where it is called. */
#define FOR_SHA  __attribute__((target("sha,sse4.1")))
#define IN_PLACE FOR_SHA __attribute__((always_inline)) static inline

static const uint32_t constant[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
    0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
    0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3,
    0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354,
    0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3,
    0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa,
    0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* One message: the words A to H in the order of the instructions, and the next 16 of W. */
struct lane {
	__m128i abef, cdgh, w[4];
};

IN_PLACE void enter(struct lane *l, const uint32_t state[SHA256_WORDS])
{
	__m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const void *)&state[0]), 0xb1);
	__m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const void *)&state[4]), 0x1b);

	l->abef = _mm_alignr_epi8(badc, hgfe, 8);
	l->cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
}

/* Four words as 16 bytes, the highest of each first, and back. */
IN_PLACE __m128i swap(__m128i words)
{
	return _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

IN_PLACE void leave(const struct lane *l, unsigned char *digest)
{
	__m128i feba = _mm_shuffle_epi32(l->abef, 0x1b);
	__m128i dchg = _mm_shuffle_epi32(l->cdgh, 0xb1);

	_mm_storeu_si128((void *)digest, swap(_mm_blend_epi16(feba, dchg, 0xf0)));
	_mm_storeu_si128((void *)(digest + 16), swap(_mm_alignr_epi8(dchg, feba, 8)));
}

IN_PLACE void load(struct lane *l, const unsigned char *block)
{
	for (int i = 0; i < 4; i++)
		l->w[i] = swap(_mm_loadu_si128((const void *)(block + 16 * i)));
}

/* Four rounds, of 16 times four, and the words of W that come 16 rounds later. */
IN_PLACE void four(struct lane *l, int i, __m128i k)
{
	__m128i *w = &l->w[i % 4], next = l->w[(i + 1) % 4], last = l->w[(i + 3) % 4];
	__m128i sum = _mm_add_epi32(*w, k);

	l->cdgh = _mm_sha256rnds2_epu32(l->cdgh, l->abef, sum);
	l->abef = _mm_sha256rnds2_epu32(l->abef, l->cdgh, _mm_shuffle_epi32(sum, 0x0e));
	if (i >= 12)
		return;
	sum = _mm_add_epi32(
	    _mm_sha256msg1_epu32(*w, next), _mm_alignr_epi8(last, l->w[(i + 2) % 4], 4));
	*w = _mm_sha256msg2_epu32(sum, last);
}

IN_PLACE void both(struct lane *l, struct lane *m, int i)
{
	__m128i its = _mm_loadu_si128((const void *)&constant[4 * i]);

	four(l, i, its);
	four(m, i, its);
}

/* Written out, so that i is known in each: words stay in registers. */
IN_PLACE void sixteen(struct lane *l, struct lane *m, int i)
{
	both(l, m, i);
	both(l, m, i + 1);
	both(l, m, i + 2);
	both(l, m, i + 3);
}

IN_PLACE void add(struct lane *l, const struct lane *before)
{
	l->abef = _mm_add_epi32(l->abef, before->abef);
	l->cdgh = _mm_add_epi32(l->cdgh, before->cdgh);
}

FOR_SHA static void take_pair(const struct sha256_half pair[2], size_t blocks)
{
	struct lane l, m;

	enter(&l, pair[0].state);
	enter(&m, pair[1].state);
	for (size_t at = 0; at < blocks * SHA256_BLOCK; at += SHA256_BLOCK) {
		struct lane l_before = l, m_before = m;

		load(&l, pair[0].message + at);
		load(&m, pair[1].message + at);
		sixteen(&l, &m, 0);
		sixteen(&l, &m, 4);
		sixteen(&l, &m, 8);
		sixteen(&l, &m, 12);
		add(&l, &l_before);
		add(&m, &m_before);
	}
	leave(&l, pair[0].digest);
	leave(&m, pair[1].digest);
}

static bool ask(void)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1))
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

/* Asked once: a virtual machine takes long to answer. */
static bool able(void)
{
	enum { UNKNOWN, YES, NO };
	static atomic_int known = UNKNOWN;

	if (known == UNKNOWN)
		known = ask() ? YES : NO;
	return known == YES;
}

#endif

void sha256_pair(const struct sha256_half pair[2], size_t blocks)
{
#ifdef HAS_SHA
	if (able()) {
		take_pair(pair, blocks);
		return;
	}
#endif
	sha256_pair_plain(pair, blocks);
}
