/*
 * bit_matrix: rows of bits, so that sixty-four are looked at in one step.
 */
#ifndef SSJC_BIT_MATRIX_H
#define SSJC_BIT_MATRIX_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t bits;

enum { BITS = sizeof(bits) * CHAR_BIT };

/* How many words have n bits. */
static inline size_t bits_words(size_t n)
{
	return (n + BITS - 1) / BITS;
}

static inline bool bits_has(const bits *v, size_t i)
{
	return v[i / BITS] >> i % BITS & 1;
}

static inline void bits_set(bits *v, size_t i)
{
	v[i / BITS] |= (bits)1 << i % BITS;
}

static inline void bits_clear(bits *v, size_t i)
{
	v[i / BITS] &= ~((bits)1 << i % BITS);
}

/* The place of the lowest bit of a word that is not 0. */
static inline size_t bits_lowest(bits word)
{
	return (size_t)__builtin_ctzll(word);
}

struct bit_matrix {
	bits *word;
	size_t width; /* words of a row */
};

/* Rows of so many bits, all 0. False when out of memory. */
bool bit_matrix_open(struct bit_matrix *m, size_t rows, size_t columns);
void bit_matrix_free(struct bit_matrix *m);

static inline bits *bit_matrix_row(const struct bit_matrix *m, size_t row)
{
	return m->word + row * m->width;
}

#endif
