#!/bin/sh
# What comes after a draw of which the centre has only the rows that three registers sent:
# seats, papers, results, page and verify are as after a draw on one machine.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
lab_import
for i in 0 1 2; do
	awk -v i=$i 'NR == 1 || NR % 3 == i' objects.csv > r$i.csv
done
cp lab.db imported.db
cp lab.plan plain.plan
counts='--counts r0.counts --counts r1.counts --counts r2.counts'

follow() { # prints what fails
	rm -f lab.db-*
	cp imported.db lab.db
	ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed -o one.csv objects.csv 2> err &&
	    ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o one.assigned one.csv 2> err || echo "one machine"
	rm -f lab.db-*
	cp imported.db lab.db
	for i in 0 1 2; do
		ssjc-draw counts -p lab.plan -H history.csv -o r$i.counts r$i.csv 2> err || echo counts
	done
	# shellcheck disable=SC2086 # a list of options
	ssjc-draw merge -p lab.plan "$registers" -H history.csv $counts --cutoffs cutoffs --seed-file seed 2> err ||
	    echo cutoffs
	for i in 0 1 2; do
		ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs -o r$i.rows r$i.csv 2> err || echo below
	done
	# shellcheck disable=SC2086
	ssjc-draw merge -p lab.plan "$registers" -H history.csv $counts -o drawn.csv r0.rows r1.rows r2.rows 2> err ||
	    echo merge
	ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv drawn.csv 2> err || echo assign
	cmp one.assigned assigned.csv
	for paper in checklist notice approval minutes schedule; do
		ssjc-print $paper -p lab.plan "$matched" -o $paper assigned.csv 2> err || echo $paper
	done
	ssjc-print filing -p lab.plan "$matched" -o filing.xlsx assigned.csv 2> err || echo filing
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "id,dept,item,result,date"; next }
		!seen[$at["id"], $at["dept"]]++ { print $at["id"] "," $at["dept"] ",,ok," $at["date"] }' \
	    assigned.csv > results.csv
	ssjc-record result -p lab.plan --now=2023-06-30T09:00:00 results.csv 2> err || echo result
	ssjc-record status -p lab.plan --now=2023-06-30T09:00:00 > status.csv 2> err
	[ -s status.csv ] || echo status
	ssjc-publish results -p lab.plan --now=2023-06-30T10:00:00 -o public.csv 2> err || echo results
	ssjc-publish summary -p lab.plan --now=2023-06-30T10:00:00 -o summary.xlsx 2> err || echo summary
	ssjc-publish page -p lab.plan --now=2023-06-30T10:00:00 -o page.html 2> err || echo page
	ssjc-draw again -p lab.plan -H history.csv r2.csv r1.csv r0.csv 2> err | cmp - drawn.csv
	ssjc-audit export -p lab.plan -o export 2> err || echo export
	ssjc-audit verify -p lab.plan 人员.csv 历史.csv r0.csv r1.csv r2.csv > out 2> err || echo verify
	grep -q 'drawn again from 40 rows' out || echo "not drawn again"
	grep -q 'matched again: the same' out || echo "not matched again"
	rm -rf checklist notice approval minutes schedule export
}

for keys in 'mode = pairs' 'mode = teams' 'mode = teams\nteam_for = day'; do
	sed "s/^per_day.*/&\n$keys/" plain.plan > lab.plan
	follow > wrong 2>&1
	[ ! -s wrong ] || cat err >> wrong
	[ ! -s wrong ]
	verdict $? "all follows from what three registers sent: $(printf '%b' "$keys" | tr '\n' ' ')" < wrong
done

finish
