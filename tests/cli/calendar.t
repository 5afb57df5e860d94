#!/bin/sh
# A calendar that ends, and that grows each year while plans are open: what is fixed is
# the days that a plan touches, not the bytes of the file.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

years() { # the release's calendar with these years only: 'a|b'
	grep -E "^(date|$1)" "$top/share/calendar-cn.csv" > calendar-cn.csv
}
on() { # command, at that day: $day
	"$@" -p lab.plan --now "${day}T09:00:00"
}
calendars() {
	sqlite3 lab.db "SELECT DISTINCT digest FROM file WHERE kind = 'calendar'"
}

years 2023
lab_new
sed -i 's/^window.*/window = 2023-12-18..2023-12-29/; s/^confirm/results = 5 workdays\nconfirm/; /^repeat/d' lab.plan
day=2023-12-11
on ssjc-import objects 名录.csv > objects.csv
on ssjc-import inspectors 人员.csv > inspectors.csv
on ssjc-draw --seed-file seed objects.csv > drawn.csv
calendars > fixed

# ---- It ends ----
run on ssjc-assign -i inspectors.csv drawn.csv
status 0 "a match needs no more than the window"
cp out assigned.csv
# Five working days after Friday, the 22nd, is the 29th, the last one of the year.
late=$(sqlite3 lab.db "SELECT count(*) FROM seat WHERE date > '2023-12-22' AND seat = 1")
ok "some are visited so late that their results may be due next year" \
    [ $((late > 0 && late < 20)) -eq 1 ]
run on ssjc-record status --all
status 0 "the status of a plan whose results may be due next year"
err "says which year is missing" <<E
ssjc-record: calendar-cn.csv: does not cover 2024: add that year's days off and make-up days
ssjc-record: $late rows are without a due day, which that year's days decide
E
is "$(grep -c '^confirm,.*,2023-12-13,due,' out)" 20 "and what it can tell"
is "$(grep -c '^result,.*,2023-12-[0-9]*,2023-12-[0-9]*,due,' out)" $((20 - late)) "of all steps"
is "$(grep -c '^result,.*,2023-12-[0-9]*,,due,' out)" "$late" "with those that are still in time"
day=2023-12-29 run on ssjc-record status
status 1 "what is overdue is overdue all the same"
day=2024-01-15 run on ssjc-record status
status 1 "also in the year that is missing"
is "$(grep -c '^result,.*,,unknown,' out)" "$late" "where it cannot be told for the others"
day=2023-12-12
for command in 'ssjc-print schedule -o s.xlsx assigned.csv' 'ssjc-record confirm --form' \
    'ssjc-publish page --partial -o page.html' 'ssjc-draw again objects.csv'; do
	# shellcheck disable=SC2086
	run on $command
	ok "$command needs no more either" [ $status -le 1 ]
done
cp lab.db before.db

# ---- It grows ----
years '2023|2024'
echo '2024-12-28,work,补班' >> calendar-cn.csv
run on ssjc-record status --all
status 0 "with the new year's days"
quiet "all can be told"
is "$(grep -c '^result,.*,2024-01-0[0-9],due,' out)" "$late" "also what is due then"
on ssjc-record confirm --form | sed '2,$s/,,,,$/,yes,,,/' > yes.csv
run on ssjc-record confirm yes.csv
status 0 "and the plan goes on"
quiet "without a word"
run on ssjc-assign -i inspectors.csv drawn.csv
status 0 "with its match"
cmp -s out assigned.csv
verdict $? "as it was" < err
is "$(calendars)" "$(cat fixed)" "on record is the calendar that was fixed"
run on ssjc-record amend --reason 节假日安排已公布
status 0 "a calendar that has grown can be put on record"
run on ssjc-assign -i inspectors.csv drawn.csv
status 0 "and is no reason for another match"
cmp -s out assigned.csv
verdict $? "for it is the same" < err
run ssjc-audit verify -p lab.plan 名录.csv 人员.csv
status 0 "an auditor agrees"

# ---- It is changed ----
changed() { # what, day, sed command: refused
	rm -f lab.db-*
	cp before.db lab.db
	years '2023|2024'
	sed -i "$2" calendar-cn.csv
	day=2023-12-12 run on ssjc-record confirm yes.csv
	status 3 "$1 is refused"
	err_has "$1 is said" '^ssjc-record: calendar-cn.csv: was changed since event 3, but the plan, its items and its calendar are fixed'
}
changed "a day of the window that is off now" '/^date/a 2023-12-20,off,设备检修'
changed "a day between the draw and the window" '/^date/a 2023-12-14,off,设备检修'
changed "a day after it, by which something is due" '/^date/a 2023-12-31,work,补班'
changed "a calendar that has lost the year" '/^2023/d'
years '2023|2024'
sed -i '$a 2023-03-04,work,补班' calendar-cn.csv
run on ssjc-record confirm yes.csv
status 0 "a day long before the plan is none of it"

# A match by such a calendar goes on record with it, and then is another.
rm -f lab.db-*
cp before.db lab.db
years 2023
echo '2023-12-20,off,设备检修' >> calendar-cn.csv
run on ssjc-record amend --reason 停电检修
status 0 "what was amended"
run on ssjc-assign -i inspectors.csv drawn.csv
status 1 "changes the match for a reason only"
err_has "which is said" 'calendar was “[0-9a-f]*” and is “[0-9a-f]*”: --reassign --reason TEXT'
finish
