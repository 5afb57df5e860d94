#!/bin/sh
# ssjc-record: confirmations, replacements, results, and what is due.
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

small_assigned

run record confirm 2023-06-12 --form
status 0 "the form of confirmations"
out "has a line for each drawn business and department" <<'EOF'
id,name,dept,confirmed,reason,evidence,note
91130230MA07TE085T,样例庚公司,transport,,,,
91130230MA07TE085T,样例庚公司,market,,,,
91130230MA07TE0770,样例辛公司,transport,,,,
91130230MA07TE0770,样例辛公司,market,,,,
91130230MA07TE0508,样例乙公司,transport,,,,
91130230MA07TE0508,样例乙公司,market,,,,
91130230MA07TE0695,样例丙公司,transport,,,,
91130230MA07TE0695,样例丙公司,market,,,,
EOF
cp out form.csv

# Wrong rows: each is named, and none is recorded.
cat > wrong.csv <<'EOF'
id,dept,confirmed,reason,evidence
91130230MA07TE085T,transport,yes,,
91130230MA07TE018W,transport,yes,,
91130230MA07TE0770,police,yes,,
91130230MA07TE0770,market,maybe,,
91130230MA07TE0508,transport,no,,
91130230MA07TE0508,market,no,moved,
91130230MA07TE0695,transport,yes,moved,
91130230MA07TE0695,market,no,bored,x
91130230MA07TE085T,transport,no,moved,x
EOF
n=$(events)
run record confirm 2023-06-13 wrong.csv
status 3 "wrong confirmations are refused"
err "each by its row and column" <<'EOF'
ssjc-record: wrong.csv:3: id: “91130230MA07TE018W” was not drawn
ssjc-record: wrong.csv:4: dept: “police” is not a department of the plan
ssjc-record: wrong.csv:5: confirmed: “maybe” is not one of: 是 (yes), 否 (no)
ssjc-record: wrong.csv:6: reason: is empty: a removal needs a reason
ssjc-record: wrong.csv:7: evidence: is empty: a removal needs evidence
ssjc-record: wrong.csv:8: reason: has a reason to remove the object, but confirmed says yes
ssjc-record: wrong.csv:9: reason: “bored” is not one of: 已注销 (cancelled), 已吊销 (revoked), 已迁出 (moved), 已停业 (closed), 重复 (duplicate), 不属于本次抽查范围 (outside)
ssjc-record: wrong.csv:10: id: repeats what line 2 says
ssjc-record: wrong.csv: 8 of 9 rows are wrong: nothing was recorded
EOF
is "$(events)" "$n" "and nothing was"

# The form as it comes back from a spreadsheet: GB18030, and other headers.
sed 's/^id,name,dept,confirmed/统一社会信用代码,企业名称,部门,确认/; 2s/,,,,$/,是,,,/' form.csv |
    iconv -f UTF-8 -t GB18030 > back.csv
run ssjc-import confirmations -p small.plan --now 2023-06-13 back.csv
status 0 "a form from a spreadsheet is imported"
is "$(sed -n 2p out)" "91130230MA07TE085T,样例庚公司,transport,yes,,," "with its codes"

# All confirmed but one, in the words of a spreadsheet.
awk -F, -v OFS=, 'NR > 1 { $4 = "是" }
	$1 == "91130230MA07TE0508" && $3 == "market" {
		$4 = "否"; $5 = "已迁出"; $6 = "变更登记通知书"
	}
	1' form.csv > filled.csv
run record confirm 2023-06-13 filled.csv
status 0 "confirmations are recorded"
quiet "quietly"
is "$(sqlite3 small.db "SELECT count(*), sum(confirmed = 'no'), max(reason) FROM confirmation")" \
    "8|1|moved" "with the code of the reason"
n=$(events)
run record confirm 2023-06-14 filled.csv
status 0 "the same again is no error"
is "$(events)" "$n" "and no event"
run record confirm 2023-06-13 --form
is "$(wc -l < out)" 1 "nothing is left in the form"

# A removal waits for its replacement.
run ssjc-assign -p small.plan --now 2023-06-13 -i people.csv drawn.csv
status 1 "ssjc-assign waits for the replacement"
err_has "and names what to run" '91130230MA07TE0508.*ssjc-draw replace'
run ssjc-draw replace -p small.plan --now 2023-06-13 drawn.csv
status 0 "the next of the reserve takes the place"
awk -F, -v OFS=, '$6 == "91130230MA07TE0508" { $5 = "removed" }
	$6 == "91130230MA07TE018W" { $5 = "replacement" } 1' drawn.csv > wanted.csv
out "and only the roles change" < wanted.csv
cp out replaced.csv
n=$(events)
run ssjc-draw replace -p small.plan --now 2023-06-13 drawn.csv
status 0 "once more from the old list"
out "prints the same" < wanted.csv
is "$(events)" "$n" "and adds no event"
run ssjc-assign -p small.plan --now 2023-06-13 -i people.csv drawn.csv
status 3 "the old list is refused"
err_has "by name" 'drawn.csv:4: role: 91130230MA07TE0508 .* was removed and replaced'
run ssjc-assign -p small.plan --now 2023-06-13 -i people.csv replaced.csv
status 0 "the new one is assigned"
is "$(grep -c 91130230MA07TE0508 out)$(grep -c 91130230MA07TE018W out)" 03 \
    "with the replacement in the place of the removed"
cp out assigned.csv
echo 91130230MA07TE0508,transport,yes > late.csv
sh_run "{ echo id,dept,confirmed; cat late.csv; } | ssjc-record confirm -p small.plan --now 2023-06-14"
err_has "what was removed can no longer be confirmed" 'was removed and replaced'

# Two working days for the confirmation, five for the results.
run record status 2023-06-15
status 0 "nothing is overdue in time"
is "$(grep -c '^confirm,91130230MA07TE018W.*,2023-06-13,2023-06-15,due,1$' out)" 2 \
    "a replacement is confirmed in two working days of its own"
run record status 2023-06-16
status 1 "after that the confirmation is overdue"
is "$(grep -c '^confirm,.*,overdue,1$' out)" 2 "for both departments"
printf 'id,dept,confirmed\n91130230MA07TE018W,%s,yes\n' transport > c1.csv
run record confirm 2023-06-16 c1.csv
run record status 2023-06-16
is "$(grep -c '^confirm,.*,late,0$' out)$(grep -c '^confirm,.*,overdue,1$' out)" 11 \
    "what came late is late"

# Results.
run record result 2023-06-14 --form
status 0 "the form of results"
is "$(sed 1d out | cut -d, -f1,3,4 | sort | uniq | wc -l)" 10 "has a line for each item"
cp out form.csv
cat > wrong.csv <<'EOF'
id,dept,item,result,date,method,signed
91130230MA07TE085T,transport,T1,fine,2023-06-14,,
91130230MA07TE085T,transport,T2,ok,2023-06-14,,
91130230MA07TE085T,transport,T1,ok,2023-06-17,,
91130230MA07TE085T,transport,T1,ok,2023-06-11,,
91130230MA07TE085T,transport,T1,ok,14 June,,
91130230MA07TE085T,market,M1,ok,2023-06-14,guessed,maybe
91130230MA07TE0508,market,M1,ok,2023-06-14,,
EOF
run record result 2023-06-16 wrong.csv
status 3 "wrong results are refused"
err "each by its row and column" <<'EOF'
ssjc-record: wrong.csv:2: result: “fine” is not one of: 未发现问题 (ok), 未按规定公示应当公示的信息 (undisclosed), 公示信息隐瞒真实情况、弄虚作假 (false), 通过登记的住所（经营场所）无法联系 (unreachable), 发现问题已责令改正 (corrected), 不配合检查情节严重 (obstructed), 未发现开展本次抽查涉及的经营活动 (inactive), 发现问题待后续处理 (pending), 已关闭停业或正在组织清算 (closed), 注销 (cancelled), 被吊销 (revoked), 被撤销 (withdrawn), 迁出 (moved)
ssjc-record: wrong.csv:3: item: “T2” is not an item of “transport” for a business of category “客运”
ssjc-record: wrong.csv:4: date: 2023-06-17 is still to come
ssjc-record: wrong.csv:5: date: 2023-06-11 is before the draw
ssjc-record: wrong.csv:6: date: “14 June” is not a date such as 2023-06-14
ssjc-record: wrong.csv:7: signed: “maybe” is not one of: 已签字 (yes), 拒绝签字 (refused)
ssjc-record: wrong.csv:8: id: 91130230MA07TE0508 (样例乙公司) was removed and replaced
ssjc-record: wrong.csv: 7 of 7 rows are wrong: nothing was recorded
EOF
cat > ragged.csv <<'EOF'
id,dept,item,result,date
91130230MA07TE085T,transport,T1,ok
91130230MA07TE085T,transport,T1,fine,2023-06-14
91130230MA07TE085T,transport,T1,ok,2023-06-14
91130230MA07TE085T,market,M1,ok,2023-06-14,一切正常
EOF
run record result 2023-06-16 ragged.csv
status 3 "rows with too few or too many fields are refused"
err "each, and what else is wrong" <<'EOF'
ssjc-record: ragged.csv:2: has 4 fields, but the header has 5
ssjc-record: ragged.csv:5: has 6 fields, but the header has 5
ssjc-record: ragged.csv:3: result: “fine” is not one of: 未发现问题 (ok), 未按规定公示应当公示的信息 (undisclosed), 公示信息隐瞒真实情况、弄虚作假 (false), 通过登记的住所（经营场所）无法联系 (unreachable), 发现问题已责令改正 (corrected), 不配合检查情节严重 (obstructed), 未发现开展本次抽查涉及的经营活动 (inactive), 发现问题待后续处理 (pending), 已关闭停业或正在组织清算 (closed), 注销 (cancelled), 被吊销 (revoked), 被撤销 (withdrawn), 迁出 (moved)
ssjc-record: ragged.csv: 3 of 4 rows are wrong: nothing was recorded
EOF
awk -F, -v OFS=, 'NR > 1 { $6 = "未发现问题"; $10 = "实地核查"; $11 = "已签字" } 1' form.csv |
    grep -v 'market' > half.csv
run record result 2023-06-16 half.csv
status 0 "results are recorded"
quiet "quietly"
is "$(sqlite3 small.db 'SELECT DISTINCT result, method, signed FROM result')" "ok|实地检查|yes" \
    "as codes"
# What was inspected stays; the plan stays too, or a change of it is on record.
cat > away.csv <<'EOF'
id,dept,confirmed,reason,evidence
91130230MA07TE0770,market,no,moved,证明
EOF
run record confirm 2023-06-16 away.csv
status 3 "what was inspected cannot be removed"
err_has "its results are on record" 'away.csv:2: confirmed: 91130230MA07TE0770 .* was inspected: its results are on record, and it stays'
sed '/^\[department market\]/,/^inspectors/d' small.plan > other.plan
run ssjc-record confirm -p other.plan --now 2023-06-16 c1.csv
status 3 "a plan changed after the draw is refused"
err_has "and the way out is named" 'other.plan: was changed since event [0-9]+, .* ssjc-record amend --reason TEXT'
sed 's/经营资格/资格/' items.csv > items.new
mv items.csv items.old && mv items.new items.csv
run record confirm 2023-06-16 c1.csv
err_has "so are its items" 'items.csv: was changed since event'
run record amend 2023-06-16 --reason '事项名称有误'
status 0 "amend puts the change on record"
run record confirm 2023-06-16 c1.csv
status 0 "and it goes on"
n=$(events)
run record amend 2023-06-16 --reason '事项名称有误'
status 6 "amend needs a change"
err_has "and says since when there was none" \
    "^ssjc-record: nothing has changed since event $n: the plan, its items and its calendar are those on record"
is "$(events)" "$n" "nothing is on record for it"
mv items.old items.csv
run record amend 2023-06-16 --reason 恢复
status 0 "a change back is a change"
run ssjc-publish page -p small.plan --now 2023-06-16 --partial
is "$(grep -c '事项名称有误\|恢复' out)" 2 "the page tells both"
run record status 2023-06-16
is "$(grep -c '^result,.*,market,.*,due,1$' out)" 4 "the other department's are due"
run record status 2023-06-22
status 1 "and overdue after five working days"
quiet "and said on stdout alone"
cat > two.csv <<'EOF'
id,dept,item,result,date,problem
91130230MA07TE085T,market,M1,undisclosed,2023-06-14,年报未公示
91130230MA07TE085T,market,M1,false,2023-06-14,地址不实
EOF
run record result 2023-06-16 two.csv
status 0 "an item may have several codes, a row each"
n=$(events)
run record result 2023-06-16 two.csv
is "$status$(events)" "0$n" "the same again is no event"
sed -i '/false/s/false/unreachable/' two.csv
run record result 2023-06-16 two.csv
err_has "another code is a correction" 'two.csv:3: result: item M1 of .* is on record already'
run record result 2023-06-16 --correct --reason 更正 two.csv
status 0 "which takes the place of all codes of the item"
run ssjc-publish results -p small.plan --now 2023-06-20 --partial
is "$(sed 1d out | grep 市场 | cut -d, -f9 | sort | tr '\n' ' ')" \
    "未按规定公示应当公示的信息 通过登记的住所（经营场所）无法联系 " "as the public list shows"
awk -F, -v OFS=, 'NR > 1 { $6 = "corrected"; $7 = "标志牌缺失" } 1' form.csv | grep -E '^id|T1' |
    sed -n 1,2p > other.csv
run record result 2023-06-20 other.csv
status 3 "a result on record is not overwritten in silence"
err_has "and the way to correct it is named" 'is on record already, as “ok”, and differs: --correct --reason TEXT'
run record result 2023-06-20 --correct other.csv
status 2 "--correct needs a reason"
run record result 2023-06-20 --correct --reason 录入有误 other.csv
status 0 "with one it is corrected"
is "$(sqlite3 small.db "SELECT count(*), max(e.reason) FROM result r JOIN event e ON e.seq = r.event
	WHERE r.result = 'corrected'")" "1|录入有误" "as a new event"
is "$(sqlite3 small.db "SELECT count(*) FROM result WHERE result = 'ok'")" 6 "the old rows stay"

sh_run 'ssjc-record status -p small.plan --all > /dev/full'
status 4 "a full disk is a system error"
run ssjc-record status -p nowhere.plan
status 3 "no plan"
cat > empty.plan < small.plan
sed -i 's/^audit.*/audit = other.db/' empty.plan
run ssjc-record status -p empty.plan
status 3 "no audit file"
err_has "is said" 'other.db: there is no audit file: nothing was done for this plan yet'

# An event ahead of the clock would shut out all that come after it.
n=$(events)
run ssjc-record amend -p small.plan --now 2199-01-01 --reason 误
status 1 "a time to come is refused"
err_has "and it says why" \
    '^ssjc-record: small.db: the time given is 2199-01-01T00:00:00.08:00, but by this machine.s clock it is 20.*: after an event more than 600 seconds ahead, nothing could be put on record; --rehearse .*'
SOURCE_DATE_EPOCH=7226611200 run ssjc-record amend -p small.plan --reason 误
status 1 "from the environment, too"
is "$(events)" "$n" "and not on record"
run ssjc-audit show -p small.plan --now 2199-01-01
status 0 "who only reads may ask about any time"
echo >> small.plan
SOURCE_DATE_EPOCH=$(($(date +%s) + 300)) run ssjc-record amend -p small.plan --reason 误
status 0 "clocks may differ by some minutes"
finish
