#!/bin/sh
# ssjc-batch: every plan in a folder whose day has come is drawn, once, and one that
# fails does not stop the others.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/batch.sh"

batch_plan a 12
batch_plan b 12
batch_plan c 13

# ---- A day ----
today=2023-06-09
run batch
status 0 "before the day there is nothing to do"
out "and nothing to say, so that cron sends no mail" < /dev/null
run batch -v
out "unless it is asked for" <<'E'
a: later 2023-06-12
b: later 2023-06-12
c: later 2023-06-13
ssjc-batch: 0 drawn, 0 failed, 3 with nothing to be done
E
ok "and nothing is on record" test ! -e plans/a/lab.db
today=2023-06-12
run batch
status 0 "on the day"
out "the plans of the day are drawn" <<'E'
a: drawn 2023-06-12: 10 of 40 businesses, plans/a/out/drawn.csv
b: drawn 2023-06-12: 10 of 40 businesses, plans/b/out/drawn.csv
ssjc-batch: 2 drawn, 0 failed, 1 with nothing to be done
E
quiet "all of it on standard output"
is "$(cd plans/a/out && echo *)" \
    "checkpoint.txt drawn.csv excluded.csv history-rejects.csv history.csv inspectors-rejects.csv inspectors.csv objects-rejects.csv objects.csv report.txt" \
    "with all that belongs to it"
run ssjc-audit verify -p plans/a/a.plan -c plans/a/out/checkpoint.txt plans/a/objects/* plans/a/inspectors/* plans/a/history/*
status 0 "an auditor agrees"
out_has "on the list, too" '^good: .*: draw 1:'
run batch
status 0 "the same day again"
out "there is nothing to do" < /dev/null
is "$(draws a) $(draws b) $(draws c)" "1 1 0" "and no second draw"

# ---- What is wrong with one plan does not stop the others ----
batch_plan d 13
sed -i '4s/91130230/91130231/' plans/d/objects/名录.csv
batch_plan e 13
sed -i 's/^strata.*/strata = kind/' plans/e/e.plan
batch_plan f 13
sed -i /draw_date/d plans/f/f.plan
batch_plan g 13
cp plans/g/g.plan plans/g/old.plan
batch_plan h 13
rm plans/h/h.plan
batch_plan i 13
sed -i s/1700/abc/ plans/i/objects/名录.csv
rm plans/i/objects/*
cp plans/c/c.plan plans/lost.plan
today=2023-06-13
run batch
status 3 "of several failures the worst is the exit status"
out_has "the others are drawn" '^c: drawn 2023-06-13: 10 of 40 businesses, plans/c/out/drawn.csv$'
out_has "rows refused stop a draw, which is not undone" \
    '^d: not drawn: rows were refused, see plans/d/out/objects-rejects.csv: mend the register, or say in the plan'
out_has "after what the program said" '^ssjc-import: plans/d/objects/名录.csv: .* 1 refused'
is "$(sed 1d plans/d/out/objects-rejects.csv | wc -l)" 1 "where they are listed"
ok "and nothing is on record of such an import" test ! -e plans/d/lab.db
out_has "so does a bad plan" '^e: '
out_has "a plan without a day" '^f: the plan does not say when it is to be drawn: write draw_date'
out_has "two plans in a folder" '^g: has 2 plans, and none of them is drawn'
out_has "a register without a plan" '^h: has a register, but no plan'
out_has "an empty folder" '^i: plans/i/objects is empty'
out_has "and a plan where none is looked for" '^plans/lost.plan: is not in a folder of its own'
out_has "with the numbers last" '^ssjc-batch: 1 drawn, 7 failed, 2 with nothing to be done$'
quiet "all of it on standard output"
run batch
status 3 "what failed is said on every run"
rm -r plans/[e-i] plans/lost.plan
: > plans/d/lab.db
sed -i 's/^confirm/accept_rejects = 该企业代码待核实\nconfirm/' plans/d/d.plan
run batch
status 0 "rows that may be lost do not stop it"
out_has "when the plan says so, and an audit file that a kill left empty is none" '^d: drawn 2023-06-13: '

# ---- Days off ----
batch_plan j 23
today=2023-06-23
run batch --if-workday
status 0 "on a holiday there is nothing to do"
out "nor to say" < /dev/null
today=2023-06-25
run batch --if-workday
out_has "on the working day after it, there is" '^j: drawn 2023-06-25: '

# ---- Not its business ----
batch_plan k 12
today=2023-06-12
(
	cd plans/k || exit
	ssjc-import objects -p k.plan --now ${today} objects/名录.csv > o.csv
	ssjc-import history -p k.plan --now ${today} history/历史.csv > h.csv
	ssjc-draw -p k.plan --now $today -H h.csv o.csv > d.csv
)
run batch
status 0 "what others drew"
out "is theirs" < /dev/null
batch_plan l 12
sed -i 's/"//g' plans/l/l.plan
(
	cd plans/l || exit
	ssjc-draw share t > t.c
	ssjc-draw share m > m.c
	ssjc-import objects -p l.plan --now 2023-06-10 objects/名录.csv > o.csv
	ssjc-import history -p l.plan --now 2023-06-10 history/历史.csv > h.csv
	ssjc-draw commit -p l.plan --now 2023-06-10 -H h.csv -c transport="$(cat t.c)" -c market="$(cat m.c)" \
	    --public 3D --form '3D2023156:{d3}' o.csv > pledge
	ssjc-draw reveal -p l.plan --now 2023-06-11 -H h.csv -s t -s m --public 3D2023156:047 o.csv
) > out 2> err
err_has "nobody draws before the day of the plan" \
    '^ssjc-draw: l.plan: draw_date: the draw is to be on 2023-06-12, and not before'
run batch
status 1 "a plan that is committed to"
out_has "is the departments'" '^l: committed 2023-06-12: the departments are to draw it, with ssjc-draw reveal$'
rm -r plans/l

# ---- Stopped anywhere, and gone on with ----
today=2023-06-14
batch_plan m 14
batch > whole 2>&1
cp -R plans/m whole.m
# What each of the steps leaves, as if the power had been cut right after it.
for step in objects.csv inspectors.csv history.csv drawn.csv excluded.csv checkpoint.txt report.txt; do
	ok "after a cut before $step" rm "plans/m/out/$step"
	[ $step != report.txt ] || continue
	case $step in
	objects.csv | inspectors.csv | history.csv) cp "whole.m/out/$step" plans/m/out ;;
	esac
	rm -f plans/m/out/report.txt
	: > "plans/m/out/$step.a1B2c3"
	: > "plans/m/out/$step.backup"
	run batch
	out_has "it is said what was drawn" '^m: drawn 2023-06-14: 10 of 40'
	cmp -s "plans/m/out/$step" "whole.m/out/$step" || [ $step = checkpoint.txt ]
	verdict $? "and $step is there" < out
	is "$(draws m)" 1 "and no second draw"
	[ ! -e "plans/m/out/$step.a1B2c3" ] || ! command -v flock
	verdict $? "nor what was being written" < out
	ok "but what a person put there" rm "plans/m/out/$step.backup"
done

# ---- A folder that was copied for the next plan ----
cp -R whole.m plans/r
mv plans/r/m.plan plans/r/r.plan
sed -i 's/^id .*/id = r/' plans/r/r.plan
run batch
status 3 "a plan with the audit file of another"
out_has "is not taken for drawn" '^ssjc-draw: plans/r/r.plan: audit: the audit file .* is that of plan “m”: give this plan its own$'
out_has "nor passed over" '^r: not drawn: its plan or its audit file cannot be used$'
rm plans/r/lab.db
run batch
status 3 "one without, but with the report of another"
out_has "neither" '^r: not drawn: plans/r/out has the report of another draw: move that folder away$'
is "$(draws r)" 0 "and nothing is drawn"
rm -r plans/r/out
run batch
status 0 "without it"
out_has "it is drawn" '^r: drawn 2023-06-14: 10 of 40'
rm -r plans/r

# ---- Two at once ----
batch_plan n 14
batch_plan o 14
batch --wait 600 > one &
batch --wait 600 > two &
wait
is "$(draws n) $(draws o)" "1 1" "two batches draw once"
is "$(cat one two | grep -c '^[no]: drawn')" 2 "and say it once"
is "$(cat one two | grep -vc drawn)" 0 "and nothing else"
if command -v flock > /dev/null; then
	exec 8> plans/.ssjc-batch.lock
	flock 8
	run batch --wait 0 8>&-
	status 5 "one that is at work"
	out_has "is waited for" 'another batch is at work in plans: try again later'
	exec 8>&-
fi

# ---- Its options ----
run ssjc-batch
status 2 "a folder is needed"
run ssjc-batch --colour plans
status 2 "an unknown option"
err_has "is named" '^ssjc-batch: there is no option --colour; ssjc-batch --help tells more'
run ssjc-batch nowhere
status 3 "a folder that is not there"
run ssjc-batch --wait soon plans
status 2 "a time to wait is a number"
run ssjc-batch --log plans/a/lab.db plans
status 2 "an audit file is not a log"
run ssjc-audit verify -d plans/a/lab.db
status 0 "and is left alone"
mkdir '甲 乙'
mv plans/j '甲 乙/丙 丁'
rm '甲 乙/丙 丁/out/report.txt'
run ssjc-batch --now 2023-06-26 --log '甲 乙/日志' '甲 乙'
out_has "folders may have any names" '^丙 丁: drawn 2023-06-25: 10 of 40 businesses, 甲 乙/丙 丁/out/drawn.csv$'
status 0 "with blanks, too"
run ssjc-batch --help
out_has "it tells how to call it" '^usage: ssjc-batch \[options\] DIR'
run ssjc-batch --version
is "$(cat out)" "ssjc-batch $(sed -n 's/^VERSION = //p' "$top/Makefile")" "and its version"
run ssjc-batch plans -V
is "$(cut -d' ' -f1 out)" ssjc-batch "wherever that is asked for"
sh_run 'cd plans && PATH=/usr/bin:/bin ssjc-batch .'
status 127 "with the PATH of cron it is not found"
sh_run "env -i PATH=/usr/bin:/bin '$bin/ssjc-batch' plans"
status 0 "but by its path, and finds the programs"

# ---- The examples, by the commands that are in them ----
batch_plan p 14
batch_plan q 20
mkdir home
job() { # the n-th line of the crontab, at that time
	cron_line "$1"
	env -i HOME="$work/home" LOGNAME=office PATH=/usr/bin:/bin SOURCE_DATE_EPOCH="$2" \
	    SSJC_ACTOR=tester /bin/sh job.sh > out 2> err < /dev/null
	status=$?
}
holiday=1687482000 wednesday=1686704400 # 2023-06-23 and 2023-06-14, at nine in China
job 1 $holiday
status 0 "the first job of the crontab, on a holiday"
out "has nothing to mail" < /dev/null
job 1 $wednesday
status 0 "on a working day"
out_has "it draws what is due" "^p: drawn 2023-06-14: 10 of 40 businesses, $work/plans/p/out/drawn.csv"
quiet "and all of it is one mail"
is "$(draws p) $(draws q)" "1 0" "and nothing else"
grep -q ' ssjc-batch\[[0-9]*\]: exit status 0' ssjc.log && grep -q ' ssjc-draw\[[0-9]*\]: start' ssjc.log
verdict $? "and is in its log" < ssjc.log
job 2 $wednesday
status 0 "the second, when nothing is overdue"
out "has nothing to mail" < /dev/null
is "$(head -n 1 plans/p/out/status.csv)" step,id,name,dept,date,due,state,missing "and leaves what is due"
job 2 1687741200 # 2023-06-26
out_has "or says what is" "^$work/plans/p/p.plan: status 1, see $work/plans/p/out/status.csv"
job 3 $wednesday
out "the third is silent" < /dev/null
run ssjc-audit verify -p plans/p/p.plan -c plans/p/out/checkpoint-*.txt
out_has "and puts a checkpoint aside" '^good: 1 checkpoint'

sed "s|/srv/ssjc/plans|$work/plans|; s|/usr/local/bin|$bin|" "$top/examples/cron/ssjc-batch.service" > ssjc-batch.service
cp "$top/examples/cron/ssjc-batch.timer" .
command=$(sed -n 's/^ExecStart=//p' ssjc-batch.service)
sh_run "env -i PATH=/usr/bin:/bin SOURCE_DATE_EPOCH=1687222800 $command" # 2023-06-20
status 0 "the command of the service"
out_has "draws what is due" '^q: drawn 2023-06-20: '
is "$(sed -n 's/^ReadWritePaths=//p' ssjc-batch.service)" "$work/plans" "and writes where it may"
if command -v systemd-analyze > /dev/null; then
	# There may be no manual and no user of that name here.
	sed -i '/^Documentation/d' ssjc-batch.service ssjc-batch.timer
	run systemd-analyze verify ./ssjc-batch.service ./ssjc-batch.timer
	status 0 "systemd takes the units"
	is "$(cat out err)" "" "without a word"
	sh_run 'systemd-analyze security --offline=true --no-pager ssjc-batch.service'
	ok "and finds them hardened" \
	    [ "$(sed -n 's/.*exposure level for .*: \([0-9]\)\..*/\1/p' out)" -lt 1 ]
fi
finish
