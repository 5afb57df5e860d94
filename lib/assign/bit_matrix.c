#include "bit_matrix.h"

#include <stdlib.h>

bool bit_matrix_open(struct bit_matrix *m, size_t rows, size_t columns)
{
	m->width = bits_words(columns);
	m->word = NULL;
	if (m->width > 0 && rows > SIZE_MAX / sizeof(bits) / m->width - 1)
		return false;
	m->word = calloc(rows * m->width + 1, sizeof(bits));
	return m->word;
}

void bit_matrix_free(struct bit_matrix *m)
{
	free(m->word);
	*m = (struct bit_matrix){0};
}
