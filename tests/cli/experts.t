#!/bin/sh
# Experts: where none of a department's inspectors has a skill that is needed, one who has
# it comes by ticket, beside those drawn; and verify finds who did otherwise.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

ill=--now=2023-06-13T08:00:00
lab_new
cat >> lab.plan <<-EOP
	[items]
	file = items.csv
EOP
sed -i 's/^per_day = 3/&\nexperts = yes/; s/^lead = yes/&\ndraw = 6/' lab.plan
cat > items.csv <<-EOI
	item,dept,category,title,basis,method,skill,materials
	T1,transport,货运,车辆,依据,实地检查,危险货物,
	T2,transport,*,制度,依据,书面检查,,
	M1,market,客运,公示,依据,书面检查,电梯,
EOI
# Two have the skill, three experts have it, and nobody of the market bureau its own.
sed -i '1s/$/,专家,专长/; /T-00[24]/s/$/,,危险货物/; /T-00[1356]/s/$/,,/; /M-/s/$/,,公示/' 人员.csv
for n in 7 8 9; do
	echo "样赵$n,T-00$n,交通局,1700000100$n,,,在岗,,是,危险货物;罐体"
done >> 人员.csv
lab_drawn
run ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv
status 0 "a match with experts"
cp out assigned.csv
cp lab.db matched.db
err_has "what is lacking is said" '^ssjc-assign: department market: nobody has the skill “电梯” at .*, and no expert who has it can come: that is on record, and the filing list says so$'

# columns CODE..: of the rows of the list that awk picks
column() { # PROGRAM
	awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
		function c(name) { return $at[name] }
		'"$1" "${2:-assigned.csv}"
}
column 'c("dept") == "transport" && c("category") == "货运" && c("duty") == "lead" &&
	c("cert") !~ /00[24]/ { print c("id") }' | sort > need
ok "some need one" test -s need
column 'c("duty") == "expert" { print c("id") }' | sort > have
ok "each of them, and no other, has one expert" cmp -s need have
is "$(column 'c("duty") == "expert" && c("seat") != 2')" '' "who has the seat after those drawn"

# The first by ticket, without these programs.
M=$(sha256sum < seed | cut -c1-64)
K=$(printf %s/expert/transport "$M" | sha256sum | cut -c1-64)
id=$(sed -n 1p need)
first() { # ID CERT...
	object=$1
	shift
	for cert; do
		printf '%s %s\n' "$(printf %s%s/%s "$K" "$object" "$cert" | sha256sum | cut -c1-24)" "$cert"
	done | LC_ALL=C sort | sed -n '1s/.* //p'
}
is "$(column 'c("duty") == "expert" && c("id") == "'"$id"'" { print c("cert") }')" \
    "$(first "$id" T-007 T-008 T-009)" "the first by ticket comes"

lab_verify
status 0 "verify finds the same"
out_has "and says what is lacking" '^note: event [0-9]+: match: nobody of market has the skill “电梯” at [0-9]+ business'

# ---- Papers and the page ----

ssjc-print filing -p lab.plan "$matched" -o 备案表.xlsx assigned.csv
sheet() {
	unzip -p "$1" xl/sharedStrings.xml | sed 's/<[^>]*>/\n/g'
}
sheet 备案表.xlsx > out
out_has "the filing list says who is an expert" '样赵[789]（专业人员）'
out_has "and which skill is lacking" '资质不足：市场局无人具备“电梯”资质'
ssjc-print checklist -p lab.plan "$matched" --combined 表.xlsx assigned.csv
sheet 表.xlsx > out
out_has "the checklist marks the expert" '专业人员 样赵[789]（不计入两名检查人员，证件号 T-00[789]'
out_has "who signs it, too" '^专业人员签字$'
ssjc-print notice -p lab.plan "$matched" --combined 书.xlsx assigned.csv
sheet 书.xlsx > out
out_has "and so does the notice" '专业人员协助检查，不计入两名检查人员'

# ---- Changes ----

expert=$(column 'c("duty") == "expert" && c("date") >= "2023-06-13" { print c("cert"); exit }')
run ssjc-assign substitute -p lab.plan "$ill" -i inspectors.csv --reason 因故不能参加 --cert "$expert" drawn.csv
status 0 "an expert cannot come"
cp out now.csv
is "$(column 'c("date") >= "2023-06-13" && c("cert") == "'"$expert"'"' now.csv)" '' "and goes nowhere from then on"
column 'c("duty") == "expert" { print c("id") }' now.csv | sort > have
ok "another one comes" cmp -s need have
run ssjc-assign -p lab.plan "$ill" -i inspectors.csv drawn.csv
ok "the match prints the list once more" cmp -s out now.csv
cp lab.db changed.db

# Who has the skill gives up a seat: an expert comes in.
lead=$(column 'c("dept") == "transport" && c("cert") ~ /00[24]/ && c("date") >= "2023-06-13" && c("category") == "货运" { print c("id"), c("cert"); exit }' now.csv)
run ssjc-assign substitute -p lab.plan "$ill" -i inspectors.csv --reason 申请回避 --cert "${lead#* }" --object "${lead% *}" drawn.csv
lead=${lead% *}
status 0 "the one with the skill is recused"
is "$(column 'c("id") == "'"$lead"'" && c("duty") == "expert"' out | wc -l)" 1 "an expert comes in"
err_has "which is said" "[(]${lead}[)], transport seat 2: 样赵[789] [(]T-00[789][)] comes as an expert"
cp out now.csv
run ssjc-assign move -p lab.plan "$ill" -i inspectors.csv --object "$lead" --reason 停业 drawn.csv
status 0 "that business is moved"
is "$(column 'c("id") == "'"$lead"'" && c("duty") == "expert"' out | wc -l)" 1 "with its expert"

# All of them are away: their seats fall away, as nobody is kept from going for that.
others=$(column 'c("duty") == "expert" && !seen[c("cert")]++ { print "--cert", c("cert") }' out)
# shellcheck disable=SC2086
run ssjc-assign substitute -p lab.plan "$ill" -i inspectors.csv --reason 因故不能参加 $others
status 0 "no expert can come"
err_has "which is said" 'does not come, and no other expert'
run ssjc-assign -p lab.plan "$ill" -i inspectors.csv drawn.csv
status 0 "the list"
is "$(column 'c("duty") == "expert" && c("date") >= "2023-06-13"' out)" '' "has no expert from then on"
ssjc-publish page -p lab.plan "$ill" --partial -o page.html 2> /dev/null
grep -c '样赵[789]不再参加' page.html > out
ok "the page says so" test "$(cat out)" -gt 0
lab_verify
status 0 "verify computes all of it again"

# ---- Rigging ----

cp lab.db good.db
rechain() {
	cp good.db lab.db
	"$bin/tools/rechain" lab.db "$1"
}
other=$(sqlite3 matched.db "SELECT CASE cert WHEN 'T-007' THEN 'T-008' ELSE 'T-007' END FROM seat WHERE id = '$id' AND duty = 'expert'")
rechain "UPDATE seat SET cert = '$other' WHERE duty = 'expert' AND id = '$id'" 2> /dev/null
lab_verify
status 1 "another expert is found"
out_has "by name" "“event 5 [(]assign[)]: seat [0-9]+ should be T-00[789] at $id .*, but $other at $id "
rechain "UPDATE file SET rows = 1 WHERE kind = 'missing-skills' AND event = 5" 2> /dev/null
lab_verify
status 1 "and that less is said to be lacking"
out_has "by its rows" 'the missing-skills that it wrote has [0-9]+ rows, but 1 are on record'

finish
