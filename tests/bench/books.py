"""books.py LIBRARY WHAT ARGUMENT...: workbooks by the libraries of Python that are most used.

	xlrd|openpyxl read FILE|FOLDER       all cells of all sheets
	xlwt convert CSV FILE                an old workbook (.xls) of a CSV
	openpyxl|xlsxwriter write ASSIGNED ITEMS FOLDER|FILE
	                                     a checklist for each business: a workbook, or a sheet
"""

import csv
import importlib
import os
import sys

HEADERS = ["序号", "检查事项", "检查依据", "检查方式", "检查材料", "检查结果", "存在问题", "处理措施"]
WIDTHS = [6, 30, 24, 12, 20, 16, 24, 24]


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def files(path):
    return [os.path.join(path, n) for n in sorted(os.listdir(path))] if os.path.isdir(path) else [path]


def read_openpyxl(library, path):
    cells = 0
    for name in files(path):
        book = library.load_workbook(name, read_only=True)
        cells += sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    print(cells)


def read_xlrd(library, path):
    print(sum(len(sheet.row_values(r)) for sheet in library.open_workbook(path).sheets()
              for r in range(sheet.nrows)))


def convert_xlwt(library, source, path):
    book = library.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名录")
    with open(source, encoding="utf-8", newline="") as f:
        for r, row in enumerate(csv.reader(f)):
            for c, text in enumerate(row):
                sheet.write(r, c, text)
    book.save(path)


def checklist(business, items):
    """The head of a checklist, as pairs, and its table."""
    head = [("企业名称", business["name"]), ("统一社会信用代码", business["id"]), ("类别", business["category"]),
            ("检查日期", business["date"]), ("样例检查人员一", ""), ("样例检查人员二", "")]
    return head, [[n + 1, i["title"], i["basis"], i["method"], i["materials"], "□1 □2", "", ""]
                  for n, i in enumerate(items)]


class Xlsxwriter:
    def __init__(self, library, path):
        self.book = library.Workbook(path)
        self.title = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.cell = self.book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})

    def sheet(self, name, head, table):
        sheet = self.book.add_worksheet(name)
        for c, width in enumerate(WIDTHS):
            sheet.set_column(c, c, width)
        sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, "样例检查表", self.title)
        for r, line in enumerate(head + [HEADERS] + table):
            for c, text in enumerate(line):
                sheet.write(r + 1, c, text, self.cell)

    def close(self):
        self.book.close()


class Openpyxl:
    def __init__(self, library, path):
        from openpyxl import styles
        self.book, self.path = library.Workbook(), path
        self.book.remove(self.book.active)
        side = styles.Side(style="thin")
        self.border = styles.Border(left=side, right=side, top=side, bottom=side)
        self.wrap = styles.Alignment(wrap_text=True, vertical="center")
        self.title = styles.Font(bold=True, size=16)

    def sheet(self, name, head, table):
        sheet = self.book.create_sheet(name)
        for c, width in enumerate(WIDTHS):
            sheet.column_dimensions["ABCDEFGH"[c]].width = width
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(WIDTHS))
        sheet.cell(1, 1, "样例检查表").font = self.title
        for r, line in enumerate(head + [HEADERS] + table):
            for c, text in enumerate(line):
                cell = sheet.cell(r + 2, c + 1, text)
                cell.border, cell.alignment = self.border, self.wrap

    def close(self):
        self.book.save(self.path)


def write(make, library, assigned, things, out):
    items, one = rows(things), None
    if out.endswith(".xlsx"):
        one = make(library, out)
    else:
        os.makedirs(out, exist_ok=True)
    seen = set()
    for business in rows(assigned):
        if business["id"] in seen:
            continue
        seen.add(business["id"])
        book = one or make(library, os.path.join(out, business["id"] + ".xlsx"))
        book.sheet(business["id"], *checklist(business, items))
        if not one:
            book.close()
    if one:
        one.close()


JOBS = {
    ("openpyxl", "read"): read_openpyxl,
    ("xlrd", "read"): read_xlrd,
    ("xlwt", "convert"): convert_xlwt,
    ("openpyxl", "write"): lambda *a: write(Openpyxl, *a),
    ("xlsxwriter", "write"): lambda *a: write(Xlsxwriter, *a),
}

JOBS[sys.argv[1], sys.argv[2]](importlib.import_module(sys.argv[1]), *sys.argv[3:])
