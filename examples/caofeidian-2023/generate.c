/*
 * generate: invents the rosters of this example, the same bytes every time.
 *
 *	generate FOLDER
 *
 * writes into FOLDER what four offices might have sent, with the faults that
 * such files have: 企业名录.xlsx, 人员-交通.csv, 人员-市场.csv, 人员-应急.csv
 * (GB18030) and 历史.csv. No firm, person, number or address in them exists;
 * the check digits are right, except in one row that shows a wrong one.
 */
#include "ssjc/base/buf.h"
#include "ssjc/base/file.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { NAME, CODE, CATEGORY, CREDIT, TOWN, ADDRESS, LEGAL, PHONE, STATUS, REMARK, COLUMNS };
enum { FIRMS = 318, ROWS = FIRMS + 3, SPARE = 399, CELL = 160 };
enum { INSPECTOR_NAME, CERT, DEPT, MOBILE, SKILLS, EXPERT, RECUSE, LEAVE, VALID, STATE, FIELDS };

static const struct {
	const char *title;
	double width;
} columns[COLUMNS] = {
    [NAME] = {"企业名称", 42},
    [CODE] = {"统一社会信用代码", 24},
    [CATEGORY] = {"经营类别", 16},
    [CREDIT] = {"信用风险等级", 14},
    [TOWN] = {"乡镇（街道）", 16},
    [ADDRESS] = {"经营地址", 40},
    [LEGAL] = {"法定代表人", 12},
    [PHONE] = {"联系电话", 18},
    [STATUS] = {"登记状态", 10},
    [REMARK] = {"备注", 20},
};

static const struct {
	const char *name;
	int credit[4]; /* firms of the classes A to D */
	const char *trade[3];
} categories[] = {
    {"危险货物运输", {9, 14, 6, 2}, {"危货运输", "化工物流", "能源运输"}},
    {"普通货物运输", {82, 131, 42, 7}, {"物流", "货运", "运输"}},
    {"道路旅客运输", {8, 11, 5, 1}, {"客运", "旅游客运", "客运服务"}},
};

/* By number, before the rows of a category change places. */
static const struct {
	int firm;
	const char *status;
} gone[] = {
    {12, "注销"},
    {45, "注销"},
    {88, "注销"},
    {140, "吊销"},
    {177, "注销"},
    {221, "注销"},
    {270, "吊销"},
};

static const struct {
	const char *file, *name;
	char letter;
	int people;
	const char *skills[3]; /* in turn */
} bureaus[] = {
    {"人员-交通.csv", "曹妃甸区交通运输局", 'T', 24, {"货运;危险货物", "货运;客运", "货运"}},
    {"人员-市场.csv", "曹妃甸区市场监督管理局", 'M', 18, {"公示信息", "公示信息", "公示信息"}},
    {"人员-应急.csv", "曹妃甸区应急管理局", 'E', 16, {"安全生产", "安全生产", "安全生产"}},
};

/* What is not as usual about an inspector: text, or a firm's code or name. */
static const struct {
	const char *cert;
	int field;
	const char *text;
	int firm, column;
} special[] = {
    {"T-003", LEAVE, "2023-06-19..2023-06-21", 0, 0},
    {"T-006", RECUSE, NULL, 7, CODE},
    {"T-009", VALID, "2023-06-20", 0, 0}, /* ends inside the window */
    {"T-015", RECUSE, NULL, 150, NAME},
    {"T-018", LEAVE, "2023-06-14..2023-06-16;2023-06-28", 0, 0},
    {"T-024", EXPERT, "是", 0, 0},
    {"T-024", SKILLS, "货运;客运;危险货物", 0, 0},
    {"M-002", LEAVE, "2023-06-25..2023-06-30", 0, 0},
    {"M-007", RECUSE, NULL, 200, CODE},
    {"M-017", STATE, "调离", 0, 0},
    {"E-004", LEAVE, "2023-06-14", 0, 0},
    {"E-008", RECUSE, NULL, 60, NAME},
    {"E-012", VALID, "2023-03-31", 0, 0}, /* has ended */
    {"E-016", EXPERT, "是", 0, 0},
    {"E-016", SKILLS, "安全生产;危险化学品", 0, 0},
};

/* The earlier inspections: so many objects on that day. */
static const struct {
	const char *date, *plan;
	int objects;
} earlier[] = {
    {"2022-06-14", "CFD-JT-2022-0011", 8},
    {"2022-06-15", "CFD-JT-2022-0011", 8},
    {"2022-06-16", "CFD-JT-2022-0011", 8},
    {"2022-09-20", "CFD-SC-2022-0019", 8},
    {"2022-09-21", "CFD-SC-2022-0019", 8},
    {"2023-03-21", "CFD-YJ-2023-0003", 3},
    {"2023-04-12", "CFD-YJ-2023-0003", 3},
};

/* More trade names than firms: the SPARE-th is left for the wrong row. */
static const char *const first[] = {"海", "润", "通", "顺", "达", "安", "捷", "远", "鑫", "宏",
    "瑞", "泰", "恒", "盛", "隆", "丰", "嘉", "凯", "腾", "驰"};
static const char *const second[] = {"运", "联", "诚", "信", "源", "利", "兴", "发", "和", "康",
    "畅", "途", "程", "港", "路", "桥", "洋", "汇", "达", "祥"};
static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
static const char *const branches[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const towns[] = {
    "唐海镇", "滨海镇", "柳赞镇", "第四农场", "第八农场", "第十一农场"};

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static char row[ROWS][COLUMNS][CELL];

static void die(const char *file, const char *what)
{
	fprintf(stderr, "generate: %s: %s\n", file, what);
	exit(4);
}

/* splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t state = 20230614;

static unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) % n);
}

/* The numbers 0 to n - 1 in a random order. */
static void shuffle(unsigned *v, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned j = below(i + 1);

		v[i] = i;
		v[i] = v[j];
		v[j] = i;
	}
}

/*
 * The unified social credit code of our n-th firm: GB 32100 around an
 * organisation code by GB 11714, in a range of our own.
 */
static void credit_code(unsigned n, char out[CELL])
{
	static const char digit[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const char value[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const unsigned inner[] = {3, 7, 9, 10, 5, 8, 4, 2};
	unsigned sum = 0, weight = 1;
	char organisation[9];

	snprintf(organisation, sizeof organisation, "MA07TE%c%c", digit[n / 31], digit[n % 31]);
	for (int i = 0; i < 8; i++)
		sum += inner[i] * (unsigned)(strchr(value, organisation[i]) - value);
	snprintf(out, CELL, "91130230%s%c", organisation, "0X987654321"[sum % 11]);
	sum = 0;
	for (int i = 0; i < 17; i++) {
		sum += weight * (unsigned)(strchr(digit, out[i]) - digit);
		weight = weight * 3 % 31;
	}
	out[17] = digit[(31 - sum % 31) % 31];
	out[18] = '\0';
}

static const char *status_of(int firm)
{
	for (size_t i = 0; i < LENGTH(gone); i++)
		if (gone[i].firm == firm)
			return gone[i].status;
	return "存续";
}

#define PICK(list)       (list)[below(LENGTH(list))]
#define PUT(column, ...) snprintf(cell[column], CELL, __VA_ARGS__)

/* pick numbers the trade names and, with them, codes and phones. */
static void invent_firm(
    char (*cell)[CELL], unsigned category, int credit, unsigned pick, const char *status)
{
	const char *town = PICK(towns), *stem = PICK(stems);

	PUT(NAME, "曹妃甸区样例%s%s%s有限公司", first[pick / LENGTH(second)],
	    second[pick % LENGTH(second)], PICK(categories[category].trade));
	credit_code(pick + 1, cell[CODE]);
	PUT(CATEGORY, "%s", categories[category].name);
	PUT(CREDIT, "%c", "ABCD"[credit]);
	PUT(TOWN, "%s", town);
	PUT(ADDRESS, "曹妃甸区%s样例路%u号", town, below(400) + 1);
	PUT(LEGAL, "例%s%s", stem, PICK(branches));
	PUT(PHONE, "1700000%04u", pick + 1000);
	PUT(STATUS, "%s", status);
	PUT(REMARK, "%s", strcmp(status, "注销") == 0 ? "待清理" : "");
}

static void invent_firms(void)
{
	unsigned pick[SPARE], place[FIRMS];
	unsigned firm = 0, begin = 0;

	shuffle(pick, LENGTH(pick));
	for (unsigned c = 0; c < LENGTH(categories); c++, begin = firm) {
		const int *credit = categories[c].credit;
		unsigned n = (unsigned)(credit[0] + credit[1] + credit[2] + credit[3]);

		shuffle(place, n);
		for (int class = 0; class < 4; class ++)
			for (int i = 0; i < credit[class]; i++, firm++)
				invent_firm(row[begin + place[firm - begin]], c, class, pick[firm],
				    status_of((int)firm));
	}
}

/* ASCII as an input method in full-width mode writes it. */
static void widen(char cell[CELL])
{
	char wide[CELL];
	size_t n = 0;

	for (const char *p = cell; *p && n + 3 < sizeof wide; p++) {
		unsigned u = 0xfee0 + (unsigned char)*p;

		wide[n++] = (char)(0xe0 | u >> 12);
		wide[n++] = (char)(0x80 | (u >> 6 & 0x3f));
		wide[n++] = (char)(0x80 | (u & 0x3f));
	}
	wide[n] = '\0';
	memcpy(cell, wide, n + 1);
}

/* Blanks where somebody reads four figures at a time, and one at the end. */
static void space(char cell[CELL])
{
	char old[CELL];

	memcpy(old, cell, CELL);
	snprintf(cell, CELL, "%.4s %.60s ", old, old + 4);
}

static void lower(char cell[CELL])
{
	for (char *p = cell; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
}

/* Two rows are duplicated, one has a wrong check digit, some are badly typed. */
static void spoil(void)
{
	static void (*const blemish[])(char *) = {widen, space, lower};

	memcpy(row[FIRMS], row[101], sizeof row[0]);
	memcpy(row[FIRMS + 1], row[202], sizeof row[0]);
	widen(row[FIRMS + 1][CODE]);
	space(row[FIRMS + 1][PHONE]);
	invent_firm(row[FIRMS + 2], 1, 1, SPARE, "存续");
	row[FIRMS + 2][CODE][17] = row[FIRMS + 2][CODE][17] == '0' ? '1' : '0';
	for (int i = 0; i < FIRMS; i++) {
		unsigned kind = below(40);

		if (kind < LENGTH(blemish))
			blemish[kind](row[i][CODE]);
		else if (kind < LENGTH(blemish) + 2)
			blemish[kind - LENGTH(blemish)](row[i][PHONE]);
	}
}

static void write_firms(const char *folder)
{
	/* The moment is part of the file: fixed, so that the bytes are. */
	lxw_doc_properties properties = {.created = 1685577600};
	struct buf path = {0};
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *bold, *text;
	lxw_error error;

	buf_printf(&path, "%s/企业名录.xlsx", folder);
	book = path.failed ? NULL : workbook_new(path.p);
	sheet = book ? workbook_add_worksheet(book, "企业名录") : NULL;
	if (!sheet)
		die(folder, "out of memory");
	workbook_set_properties(book, &properties);
	bold = workbook_add_format(book);
	format_set_bold(bold);
	format_set_align(bold, LXW_ALIGN_CENTER);
	text = workbook_add_format(book);
	format_set_num_format(text, "@");
	worksheet_merge_range(sheet, 0, 0, 0, COLUMNS - 1,
	    "曹妃甸区道路运输企业名录（样例，全部内容均为虚构）", bold);
	for (lxw_col_t c = 0; c < COLUMNS; c++) {
		worksheet_set_column(sheet, c, c, columns[c].width, NULL);
		worksheet_write_string(sheet, 1, c, columns[c].title, bold);
		for (lxw_row_t r = 0; r < ROWS; r++)
			worksheet_write_string(sheet, r + 2, c, row[r][c], text);
	}
	error = workbook_close(book);
	if (error != LXW_NO_ERROR)
		die(path.p, lxw_strerror(error));
	buf_free(&path);
}

/* A line of CSV; no cell of ours needs quotes. */
static void add_line(struct buf *b, const char *const *cell, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(b, "%s%s", cell[i], i + 1 < n ? "," : "\r\n");
}

static void save(const char *folder, const char *name, const char *encoding, struct buf *b)
{
	static char to[1 << 16];
	struct buf path = {0};
	struct out out;
	struct ssjc_err err;
	char *p = b->p, *end = to;
	size_t left = b->n, room = sizeof to;
	iconv_t convert = iconv_open(encoding, "UTF-8");

	buf_printf(&path, "%s/%s", folder, name);
	if (path.failed || b->failed || convert == (iconv_t)-1 ||
	    iconv(convert, &p, &left, &end, &room) != 0)
		die(name, "cannot convert it");
	iconv_close(convert);
	if (out_open(&out, path.p, &err) != SSJC_OK)
		die(name, err.msg);
	fwrite(to, 1, (size_t)(end - to), out.f);
	if (out_finish(&out, &err) != SSJC_OK)
		die(name, err.msg);
	buf_free(&path);
	buf_free(b);
}

static void write_inspectors(const char *folder, unsigned bureau)
{
	static const char *const head[FIELDS] = {"姓名", "执法证号", "部门", "手机", "资质", "专家",
	    "回避对象", "请假", "证件有效期", "状态"};
	struct buf b = {0};

	add_line(&b, head, FIELDS);
	for (int i = 0; i < bureaus[bureau].people; i++) {
		char name[16], cert[16], mobile[32];
		const char *cell[FIELDS] = {name, cert, bureaus[bureau].name, mobile,
		    bureaus[bureau].skills[i % 3], "否", "", "", "2025-12-31", "在岗"};

		snprintf(
		    name, sizeof name, "样%s%s", stems[i % 10], branches[i / 10 + 3 * (int)bureau]);
		snprintf(cert, sizeof cert, "%c-%03d", bureaus[bureau].letter, i + 1);
		snprintf(mobile, sizeof mobile, "1700001%u%03d", bureau + 1, i + 1);
		for (size_t k = 0; k < LENGTH(special); k++)
			if (strcmp(special[k].cert, cert) == 0)
				cell[special[k].field] = special[k].text
				    ? special[k].text
				    : row[special[k].firm][special[k].column];
		add_line(&b, cell, FIELDS);
	}
	save(folder, bureaus[bureau].file, "GB18030", &b);
}

/* Firms in a stride that meets none twice; those of class D are left out. */
static void write_history(const char *folder)
{
	static const char *const head[] = {"统一社会信用代码", "企业名称", "检查日期", "抽查计划"};
	struct buf b = {0};
	int at = 3;

	add_line(&b, head, LENGTH(head));
	for (size_t i = 0; i < LENGTH(earlier); i++)
		for (int k = 0; k < earlier[i].objects; at = (at + 67) % FIRMS) {
			const char *cell[] = {
			    row[at][CODE], row[at][NAME], earlier[i].date, earlier[i].plan};

			if (strcmp(row[at][CREDIT], "D") == 0)
				continue;
			add_line(&b, cell, LENGTH(cell));
			k++;
		}
	save(folder, "历史.csv", "UTF-8", &b);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: generate FOLDER\n", stderr);
		return 2;
	}
	invent_firms();
	for (unsigned i = 0; i < LENGTH(bureaus); i++)
		write_inspectors(argv[1], i);
	write_history(argv[1]);
	spoil();
	write_firms(argv[1]);
	return 0;
}
