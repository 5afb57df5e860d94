#!/bin/sh
# ssjc-import: what clerks fill in, as it comes: titles, two lines of headers, sums
# and lines to sign, hints, unknown headers; and what is said of it. The firms and
# people are invented, the check digits are valid.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cat > form.csv <<'EOT'
某区检查对象名录,,,,
填报单位：样例局,,,2023年6月,
序号,企业名称,统一社会信用代码,联系方式,
,,,联系人,电话
例,示例公司,91130230MA07TE0695,张某,8812345
1,甲,91130230MA07TE034J,王,8812345
2,乙,91130230MA07TE0508,李,86-13900000002
3,,,,
小计,,2,,
填报人：张三,,,审核人：李四,
EOT

run ssjc-import objects --rejects rejects.csv form.csv
status 0 'what is left out is no reason to fail'
out 'two lines of headers name the columns' <<'EOT'
序号,name,id,联系人,phone
1,甲,91130230MA07TE034J,王,8812345
2,乙,91130230MA07TE0508,李,13900000002
EOT
err 'what was left out is counted apart' <<'EOT'
ssjc-import: form.csv: UTF-8, 2 rows: 2 good, 0 refused, 0 repeated; 4 left out; 1 cell repaired
EOT
same rejects.csv 'and listed with the text of its row' <<'EOT'
file,sheet,row,column,value,reason
form.csv,,5,,例 | 示例公司 | 91130230MA07TE0695 | 张某 | 8812345,left out: a sample
form.csv,,8,,3,left out: a number and nothing else
form.csv,,9,,小计 | 2,left out: a sum
form.csv,,10,,填报人：张三 | 审核人：李四,left out: a line below the list
EOT

printf '企业名称,统一社会信用代码\n,\n合计,\n' > none.csv
run ssjc-import objects none.csv
status 0 'a list of nothing but sums is read'
err 'but that nothing is in it is said' <<'EOT'
ssjc-import: none.csv: UTF-8, 0 rows: 0 good, 0 refused, 0 repeated; 1 left out; 0 cells repaired
ssjc-import: warning: none.csv: no row of it is read: --rejects FILE lists why, for each
EOT

# ---- An independent count ----

run ssjc-import objects --expect 2 form.csv
status 0 'as many rows as somebody else has counted'
run ssjc-import objects --expect 3 form.csv
status 1 'other rows than somebody else has counted'
err_has 'which is said' 'the files have 2 rows, but --expect says 3'
run ssjc-import objects --expect x form.csv
status 2 'what is not a number is a usage error'
cat > p.plan <<'EOT'
[plan]
id = P-1
title = 抽查
window = 2023-06-14..2023-06-16
strata = credit
audit = a.db
calendar = calendar-cn.csv
[ratio]
* = 50%
[department transport]
name = 交通运输局
lead = yes
inspectors = 1
EOT
sql() { sqlite3 -separator ' ' a.db "$1"; }

run ssjc-import objects -p p.plan --expect 3 form.csv
status 1 'with a plan too'
ok 'and nothing is put on record' test ! -e a.db
run ssjc-import objects -p p.plan --expect 2 form.csv
status 0 'the right count is put on record'
is "$(sql "SELECT rows, refused FROM file WHERE direction = 'in' AND kind = 'objects'")" '2 0' \
    'without what was left out'
is "$(sql "SELECT count(*) FROM file WHERE kind = 'terms' AND name = 'left_out.csv'")" 1 \
    'with the words by which it was'

# ---- What is said of it, in Chinese too, and what to do with what is refused ----

run env LC_ALL=C.UTF-8 LANGUAGE=zh_CN ssjc-import objects form.csv
err 'what was left out is counted in Chinese' <<'EOT'
ssjc-import: form.csv：UTF-8，共 2 行：采用 2 行，退回 0 行，重复 0 行，不计 4 行，规范了 1 个单元格
EOT
sed 's/91130230MA07TE0508/9113O230MA07TE0508/' form.csv > slip.csv
run ssjc-import objects -p p.plan slip.csv
status 1 'a slip in a code is refused'
err_has 'and it is said what to do' 'the rows refused are not in the stream: correct them .* --accept-rejects --reason TEXT$'
run ssjc-import objects -p p.plan --accept-rejects --reason 样例 slip.csv
is "$status $(grep -c 'correct them' err)" '0 0' 'but not to who has given a reason'
printf '单位名称,统一社会信用代码,经营业态\n甲,91130230MA07TE034J,小型餐饮\n' > trade.csv
run ssjc-import objects trade.csv
out 'the trade of a restaurant is its category' <<'EOT'
name,id,category
甲,91130230MA07TE034J,小型餐饮
EOT

# ---- Headers that are named ----

run ssjc-import objects --header 3-4 form.csv
status 0 'lines of headers can be named'
out_has 'and are taken' '^序号,name,id,联系人,phone$'
run ssjc-import objects --header 3 form.csv
status 1 'one line of them makes the other a row'
run ssjc-import objects --header 4-3 form.csv
status 2 'headers that end before they begin are a usage error'
run ssjc-import objects -p p.plan --header 3-4 form.csv
is "$(sql "SELECT options FROM event ORDER BY seq DESC LIMIT 1" | grep header)" 'header=3-4' 'they are on record'

# ---- Unknown headers ----

printf '%s\n' 证号,姓名,部门,请写需回避单位 T-1,张一,某局,甲 > people.csv
run ssjc-import inspectors people.csv
status 0 'an unknown header is no error'
err 'but it is named, with the nearest known one' <<'EOT'
ssjc-import: people.csv: the header “请写需回避单位” is not known, and its column is carried along: if it is recuse, say --map 'recuse=请写需回避单位'
EOT
printf '%s\n' 姓名,省执法证编号,所在业务部门（机构）,岗位资质资格,专业特长,需回避的单位,执法人员状态 \
    张一,T-1,某局,货运,驾驶,甲公司,在岗 李二,T-2,某局,,,,失效 > template.csv
run ssjc-import inspectors template.csv
out 'headers of templates are known' <<'EOT'
name,cert,dept,skills,recuse,status
张一,T-1,某局,货运;驾驶,甲公司,active
李二,T-2,某局,,,cancelled
EOT

# ---- Never in silence ----

printf '%s\n' 一、甲类,,, 名称,信用代码,车辆, 甲,91130230MA07TE034J,3, 二、乙类,,, \
    名称,信用代码,电话,地址 乙,91130230MA07TE0508,8812345,某路 > two.csv
run ssjc-import objects --rejects rejects.csv two.csv
status 1 'a table above the headers is not passed over'
ok 'its rows are named' grep -q \
    '^two.csv,,3,,甲 | 91130230MA07TE034J | 3,"is above the header line, row 5' rejects.csv
printf '名称,信用代码\n甲,91130230MA07TE034J\n' | iconv -f UTF-8 -t GB18030 > mixed.csv
printf '乙运输公司店,91130230MA07TE0508\n' >> mixed.csv
run ssjc-import objects mixed.csv
status 3 'a line in another encoding is an error'
err 'with its number' <<'EOT'
ssjc-import: mixed.csv:3: is UTF-8, and line 1 is not: save all of the file in one encoding
EOT
printf '名称,信用代码,等级\n甲,91130230MA07TE034J,#N/A\n' > failed.csv
run ssjc-import objects --rejects rejects.csv --map credit=等级 failed.csv
status 1 'a formula that failed is no value, not as text either'

# ---- A stray quote ----

cat > stray.csv <<'EOT'
名称,信用代码,地址
甲,91130230MA07TE034J,"南路
乙,91130230MA07TE0508,北路
示例公司,91130230MA07TE0695,东路"
EOT
run ssjc-import objects --rejects rejects.csv stray.csv
status 1 'a stray quote does not make an address of the rows after it'
same rejects.csv 'they are refused' <<'EOT'
file,sheet,row,column,value,reason
stray.csv,,2,,"甲 | 91130230MA07TE034J | 南路\x0a乙,91130230MA07TE0508,北路\x0a示例公司,91130230MA07TE0695,东路",has 3 whole lines in its field 3: a quote there begins or ends a cell where it should not
EOT
printf '%s\n' 名称,信用代码,地址 '"合计,2,' '甲",91130230MA07TE034J,南路' > total.csv
run ssjc-import objects --rejects rejects.csv total.csv
status 1 'neither a sum'
printf '%s\n' 名称,信用代码,地址 '甲,91130230MA07TE034J,"南路1号,' '（北门）"' > lines.csv
run ssjc-import objects lines.csv
status 0 'a cell may have lines'

# Headers that are like none: in one line, once.
printf '名称,信用代码,注册资本,车牌数,x\n甲,91130230MA07TE034J,5,运输,1\n' > capital.csv
run ssjc-import objects capital.csv capital.csv
err_has 'columns that are not known are named' \
    '^ssjc-import: capital.csv: not known, and only carried along: the columns “注册资本”, “车牌数” '
is "$(grep -c 注册资本 err)" 1 'once'
sed '1s/x/备注/; 1s/注册资本/填报日期/; 1s/车牌数/备注/' capital.csv > harmless.csv
run ssjc-import objects -v harmless.csv
is "$(grep -c 'not known' err)" 0 'those that are known to be harmless are not named'
is "$(head -n 1 out)" name,id,填报日期,备注,备注_2 'and are passed on as they are'

# ---- Three lines of headers ----

cat > three.csv <<'EOT'
2023年名录,,,,,,
序号,统一社会信用代码,企业信息,,联系,,
,,名称,类别,负责人,,
,,,,姓名,电话,地址
1,91130230MA07TE034J,样例甲公司,货运,张三,8812345,某路1号
EOT
run ssjc-import objects three.csv
status 1 'three lines of headers are not guessed at'
err_has 'but named' '^ssjc-import: three.csv: rows 2 to 4 together look like better headers than those taken: say --header 2-4 if they are$'
run ssjc-import objects --header 2-4 three.csv
out 'and taken when they are named' <<'EOT'
序号,id,name,category,legal_rep,phone,address
1,91130230MA07TE034J,样例甲公司,货运,张三,8812345,某路1号
EOT
sed '2s/统一社会信用代码/代码/; 2,4s/名称/企业/; 4s/^,/,统一社会信用代码,名称/; 4s/,,,,姓名/,姓名/' three.csv |
    sed '4s/.*/,统一社会信用代码,名称,,姓名,电话,地址/' > four.csv
run ssjc-import objects four.csv
status 0 'two of them are enough where they name all'

# ---- A profile counts what an import would read ----

cat > duties.csv <<'EOT'
职务,姓名,执法证号,部门,手机
选填,请填写,必填,请选择,
负责人,张三,T-1,甲局,13900000001
科员,李四,T-2,甲局,139
合计,2人,,,
职务,姓名,执法证号,部门,手机
填报人,王五,,,
EOT
run ssjc-import inspectors --rejects rejects.csv duties.csv
err_has 'an import leaves rows out by what is filled in' '^ssjc-import: duties.csv: UTF-8, 2 rows: 1 good, 1 refused, 0 repeated; 4 left out'
run ssjc-import profile --stream inspectors duties.csv
out 'and a profile leaves out the same' <<'EOT'
file,sheet,header,column,filled,distinct,refused,reason,examples
duties.csv,,职务,,2,2,0,,负责人; 科员
duties.csv,,姓名,name,2,2,0,,张三; 李四
duties.csv,,执法证号,cert,2,2,0,,T-1; T-2
duties.csv,,部门,dept,2,1,0,,甲局
duties.csv,,手机,phone,2,2,1,row 4: “139” is neither a mobile nor a landline number,13900000001; 139
EOT

# ---- What says that there is nothing ----

cat > none.csv <<'EOT'
执法证号,姓名,部门,手机,请假,证件有效期,回避对象,资质
T-1,张三,甲局,无,无,长期,无,-
T-2,李四,甲局,-,——,无固定期限,/,暂无
T-3,王五,甲局,13900000001,2023-06-19,无,,
EOT
run ssjc-import inspectors --rejects rejects.csv none.csv
out 'a cell may say that there is nothing' <<'EOT'
cert,name,dept,phone,leave,valid_until,recuse,skills
T-1,张三,甲局,,,9999-12-31,,
T-2,李四,甲局,,,9999-12-31,,
EOT
status 1 'but not where that may mean two things'
same rejects.csv 'as of a certificate' <<'EOT'
file,sheet,row,column,value,reason
none.csv,,4,证件有效期,无,"is not a date such as 2023-06-14, 2023/6/14 or 2023年6月14日"
EOT

# ---- Habits ----

cat > columns.csv <<'EOT'
序号,姓名,执法证号,部门,手机
甲,乙,1,2,3
一、甲局,,,,
1,张三,'T-1,甲局,'13900000001
2,李四,T-2,同上,13900000002
3,王五,T-3,〃,13900000003
EOT
run ssjc-import inspectors --rejects rejects.csv columns.csv
out 'an apostrophe before a number is none of it' <<'EOT'
序号,name,cert,dept,phone
1,张三,T-1,甲局,13900000001
EOT
same rejects.csv 'what numbers the columns is left out, and nothing is as above' <<'EOT'
file,sheet,row,column,value,reason
columns.csv,,2,,甲 | 乙 | 1 | 2 | 3,left out: the numbers of the columns
columns.csv,,3,,一、甲局,left out: a heading and nothing else
columns.csv,,5,部门,同上,says that it is as above: write it out in each row
columns.csv,,6,部门,〃,says that it is as above: write it out in each row
EOT
printf '%s\n' 信用代码,名称,,信用代码,名称 91130230MA07TE034J,甲,,91130230MA07TE0508,乙 > side.csv
run ssjc-import objects side.csv
err 'two tables side by side are named' <<'EOT'
ssjc-import: side.csv:1: the header “信用代码” is in two columns, A1 and D1: give each table a sheet of its own, or one of the columns another header
EOT
printf '%s\n' 信用代码,名称,,区域,序号 91130230MA07TE034J,甲,,某镇,3 > gap.csv
run ssjc-import objects gap.csv
err 'or asked for' <<'EOT'
ssjc-import: gap.csv: nothing is in the cell C1 of the headers: if what is right of it is another table, put that into a sheet of its own
EOT
printf '信用代码,91130230MA07TE034J\n名称,甲\n' > turned.csv
run ssjc-import objects turned.csv
err_has 'a table that is turned' 'or turn the table if its headers are in its first column'
{ yes 说明, | head -n 40; printf '信用代码,名称\n91130230MA07TE034J,甲\n'; } > deep.csv
run ssjc-import objects deep.csv
err_has 'headers far below are asked for' 'or say --header ROW if the headers are below row 30'
run ssjc-import objects --header 41 deep.csv
status 0 'and read there'

# ---- What a person sees ----

cat > seen.py <<'EOT'
import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

book = openpyxl.Workbook()
sheet = book.active
for row in (["序号", "统一社会信用代码", "企业名称", "联系电话", "备注"],
            [1, "91130230MA07TE034J", "样例甲公司", "8812345", "x"],
            [2, "91130230MA07TE0508", "样例乙公司", "8812345", "x"],
            [3, "91130230MA07TE0695", "样例丙公司", "8812345", "x"],
            [4, "91130230MA07TE018W", "样例丁公司", "8812345", "x"],
            [5, "91130230MA07TE026P", "样例戊公司", "8812345", "x"]):
    sheet.append(row)
for column in range(2, 6):
    sheet.cell(3, column).font = Font(strike=True)
sheet["D4"].font = Font(strike=True)
sheet["E5"].font = Font(strike=True)
sheet["C5"].font = Font(color="FFFFFF")
sheet["C5"].comment = Comment("已注销", "样例")
sheet.column_dimensions["D"].hidden = True
sheet.auto_filter.ref = "A1:E6"
sheet.auto_filter.add_filter_column(2, ["样例戊公司"])
sheet.row_dimensions[6].hidden = True
book.save("seen.xlsx")
EOT
/usr/bin/python3 seen.py || echo "Bail out! no workbook"
run ssjc-import objects --rejects rejects.csv --repairs repairs.csv seen.xlsx
out 'hidden columns, white letters and cells with comments are read' <<'EOT'
序号,id,name,phone,备注
1,91130230MA07TE034J,样例甲公司,8812345,x
4,91130230MA07TE018W,样例丁公司,8812345,x
EOT
same rejects.csv 'what is struck through or filtered out is named' <<'EOT'
file,sheet,row,column,value,reason
seen.xlsx,Sheet,3,,2 | 91130230MA07TE0508 | 样例乙公司 | 8812345 | x,"is struck through: take the row out, or the line off it"
seen.xlsx,Sheet,4,联系电话,8812345,"is struck through: take it out, or the line off it (cell D4)"
seen.xlsx,Sheet,6,,5 | 91130230MA07TE026P | 样例戊公司 | 8812345 | x,is a hidden row: --hidden reads these too
EOT
same repairs.csv 'in other columns it is listed' <<'EOT'
file,sheet,row,column,value,repaired,note
seen.xlsx,Sheet,5,备注,x,x,is struck through
EOT

# What WPS saves in forms of its own.
printf 'ET\000\001\002binary' > 新版.et
run ssjc-import objects 新版.et
status 3 'a newer document of WPS is refused'
err 'by name, with what to do' <<'EOT'
ssjc-import: 新版.et: is a workbook of WPS in its own newer form: open it there and save it as .xlsx
EOT
mkdir kso && printf x > kso/content && (cd kso && zip -q ../新版2.et content)
run ssjc-import objects 新版2.et
err_has 'in a zip archive, too' '新版2.et: is a workbook of WPS in its own newer form'
finish
