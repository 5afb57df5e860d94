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

while IFS='|' read -r what sed key; do
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
done << 'END'
the window's end|s/2023-06-30/2023-06-20/|window
the load of a day|s/per_day = 3/per_day = 4/|per_day
how many serve|s/^draw = 6/draw = 4/|transport.draw
seats|/transport/,/market/s/inspectors = 1/inspectors = 2/|transport.inspectors
the greatest load|s/^draw = 6/&\nmax_load = 4/|transport.max_load
END

# A change that decides nothing needs no reassign.
change 's/title .*/title = 更正后的名称/'
match
status 0 "another title does not change a match"

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
err_has "is named" 'event [0-9]+ \(assign\): is not a reassign, but what decides who inspects what was changed after the draw: per_day'

finish
