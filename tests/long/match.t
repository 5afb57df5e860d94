#!/bin/sh
# The match of 20,000 random departments against its definition, as tests/unit/assign/match.c
# has it, and of many businesses: in seconds, at once where there is none, and with nothing
# on record when it is interrupted. FIRST is the number of the first department.
. "${0%/*}/../cli/tap.sh"

FIRST=${FIRST:-100000}
echo "# FIRST=$FIRST"
run env MATCH_FIRST="$FIRST" MATCH_ROUNDS=20000 "$bin/unit/assign/match"
status 0 'each match is the best by its definition'

# ---- Many businesses ----

plan() { # NAME BUSINESSES INSPECTORS PER_DAY
	awk -v n="$2" 'BEGIN {
		print "id,name,category"
		for (i = 0; i < n; i++)
			printf "F%05d,样例%05d号运输公司,货运\n", i, i
	}' > "$1.objects.csv"
	awk -v n="$3" 'BEGIN {
		print "cert,name,dept,recuse"
		for (i = 0; i < n; i++)
			printf "C-%04d,样%04d,%s,F%05d\n", i, i, substr("abc", i % 3 + 1, 1), i
	}' > "$1.people.csv"
	cat > "$1.plan" <<-EOT
		[plan]
		id = $1
		title = 大样本匹配
		window = 2024-03-04..2024-05-28
		strata = category
		audit = $1.db
		calendar = calendar-cn.csv
		[ratio]
		* = 100%
		[assign]
		per_day = $4
		[department a]
		name = 样例甲局
		lead = yes
		inspectors = 2
		[department b]
		name = 样例乙局
		inspectors = 2
		[department c]
		name = 样例丙局
		inspectors = 2
	EOT
	ssjc-draw -p "$1.plan" --now 2024-02-28 "$1.objects.csv" > "$1.drawn.csv" 2> /dev/null
}

assign() { # NAME PEOPLE
	ssjc-assign -p "$1.plan" --now 2024-02-29 -i "$2" "$1.drawn.csv"
}

events() {
	sqlite3 "$1" 'SELECT count(*) FROM event'
}

plan LARGE 10000 500 3
sed '2,$s/,c,.*/,c,F00000/' LARGE.people.csv > nobody.csv
run timeout 60 ssjc-assign -p LARGE.plan --now 2024-02-29 -i nobody.csv LARGE.drawn.csv
status 3 'no match is possible'
err_has 'and the third department is named at once' 'department c: no match is feasible: 1 object on 2024-[0-9-]*, 样例00000号'
is "$(events LARGE.db)" 1 'nothing is on record but the draw'

# Interrupted at one moment after another.
broken=0 stopped=0
for s in 0.2 0.5 1 1.5; do
	timeout -s INT "$s" ssjc-assign -p LARGE.plan --now 2024-02-29 -i LARGE.people.csv -o part.csv \
	    LARGE.drawn.csv > /dev/null 2>&1 || stopped=$((stopped + 1))
	n=$(events LARGE.db)
	[ "$n" -eq 1 ] || [ "$(sqlite3 LARGE.db 'SELECT count(*) FROM seat')" -eq 60000 ] || broken=$((broken + 1))
	[ "$n" -gt 1 ] || [ ! -e part.csv ] || broken=$((broken + 1))
done
ok 'some runs were interrupted' [ $stopped -gt 0 ]
is "$broken" 0 'an interrupted match is on record with all of its seats, or not at all'
run assign LARGE LARGE.people.csv
status 0 'the next one is made'
is "$(wc -l < out)" 60001 'of all businesses'
cp out first.csv
run ssjc-audit verify -p LARGE.plan LARGE.objects.csv LARGE.people.csv
status 0 'and verified'

finish
