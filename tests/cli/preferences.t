#!/bin/sh
# What a match keeps to where it can: not whom it was last time, near businesses, days of
# the week, a share of the people. It never blocks, and verify computes it again.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
sed -i '/^inspectors/a share = 100%' lab.plan
cp lab.plan plain.plan
lab_drawn
cp lab.db drawn.db

again() { # from the draw on, with these keys of [assign]
	rm -f lab.db* && lab_new && sed -i '/^inspectors/a share = 100%' lab.plan &&
		sed -i "s/^per_day.*/per_day = 3\n$1/" lab.plan
	lab_drawn
}
assign() {
	run ssjc-assign -p lab.plan "$matched" -i inspectors.csv "$@" drawn.csv
}
pairs() { # "CODE CERT" of a list
	awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next } { print $at["id"], $at["cert"] }' "$1" |
		LC_ALL=C sort
}
days_a_week() { # of a list: who is out on four days of a week
	awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
		{ week = int((substr($at["date"], 9) + 2) / 7) # 12 June is a Monday
		  if (!seen[$at["cert"], $at["date"]]++) n[$at["cert"] " " week]++ }
		END { for (k in n) if (n[k] > 3) print k }' "$1"
}
loads() { # of a list: how many have how many
	pairs "$1" | awk '{ n[$2]++ } END { for (c in n) print n[c] }' | sort | uniq -c
}

# ---- A share ----

assign
status 0 "a match without preferences but a share"
cp out before.csv
is "$(pairs out | cut -d' ' -f2 | sort -u | wc -l)" 12 "all of them serve"
lab_verify
status 0 "verify computes it again"

# ---- rotate ----

again 'rotate = yes'
assign
status 2 "rotate needs the list of the last plan"
err_has "which is said" 'give the assigned list of the last plan with --last FILE'
assign --last before.csv
status 0 "others than last time"
cp out after.csv
is "$(pairs before.csv | comm -12 - "$(pairs after.csv > pairs && echo pairs)")" '' "nobody visits a business again"
is "$(loads after.csv)" "$(loads before.csv)" "with loads as even as without"
is "$(sqlite3 lab.db "SELECT CAST(content AS TEXT) FROM file WHERE kind = 'visits'" | head -1)" id,cert "the visits are on record, without phones"
assign
status 0 "the same command without the list"
ok "goes by those on record" cmp -s out after.csv
printf 'id,cert\n%s,T-001\n' "$(lab_code 1)" > other.csv
assign --last other.csv
status 3 "another list is refused"
err_has "and what takes it is said" 'has other visits than the list of the last plan that is on record'
lab_verify before.csv
status 0 "verify computes it again"
is "$(grep -c '^open: before.csv' out)" 0 "and the list given is known"
out_has "and says so" '^good: event [0-9]+: match: matched again: the same 20 seats$'
lab_verify
status 0 "also without the list"
out_has "which it misses" 'visits of the last plan whose list is not here'
assign --last other.csv --reassign --reason 样例换上次名单
status 0 "a reassign takes another"
lab_verify before.csv other.csv
status 0 "and verify knows both"

lab_codes 1 40 | awk 'BEGIN { print "id,cert" } { for (i = 1; i <= 6; i++) printf "%s,T-00%d\n", $0, i }' > all.csv
again 'rotate = yes'
assign --last all.csv
status 0 "where everybody was everywhere, there is a match all the same"
err_has "and how many visit again is said" 'department transport: 10 seats are at businesses that the same inspector visited'
is "$(loads out)" "$(loads before.csv)" "with loads as even"

# ---- group and spread ----

again 'group = category\nspread = even\ndays_a_week = 3'
sed -i '/^share/d' lab.plan && rm -f lab.db* && lab_drawn
assign
status 0 "near businesses, on few days"
quiet "both can be kept"
cp out spread.csv
is "$(days_a_week spread.csv)" '' "nobody is out on four days of a week"
lab_verify
status 0 "verify computes it again"

printf '%s\n' "$(sed 1q inspectors.csv)" > few.csv
grep -E 'T-001|M-00' inspectors.csv >> few.csv
assign --reassign --reason 样例人少 -i few.csv
status 0 "where it takes more days, there is a match all the same"
err_has "which is said" 'department transport: there is no match in which nobody is out on more days of a week than 3, not even with all 1 who may serve'
run ssjc-audit verify -p lab.plan few.csv 名录.csv 人员.csv 历史.csv
status 0 "verify computes it again"
out_has "and says so" 'match: departments that were matched without spread: 1: with nobody out on more days of a week than 3'
sqlite3 lab.db "SELECT CAST(content AS TEXT) FROM file WHERE kind = 'spread'" > out
out "who was not spread is on record" <<-EOS
	dept
	transport

EOS

# ---- Teams ----

teams() { # drawn and matched by teams, with these keys
	rm -f lab.db* && lab_new && sed -i "s/^per_day.*/per_day = 3\nmode = teams\n$1/" lab.plan
	lab_drawn
}
teams 'teams = 6'
assign
cp out before.csv
teams 'teams = 6\nrotate = yes\ngroup = category'
assign --last before.csv
status 0 "others than last time, by teams"
cp out after.csv
is "$(pairs before.csv | comm -12 - "$(pairs after.csv > pairs && echo pairs)")" '' "no team has somebody who was there"
is "$(loads after.csv)" "$(loads before.csv)" "with loads as even as without"
lab_verify before.csv
status 0 "verify computes it again"
teams 'spread = even'
assign
status 0 "teams that are out on three days of a week"
quiet "which can be kept"
is "$(days_a_week out)" '' "and is"
lab_verify
status 0 "verify computes it again"

# ---- What a plan cannot say ----

for bad in 'per_day = 3|group = 街道|is not a column of businesses that is on record' \
	'per_day = 3|spread = wide|is neither even nor no' \
	'per_day = 3|mode = teams\nteam_for = day\nspread = even|is for teams of the whole plan' \
	'inspectors = 1|draw = 2\nshare = 50%|is for draw = auto'; do
	sed "0,/^${bad%%|*}/s//&\n$(printf %s "$bad" | cut -d'|' -f2)/" plain.plan | sed '/^share = 100/d' > bad.plan
	run ssjc-draw plan -p bad.plan -H history.csv objects.csv
	status 3 "refused: $(printf %s "$bad" | cut -d'|' -f2)"
	err_has "which is said" "${bad##*|}"
done
assign -p plain.plan --last before.csv
status 2 "a list of the last plan is for rotate"

# ---- The table of a trial ----

sed '/^share/d' plain.plan > auto.plan
run ssjc-draw plan -p auto.plan "$registers" -H history.csv -i inspectors.csv objects.csv
status 0 "a plan's workload"
out_has "few serve, in words" '^  as few as can do it: the others have no visit; max_load, share or spread = even change that$'
out_has "a line for each person" '^样(赵|钱)[1-6]      (交通|市场)局              10      10             [0-9]      10$'
is "$(ssjc-draw plan --zh -p auto.plan "$registers" -H history.csv -i inspectors.csv objects.csv | grep -c 试抽能够匹配)" 1 \
    "it is said once that a trial can be matched"
run ssjc-draw plan --zh -p auto.plan "$registers" -H history.csv -i inspectors.csv objects.csv
out_has "and in Chinese, a hanzi as wide as two letters" '^样赵5     交通局 +10 +10 +4 +10$'

finish
