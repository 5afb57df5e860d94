#!/usr/bin/python3
"""compare.py CELLS FILE[=OTHER]...: what CELLS (build/tools/cells) reads of each workbook,
cell by cell beside what xlrd (.xls) or openpyxl (.xlsx) reads of it, or of the OTHER that
the same cells were saved in.

What they read is put as ssjc-csv(5) says a workbook's cells are: numbers of 15 digits,
leading zeros and days by their formats, merged cells in each of their rows. Prints a
line of counts; what differs goes to standard error, and the exit status is 1.
"""
import datetime
import decimal
import re
import subprocess
import sys

import openpyxl
import xlrd
import xlrd.xldate

DIGITS = 15


def escaped(text):
    """Lines end with LF alone; other control characters are no part of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c >= " " or c in "\n\t")
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def is_date(code):
    code = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^]]*\]|General', "", code.split(";")[0],
                  flags=re.I)
    return bool(re.search("[ymdhs]", code, re.I))


def is_elapsed(code):
    return bool(re.search(r"\[(h+|m+|s+)\]", code, re.I))


def plain_number(value, exact, code):
    if value and exact.adjusted() >= DIGITS:
        return "R", "%.17G" % value
    rounded = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_UP).plus(exact)
    text = format(rounded, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    if re.fullmatch("00+", code):
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        whole, point, rest = digits.partition(".")
        text = sign + whole.zfill(len(code)) + point + rest
    return "T", text


def date_number(value, code, date1904):
    if value < 0 or value >= 2958466:
        return None
    seconds = int(decimal.Decimal(repr(value)) * 86400 + decimal.Decimal("0.5"))
    day, second = divmod(seconds, 86400)
    clock = "%02d:%02d:%02d" % (second // 3600, second // 60 % 60, second % 60)
    if is_elapsed(code) or (day == 0 and not date1904):
        return "%02d:%02d:%02d" % (seconds // 3600, second // 60 % 60, second % 60)
    if day == 60 and not date1904:
        date = "1900-02-29"
    else:
        epoch = datetime.date(1904, 1, 1) if date1904 else datetime.date(
            1899, 12, 30 if day > 60 else 31)
        date = (epoch + datetime.timedelta(days=day)).isoformat()
    return date + (" " + clock if second else "")


def number(value, exact, code, date1904):
    """exact is the number as the file has it: a double (.xls), or digits (.xlsx)."""
    if value and exact.adjusted() < -DIGITS - 1:
        return "T", None  # stays as it is stored
    if is_date(code):
        text = date_number(value, code, date1904)
        if text:
            return "T", text
    return plain_number(value, exact, code)


def fill(cells, merged):
    """A cell merged over several rows is in each of them that is not empty."""
    rows = {r for r, _ in cells}
    for first, last, column in merged:
        own = cells.get((first, column))
        for r in range(first + 1, last + 1):
            if own and r in rows and (r, column) not in cells:
                cells[r, column] = own


def by_xlrd(path):
    old = xlrd.open_workbook(path, formatting_info=True, logfile=sys.stderr)
    for sheet in old.sheets():
        cells = {}
        for r in range(sheet.nrows):
            for c in range(sheet.row_len(r)):
                kind, value = sheet.cell_type(r, c), sheet.cell_value(r, c)
                code = old.format_map[old.xf_list[sheet.cell_xf_index(r, c)].format_key].format_str
                if kind == xlrd.XL_CELL_TEXT:
                    cells[r, c] = ("T", escaped(value)) if value else ("", "")
                elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                    cells[r, c] = number(value, decimal.Decimal(value), code, old.datemode)
                elif kind == xlrd.XL_CELL_BOOLEAN:
                    cells[r, c] = "T", "TRUE" if value else "FALSE"
                elif kind == xlrd.XL_CELL_ERROR:
                    cells[r, c] = "E", xlrd.error_text_from_code[value]
        hidden = {r for r, info in sheet.rowinfo_map.items() if info.hidden}
        empty = {p for p, cell in cells.items() if cell == ("", "")}
        for p in empty:
            del cells[p]
        fill(cells, [(a, b - 1, c) for a, b, c, _ in sheet.merged_cells])
        # before Excel 5 a sheet has no name
        yield sheet.name if old.biff_version >= 50 else "Sheet1", cells, hidden, empty


def openpyxl_cell(cell, date1904):
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return "E", value
    if isinstance(value, bool):
        return "T", "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number(value, decimal.Decimal(repr(value)), cell.number_format, date1904)
    if isinstance(value, datetime.timedelta):
        value = value.total_seconds() / 86400
        return number(value, decimal.Decimal(value), cell.number_format, date1904)
    if isinstance(value, datetime.time):
        return "T", value.replace(microsecond=0).isoformat()
    if isinstance(value, datetime.datetime):
        value += datetime.timedelta(microseconds=500000)
        value = value.replace(microsecond=0)
        clock = value.time().isoformat()
        return "T", value.date().isoformat() + ("" if clock == "00:00:00" else " " + clock)
    return "T", escaped(str(value))


def by_openpyxl(path):
    book = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    date1904 = book.epoch.year == 1904
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                one = openpyxl_cell(cell, date1904)
                if one:
                    cells[cell.row - 1, cell.column - 1] = one
                elif formulas[sheet.title].cell(cell.row, cell.column).data_type == "f":
                    cells[cell.row - 1, cell.column - 1] = "U", "="
        hidden = {r - 1 for r, d in sheet.row_dimensions.items() if d.hidden}
        fill(cells, [(m.min_row - 1, m.max_row - 1, m.min_col - 1)
                     for m in sheet.merged_cells.ranges])
        yield sheet.title, cells, hidden, set()


def by_ssjc(tool, path):
    run = subprocess.run([tool, path], capture_output=True)
    if run.returncode:
        raise SystemExit("%s: %s" % (path, run.stderr.decode()))
    sheets = []
    for line in run.stdout.decode().split("\n")[:-1]:
        part = line.split("\t", 4)
        if len(part) == 2:
            sheets.append((part[1], {}, set()))
            continue
        row, column = int(part[1]) - 1, int(part[2])
        sheets[-1][1][row, column] = part[3].upper(), part[4]
        if part[3].islower():
            sheets[-1][2].add(row)
    return sheets


def differ(path, sheet, place, ours, theirs):
    name = "%s, %s, %s" % (path, sheet, openpyxl.utils.get_column_letter(place[1] + 1) +
                           str(place[0] + 1))
    print("%s: %r, but the oracle has %r" % (name, ours, theirs), file=sys.stderr)


def same_rounded(a, b):
    """A number that lost digits is shown as it is stored, in one of several ways."""
    return a and b and a[0] == b[0] == "R" and float(a[1]) == float(b[1])


def compare(tool, path, count):
    path, _, other = path.partition("=")
    other = other or path
    oracle = list(by_xlrd(other) if other.endswith(".xls") else by_openpyxl(other))
    sheets = by_ssjc(tool, path)
    wrong = 0
    if [s[0] for s in sheets] != [o[0] for o in oracle]:
        print("%s: sheets %r, but the oracle has %r" % (
            path, [s[0] for s in sheets], [o[0] for o in oracle]), file=sys.stderr)
        return 1
    for (name, ours, our_hidden), (_, theirs, hidden, empty) in zip(sheets, oracle):
        count["sheets"] += 1
        for place in sorted(set(ours) | set(theirs)):
            a, b = ours.get(place), theirs.get(place)
            if b and b[1] is None:
                b = a  # too small a number to be put in full
            if a and a[0] == "U" and b is None and place in empty:
                count["uncalculated"] += 1
            elif a == b or same_rounded(a, b):
                count["uncalculated" if a[0] == "U" else "cells"] += 1
            else:
                differ(path, name, place, a, b)
                wrong += 1
        rows = {r for r, _ in ours}
        if our_hidden != hidden & rows:
            print("%s, %s: hidden rows %r, but the oracle has %r" % (
                path, name, sorted(our_hidden), sorted(hidden & rows)), file=sys.stderr)
            wrong += 1
    return wrong


def main():
    count = {"sheets": 0, "cells": 0, "uncalculated": 0}
    wrong = sum(compare(sys.argv[1], path, count) for path in sys.argv[2:])
    print("%d files, %d sheets: %d cells agree, %d formulas without a value, %d differ" % (
        len(sys.argv) - 2, count["sheets"], count["cells"], count["uncalculated"], wrong))
    return wrong > 0


sys.exit(main())
