#!/bin/sh
# How long programs take, and how much memory, beside public tools on the same
# rows: `make bench`. The best of RUNS runs counts; ROWS is how many rows.
#
#	ROWS=5000000 RUNS=2 TMPDIR=/var/tmp tests/bench.sh [draw]
#
# Each bench is a function; without arguments all of them run.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="${SSJC_BIN:-$here/build}:$PATH" SSJC_SHARE="$here/share"
rows=${ROWS:-5000000} runs=${RUNS:-2}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# measure COMMAND: its best wall time in hundredths of a second, and its peak
# memory in KiB, as $wall and $peak. `reset` runs before each run.
measure() {
	wall='' peak=''
	for _ in $(seq "$runs"); do
		reset
		command time -q -o "$dir/time" -f '%e %M' sh -c "exec $1" > /dev/null 2> "$dir/err" ||
		    { cat "$dir/err" >&2; exit 1; }
		read -r now kib < "$dir/time"
		now=$(echo "$now" | tr -d . | sed 's/^0*\(.\)/\1/')
		if [ -z "$wall" ] || [ "$now" -lt "$wall" ]; then
			wall=$now peak=$kib
		fi
	done
}
reset() { :; }

# compare WHAT COMMAND: how long it takes, and how many times as long $ours did.
compare() {
	measure "$2"
	show "$1"
}
show() {
	awk -v what="$1" -v ours="$ours" -v wall="$wall" -v peak="$peak" 'BEGIN {
		printf "%-28s %8.2f s %9.1f MiB %8.2f\n", what, wall / 100, peak / 1024,
		    ours / (wall ? wall : 1)
	}'
}

have() {
	command -v "$1" > /dev/null || { echo "$1 is not installed: left out" >&2; return 1; }
}

# Rows of about 100 bytes; the check digits are not right.
roster() {
	awk -v rows="$1" 'BEGIN {
		print "id,name,category,credit,region,status"
		for (i = 0; i < rows; i++)
			printf "91130230MA%08d,样例运输服务有限公司第%08d号,%s,%c,第%02d农场,active\n", \
			    i, i, i % 7 ? "普通货物运输" : "道路旅客运输", 65 + i % 4, i % 20
	}'
}

draw() {
	n=$((rows / 5))
	roster "$rows" > "$dir/objects.csv"
	cat > "$dir/bench.plan" <<-END
		[plan]
		id = BENCH
		title = 测速
		window = 2023-06-14..2023-06-30
		strata = category, credit
		reserve = 0%
		audit = bench.db
		calendar = calendar-cn.csv
		[ratio]
		*, * = 20%
		[exclude]
		status = cancelled, revoked
		[department d]
		name = 样例局
	END
	size=$(wc -c < "$dir/objects.csv")
	echo "$n of $rows rows of $((size / rows)) bytes"
	echo 'command                          wall        memory     ratio'
	reset() { rm -f "$dir"/bench.db*; }
	measure "ssjc-draw -p $dir/bench.plan $dir/objects.csv"
	reset() { :; }
	ours=$wall memory=$peak
	show ssjc-draw
	compare "ssjc-draw again" "ssjc-draw again -p $dir/bench.plan $dir/objects.csv"
	compare "shuf -n" "shuf -n $n $dir/objects.csv"
	have mlr && compare "mlr sample -k" "mlr --icsv --ocsv sample -k $n $dir/objects.csv"
	if have sqlite3; then
		sqlite3 "$dir/rows.db" ".mode csv" ".import $dir/objects.csv objects"
		compare "sqlite3 order by random()" "sqlite3 -csv $dir/rows.db \
		    'SELECT * FROM objects ORDER BY random() LIMIT $n'"
	fi
	have openssl && compare "openssl dgst -sha256" "openssl dgst -sha256 $dir/objects.csv"
	echo "memory beyond the file: $(((memory * 1024 - size) / rows)) bytes a row"
}

have time || exit 1
for bench in "${@:-draw}"; do
	"$bench"
done
