#!/bin/sh
# Several registers by a ceremony: who has the seed can choose neither another nor other rows,
# and what was forged afterwards is found.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/registers.sh"

lab_new
registers_new
for i in 0 1 2; do
	ssjc-draw counts -p lab.plan -H history.csv -o r$i.counts r$i.csv
done

# shellcheck disable=SC2086 # lists of options
commit -i inspectors.csv $counts
status 0 "three registers are committed to by their counts"
out_has "the pledge has each of them" '^    r1：13行，文件的SHA-256值为$'
out_has "with the SHA-256 of its stream" "^    $(sha256sum < r1.csv | cut -c1-64)\$"
cp out pledge
cp lab.db committed.db
# shellcheck disable=SC2086
draw merge 09:30:00 $counts --cutoffs cutoffs
status 1 "no cutoffs by another seed"
reveal 5
status 2 "a reveal needs the registers, or a file for the cutoffs"
reveal 5 --cutoffs cutoffs
status 0 "the shares and the outcome make the cutoffs"
reveal 6 --cutoffs other
status 1 "another outcome makes no others"
err_has "as the first is on record" 'the outcome is not the one on record'
for i in 0 1 2; do
	ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs -o r$i.rows r$i.csv
done
sed 5d r2.csv > cut.csv
draw merge 10:00:00 r0.csv r1.csv cut.csv
status 1 "other registers are refused when the tickets are known"
err_has "with what can be done" 'cutoffs of other registers are on record'
# shellcheck disable=SC2086
draw merge 10:00:00 $counts --excluded excluded r0.rows r1.rows r2.rows
status 2 "those left out are not known of the others' rows"
err_has "but each register has its own" 'ssjc-draw counts --excluded FILE writes those of each'
# shellcheck disable=SC2086
draw merge 10:00:00 $counts r0.rows r1.rows r2.rows
status 0 "merge draws from the rows"
cp out drawn.csv
verify() {
	run ssjc-audit verify -p lab.plan -c pledge 人员.csv 历史.csv "$@"
}
verify r0.csv r1.csv r2.csv
status 0 "verify agrees"
out_has "on the cutoffs" 'cutoffs of draw 1: those of its seed and of 3 registers'
out_has "the commitment" 'draw 1: plan, roster, histories and 2 shares are those committed to'
out_has "and the list" 'drawn again from 40 rows'
is "$(sqlite3 lab.db "SELECT group_concat(action, ' ') FROM event WHERE action <> 'import'")" \
    "commit unseal reveal" "three events are on record"
cp lab.db honest.db

# Who has the registers at one place needs no cutoffs, and gets the same list.
rm -f lab.db-*
cp committed.db lab.db
reveal 5 r2.csv cut.csv r1.csv
status 3 "a register that was changed after the commitment"
err_has "is missed by name" 'the register “r0” is missing'
reveal 5 r2.csv r0.csv r1.csv
status 0 "the registers themselves"
cmp -s out drawn.csv
verdict $? "give the same list" < /dev/null

# ---- Forged ----

forged() { # SQL...: on the honest record, with a proper chain
	rm -f lab.db-*
	cp honest.db lab.db
	"$bin/tools/rechain" lab.db "$@" || echo "Bail out! no forgery"
	run ssjc-audit verify -p lab.plan 人员.csv 历史.csv
}
digest() { sha256sum < "$1" | cut -c1-64; }
draws="event = (SELECT seq FROM event WHERE action = 'reveal')"

forged "UPDATE file SET digest = '$(digest cut.csv)' WHERE kind = 'shard' AND name = 'r2' AND $draws"
status 1 "a register on record that is not the one counted"
err_has "is found without the registers" 'the register “r2” is not on record as its counts say'

# Counts, and registers, as if they were something else: the draw would pass as one that could
# be made again if only somebody had the register.
forged "UPDATE file SET kind = 'checkpoint' WHERE kind = 'counts' AND $draws"
status 1 "counts as another kind of file"
err_has "are missed" 'the register “r0” has no counts on record'
forged "UPDATE file SET kind = 'checkpoint', rows = 0 WHERE kind IN ('counts', 'shard') AND $draws"
status 1 "and so are those of registers that were renamed, too"
err_has "as the commitment has them" 'is the registers of event 4 together, but it has no counts of them'

# Counts that make a stratum larger, with the list of registers that goes with them.
awk -F, -v OFS=, 'NR == 2 { $3 += 2 } $13 == "货运;A" { $14 += 2; $15 += 2 } { print }' r2.counts > lie.counts
sqlite3 lab.db "SELECT content FROM file WHERE kind = 'objects' AND name LIKE 'r0, %' AND content > ''" |
    sed "/./!d; s/^\(r2,.*\),14,.*/\1,16,$(digest lie.counts)/" > lie.list
lie="UPDATE file SET content = CAST('$(cat lie.counts)' || char(10) AS BLOB), digest = '$(digest lie.counts)' WHERE kind = 'counts' AND name = 'r2'
	AND $draws; UPDATE file SET rows = 16 WHERE kind = 'shard' AND name = 'r2' AND $draws;
	UPDATE file SET rows = 42, content = CAST('$(cat lie.list)' || char(10) AS BLOB), digest = '$(digest lie.list)' WHERE kind = 'objects'
	AND $draws"
forged "$lie"
err_has "counts that were changed" 'was drawn from as if it had 40'
forged "$lie; UPDATE draw SET rows = 42"
err_has "or not in all places" "its numbers are not those of its registers' counts"
forged "$lie; UPDATE draw SET rows = 42, population = 42;
	UPDATE stratum SET population = population + 2, eligible = eligible + 2 WHERE stratum = '货运;A'"
err_has "in all of them, after the tickets were known" 'its register is not the one for which event 5 made cutoffs|its roster is not the one committed to'
forged "UPDATE draw SET seed = replace(seed, 'SSQ2023068:5', 'SSQ2023068:6')"
err_has "another outcome" 'its seed is not the one by which event 5 made cutoffs'

finish
