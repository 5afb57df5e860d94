#!/usr/bin/python3
"""make_books.py DIR SEED: workbooks with every kind of cell, by xlwt (.xls) and openpyxl (.xlsx).

All contents are made up from the seed: the same seed, the same cells. Persons and firms
do not come up.
"""
import datetime
import os
import random
import sys

import openpyxl
import openpyxl.chart
import openpyxl.styles
import xlwt

HANZI = "双随机一公开抽查检查对象名录人员信用等级道路运输企业统一社会代码样例曹妃甸区城关镇"
# Only those whose meaning no reader disputes.
FORMATS = ["General", "0", "00000", "0.00", "#,##0", "yyyy-mm-dd", "yyyy/m/d",
           'yyyy"年"m"月"d"日"', "m/d/yy", "h:mm", "h:mm:ss", "yyyy-mm-dd hh:mm:ss", "@", "0%"]
DATES = FORMATS[5:12]


def text(rnd, longest=40):
    kind = rnd.randrange(12)
    n = rnd.randint(1, longest)
    if kind == 0:
        return "".join(rnd.choice("abcXYZ019 _-&<>'\"") for _ in range(n)).strip() or "x"
    if kind == 1:
        return rnd.choice(HANZI) + "\n" + rnd.choice(HANZI)
    if kind == 2:
        return "é甲" * n
    if kind == 3:
        return "%018d" % rnd.randrange(10 ** 17)
    if kind == 4:
        return "é" * n
    if kind == 5 and longest > 1000:
        return rnd.choice(HANZI) * rnd.randint(5000, 32000)
    if kind == 6 and longest > 1000:
        return "a" * rnd.randint(8000, 30000)
    return "".join(rnd.choice(HANZI) for _ in range(n))


def number(rnd):
    kind = rnd.randrange(10)
    if kind == 0:
        return rnd.randint(-1000, 1000)
    if kind == 1:
        return rnd.randrange(10 ** 11)
    if kind == 2:
        return rnd.randrange(10 ** 18)
    if kind == 3:
        return rnd.random()
    if kind == 4:
        return rnd.randint(-10 ** 6, 10 ** 6) / 100
    if kind == 5:
        return rnd.random() * 10 ** rnd.randint(-20, 20)
    if kind == 6:
        return 2.0 ** rnd.randint(-60, 60)
    return rnd.randint(0, 60000)


def moment(rnd):
    day = datetime.datetime(1950, 1, 1) + datetime.timedelta(days=rnd.randrange(36000))
    if rnd.randrange(2):
        day += datetime.timedelta(seconds=rnd.randrange(86400))
    return day


def xlwt_sheet(rnd, sheet, rows, longest):
    styles = [xlwt.easyxf(num_format_str=f) for f in FORMATS]
    font = xlwt.easyfont("bold true")
    merged = set()
    for r in range(rows):
        if rnd.randrange(10) == 0:
            sheet.row(r).hidden = True
        for c in range(rnd.randint(0, 12)):
            if (r, c) in merged:
                continue
            kind = rnd.randrange(20)
            style = rnd.choice(styles)
            if kind < 6:
                sheet.write(r, c, text(rnd, longest), style)
            elif kind < 11:
                sheet.write(r, c, number(rnd), style)
            elif kind < 13:
                sheet.write(r, c, moment(rnd), styles[FORMATS.index(rnd.choice(DATES))])
            elif kind == 13:
                sheet.write(r, c, rnd.random() < 0.5, style)
            elif kind == 14:
                sheet.row(r).set_cell_error(c, rnd.choice(
                    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A!"]), style)
            elif kind == 15:
                sheet.write(r, c, None, style)
            elif kind == 16:
                sheet.write_rich_text(r, c, [(text(rnd), font), text(rnd), (text(rnd), font)])
            elif kind == 17:
                last = r + rnd.randint(0, 4)
                box = {(y, x) for y in range(r, last + 1) for x in (c, c + 1)}
                if not box & merged:
                    sheet.write_merge(r, last, c, c + 1, text(rnd), style)
                    merged |= box
            # the rest stay empty


def xlwt_book(path, rnd):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = rnd.randrange(4) == 0
    for i in range(rnd.randint(1, 4)):
        sheet = book.add_sheet("表%d" % i)
        sheet.visibility = 0 if i == 0 else rnd.randrange(3)
        longest = 40 if rnd.randrange(3) else 2000
        xlwt_sheet(rnd, sheet, rnd.choice([3, 40, 200]), longest)
    book.save(path)


def xlwt_odd(path):
    """Formulas, which xlwt does not calculate, and characters of two units.

    xlrd fails on such a character at a border of records, so that there are few."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("式")
    for r in range(50):
        sheet.write(r, 2, "\U0001f600\U00020000")
        sheet.write(r, 0, r)
        sheet.write(r, 1, xlwt.Formula("A%d+1" % (r + 1)))
    book.save(path)


def openpyxl_sheet(rnd, sheet, rows, formulas):
    for r in range(1, rows + 1):
        if rnd.randrange(10) == 0:
            sheet.row_dimensions[r].hidden = True
        for c in range(1, rnd.randint(1, 12)):
            cell = sheet.cell(r, c)
            kind = rnd.randrange(20)
            cell.number_format = rnd.choice(FORMATS)
            if kind < 6:
                cell.value = text(rnd)
                if cell.value.startswith("="):
                    cell.value = "x"
            elif kind < 10:
                # openpyxl, the oracle, makes dates of them: not of any number
                if cell.number_format in DATES:
                    cell.number_format = "General"
                cell.value = number(rnd)
            elif kind < 12:
                cell.value = moment(rnd)
                cell.number_format = rnd.choice(DATES)
            elif kind == 12:
                cell.value = rnd.random() < 0.5
            elif kind < 17 and formulas:
                cell.number_format = "General"
                cell.value = rnd.choice([
                    "=1/0", "=NA()", "=1+%d" % r, '="甲"&%d' % r, "=TRUE()", '=REPT("长",%d)' % (
                        r * 40), "=ROW()/8", '=""', '=TEXT(%d,"00000")' % r, "=DATE(2023,6,14)"])
            # the rest stay empty
    if rows > 10:
        sheet.merge_cells(start_row=2, end_row=5, start_column=2, end_column=2)
        sheet.merge_cells(start_row=7, end_row=7, start_column=1, end_column=4)


def tidy_sheet(rnd, sheet, rows):
    """Only what all formats can hold: 15 digits, days and times under formats for them,
    and no booleans, which LibreOffice takes for numbers."""
    for r in range(1, rows + 1):
        sheet.row_dimensions[r].hidden = rnd.randrange(10) == 0
        for c in range(1, rnd.randint(1, 12)):
            cell = sheet.cell(r, c)
            kind = rnd.randrange(16)
            if kind < 6:
                cell.value = text(rnd)
                if cell.value.startswith("="):
                    cell.value = "x"
            elif kind < 8:
                cell.value = rnd.randrange(10 ** rnd.randint(1, 11))
            elif kind == 8:
                cell.value = rnd.randint(-10 ** 6, 10 ** 6) / 100
                cell.number_format = rnd.choice(["General", "#,##0.00"])
            elif kind == 9:
                cell.value = datetime.datetime(2000 + rnd.randrange(30), 2, 1 + rnd.randrange(28))
                cell.number_format = rnd.choice(DATES[:4])
            elif kind == 10:
                cell.value = moment(rnd)
                cell.number_format = DATES[6]
            elif kind == 11:
                cell.value = rnd.randrange(1, 86400) / 86400
                cell.number_format = "h:mm:ss"
            elif kind == 12:
                cell.value = rnd.randrange(86400, 10 ** 7) / 86400
                cell.number_format = "[h]:mm:ss"
            elif kind == 13:
                cell.value = rnd.randrange(10 ** 7)
                cell.number_format = "00000000"
            # the rest stay empty
    sheet.merge_cells(start_row=2, end_row=5, start_column=2, end_column=2)
    sheet.merge_cells(start_row=7, end_row=8, start_column=1, end_column=4)


def tidy_book(path, rnd):
    book = openpyxl.Workbook()
    book.active.title = "一"
    tidy_sheet(rnd, book.active, rnd.choice([12, 60, 300]))
    if rnd.randrange(2):
        book.create_sheet("二").sheet_state = "hidden"
        tidy_sheet(rnd, book["二"], 20)
    book.save(path)


def openpyxl_book(path, rnd, formulas):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一"
    openpyxl_sheet(rnd, sheet, rnd.choice([12, 60, 300]), formulas)
    if rnd.randrange(2):
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(sheet, min_col=1, min_row=1, max_row=8))
        sheet.add_chart(chart, "N2")
    if rnd.randrange(2):
        book.create_chartsheet("图").add_chart(openpyxl.chart.LineChart())
    for state in ("visible", "hidden", "veryHidden"):
        if rnd.randrange(2):
            other = book.create_sheet("二" + state)
            other.sheet_state = state
            openpyxl_sheet(rnd, other, 20, formulas)
    if rnd.randrange(4) == 0:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    for i in range(40):
        xlwt_book("%s/xlwt-%02d.xls" % (folder, i), random.Random(seed * 1000 + i))
    xlwt_odd(folder + "/xlwt-odd.xls")
    for i in range(24):
        rnd = random.Random(seed * 1000 + 500 + i)
        openpyxl_book("%s/openpyxl-%02d.xlsx" % (folder, i), rnd, i % 2 == 0)
    for i in range(16):
        tidy_book("%s/tidy-%02d.xlsx" % (folder, i), random.Random(seed * 1000 + 600 + i))


main()
