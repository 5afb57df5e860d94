#!/bin/sh
# mode = teams: the same people go to many businesses together; one of them who is recused
# keeps all away; somebody who cannot come is replaced in the whole team; papers by team.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

teams() { # KEY=VALUE...: a plan with teams of two from each of two bureaus, drawn
	rm -rf lab.db ./*.csv
	lab_new 30
	sed -i 's/20%/40%/; s/inspectors = 1/inspectors = 2/; s/^per_day.*/mode = teams/' lab.plan
	for k; do sed -i "s/^mode = teams/&\n$k/" lab.plan; done
	lab_drawn
}

assign_teams() {
	ssjc-assign "$@" -p lab.plan "$matched" -i inspectors.csv
}

members() { # FILE: of each team, with team_for = day of each day, how many members there are
	awk -F, -v daily="${2:-}" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	    { team = $at["team"] (daily ? " " $at["date"] : ""); if (!seen[team, $at["cert"]]++) n[team]++ }
	    END { for (team in n) print n[team] }' "$1" | sort -u
}

loads() { # FILE: how many businesses each team has, without repetitions
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	    !seen[$at["id"]]++ { n[$at["team"]]++ } END { for (team in n) print n[team] }' "$1" | sort -nu
}

teams 'teams = 3'
run assign_teams drawn.csv -o assigned.csv
status 0 'teams are matched'
is "$(members assigned.csv)" 4 'each has four members throughout'
loads assigned.csv > loads
ok 'and their loads differ by one at most' [ $(($(tail -1 loads) - $(head -1 loads))) -le 1 ]
lab_verify
status 0 'verify agrees'
out_has 'that they are the same' 'matched again: the same'

# ---- Who cannot come ----

cert=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["team"] == 2 && $at["dept"] == "market" { print $at["cert"]; exit }' assigned.csv)
run assign_teams substitute --cert "$cert" --reason 另有任务 drawn.csv -o changed.csv
status 0 'somebody of team 2 gets a substitute'
is "$(grep -c ",$cert," changed.csv)" 0 'for all seats'
is "$(members changed.csv)" 4 'who is one person'
is "$(grep -c ",2,market," assigned.csv)" "$(grep -c ",2,market," changed.csv)" 'and the team has as many seats'
run ssjc-print filing -p lab.plan "$matched" -o filing.xlsx changed.csv
status 0 'the filing list is printed'
unzip -p filing.xlsx xl/sharedStrings.xml xl/worksheets/sheet1.xml > filing.xml 2> /dev/null
ok 'team by team' grep -q '第2检查组（组长：' filing.xml
lab_verify
status 0 'verify finds the same substitute'

# ---- Teams of a day ----

teams 'team_for = day'
run assign_teams drawn.csv -o assigned.csv
status 0 'teams are formed each day'
is "$(members assigned.csv daily)" 4 'of four members'
run assign_teams move --object "$(sed -n 2p drawn.csv | grep -o '9113[0-9A-Z]*' | head -1)" --reason 停业 drawn.csv
status 0 'a business is moved to a team of another day'
is "$(members out daily)" 4 'which has no other members'
lab_verify
status 0 'verify finds the same'
cp lab.db honest.db
"$bin/tools/rechain" lab.db "UPDATE seat SET team = 9 WHERE row = 1" 2> /dev/null
lab_verify
status 1 'a seat of another team is found'
out_has 'and both teams are said' 'team [1-8], [0-9-]+, but .*, team 9, .* is on record'
mv honest.db lab.db

# ---- What would be ----

teams 'teams = auto'
run ssjc-draw plan -p lab.plan "$registers" -H history.csv -i inspectors.csv objects.csv
status 0 'before a draw a trial is matched'
out_has 'what changes how many serve is said of teams' '^  as few as can do it: .*; another number of teams changes that$'

# ---- What cannot be ----

teams 'teams = 3'
all=$(grep -o '9113[0-9A-Z]*' drawn.csv | sort -u | tr '\n' ';')
awk -F, -v OFS=, -v all="$all" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "recuse") at = i } NR > 1 && /T-00[1-5]/ { $at = all } { print }' inspectors.csv > recused.csv
run ssjc-assign -p lab.plan "$matched" -i recused.csv drawn.csv
status 3 'recusals keep all teams away'
err_has 'the message says whose' 'team 1: 样赵[1-5] [(]T-00[1-5][)], recused'
sed -i 's/^mode = teams/mode = pairs/' lab.plan
run ssjc-draw plan -p lab.plan objects.csv
status 3 'pairs have no teams'
err_has 'and the message names the key' 'teams: is for mode = teams'
sed -i 's/^mode = pairs/mode = teams/; s/^inspectors = 2/&\ndraw = 4/' lab.plan
run ssjc-draw plan -p lab.plan objects.csv
status 3 'departments of teams have no draw'

finish
