#!/bin/sh
# A register that lies on several machines is drawn from where it lies: the list is that of
# one machine, byte for byte; what was left out, doubled, changed or invented is found.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new 600
lab_drawn # by one machine, the list of which is needed
mv drawn.csv one.csv
mv lab.db one.db
rm -f lab.db-*
awk 'NR == 1 || NR % 3 == 0' objects.csv > a.csv
awk 'NR == 1 || NR % 3 == 1' objects.csv > b.csv
awk 'NR == 1 || NR % 3 == 2' objects.csv > c.csv
awk 'NR == 1' objects.csv > none.csv
counts='--counts a.counts --counts b.counts --counts c.counts --counts none.counts'
ids='--ids a.ids --ids b.ids --ids c.ids --ids none.ids'

draw() { # COMMAND OPTION...
	command=$1
	shift
	run ssjc-draw "$command" -p lab.plan "$registers" -H history.csv "$@"
}

# ---- The registers themselves ----

draw merge --seed-file seed c.csv a.csv none.csv b.csv
status 0 "four registers are drawn from as one"
err_has "all that were not imported are named" \
    '^ssjc-draw: a, b, c, none, history.csv: no ssjc-import of this plan wrote these: they are used all the same, '
cmp -s out one.csv
verdict $? "the list is that of one machine" < /dev/null
sqlite3 one.db "SELECT id FROM pick ORDER BY row" > one.picks
sqlite3 lab.db "SELECT id FROM pick ORDER BY row" > picks
cmp -s picks one.picks
verdict $? "and so are the picks on record" < /dev/null
is "$(sqlite3 lab.db "SELECT group_concat(name || ' ' || rows, ', ') FROM file WHERE kind = 'shard'")" \
    "a 200, b 200, c 200, none 0" "each register is on record with its rows"
draw again none.csv b.csv c.csv a.csv
cmp -s out one.csv
verdict $? "again prints the list once more from all of them" < /dev/null
draw again a.csv b.csv none.csv
status 3 "again without one of them"
err_has "is told which" "the register “c” is missing"
run ssjc-audit verify -p lab.plan a.csv b.csv c.csv none.csv history.csv
status 0 "verify does it again from the registers"
out_has "and counts each" "4 registers counted again: as on record, and no object is in two"
out_has "and draws" "drawn again from 600 rows"
sed 3d b.csv > changed.csv
run ssjc-audit verify -p lab.plan a.csv changed.csv c.csv none.csv history.csv
status 1 "verify finds a register that was changed"
err_has "by its name" "changed.csv .* is in no event of the audit file"
rm -f lab.db lab.db-*

{
	cat a.csv
	sed -n 7p b.csv
} > overlap.csv
draw merge --seed-file seed overlap.csv b.csv c.csv
status 3 "an object in two registers, drawn or not"
err_has "names both" "an id is in the registers “(b|overlap)” and “(b|overlap)”"
draw merge --seed-file seed a.csv b.csv a.csv
status 3 "a register that is given twice"
err_has "is refused" "a.csv: is of the register “a.csv”, as a.csv is: each is counted once"
[ ! -e lab.db ] || [ "$(sqlite3 lab.db 'SELECT count(*) FROM event')" = 0 ]
verdict $? "nothing of it is on record" < /dev/null
rm -f lab.db lab.db-*

# ---- What comes after it ----

# A province whose three bureaus send their registers: all goes on as from one register.
mkdir walk one && cd walk || exit 1
lab_new
for i in 0 1 2; do
	awk -v i=$i 'NR == 1 || NR % 3 == i' 名录.csv > 名录$i.csv
	ssjc-import objects -p lab.plan "$registers" -o $i.csv 名录$i.csv
done
ssjc-import inspectors -p lab.plan "$registers" -o inspectors.csv 人员.csv
ssjc-import history -p lab.plan "$registers" -o history.csv 历史.csv
{
	cat 0.csv
	sed 1d 1.csv
	sed 1d 2.csv
} > ../one/objects.csv
cp lab.plan seed history.csv inspectors.csv ../one

# follow COMMAND REGISTER...: what follows a draw that COMMAND makes; files of it are left here
follow() {
	command=$1
	shift
	ssjc-draw ${command:+"$command"} -p lab.plan "$registers" -i inspectors.csv -H history.csv --seed-file seed \
	    -o drawn.csv "$@" 2> log &&
	    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "id,dept,confirmed,reason,evidence" }
		$at["rank"] == 1 && $at["stratum"] == "客运;A" { print $at["id"] ",market,no,moved,照片" }' \
	        drawn.csv > confirm.csv &&
	    ssjc-record confirm -p lab.plan "$confirmed" confirm.csv &&
	    ssjc-draw replace -p lab.plan "$confirmed" -o list.csv drawn.csv &&
	    ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv list.csv &&
	    ssjc-print filing -p lab.plan "$matched" -o filing.xlsx assigned.csv &&
	    ssjc-record status -p lab.plan "$matched" > status &&
	    ssjc-publish results -p lab.plan --partial "$matched" -o results.csv &&
	    ssjc-publish summary -p lab.plan "$matched" -o summary.xlsx &&
	    ssjc-publish page -p lab.plan --partial "$matched" -o page.html &&
	    ssjc-draw again -p lab.plan -H history.csv -o again.csv "$@" &&
	    ssjc-audit export -p lab.plan -o export
}
ok "a draw from three registers is followed up" follow merge 0.csv 1.csv 2.csv
cd ../one || exit 1
ok "and one from a single register" follow "" objects.csv
cd ../walk || exit 1
for file in drawn.csv list.csv assigned.csv status results.csv; do
	cmp "$file" ../one/"$file"
done > difference 2>&1
[ ! -s difference ]
verdict $? "by the same lists, seats and dates" < difference
cmp -s again.csv drawn.csv
verdict $? "again prints the list" < /dev/null
has page.html "the page has each register, for who sent it" \
    "<th scope=\"row\" data-label=\"分名录\">1<code>SHA-256 $(sha256sum < 1.csv | cut -c1-64)</code></th><td class=\"n\" data-label=\"行数\">13</td>"
has page.html "and the browser's rules have them, too" \
    "\"registers\":\\[\{\"name\":\"0\",\"digest\":\"$(sha256sum < 0.csv | cut -c1-64)\"\},"
run ssjc-audit verify -p lab.plan 名录[012].csv 人员.csv 历史.csv
status 0 "verify does all of it again from what the bureaus sent"
out_has "the draw" '3 registers counted again: as on record, and no object is in two'
out_has "the seats" 'match: matched again: the same 20 seats'
out_has "and what was published" 'publish: 1 file made again: the same bytes'
run ssjc-audit verify -p lab.plan 名录[02].csv 人员.csv 历史.csv
status 0 "without one of them"
out_has "it says which it cannot do again" \
    'not checked: .* the register “1” was not given, so the draw was not made again: its SHA-256 is'
cd ..

# ---- On several machines ----

for x in a b c none; do
	ssjc-draw counts -p lab.plan -H history.csv --ids $x.ids -o $x.counts $x.csv || echo "# $x"
done
# shellcheck disable=SC2086 # lists of options
{
	draw merge $counts a.rows
	status 1 "nothing is merged without cutoffs"
	draw merge $counts $ids --cutoffs cutoffs --seed-file seed
	status 0 "the centre makes cutoffs"
	is "$(sed -n '2s/,.*//p' cutoffs)" 1 "of the first draw"
	is "$(grep -c share cutoffs)" 0 "without the seed"
	cp cutoffs first
	draw merge $counts --cutoffs cutoffs
	status 0 "whoever asks again"
	cmp -s cutoffs first
	verdict $? "gets the same" < /dev/null
	sed 's/share.1=1/share.1=2/' seed > other
	draw merge $counts --seed-file other a.csv
	status 1 "another seed is refused"
	draw merge $counts --cutoffs cutoffs --redraw
	status 2 "and so are other cutoffs without a reason"
}
for x in a b c none; do
	ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs -o $x.rows $x.csv || echo "# $x"
done
# shellcheck disable=SC2086
{
	draw merge $counts a.rows b.rows none.rows
	status 3 "rows that are missing"
	err_has "are named" "the rows of “c” are missing"
	draw merge $counts a.rows b.rows none.rows b.rows
	err_has "a doubled one is named" "b.rows: has the rows of “b”"

	# Small strata send all of their rows.
	awk '/,客运,D,/ && !n++ { next } { print }' a.rows > cut.rows
	draw merge $counts cut.rows b.rows c.rows none.rows
	status 3 "a row too few"
	err_has "is found where all are needed" \
	    "cut.rows: “a” sent 12 rows of the stratum 客运;D, but .* there must be exactly 13"

	awk -F, 'NR == 2 { $2 = substr($2, 2) "0" } { print }' OFS=, a.rows > cut.rows
	draw merge $counts cut.rows b.rows c.rows none.rows
	err_has "a register that was changed after it was counted" "“a” is not the register that was counted"
	sed 's/$/\r/' first > cutoffs.other
	ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs.other -o cut.rows a.csv
	draw merge $counts cut.rows b.rows c.rows none.rows
	err_has "rows by other cutoffs" "“a” used other cutoffs than the last"
	grep -v "$(sed -n 3p b.rows)" c.rows > cut.rows
	sed -n 3p b.rows >> cut.rows
	draw merge $counts a.rows b.rows cut.rows none.rows
	status 3 "an object sent by two"
	err_has "is refused" "in the register of|must be"
	draw merge --counts a.counts --counts b.counts --counts a.counts b.rows a.rows
	err_has "counts that are there twice" "is of the register “a”, as a.counts is"
	sed '2s/^a,/d,/' a.counts > d.counts
	draw merge $counts --counts d.counts --cutoffs other.cutoffs
	err_has "a register under two names" "“d” is the same register as “a”"
	sed '2s/^a,\([^,]*\),200,/a,\1,201,/' a.counts > d.counts
	draw merge --counts d.counts --counts b.counts --cutoffs other.cutoffs
	err_has "counts that do not add up" "201 rows, but the strata have 200"
	draw merge --counts a.counts --counts b.counts --cutoffs other.cutoffs
	status 1 "cutoffs of other counts"
	err_has "are refused: the tickets are known" "cutoffs of other counts are on record"

	draw merge $counts $ids none.rows c.rows b.rows a.rows
	status 0 "the centre draws from the rows"
	cmp -s out one.csv
	verdict $? "the list is that of one machine, byte for byte" < /dev/null
}
run ssjc-audit verify -p lab.plan a.csv b.csv c.csv none.csv history.csv
status 0 "verify does it again"
out_has "the cutoffs, too" "cutoffs of draw 1: those of its seed and of 4 registers"
out_has "from the registers" "drawn again from 600 rows"
is "$(sqlite3 lab.db "SELECT group_concat(action, ' ') FROM event")" "cutoff draw" \
    "refused ones left nothing on record"

# ---- Lies ----

# An object in two, by their hashes, which the centre reads without the registers.
ssjc-draw counts -p lab.plan -H history.csv --ids overlap.ids -o overlap.counts overlap.csv
draw merge --counts overlap.counts --counts b.counts --ids b.ids --ids overlap.ids \
    --cutoffs other.cutoffs --redraw --reason 样例
status 3 "an object in two registers, of which only hashes were sent"
err_has "is refused, with both names" "an id is in the registers “(b|overlap)” and “(b|overlap)”"
draw merge --counts overlap.counts --counts b.counts --ids b.ids --cutoffs other.cutoffs
status 2 "hashes of one only"
err_has "show nothing" "the ids of “overlap” are missing"

# A register that counts a stratum as larger than it is makes its share of the list smaller.
awk -F, -v OFS=, 'NR == 2 { $3 += 1500 } $13 == "货运;A" { $14 += 1500; $15 += 1500 } { print }' \
    a.counts > lie.counts
cp lab.db honest.db
rm -f lab.db lab.db-*
lies='--counts lie.counts --counts b.counts --counts c.counts --counts none.counts'
# shellcheck disable=SC2086
{
	draw merge $lies --cutoffs lie.cutoffs --seed-file seed
	status 0 "a register may say what it likes of itself"
	for x in a b c none; do
		ssjc-draw below -p lab.plan -H history.csv --cutoffs lie.cutoffs -o $x.rows $x.csv
	done
	draw merge $lies a.rows b.rows c.rows none.rows
	status 3 "but must send as many rows as that can be true for"
	err_has "it is named" "“a” sent [0-9]* rows of the stratum 货运;A, but by its counts \(16[0-9]*\) there must be about [0-9]*"
}

# A stratum whose text is empty.
sed -i 's/category, credit/credit/; s/^\*, \* =/* =/' lab.plan
{
	cat b.csv
	sed 1d c.csv
} > one.csv
for x in b c one; do
	sed 's/,A,/,,/' $x.csv > empty-$x.csv
done
rm -f lab.db lab.db-*
run ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed empty-one.csv
status 0 "firms without a class are drawn on one machine"
mv out one.csv
rm -f lab.db lab.db-*
draw merge --seed-file seed empty-b.csv empty-c.csv
status 0 "and from two registers"
ok "the list is that of one machine" cmp out one.csv

finish
