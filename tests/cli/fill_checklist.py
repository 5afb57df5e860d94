"""Fill in checklists as people do, with openpyxl: fill_checklist.py FROM TO WHAT...

WHAT is CELL=TEXT, or @FIELD:DEPT:ITEM=TEXT for the cell that the hidden sheet says
holds it, or one of the commands below.
"""
import copy
import sys

import openpyxl


def blocks(book):
    """What the hidden sheet says of each checklist: field, department, item -> cell."""
    found, at = [], {}
    for row in book["ssjc"].iter_rows(values_only=True):
        row = list(row) + [None] * 6
        if row[0] == "form":
            at = {}
        elif row[0] in ("object", "sheet"):
            at[row[0]] = row[1]
        elif row[0] == "cell" and row[2]:
            at[row[2], row[3] or "", row[4] or ""] = row[1]
        elif row[0] == "seal":
            found.append(at)
    return found


def command(book, words):
    sheet, hidden = book.worksheets[0], book["ssjc"] if "ssjc" in book.sheetnames else None
    name, rest = words[0], words[1:]
    if name == "rename":
        sheet.title = rest[0]
    elif name == "drop":  # the hidden sheet
        del book["ssjc"]
    elif name == "insert":  # rows, before one: texts move, merged cells too
        at, n = int(rest[0]), int(rest[1])
        merged = [copy.copy(m) for m in sheet.merged_cells.ranges]
        for m in merged:
            sheet.unmerge_cells(str(m))
        sheet.insert_rows(at, n)
        for m in merged:
            if m.min_row >= at:
                m.shift(0, n)
            sheet.merge_cells(str(m))
    elif name == "column":
        sheet.insert_cols(int(rest[0]))
    elif name == "copy":  # the tab
        book.copy_worksheet(sheet)
    elif name == "add":
        book.create_sheet(rest[0])["A1"] = "照片说明"
    elif name == "unprotect":
        sheet.protection.sheet = False
        hidden.protection.sheet = False
        hidden.sheet_state = "visible"
    elif name == "plain":  # as WPS on a telephone does
        sheet.data_validations.dataValidation = []
    elif name == "picture":
        sheet.add_image(openpyxl.drawing.image.Image(rest[0]), "B9")
    elif name == "hidden":  # replace a text of the hidden sheet
        for row in hidden.iter_rows():
            for cell in row:
                if cell.value == rest[0]:
                    cell.value = rest[1]
    else:
        sys.exit("no command " + name)


def main():
    book = openpyxl.load_workbook(sys.argv[1])
    for what in sys.argv[3:]:
        key, is_cell, text = what.partition("=")
        if not is_cell:
            command(book, what.split(" "))
            continue
        if key.startswith("@"):
            field, dept, item = (key[1:].split(":") + ["", ""])[:3]
            key = blocks(book)[0][field, dept, item]
        book.worksheets[0][key] = text
    book.save(sys.argv[2])


if __name__ == "__main__":
    main()
