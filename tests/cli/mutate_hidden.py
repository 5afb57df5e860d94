"""Spoil the hidden sheet of workbooks in many ways: mutate_hidden.py N FOLDER BOOK...

Makes N workbooks in FOLDER, of the BOOKs in turn, each with one change, or three, of the
sheet “ssjc”, and prints the name of each with what was done. The same is done each time.
"""
import copy
import hashlib
import random
import sys

import openpyxl

rng = random.Random(20230614)


def rows(sheet):
    return [["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)]


def put(sheet, lines):
    sheet.delete_rows(1, sheet.max_row)
    for i, line in enumerate(lines, 1):
        for k, text in enumerate(line, 1):
            if text != "":
                sheet.cell(i, k).value = text


def seal(lines):
    """The same rows with seals that are right, as somebody could make them."""
    out, text = [], b""
    for line in lines:
        if line[0] == "seal":
            line = ["seal", hashlib.sha256(text).hexdigest()]
            text = b""
        else:
            cells = list(line[:6])
            while cells and cells[-1] == "":
                cells.pop()
            text += b"%d\n" % len(cells)
            for c in cells:
                c = c.encode()
                text += b"%d:%s\n" % (len(c), c)
        out.append(line)
    return out


def drop_row(lines):
    del lines[rng.randrange(len(lines))]


def double_row(lines):
    i = rng.randrange(len(lines))
    lines.insert(rng.randrange(len(lines) + 1), list(lines[i]))


def swap_rows(lines):
    i, k = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[k] = lines[k], lines[i]


def swap_cells(lines):
    i, k = rng.choice(lines), rng.choice(lines)
    a, b = rng.randrange(len(i)), rng.randrange(len(k))
    i[a], k[b] = k[b], i[a]


def change_cell(lines):
    line = rng.choice(lines)
    line[rng.randrange(len(line))] = rng.choice(
        ["", "0", "-1", "18446744073709551616", "1e308", "A0", "XFD1048576", "ZZZZ9", "A1:B2", "F12",
         "=A1", "=1/0", "cell", "form", "object", "result", "seal", "91130230MA07TE0508", "\u3000",
         "甲" * 2000, "x" * 32000, "\ud7ff", "𠮷", "Ａ１"])


def change_head(lines):
    """Of which plan, object, match or sheet it is."""
    key = rng.choice(["plan", "object", "match", "sheet", "version", "form", "draw"])
    found = [line for line in lines if line[0] == key]
    values = sorted({line[1] for line in found}) + ["", "1", "91130230MA07TE0508", "0" * 64]
    for line in found[: rng.randrange(1, 3)]:
        line[1] = rng.choice(values)


def double_key(lines):
    line = list(rng.choice(lines))
    line[1] = rng.choice(rng.choice(lines)[1:2] or [""])
    lines.insert(rng.randrange(len(lines) + 1), line)


def cut(lines):
    del lines[rng.randrange(len(lines)):]


def swap_blocks(lines):
    """The heads of two blocks, or the cells of one after the head of another."""
    starts = [i for i, line in enumerate(lines) if line[0] == "form"]
    if len(starts) < 2:
        return drop_row(lines)
    a, b = rng.sample(starts, 2)
    for k in range(2, 6):
        if rng.random() < 0.8 and max(a, b) + k < len(lines):
            lines[a + k], lines[b + k] = lines[b + k], lines[a + k]


heads = []  # object, match and sheet of each block of the books


def other_head(lines):
    """Another business's, with a seal that is right."""
    if heads:
        other = dict(rng.choice(heads))
        for line in lines:
            if line[0] in other:
                line[1] = other[line[0]]


def shift_cells(lines):
    for line in lines:
        if line[0] == "cell" and rng.random() < 0.5:
            line[1] = line[1][0] + str(int(line[1][1:]) + 1)


IN_ROWS = [drop_row, double_row, swap_rows, swap_cells, change_cell, change_head, double_key, cut,
           swap_blocks, shift_cells, other_head]


def visible(book):
    book["ssjc"].sheet_state = "visible"


def rename(book):
    book["ssjc"].title = rng.choice(["SSJC", "ssjc ", "ssjc1", "Sheet9"])


def twice(book):
    other = book.copy_worksheet(book["ssjc"])
    other.sheet_state = rng.choice(["hidden", "visible", "veryHidden"])
    if rng.random() < 0.5:
        book["ssjc"].title = "old"
        other.title = "ssjc"


def first(book):
    book.move_sheet("ssjc", -len(book.sheetnames))


def empty(book):
    put(book["ssjc"], [])


def numbers(book):
    for row in book["ssjc"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.isdigit():
                cell.value = int(cell.value)


def column(book):
    book["ssjc"].insert_cols(rng.randrange(1, 4))


def merge(book):
    sheet = book["ssjc"]
    sheet.merge_cells(start_row=1, start_column=1, end_row=rng.randrange(2, 8), end_column=rng.randrange(1, 3))


def hide_rows(book):
    for i in range(1, book["ssjc"].max_row, 2):
        book["ssjc"].row_dimensions[i].hidden = True


IN_BOOK = [visible, rename, twice, first, empty, numbers, column, merge, hide_rows]


def main():
    n, folder, books = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    for path in books:
        for line in rows(openpyxl.load_workbook(path)["ssjc"]):
            if line[0] == "object":
                heads.append([])
            if line[0] in ("object", "match", "sheet"):
                heads[-1].append(line[:2])
    for i in range(n):
        book = openpyxl.load_workbook(books[i % len(books)])
        done = []
        if rng.random() < 0.25:
            how = rng.choice(IN_BOOK)
            how(book)
            done.append(how.__name__)
        else:
            lines = rows(book["ssjc"])
            for _ in range(rng.choice([1, 1, 1, 3])):
                how = rng.choice(IN_ROWS)
                how(lines)
                done.append(how.__name__)
                if not lines:
                    break
            # What a cell is of can be changed together with the seal, whoever it is that does so;
            # of which business the sheet is can not.
            if done in (["change_head"], ["other_head"]) or (done == ["swap_blocks"] and rng.random() < 0.5):
                lines = seal(lines)
                done.append("seal")
            put(book["ssjc"], copy.deepcopy(lines))
        name = "%s/%03d.xlsx" % (folder, i)
        book.save(name)
        print(name, books[i % len(books)], *done)


main()
