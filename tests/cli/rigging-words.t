#!/bin/sh
# The words by which results are entered and published are data, and whoever has data
# files of his own can publish "refused" as "nothing found": verify and the page tell
# the lines. And what else of a record is told though nothing differs.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

rechain() {
	"$bin/tools/rechain" lab.db "$@"
}
own_share() { # a share folder of one's own: own
	rm -rf own
	cp -R "$top/share" own
}
published=--now=2023-07-03
page() {
	ssjc-publish page -p lab.plan $published --partial > page.html 2> err
}

lab_new
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> assign.err
cp lab.db matched.db
results() { # WORD...: one after the other is what was found at each object
	awk -F, -v words="$*" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(words, word, " ")
			print "id,dept,item,result,date"; next }
		{ print $at["id"] "," $at["dept"] ",A," word[NR % n + 1] ",2023-06-30" }' assigned.csv
}
back() {
	rm -f lab.db-* && cp "$1" lab.db
}

# ---- The words published ----

results 不配合检查情节严重 | ssjc-record result -p lab.plan $published
cp lab.db recorded.db
page
is "$(grep -c 与程序发布时的不同 page.html)" 0 "with the release's words nothing is told"
lab_verify
status 0 "and verify is content"
is "$(grep -c '^open' out)" 0 "without an open point"

back recorded.db
own_share
sed -i 's/^obstructed,[^,]*/obstructed,未发现问题/' own/results.csv
cmp -s own/results.csv "$top/share/results.csv" && echo "Bail out! no own words"
SSJC_SHARE=$PWD/own ssjc-publish results -p lab.plan $published -o list.csv 2> err
ok "refusals are published as nothing found" grep -q ,未发现问题, list.csv
SSJC_SHARE=$PWD/own page
ok "on the page, too" grep -q '交通局：未发现问题' page.html
has page.html "which tells by whose words" \
    '数据文件 results.csv 与程序发布时的不同（2 行）</strong>： <code>.obstructed,未发现问题.*</code> <code>−obstructed,不配合检查情节严重.*（本页采用）'
lab_verify
status 0 "nothing differs from what is on record"
out_has "but verify has an open point, with the lines" \
    '^open: event 7: publish: the data file results.csv is not the release.s: 2 lines differ: \+“obstructed,未发现问题.*−“obstructed,不配合检查情节严重'
is "$(grep -c '^open.*results.csv' out)" 1 "once"
ssjc-audit checkpoint -p lab.plan > checkpoint
lab_verify --strict -c checkpoint
status 1 "and is not content when strict"
SSJC_SHARE=$top/share page
has page.html "an honest page tells of the list before it" 'results.csv 与程序发布时的不同.*（第 7 项记录公示起采用）'

# Who leaves the line out of the page is found: it is made again with the words on record.
back recorded.db
SSJC_SHARE=$PWD/own page
sed '/与程序发布时的不同/d' page.html > cut.html
hex=$(sha256sum < cut.html | cut -c 1-64)
rechain "UPDATE file SET digest = '$hex' WHERE kind = 'page'"
lab_verify -c cut.html
status 1 "a page without the line"

# ---- The words entered ----

back matched.db
own_share
echo 'result,ok,不配合检查情节严重' >> own/values.csv
sed -i 's/^obstructed,[^,]*/obstructed,另一文字/' own/results.csv
results 不配合检查情节严重 | SSJC_SHARE=$PWD/own ssjc-record result -p lab.plan $published
is "$(sqlite3 lab.db 'SELECT DISTINCT result FROM result')" ok "a refusal is entered as nothing found"
page
has page.html "which the page tells" 'values.csv 与程序发布时的不同（1 行）</strong>： <code>.result,ok,不配合检查情节严重</code>（第 6 项记录录入结果起采用）'
lab_verify
out_has "and verify" '^open: event 6: result: the data file values.csv is not the release.s: 1 line differs: \+“result,ok,不配合检查情节严重”'

back matched.db
own_share
echo 'yesno,no,是的' >> own/values.csv
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' LIMIT 1")
printf 'id,dept,confirmed,reason,evidence\n%s,market,是的,moved,x\n' "$first" |
    SSJC_SHARE=$PWD/own ssjc-record confirm -p lab.plan "$matched"
is "$(sqlite3 lab.db 'SELECT confirmed FROM confirmation')" no "a yes is entered as a no"
lab_verify
out_has "which is open as well" '^open: event 6: confirm: the data file values.csv'

# Whoever names the column of the results chooses what was found.
back matched.db
results ok | sed 's/result,date/result,date,备注/; s/,2023-06-30/&,ok/; s/A,ok/A,不配合检查情节严重/' > filled.csv
ssjc-record result -p lab.plan $published --map result=备注 --map note=result filled.csv 2> err
is "$(sqlite3 lab.db 'SELECT DISTINCT result FROM result')" ok "a column of remarks is entered as the results"
lab_verify
status 0 "it is read in the same way again"
out_has "and that is open" '^open: event 6: result: what was filled in was read with --map=result=备注$'
page
has page.html "on the page, too" '<li>录入结果（第 6 项记录）读取填报文件时用了选项 .*<code>--map=result=备注</code>'

# ---- Numbers of rows ----

while IFS='|' read -r what which message; do
	back recorded.db
	rechain "UPDATE file SET $which"
	lab_verify
	status 1 "$what"
	err_has "$what: is named" "$message"
done << 'END'
rows of the register drawn from|rows = 7 WHERE event = 4 AND kind = 'objects'|event 4 .draw.: .*rows on record
rows of the drawn list that was matched|rows = 7 WHERE event = 5 AND kind = 'drawn'|has 7 rows on record, but by event 4
rows of the inspectors matched|rows = 7 WHERE event = 5 AND kind = 'inspectors'|has 7 rows on record, but by event 2
rows of a history|rows = 7 WHERE event = 4 AND kind = 'history'|is said to have 7 rows, but has none
rows of a plan|rows = 7 WHERE event = 5 AND kind = 'plan'|is said to have 7 rows, but has none
rows refused by a match|refused = 1 WHERE event = 5 AND kind = 'inspectors'|which only an import does
cells repaired by a draw|repaired = 1 WHERE event = 4 AND kind = 'objects'|which only an import does
END
back recorded.db
lab_verify
out_has "what cannot be told is said at the end" '^note: cannot be computed again .*who acted, on which machine'

# ---- Times that were given ----

out_has "times that no clock gave are told" '^note: 6 events have a time that was given with --now .*: 1-6$'
page
has page.html "on the page step by step" \
    '<li>时间为人工指定、不是取自计算机时钟的记录：导入名录（第1–3项）、抽取（第4项）、匹配人员（第5项）、录入结果（第6项）</li>'

# ---- A first match that left out those removed ----

lab_new
rm -f lab.db*
sed -i '/T-00[2-6]/d; /M-00[2-6]/d' 人员.csv
sed -i 's/2023-06-14..2023-06-30/2023-06-14..2023-06-16/; s/^confirm .*/&\nreserve = 0%/' lab.plan
lab_drawn
cp lab.db drawn.db
run ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv
status 3 "ten firms are too many for three days"
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' LIMIT 1")
printf 'id,dept,confirmed,reason,evidence\n%s,market,no,moved,notice\n' "$first" |
    ssjc-record confirm -p lab.plan "$matched"
ssjc-draw replace -p lab.plan "$matched" drawn.csv > replaced.csv 2> err
run ssjc-assign -p lab.plan "$matched" -i inspectors.csv replaced.csv
status 0 "nine are not"
err_has "the match says that it left one out" 'there was no first match: it was made without them'
event=$(sqlite3 lab.db 'SELECT max(seq) FROM event')
is "$(sqlite3 lab.db "SELECT content FROM file WHERE kind = 'left-out'")" "id,name
$first,$(sqlite3 lab.db "SELECT name FROM drawn WHERE id = '$first'")" "and which is on record"
lab_verify
status 0 "verify finds the same"
out_has "and tells it" "^note: event $event: match: with the 1 removed before it there was no first match"
page
has page.html "the page, too" "<li>首次匹配人员（第 $event 项记录）：连同当时已移出的 1 户"
rechain "UPDATE file SET kind = 'drawn' WHERE kind = 'left-out'"
lab_verify
status 1 "who keeps it from the record is found"

finish
