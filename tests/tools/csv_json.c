/* The records of a CSV file as JSON, an object a record, for comparing with others. */
#include "ssjc/base/csv_in.h"
#include "ssjc/base/file.h"

#include <stdio.h>
#include <stdlib.h>

static void print_json(struct str s)
{
	putchar('"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == '"' || c == '\\')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static ssjc_rc print_records(struct csv_in *in, struct ssjc_err *err)
{
	struct arena arena = {0};
	struct csv_row row;
	struct str *head = NULL;
	size_t cols = 0, n = 0;
	bool ok = true;
	ssjc_rc rc;

	putchar('[');
	while ((rc = csv_in_next(in, &row, err)) == SSJC_OK && row.n > 0) {
		if (!head) {
			cols = row.n;
			head = arena_array(&arena, cols, sizeof *head);
			for (size_t i = 0; head && i < cols; i++)
				head[i] = arena_str(&arena, row.field[i], &ok);
			if (!head || !ok)
				rc = ssjc_fail_memory(err);
			continue;
		}
		printf("%s{", n++ ? "," : "");
		for (size_t i = 0; i < row.n && i < cols; i++) {
			printf("%s", i ? "," : "");
			print_json(head[i]);
			putchar(':');
			print_json(row.field[i]);
		}
		putchar('}');
	}
	printf("]\n");
	arena_free(&arena);
	return rc;
}

int main(int argc, char **argv)
{
	struct ssjc_err err = {0};
	struct csv_in *in = NULL;
	struct file f;
	ssjc_rc rc = file_open(&f, argc > 1 ? argv[1] : "-", &err);

	if (rc == SSJC_OK)
		rc = csv_in_open(&in, f.bytes, f.name, ',', &err);
	if (rc == SSJC_OK)
		rc = print_records(in, &err);
	if (rc != SSJC_OK)
		fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.msg);
	csv_in_close(in);
	file_close(&f);
	return rc == SSJC_OK ? 0 : 3;
}
