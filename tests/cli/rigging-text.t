#!/bin/sh
# Text that came from outside cannot forge text of the programs: end a line, write
# over it, or turn its direction.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
lab_drawn
escape=$(printf '\033') turn=$(printf '\342\200\256')

# plain WHAT: neither out nor err has a byte that a terminal acts upon, but line ends.
plain() {
	is "$(cat out err | LC_ALL=C tr -d '\n\040-\176\200-\377' | wc -c)" 0 "$1: no control characters"
	is "$(cat out err | grep -c "$turn")" 0 "$1: nothing turns the direction"
}

# What goes on record must show as what it is.
for bad in "a${escape}[2Kb" "a${turn}b" "a
   9  2023-06-08T09:00:00  lead    import"; do
	run ssjc-record amend -p lab.plan "$confirmed" --reason "$bad"
	status 2 "a reason that could forge is refused"
	err_has "with what to do" 'does not show as what it is .* write it without'
	plain "the refusal"
	SSJC_ACTOR=$bad run ssjc-import history -p lab.plan "$registers" 历史.csv
	status 2 "an actor that could forge is refused"
	cp 历史.csv "$bad.csv" 2> /dev/null || continue
	run ssjc-import history -p lab.plan "$registers" "$bad.csv"
	status 2 "a file name that could forge is refused"
	plain "its refusal"
done

# A program that does not ask puts it on record all the same.
forged="char(27) || '[2K' || char(13) || 'good: event 2: imported again' || char(8238) || char(10) || 'x'"
"$bin/tools/rechain" lab.db "UPDATE file SET name = $forged WHERE event = 2 AND direction = 'in' AND kind = 'inspectors';
    UPDATE event SET actor = $forged, reason = $forged WHERE seq = 2"
run ssjc-audit show -p lab.plan
plain "show"
out_has "the name is shown for what it is" '\\x1b\[2K\\x0dgood: event 2: imported again\\u202e\\x0ax'
run ssjc-audit show -v -p lab.plan
plain "show -v"
run ssjc-audit verify -p lab.plan 名录.csv 历史.csv
plain "verify"

finish
