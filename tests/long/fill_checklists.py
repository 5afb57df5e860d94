"""Fill in checklists with openpyxl: fill_checklists.py ROWS TEXTS BOOK...

ROWS is a CSV of results as ssjc-record reads it, TEXTS the results.csv of the
release. Each result is filled in in one of the ways in which people do it.
"""
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cli"))
import openpyxl
from fill_checklist import blocks

rows, texts = sys.argv[1:3]
codes = [row["code"] for row in csv.DictReader(open(texts, encoding="utf-8"))]
words = {row["code"]: row["text"] for row in csv.DictReader(open(texts, encoding="utf-8"))}
found = {}
for row in csv.DictReader(open(rows, encoding="utf-8")):
    found.setdefault(row["id"], []).append(row)


def way(nth, code):
    """A result as somebody writes it."""
    number = codes.index(code) + 1
    boxes = [("√" if n == number else "□") + str(n) for n in range(1, 9)]
    return [words[code], str(number), " ".join(boxes), "☑%d" % number][nth % 4]


filled = 0
for path in sys.argv[3:]:
    book = openpyxl.load_workbook(path)
    at, sheet = blocks(book)[0], book.worksheets[0]
    for row in found.get(at["object"], []):
        key = row["dept"], row["item"]
        sheet[at[("result",) + key]] = way(filled, row["result"])
        sheet[at[("problem",) + key]] = row["problem"] or None
        sheet[at[("disposal",) + key]] = row["disposal"] or None
        sheet[at["date", row["dept"], ""]] = row["date"]
        sheet[at["method", "", ""]] = "√" + row["method"] + "　□其他"
        if row["signed"] == "refused":
            sheet[at["refused", "", ""]] = "☑ 拒绝签字。理由及其他情况：负责人外出"
            sheet[at["witness", "", ""]] = "样见证"
        else:
            sheet[at["signed", "", ""]] = "已签字"
        filled += 1
    book.save(path)
print(filled)
