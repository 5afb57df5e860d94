#!/bin/sh
# Who has businesses removed until another comes up does it in the open: the page
# and verify say which, why, on whose word, and what is left.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
sed -i 's/^confirm .*/&\nreserve = 50%/; s/^floor .*/floor = 20%/' lab.plan
lab_drawn
drawn() {
	sqlite3 lab.db "SELECT id FROM drawn WHERE role IN ('main', 'replacement') ORDER BY id"
}
remove() { # ID EVIDENCE
	printf 'id,dept,confirmed,reason,evidence,note\n%s,market,no,moved,%s,个人隐私不公开\n' "$1" "$2" > confirm.csv
	ssjc-record confirm -p lab.plan "$confirmed" confirm.csv &&
	    ssjc-draw replace -p lab.plan "$confirmed" drawn.csv > list.csv
}
page() {
	run ssjc-publish page -p lab.plan --partial "$confirmed"
	sed '/<script/,/<\/script>/d; s/<[^>]*>/ /g' out > page.text
}

page
is "$(grep -c 移出 page.text)" 0 "without removals nothing is said of them"
has page.text "the plan is in the open: what it sorts by" '按类别、信用风险等级'
has page.text "its ratios as rules" '类别不限、信用风险等级不限：20%'
has page.text "its floor" '总体下限 *20%'
has page.text "whom it leaves out" '不计入的登记状态'
has page.text "and how many go to each" '交通局每户 1 人'

first=$(drawn | head -n 1)
remove "$first" 迁出通知书 > log 2>&1
page
has page.text "a removal is told with its evidence" '市场局 *已迁出 *迁出通知书 *2023-06-09'
has page.text "and its business" "$first"
has page.text "the share after it" '确认后移出 1 户，递补 1 户，应检查 [0-9]+ 户'
is "$(grep -c 个人隐私 page.text)" 0 "a note is not published"
lab_verify
status 0 "which is not a difference"
out_has "and verify tells it" "^note: removed: $first \(.*\): market said on 2023-06-09: moved: 迁出通知书"

# Until the reserve is used up.
n=0
while [ "$n" -lt 30 ] && ! ssjc-audit verify -p lab.plan 2> /dev/null | grep -q 'reserve is used up'; do
	remove "$(drawn | sed -n '$p')" x > log 2>&1
	n=$((n + 1))
done
# And on, below the floor.
while [ "$n" -lt 30 ] && [ "$(drawn | wc -l)" -gt 7 ]; do
	remove "$(drawn | sed -n '1p')" x > log 2>&1
	remove "$(drawn | sed -n '$p')" x > log 2>&1
	n=$((n + 1))
done
page
has page.text "a reserve that is used up is told where the share is" '应检查 [0-9]+ 户（[0-9.]+%），备选已用完'
has page.text "and that the floor is not kept any more" '低于方案规定的总体下限'
lab_verify
out_has "verify leaves it open" '^open: after the removals fewer are to be inspected than the plan.s floor'
ssjc-audit checkpoint -p lab.plan > checkpoint
lab_verify --strict -c checkpoint
status 1 "and is not content when strict"

# Strata that name one business.
rm -f lab.db*
sed 's/^strata .*/strata = legal_rep/; s/^\*, \* = 20%/* = 20%\n样某7 = 100%/' lab.plan > aimed.plan
sed -i 's/lab.db/aimed.db/' aimed.plan
ssjc-import objects -p aimed.plan "$registers" 名录.csv > aimed.csv 2> err
run ssjc-draw plan -p aimed.plan "$registers" -H history.csv aimed.csv
err_has "a plan that sorts by legal_rep is remarked" 'strata by legal_rep, which names a business'
err_has "and strata of one" '40 strata have one business'

finish
