#!/bin/sh
# What departments filled in says what is on record, and nothing else does: an event
# without its file, options of a reading and rows left behind are no way around that.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

published=--now=2023-07-03T09:00:00
rechain() {
	"$bin/tools/rechain" lab.db "$@" || echo 'Bail out! rechain'
}
back() {
	rm -f lab.db-* && cp "$1" lab.db
}
results() { # RESULT
	awk -F, -v result="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "id,dept,item,result,date"; next }
		{ print $at["id"] "," $at["dept"] ",A," result ",2023-06-30" }' assigned.csv
}
without() { # KIND: the last event has no file of that kind
	rechain "DELETE FROM file WHERE kind = '$1' AND event = (SELECT max(seq) FROM event)" \
	    "UPDATE file SET row = -row WHERE event = (SELECT max(seq) FROM event)" \
	    "UPDATE file SET row = (SELECT max(row) FROM file) + (SELECT count(*) FROM file f WHERE f.row < 0 AND f.row >= file.row) WHERE row < 0"
}
reading() { # TEXT: the last event was read by these options
	printf '%b' "$1" > rd
	rechain "UPDATE file SET digest = '$(sha256sum < rd | cut -c 1-64)', content = X'$(od -An -v -tx1 rd | tr -d ' \n')'
	    WHERE kind = 'reading' AND event = (SELECT max(seq) FROM event)"
}

lab_new
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> assign.err
cp lab.db matched.db
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' LIMIT 1")

# ---- An event without its files ----

printf 'id,dept,confirmed,reason,evidence\n%s,market,no,moved,notice\n' "$first" > confirmed.csv
ssjc-record confirm -p lab.plan "$matched" confirmed.csv
cp lab.db confirm.db
back matched.db
results false > results.csv
ssjc-record result -p lab.plan $published results.csv
cp lab.db result.db
printf 'id,dept,kind,opened\n%s,market,case,2023-07-03\n' "$(awk -F, '$2 == "market" { print $1; exit }' results.csv)" > follow.csv
ssjc-record follow -p lab.plan $published follow.csv
cp lab.db follow.db
for action in confirm result follow; do
	back "$action.db"
	lab_verify
	status 0 "a $action with its files"
	for kind in $action terms reading; do
		back "$action.db"
		without "$kind"
		lab_verify
		status 1 "a $action without $kind"
		err_has "is named" "event [0-9]+ .$action.: .*$kind"
	done
done
back result.db
without result
rechain "UPDATE result SET result = 'ok'"
lab_verify
status 1 "results that no file says"
err_has "say so" 'has no file of the kind .*result.*: what it went by cannot be told'

# ---- How it was read ----

while IFS=' ' read -r what text; do
	back result.db
	reading "$text"
	lab_verify
	status 1 "options that ssjc-record does not write: $what"
	err_has "are a difference" 'event [0-9]+ .result.: '
done <<'END'
another-stream stream=objects\nstyle=csv\nencoding=auto\nhidden=no\n
too-few stream=results\n
one-twice stream=results\nstyle=csv\nencoding=auto\nhidden=no\nhidden=no\n
another-order style=csv\nstream=results\nencoding=auto\nhidden=no\n
partial-twice stream=results\nstyle=csv\nencoding=auto\nhidden=no\npartial=yes\npartial=yes\n
END

# What the bureau found is on one sheet; who records it names the other.
sheet() { # NAME RESULT
	echo "<Worksheet ss:Name=\"$1\"><Table>"
	results "$2" | sed 's/,/<\/Data><\/Cell><Cell><Data ss:Type="String">/g
		s/^/<Row><Cell><Data ss:Type="String">/; s/$/<\/Data><\/Cell><\/Row>/'
	echo '</Table></Worksheet>'
}
back matched.db
{
	echo '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
	echo ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
	sheet 检查 false
	sheet 草稿 ok
	echo '</Workbook>'
} > both.xls
ssjc-record result -p lab.plan $published --sheet 草稿 both.xls
is "$(sqlite3 lab.db 'SELECT DISTINCT result FROM result')" ok "a sheet can be chosen"
lab_verify
out_has "but what is there without is open" '^open: event [0-9]+: result: without its options, the files that were filled in have 40 rows, and not 20$'
sed 's/<Worksheet ss:Name="检查">/&<Table><Row><Cell><Data ss:Type="String">x<\/Data><\/Cell><\/Row><\/Table><\/Worksheet><Worksheet ss:Name="又">/' both.xls > three.xls
back matched.db
ssjc-record result -p lab.plan $published --sheet 草稿 three.xls
lab_verify
out_has "also when it cannot be read without" '^open: event [0-9]+: result: three.xls cannot be read without its options: '
back matched.db
ssjc-record result -p lab.plan $published --encoding UTF-8 results.csv
lab_verify
is "$(grep -c '^open' out)" 0 "options that change nothing leave nothing open"
out_has "and are noted" '^note: event [0-9]+: result: what was filled in was read with --encoding=UTF-8'

# ---- Rows left behind ----

back matched.db
results ok | sed '2s/,ok,2023-06-30/,false,2023-07-30/' > late.csv
run ssjc-record result -p lab.plan $published --partial late.csv
status 1 "a row is left behind"
is "$(sqlite3 lab.db "SELECT refused FROM file WHERE kind = 'reading'")" 1 "which is on record"
lab_verify late.csv
status 0 "and read again"
out_has "and named" '^note: event [0-9]+: result: 1 row of what was filled in was not taken: late.csv:2: date: 2023-07-30 is still to come$'
rechain "UPDATE file SET refused = 0 WHERE kind = 'reading'"
lab_verify
status 1 "who conceals it is found"
err_has "with the number" '1 rows of what was filled in cannot be taken, and not the 0'

# ---- The bureau's own file is evidence ----

while read -r action file; do
	back "$action.db"
	lab_verify "$file"
	status 0 "the file of a $action"
	out_has "is the one that was taken" "^good: $file: byte for byte a file that event [0-9]+ .$action. took"
	is "$(grep -c '^open' out)" 0 "and nothing is open"
done <<'END'
confirm confirmed.csv
result results.csv
follow follow.csv
END
back matched.db
ssjc-import results -p lab.plan $published results.csv > stream.csv
lab_verify results.csv
out_has "what was imported only is not" '^open: results.csv: no draw and no match is from it'
ssjc-record result -p lab.plan $published stream.csv
lab_verify results.csv
out_has "what was taken from the stream of an import is" '^good: results.csv: byte for byte a file that event [0-9]+ .result. took'

# By words of one's own, an import of results decides what is published.
back matched.db
mkdir own
cp "$top"/share/*.csv own
echo 'result,ok,隐瞒' >> own/values.csv
results 隐瞒 > results.csv
SSJC_SHARE=$PWD/own ssjc-import results -p lab.plan $published results.csv > stream.csv
lab_verify results.csv
out_has "own words of an import that nothing took are noted" '^note: event [0-9]+: import: the data file values.csv is not the release.s'
ssjc-record result -p lab.plan $published stream.csv
is "$(sqlite3 lab.db 'SELECT DISTINCT result FROM result')" ok "taken, they choose"
lab_verify results.csv
out_has "and are open" '^open: event [0-9]+: import: the data file values.csv is not the release.s'

finish
