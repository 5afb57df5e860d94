#!/bin/sh
# ssjc-draw: the draw itself, and what it refuses.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

draw() {
	ssjc-draw -p small.plan "$before" -H history.csv "$@"
}

export SOURCE_DATE_EPOCH=1686531600 # 2023-06-12, before the window
small_plan
grep -v '^#' objects.csv > imported.csv
run draw --seed-file seed imported.csv
status 0 "a draw succeeds"
out "and prints main and reserve by stratum and rank, other columns carried through" <<'EOF'
draw,stratum,rank,ticket,role,id,name,category,credit,status,remark
1,客运;D,1,613bf30eb5ff77ab150b08e5756f4c1e5e58dc0d5d88e8292ef3f5260ba9756b,main,91130230MA07TE085T,样例庚公司,客运,D,active,
1,客运;D,2,fcee738aa69e1048a62c7cac1d16ef8051ebef86668abed495cc98049ab2d991,main,91130230MA07TE0770,样例辛公司,客运,D,active,
1,货运;A,1,5b01f61680ea92bc6ad3f0a5c300221aef9adbb4fb3e09730dda1f034d88d0b7,main,91130230MA07TE0508,样例乙公司,货运,A,active,
1,货运;A,2,8b2f926f82d9323f45b393a42723b18fa9beedf08817b383c666e98cabae4642,main,91130230MA07TE0695,样例丙公司,货运,A,active,
1,货运;A,3,aef8508a4bb2107f2bcc37c9ccb195ffb2621a209c3e37089a68c2fe51947f31,reserve,91130230MA07TE018W,样例丁公司,货运,A,active,"a, b"
1,货运;A,4,dd30a5ee878bf50239d2963bd0f1ff5c7835ba602c10c193429ef003af0ea896,reserve,91130230MA07TE034J,样例甲公司,货运,A,active,x
EOF
err "a roster that no import wrote is said so" <<'EOF'
ssjc-draw: imported.csv, history.csv: no ssjc-import of this plan wrote these: they are used all the same, and everything published will say so
EOF
cp out drawn.csv

# By hand, as the manual says.
M=$(sha256sum < seed | cut -c1-64)
K=$(printf '%s/object' "$M" | sha256sum | cut -c1-64)
is "$(printf '%s%s' "$K" 91130230MA07TE0508 | sha256sum | cut -c1-64)" \
    "$(awk -F, '$6 == "91130230MA07TE0508" { print $4 }' drawn.csv)" \
    "a ticket is what sha256sum says"

run draw imported.csv
status 6 "a second draw is refused"
out "and prints nothing" < /dev/null
err_has "and says when the first was, and what to do" \
    '^ssjc-draw: plan SMALL-1 was drawn already, last on 2023-06-12T09:00:00\+08:00: --redraw --reason TEXT'
run draw --redraw imported.csv
status 2 "--redraw needs a reason"
run draw --redraw --reason 名录有误 imported.csv
status 0 "with one it draws again"
is "$(sed -n 2p out | cut -d, -f1)" 2 "as draw 2"
is "$(sqlite3 small.db 'SELECT action, reason FROM event WHERE seq = 2')" "redraw|名录有误" \
    "and the reason is on record"
run draw --redraw --reason x --seed-file seed imported.csv
status 3 "the seed of another draw is refused"
err "by its number" <<'EOF'
ssjc-draw: this reason will be published: “x”
ssjc-draw: seed: draw: the seed is for draw 1, but this is draw 3
EOF

# The same seed, the same bytes: whatever the order, the locale, the form.
again() { # what, roster
	rm -f small.db*
	run draw --seed-file seed "$2"
	cmp -s out drawn.csv
	verdict $? "$1" < err
}
{ head -n 1 imported.csv; sed 1d imported.csv | tac; } > reversed.csv
again "reversed lines give the same list" reversed.csv
sed 's/$/\r/' imported.csv > crlf.csv
again "so do CRLF line ends" crlf.csv
{ printf '\357\273\277'; cat imported.csv; } > bom.csv
again "and a BOM" bom.csv
mkdir locales
for locale in tr_TR.UTF-8 zh_CN.GBK; do
	ok "the locale $locale is there" \
	    localedef -i "${locale%.*}" -f "${locale#*.}" "locales/$locale"
	LOCPATH=$PWD/locales LC_ALL=$locale again "and the locale $locale" imported.csv
done
rm -f small.db*
sh_run 'cat imported.csv | ssjc-draw -p small.plan -H history.csv --seed-file seed'
cmp -s out drawn.csv
verdict $? "and a pipe" < err

# Again, from the record.
run ssjc-draw again -p small.plan -H history.csv imported.csv
status 0 "again prints the last draw"
cmp -s out drawn.csv
verdict $? "byte for byte" < out
run ssjc-draw again -p small.plan -H history.csv reversed.csv
status 3 "but not from another roster"
err_has "and says so" 'is not the roster of draw 1'
is "$(sqlite3 small.db 'SELECT count(*) FROM event')" 1 "and adds no event"

# On record before anything is shown.
rm -f small.db*
sh_run 'ssjc-draw -p small.plan -H history.csv imported.csv > /dev/full'
status 4 "a full disk is a system error"
sed -n '$p' err > last
is "$(cat last)" "ssjc-draw: draw 1 is on record: ssjc-draw again prints it once more" \
    "and then what to do, for the draw is on record"
is "$(sqlite3 small.db 'SELECT count(*) FROM draw')" 1 "as the audit file says"

# Bad rosters: where and what.
bad() { # what, exit status, message, roster
	rm -f small.db*
	run draw --seed-file seed "$4"
	status "$2" "$1"
	err_has "$1: said" "$3"
	[ ! -e small.db ] || is "$(sqlite3 small.db \
	    "SELECT count(*) FROM sqlite_schema WHERE name = 'event'")" 0 "$1: nothing on record"
}
printf 'id,date,name\n,2023-01-01,\n' > nameless.csv
rm -f small.db*
run ssjc-draw -p small.plan --now 2023-06-12 -H nameless.csv --seed-file seed imported.csv
status 3 "an inspection of nobody is not passed over"
err_has "and said to be none" 'nameless.csv:2: id: is empty, and there is no name'
printf 'id,date,name\n,2023-01-01,样例　乙 公司\n,2022-01-01,样例丙公司\n' > named.csv
rm -f small.db*
run ssjc-draw -p small.plan --now 2023-06-12 -H named.csv --seed-file seed imported.csv
is "$(grep -c 样例乙 out)$(grep -c 样例丙 out)" 01 \
    "one without a code counts for its name, however it is written"
{ cat imported.csv; sed -n 3p imported.csv; } > twice.csv
bad "a repeated id" 3 'twice.csv:11: id: “91130230MA07TE0508” is duplicated, first on line 3' twice.csv
{ cat imported.csv; echo 1,2; } > ragged.csv
bad "a ragged row" 3 'ragged.csv:11: has 2 fields, but the header has 6' ragged.csv
sed '3s/A,/C,/' imported.csv > class.csv
bad "a stratum without a rule" 3 'small.plan: no line of \[ratio\] fits the stratum “货运, C”' class.csv
cut -d, -f1,2 imported.csv > columns.csv
bad "a missing column" 3 'columns.csv:1: status: is missing, but the plan excludes' columns.csv
bad "a list that is drawn already" 3 'draw: is a column that the draw writes' drawn.csv
bad "an empty roster" 3 'null: is empty: it needs a header line|null:1: is empty' /dev/null
bad "no roster" 3 'nowhere.csv: cannot open it: No such file or directory' nowhere.csv

head -n 1 imported.csv > empty.csv
bad "a roster without a business" 3 'empty.csv: there is nobody to draw from: 0 rows, 0 left out' empty.csv
sed 's/active/cancelled/' imported.csv > gone.csv
bad "a roster of cancelled ones" 3 'gone.csv: there is nobody to draw from: 9 rows, 9 left out' gone.csv

# A plan that cannot be carried out is refused before the draw, not after it.
broken() { # what, message, sed command, then the day
	rm -f small.db*
	sed "$3" small.plan > broken.plan
	run ssjc-draw -p broken.plan --now "$4" -H history.csv imported.csv
	status 3 "$1 is refused"
	err_has "$1 is said" "$2"
}
broken "an unknown status" 'broken.plan: status: “canceled” is not a status; the codes are: active, cancelled' \
    's/= cancelled/= canceled/' 2023-06-12
broken "a status in other words" '“注销” is not a status; write “cancelled”; the codes are' \
    's/= cancelled/= 注销/' 2023-06-12
broken "a window that is over" 'broken.plan: window: has no working day from today, 2023-06-17, on' \
    's/^id/&/' 2023-06-17
broken "a window of a week-end" 'window: has no working day' \
    's/^window.*/window = 2023-06-17..2023-06-18/' 2023-06-12
broken "a year without a calendar" 'calendar-cn.csv.*2031|2031' \
    's/^window.*/window = 2031-06-16..2031-06-20/' 2023-06-12
printf 'item,dept,title\nX,police,y\n' > police.csv
broken "an item of no department" 'police.csv:2: dept: “police” is not the key of a department' \
    's/^file.*/file = police.csv/' 2023-06-12

# The clock, and the words, that go on record.
rm -f small.db*
run draw --seed-file seed imported.csv
run ssjc-draw -p small.plan --now 2023-06-11 -H history.csv --redraw --reason x imported.csv
status 1 "an event before the last one is refused"
err_has "with both times" 'it is 2023-06-11T00:00:00\+08:00, but event 1 was at 2023-06-12T09:00:00\+08:00 already'
run draw --redraw --reason "$(printf '\303\373')" imported.csv
status 2 "a reason that is not UTF-8 is refused"
err_has "before it is on record" 'the command line is not UTF-8, and cannot go on record'
run draw --redraw --reason ' ' imported.csv
status 2 "a blank reason is not a reason"

# The plan's rules.
rm -f small.db*
sed 's/^floor.*/floor = 90%/' small.plan > floor.plan
run ssjc-draw -p floor.plan -H history.csv imported.csv
status 3 "a draw below the plan's floor is refused"
err_has "with the numbers" 'floor.plan: floor: 4 of 8 would be drawn, but the plan.s floor is 8'
sed 's/^confirm/custody = strict\nconfirm/' small.plan > strict.plan
run ssjc-draw -p strict.plan -H history.csv imported.csv
status 1 "custody = strict refuses a roster that no import wrote"
sed 's/^audit.*/audit = strict.db/' strict.plan > strict2.plan
ssjc-import objects -p strict2.plan objects.csv > roster.csv
{ echo id,date,plan; echo 91130230MA07TE0770,2023-03-01,OTHER; } > forged.csv
run ssjc-draw -p strict2.plan -H forged.csv roster.csv
status 1 "and a history that none wrote, which decides who is left out"
err_has "by name" 'forged.csv: no ssjc-import of this plan wrote it, and the plan says custody = strict'
run ssjc-draw -p small.plan imported.csv
status 2 "a repeat rule needs the history"
err "and says how" <<'EOF'
ssjc-draw: the plan says repeat = 1 per year: give the history with -H FILE; ssjc-draw --help tells more
EOF
cat > history.csv <<'EOF'
id,date,plan
91130230MA07TE0508,2023-03-01,OTHER
91130230MA07TE0695,2023-03-01,SMALL-1
91130230MA07TE018W,2022-12-31,OTHER
91130230MA07TE085T,2023-03-01,OTHER
EOF
run draw --seed-file seed imported.csv
is "$(grep -c 0508 out)" 0 "what was inspected this year cannot be drawn"
is "$(grep -c 0695 out)$(grep -c 018W out)" 11 "but this plan and last year do not count"
err_has "and a stratum that falls short is said" \
    'stratum 客运;D: 2 were to be drawn, but only 1 can be'
is "$(sqlite3 small.db 'SELECT population, eligible, n, main FROM stratum WHERE row = 1')" \
    "2|1|2|1" "it still counts in N"

rm -f small.db*
run draw -t --seed-file seed imported.csv
is "$(sed -n 2p out | cut -f6,11)" "91130230MA07TE0770	" "-t writes TSV"

# What would not be taken later is said before the draw.
{
	sed 's/^inspectors.*/inspectors = 1/; s/^audit.*/audit = sent.db/' small.plan
	printf '[upload]\ntargets = province:supervise, own:list\n'
} > sent.plan
run ssjc-draw plan -p sent.plan "$before" -H history.csv imported.csv
err_has "that a platform takes no row of one inspector" \
    'department [a-z]+ has inspectors = 1, but “province” takes no row with fewer than two in 检查人员'
is "$(grep -c own err)" 0 "and only of that platform"
finish
