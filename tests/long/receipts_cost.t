#!/bin/sh
# What receipts cost: a draw of 1,500,000 rows bound by the trees takes at most 1.6 times the
# processor time of the same draw without, best of three pairs. And a register that is larger
# than memory is bound, too: by the same roots.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/lab.sh"

rows=${ROWS:-1500000}
lab_new 10
here=$top
. "$top/tests/bench/data.sh"
roster "$rows" > objects.csv
cat > plain.plan <<-'EOF'
	[plan]
	id = COST-1
	title = 样例
	window = 2023-06-14..2023-06-30
	strata = category, credit
	reserve = 0%
	audit = cost.db
	calendar = calendar-cn.csv
	[ratio]
	*, * = 20%
	[exclude]
	status = cancelled, revoked
	[department d]
	name = 样例局
EOF
sed 's/^audit = .*/&\nreceipts = yes/' plain.plan > bound.plan

# draw PLAN: the seconds of processor time
draw() {
	rm -f cost.db*
	command time -q -o time -f '%U %S' ssjc-draw --now 2023-06-10 -p "$1" --seed-file seed objects.csv > "$1.list" 2> err ||
	    cat err >&2
	awk '{ printf "%.2f", $1 + $2 }' time
}

printf 'ssjc-draw 1\nplan=COST-1\ndraw=1\nshare.1=%064d\n' 7 > seed
best=9
for _ in 1 2 3; do
	plain=$(draw plain.plan) bound=$(draw bound.plan)
	echo "# without receipts $plain s, with them $bound s"
	best=$(awk -v best="$best" -v a="$plain" -v b="$bound" 'BEGIN { r = b / a; print r < best ? r : best }')
done
ok "receipts cost at most 0.6 of a draw: $best times as long" awk "BEGIN { exit !($best <= 1.6) }"
ok "and the list is the same" cmp plain.plan.list bound.plan.list
run ssjc-audit verify -p bound.plan objects.csv
out_has "verify finds the same root" 'the root of the register, which receipts are proved by, computed again'

# With less memory than the register has bytes: by the draw from files, by verify in memory.
sed 's/20%/2%/' bound.plan > few.plan
limit=120000
ok "the register has more bytes than the limit" [ "$(wc -c < objects.csv)" -gt $((limit << 10)) ]
draw few.plan > cost
rm -f cost.db*
# shellcheck disable=SC3045 # every shell has it
(ulimit -v $limit && exec ssjc-draw --now 2023-06-10 -p few.plan --seed-file seed objects.csv) > small.list 2> err
status=$?
status 0 "it is drawn from files"
ok "with the same list" cmp small.list few.plan.list
run ssjc-audit verify -p few.plan objects.csv
out_has "and the root that follows from it in memory" 'the root of the register, which receipts are proved by, computed again'

finish
