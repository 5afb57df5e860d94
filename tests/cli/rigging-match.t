#!/bin/sh
# Nothing that was decided before the seed was known may be decided again after
# it in silence: windows, loads, seats, departments, inspectors.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
sed -i 's/^inspectors = 1/&\ndraw = 6/' lab.plan
lab_drawn
cp lab.db before.db
cp lab.plan before.plan

# change SED: the plan is another after the draw, and that is put on record.
change() {
	rm -f lab.db-* && cp before.db lab.db
	sed "$1" before.plan > lab.plan
	run ssjc-record amend -p lab.plan "$confirmed" --reason 工作安排
}
match() {
	run ssjc-assign -p lab.plan "$matched" -i inspectors.csv "$@" drawn.csv
}

while IFS='|' read -r what sed key words; do
	change "$sed"
	status 0 "$what may be amended"
	match
	status 1 "but no match goes by it in silence"
	err_has "$what is named with both values" "changed after the draw: .*$key was “.*” and is “.*”.*--reassign"
	match --reassign --reason 工作安排
	status 0 "a reassign with a reason goes by it"
	lab_verify
	status 0 "which verify finds good"
	out_has "and remarks, old and new" "^note: event [0-9]+: (amend|reassign): .*$key was “.*” and is “.*”"
	run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
	out_has "and the page tells, with the amendment" "抽取后修改过方案、检查事项或日历，原因：工作安排；.*$words由“.*”改为“.*”</li>"
	out_has "and with the match that goes by it" "重新匹配执法检查人员，原因：工作安排；.*$words由“.*”改为“.*”</li>"
done << 'END'
the window's end|s/2023-06-30/2023-06-20/|window|抽查时间
the load of a day|s/per_day = 3/per_day = 4/|per_day|每人每日最多检查户数
how many serve|s/^draw = 6/draw = 4/|transport.draw|交通局抽取的执法检查人员数
seats|/transport/,/market/s/inspectors = 1/inspectors = 2/|transport.inspectors|交通局每户检查人数
the greatest load|s/^draw = 6/&\nmax_load = 4/|transport.max_load|交通局每人最多检查户数
END

# A change that decides nothing needs no reassign.
change 's/title .*/title = 更正后的名称/'
match
status 0 "another title does not change a match"

# Whoever verifies with another plan than the one on record takes that for what was drawn by.
change 's/per_day = 3/per_day = 4/'
cp lab.plan amended.plan
lab_verify --strict
out_has "the plan on record is known as such" '^good: the plan given is the one on record$'
sed 's/20%/50%/; s/2023-06-30/2023-06-29/' amended.plan > lab.plan
lab_verify
status 0 "another plan given to verify is no difference in the audit file"
out_has "but open: the window" '^open: the plan given is not the one on record: window is “2023-06-14[.][.]2023-06-30” on record and “2023-06-14[.][.]2023-06-29” in lab.plan$'
out_has "and the ratio" '^open: the plan given is not the one on record: ratio [*], [*] is “20/100” on record and “50/100”'
lab_verify --strict
status 1 "which --strict does not accept"
sed '1i# a comment' amended.plan > lab.plan
lab_verify
out_has "a comment is no more than a note" '^note: the plan given differs from the one on record in comments, order or paths only$'
is "$(grep -c '^open: the plan given' out)" 0 "and nothing is open about it"

# The keys of departments are part of every ticket: trying names is trying matches.
change 's/department transport/department transport-7/'
status 1 "the key of a department cannot be amended"
err_has "it is part of the draw" "departments were “transport, market” .* and are “transport-7, market”"
change 's/^name = 交通局/name = 交通运输局/'
status 0 "its name can"

# A program that does not ask puts its match on record all the same: verify finds it.
change 's/per_day = 3/per_day = 4/'
match --reassign --reason 工作安排
"$bin/tools/rechain" lab.db "UPDATE event SET action = 'assign', reason = '' WHERE action = 'reassign'"
lab_verify
status 1 "a match by an amended plan that is not called a reassign"
err_has "is named" 'event [0-9]+ \(assign\): is not a reassign: what decides who inspects what was changed after the draw: per_day'

# Inspectors: who is not fixed before the seed can be tried out after it.
change 's/title .*/title = 更正后的名称/'
match
lab_verify
out_has "inspectors that were not fixed before the draw are told" '^note: event [0-9]+: match: its inspectors were not fixed before the draw'
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
out_has "on the page too" '<dt>人员名录</dt><dd>执法检查人员名录未在抽取前固定</dd>'

rm -f lab.db*
cp before.plan lab.plan
lab_import
run ssjc-draw -p lab.plan "$registers" -H history.csv -i inspectors.csv --seed-file seed objects.csv
status 0 "a draw fixes the inspectors"
cp out drawn.csv
cp lab.db fixed.db
grep -v T-001 inspectors.csv > fewer.csv
run ssjc-assign -p lab.plan "$matched" -i fewer.csv drawn.csv
status 3 "a match takes no others in silence"
err_has "and says how" 'fewer.csv: are not the inspectors fixed before the draw.*--reassign'
match
status 0 "it takes those"
lab_verify
status 0 "which is good"
is "$(grep -c 'not fixed before the draw' out)" 0 "and they were fixed"
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00
out_has "as the page says" '<dt>人员名录</dt><dd>执法检查人员名录在抽取前已固定</dd>'
rm -f lab.db-* && cp fixed.db lab.db
run ssjc-assign -p lab.plan "$matched" -i fewer.csv --reassign --reason 调离 drawn.csv
status 0 "others take a reason"
run ssjc-audit verify -p lab.plan fewer.csv 名录.csv 人员.csv 历史.csv
status 0 "which is no difference"
out_has "but a note" '^note: event [0-9]+: match: its inspectors are not those fixed before the draw; its reason: 调离'
rm -f lab.db-* && cp fixed.db lab.db
match
"$bin/tools/rechain" lab.db "UPDATE file SET digest = '$(sha256sum < fewer.csv | cut -c1-64)' WHERE kind = 'inspectors' AND event = (SELECT max(seq) FROM event)"
run ssjc-audit verify -p lab.plan 名录.csv 历史.csv
status 1 "a program that takes others in silence"
err_has "is found" 'assign\): its inspectors are not those fixed before the draw'

finish
