#!/bin/sh
# 200 random registers, each split at random into up to 50: drawn from the parts, here or by
# counts, cutoffs and the rows below them, the list is that of one machine, byte for byte.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new 10
cat > make.py <<-'EOF'
	import random, sys
	random.seed(int(sys.argv[1]))
	n, parts = random.choice([1, 7, 60, 400, 3000]), random.choice([1, 2, 3, 8, 50])
	head = 'id,name,category,credit,status\n'
	ids = random.sample(range(10 ** 6), n)
	rows = ['91130230MA%07dX,"样例, %d号",%s,%s,%s\n' % (i, i, random.choice(['货运', '客运', '']),
	    random.choice('ABCD'), random.choice(['active', '', 'active', 'revoked'])) for i in ids]
	rows[0] = rows[0].replace('revoked', 'active')
	random.shuffle(rows)
	part = [[] for _ in range(parts)]
	for row in rows:
	    part[random.randrange(random.randint(1, parts))].append(row)
	open('whole.csv', 'w').write(head + ''.join(rows))
	for i, p in enumerate(part):
	    open('part%02d.csv' % i, 'w').write(head + ''.join(p))
	ratio = random.choice(['20%', '5%', 'count 3', '100%', '0.5‰', '10% max 4'])
	plan = open('lab.plan').read().replace('*, * = 20%', '*, D = 50%\n*, * = ' + ratio)
	plan = plan.replace('floor     = 10%', 'reserve = ' + random.choice(['0%', '50%', '100%', 'all']))
	open('random.plan', 'w').write(plan)
	open('history.csv', 'w').write('id,date,plan\n' + ''.join('%s,2023-02-01,OLD\n' % r.split(',')[0]
	    for r in rows if random.random() < 0.1))
EOF

draw() { # COMMAND OPTION...
	command=$1
	shift
	ssjc-draw "$command" -p random.plan -H history.csv "$@" 2>> err
}

one() { # prints what is wrong
	rm -f part*.csv ./*.counts ./*.rows lab.db lab.db-*
	: > err
	python3 make.py "$1"
	ssjc-draw -p random.plan "$registers" -H history.csv --seed-file seed whole.csv > whole.list 2> err ||
	    { echo "$1: no draw: $(head -c 300 err)"; return; }
	rm -f lab.db lab.db-*
	draw merge "$registers" --seed-file seed part*.csv > parts.list
	cmp -s whole.list parts.list || { echo "$1: by the registers: $(head -c 300 err)"; return; }
	[ $(($1 % 5)) -eq 0 ] || return
	run ssjc-audit verify -p random.plan history.csv part*.csv
	grep -q 'drawn again from' out || { echo "$1: verify: $(head -c 300 err)"; return; }
	rm -f lab.db lab.db-*
	set --
	for part in part*.csv; do
		draw counts -o "$part.counts" "$part"
		set -- "$@" --counts "$part.counts"
	done
	draw merge "$registers" --seed-file seed "$@" --cutoffs cutoffs
	for part in part*.csv; do
		draw below --cutoffs cutoffs -o "$part.rows" "$part"
	done
	draw merge "$registers" "$@" part*.rows > parts.list
	cmp -s whole.list parts.list || echo "by what was sent: $(head -c 300 err)"
}

for seed in $(seq 200); do
	one "$seed"
done > wrong
[ ! -s wrong ]
verdict $? "200 random registers: the list from parts is that of one machine" < wrong

finish
