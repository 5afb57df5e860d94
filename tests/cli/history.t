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
cp out drawn.2
sed 's/draw=1/draw=2/; s/=1111/=2222/' seed > seed.2
ssjc-draw -p small.plan --now 2023-06-16 -H history.csv --redraw --reason 名录有误 --seed-file seed.2 \
    imported.csv > redrawn.csv
run later 3 01 --excluded excluded.csv
status 0 'it was drawn anew itself'
is "$(grep ',repeat,' excluded.csv | cut -d, -f1)" "$first" \
    'what it saw inspected under the draw before cannot be drawn'
cp out drawn.3

# ---- What was taken from it before it grew ----

ssjc-assign -p small.plan --now 2023-06-16 --reassign --reason 迟 -i people.csv redrawn.csv > assigned.csv
results 16 1
inspected > all
is "$(tr '|' '\n' < all | wc -l)" "$(cut -d, -f5,6 redrawn.csv | sed -n 's/^main,//p' | cat - all | grep -c .)" \
    'more are inspected'
run later 3 02 again
status 0 'a list is printed again with the file as it is now'
ok 'byte for byte' cmp out drawn.3
run ssjc-audit verify -p 3.plan small.db imported.csv
status 0 'and verified with it'
is "$(grep '^not checked' out | grep -vc -e 'no checkpoint given' -e 'where its roster')" 0 'whole'
finish
