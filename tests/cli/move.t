#!/bin/sh
# A business is visited on another day: the next by the rule of the days, with the people
# who can come then; a day that is chosen is told, and verify finds who did otherwise.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

now=--now=2023-06-19T08:00:00
firm=91130230MA00000140 # 2023-06-20, T-003 and M-004
lab_new
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> /dev/null
cp lab.db matched.db

again() {
	rm -f lab.db-* && cp "${1:-matched.db}" lab.db
}
move() {
	run ssjc-assign move -p lab.plan "$now" -i inspectors.csv --object $firm --reason 企业停产检修 "$@"
}
seats() { # of the firm: "DATE DEPT CERT"
	sqlite3 lab.db "WITH last AS (SELECT *, row_number() OVER (PARTITION BY id, dept, seat
		ORDER BY event DESC) AS n FROM seat) SELECT date, dept, cert FROM last
		WHERE n = 1 AND $1 ORDER BY date, team, dept DESC"
}
is "$(seats "id = '$firm'" | tr '\n' ' ')" '2023-06-20|transport|T-003 2023-06-20|market|M-004 ' "a business has its day"

# ---- The next day ----

# Each working day until 28 June but one has a business; 29 and 30 June have none.
move drawn.csv
status 0 "another day"
cp out now.csv
err_has "is said" "样例14号运输公司 [(]${firm}[)] is visited on 2023-06-29 instead of 2023-06-20"
is "$(seats "id = '$firm'" | tr '\n' ' ')" '2023-06-29|transport|T-003 2023-06-29|market|M-004 ' \
    "it is the earliest of those with the fewest businesses, with the same people"
run ssjc-assign -p lab.plan "$now" -i inspectors.csv drawn.csv
ok "the match prints the list once more" cmp -s out now.csv
lab_verify
status 0 "verify finds the day again"
out_has "and says so" '^good: event [0-9]+: move: found again: the same day, with the same people$'
cp lab.db moved.db
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
out_has "the page tells" '<li>2023-06-19（时间为人工指定） 检查改期，原因：企业停产检修（企业提出）：样例14号运输公司由2023年6月20日改到2023年6月29日（按规则排得下的下一日）</li>'

again
move --closed 2023-06-29
is "$(seats "id = '$firm'" | cut -d'|' -f1 | uniq)" 2023-06-30 "a day on which it is closed is left out"
lab_verify
out_has "which is told" "^note: event [0-9]+: move: the day of $firm, 2023-06-30, was found without days that were said to be closed"
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
out_has "on the page, too" '改到2023年6月30日（按规则排得下的下一日，除去2023年6月29日）</li>'

# Who cannot come then has a substitute.
awk -F, -v OFS=, '/T-003/ { $6 = "2023-06-29..2023-06-30" } 1' inspectors.csv > leave.csv
again
run ssjc-assign move -p lab.plan "$now" -i leave.csv --object $firm --reason 停产检修
status 0 "somebody is on leave on the new day"
is "$(seats "id = '$firm' AND dept = 'market'" | cut -d'|' -f3)" M-004 "the others come"
is "$(seats "id = '$firm' AND dept = 'transport'" | cut -d'|' -f1,3)" '2023-06-29|T-001' "and the next by ticket"
run ssjc-audit verify -p lab.plan leave.csv 名录.csv 人员.csv 历史.csv
status 0 "which verify finds again"

# A day that is chosen.
again
move --date 2023-06-27 --asked-by department
status 0 "a day may be chosen"
lab_verify
out_has "verify says that it was" "^note: event [0-9]+: move: the day of $firm, 2023-06-27, was chosen and not found by the rule; its reason: 企业停产检修"
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
out_has "and so does the page" '（部门提出）：样例14号运输公司由2023年6月20日改到2023年6月27日（指定的日期）</li>'

# The papers say that they are the second.
again
ssjc-print notice -p lab.plan "$matched" --combined first.xlsx assigned.csv
ssjc-print notice -p lab.plan "$now" --combined first.xlsx assigned.csv
move drawn.csv
ssjc-print notice -p lab.plan "$now" -o notices "$work/out"
ok "a notice says that it is the second" sh -c "unzip -p notices/*-$firm.xlsx | grep -q 第二次告知"
ssjc-print filing -p lab.plan "$now" -o filing.xlsx "$work/out"
ok "the filing list tells" sh -c "unzip -p filing.xlsx | grep -q '检查改期，原因：企业停产检修（企业提出）：样例14号运输公司由2023年6月20日改到2023年6月29日'"

# ---- What is refused ----

again
move --date 2023-07-03
status 3 "no day after the window"
err_has "and what to do is said" '^ssjc-assign: lab.plan: window: --date: 2023-07-03 is not a working day of 2023-06-14..2023-06-30.*ssjc-record amend'
move --not-before 2023-06-30 --closed 2023-06-30
status 3 "no day is left"
err_has "and what to do" 'has no working day left from 2023-06-30 on that is not closed: .*ssjc-record amend'
move --date 2023-06-24
status 3 "a day off is not taken"
move --date 2023-06-27 --closed 2023-06-28
status 2 "a chosen day leaves nothing to find"
run ssjc-assign move -p lab.plan "$now" -i inspectors.csv --object 91130230MA0000999X --reason 停产
status 3 "another business"
printf 'id,dept,item,result,date\n%s,transport,A,ok,2023-06-20\n' $firm > results.csv
ssjc-record result -p lab.plan --now=2023-06-20T18:00:00 results.csv
run ssjc-assign move -p lab.plan --now=2023-06-20T18:00:00 -i inspectors.csv --object $firm --reason 停产
status 1 "nor one with results"
is "$(sqlite3 lab.db "SELECT count(*) FROM event WHERE action = 'move'")" 0 "nothing is on record of all this"

# A longer window, on record, has more days.
again
sed -i 's/2023-06-30/2023-07-04/' lab.plan
ssjc-record amend -p lab.plan "$now" --reason 延长抽查时间 2> /dev/null
move --date 2023-07-03
status 0 "a longer window has the day"
lab_verify
status 0 "which verify follows"
out_has "and remarks" '^note: event [0-9]+: move: window was'
sed -i 's/2023-07-04/2023-06-30/' lab.plan

# ---- Who does otherwise is found ----

rig() { # what, pattern, SQL
	again moved.db
	"$bin/tools/rechain" lab.db "$3"
	lab_verify
	status 1 "$1"
	err_has "is named" "$2"
}
last="event = (SELECT max(seq) FROM event WHERE action = 'move')"
rig "a day that is not the next" \
	"event [0-9]+ [(]move[)]: the day of $firm was chosen: the next with room is 2023-06-29, but 2023-06-30 is on record" \
	"UPDATE seat SET date = '2023-06-30' WHERE $last"
rig "somebody else in passing" \
	"event [0-9]+ [(]move[)]: who comes was chosen: for seat 1 of market at $firm the next by ticket is M-004, but M-001 is on record" \
	"UPDATE seat SET cert = 'M-001', inspector = '样钱1' WHERE $last AND dept = 'market'"
rig "another business in passing" \
	"event [0-9]+ [(]move[)]: changes seat 1 of market at 91130230MA00000241, a business that it is not about" \
	"UPDATE seat SET id = '91130230MA00000241' WHERE $last AND dept = 'market'"

finish
