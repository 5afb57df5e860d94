#!/bin/sh
# How many were taken: one line on a terminal or with -v, none in a pipe or under cron.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

small_plan
ssjc-import objects -p small.plan "$before" -o imported.csv objects.csv
ssjc-import inspectors -p small.plan "$before" -o people.csv inspectors.csv
# counted LINE COMMAND...: with -v it says the line, and nothing without, the record apart.
counted() {
	line=$1
	shift
	cp small.db before.db
	run "$@"
	is "$status $(grep -c "$line" err)" "0 0" "$1 $2: nothing in a pipe"
	rm -rf small.db*
	cp before.db small.db
	run "$@" -v
	is "$status $(grep -v 'no ssjc-import' err)" "0 $1: $line" "$1 $2 -v: how many"
}
counted 'draw 1: 4 of 8 businesses are drawn in 2 strata, 2 are the reserve' \
    ssjc-draw -p small.plan "$before" -H history.csv --seed-file seed -o drawn.csv imported.csv
counted '4 businesses are assigned, with 12 seats; inspectors who serve: 3' \
    ssjc-assign -p small.plan "$before" -i people.csv -o assigned.csv drawn.csv
ssjc-record confirm -p small.plan --now=2023-06-13 --form -o form.csv
sed '2,$s/,,,,$/,yes,,,/; $d' form.csv > yes.csv
counted "confirmations taken: $(($(wc -l < yes.csv) - 1))" ssjc-record confirm -p small.plan --now=2023-06-13 yes.csv
run ssjc-record confirm -p small.plan --now=2023-06-13 yes.csv -v
err "the same once more" <<'EOT'
ssjc-record: nothing new: what was read is on record already, or not filled in
EOT
tail -n 1 form.csv | sed 's/,,,,$/,no,moved,迁出,/' > last
{ head -n 1 form.csv && cat last; } > no.csv
ssjc-record confirm -p small.plan --now=2023-06-13 no.csv
counted 'removals that are replaced now: 1' \
    ssjc-draw replace -p small.plan --now=2023-06-13 -o confirmed.csv drawn.csv
ssjc-assign -p small.plan --now=2023-06-13 -i people.csv -o assigned.csv confirmed.csv 2> /dev/null
ssjc-record result -p small.plan --now=2023-06-16 --form -o form.csv
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["result"] = "ok"; $at["date"] = "2023-06-15" } 1' form.csv > ok.csv
counted "results taken: $(($(wc -l < ok.csv) - 1))" ssjc-record result -p small.plan --now=2023-06-16 ok.csv
echo scan > scan.jpg
counted 'files attached now: 1' \
    ssjc-record attach -p small.plan --now=2023-06-16 --id "$(sed -n 2p ok.csv | cut -d, -f1)" --dept transport scan.jpg
finish
