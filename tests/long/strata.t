#!/bin/sh
# Many strata and many lines of [ratio]: twice as many take at most three times as long, from
# the plan to what verify computes again.
. "${0%/*}/../cli/tap.sh"

case ${SSJC_BIN:-} in
*/valgrind | */asan*) echo "1..0 # SKIP time is measured only of what is not instrumented"; exit 0 ;;
esac

# firms STRATA LINES: a folder of that name, with two firms of each category, and a line of
# [ratio] for each of so many categories
firms() {
	mkdir "$1-$2" || exit 1
	awk -v n="$1" -v seed="$1" 'BEGIN {
		print "id,name,category,credit,status"
		for (i = 0; i < 2 * n; i++)
			printf "F-%07d,样例运输服务有限公司第%07d号,类别%06d,A,active\n", i, i, int(i / 2)
	}' > "$1-$2/objects.csv"
	{
		cat <<-'END'
		[plan]
		id = STRATA-1
		title = 样例分层抽查
		window = 2023-06-14..2023-09-28
		strata = category
		reserve = 0%
		audit = strata.db
		calendar = calendar-cn.csv
		[ratio]
		* = 50%
		END
		awk -v n="$2" 'BEGIN {
			for (i = 0; i < n; i++)
				printf "类别%06d = %d%%\n", i, 50 + i % 40
		}'
		cat <<-'END'
		[assign]
		per_day = 3
		[department a]
		name = 样例甲局
		lead = yes
		inspectors = 1
		END
	} > "$1-$2/strata.plan"
	cat > "$1-$2/seed" <<-'END'
	ssjc-draw 1
	plan=STRATA-1
	draw=1
	share.1=1111111111111111111111111111111111111111111111111111111111111111
	END
}

# cost STEP STATUS COMMAND...: what it ends with, and a line in cost.txt: STEP, hundredths of a second
cost() {
	step=$1 expected=$2
	shift 2
	/usr/bin/time -o used -f '%U %S %M' "$@" > out 2> err
	status=$?
	ok "$(basename "$PWD"): $step" [ "$status" -eq "$expected" ]
	tail -n 1 used | awk -v s="$step" '{ printf "%s %d %d\n", s, ($1 + $2) * 100 + 0.5, $3 }' >> cost.txt
}

steps() {
	cd "$work/$1" || exit 1
	P='-p strata.plan'
	# shellcheck disable=SC2086
	{
		cost draw 0 ssjc-draw $P --now 2023-06-08T10:00:00 --seed-file seed -o drawn.csv objects.csv
		cost again 0 ssjc-draw again $P -o again.csv objects.csv
		ok "$1: the same list" cmp -s drawn.csv again.csv
		cost show 0 ssjc-audit show $P
		# Nobody has been there, which is said by status 1.
		cost page 1 ssjc-publish page $P --now 2023-06-09 -o page.html
		cost results 1 ssjc-publish results $P --now 2023-06-09 -o list.csv
		cost summary 0 ssjc-publish summary $P --now 2023-06-09 -o summary.xlsx
		cost verify 0 ssjc-audit verify $P objects.csv
	}
	cd "$work" || exit 1
}

# linear LESS MORE: no step of the second takes more than three times as long, or three times
# the memory; what is below a quarter of a second says nothing.
linear() {
	paste -d' ' "$1/cost.txt" "$2/cost.txt" > both
	while read -r step cpu memory _ twice more; do
		ok "$2: $step: $twice of a hundredth of a second, $cpu for half" \
		    [ "$twice" -le $((3 * (cpu > 25 ? cpu : 25))) ]
		ok "$2: $step: $((more / 1024)) MiB, $((memory / 1024)) for half" \
		    [ "$more" -le $((3 * memory)) ]
	done < both
}

for of in '25000 10' '50000 10' '1000 50000' '1000 100000' '25000 50000' '50000 100000'; do
	# shellcheck disable=SC2086
	set -- $of
	firms "$1" "$2"
	steps "$1-$2"
done
linear 25000-10 50000-10
linear 1000-50000 1000-100000
linear 25000-50000 50000-100000
finish
