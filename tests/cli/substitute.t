#!/bin/sh
# Somebody cannot come: nobody chooses who comes instead, no other seat changes, and
# verify finds who did otherwise.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

ill=--now=2023-06-20T08:00:00
lab_new
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> /dev/null
cp lab.db matched.db

again() { # from the match on
	rm -f lab.db-* && cp "${1:-matched.db}" lab.db
}
substitute() {
	run ssjc-assign substitute -p lab.plan "$ill" -i inspectors.csv --reason 因故不能参加 "$@"
}
# at DAY..: "CODE DEPT CERT" of the seats on record from that day on
seats() {
	sqlite3 lab.db "WITH last AS (SELECT *, row_number() OVER (PARTITION BY id, dept, seat
		ORDER BY event DESC) AS n FROM seat) SELECT id, dept, cert FROM last
		WHERE n = 1 AND $1 ORDER BY date, team, dept DESC"
}

# ---- Who comes ----

substitute --cert T-003 drawn.csv
status 0 "somebody cannot come"
cp out now.csv
err_has "who comes is said" '2023-06-20 样例14号运输公司 [(]91130230MA00000140[)], transport seat 1: 样赵1 [(]T-001[)] instead of 样赵3 [(]T-003[)]'
is "$(seats "date >= '2023-06-20' AND cert = 'T-003'")" '' "all of the seats from then on are given up"
is "$(seats "date < '2023-06-20' AND dept = 'transport' AND cert <> 'T-003'")" '' "and none before"
is "$(seats "dept = 'market' AND cert <> 'M-004'")" '' "and nobody else's"

# The next by ticket, without these programs.
M=$(sha256sum < seed | cut -c1-64)
K=$(printf %s/substitute/transport "$M" | sha256sum | cut -c1-64)
first=$(for cert in 1 2 4 5 6; do
	printf '%s T-00%s\n' "$(printf %s%s/T-00%s "$K" 91130230MA00000140 $cert | sha256sum | cut -c1-24)" $cert
done | LC_ALL=C sort | sed -n '1s/.* //p')
is "$first" "$(seats "id = '91130230MA00000140' AND dept = 'transport'" | cut -d'|' -f3)" "the first by ticket comes"

run ssjc-assign -p lab.plan "$ill" -i inspectors.csv drawn.csv
ok "the match prints the list once more" cmp -s out now.csv
lab_verify
status 0 "verify computes it again"
out_has "and says so" '^good: event [0-9]+: substitutes: the next by ticket again: the same 6 seats$'
cp lab.db substituted.db

# An older list is not that of the match any more.
run ssjc-print schedule -p lab.plan "$ill" --combined s.xlsx assigned.csv
status 3 "papers are not printed from the list of before"
run ssjc-print schedule -p lab.plan "$ill" --combined s.xlsx now.csv
status 0 "but from that of now"

# Who comes instead cannot come either: the one before does not come back.
substitute --cert T-001 --from 2023-06-28
status 0 "a substitute has one, too, without a list to print"
is "$(wc -c < out)" 0 "and nothing is printed"
is "$(seats "id = '91130230MA0000004Y' AND dept = 'transport' AND cert IN ('T-001', 'T-003')")" '' "neither comes"
lab_verify
status 0 "which verify follows"

# A firm asks for a recusal: at that business only.
again
substitute --cert M-004 --object 91130230MA00000140 --asked-by business
status 0 "a recusal that a business asks for"
is "$(seats "dept = 'market' AND cert <> 'M-004'" | cut -d'|' -f1)" 91130230MA00000140 "changes that seat only"
is "$(sqlite3 lab.db "SELECT CAST(content AS TEXT) FROM file WHERE kind = 'change'")" 'cert=M-004
object=91130230MA00000140
from=2023-06-20
asked=business' "what was asked for is on record"

# Who was there keeps the seat.
again
printf 'id,dept,item,result,date\n91130230MA00000140,transport,A,ok,2023-06-20\n' > results.csv
ok "a result is on record" ssjc-record result -p lab.plan "$ill" results.csv
substitute --cert T-003
is "$(seats "id = '91130230MA00000140' AND dept = 'transport'" | cut -d'|' -f3)" T-003 "whoever has inspected keeps the seat"

# ---- What is told ----

again
first=$(seats "date = '2023-06-14'" | sed 's/|.*//;q')
run ssjc-print notice -p lab.plan "$matched" -o notices assigned.csv
run ssjc-print checklist -p lab.plan "$matched" --combined sheets.xlsx assigned.csv
substitute --cert T-003 --asked-by inspector drawn.csv
cp out now.csv
run ssjc-print notice -p lab.plan "$ill" -o again now.csv
text() { # the texts of a workbook
	unzip -p "$1" | tr '<' '\n'
}
text again/*"-$first.xlsx" > first
text again/*-91130230MA00000140.xlsx > second
is "$(grep -c 第二次告知 first)" 0 "a notice printed again is the first where nothing changed"
is "$(grep -c 第二次告知 second)" 1 "and says that it is the second where somebody else comes"
ssjc-print checklist -p lab.plan "$ill" --combined sheets.xlsx now.csv
ok "and so do the checklists" sh -c "unzip -p sheets.xlsx | grep -q 第二次印制"
ssjc-print minutes -p lab.plan "$ill" --combined minutes.xlsx now.csv
is "$(text minutes.xlsx | grep -c 第二次印制)" 0 "but no paper of a kind that was not printed before"
ssjc-print filing -p lab.plan "$ill" -o filing.xlsx now.csv
text filing.xlsx > filing
has filing "the filing list tells" '变更1：2023-06-20 替换执法检查人员，原因：因故不能参加（执法检查人员本人提出）：样例14号运输公司（2023年6月20日，交通局主办）由样赵3换为样赵1；'
run ssjc-publish page -p lab.plan --partial --now=2023-06-30T09:00:00 -o page.html
has page.html "and so does the page" '<li>2023-06-20（时间为人工指定） 替换执法检查人员，原因：因故不能参加（执法检查人员本人提出）：样例14号运输公司（2023年6月20日，交通局主办）由样赵3换为样赵1；.*</li>'
lab_verify
status 0 "which verify makes again"

# ---- What is refused, and changes nothing ----

again
substitute --cert T-001
status 3 "somebody without a seat is a slip of the pen"
err_has "and named" '“T-001” has no seat from 2023-06-20 on'
substitute --cert T-003 --from 2023-06-19
status 1 "a day that is past"
run ssjc-assign substitute -p lab.plan "$ill" -i inspectors.csv --cert T-003
status 2 "a reason is needed"
substitute --cert T-003 --reason 生病住院
status 1 "a reason about somebody's health is not published"
grep -v 'T-00[12456]' inspectors.csv > alone.csv
run ssjc-assign substitute -p lab.plan "$ill" -i alone.csv --reason 因故 --cert T-003
status 3 "nobody is left"
err_has "the seat is named, and why each is out, and what to do" 'nobody can take seat 1 of transport at 样例14号运输公司 [(]91130230MA00000140[)] on 2023-06-20: 1 on leave; nothing is changed: .*--reassign'
is "$(sqlite3 lab.db "SELECT count(*) FROM event WHERE action = 'substitute'")" 0 "nothing is on record of all this"

# ---- Who does otherwise is found ----

rig() { # what, pattern, SQL
	again substituted.db
	"$bin/tools/rechain" lab.db "$3"
	lab_verify
	status 1 "$1"
	err_has "is named" "$2"
}
last="event = (SELECT max(seq) FROM event WHERE action = 'substitute')"
rig "a substitute who was chosen" \
	'event [0-9]+ [(]substitute[)]: who comes was chosen: for seat 1 of transport at 91130230MA00000140 the next by ticket is T-001, but T-002 is on record' \
	"UPDATE seat SET cert = 'T-002', inspector = '样赵2' WHERE $last AND id = '91130230MA00000140'"
rig "a seat that needed no substitute" \
	'event [0-9]+ [(]substitute[)]: changes seat 1 of market at 91130230MA0000004Y, which needed no substitute: M-004 can come' \
	"UPDATE seat SET dept = 'market', cert = 'M-001' WHERE $last AND id = '91130230MA0000004Y'"
rig "a seat that was left out" \
	'event [0-9]+ [(]substitute[)]: does not change seat 1 of transport at 91130230MA0000004Y, for which T-001 should come' \
	"DELETE FROM seat WHERE $last AND id = '91130230MA0000004Y'"
rig "another day in passing" \
	'event [0-9]+ [(]substitute[)]: the day of 91130230MA00000140 was chosen: the next with room is 2023-06-20, but 2023-06-21 is on record' \
	"UPDATE seat SET date = '2023-06-21' WHERE $last AND id = '91130230MA00000140'"
rig "what was asked for is in no file" \
	'event [0-9]+ [(]substitute[)].*' \
	"UPDATE file SET kind = 'note' WHERE $last AND kind = 'change'"
rig "and no reason" 'event [0-9]+ [(]substitute[)]: has no reason' \
	"UPDATE event SET reason = '' WHERE action = 'substitute'"

# A list fixed before the draw stays the only one.
rm -f lab.db*
lab_import
ssjc-draw -p lab.plan "$registers" -H history.csv -i inspectors.csv --seed-file seed objects.csv > drawn.csv 2> /dev/null
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> /dev/null
grep -v T-001 inspectors.csv > fewer.csv
run ssjc-assign substitute -p lab.plan "$ill" -i fewer.csv --cert T-003 --reason 因故
status 3 "no other list than the one fixed before the draw"
substitute --cert T-003
status 0 "but that one"
lab_verify --strict
status 1 "and strictly verified, nothing is open but checkpoints" # none was given
is "$(grep -c '^open:' out)" 0 "which is all"
awk -F, -v OFS=, '/M-004/ { $6 = "2023-06-19..2023-06-21" } 1' inspectors.csv > leave.csv
run ssjc-assign -p lab.plan "$ill" -i leave.csv drawn.csv
status 3 "a newer list is none to match by"
err_has "but says who is on leave, where, and what to run" 'M-004[)] is on leave then, but is to go to [0-9]+ businesses.*: 2023-06-20 样例14号运输公司.*: ssjc-assign substitute -p lab.plan -i INSPECTORS --cert M-004 --from 2023-06-20 --object 91130230MA00000140'

finish
