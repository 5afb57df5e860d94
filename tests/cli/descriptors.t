#!/bin/sh
# More files than a process may have open at once: what is kept of each until the end takes no
# descriptor. 11 registers are imported, drawn from as one, and verified, with 13 descriptors.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

limit=13
case ${SSJC_BIN:-} in
*san) limit=24 ;; # they look into /proc when a program ends
*/valgrind) echo "1..0 # SKIP valgrind takes descriptors of its own"; exit 0 ;;
esac
few() {
	# shellcheck disable=SC3045 # every shell has it
	(ulimit -n $limit && exec "$@") > out 2> err
	status=$?
}

lab_new 44
ssjc-import history -p lab.plan "$registers" 历史.csv > history.csv
head -n 1 名录.csv > head.csv
sed 1d 名录.csv | split -l 4 - part
names='' sent=''
for part in part*; do
	cat head.csv "$part" > "名录$part.csv"
	ssjc-import objects -p lab.plan "$registers" "名录$part.csv" > "$part.csv" || echo "Bail out! no import"
	ssjc-draw counts -p lab.plan -H history.csv --ids "$part.ids" -o "$part.counts" "$part.csv"
	names="$names $part.csv"
	sent="$sent --counts $part.counts --ids $part.ids"
done
is "$(echo part??.csv | wc -w)" 11 "there are 11 registers"

# shellcheck disable=SC2086 # they are many
few ssjc-draw merge -p lab.plan "$registers" -H history.csv --seed-file seed $names
status 0 "they are drawn from as one"
mv out drawn.csv
few ssjc-audit verify -p lab.plan 名录part??.csv 历史.csv
status 0 "and imported and drawn again"
is "$(grep -c '^good: event [0-9]*: import: 1 file imported again' out)" 12 "each of them"
out_has "and the history" '^good: event 13: draw 1: 11 registers counted again: as on record, and no object is in two$'
# shellcheck disable=SC2086
few ssjc-draw again -p lab.plan -H history.csv $names
ok "the list is printed again" cmp out drawn.csv

rm lab.db
# shellcheck disable=SC2086
few ssjc-draw merge -p lab.plan "$registers" -H history.csv $sent --cutoffs cutoffs --seed-file seed
status 0 "the ids that 11 machines sent are compared"
finish
