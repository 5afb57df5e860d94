#!/bin/sh
# A reason is published, which is said before it is on record; a note beside it is in the
# audit file alone.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

# Each step that takes a reason, with a note of its own.
secret=机密之事
small_plan
sed '2s/034J/0340/' objects.csv > bad.csv
run ssjc-import objects -p small.plan "$before" --accept-rejects --reason 代码有误 --note ${secret}一 \
    -o imported.csv bad.csv
status 0 "an import with a reason"
err_has "says that it will be published" '^ssjc-import: this reason will be published: “代码有误”$'
ssjc-import inspectors -p small.plan "$before" -o people.csv inspectors.csv
ssjc-draw -p small.plan "$before" -H history.csv -o first.csv imported.csv 2> /dev/null
run ssjc-draw -p small.plan "$before" -H history.csv --redraw --reason 名录有误 --note ${secret}二 -o drawn.csv imported.csv
status 0 "a redraw"
err_has "says it, too" '^ssjc-draw: this reason will be published: “名录有误”$'
ssjc-assign -p small.plan "$before" -i people.csv -o first.csv drawn.csv 2> /dev/null
run ssjc-assign -p small.plan "$before" -i people.csv --reassign --reason 人员调整 --note=${secret}三 -o assigned.csv drawn.csv
status 0 "a reassign"
err_has "says it, too" '^ssjc-assign: this reason will be published: “人员调整”$'
record() { # DAY, and the rest
	day=$1
	shift
	run ssjc-record "$@" -p small.plan --now="$day"
}
ssjc-record confirm -p small.plan --now=2023-06-13 --form -o form.csv
sed '2,$s/,,,,$/,yes,,,/' form.csv | sed "2s/yes,,,\$/yes,,,${secret}四/" > yes.csv
record 2023-06-13 confirm yes.csv
status 0 "confirmations, with a note in their column for notes"
ssjc-record result -p small.plan --now=2023-06-16 --form -o form.csv
awk -F, -v OFS=, -v note=${secret}五 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { $at["result"] = "ok"; $at["date"] = "2023-06-15" }
	NR == 2 { $at["note"] = note } 1' form.csv > ok.csv
record 2023-06-16 result ok.csv
status 0 "results, the same"
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR == 2 { $at["result"] = "obstructed"; $at["problem"] = "拒绝提供材料" } NR < 3' ok.csv > other.csv
record 2023-06-16 result --correct --reason 录入有误 --note ${secret}六 other.csv
status 0 "a correction"
err_has "says it, too" '^ssjc-record: this reason will be published: “录入有误”$'
sed -i 's/车辆技术状况/车辆技术状态/' items.csv
record 2023-06-16 amend --reason 清单修订 --note ${secret}七
status 0 "an amendment"
err "says only that" <<'EOT'
ssjc-record: this reason will be published: “清单修订”
EOT

# On record, and in the answer to whoever may read the audit file; nowhere else.
run ssjc-audit show -p small.plan
is "$(grep -c "not for the public: $secret" out)" 5 "ssjc-audit show has the notes beside the reasons"
is "$(sqlite3 small.db "SELECT count(*) FROM event WHERE options || reason LIKE '%$secret%'")" 0 \
    "they are not in what an event says of itself"
mkdir shown
ssjc-print checklist -p small.plan --now=2023-06-16 -o shown/checklists assigned.csv 2> shown/err.1
ssjc-print notice -p small.plan --now=2023-06-16 -o shown/notices assigned.csv
ssjc-print filing -p small.plan --now=2023-06-16 -o shown/filing.xlsx assigned.csv
ssjc-print schedule -p small.plan --now=2023-06-16 -o shown/schedules assigned.csv
ssjc-publish results -p small.plan --now=2023-06-16 --partial -o shown/results.csv --xlsx shown/results.xlsx 2> shown/err.2
ssjc-publish page -p small.plan --now=2023-06-16 --partial -o shown/page.html 2> shown/err.3
ssjc-publish summary -p small.plan --now=2023-06-16 -o shown/summary.xlsx
ssjc-audit checkpoint -p small.plan --now=2023-06-16 -o shown/checkpoint
ssjc-record status -p small.plan --now=2023-06-16 -o shown/status.csv
run ssjc-audit verify -p small.plan bad.csv inspectors.csv
status 0 "verify is content"
cp out err shown
ssjc-audit verify -p small.plan --json -o shown/verify.json
find shown -name '*.xlsx' | while read -r book; do
	mkdir -p "$book.parts"
	unzip -qo "$book" -d "$book.parts"
done
is "$(find shown -name 'sheet1.xml' | wc -l)" "$(find shown -name '*.xlsx' | wc -l)" "all papers are looked into"
is "$(grep -rl "$secret" shown)" "" "no note is on the page, in a list, on a paper, or in what verify says"
for reason in 代码有误 名录有误 人员调整 录入有误; do
	ok "but the reason $reason is" grep -q $reason shown/page.html
done

# What is wrong with a note.
run ssjc-assign -p small.plan "$before" -i people.csv --note x drawn.csv
status 2 "a note without a reason"
err_has "is refused" '^ssjc-assign: --note goes with --reason TEXT: the reason is published, the note is not'
run ssjc-draw -p small.plan "$before" -H history.csv --redraw --reason x --note "$(printf '\377')" imported.csv
status 2 "a note that is not UTF-8"

# A reason about somebody's health is not taken: what is on record cannot be taken back.
before_events=$(sqlite3 small.db 'SELECT count(*) FROM event')
run ssjc-assign -p small.plan --now=2023-06-16 -i people.csv --reassign --reason 样赵一今早住院 drawn.csv
status 1 "a reason that says who is ill"
err "is refused, with the way to say it" <<'EOT'
ssjc-assign: the reason says “住院”, and would be published: leave out what is about somebody's health or family, and say that with --note TEXT; if it is about nobody, --reason-is-public takes it as it is
EOT
is "$(sqlite3 small.db 'SELECT count(*) FROM event')" "$before_events" "and is not on record"
run ssjc-assign -p small.plan --now=2023-06-16 -i people.csv --reassign --reason 动物疫病检查推迟 --reason-is-public drawn.csv
status 0 "one that is about nobody"
err_has "is taken" '^ssjc-assign: this reason will be published: “动物疫病检查推迟”$'
sed 's/^audit .*/&\naccept_rejects = 经办人住院，代码未核实/' small.plan > ill.plan
sed -i 's/^audit .*/audit = ill.db/' ill.plan
run ssjc-import objects -p ill.plan "$before" bad.csv
status 1 "a reason of the plan that says who is ill"
err_has "is refused, too" '^ssjc-import: the reason says “住院”, and would be published'
run ssjc-import objects -p ill.plan "$before" --reason-is-public bad.csv
err_has "unless it is about nobody" '^ssjc-import: .*1 refused'
is "$(sqlite3 ill.db 'SELECT reason FROM event')" 经办人住院，代码未核实 "and is on record"
cp -R "$top/share" own
printf 'word,about\n搬家,家庭\n' > own/private.csv
SSJC_SHARE=$work/own run ssjc-assign -p small.plan --now=2023-06-16 -i people.csv --reassign --reason 搬家 drawn.csv
err_has "the words are data" '^ssjc-assign: the reason says “搬家”, and would be published'
rm own/private.csv
SSJC_SHARE=$work/own run ssjc-assign -p small.plan --now=2023-06-16 -i people.csv --reassign --reason 生病 drawn.csv
status 0 "and may be none"
finish
