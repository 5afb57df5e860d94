#!/bin/sh
# ssjc-record follow: what follows from the results, until it is closed; and results for
# a business that is no longer there.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

record() { # command, day; more options follow
	command=$1 day=$2
	shift 2
	ssjc-record "$command" -p small.plan --now "$day" "$@"
}
events() {
	sqlite3 small.db 'SELECT count(*) FROM event'
}
strings() { unzip -p "$1" xl/sharedStrings.xml | tr -d '\n' | sed 's/<t[^>]*>/\n/g; s/<[^>]*>//g'; }

small_keys='follow = 10 workdays'
small_confirmed

# One is corrected and pending, one undisclosed, one has moved away, one is clean.
ssjc-record result -p small.plan --now 2023-06-15 --form > form.csv
awk -F, -v OFS=, 'NR > 1 { $6 = "未发现问题"; $9 = "2023-06-15" }
	$1 == "91130230MA07TE085T" && $4 == "T1" { $6 = "corrected"; $7 = "缺标志" }
	$1 == "91130230MA07TE0770" && $4 == "M1" { $6 = "undisclosed"; $7 = "未公示年报" }
	$1 == "91130230MA07TE0508" { $6 = "已迁出" } 1' form.csv > results.csv
run record result 2023-06-16 results.csv
status 0 "results for a business that moved away are recorded"
is "$(sqlite3 small.db "SELECT group_concat(DISTINCT result) FROM result WHERE id = '91130230MA07TE0508'")" \
    moved "by what people write"

run record status 2023-06-16
status 0 "problems have to be followed up"
out "within ten working days of the inspection" <<'EOT'
step,id,name,dept,date,due,state,missing
follow,91130230MA07TE085T,样例庚公司,transport,2023-06-15,2023-06-30,due,1
follow,91130230MA07TE0770,样例辛公司,market,2023-06-15,2023-06-30,due,1
EOT
run record status 2023-07-04
status 1 "after that they are overdue"

run record follow 2023-06-16 --form
status 0 "there is a form"
out "with what was found" <<'EOT'
id,name,dept,problem,kind,opened,closed,document,note
91130230MA07TE085T,样例庚公司,transport,T1 发现问题已责令改正：缺标志,,,,,
91130230MA07TE0770,样例辛公司,market,M1 未按规定公示应当公示的信息：未公示年报,,,,,
EOT

cat > wrong.csv <<'EOT'
id,dept,kind,opened,closed,document,note
91130230MA07TE085T,transport,fine,2023-06-16,,,
91130230MA07TE085T,transport,order,,,,
91130230MA07TE085T,transport,order,2023-06-11,,,
91130230MA07TE085T,transport,order,2023-06-17,,,
91130230MA07TE085T,transport,order,2023-06-16,2023-06-15,,
91130230MA07TE085T,transport,order,2023-06-16,2023-07-15,,
91130230MA07TE085T,transport,列入经营异常名录,2023-06-16,,,
91130230MA07TE018W,transport,order,2023-06-16,,,
91130230MA07TE085T,police,order,2023-06-16,,,
EOT
n=$(events)
run record follow 2023-06-16 wrong.csv
status 3 "wrong follow-ups are refused"
err "each by its row and column" <<'EOT'
ssjc-record: wrong.csv:2: kind: “fine” is not one of: 无需后续处置 (none), 停止检查，反馈至日常监管部门 (stop), 违反本部门规定，责令改正 (order), 发现案件线索，移送办案机构 (case), 违反其他部门规定，抄告相关部门 (notify), 其他 (other)
ssjc-record: wrong.csv:3: opened: is empty: since when?
ssjc-record: wrong.csv:4: opened: 2023-06-11 is before the draw
ssjc-record: wrong.csv:5: opened: 2023-06-17 is still to come
ssjc-record: wrong.csv:6: closed: 2023-06-15 is before it was opened, on 2023-06-16
ssjc-record: wrong.csv:7: closed: 2023-07-15 is still to come
ssjc-record: wrong.csv:8: note: is empty: say what “other” is
ssjc-record: wrong.csv:9: id: “91130230MA07TE018W” was not drawn
ssjc-record: wrong.csv:10: dept: “police” is not a department of the plan
ssjc-record: wrong.csv: 9 of 9 rows are wrong: nothing was recorded
EOT
is "$(events)" "$n" "and nothing is on record"

cat > open.csv <<'EOT'
id,dept,kind,opened,closed,document,note
91130230MA07TE085T,样例交通运输局,责令限期改正,2023-06-16,,曹交责改〔2023〕1号,
91130230MA07TE085T,transport,立案查处,2023-06-16,,,
91130230MA07TE0770,market,无需后续处置,2023-06-16,,,当场公示
EOT
sed '1!s/2023-06-16,,/2023-06-16,未完结,/' open.csv > words.csv
run record follow 2023-06-16 words.csv
status 0 "follow-ups are recorded, several for one business"
quiet "quietly"
n=$(events)
run record follow 2023-06-16 open.csv
is "$status$(events)" "0$n" "the same again is no event"
is "$(sqlite3 small.db 'SELECT group_concat(kind) FROM follow')" order,case,none "in codes"
run record status 2023-06-16
out "what needs nothing is done, the rest is open" <<'EOT'
step,id,name,dept,date,due,state,missing
follow,91130230MA07TE085T,样例庚公司,transport,2023-06-15,2023-06-30,due,2
EOT

# The form comes back with the days on which they were closed.
run record follow 2023-06-16 --form
out "the form has what is open" <<'EOT'
id,name,dept,problem,kind,opened,closed,document,note
91130230MA07TE085T,样例庚公司,transport,T1 发现问题已责令改正：缺标志,order,2023-06-16,,曹交责改〔2023〕1号,
91130230MA07TE085T,样例庚公司,transport,T1 发现问题已责令改正：缺标志,case,2023-06-16,,,
EOT
awk -F, -v OFS=, '$5 == "order" { $7 = "2023-06-20"; $8 = "" } 1' out > closed.csv
run record follow 2023-06-20 closed.csv
status 0 "one is closed"
is "$(sqlite3 small.db "SELECT closed, document FROM follow WHERE kind = 'order' ORDER BY row DESC LIMIT 1")" \
    "2023-06-20|曹交责改〔2023〕1号" "and keeps its document"
run record status 2023-06-20
is "$(grep -c '^follow,.*,due,1$' out)" 1 "the other one is open"
printf 'id,dept,kind,opened,closed,document\n91130230MA07TE085T,transport,case,2023-06-16,2023-07-05,曹交罚〔2023〕7号\n' > late.csv
run record follow 2023-07-05 late.csv
status 0 "it gets its document when it is closed"
run record status 2023-07-05
out "which was late" <<'EOT'
step,id,name,dept,date,due,state,missing
follow,91130230MA07TE085T,样例庚公司,transport,2023-06-15,2023-06-30,late,0
EOT
status 0 "but is nothing to do any more"

sed -i 's/07-05/07-04/' late.csv
run record follow 2023-07-05 late.csv
status 3 "what is closed stays"
err_has "unless it is corrected" 'late.csv:2: kind: “case” of 91130230MA07TE085T is on record already, and closed, and differs: --correct --reason TEXT corrects it'
run record follow 2023-07-05 --correct late.csv
status 2 "--correct needs a reason"
run record follow 2023-07-05 --correct --reason 日期有误 late.csv
status 0 "with one it is corrected"
run ssjc-audit verify -p small.plan --now 2023-07-06
status 0 "verify knows follow-ups"
out_has "by their kinds" '3 follow-ups: of departments that have results there, of kinds that were known'

# As a workbook: what is on record is grey, what is open can be closed, and each business
# has a row for something else.
cp small.db before.db
run record follow 2023-07-05 --form -o 表/
status 0 "a form is a workbook for each department"
out "named by it" <<'EOT'
表/样例交通运输局.xlsx
表/样例市场监督管理局.xlsx
EOT
cat > fill.py <<'EOT'
"""fill.py BOOK: look at a form of follow-ups as a department does, and fill in its rows."""
import datetime
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
offered = [[c.value for c in column] for ws in book if ws.sheet_state != "visible" for column in ws.columns]
for ws in book:
    if ws.sheet_state != "visible":
        continue
    head = next(r for r in ws.iter_rows() if r[1].value == "统一社会信用代码")
    at = {c.value: c.column - 1 for c in head}
    print(ws.title, ws.protection.sheet, sorted(v.type for v in ws.data_validations.dataValidation))
    for row in ws.iter_rows(min_row=head[0].row + 1):
        print("|".join(str(c.value or "").split(" 00:")[0] + ("" if c.protection.locked else "_") for c in row[3:]))
        kind = row[at["后续处理方式"]]
        if kind.protection.locked or kind.value:
            continue
        assert any("停止检查，反馈至日常监管部门" in column for column in offered)
        kind.value = "停止检查，反馈至日常监管部门"
        row[at["处理日期"]].value = datetime.datetime(2023, 7, 5)
        row[at["文号"]].value = "曹反馈〔2023〕1号"
book.save(sys.argv[1])
EOT
n=$(events)
run record follow 2023-07-05 表
is "$status$(cat err)$(events)" "0$n" "read back as it is, it says nothing new"
run /usr/bin/python3 fill.py 表/样例交通运输局.xlsx
out "it is filled in by another program" <<'EOT'
样例交通运输局 True ['date', 'date', 'list']
样例交通运输局|T1 发现问题已责令改正：缺标志|发现案件线索，移送办案机构|2023-06-16|2023-07-04|曹交罚〔2023〕7号|
样例交通运输局|T1 发现问题已责令改正：缺标志|_|_|_|_|_
EOT
run record follow 2023-07-05 表
status 0 "and read"
run record follow 2023-07-05 --form -o 全.xlsx
run /usr/bin/python3 fill.py 全.xlsx
out "what is open can be closed" <<'EOT'
样例交通运输局 True ['date', 'date', 'list']
样例交通运输局|T1 发现问题已责令改正：缺标志|发现案件线索，移送办案机构|2023-06-16|2023-07-04|曹交罚〔2023〕7号|
样例交通运输局|T1 发现问题已责令改正：缺标志|停止检查，反馈至日常监管部门|2023-07-05|_|曹反馈〔2023〕1号|_
样例交通运输局|T1 发现问题已责令改正：缺标志|_|_|_|_|_
样例市场监督管理局 True ['date', 'date', 'list']
样例市场监督管理局|M1 未按规定公示应当公示的信息：未公示年报|无需后续处置|2023-06-16|||当场公示
样例市场监督管理局|M1 未按规定公示应当公示的信息：未公示年报|_|_|_|_|_
EOT
run record result 2023-07-05 全.xlsx
status 3 "a form of follow-ups"
err "is not one of results" <<'EOT'
ssjc-record: 全.xlsx: is a form of another kind (follow): give it to ssjc-record follow
EOT
run ssjc-audit verify -p small.plan --now 2023-07-06
status 0 "verify reads the workbooks again"
is "$(grep -c 'not read again' out)" 0 "all of them"
rm -f small.db*
mv before.db small.db

# What is published of them.
run ssjc-publish page -p small.plan --now 2023-07-06
status 0 "the page is made"
out_has "it has the share that is closed" '需后续处理 2 户次，已完结 2 户次，完结率 100.0%'
out_has "and the kinds" '发现案件线索，移送办案机构</td><td class="n">1</td><td class="n">1'
is "$(grep -c '曹交罚' out)" 0 "but no document"
out_has "and that one moved away" '迁出'
run ssjc-publish summary -p small.plan --now 2023-07-06 -o summary.xlsx
status 0 "the summary is made"
strings summary.xlsx > out
for text in 完结率 100.0% '停业、注销' 无需后续处置 五、后续处理 六、图示; do
	out_has "it has $text" "$text"
done
run ssjc-audit verify -p small.plan --now 2023-07-06
status 0 "verify makes both again"

# Another program changes what was closed, or makes up a kind.
event=$(sqlite3 small.db "SELECT max(event) FROM follow")
for forged in "UPDATE event SET reason = '' WHERE seq = $event" "UPDATE follow SET kind = 'fine' WHERE event = $event"; do
	rm -f copy.db*
	cp small.db copy.db
	"$bin/tools/rechain" copy.db "$forged" || echo "Bail out! no forgery"
	run ssjc-audit verify -d copy.db
	status 1 "a forged follow-up is found"
	err_has "and named" "event $event \\(follow\\): .*transport at 91130230MA07TE085T: (the follow-up case was on record already, and is changed for no reason|kind: “fine” is not a kind)"
done

rm -f copy.db*
cp small.db copy.db
"$bin/tools/rechain" copy.db "UPDATE follow SET document = '曹交罚〔2023〕8号' WHERE event = $event" ||
    echo "Bail out! no forgery"
run ssjc-audit verify -d copy.db
status 1 "another document than the file says is found"
err_has "and named" 'what the files say of transport at 91130230MA07TE085T is not what is on record'

# An audit file made before there were follow-ups.
cp small.db new.db
cat > old.sql <<'EOT'
DROP TABLE follow;
DROP TABLE review;
DROP TABLE batch;
DROP TABLE batch_row;
DROP TABLE receipt;
PRAGMA user_version = 1;
EOT
rm small.db
small_assigned
sqlite3 small.db < old.sql
run ssjc-audit verify -p small.plan --now 2023-06-16
status 0 "a file of version 1 is verified"
run ssjc-audit export -p small.plan -o tables
ok "and exported, with an empty table" grep -q '^row,event,draw,id,dept,kind,opened,closed,document,note$' tables/follow.csv
run record result 2023-06-16 results.csv
status 0 "what is put on record"
is "$(sqlite3 small.db 'PRAGMA user_version')" 3 "makes it one of version 3"
run record follow 2023-06-16 open.csv
status 0 "with follow-ups"
run ssjc-audit verify -p small.plan --now 2023-06-16
status 0 "which is verified, too"
sqlite3 small.db < old.sql
run ssjc-audit verify -p small.plan --now 2023-06-16
status 1 "that follow-ups were taken away is seen"
err_has "by the chain" 'table follow: row 1 is missing: 3 were recorded'
finish
