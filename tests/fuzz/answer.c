/*
 * Any bytes as an answer: a first byte chooses the target, a second the status. What it
 * comes to names rows of the batch alone, each once, and has texts that show as they are.
 */
#include "ssjc/send/answer.h"
#include "ssjc/base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check(bool is)
{
	if (!is)
		abort();
}

static struct upload_column columns[] = {{.name = STR_INIT("no")}};
static struct upload_format format = {.name = STR_INIT("list"), .column = columns, .n_columns = 1};
static struct str cells[] = {STR_INIT("1"), STR_INIT("2"), STR_INIT("3")};
static struct upload_change rows[] = {
    {.row = {.id = STR_INIT("a")}, .cell = &cells[0]},
    {.row = {.id = STR_INIT("b")}, .cell = &cells[1]},
    {.row = {.id = STR_INIT("c")}, .cell = &cells[2]},
};
static const struct upload_batch batch = {
    .format = &format, .number = STR_INIT("2023061900001"), .v = rows, .n = 3};

#define A "format = list\naddress = https://a.example/\n"
#define B A "ok = /code 200 0\nlater = /code 5\nanswer_code = /code\nanswer_text = /text\n"
#define C B "answer_rows = /rows\nrow_id = /id\nrow_text = /text\nrow_code = /code\n"
static const char text[] =
    "[target a]\n" A "[target b]\n" B "[target c]\n" C "[target d]\n" C
    "row_ok = /state 1 true\n[target e]\n" A "answer_rows = .\nrow_column = no\n[target f]\n" A
    "answer_rows = .\nrow_id = /0\nrow_ok = /1 1\nrow_column = 1\n[target g]\n" B "answer = file\n";
static const long statuses[] = {200, 200, 200, 204, 302, 400, 408, 429, 503};

static void check_answer(const struct answer *a, bool later)
{
	size_t last = 0;

	check(a->n <= batch.n);
	check((a->kind == ANSWER_ACCEPTED || a->kind == ANSWER_ROWS) || a->n == 0);
	check(later || text_plain(a->text) == a->text.n);
	check(text_plain(a->code) == a->code.n && a->code.n <= 500);
	for (size_t i = 0; i < a->n; i++) {
		size_t row = 0;

		while (row < batch.n && !str_eq(a->v[i].id, rows[row].row.id))
			row++;
		check(row < batch.n && (i == 0 || row > last));
		check(text_plain(a->v[i].text) == a->v[i].text.n);
		last = row;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct targets all;
	struct response r;
	struct ssjc_err err;
	struct answer a;

	if (all.n == 0 && targets_read(&all, STR(text), "targets", "", &err))
		abort();
	if (n < 2)
		return 0;
	r = (struct response){.status = statuses[p[1] % (sizeof statuses / sizeof statuses[0])],
	    .body = {(const char *)p + 2, n - 2},
	    .retry_after = -1};
	if (answer_read(&a, &r, &all.v[p[0] % all.n], &batch, &err) == SSJC_OK)
		check_answer(&a, a.kind == ANSWER_LATER);
	answer_close(&a);
	return 0;
}
