#!/usr/bin/python3
"""Fill in a form of results as clerks do: spoil_form.py FORM.xlsx FOLDER

writes a workbook into the folder for each way below, named by it. Everything is
filled in on the first sheet with “未发现问题”, and then something happens to it.
"""

import datetime
import sys

import openpyxl

ways = {}


def way(function):
    ways[function.__name__.rstrip('_')] = function
    return function


class Form:
    def __init__(self, path):
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book.worksheets[0]
        head = next(r for r in self.sheet.iter_rows() if r[1].value == '统一社会信用代码')
        self.head = head[0].row
        self.column = {c.value: c.column for c in head}
        self.last = self.sheet.max_row
        self.fill('未发现问题')

    def cell(self, row, header):
        """A cell of the row-th row of the list, from 1; row 0 has the headers."""
        return self.sheet.cell(self.head + row, self.column[header])

    def fill(self, value, sheet=None):
        for row in range(self.head + 1, self.last + 1):
            (sheet or self.sheet).cell(row, self.column['检查结果']).value = value

    def delete(self, header):
        self.sheet.delete_cols(self.column[header])


@way
def plain(f):
    pass


@way
def inserted(f):
    f.sheet.insert_rows(f.head + 2)
    f.sheet.insert_rows(f.head + 1, 2)


@way
def note_deleted(f):
    f.delete('备注')


@way
def code_deleted(f):
    f.delete('统一社会信用代码')


@way
def result_deleted(f):
    f.delete('检查结果')


@way
def sorted_(f):
    rows = [[c.value for c in r] for r in f.sheet.iter_rows(min_row=f.head + 1)]
    rows.sort(key=lambda r: (r[2], r[4]), reverse=True)
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            f.sheet.cell(f.head + 1 + i, k + 1).value = value


@way
def merged(f):
    c = f.column['检查结果']
    f.sheet.merge_cells(start_row=f.head + 1, end_row=f.last, start_column=c, end_column=c)


@way
def formula(f):
    f.cell(1, '检查结果').value = '="未发现"&"问题"'


@way
def notes(f):
    f.sheet.cell(f.last + 2, 1).value = '备注：以上属实'
    f.sheet.cell(f.last + 3, 2).value = '签字：'
    f.sheet.cell(f.last + 4, 2).value = '本表一式两份'
    f.sheet.cell(f.last + 5, 6).value = '全部已查'


@way
def dates(f):
    f.cell(1, '检查日期').value = '2023.6.14'
    f.cell(2, '检查日期').value = '２０２３－０６－１４'
    f.cell(3, '检查日期').value = '2023年6月14日'
    f.cell(4, '检查日期').value = datetime.datetime(2023, 6, 15, 15, 30)
    f.cell(4, '检查日期').number_format = 'yyyy/m/d h:mm'
    f.cell(5, '检查日期').value = 45093
    f.cell(5, '检查日期').number_format = 'General'


@way
def dates_wrong(f):
    f.cell(1, '检查日期').value = '6月15日'
    f.cell(2, '检查日期').value = None
    f.cell(3, '检查日期').value = datetime.datetime(2023, 6, 1)
    f.cell(4, '检查日期').value = datetime.datetime(2033, 6, 1)


@way
def wide(f):
    f.fill(' １ ')
    f.cell(1, '统一社会信用代码').value = '９１１３０２３０MA07TE０５０８ '
    f.cell(2, '检查结果').value = '　未发现 问题'


@way
def numbers(f):
    f.fill(1)


@way
def another_word(f):
    f.cell(1, '检查结果').value = '没毛病'


@way
def extra_sheet(f):
    f.book.create_sheet('说明')['A1'] = '我们的说明'


@way
def copied(f):
    f.book.copy_worksheet(f.sheet).title = '副本'


@way
def copied_otherwise(f):
    f.fill('2', f.book.copy_worksheet(f.sheet))


@way
def hidden_rows(f):
    f.sheet.row_dimensions[f.head + 2].hidden = True


@way
def titles(f):
    for row in range(1, f.last - f.head + 1):
        f.cell(row, '事项编码').value = f.cell(row, '事项名称').value


@way
def several(f):
    f.fill('2、3')


@way
def hidden_sheets_deleted(f):
    del f.book['ssjc'], f.book['选项']


for name, spoil in ways.items():
    form = Form(sys.argv[1])
    spoil(form)
    form.book.save('%s/%s.xlsx' % (sys.argv[2], name))
