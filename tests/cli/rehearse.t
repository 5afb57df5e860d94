#!/bin/sh
# --rehearse: a plan whose days have not come is run through in all stages; everything
# says so, and nothing of it can be taken for the real inspection, whatever it is
# renamed to. The other way round, nothing real gets into a rehearsal.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

fill() {
	/usr/bin/python3 "$top/tests/cli/first_books.py" fill "$1" || echo "Bail out! not filled in"
}
words() { # of all cells of a workbook, and of its tabs
	unzip -p "$1" 'xl/*.xml' | sed 's/<[^>]*>/\n/g'
}

# A day that has not come: the window is moved into next month's, with a calendar for it.
lab_new
year=$(($(date +%Y) + 1))
printf 'date,day,name\n%s-01-01,off,元旦\n' "$year" > calendar-cn.csv
printf 'item,dept,title\n1,transport,经营行为\n1,market,营业执照\n' > items.csv
printf '[items]\nfile = items.csv\n' >> lab.plan
sed -i "s/2023-06-14..2023-06-30/$year-06-14..$year-06-30/" lab.plan
drawing=--now=$year-06-08T09:00:00 matching=--now=$year-06-12T09:00:00 after=--now=$year-07-01T09:00:00
run ssjc-import objects -p lab.plan "$drawing" -o objects.csv 名录.csv
status 1 "a time to come is refused"
err_has "and what it is for is said" '.*nothing could be put on record; --rehearse runs through a plan whose days have not come'
is "$(sqlite3 lab.db 'SELECT count(*) FROM sqlite_schema')" 0 "and nothing of it is on record"
rm -f lab.db*

# All stages.
stage() { # what; the command
	what=$1
	shift
	run "$@" --rehearse -p lab.plan
	status 0 "rehearsed: $what"
	err_has "which is said" '.*: this is a rehearsal, on record in lab.rehearsal.db: nothing of it is real'
}
stage "the register" ssjc-import objects "$drawing" -o objects.csv 名录.csv
stage "the inspectors" ssjc-import inspectors "$drawing" -o inspectors.csv 人员.csv
stage "the history" ssjc-import history "$drawing" -o history.csv 历史.csv
stage "the draw" ssjc-draw "$drawing" -H history.csv -o drawn.csv objects.csv
stage "the form of confirmations" ssjc-record confirm --form "$drawing" -o 确认表
stage "a CSV of them" ssjc-record confirm --form "$drawing" -o form.csv
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "confirmed") at = i } NR > 1 { $at = "yes" } 1' form.csv > filled.csv
stage "the confirmations" ssjc-record confirm "$drawing" filled.csv
stage "the match" ssjc-assign "$matching" -i inspectors.csv -o assigned.csv drawn.csv
stage "the checklists" ssjc-print checklist "$matching" -o sheets assigned.csv
stage "the filing list" ssjc-print filing "$matching" -o filing.xlsx assigned.csv
stage "the form of results" ssjc-record result --form "$matching" -o 结果表
cp sheets/001-*.xlsx checklist.xlsx
fill sheets
stage "the results" ssjc-record result "$after" sheets
stage "the list" ssjc-publish results "$after" -o list.csv --xlsx list.xlsx
stage "the page" ssjc-publish page "$after" -o page.html
stage "a checkpoint" ssjc-audit checkpoint -o checkpoint.txt
stage "verify" ssjc-audit verify 名录.csv 人员.csv 历史.csv
out_has "which says what it verified" 'note: this is the record of a rehearsal: nothing of it is real'
run ssjc-audit verify -d lab.rehearsal.db --report report.txt 名录.csv 人员.csv 历史.csv
out_has "and concludes so, before anything else" '^conclusion: plan 演练-LAB-1 \(（演练）样例联合抽查\): this is a rehearsal, and of what it says nothing is real'
cp report.txt out
out_has "as its report does" '^样张：所核验的是一次演练，不是真实的抽查，其中的一切均不作数。$'
ok "there is no real record" [ ! -e lab.db ]

# Everything says so.
is "$(sqlite3 lab.rehearsal.db "SELECT DISTINCT plan FROM event")" 演练-LAB-1 "each event does, in the chain"
ok "the seed text does" [ "$(sqlite3 lab.rehearsal.db "SELECT seed FROM draw" | sed -n 2p)" = plan=演练-LAB-1 ]
for book in checklist.xlsx filing.xlsx 结果表/交通局.xlsx 确认表/交通局.xlsx list.xlsx; do
	ok "$book: its title" grep -q '（演练）样例联合抽查' <<-END
		$(words "$book")
	END
	ok "and 样张 across it" grep -q 'media/image' <<-END
		$(unzip -l "$book")
	END
done
for list in objects.csv inspectors.csv history.csv drawn.csv assigned.csv; do
	is "$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "样张") at = i } NR > 1 { print $at }' $list | sort -u)" \
	    演练 "$list does in each row"
done
ok "the page does, on the screen and on paper" grep -q '^body::before{content:"样张"' page.html
ok "in a sentence, too" grep -q '样张：这是一次演练，不是真实的抽查' page.html
ok "the list does in each row" [ "$(sed 1d list.csv | grep -vc ',演练-LAB-1,')" -eq 0 ]
ok "the checkpoint does" grep -q '^plan=演练-LAB-1$' checkpoint.txt

# The same plan for real; its days are in the past, as these tests are.
mkdir real && cp items.csv 名录.csv 人员.csv 历史.csv lab.rehearsal.db real && cp -R sheets 结果表 确认表 real
sqlite3 lab.rehearsal.db "SELECT seed FROM draw" | sed '$d' > real/rehearsed.seed
cp drawn.csv real/rehearsed.csv && cp objects.csv real/rehearsed-objects.csv && cp inspectors.csv real/rehearsed-people.csv && cp checkpoint.txt real
cd real || exit 1
lab_new
cp lab.rehearsal.db lab.db
refused() { # what; the command; what is said of it
	what=$1 says=$2
	shift 2
	run "$@"
	ok "refused: $what" [ "$status" -ne 0 ]
	err_has "and why" "$says"
}
renamed='.*lab.db: is the audit file of a rehearsal, and nothing in it is real: only with --rehearse is it used'
refused "a rehearsal's record by the real name, to write" "$renamed" ssjc-import objects -p lab.plan "$registers" 名录.csv
refused "or to read" "$renamed" ssjc-record status -p lab.plan
refused "or to be verified" "$renamed" ssjc-audit verify -p lab.plan 名录.csv
refused "or to find that it was drawn already" "$renamed" ssjc-draw --if-not-drawn -p lab.plan 名录.csv
sqlite3 lab.db 'DROP TRIGGER event_no_UPDATE; UPDATE event SET plan = "LAB-1"' 2> /dev/null
run ssjc-audit verify -p lab.plan 名录.csv
ok "one whose mark was taken out is broken" [ "$status" -ne 0 ]
cp lab.rehearsal.db lab.db
"$bin/tools/rechain" lab.db "UPDATE event SET plan = 'LAB-1'" > rechained 2>&1
refused "one whose mark was taken out, with a chain made again" \
    '.*event 1 \(import\): importing the rosters again gives another stream than the one on record.*' \
    ssjc-audit verify -p lab.plan ../名录.csv ../人员.csv ../历史.csv
rm lab.db
lab_import
refused "its register" '.*样张: says that a rehearsal imported it: import the register again, without --rehearse' \
    ssjc-draw -p lab.plan "$registers" -H history.csv rehearsed-objects.csv
refused "its inspectors" '.*样张: says that a rehearsal imported it: import the register again, without --rehearse' \
    ssjc-draw plan -p lab.plan "$registers" -H history.csv -i rehearsed-people.csv objects.csv
refused "its seed" '.*the seed is for plan “演练-LAB-1”, not for “LAB-1”' \
    ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file rehearsed.seed objects.csv
sed 's/演练-//' rehearsed.seed > changed.seed
ok "without the mark it is another seed" [ "$(sha256sum < changed.seed)" != "$(sha256sum < rehearsed.seed)" ]
run ssjc-draw -p lab.plan "$registers" -H history.csv -o drawn.csv --seed-file changed.seed objects.csv
status 0 "which draws"
is "$(cut -d, -f 4 drawn.csv rehearsed.csv | sort | uniq -d)" ticket "by other tickets, without one of the rehearsal's"
is "$(sqlite3 lab.db 'SELECT source FROM draw')" file "and the record says that the seed was given"
refused "its record as a history" '.*lab.rehearsal.db: is the audit file of a rehearsal, and nothing in it is real: .*' \
    ssjc-draw -p lab.plan "$registers" -H lab.rehearsal.db --redraw --reason 样例 objects.csv
refused "its list" '.*rehearsed.csv:.*' ssjc-assign -p lab.plan "$matched" -i inspectors.csv rehearsed.csv
refused "its forms" '.*is a form of the plan “演练-LAB-1”, not of “LAB-1”' \
    ssjc-record confirm -p lab.plan "$confirmed" 确认表
run ssjc-record confirm --form -p lab.plan "$confirmed" -o form.csv
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "confirmed") at = i } NR > 1 { $at = "yes" } 1' form.csv > filled.csv
run ssjc-record confirm -p lab.plan "$confirmed" filled.csv
run ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv drawn.csv
status 0 "the real match"
refused "its checklists" '.*is a checklist of plan “演练-LAB-1”, not of “LAB-1”' \
    ssjc-record result -p lab.plan --now=2023-06-30 sheets
refused "its checkpoint" '.*' ssjc-audit verify -p lab.plan -c checkpoint.txt 名录.csv 人员.csv 历史.csv
mv lab.rehearsal.db kept.db && cp lab.db lab.rehearsal.db
refused "a real record as a rehearsal's" \
    '.*lab.rehearsal.db: is a real audit file, and not that of a rehearsal: move it away' \
    ssjc-record status -p lab.plan --rehearse
mv kept.db lab.rehearsal.db
sed 's/LAB-1/演练-LAB-1/' lab.plan > named.plan
refused "a plan that is named like one" '.*begins with “演练-”, as only that of a rehearsal \(--rehearse\) does' \
    ssjc-draw plan -p named.plan objects.csv

# Shares: what one of the two commits to is no secret for the other.
cd .. && mkdir shares && cd shares || exit 1
lab_new
sed -i '/^\[exclude\]/,/^repeat/d' lab.plan
lab_import
for dept in transport market; do ssjc-draw share $dept.share > $dept; done
commit() {
	run ssjc-draw commit -p lab.plan "$registers" -c transport="$(cat transport)" -c market="$(cat market)" \
	    --public 开奖 --form 'X:{d3}' "$@" objects.csv
}
commit --rehearse
status 0 "a ceremony is rehearsed"
out_has "and its pledge says so" '.*（演练）样例联合抽查.*'
commit
status 1 "its shares are not taken for the real one"
err_has "as others may know them" '.*lab.rehearsal.db: department transport commits to a share that is in its event 1 already.*'
rm lab.rehearsal.db
commit
status 0 "with none rehearsed, the commitment is made"
commit --rehearse
status 1 "and a rehearsal does not show its shares"
finish
