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

static ssjc_rc read_header(
    struct csv_in *in, struct arena *arena, struct csv_row *head, struct ssjc_err *err)
{
	struct csv_row row;
	struct str *field;
	bool ok = true;
	ssjc_rc rc = csv_in_next(in, &row, err);

	if (rc)
		return rc;
	field = arena_array(arena, row.n, sizeof *field);
	if (!field)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < row.n; i++)
		field[i] = arena_str(arena, row.field[i], &ok);
	*head = (struct csv_row){.field = field, .n = row.n};
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc print_records(struct csv_in *in, struct ssjc_err *err)
{
	struct arena arena = {0};
	struct csv_row row, head = {0};
	size_t n = 0;
	ssjc_rc rc = read_header(in, &arena, &head, err);

	if (rc)
		goto out;
	putchar('[');
	while (!(rc = csv_in_next(in, &row, err)) && row.n > 0) {
		printf("%s{", n++ ? "," : "");
		for (size_t i = 0; i < row.n && i < head.n; i++) {
			printf("%s", i ? "," : "");
			print_json(head.field[i]);
			putchar(':');
			print_json(row.field[i]);
		}
		putchar('}');
	}
	printf("]\n");
out:
	arena_free(&arena);
	return rc;
}

int main(int argc, char **argv)
{
	struct ssjc_err err = {0};
	struct csv_in *in = NULL;
	struct file f;
	ssjc_rc rc = file_open(&f, argc > 1 ? argv[1] : "-", &err);

	if (rc)
		goto out;
	rc = csv_in_open(&in, f.bytes, f.name, ',', &err);
	if (rc)
		goto out;
	rc = print_records(in, &err);
out:
	if (rc)
		fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.msg);
	csv_in_close(in);
	file_close(&f);
	return rc ? 3 : 0;
}
