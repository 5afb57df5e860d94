#!/bin/sh
# What a job that nobody watches needs: to do nothing on a day off, to draw once and
# not again, to wait for a file, and to say by its exit status what came of it.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

events() {
	sqlite3 lab.db 'SELECT count(*) FROM event'
}

draw() {
	ssjc-draw -p lab.plan "$registers" -H history.csv "$@"
}

lab_new
lab_import

# ---- Working days ----
n=$(events)
run ssjc-draw -p lab.plan --if-workday --now 2023-06-10 -H history.csv objects.csv
status 0 "on a Saturday there is nothing to do"
out "and nothing is printed" < /dev/null
quiet "and nothing said"
run ssjc-draw -p lab.plan --if-workday -v --now 2023-06-10 -H history.csv objects.csv
err "unless it is asked for" <<'E'
ssjc-draw: today is a day off: nothing is done
E
run ssjc-draw -p lab.plan --if-workday --now 2023-06-22 -H history.csv objects.csv
status 0 "nor is there on a holiday"
SOURCE_DATE_EPOCH=1687449600 run ssjc-draw -p lab.plan --if-workday -H history.csv objects.csv
status 0 "it is 2023-06-23 in China by now, a holiday, whatever it is elsewhere"
is "$(events)" "$n" "and nothing is on record"
run ssjc-audit show -p lab.plan --if-workday --now 2023-06-25T09:00:00
out_has "a Sunday may be a working day, to make up for a holiday" import
cp "$top/share/calendar-cn.csv" calendar-cn.csv
run ssjc-draw -p lab.plan --if-workday --now 2029-01-03 -H history.csv objects.csv
status 3 "a year without a calendar is an error"
err_has "which says which file to mend" '^ssjc-draw: \./calendar-cn.csv: does not cover 2029: add that year|^ssjc-draw: calendar-cn.csv: does not cover 2029: add that year'
rm calendar-cn.csv
run ssjc-audit verify --if-workday --now 2029-01-03 -d lab.db
err_has "without a plan it is that of the data files" "^ssjc-audit: .*share/calendar-cn.csv: does not cover 2029"

# ---- A draw once, and not again ----
run draw --if-not-drawn --seed-file seed objects.csv
status 0 "a plan not drawn yet is drawn"
quiet "with nothing to say"
cp out drawn.csv
n=$(events)
run draw --if-not-drawn objects.csv
status 0 "one that is drawn is not drawn once more"
quiet "and nothing is said"
cmp -s out drawn.csv
verdict $? "the list on record is printed, for who reads it" < err
is "$(events)" "$n" "and nothing is on record"
run draw --if-not-drawn -v objects.csv
err "unless it is asked for" <<'E'
ssjc-draw: the plan was drawn already: nothing is drawn
E
run draw --if-not-drawn objects.csv --now 2023-08-01
status 0 "nor is it when its window is over"
sed '$d' objects.csv > other.csv
run draw --if-not-drawn other.csv
status 3 "from another register the list cannot be printed"
err_has "which is said, for standard output has nothing" '^ssjc-draw: other.csv: is not the roster of draw 1: '
out "and nothing is printed" < /dev/null
run draw objects.csv
status 6 "without the option, done already is a status of its own"
err_has "with a message" '^ssjc-draw: plan LAB-1 was drawn already, last on 2023-06-08T09:00:00\+08:00: --redraw'
run draw --if-not-drawn -o list.csv objects.csv
status 0 "a file of -o that is not there"
cmp -s list.csv drawn.csv
verdict $? "is made from the record: a power cut may have come before it" < err
{ head -n 1 drawn.csv; sed 1d drawn.csv | sort -r; } > list.csv
cp list.csv mine.csv
sh_run "cat other.csv | ssjc-draw -p lab.plan $registers -H history.csv --if-not-drawn -o list.csv"
status 0 "one that is there is left alone, whatever the register"
cmp -s list.csv mine.csv
verdict $? "as somebody has sorted it" < err
quiet "and nobody finds a pipe closed"
sed 2d drawn.csv > list.csv
run draw --if-not-drawn -o list.csv other.csv
status 3 "one with another list, and another register"
run draw --if-not-drawn -o list.csv objects.csv
cmp -s list.csv drawn.csv
verdict $? "is made from the record: it may be of the month before" < err
run ssjc-draw -p lab.plan --if-workday --now 2023-06-10 -H history.csv -o list.csv objects.csv
cmp -s list.csv drawn.csv
verdict $? "on a day off it is left alone, too" < err
run draw --if-not-drawn --redraw --reason 名录有误 objects.csv
status 2 "once more, and not once more, exclude each other"
run ssjc-record amend -p lab.plan "$registers" --reason 无
status 6 "an amendment that is on record is done already, too"

# ---- The day of the draw ----
sed 's/^id .*/id = LAB-2/; s/^audit.*/audit = two.db/; s/^floor/draw_date = 2023-06-12\nfloor/; /^repeat/d' \
    lab.plan > two.plan
run ssjc-draw due -p two.plan --now 2023-06-11T23:59:59
status 1 "a draw is not due before its day"
is "$(cat out)" "later 2023-06-12" "which is said"
run ssjc-draw due -p two.plan --now 2023-06-12
is "$status $(cat out)" "0 due 2023-06-12" "and due on it"
run ssjc-draw -p two.plan --now 2023-06-11 objects.csv
status 1 "nobody draws before it"
err "which is said, too" <<'E'
ssjc-draw: two.plan: draw_date: the draw is to be on 2023-06-12, and not before
E
run ssjc-draw due -p two.plan --now 2023-06-12
is "$(cat out)" "due 2023-06-12" "and nothing is on record"
run ssjc-draw -p two.plan --now 2023-06-13 objects.csv
status 0 "a day after it is not too late"
run ssjc-draw due -p two.plan --now 2023-06-14
is "$status $(cat out)" "1 drawn 2023-06-13 10 of 40" "then it was drawn"
run ssjc-draw due -p lab.plan
is "$(cat out)" "drawn 2023-06-08 10 of 40" "and one without a day, too"
"$bin/tools/rechain" two.db "UPDATE event SET time = '2023-06-11T09:00:00+08:00' WHERE seq = 1"
run ssjc-audit verify -p two.plan -d two.db objects.csv
status 1 "a program that draws before the day all the same"
err_has "is found by an auditor" \
    '^ssjc-audit: event 1 \(draw\): was made before 2023-06-12, the day on which the plan says that it is drawn'

# ---- A file that another program holds ----
mkfifo hold
sqlite3 lab.db < hold > held.out 2>&1 &
holder=$!
exec 9> hold
printf 'PRAGMA busy_timeout = 5000;\nBEGIN IMMEDIATE;\nSELECT %s;\n' "'held'" >&9
until grep -q held held.out; do
	kill -0 $holder || break
done
run ssjc-import objects -p lab.plan "$registers" --wait 0 名录.csv
status 5 "a file that is held is a status of its own"
err_has "and said to be held" '^ssjc-import: lab.db: another program holds the audit file: try again later'
start=$(date +%s)
run ssjc-import objects -p lab.plan "$registers" --wait 1 名录.csv
status 5 "after the time to wait"
ok "which was waited for" [ $(($(date +%s) - start)) -le 8 ]
ssjc-import objects -p lab.plan "$registers" --wait 60 名录.csv > waited.csv 2> err 9>&- &
waiter=$!
ssjc-import objects -p lab.plan "$registers" --wait 60 名录.csv > killed.csv 2> killed.err 9>&- &
killed=$!
# The shell itself would lose the signal before that.
until [ "$(cat /proc/$killed/comm 2> cat.err)" != "$(cat /proc/$$/comm)" ]; do :; done
kill $killed
wait $killed
ok "who waits can be interrupted" [ $? -gt 128 ]
is "$(cat killed.err)" "" "without a word"
printf 'COMMIT;\n' >&9
exec 9>&-
wait $holder
wait $waiter
status=$?
status 0 "who waits long enough gets it"
cmp -s waited.csv objects.csv
verdict $? "whole" < err
run ssjc-audit show -p lab.plan --wait x
status 2 "a time to wait is a number"

# ---- The log ----
# A line is: time in China, program, process, what was said.
form='^20[0-9-]{8}T[0-9:]{8}[+]08:00 ssjc-[a-z]+\[[0-9]+\]: '
run draw --log log objects.csv
status 6 "a program with a log"
is "$(grep -Evc "$form" log)" 0 "each line has time, program and process"
sed -E "s/$form//" log > said
is "$(sed -n 1p said)" "start: --plan=lab.plan $registers --history=history.csv --log=log objects.csv" \
    "the first has the command line"
is "ssjc-draw: $(sed -n 2p said)" "$(cat err)" "then comes what was said"
is "$(sed -n '$p' said)" "exit status 6" "and last the exit status"
is "$(wc -l < said)" 3 "and that is all"
run draw --log log --colour
sed -E "s/$form//" log > said
is "$(sed -n 4p said)" "there is no option --colour; ssjc-draw --help tells more" \
    "what is wrong with options is there, too"
: > log
run draw --if-not-drawn --log log objects.csv
quiet "what is only good to know is not said"
grep -q 'the plan was drawn already: nothing is drawn' log
verdict $? "but is in the log" < log
rm log
for _ in 1 2 3 4 5 6; do
	ssjc-record status -p lab.plan "$registers" --log log > /dev/null &
	ssjc-draw -p lab.plan "$registers" --log log -H history.csv objects.csv > /dev/null 2>&1 &
done
wait
is "$(grep -Evc "$form" log)" 0 "lines of several programs at once are whole"
is "$(wc -l < log)" 30 "and all of them there"
is "$(stat -c %a log)" 640 "which is not for others"
run ssjc-record status -p lab.plan "$registers" --log none/log
status 4 "a log that cannot be written is an error"
err "which is said" <<'E'
ssjc-record: none/log: the log cannot be written: No such file or directory
E
out_has "and undoes nothing" '^step,id,name'
run draw --log none/log objects.csv
status 6 "nor does it hide another status"
printf 'id,date,plan\nand more\n' > mine.csv
run ssjc-record status -p lab.plan "$registers" --log mine.csv
status 4 "a file that is not a log"
err "is left alone" <<'E'
ssjc-record: mine.csv: the log cannot be written: the file is not a log
E
is "$(wc -l < mine.csv)" 2 "as it was"
run ssjc-record status -p lab.plan "$registers" --log lab.db
err_has "an audit file is not a log" 'lab.db: is a file of the plan, and is not written over: give another name'
run ssjc-audit verify -d lab.db
status 0 "and still good"
run ssjc-record status -p lab.plan "$registers" -o both --log both
status 1 "nor is the file of another option"
run ssjc-record status -p lab.plan "$registers" --log /dev/full
status 4 "a full disk is said"
err "once" <<'E'
ssjc-record: /dev/full: the log cannot be written: No space left on device
E
finish
