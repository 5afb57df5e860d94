#include "ssjc/send/answer.h"

#include "answer_json.h"
#include "ssjc/base/encoding.h"
#include "ssjc/base/language.h"
#include "ssjc/base/num.h"
#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

/* An answer that is being read. */
struct reading {
	struct answer *out;
	const struct response *response;
	const struct target *t;
	const struct upload_batch *b;
	json_object *root;
	bool json; /* root is what it says; else why tells what it is not */
	struct ssjc_err why;
	struct str body; /* in UTF-8 */
	struct ssjc_err *err;
};

/* ---- Texts ---- */

/* s with *** for each secret that is in it. */
static void put_hidden(struct buf *out, const struct response *r, struct str s)
{
	while (s.n) {
		size_t i = 0;

		while (i < r->n_secrets &&
		    (r->secret[i].n > s.n || memcmp(r->secret[i].p, s.p, r->secret[i].n) != 0))
			i++;
		if (i < r->n_secrets)
			buf_z(out, "***");
		else
			buf_char(out, s.p[0]);
		i = i < r->n_secrets ? r->secret[i].n : 1;
		s = (struct str){s.p + i, s.n - i};
	}
}

/*
 * A text of the other side's, in UTF-8, as it is kept: on one line, and not too long. What
 * does not show as what it is becomes a blank.
 */
static struct str shown(struct reading *x, struct str s, bool *ok)
{
	enum { LONGEST = 500 };
	struct buf b = {0}, hidden = {0};
	struct str kept;

	if (x->response->n_secrets) {
		put_hidden(&hidden, x->response, s);
		*ok &= !hidden.failed;
		s = buf_text(&hidden);
	}
	while (s.n && b.n <= LONGEST) {
		size_t plain = text_plain(s);

		buf_add(&b, s.p, plain);
		if (plain == s.n)
			break;
		buf_char(&b, ' ');
		s = (struct str){s.p + plain + 1, s.n - plain - 1};
		while (s.n && ((unsigned char)s.p[0] & 0xc0) == 0x80)
			s = (struct str){s.p + 1, s.n - 1};
	}
	kept = text_trim(buf_text(&b));
	if (kept.n > LONGEST)
		kept.n = str_utf8((struct str){kept.p, LONGEST});
	*ok &= !b.failed;
	kept = arena_str(&x->out->arena, kept, ok);
	buf_free(&b);
	buf_free(&hidden);
	return kept;
}

/* The text of what a pointer finds in an element, as it is kept. */
static struct str text_at(struct reading *x, json_object *in, struct str pointer, bool *ok)
{
	struct buf b = {0};
	struct str kept;

	answer_json_text(&b, answer_json_at(in, pointer));
	*ok &= !b.failed;
	kept = shown(x, buf_text(&b), ok);
	buf_free(&b);
	return kept;
}

/* It is to be sent once more, because of that: our words, in both languages. */
static __attribute__((format(printf, 2, 3))) ssjc_rc later(struct reading *x, const char *fmt, ...)
{
	struct buf b = {0};
	bool ok = true;
	va_list ap;

	x->out->kind = ANSWER_LATER;
	va_start(ap, fmt);
	language_vboth(&b, fmt, ap);
	va_end(ap);
	ok = !b.failed;
	x->out->text = arena_str(&x->out->arena, buf_text(&b), &ok);
	buf_free(&b);
	return ok ? SSJC_OK : ssjc_fail_memory(x->err);
}

/* ---- The body ---- */

/* As UTF-8, and as JSON if it is some: what it must be comes later. */
static ssjc_rc read_body(struct reading *x, struct decoded *d)
{
	struct str body = x->response->body;
	ssjc_rc rc = SSJC_OK;

	if (body.n)
		rc = decoded_open(d, body, ENCODING_AUTO, "answer", &x->why);
	if (rc == SSJC_INPUT)
		return SSJC_OK;
	if (rc)
		goto out;
	x->body = d->text;
	rc = answer_json_parse(&x->root, x->body, &x->why);
	x->json = rc == SSJC_OK;
	if (rc == SSJC_NO)
		return SSJC_OK;
out:
	if (rc)
		*x->err = x->why;
	return rc;
}

/* The code and the text of the whole answer; the body itself, if need be. */
static ssjc_rc take_texts(struct reading *x, bool body)
{
	struct answer *a = x->out;
	bool ok = true;

	a->code = text_at(x, x->root, x->t->answer_code, &ok);
	a->text = text_at(x, x->root, x->t->answer_text, &ok);
	if (body && a->text.n == 0)
		a->text = shown(x, x->body, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(x->err);
}

/* "/code 200 0": is what the pointer finds one of the values? False in *there: it is nothing. */
static ssjc_rc one_of(
    struct reading *x, json_object *in, struct str rule, bool *there, bool *out, struct str *found)
{
	struct arena a = {0};
	struct buf value = {0};
	struct str pointer = {0}, piece;
	bool ok = true;

	str_split(&rule, ' ', &pointer);
	pointer = arena_str(&a, pointer, &ok);
	*there = ok && answer_json_at(in, pointer);
	*out = false;
	if (*there)
		answer_json_text(&value, answer_json_at(in, pointer));
	while (str_split(&rule, ' ', &piece))
		*out |= piece.n && str_eq(piece, buf_text(&value));
	*out &= *there;
	if (found)
		*found = shown(x, buf_text(&value), &ok);
	ok &= !value.failed;
	buf_free(&value);
	arena_free(&a);
	return ok ? SSJC_OK : ssjc_fail_memory(x->err);
}

/* ---- Rows ---- */

/* Where the rows of a batch are, by the value that names them. */
struct place {
	struct str value;
	size_t row;
};

static int by_value(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return str_cmp(x->value, y->value);
}

static ssjc_rc index_rows(struct reading *x, struct place **out)
{
	const struct upload_batch *b = x->b;
	const struct upload_column *c = upload_format_column(b->format, x->t->row_column);
	ssjc_rc rc = target_fits(x->t, b->format, x->err);
	struct place *v;

	if (rc)
		return rc;
	v = arena_array(&x->out->arena, b->n, sizeof *v);
	if (!v)
		return ssjc_fail_memory(x->err);
	for (size_t i = 0; i < b->n; i++)
		v[i] = (struct place){c ? b->v[i].cell[c - b->format->column] : b->v[i].row.id, i};
	qsort(v, b->n, sizeof *v, by_value);
	for (size_t i = 1; i < b->n; i++)
		if (str_eq(v[i - 1].value, v[i].value))
			return ssjc_fail_at(x->err, SSJC_INPUT, x->t->at, x->t->line, "row_column",
			    "does not tell rows apart: “%.*s” is in several rows of batch %.*s",
			    STR_ARG(v[i].value), STR_ARG(b->number));
	*out = v;
	return SSJC_OK;
}

/* The row that a value names; false when the batch does not have it. */
static bool find_row(const struct reading *x, const struct place *v, struct str value, size_t *row)
{
	const struct place key = {.value = value}, *found;
	int64_t n;

	if (x->t->row_from >= 0) {
		if (num_parse(value, x->t->row_from, INT64_MAX, &n) ||
		    (uint64_t)(n - x->t->row_from) >= x->b->n)
			return false;
		*row = (size_t)(n - x->t->row_from);
		return true;
	}
	found = bsearch(&key, v, x->b->n, sizeof *v, by_value);
	if (found)
		*row = found->row;
	return found != NULL;
}

/* Put what one element says into its row's place; kind is ANSWER_LATER when it says nothing. */
static ssjc_rc read_row(
    struct reading *x, const struct place *v, json_object *element, struct audit_receipt *rows)
{
	const struct target *t = x->t;
	struct audit_receipt r = {.number = x->b->number, .state = RECEIPT_REJECTED};
	bool ok = true, there, good;
	struct str name = text_at(x, element, t->row_id, &ok);
	size_t row;
	ssjc_rc rc;

	if (!ok)
		return ssjc_fail_memory(x->err);
	if (!find_row(x, v, name, &row))
		return later(
		    x, "it names a row “%.*s”, which the batch does not have", STR_ARG(name));
	if (t->row_ok.n) {
		rc = one_of(x, element, t->row_ok, &there, &good, NULL);
		if (rc)
			return rc;
		if (!there)
			return later(
			    x, "it does not say whether row “%.*s” is accepted", STR_ARG(name));
		r.state = good ? RECEIPT_ACCEPTED : RECEIPT_REJECTED;
	}
	if (rows[row].id.n && rows[row].state != r.state)
		return later(x,
		    "it says of row “%.*s” that it is accepted, and that it is rejected",
		    STR_ARG(name));
	r.id = x->b->v[row].row.id;
	r.code = text_at(x, element, t->row_code, &ok);
	r.text = text_at(x, element, t->row_text, &ok);
	r.time = text_at(x, element, t->row_time, &ok);
	rows[row] = r;
	return ok ? SSJC_OK : ssjc_fail_memory(x->err);
}

/* Those that were named, in the batch's order. */
static ssjc_rc gather_rows(struct reading *x, struct audit_receipt *rows)
{
	struct answer *a = x->out;
	size_t n = 0, rejected = 0;

	for (size_t i = 0; i < x->b->n; i++)
		if (rows[i].id.n) {
			rejected += rows[i].state == RECEIPT_REJECTED;
			rows[n++] = rows[i];
		}
	if (x->t->row_ok.n && n < x->b->n)
		return later(x, "it says nothing of %zu rows of the batch", x->b->n - n);
	a->v = rows;
	a->n = n;
	a->kind = rejected ? ANSWER_ROWS : ANSWER_ACCEPTED;
	return SSJC_OK;
}

static ssjc_rc read_rows(struct reading *x)
{
	const struct target *t = x->t;
	json_object *all = answer_json_at(x->root, t->answer_rows);
	struct audit_receipt *rows;
	struct place *v = NULL;
	ssjc_rc rc;

	if (!all)
		return t->row_ok.n && t->ok.n == 0
		    ? later(x, "it has no rows at %.*s", STR_ARG(t->answer_rows))
		    : SSJC_OK;
	if (!json_object_is_type(all, json_type_array))
		return later(x, "what it has at %.*s is not an array", STR_ARG(t->answer_rows));
	rows = arena_array(&x->out->arena, x->b->n, sizeof *rows);
	if (!rows)
		return ssjc_fail_memory(x->err);
	rc = index_rows(x, &v);
	if (rc)
		return rc;
	for (size_t i = 0; i < json_object_array_length(all); i++) {
		rc = read_row(x, v, json_object_array_get_idx(all, i), rows);
		if (rc || x->out->kind == ANSWER_LATER)
			return rc;
	}
	return gather_rows(x, rows);
}

/* ---- What it means ---- */

/* A status that is not one of those that say yes. */
static ssjc_rc read_refusal(struct reading *x)
{
	long status = x->response->status;
	struct answer *a = x->out;
	bool ok = true;
	char code[32];
	ssjc_rc rc = take_texts(x, true);

	if (rc)
		return rc;
	a->kind = status == 408 || status == 425 || status == 429 || status >= 500 ? ANSWER_LATER
	                                                                           : ANSWER_REFUSED;
	snprintf(code, sizeof code, "HTTP %ld", status);
	a->code = arena_str(&a->arena, str_of(code), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(x->err);
}

/* What the body says, where it has a say. */
static ssjc_rc read_says(struct reading *x)
{
	const struct target *t = x->t;
	struct str found;
	bool there, yes;
	ssjc_rc rc;

	rc = one_of(x, x->root, t->later, &there, &yes, &found);
	if (rc)
		return rc;
	if (yes) {
		x->out->kind = ANSWER_LATER;
		return take_texts(x, true);
	}
	rc = one_of(x, x->root, t->ok, &there, &yes, &found);
	if (rc)
		return rc;
	if (t->ok.n && !there)
		return later(x, "it has nothing at the pointer of ok, “%.*s”", STR_ARG(t->ok));
	if (t->ok.n && !yes) {
		x->out->kind = ANSWER_REFUSED;
		rc = take_texts(x, true);
		if (!rc && x->out->code.n == 0)
			x->out->code = found;
		return rc;
	}
	rc = take_texts(x, false);
	return rc || t->answer_rows.n == 0 ? rc : read_rows(x);
}

static ssjc_rc read_web(struct reading *x)
{
	const struct target *t = x->t;
	struct buf why = {0};
	ssjc_rc rc;

	if (!target_status_in(t->ok_status, x->response->status))
		return read_refusal(x);
	if (x->json)
		return read_says(x);
	if (t->ok.n == 0 && t->later.n == 0 && t->answer_rows.n == 0)
		return SSJC_OK;
	language_either(&why, x->why.msg, x->why.said);
	rc = why.failed ? ssjc_fail_memory(x->err)
	                : later(x, "HTTP %ld, but nothing can be read from the answer: %s",
	                      x->response->status, why.p);
	buf_free(&why);
	return rc;
}

ssjc_rc answer_read(struct answer *out, const struct response *r, const struct target *t,
    const struct upload_batch *b, struct ssjc_err *err)
{
	struct reading x = {.out = out, .response = r, .t = t, .b = b, .err = err};
	struct decoded d = {.text = STR("")};
	ssjc_rc rc = SSJC_OK;

	*out = (struct answer){
	    .kind = t->answer == TARGET_FILE ? ANSWER_DELIVERED : ANSWER_ACCEPTED};
	if (!(t->kind & TARGET_WEB))
		goto out;
	rc = read_body(&x, &d);
	if (rc)
		goto out;
	rc = read_web(&x);
out:
	json_object_put(x.root);
	decoded_close(&d);
	if (rc)
		answer_close(out);
	return rc;
}

void answer_close(struct answer *a)
{
	arena_free(&a->arena);
	*a = (struct answer){.kind = ANSWER_LATER};
}
