#!/bin/sh
# What verify calls imported, used and published must be so: a bureau that
# compares its own files with the record is not told otherwise.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

rechain() {
	"$bin/tools/rechain" lab.db "$@"
}
back() { # the audit file as it was before the last attack
	rm -f lab.db-* && cp "$1" lab.db
}

lab_new
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> assign.err
cp lab.db honest.db
lab_verify
status 0 "an honest file"

# ---- A register that was imported, but not drawn from ----

mkdir other
grep -v "$(lab_code 7)" 名录.csv > other/名录.csv
own=$(sha256sum < 名录.csv | cut -c 1-64)
lab_new
rm -f lab.db
(cd other && ssjc-import objects -p ../lab.plan "$registers" 名录.csv > ../objects.csv)
ssjc-import inspectors -p lab.plan "$registers" 人员.csv > inspectors.csv
ssjc-import history -p lab.plan "$registers" 历史.csv > history.csv
ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed objects.csv > drawn.csv 2> draw.err
cp lab.db other.db
lab_verify
status 1 "a register that no event names"
err_has "is named" '^ssjc-audit: 名录.csv .* is in no event'

# file ACTION DIRECTION KIND: the bureau's register passes for a file of such an event.
file() {
	of="(SELECT max(seq) FROM event WHERE action = '$1')"
	rechain "UPDATE file SET row = -row - 1 WHERE event > $of" "UPDATE file SET row = -row WHERE row < 0" \
	    "INSERT INTO file SELECT max(row) + 1, $of, '$2', '$3', '名录.csv', '$own', 0, 0, 0, NULL FROM file WHERE event = $of"
}
while IFS='|' read -r action direction kind; do
	back other.db
	ssjc-publish summary -p lab.plan "$matched" -o s.xlsx
	file "$action" "$direction" "$kind"
	lab_verify
	status 1 "the register as the $kind of a $action"
	err_has "breaks a rule" "has a file of the kind $kind, which such an event neither reads nor writes"
done << 'END'
publish|in|leaflet
publish|in|objects
publish|out|objects
draw|in|confirm
draw|out|page
import|in|result
import|in|calendar
END

# Not even among the files of an import of another kind.
while read -r event kind; do
	back other.db
	rechain "UPDATE file SET row = -row - 1 WHERE event > $event" "UPDATE file SET row = -row WHERE row < 0" \
	    "INSERT INTO file SELECT max(row) + 1, $event, 'in', '$kind', '名录.csv', '$own', 0, 0, 0, NULL FROM file WHERE event = $event"
	lab_verify
	status 1 "the register as the $kind of the import of event $event"
	err_has "breaks a rule" "event $event .import.: has a file of the kind $kind"
done << 'END'
3 objects
3 items
2 objects
1 history
END

back other.db
ssjc-import objects -p lab.plan "$registers" 名录.csv > mine.csv
lab_verify
status 1 "a register that was imported, but not drawn from"
err_has "is named" '^ssjc-audit: 名录.csv .* was imported, but the last draw, event 4, is not from it'

# Drawn again from another register, with a reason: whoever has both sees both.
back other.db
ssjc-import objects -p lab.plan "$registers" 名录.csv > mine.csv
ssjc-draw -p lab.plan "$confirmed" -H history.csv --redraw --reason 名录有误 mine.csv > drawn.csv 2> draw.err
lab_verify
status 0 "it was drawn from at last"
run ssjc-audit verify -p lab.plan other/名录.csv 人员.csv 历史.csv
status 1 "the one before is not enough"
run ssjc-audit verify -p lab.plan other/名录.csv 名录.csv 人员.csv 历史.csv
status 0 "with the last one it is good"
out_has "and remarked" '^note: other/名录.csv: event 4 \(draw\) is from it, but not the last draw'

# ---- Histories ----

lab_new
rm -f lab.db
lab_import
cp lab.db imports.db
{
	cat history.csv
	echo "$(lab_code 7),2023-02-01,OLD-1"
} > fake.csv
ssjc-draw -p lab.plan "$registers" -H fake.csv --seed-file seed objects.csv > drawn.csv 2> draw.err
rechain "UPDATE draw SET roster = 'import'"
lab_verify fake.csv
status 1 "a history that no import wrote, said to be imported"
err_has "is named" 'its histories are said to be from an import, but no import before it wrote fake.csv'
back imports.db
ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed objects.csv > drawn.csv 2> draw.err
rechain "UPDATE draw SET roster = 'other'"
lab_verify
status 1 "imported, but said not to be"

# ---- An earlier plan's audit file ----

back honest.db
sed 's/LAB-1/LAB-2/; s/lab.db/two.db/' lab.plan > two.plan
ssjc-import objects -p two.plan "$registers" 名录.csv > two.csv
run ssjc-draw -p two.plan "$registers" -H lab.db two.csv
status 0 "an earlier audit file serves as history"
run ssjc-audit verify -p two.plan lab.db 名录.csv
status 0 "and is verified"
head=$(ssjc-audit checkpoint -p lab.plan | sed -n 's/^head=//p')
out_has "verify says which it was" "^note: event 2: draw 1: the history lab.db was not imported: .* plan LAB-1 .*head $head"
ssjc-publish page -p two.plan "$matched" --partial -o two.html
digest=$(sqlite3 two.db "SELECT digest FROM file WHERE kind = 'history'")
ok "and the page names it" grep -q "<p>历史检查记录 lab.db 取自以往.*<code>$digest</code>" two.html
run ssjc-audit verify -p two.plan lab.db 名录.csv
status 0 "which is made again"

# ---- What was printed and published, made again ----

lab_new
rm -f lab.db
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> assign.err
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' LIMIT 1")
printf 'id,dept,confirmed,reason,evidence\n%s,transport,no,moved,notice\n' "$first" |
    ssjc-record confirm -p lab.plan "$matched"
ssjc-draw replace -p lab.plan "$matched" drawn.csv > replaced.csv
ssjc-assign -p lab.plan "$matched" -i inspectors.csv replaced.csv > assigned.csv
{
	echo id,dept,item,result,date
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["id"] "," $at["dept"] ",A,ok,2023-06-30" }' assigned.csv
} > results.csv
ssjc-record result -p lab.plan --now=2023-07-03 results.csv
ssjc-publish results -p lab.plan --now=2023-07-03 -o list.csv --xlsx list.xlsx
ssjc-publish page -p lab.plan --now=2023-07-03 -o page.html
ssjc-publish summary -p lab.plan --now=2023-07-03 -o summary.xlsx
cp lab.db published.db
lab_verify
status 0 "what was published is made again"
out_has "three times" '^good: event [0-9]+: publish: 2 files made again: the same bytes'
out_has "what cannot be is said at the end" '^note: cannot be computed again from this file: .*phones of inspectors'
is "$(grep -c '^note: cannot' out)" 1 "once"

lab_verify -c page.html
status 0 "the page as it was published"
out_has "is the one on record" '^good: page.html: byte for byte the page that event [0-9]+ wrote'
for cut in '/样例10号/d' '1s/^/ /' 's/未发现问题/拒绝检查/'; do
	sed "$cut" page.html > cut.html
	cmp -s page.html cut.html && continue
	lab_verify -c cut.html
	status 1 "a page that was changed ($cut)"
	err_has "is named" 'cut.html: has a checkpoint of this audit file, but no event wrote this page'
done
grep -o 'LAB-1 · 记录 [0-9]* · [0-9a-f]*' page.html > typed.txt
lab_verify -c typed.txt
status 0 "a checkpoint that was typed"
out_has "is all that is compared" '^note: typed.txt: only its checkpoint is compared'

while IFS='|' read -r what which; do
	back published.db
	rechain "UPDATE file SET digest = '$(printf %064d 1)' WHERE $which"
	lab_verify
	status 1 "another digest of $what"
	back published.db
	rechain "UPDATE file SET rows = rows + 7 WHERE $which"
	lab_verify
	status 1 "another number of rows of $what"
done << 'END'
the drawn list|kind = 'drawn' AND direction = 'out' AND event = 4
the assigned list|kind = 'assigned' AND event = 5
the list of results|kind = 'results' AND name = 'list.csv'
the workbook of results|kind = 'results' AND name = 'list.xlsx'
the page|kind = 'page'
the summary|kind = 'summary'
END

finish
