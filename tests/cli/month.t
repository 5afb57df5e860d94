#!/bin/sh
# A month of cron, or with MONTH=long the whole of it with 23 plans, drawn by the line of
# the crontab that is among the examples, while the power is cut twice, a file is held, a
# disk is full, and there is a holiday. Each plan is drawn once, and whatever somebody must
# hear of is said.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/batch.sh"

seed=${MONTH_SEED:-$(date +%s)}
echo "# MONTH_SEED=$seed"
working='1 2 5 6 7 8 9 12 13 14 15 16 19 20 21 25 26 27 28 29 30' # of June 2023

# When plans are to be drawn: some on a Saturday, and on the holiday from the 22nd to the
# 24th; and some on each day on which the power is cut. plan: its name, and the first
# working day from then on.
if [ "${MONTH:-short}" = long ]; then
	days=$(seq 30)
	dates='01 02 03 05 06 06 06 07 08 08 09 12 13 13 13 15 15 19 20 22 23 26 28'
else
	days='5 6 7 8 9 13 14 15 16 22 25'
	dates='06 06 08 08 13 15 22'
fi
n=0
for date in $dates; do
	n=$((n + 1))
	batch_plan "$(printf 'p%02d' $n)" "$date"
	for day in $working; do
		[ "$day" -lt "${date#0}" ] || break
	done
	printf 'p%02d %d\n' $n "$day" >> plan
done
echo "# $n plans"
due_on() { # the plans that are to be drawn on that day
	sed -n "s/ $1\$//p" plan
}

# The first job of the crontab, at nine on that day; $limit comes before it.
limit='' events=0
cron_line
cron() {
	{
		echo "$limit"
		cat job.sh
	} > limited.sh
	env -i HOME="$work" LOGNAME=office PATH=/usr/bin:/bin SSJC_ACTOR=tester \
	    SOURCE_DATE_EPOCH=$((1685581200 + ($1 - 1) * 86400)) ${2:+timeout -s KILL "$2"} \
	    /bin/sh limited.sh > out 2> err < /dev/null
	status=$?
	cat out >> mail
}
cut() { # cut the power at some moments of that day's run
	for moment in 0 1 2 3; do
		cron "$1" "0.$(awk -v seed="$seed" -v n="$1$moment" \
		    'BEGIN { srand(seed * 100 + n); printf "%03d", 20 + rand() * 700 }')" 2> /dev/null
		cp out "out.$moment"
		[ $status -eq 0 ] || events=$((events + 1))
	done
}
heard() { # the plans that were said to be drawn
	sed -n 's/^\(p[0-9]*\): drawn .*/\1/p' "$@" | sort -u
}

late='' # plans that could not be drawn on their day
for day in $days; do
	expected=$({ due_on "$day"; printf '%s' "$late"; } | sort -u)
	late=''
	case $day in
	6 | 13)
		cut "$day" 2> /dev/null
		# What was not said is said on the next day; nothing is expected now.
		late=$(due_on "$day")
		continue
		;;
	8)
		# Somebody has the first one open, who writes.
		held=$(due_on 8 | head -n 1)
		(cd "plans/$held" && ssjc-import history -p ./*.plan --now 2023-06-07 history/* > /dev/null)
		mkfifo hold
		sqlite3 "plans/$held/lab.db" < hold > held &
		holder=$!
		exec 9> hold
		printf "BEGIN IMMEDIATE;\nSELECT 'held';\n" >&9
		until grep -q held held; do :; done
		cron 8 9>&-
		status 5 "day 8: a file that is held"
		out_has "is said" "$held: not drawn: ssjc-import objects failed"
		out_has "by whose fault" "$held/lab.db: another program holds the audit file: try again later"
		printf 'ROLLBACK;\n' >&9
		exec 9>&-
		wait $holder
		is "$(heard out)" "$(echo "$expected" | grep -v "$held")" "and the others are drawn"
		late=$held
		continue
		;;
	15)
		limit='ulimit -f 100'
		cron 15
		limit=''
		status 4 "day 15: a full disk"
		for plan in $expected; do
			out_has "is said of $plan" "^$plan: not drawn: ssjc-import .* failed"
		done
		is "$(heard out)" "" "and nothing is drawn"
		late=$expected
		continue
		;;
	esac
	cron "$day"
	[ $status -eq 0 ] && [ ! -s err ]
	verdict $? "day $day goes well" < out
	case $day in
	7 | 14)
		is "$(heard out out.[0-3] | tr '\n' ' ')" "$(echo "$expected" | tr '\n' ' ')" \
		    "day $day: what the cuts left is finished"
		rm out.[0-3]
		;;
	*)
		is "$(heard out | tr '\n' ' ')" "$(echo "$expected" | tr '\n' ' ' | sed 's/^ $//')" \
		    "day $day: drawn is what was due: $(echo "$expected" | tr '\n' ' ')"
		[ -n "$expected" ] || is "$(cat out)" "" "day $day: and there is no mail"
		;;
	esac
done
ok "the power was cut, $events times" [ $events -gt 0 ]

# ---- What has come of it ----
is "$(heard mail | wc -l)" "$n" "each plan was said to be drawn"
wrong='' other=''
for plan in plans/p*; do
	name=${plan#plans/}
	[ "$(draws "$name")" = 1 ] && [ "$(sqlite3 "$plan/lab.db" \
	    "SELECT count(*) FROM event WHERE action IN ('draw', 'redraw')")" = 1 ] || wrong="$wrong $name"
	ssjc-draw again -p "$plan/$name.plan" -H "$plan/out/history.csv" "$plan/out/objects.csv" 2>&1 |
	    cmp -s - "$plan/out/drawn.csv" || other="$other $name"
	ssjc-audit verify -p "$plan/$name.plan" -c "$plan/out/checkpoint.txt" "$plan/objects/"* \
	    "$plan/inspectors/"* "$plan/history/"* > out 2>&1 || wrong="$wrong $name: $(tail -n 1 out)"
	[ -s "$plan/out/report.txt" ] && [ -s "$plan/out/excluded.csv" ] || other="$other $name"
done
is "$wrong" "" "each plan was drawn once, and an auditor agrees"
is "$other" "" "and has its list, as it is on record, and its report"
# One in 26 names has no capital, and might be a person's: that one is left alone.
is "$(find plans/*/out -name '*.*.??????' | grep '[A-Z][^./]*$')" "" "no temporary file is left of the cuts"
ok "what ended is in the log, and what began" \
    [ "$(grep -c 'ssjc-batch.*: start' ssjc.log)" -gt "$(grep -c 'ssjc-batch.*: exit status' ssjc.log)" ]
finish
