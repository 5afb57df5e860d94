#include "ssjc/record/checklist_map.h"

#include "ssjc/base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const checklist_fields[CHECKLIST_FIELDS] = {
    [CHECKLIST_TEXT] = "",
    [CHECKLIST_RESULT] = "result",
    [CHECKLIST_PROBLEM] = "problem",
    [CHECKLIST_DISPOSAL] = "disposal",
    [CHECKLIST_ITEM] = "item",
    [CHECKLIST_METHOD] = "method",
    [CHECKLIST_DATE] = "date",
    [CHECKLIST_SIGNED] = "signed",
    [CHECKLIST_REFUSED] = "refused",
    [CHECKLIST_WITNESS] = "witness",
    [CHECKLIST_OPINION] = "opinion",
    [CHECKLIST_EXPERT] = "expert",
    [CHECKLIST_NOTE] = "note",
    [CHECKLIST_INSPECTORS] = "inspectors",
};

bool checklist_field_of_row(enum checklist_field field)
{
	return field >= CHECKLIST_RESULT && field <= CHECKLIST_ITEM;
}

void checklist_bare(struct buf *out, struct str s)
{
	while (s.n) {
		struct str rest = text_trim(s), c;

		/* What is left begins with a character that is no blank. */
		if (rest.n == 0)
			return;
		c = (struct str){rest.p, 1};
		while (c.n < rest.n && ((unsigned char)c.p[c.n] & 0xc0) == 0x80)
			c.n++;
		buf_str(out, c);
		s = (struct str){c.p + c.n, rest.n - c.n};
	}
}

bool checklist_is_bare(struct str text, struct str bare)
{
	struct buf b = {0};
	bool same;

	/* Most are the same as they stand, or differ in what they begin with. */
	if (str_eq(text, bare))
		return true;
	text = text_trim(text);
	if (!text.n || !bare.n)
		return text.n == bare.n;
	if (text.p[0] != bare.p[0] || text.n < bare.n)
		return false;
	checklist_bare(&b, text);
	same = !b.failed && str_eq(buf_text(&b), bare);
	buf_free(&b);
	return same;
}

void checklist_map_close(struct checklist_map *m)
{
	free(m->cell);
	free(m->code);
	arena_free(&m->arena);
	*m = (struct checklist_map){0};
}

ssjc_rc checklist_map_add(
    struct checklist_map *m, const struct checklist_cell *cell, struct ssjc_err *err)
{
	struct checklist_cell c = *cell;
	struct buf bare = {0};
	bool ok;

	checklist_bare(&bare, cell->text);
	ok = !bare.failed && array_grow(&m->cell, &m->cell_cap, m->n, sizeof *m->cell);
	c.text = arena_str(&m->arena, buf_text(&bare), &ok);
	buf_free(&bare);
	if (!ok)
		return ssjc_fail_memory(err);
	m->cell[m->n++] = c;
	return SSJC_OK;
}

/* ---- Writing ---- */

/* What the seal covers of a row: its texts but for empty ones at its end, each with its length. */
static void seal_row(struct buf *sealed, const struct str *text, size_t n)
{
	while (n > 0 && text[n - 1].n == 0)
		n--;
	buf_uint(sealed, n);
	buf_char(sealed, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_uint(sealed, text[i].n);
		buf_char(sealed, ':');
		buf_str(sealed, text[i]);
		buf_char(sealed, '\n');
	}
}

struct block {
	checklist_row *put;
	void *arg;
	struct buf sealed;
};

static ssjc_rc put_row(struct block *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	seal_row(&b->sealed, text, n);
	return b->sealed.failed ? ssjc_fail_memory(err) : b->put(b->arg, text, n, err);
}

static ssjc_rc put_head(struct block *b, const struct checklist_map *m, struct ssjc_err *err)
{
	const struct str head[][2] = {{STR("form"), STR("checklist")}, {STR("version"), STR("1")},
	    {STR("plan"), m->plan}, {STR("object"), m->object}, {STR("match"), m->match},
	    {STR("sheet"), m->id}};

	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
		ssjc_rc rc = put_row(b, head[i], 2, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_codes(struct block *b, const struct checklist_map *m, struct ssjc_err *err)
{
	struct buf number = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < m->n_codes; i++) {
		buf_clear(&number);
		buf_uint(&number, i + 1);
		rc = put_row(b, (struct str[]){STR("code"), buf_text(&number), m->code[i]}, 3, err);
		if (rc)
			break;
	}
	buf_free(&number);
	return rc;
}

static void put_name(struct buf *out, size_t column, uint64_t row)
{
	char letters[16];
	size_t n = sizeof letters;

	for (column++; column > 0; column = (column - 1) / 26)
		letters[--n] = (char)('A' + (column - 1) % 26);
	buf_add(out, letters + n, sizeof letters - n);
	buf_uint(out, row);
}

static ssjc_rc put_cells(struct block *b, const struct checklist_map *m, struct ssjc_err *err)
{
	struct buf name = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < m->n; i++) {
		const struct checklist_cell *c = &m->cell[i];

		buf_clear(&name);
		put_name(&name, c->column, c->row);
		rc = put_row(b,
		    (struct str[]){STR("cell"), buf_text(&name), str_of(checklist_fields[c->field]),
		        c->dept, c->item, c->text},
		    6, err);
		if (rc)
			break;
	}
	buf_free(&name);
	return rc;
}

ssjc_rc checklist_map_write(
    const struct checklist_map *m, checklist_row *put, void *arg, struct ssjc_err *err)
{
	struct block b = {.put = put, .arg = arg};
	char seal[DIGEST_HEX];
	ssjc_rc rc = put_head(&b, m, err);

	if (rc)
		goto out;
	rc = put_codes(&b, m, err);
	if (rc)
		goto out;
	rc = put_cells(&b, m, err);
	if (rc)
		goto out;
	rc = digest_hex(b.sealed.p, b.sealed.n, seal, err);
	if (rc)
		goto out;
	rc = put(arg, (struct str[]){STR("seal"), str_of(seal)}, 2, err);
out:
	buf_free(&b.sealed);
	return rc;
}

/* ---- Reading ---- */

static ssjc_rc bad_row(struct ssjc_err *err)
{
	return ssjc_fail(err, SSJC_INPUT,
	    "its hidden sheet “ssjc” was changed: fill in the file that was printed, or copy what "
	    "was filled in into it");
}

static ssjc_rc read_number(struct str text, uint64_t *out, struct ssjc_err *err)
{
	int64_t n;

	if (num_parse(text, 1, 1 << 20, &n))
		return bad_row(err);
	*out = (uint64_t)n;
	return SSJC_OK;
}

/* "F12". */
static ssjc_rc read_name(struct str text, struct checklist_cell *c, struct ssjc_err *err)
{
	size_t i = 0, column = 0;

	for (; i < text.n && i < 3 && text.p[i] >= 'A' && text.p[i] <= 'Z'; i++)
		column = column * 26 + (size_t)(text.p[i] - 'A') + 1;
	if (i == 0)
		return bad_row(err);
	c->column = column - 1;
	return read_number((struct str){text.p + i, text.n - i}, &c->row, err);
}

static ssjc_rc read_cell(struct checklist_map *m, const struct str *text, struct ssjc_err *err)
{
	struct checklist_cell c = {.dept = text[3], .item = text[4], .text = text[5]};
	unsigned field = 0;
	ssjc_rc rc = read_name(text[1], &c, err);

	if (rc)
		return rc;
	while (field < CHECKLIST_FIELDS && !str_is(text[2], checklist_fields[field]))
		field++;
	if (field == CHECKLIST_FIELDS ||
	    (m->n &&
	        (m->cell[m->n - 1].row > c.row ||
	            (m->cell[m->n - 1].row == c.row && m->cell[m->n - 1].column >= c.column))))
		return bad_row(err);
	c.field = (enum checklist_field)field;
	if (!array_grow(&m->cell, &m->cell_cap, m->n, sizeof *m->cell))
		return ssjc_fail_memory(err);
	m->cell[m->n++] = c;
	return SSJC_OK;
}

static ssjc_rc read_code(struct checklist_map *m, const struct str *text, struct ssjc_err *err)
{
	uint64_t n = 0;
	ssjc_rc rc = read_number(text[1], &n, err);

	if (rc)
		return rc;
	if (n != m->n_codes + 1)
		return bad_row(err);
	if (!array_grow(&m->code, &m->code_cap, m->n_codes, sizeof *m->code))
		return ssjc_fail_memory(err);
	m->code[m->n_codes++] = text[2];
	return SSJC_OK;
}

static ssjc_rc read_seal(struct checklist_reader *r, struct str text, struct ssjc_err *err)
{
	char seal[DIGEST_HEX];
	ssjc_rc rc = r->sealed.failed ? ssjc_fail_memory(err)
	                              : digest_hex(r->sealed.p, r->sealed.n, seal, err);

	buf_clear(&r->sealed);
	if (rc)
		return rc;
	return str_is(text, seal) ? SSJC_OK : bad_row(err);
}

ssjc_rc checklist_map_read(
    struct checklist_reader *r, const struct str *text, size_t n, bool *whole, struct ssjc_err *err)
{
	struct str cell[6] = {{0}};
	struct checklist_map *m = &r->map;
	const struct {
		const char *key;
		struct str *to;
	} head[] = {
	    {"plan", &m->plan}, {"object", &m->object}, {"match", &m->match}, {"sheet", &m->id}};

	*whole = false;
	for (size_t i = 0; i < n && i < 6; i++)
		cell[i] = text[i];
	if (str_is(cell[0], "seal")) {
		*whole = true;
		return read_seal(r, cell[1], err);
	}
	seal_row(&r->sealed, text, n);
	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		if (str_is(cell[0], head[i].key)) {
			*head[i].to = cell[1];
			return SSJC_OK;
		}
	if (str_is(cell[0], "cell"))
		return read_cell(m, cell, err);
	if (str_is(cell[0], "code"))
		return read_code(m, cell, err);
	if (str_is(cell[0], "version") && !str_is(cell[1], "1"))
		return ssjc_fail(err, SSJC_INPUT,
		    "is a form of version %.*s, which these programs do not know: use those that "
		    "printed it",
		    STR_ARG(cell[1]));
	if (str_is(cell[0], "version") || (str_is(cell[0], "form") && str_is(cell[1], "checklist")))
		return SSJC_OK;
	return bad_row(err);
}

void checklist_reader_close(struct checklist_reader *r)
{
	checklist_map_close(&r->map);
	buf_free(&r->sealed);
}

/* ---- Which sheet it is ---- */

static int id_to_seat(const void *id, const void *seat)
{
	const struct seat *const *x = seat;

	return str_cmp(*(const struct str *)id, (*x)->object);
}

/* Its seats are together in by_seat. */
static size_t first_seat(const struct audit_state *s, struct str object)
{
	return array_bisect(&object, s->by_seat, s->n_seats, sizeof *s->by_seat, id_to_seat);
}

ssjc_rc checklist_match(
    const struct audit_state *s, struct str object, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct buf text = {0};
	char date[DATE_SIZE];
	ssjc_rc rc;

	buf_printf(&text, "ssjc-match 1\ndraw=%u\nid=%.*s\n", s->draws, STR_ARG(object));
	for (size_t i = first_seat(s, object); i < s->n_seats; i++) {
		const struct seat *x = s->by_seat[i];

		if (!str_eq(x->object, object))
			break;
		date_format(x->date, date);
		buf_printf(&text, "%s,%u,%.*s,%u,%s,%zu:%.*s,%zu:%.*s\n", date, x->team,
		    STR_ARG(x->dept), x->seat, duty_names[x->duty], x->cert.n, STR_ARG(x->cert),
		    x->inspector.n, STR_ARG(x->inspector));
	}
	rc = text.failed ? ssjc_fail_memory(err) : digest_hex(text.p, text.n, digest, err);
	buf_free(&text);
	return rc;
}

/* What a plan is called in the ids of its sheets. */
static void put_plan(struct buf *out, struct str plan)
{
	static const char plain[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-.:";
	char digest[DIGEST_HEX];
	bool short_ = plan.n > 0 && plan.n <= 32;

	for (size_t i = 0; i < plan.n; i++)
		short_ &= plan.p[i] && strchr(plain, plan.p[i]);
	if (short_) {
		buf_str(out, plan);
		return;
	}
	if (digest_hex(plan.p, plan.n, digest, NULL)) {
		out->failed = true;
		return;
	}
	for (int i = 0; i < 12; i++)
		buf_char(out, (char)toupper((unsigned char)digest[i]));
}

enum { MATCH_DIGITS = 8 };

void checklist_id(struct buf *out, struct str plan, struct str match, struct str object)
{
	put_plan(out, plan);
	buf_char(out, '/');
	for (size_t i = 0; i < MATCH_DIGITS && i < match.n; i++)
		buf_char(out, (char)toupper((unsigned char)match.p[i]));
	buf_char(out, '/');
	buf_str(out, object);
}

/* The three parts of an id, from its end: the plan's may have a slash. */
static bool split_id(struct str id, struct str part[3])
{
	size_t end = id.n;

	for (int i = 2; i > 0; i--) {
		size_t at = end;

		while (at > 0 && id.p[at - 1] != '/')
			at--;
		if (at == 0)
			return false;
		part[i] = (struct str){id.p + at, end - at};
		end = at - 1;
	}
	part[0] = (struct str){id.p, end};
	return part[0].n && part[1].n == MATCH_DIGITS && part[2].n;
}

bool checklist_is_id(struct str text)
{
	struct str part[3];

	if (text.n > 128 || !split_id(text, part))
		return false;
	for (size_t i = 0; i < MATCH_DIGITS; i++)
		if (!strchr("0123456789ABCDEF", part[1].p[i]))
			return false;
	return part[2].n >= 15 && part[2].n <= 18;
}

ssjc_rc checklist_find(const struct audit_state *s, struct str plan, struct str id,
    const struct pick **pick, char match[DIGEST_HEX], struct ssjc_err *err)
{
	struct buf ours = {0};
	struct str part[3], object;
	ssjc_rc rc;

	*pick = NULL;
	if (!split_id(id, part))
		return ssjc_fail(err, SSJC_INPUT, "“%.*s” is not the id of a sheet", STR_ARG(id));
	put_plan(&ours, plan);
	if (ours.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	if (!str_eq(buf_text(&ours), part[0])) {
		rc = ssjc_fail(err, SSJC_INPUT, "is a sheet of another plan, “%.*s”, not of “%.*s”",
		    STR_ARG(part[0]), STR_ARG(plan));
		goto out;
	}
	object = part[2];
	*pick = audit_pick(s, object);
	if (!*pick || (*pick)->role == ROLE_RESERVE) {
		rc = ssjc_fail(err, SSJC_INPUT, "“%.*s” was not drawn", STR_ARG(object));
		goto out;
	}
	if ((*pick)->role == ROLE_REMOVED) {
		rc = ssjc_fail(err, SSJC_INPUT, "%.*s (%.*s) was removed and replaced",
		    STR_ARG(object), STR_ARG((*pick)->object.name));
		goto out;
	}
	rc = checklist_match(s, object, match, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < MATCH_DIGITS; i++)
		if (toupper((unsigned char)match[i]) != part[1].p[i]) {
			rc = ssjc_fail(err, SSJC_INPUT,
			    "%.*s (%.*s) was printed before its day or its inspectors were changed: "
			    "print it again with ssjc-print checklist, and fill in that one",
			    STR_ARG(object), STR_ARG((*pick)->object.name));
			goto out;
		}
out:
	buf_free(&ours);
	return rc;
}
