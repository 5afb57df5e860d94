#!/usr/bin/python3
"""Fill in forms as a department does, by another program.

fill_form.py SHARE PLAN ROWS.csv BOOK.xlsx...

ROWS.csv has what is to be found in the forms afterwards, in codes, as the CSV form has
it. Each row of a form that it has is filled in with the words that people know; dates
are dates, results are texts or numbers in turn. A cell that is locked is never written.
"""

import csv
import datetime
import re
import sys

import openpyxl

HEADERS = {
    '确认': 'confirmed', '移出原因': 'reason', '证明材料': 'evidence', '备注': 'note',
    '检查结果': 'result', '发现的问题': 'problem', '处理措施': 'disposal',
    '检查日期': 'date', '检查方式': 'method', '签字情况': 'signed',
}
KEYS = {'统一社会信用代码': 'id', '部门': 'dept', '事项编码': 'item'}


def words(share):
    text, results = {}, []
    with open(share + '/results.csv', encoding='utf-8') as f:
        for row in csv.DictReader(f):
            text['result', row['code']] = row['text']
            results.append(row['code'])
    with open(share + '/values.csv', encoding='utf-8') as f:
        for row in csv.DictReader(f):
            text.setdefault((row['column'], row['value']), row['written'])
    return text, results


def departments(plan):
    names, key = {}, None
    with open(plan, encoding='utf-8') as f:
        for line in f:
            found = re.match(r'\[department (\S+)\]', line)
            if found:
                key = found.group(1)
            elif line.startswith('['):
                key = None
            found = re.match(r'name\s*=\s*(.*\S)', line)
            if key and found:
                names[found.group(1)] = key
    return names


class Filler:
    def __init__(self, share, plan, rows):
        self.text, self.results = words(share)
        self.depts = departments(plan)
        with open(rows, encoding='utf-8') as f:
            self.rows = {self.key(row): row for row in csv.DictReader(f)}
        self.filled = 0

    @staticmethod
    def key(row):
        return row['id'], row['dept'], row.get('item', '')

    def value(self, column, code, row):
        if column == 'date':
            return datetime.datetime.strptime(code, '%Y-%m-%d')
        if column == 'result' and self.filled % 3 == 0:
            return self.results.index(code) + 1
        codes = 'yesno' if column == 'confirmed' else column
        return self.text.get((codes, code), code)

    def sheet(self, ws):
        head = next(r for r in ws.iter_rows() if r[1].value == '统一社会信用代码')
        names = [c.value for c in head]
        for cells in ws.iter_rows(min_row=head[0].row + 1):
            key = {KEYS[n]: c.value for n, c in zip(names, cells) if n in KEYS}
            key['dept'] = self.depts[key['dept']]
            row = self.rows.get(self.key(key))
            if not row:
                continue
            for name, cell in zip(names, cells):
                column = HEADERS.get(name)
                if not column or not row[column]:
                    continue
                assert not cell.protection.locked, cell.coordinate
                cell.value = self.value(column, row[column], row)
            self.filled += 1

    def book(self, path):
        book = openpyxl.load_workbook(path)
        for ws in book:
            if ws.sheet_state == 'visible':
                assert ws.protection.sheet
                self.sheet(ws)
        book.save(path)


filler = Filler(*sys.argv[1:4])
for path in sys.argv[4:]:
    filler.book(path)
print(filler.filled)
