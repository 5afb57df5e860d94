"""What people do in a first inspection: first_books.py registers | fill FOLDER.

registers writes 名录.xlsx, 60 restaurants, and 人员.xlsx, 25 inspectors, as bureaus
keep them: a merged title, headers of two lines, numbers in front, sums and who filled
it in below. fill fills in every checklist of a folder: nothing was found.
"""
import glob
import os
import sys

import openpyxl

from fill_checklist import blocks

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code(k):
    text, weight, total = "92110105MA%07d" % k, 1, 0
    for c in text:
        total += DIGITS.index(c) * weight
        weight = weight * 3 % 31
    return text + DIGITS[(31 - total % 31) % 31]


def register():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "餐饮单位"
    sheet.append(["某区餐饮服务单位名录"])
    sheet.append(["序号", "单位基本情况", None, None, None, "监管信息", None, "备注"])
    sheet.append([None, "统一社会信用代码", "单位名称", "经营场所", "法定代表人（负责人）", "类别",
                  "信用风险等级", None])
    for cells in "A1:H1", "A2:A3", "B2:E2", "F2:G2", "H2:H3":
        sheet.merge_cells(cells)
    for i in range(1, 61):
        sheet.append([i, code(i), "样例%d号餐馆" % i, "样例路%d号" % i, "样某%d" % i,
                      "餐饮服务" if i % 4 else "单位食堂",
                      "ABCD"[0 if i % 5 else i // 5 % 4] + "级", None])
    sheet.append(["合计", None, "60户"])
    sheet.append(["填报人：样某", None, None, None, "填报日期：2023年6月5日"])
    book.save("名录.xlsx")


def roster():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["执法人员名录库"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "姓名", "执法证号", "工作单位", "联系电话", "备注"])
    people = [(dept, name + str(i + 1), "%d%05d" % (110100 + d, i)) for d, (dept, name, n) in
              enumerate([("某区市场监督管理局", "样赵", 13), ("某区卫生健康委员会", "样钱", 7),
                         ("某区消防救援大队", "样孙", 5)]) for i in range(n)]
    for i, (dept, name, cert) in enumerate(people):
        sheet.append([i + 1, name, cert, dept, "1700000%04d" % i, None])
    sheet.append(["合计", None, "25人"])
    sheet.append(["填报人：样某"])
    book.save("人员.xlsx")


def fill(folder):
    for path in glob.glob(os.path.join(folder, "*.xlsx")):
        book = openpyxl.load_workbook(path)
        for cells in blocks(book):
            for key, cell in cells.items():
                if key[0] == "result":
                    book.worksheets[0][cell] = 1
        book.save(path)


if sys.argv[1] == "registers":
    register()
    roster()
else:
    fill(sys.argv[2])
