#!/bin/sh
# ssjc-record review: what one person entered, another one looks at before it is published.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

small_keys='review = yes'
small_confirmed

as() { # who, command, day; more options follow
	who=$1 command=$2 day=$3
	shift 3
	ssjc-record "$command" -p small.plan --actor "$who" --now "$day" "$@"
}
events() {
	sqlite3 small.db 'SELECT count(*) FROM event'
}

run as 张三 review 2023-06-16
status 0 "without results"
err_has "there is nothing to review" '^ssjc-record: no result awaits a review$'
n=$(events)
ssjc-record result -p small.plan --now 2023-06-15 --form |
    awk -F, -v OFS=, 'NR > 1 { $6 = "ok"; $9 = "2023-06-15" } 1' > all.csv
grep -e '^id' -e ',transport,' all.csv > transport.csv
grep -e '^id' -e ',market,' all.csv > market.csv
run as 张三 result 2023-06-16 transport.csv
run as 李四 result 2023-06-16 market.csv
status 0 "two people enter results"
is "$(events)" $((n + 2)) "in two events"

run ssjc-publish page -p small.plan --now 2023-06-19 -o page.html
status 1 "the page is refused"
err "and says how many results await a review, and whose they are" <<'EOT'
ssjc-publish: transport: not published, 6 results at 4 businesses, entered by “张三”, await a review by another person: ssjc-record review
ssjc-publish: market: not published, 4 results at 4 businesses, entered by “李四”, await a review by another person: ssjc-record review
ssjc-publish: the page is not made while results await a review (--partial makes it without them)
EOT
ok "no page is there" test ! -e page.html
is "$(events)" $((n + 2)) "nor on record"
run ssjc-publish results -p small.plan --now 2023-06-19
status 1 "nor is a result on the list"
is "$(wc -l < out)" 1 "which is empty"
run ssjc-record status -p small.plan --now 2023-06-19
status 0 "a review has no last day"
is "$(grep -c '^review,.*,2023-06-16,,due,' out)" 8 "status lists what awaits it"

n=$(events)
run as 张三 review 2023-06-19
status 1 "who entered results cannot review them"
err_has "and is named" '^ssjc-record: “张三” entered some of the results of transport that await a review: another person has to review them$'
run as '张 三' review 2023-06-19 transport
status 1 "nor by writing the name another way"
is "$(events)" "$n" "nothing is on record"
run as 张三 review 2023-06-19 police
status 2 "there must be such a department"
run as 王五 review 2023-06-19 --list
status 0 "the results can be looked at"
is "$(sed 1d out | cut -d, -f2,5 | sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 6 张三,transport; 4 李四,market;" \
    "with who entered them"
run as 李四 review 2023-06-19 transport
status 0 "another one can"
run as 张三 review 2023-06-19 样例市场监督管理局
status 0 "and the other way round"
is "$(sqlite3 small.db "SELECT group_concat(r.dept || e.actor || r.results) FROM review r JOIN event e ON e.seq = r.event")" \
    transport李四6,market张三4 "it is on record who reviewed how many"
run ssjc-publish results -p small.plan --now 2023-06-19
status 0 "all is published now"
is "$(sed 1d out | wc -l)" 8 "every department's result"

# A correction needs another review, of its own.
sed -n 1,2p transport.csv | sed 's/,ok,/,pending,/' > one.csv
run as 张三 result 2023-06-20 --correct --reason 录入有误 one.csv
upto=$(events)
run ssjc-publish results -p small.plan --now 2023-06-20
status 1 "what was corrected awaits a review"
is "$(sed 1d out | wc -l)" 7 "and is not published until then"
err_has "alone" '^ssjc-publish: transport: not published, 1 result at 1 business, entered by “张三”, awaits a review'
run as 张三 review 2023-06-20
status 1 "again by another person"
sed -n '1p;$p' transport.csv | sed 's/,ok,/,corrected,/' > two.csv
run as 赵六 result 2023-06-20 --correct --reason 录入有误 two.csv
run as 赵六 review 2023-06-20 --upto "$upto"
status 0 "a review may end before what is newer"
run ssjc-publish results -p small.plan --now 2023-06-20
err_has "which awaits its own" '^ssjc-publish: transport: not published, 1 result at 1 business, entered by “赵六”'
run ssjc-publish page -p small.plan --now 2023-06-20 --partial
status 0 "a partial page leaves it out"
is "$(grep -c 尚未公布 out)" 1 "and shows that"
out_has "it says that the others were reviewed" '均经录入人员以外的人员复核'
run ssjc-publish summary -p small.plan --now 2023-06-20 -o summary.xlsx
status 1 "the summary counts what was reviewed"
err_has "and says what it lacks" 'entered by “赵六”'
run as 王五 review 2023-06-20
status 0 "somebody else reviews the rest"
run ssjc-audit verify -p small.plan --now 2023-06-21
status 0 "verify finds that nobody reviewed himself"
out_has "in each review" 'review: 1 result, by somebody other than who entered them'

# Somebody who can rewrite the file makes himself the reviewer, or covers more than there was.
forged() { # what, message, SQL
	rm -f copy.db*
	cp small.db copy.db
	"$bin/tools/rechain" copy.db "$3" || echo "Bail out! $1"
	run ssjc-audit verify -d copy.db
	status 1 "$1 is found"
	err_has "$1 is named" "$2"
}
event=$(sqlite3 small.db "SELECT max(event) FROM review")
forged "a reviewer who entered the results" \
    'event [0-9]+ \(review\): .*“赵六” entered some of the results of transport' \
    "UPDATE event SET actor = '赵六' WHERE seq = $event"
forged "a review of more than there was" '1 results of transport await a review up to event [0-9]+, not 9' \
    "UPDATE review SET results = 9 WHERE event = $event"
forged "a review of what was still to come" "event $event was still to come" \
    "UPDATE review SET upto = $event WHERE event = $event"
forged "a review of nothing" 'covers no result' "DELETE FROM review WHERE event = $event"

# Without review = yes everything is as before, but a review may be on record.
rm -f small.db
small_keys=
small_confirmed
run as 张三 result 2023-06-16 all.csv
run ssjc-publish results -p small.plan --now 2023-06-19
status 0 "a plan that asks for none publishes at once"
run as 李四 review 2023-06-19
status 0 "and may be reviewed all the same"
finish
