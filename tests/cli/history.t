#!/bin/sh
# An earlier plan's audit file as a history: what it saw inspected under each
# of its draws, and what was taken from it before it grew.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

small_assigned
plan() { # number: another plan, later in the year
	sed "s/SMALL-1/SMALL-$1/; s/small.db/$1.db/; s/06-14..2023-06-16/07-03..2023-07-07/" \
	    small.plan > "$1.plan"
}
later() { # number, day, command, options
	number=$1 day=$2
	shift 2
	ssjc-draw "$@" -p "$number.plan" --now "2023-07-$day" -H small.db imported.csv
}
results() { # day, then awk's pattern of the rows of the form that are filled in
	ssjc-record result --form -p small.plan --now "2023-06-$1" |
	    awk -F, -v OFS=, "NR > 1 && !($2) { next } NR > 1 { \$6 = \"ok\" } 1" |
	    ssjc-record result -p small.plan --now "2023-06-$1"
}
inspected() {
	sqlite3 small.db "SELECT group_concat(id, '|') FROM (SELECT DISTINCT id FROM result)"
}
plan 2
plan 3


# ---- Every draw of it ----

first=$(cut -d, -f5,6 drawn.csv | sed -n 's/^main,//p' | head -n 1)
results 16 "\$1 == \"$first\""
is "$(inspected)" "$first" 'one business is inspected'
run later 2 01 --excluded excluded.csv
status 0 'an audit file serves as the history'
is "$(grep ',repeat,' excluded.csv | cut -d, -f1)" "$first" 'what it saw inspected cannot be drawn'
sed 's/draw=1/draw=2/; s/=1111/=2222/' seed > seed.2
ssjc-draw -p small.plan --now 2023-06-16 -H history.csv --redraw --reason 名录有误 --seed-file seed.2 \
    imported.csv > redrawn.csv 2> /dev/null
run later 3 01 --excluded excluded.csv
status 0 'it was drawn again itself'
is "$(grep ',repeat,' excluded.csv | cut -d, -f1)" "$first" \
    'what it saw inspected under the draw before cannot be drawn'
cp out drawn.3

# ---- What was taken from it before it grew ----

ssjc-draw share 1.share > one
ssjc-draw share 2.share > two
plan 4
run later 4 01 commit --public y --form 'y{n}' -c transport="$(cat one)" -c market="$(cat two)"
status 0 'a plan is committed to with it'
ssjc-assign -p small.plan --now 2023-06-16 -i people.csv redrawn.csv > assigned.csv
results 16 1
ok 'it grows' test "$(inspected | tr '|' '\n' | wc -l)" -gt 1
run later 3 02 again
status 0 'a list is printed again with the file as it is now'
ok 'byte for byte' cmp out drawn.3
checked() { # number, evidence, draws: verified, each of the draws
	run ssjc-audit verify -p "$1.plan" "$2" imported.csv
	status 0 "plan $1 is verified with $2"
	is "$(grep -c 'draw [0-9]: drawn again' out)" "$3" 'whole'
}
checked 3 small.db 1
run later 4 03 reveal --public y1 -s 1.share -s 2.share
status 0 'what was committed to is revealed'
checked 4 small.db 1
run later 3 03 --redraw --reason 试 --excluded excluded.csv
status 0 'a new draw'
is "$(grep ',repeat,' excluded.csv | cut -d, -f1 | sort)" "$(inspected | tr '|' '\n' | sort)" \
    'takes it as it is now'
cp out drawn.3
checked 3 small.db 2
run later 3 04 again
ok 'which is printed again, too' cmp out drawn.3

# Of an item, what was said last counts.
corrected() { # date
	printf 'id,dept,item,result,date\n%s,market,M1,ok,2023-06-%s\n' "$second" "$1" |
	    ssjc-record result -p small.plan --now 2023-06-20 --correct --reason 日期有误
}
second=$(sqlite3 small.db 'SELECT id FROM result WHERE draw = 2 LIMIT 1')
corrected 20
corrected 16
run later 2 05 --redraw --reason 试
{
	echo id,date,plan
	sqlite3 -csv small.db 'SELECT id, max(date), "SMALL-1" FROM result WHERE date < "2023-06-20"
		GROUP BY id, draw ORDER BY id, draw' | tr -d '\r'
} > wanted.csv
is "$(sqlite3 2.db "SELECT digest FROM file WHERE kind = 'history' ORDER BY event DESC LIMIT 1")" \
    "$(sha256sum < wanted.csv | cut -d' ' -f1)" 'a correction stands in for what it corrects'

# ---- Files that it is not ----

cp small.db other.db
sqlite3 other.db 'DROP TRIGGER result_no_UPDATE; UPDATE result SET date = "2022-06-16"'
run ssjc-draw -p 2.plan --now 2023-07-05 -H other.db --redraw --reason 试 imported.csv
status 1 'one that was tampered with is refused'
run ssjc-audit verify -p 3.plan other.db imported.csv
status 1 'and is no evidence'
run ssjc-audit verify -p 3.plan 2.db imported.csv
status 1 'nor is one of another plan'
err_has 'and that is said' '^ssjc-audit: 2.db .SHA-256 [0-9a-f]{64}. is in no event of the audit file'
finish
