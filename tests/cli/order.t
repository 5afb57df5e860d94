#!/bin/sh
# The match is one of the objects drawn and of the removals: in which order
# departments confirm, replacements come in and matches are made is all the same.
# An id is one word.
# shellcheck disable=SC2046
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new 40
sed -i 's/^inspectors = 1/&\ndraw = 6/' lab.plan
lab_drawn
cp lab.db before.db
drawn() {
	sqlite3 lab.db "SELECT id FROM drawn WHERE role IN ('main', 'replacement') ORDER BY id"
}
set -- $(drawn | sed -n '2p;5p;7p')

start() {
	rm -f lab.db-* && cp before.db lab.db && cp drawn.csv list.csv
}
remove() { # ID...
	{
		echo id,dept,confirmed,reason,evidence
		for id; do
			echo "$id,market,no,moved,迁出通知书"
		done
	} > confirm.csv
	ssjc-record confirm -p lab.plan "$matched" confirm.csv &&
	    ssjc-draw replace -p lab.plan "$matched" drawn.csv > list.csv
}
assign() {
	ssjc-assign -p lab.plan "$matched" -i inspectors.csv list.csv > assigned.csv
}
# steps WORD...: r123 removes the first, second and third, a assigns.
steps() {
	start
	for step; do
		case $step in
		a) assign ;;
		r*) remove $(echo "${step#r}" | fold -w 1 | while read -r k; do
			sed -n "${k}p" ids
		done) ;;
		esac || echo failed
	done 2> steps.err
	sqlite3 lab.db "SELECT id, date, team, dept, seat, cert FROM seat
	    WHERE event = (SELECT max(event) FROM seat) ORDER BY id, dept, seat"
}

printf '%s\n' "$@" > ids
steps r123 a > wanted.match
is "$(wc -l < wanted.match)" "$(($(drawn | wc -l) * 2))" "all that are drawn in the end are matched"
for way in "a r123 a" "r1 a r23 a" "r2 a r13 a" "r3 a r12 a" "r12 a r3 a" "r13 a r2 a" "r23 a r1 a" \
    "r1 r2 r3 a" "r3 r2 r1 a" "a r1 a r2 a r3 a" "a r1 a r3 a r2 a" "a r2 a r1 a r3 a" \
    "a r2 a r3 a r1 a" "a r3 a r1 a r2 a" "a r3 a r2 a r1 a"; do
	# shellcheck disable=SC2086
	steps $way > match
	cp wanted.match wanted.copy
	same match "the same match by: $way" < wanted.copy
done
lab_verify
status 0 "verify computes the last of them again"
out_has "and says so" "^good: .*event .*match"

# What nobody has looked at does not pass as strict.
lab_verify --strict
status 1 "with --strict, what was not checked is not good"
err_has "and the numbers are told" "nothing differs, but 0 remarks are open and [1-9][0-9]* things? w(as|ere) not checked"
ssjc-audit checkpoint -p lab.plan > checkpoint
lab_verify --strict -c checkpoint
status 0 "with a checkpoint and all files, nothing is left to check"

finish
