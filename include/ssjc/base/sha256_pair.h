/*
 * sha256_pair: SHA-256 (FIPS 180-4) of two short messages at once, for trees and draws of
 * millions. A processor with instructions for SHA-256 waits for the result of one most of the
 * time, and does the other one meanwhile.
 */
#ifndef SSJC_SHA256_PAIR_H
#define SSJC_SHA256_PAIR_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_WORDS = 8, SHA256_BLOCK = 64, SHA256_PADDING = 9 /* bytes at least */ };

/* The state before the first block. */
extern const uint32_t sha256_start[SHA256_WORDS];

/*
 * Put what follows a message of n bytes into the place after it: up to SHA256_BLOCK - 1 +
 * SHA256_PADDING bytes. before: how many bytes, in whole blocks, were taken in before it. How
 * many blocks it has then.
 */
size_t sha256_pad(unsigned char *message, size_t n, uint64_t before);

/* A message of whole blocks, and the state before the first of them. */
struct sha256_half {
	const uint32_t *state; /* SHA256_WORDS; sha256_start */
	const unsigned char *message;
	unsigned char *digest; /* where its 32 bytes go; maybe where the message was */
};
/* Compute the digests of both, which have as many blocks. */
void sha256_pair(const struct sha256_half pair[2], size_t blocks);
/* The same without special instructions, as is done where there are none. */
void sha256_pair_plain(const struct sha256_half pair[2], size_t blocks);

#endif
