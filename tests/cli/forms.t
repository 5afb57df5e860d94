#!/bin/sh
# What people fill in comes back from any file: sheets of every kind, several at once.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

confirm() {
	run ssjc-record confirm -p small.plan --now 2023-06-13 "$@"
}
result() {
	run ssjc-record result -p small.plan --now 2023-06-16 "$@"
}
events() {
	sqlite3 small.db 'SELECT count(*) FROM event'
}
# A workbook (XML Spreadsheet 2003) of lines with tabs; a line "= NAME" begins a sheet,
# one that begins with "-" is hidden.
book() {
	awk -F '\t' 'BEGIN {
		print "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\""
		print " xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
	}
	/^= / {
		if (open++) print "</Table></Worksheet>"
		printf "<Worksheet ss:Name=\"%s\"><Table>\n", substr($0, 3)
		next
	}
	{
		printf "<Row%s>", sub(/^-/, "") ? " ss:Hidden=\"1\"" : ""
		for (i = 1; i <= NF; i++)
			printf "<Cell><Data ss:Type=\"String\">%s</Data></Cell>", $i
		print "</Row>"
	}
	END { print "</Table></Worksheet></Workbook>" }'
}

small_assigned
cp small.db before.db

# Two sheets of a workbook, as two departments fill them in.
book > 对比.xls <<'EOF'
= 交通
2023年度对比确认表
统一社会信用代码	企业名称	部门	是否确认	移出原因	证明材料
９１１３０２３０ma07te085t	样例庚公司	样例交通运输局	√		
91130230MA07TE0770	样例辛公司	样例交通运输局	x		
91130230MA07TE0508	样例乙公司	样例交通运输局	V		
91130230MA07TE0695	样例丙公司	样例交通运输局	是		
填表人：样赵一
= 市场
统一社会信用代码	部门	确认	原因	证据
91130230MA07TE085T	market	也许		
91130230MA07TE0770	market	否		
91130230MA07TE0508	market		已迁出	通知书
-91130230MA07TE0695	market	是		
以上情况属实				
EOF
n=$(events)
confirm --rejects 退回.csv 对比.xls
status 3 "a workbook with wrong rows is refused"
err "each by its sheet, row and header" <<'EOF'
ssjc-record: 对比.xls: sheet 交通: row 7: left out: a line below the list
ssjc-record: 对比.xls: sheet 市场: row 2: 确认: “也许” is not one of: 是 (yes), 否 (no)
ssjc-record: 对比.xls: sheet 市场: row 3: 原因: is empty: a removal needs a reason
ssjc-record: 对比.xls: sheet 市场: row 4: 确认: is empty, but reason has “已迁出”: fill in both, or neither
ssjc-record: 对比.xls: sheet 市场: row 5: is a hidden row that is filled in: show it, or take such rows by --hidden
ssjc-record: 对比.xls: sheet 市场: row 6: 统一社会信用代码: left out: “以上情况属实” is not a business that was drawn, and nothing is filled in
ssjc-record: 对比.xls: 4 of 9 rows are wrong: nothing was recorded
EOF
is "$(events)" "$n" "and nothing is on record"
is "$(sed -n 3p 退回.csv)" '对比.xls,市场,2,确认,也许,"“也许” is not one of: 是 (yes), 否 (no)"' \
    "the list of rejects has the cell's text"
is "$(sed 1d 退回.csv | wc -l)" 6 "and all rows"
confirm --partial --hidden 对比.xls
status 1 "good rows are recorded when asked for"
err_has "and the others counted" '^ssjc-record: 3 of 9 rows are wrong: the others are recorded$'
is "$(sqlite3 small.db "SELECT count(*), sum(confirmed = 'yes') FROM confirmation")" "5|5" \
    "ticks are yes"
is "$(sqlite3 small.db "SELECT kind, name, rows FROM file WHERE kind = 'confirm'")" \
    "confirm|对比.xls|9" "the file is on record"

# A sheet that is not a list is not passed over in silence.
book > 多表.xls <<'EOF'
= 对比
统一社会信用代码	部门	确认
91130230MA07TE085T	market	是
= 说明
请于本周内交回
EOF
confirm 多表.xls
status 3 "a sheet without headers is refused"
err_has "by its name" '^ssjc-record: 多表.xls: sheet 说明.*no header is known as the column id'
cp small.db after.db
confirm --sheet 对比 多表.xls
status 0 "unless the others are named"
cp after.db small.db

# Files and folders at once.
mkdir 交来 交来/子
printf '统一社会信用代码,部门,确认\n91130230MA07TE085T,样例市场监督管理局,√\n' |
    iconv -f UTF-8 -t GB18030 > 交来/乙.csv
printf '统一社会信用代码\t部门\t确认\n91130230MA07TE0770\t样例市场监督管理局\t是\n' > 交来/丙.tsv
touch '交来/~$乙.xlsx' 交来/.hidden.csv 交来/签字页.jpg
printf 'id,dept,confirmed\n91130230MA07TE0508,market,yes\n91130230MA07TE0770,market,是\n' > 单.csv
confirm 交来 单.csv
status 0 "a folder and a file are read at once"
sort err > out
out "what is not read is named" <<'EOF'
ssjc-record: 交来/子: is not read: name folders in a folder one by one
ssjc-record: 交来/签字页.jpg: is not read: it is not a workbook or text by its name
EOF
is "$(sqlite3 small.db "SELECT count(*) FROM confirmation c JOIN (SELECT max(seq) s FROM event) ON event = s")" 3 \
    "the same twice is once"
is "$(sqlite3 small.db "SELECT group_concat(name) FROM (SELECT name FROM file f
	JOIN (SELECT max(seq) s FROM event) ON event = s WHERE kind = 'confirm')")" \
    "交来/丙.tsv,交来/乙.csv,单.csv" "all files are on record, in the order of their names"
printf 'id,dept,confirmed,note\n91130230MA07TE0508,market,yes,一\n' > 一.csv
printf 'id,dept,confirmed,note\n91130230MA07TE0508,market,yes,二\n' > 二.csv
confirm 一.csv 二.csv
status 3 "two files that contradict each other are refused"
err_has "with both places" '^ssjc-record: 二.csv:2: id: repeats what 一.csv, line 2 says$'
mkdir 空
confirm 空
status 3 "an empty folder"
err_has "is said" '空: is a folder without workbooks or CSV files'

# Results: numbers of the paper, titles of items, dates as people write them.
result --form
head -n 1 out | grep -q title
status 0 "the form has titles"
cat > 结果.csv <<'EOF'
统一社会信用代码,部门,抽查事项,检查结果,发现的问题,处理措施,检查日期,检查方式,签字情况
91130230MA07TE085T,样例交通运输局,经营资格,1,,,2023.6.14,现场检查,√
91130230MA07TE085T,样例市场监督管理局,M1,2、3,年报不实,责令改正,２０２３年６月１４日,书面,拒签
91130230MA07TE0770,transport,t1,③弄虚作假,x,y,20230614,,
91130230MA07TE0770,market,公示信息,99,,,2023-06-14,,
91130230MA07TE0508,market,不存在的事项,1,,,2023-06-14,,
91130230MA07TE0695,market,M1,1,,,6月14日,,
91130230MA07TE0695,transport,T1,,漏填,,,,
EOF
result 结果.csv
status 3 "wrong results are refused"
err "each by its header" <<'EOF'
ssjc-record: 结果.csv:5: 检查结果: “99” is not one of: 未发现问题 (ok), 未按规定公示应当公示的信息 (undisclosed), 公示信息隐瞒真实情况、弄虚作假 (false), 通过登记的住所（经营场所）无法联系 (unreachable), 发现问题已责令改正 (corrected), 不配合检查情节严重 (obstructed), 未发现开展本次抽查涉及的经营活动 (inactive), 发现问题待后续处理 (pending), 已关闭停业或正在组织清算 (closed), 注销 (cancelled), 被吊销 (revoked), 被撤销 (withdrawn), 迁出 (moved)
ssjc-record: 结果.csv:6: 抽查事项: “不存在的事项” is not an item of “market” for a business of category “货运”
ssjc-record: 结果.csv:7: 检查日期: “6月14日” is not a date such as 2023-06-14
ssjc-record: 结果.csv:8: 检查结果: is empty, but problem has “漏填”: fill in both, or neither
ssjc-record: 结果.csv: 4 of 7 rows are wrong: nothing was recorded
EOF
result --partial --correct --reason x 结果.csv
status 2 "a correction is all or nothing"
result --partial 结果.csv
status 1 "the good ones are recorded"
sqlite3 small.db 'SELECT id, dept, item, result, date, method, signed FROM result' > out
out "as codes" <<'EOF'
91130230MA07TE085T|transport|T1|ok|2023-06-14|实地检查|yes
91130230MA07TE085T|market|M1|undisclosed|2023-06-14|书面检查|refused
91130230MA07TE085T|market|M1|false|2023-06-14|书面检查|refused
91130230MA07TE0770|transport|T1|false|2023-06-14||
EOF
n=$(events)
head -n 4 结果.csv > 又.csv
result 又.csv
status 0 "once more is no error"
is "$(events)" "$n" "and no event"

run ssjc-audit verify -p small.plan
status 0 "verify reads all of it again: several files, good rows only, hidden ones"
is "$(grep -c "was not read again" out)" 0 "and needs none of them"

# What says that there is nothing, and a sentence's end.
cp before.db small.db
cat > 无.csv <<'EOF'
统一社会信用代码,部门,抽查事项,检查结果,发现的问题,处理措施,检查日期,检查方式,签字情况,备注
91130230MA07TE085T,market,M1,未发现问题。,无,/,2023-06-14,-,,——
91130230MA07TE085T,transport,T1,1.未发现问题,,,2023-06-14,,,无
91130230MA07TE0770,market,M1,,无,/,2023-06-14,,,
EOF
result 无.csv
status 0 "无 and / say nothing"
is "$(sqlite3 small.db "SELECT group_concat(result || problem || disposal || method || note, '|') FROM result")" \
    "ok|ok" "and are not recorded as what was found"
sed 's|,无,/,2023-06-14,-,,——|,同上,,2023-06-14,,,|' 无.csv > 同上.csv
result 同上.csv
status 3 "what is as above"
err_has "is to be written out" '^ssjc-record: 同上.csv:2: 发现的问题: says that it is as above: write it out in each row$'

# The forms: as workbooks they have all, as text what is missing.
rm -f small.db*
cp before.db small.db
run ssjc-record confirm -p small.plan --now 2023-06-13 --form -o 表/
status 0 "a folder is filled with forms"
out "one for each department" <<'EOF'
表/样例交通运输局.xlsx
表/样例市场监督管理局.xlsx
EOF
run ssjc-record confirm -p small.plan --now 2023-06-13 --form -o 表/全.xlsx
status 0 "and one for all is a workbook"
is "$(unzip -l 表/全.xlsx | grep -c worksheets/sheet)" 4 \
    "of two sheets, what they offer, and what programs are to know"
n=$(events)
confirm 表
status 0 "forms that nobody has filled in"
quiet "are no error"
is "$(events)" "$n" "and no event"
unzip -p 表/全.xlsx xl/worksheets/sheet1.xml | tr '>' '\n' > sheet
is "$(grep -c '<sheetProtection' sheet)$(grep -c '<dataValidation ' sheet)" 12 \
    "a sheet is protected, and offers words in two columns"
run ssjc-record result -p small.plan --now 2023-06-13 --form -o 结果.xlsx
unzip -p 结果.xlsx xl/worksheets/sheet1.xml | tr '>' '\n' > sheet
is "$(grep -c '<dataValidation .*type="date"' sheet)" 1 "dates are dates"
run ssjc-record confirm -p small.plan --now 2023-06-13 --form -o 表.xls
status 2 "another format"
err_has "is refused" '“表.xls”: a form is written as .xlsx or as .csv'
run ssjc-record confirm -p small.plan --now 2023-06-13 --form -o x.xlsx 表
status 2 "--form reads nothing"
run ssjc-record confirm -p small.plan --now 2023-06-13 --zh
status 2 "--zh is for forms"
run ssjc-record confirm -p small.plan --now 2023-06-13 --form --zh
is "$(sed -n 1,2p out)" "统一社会信用代码,企业名称,部门,确认,移出原因,证明材料,备注
91130230MA07TE085T,样例庚公司,样例交通运输局,,,," "a form in Chinese"
run ssjc-record result -p small.plan --now 2023-06-13 --form --zh --encoding gbk --excel -o 结果.csv
status 0 "a form in GBK"
is "$(iconv -f GB18030 -t UTF-8 结果.csv | sed -n 1p | tr -d '\r')" \
    "统一社会信用代码,企业名称,部门,事项编码,事项名称,检查结果,发现的问题,处理措施,检查日期,检查方式,签字情况,备注" \
    "has no mark of another encoding"
run ssjc-record result -p small.plan --now 2023-06-13 --form --encoding utf-16le
status 2 "not in UTF-16"
iconv -f GB18030 -t UTF-8 结果.csv | awk -F, -v OFS=, 'NR > 1 { $6 = NR % 2 ? "未发现问题" : "1" } 1' |
    iconv -f UTF-8 -t GB18030 > 填.csv
result 填.csv
status 0 "which is read back"
is "$(sqlite3 small.db 'SELECT count(*), max(result) FROM result')" "10|ok" "all of it"
run ssjc-record result -p small.plan --now 2023-06-16 --form -o 完.xlsx
n=$(events)
result 完.xlsx
is "$status$(cat err)$(events)" "0$n" "what is on record is in the workbook, and nothing new"
# Verify reads the files again, as they were read.
run ssjc-audit verify -p small.plan
status 0 "verify finds what was filled in good"
is "$(grep -c 'read again' out)" 0 "and needs no file to read it again"
cp small.db good.db
rechain() {
	rm -f small.db*
	cp good.db small.db
	"$bin/tools/rechain" small.db "$@" > rechain.log 2>&1 || cat rechain.log
	run ssjc-audit verify -p small.plan
}
rechain "UPDATE result SET result = 'corrected', problem = 'x' WHERE id = '91130230MA07TE0770'"
status 1 "a result that nobody filled in"
err_has "is named" 'event [0-9]+ .result.: what the files say of [a-z]* at 91130230MA07TE0770 is not what is on record'
rechain "UPDATE file SET content = NULL WHERE kind = 'result'"
out_has "a file that is not kept" '^not checked: event [0-9]+: 填.csv was neither given nor kept, so it was not read again'
run ssjc-audit verify -p small.plan 填.csv
is "$(grep -c 'was not read again' out)" 0 "may be given"
rm -f small.db*
cp good.db small.db

# A form knows what it is of.
confirm 完.xlsx
status 3 "a form of results is none of confirmations"
err "which is said" <<'EOF'
ssjc-record: 完.xlsx: is a form of another kind (result): give it to ssjc-record result
EOF
sed 's/SMALL-1/SMALL-2/; s/small.db/second.db/' small.plan > second.plan
run ssjc-draw -p second.plan --now 2023-06-12 -H history.csv objects.csv
run ssjc-record confirm -p second.plan --now 2023-06-13 表
status 3 "nor is one of another plan"
err "by its name" <<'EOF'
ssjc-record: 表/全.xlsx: is a form of the plan “SMALL-1”, not of “SMALL-2”
EOF
run ssjc-record confirm -p second.plan --now 2023-06-13 --form -o 先.xlsx
status 0 "a form of the first draw"
run ssjc-draw -p second.plan --now 2023-06-13 -H history.csv --redraw --reason 重抽 objects.csv
run ssjc-record confirm -p second.plan --now 2023-06-14 先.xlsx
status 3 "nor one of an earlier draw"
err_has "which is said" '^ssjc-record: 先.xlsx: is a form of an earlier draw: print'
sh_run 'ssjc-record confirm -p small.plan --form -o - > /dev/full'
status 4 "a full disk is a system error"
: > other.file
run ssjc-record confirm -p small.plan --form -o other.file
status 4 "a file is no folder"
finish
