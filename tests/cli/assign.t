#!/bin/sh
# ssjc-assign: the match, its place in the audit file, and what it refuses.
# The firms and people are invented, the check digits are valid.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

now=--now=2023-06-12T09:00:00
cat > p.plan <<'EOF'
[plan]
id = CFD-JT-2023-0008
title = 抽查
window = 2023-06-14..2023-06-16
strata = credit
audit = a.db
calendar = calendar-cn.csv
[ratio]
* = 50%
[assign]
per_day = 2
[department transport]
name = 交通运输局
lead = yes
inspectors = 2
[department market]
name = 市场监督管理局
inspectors = 1
EOF
cat > objects.csv <<'EOF'
id,name,category,credit,team,note
91130230MA07TE018W,甲公司,货运,A,x,一
91130230MA07TE026P,乙公司,货运,A,x,"二,2"
91130230MA07TE034J,丙公司,货运,A,x,三
91130230MA07TE042D,丁公司,客运,A,x,四
91130230MA07TE0508,戊公司,客运,A,x,五
91130230MA07TE0695,己公司,客运,A,x,六
EOF
cat > inspectors.csv <<'EOF'
cert,name,dept,phone,recuse,leave
T-001,张一,transport,13900000001,,
T-002,张二,transport,13900000002,丙 公司,
T-003,张三,交通运输局,13900000003,,2023-06-15
M-001,李一,market,13900000011,,
M-002,李二,market,13900000012,,
EOF
cat > seed <<'EOF'
ssjc-draw 1
plan=CFD-JT-2023-0008
draw=1
share.1=1111111111111111111111111111111111111111111111111111111111111111
EOF
echo 'ssjc-assign: inspectors.csv: no ssjc-import of this plan wrote these inspectors: they are matched all the same, and the audit file says so' > foreign

assign() { # arguments; the drawn list on standard input
	run ssjc-assign -p p.plan "$now" -i inspectors.csv "$@"
}
events() { sqlite3 a.db 'SELECT count(*) FROM event'; }
seats() { cut -d, -f 6,11-12,14,15,17 out; }

# ---- Nothing drawn yet ----

printf 'id,role\n' > none.csv
assign none.csv
status 1 'nothing drawn: refused'
err 'it says what to run' <<'EOF'
ssjc-assign: nothing was drawn for this plan yet: run ssjc-draw first
EOF
ssjc-draw -p p.plan "$now" --seed-file seed objects.csv > drawn.csv 2> /dev/null
cp a.db drawn.db

# ---- The match ----

assign < drawn.csv
status 0 'the match'
err 'inspectors of unknown origin are remarked on' < foreign
out 'a row a seat, all columns carried through' <<'EOF'
draw,stratum,rank,ticket,role,id,name,category,credit,note,date,team,dept,seat,duty,cert,inspector,inspector_phone
1,A,3,96cd99c1f43750fbf243a70d53e8ef6015a17d2b6654a96907f14ab70a379534,main,91130230MA07TE0508,戊公司,客运,A,五,2023-06-14,1,transport,1,lead,T-003,张三,13900000003
1,A,3,96cd99c1f43750fbf243a70d53e8ef6015a17d2b6654a96907f14ab70a379534,main,91130230MA07TE0508,戊公司,客运,A,五,2023-06-14,1,transport,2,assist,T-002,张二,13900000002
1,A,3,96cd99c1f43750fbf243a70d53e8ef6015a17d2b6654a96907f14ab70a379534,main,91130230MA07TE0508,戊公司,客运,A,五,2023-06-14,1,market,1,lead,M-002,李二,13900000012
1,A,2,4f5958a92ea43c5806d6b953f0eb20b805a89ed019193741e7705bc4a8276871,main,91130230MA07TE026P,乙公司,货运,A,"二,2",2023-06-15,2,transport,1,lead,T-002,张二,13900000002
1,A,2,4f5958a92ea43c5806d6b953f0eb20b805a89ed019193741e7705bc4a8276871,main,91130230MA07TE026P,乙公司,货运,A,"二,2",2023-06-15,2,transport,2,assist,T-001,张一,13900000001
1,A,2,4f5958a92ea43c5806d6b953f0eb20b805a89ed019193741e7705bc4a8276871,main,91130230MA07TE026P,乙公司,货运,A,"二,2",2023-06-15,2,market,1,lead,M-002,李二,13900000012
1,A,1,1e1faabc94b48502e24419ddf76a05827e8cbc43a6a6f875d73b9bb12fc3dadc,main,91130230MA07TE034J,丙公司,货运,A,三,2023-06-16,3,transport,1,lead,T-003,张三,13900000003
1,A,1,1e1faabc94b48502e24419ddf76a05827e8cbc43a6a6f875d73b9bb12fc3dadc,main,91130230MA07TE034J,丙公司,货运,A,三,2023-06-16,3,transport,2,assist,T-001,张一,13900000001
1,A,1,1e1faabc94b48502e24419ddf76a05827e8cbc43a6a6f875d73b9bb12fc3dadc,main,91130230MA07TE034J,丙公司,货运,A,三,2023-06-16,3,market,1,lead,M-002,李二,13900000012
EOF
cp out assigned.csv
is "$(events)" 2 'one event'
is "$(sqlite3 a.db 'SELECT kind FROM file WHERE event = 2 ORDER BY kind' | tr '\n' ' ')" \
    'assigned calendar drawn inspectors plan ' 'with its inputs and its output'
is "$(sqlite3 a.db "SELECT digest FROM file WHERE event = 2 AND kind = 'assigned'")" \
    "$(sha256sum < assigned.csv | cut -d' ' -f1)" 'the digest on record is that of the output'

assign < drawn.csv
status 0 'the same again'
quiet 'says nothing'
ok 'prints the same bytes' cmp out assigned.csv
is "$(events)" 2 'and is no event'

sort -r drawn.csv | sed -n '/^draw/p' > shuffled.csv
sort -r drawn.csv | sed '/^draw/d' >> shuffled.csv
assign shuffled.csv
ok 'the order of the list is nothing' cmp out assigned.csv
assign -t < drawn.csv
ok 'TSV' sh -c 'tr "\t" , < out | sed "s/,二,2,/,\"二,2\",/" | cmp - assigned.csv'
is "$(events)" 2 'and still no event'

ssjc-audit verify -p p.plan objects.csv inspectors.csv > verified 2>&1
is "$?" 0 'the audit file verifies'
ok 'the match too' grep -q 'matched again: the same 9 seats' verified

# ---- On record before it is shown ----

cp drawn.db a.db
sh_run "ssjc-assign -p p.plan $now -i inspectors.csv < drawn.csv > /dev/full"
status 4 'a full disk'
cat foreign - > said <<'EOF'
ssjc-assign: cannot write the output: No space left on device
ssjc-assign: the match is on record: the same command prints it once more
EOF
err 'it says what to do' < said
is "$(events)" 2 'the match is on record'
assign < drawn.csv
ok 'and the same command prints it' cmp out assigned.csv

rm -f a.db
sh_run "ssjc-draw -p p.plan $now --seed-file seed objects.csv 2> /dev/null |
    ssjc-assign -p p.plan $now -i inspectors.csv"
status 0 'in a pipe with the draw'
ok 'it is the same match' cmp out assigned.csv

# ---- Lists that were tampered with, each named ----

{
	cat drawn.csv
	echo '1,A,7,00,main,91130230MA07TE0770,庚公司,客运,A,x,七'
} > added.csv
assign added.csv
status 3 'an object added'
err 'is named' <<'EOF'
ssjc-assign: added.csv:8: id: 91130230MA07TE0770 (庚公司) was not drawn: it was added to the list since
EOF

grep -v 91130230MA07TE0508 drawn.csv > dropped.csv
assign dropped.csv
status 3 'an object dropped'
err 'is named' <<'EOF'
ssjc-assign: dropped.csv: id: 91130230MA07TE0508 (戊公司) was drawn, but is not in the list: it was taken out since
EOF

sed -e '/MA07TE0508/s/,main,/,reserve,/' -e '/MA07TE018W/s/,reserve,/,main,/' drawn.csv > swapped.csv
assign swapped.csv
status 3 'an object swapped for one of the reserve'
err 'is named' <<'EOF'
ssjc-assign: swapped.csv:4: role: 91130230MA07TE0508 (戊公司): “reserve” was written here since the draw; it was “main”
EOF

sed 's/戊公司/戊集团/' drawn.csv > renamed.csv
assign renamed.csv
status 3 'an object renamed'
err 'is named' <<'EOF'
ssjc-assign: renamed.csv:4: name: 91130230MA07TE0508 (戊公司): “戊集团” was written here since the draw; it was “戊公司”
EOF
is "$(events)" 2 'nothing of it is on record'

# ---- Inspectors ----

cp inspectors.csv keep.csv
sed 's/market/works/' keep.csv > inspectors.csv
assign < drawn.csv
status 3 'a department the plan does not know'
err 'is named with its row' <<'EOF'
ssjc-assign: inspectors.csv:5: dept: “works” is neither the key nor the name of a department of the plan
EOF

cp drawn.db a.db
sed 's/,2023-06-15$/,2023-06-14..2023-06-16/' keep.csv > inspectors.csv
assign < drawn.csv
status 3 'no feasible match'
err 'names whom and why' <<'EOF'
ssjc-assign: p.plan:12: department transport: no match is feasible: 1 object on 2023-06-16, 丙公司 (91130230MA07TE034J), needs 2 seats; 1 inspector can go there and take 1 of them (per_day = 2): 张一 (T-001); the others: 1 on leave, 1 recused; each of these alone would do: 1 more inspector of transport who can go anywhere; inspectors = 1
EOF
is "$(events)" 1 'and leaves no event'
cp keep.csv inspectors.csv

sed 's/^\[ratio\]/custody = strict\n&/' p.plan > strict.plan
ssjc-record amend -p strict.plan "$now" --reason 从严
run ssjc-assign -p strict.plan "$now" -i inspectors.csv drawn.csv
status 1 'custody = strict'
err 'refuses inspectors that no import wrote' <<'EOF'
ssjc-assign: inspectors.csv: no ssjc-import of this plan wrote it, and the plan says custody = strict
EOF

sed 's/^inspectors = 1/&\ndraw = 2/; s/^inspectors = 2/&\ndraw = 1/' p.plan > few.plan
ssjc-record amend -p few.plan "$now" --reason 增人
run ssjc-assign -p few.plan "$now" -i inspectors.csv --reassign --reason 增人 drawn.csv
status 0 'more people serve than the plan asks for'
{ echo 'ssjc-assign: this reason will be published: “增人”'; cat foreign -; } > said <<'EOF'
ssjc-assign: department transport: draw = 1, but 3 of 3 serve: it takes that many
EOF
err 'and it says so' < said

# ---- A removal, its replacement, and the seats held ----

cp drawn.db a.db
assign < drawn.csv
cat > removed.csv <<'EOF'
id,dept,confirmed,reason,evidence
91130230MA07TE0508,market,no,cancelled,注销通知书
EOF
ssjc-record confirm -p p.plan "$now" removed.csv
assign < drawn.csv
status 1 'a removal not replaced yet'
err 'names it and what to run' <<'EOF'
ssjc-assign: removed and not replaced yet: 91130230MA07TE0508 (戊公司): run ssjc-draw replace and assign the list it prints
EOF
ssjc-draw replace -p p.plan "$now" drawn.csv > replaced.csv
assign < drawn.csv
status 3 'the list of before the replacement'
run ssjc-assign -p p.plan --now=2023-06-14T09:00:00 -i inspectors.csv replaced.csv
status 0 'the list of after it'
seats > after
ok 'whoever has seats keeps them' sh -c \
    'grep -v -e TE0508 assigned.csv | cut -d, -f 6,11-12,14,15,17 > before &&
    grep -v TE0695 after | diff before -'
grep TE0695 after > new
cp new out
out 'the replacement has a new team, on a day to come' <<'EOF'
91130230MA07TE0695,2023-06-14,4,1,lead,张三
91130230MA07TE0695,2023-06-14,4,2,assist,张二
91130230MA07TE0695,2023-06-14,4,1,lead,李二
EOF
ssjc-audit verify -p p.plan objects.csv inspectors.csv drawn.csv > verified 2>&1
is "$?" 0 'all of it verifies'

# ---- Matching again ----

cp drawn.db a.db
assign < drawn.csv
before=$(events)
run ssjc-assign -p p.plan --now=2023-06-13T09:00:00 -i inspectors.csv --reassign \
    --reason '张三调离' drawn.csv
status 0 'reassign'
is "$(events)" $((before + 1)) 'is an event'
is "$(sqlite3 a.db 'SELECT action, reason FROM event ORDER BY seq DESC LIMIT 1')" \
    'reassign|张三调离' 'with its reason'
ssjc-audit verify -p p.plan objects.csv inspectors.csv drawn.csv > verified 2>&1
is "$?" 0 'it verifies'

# ---- Nobody gains by waiting ----

late=--now=2023-06-15T09:00:00
cp drawn.db a.db
run ssjc-assign -p p.plan --now=2023-06-14T18:00:00 -i inspectors.csv drawn.csv
ok 'two days later the match is the same' cmp out assigned.csv
cp drawn.db a.db
run ssjc-assign -p p.plan "$late" -i inspectors.csv drawn.csv
status 1 'and is refused once a date has gone by'
err 'and it says what to do' <<'EOF'
ssjc-assign: the days of 1 of 3 objects to be seated have gone by: days count from 2023-06-12, so that nobody gets another match by waiting; --reassign --reason TEXT counts from today on, and is on record
EOF
out 'nor is one shown' < /dev/null
is "$(events)" 1 'or on record'
sed 's/,2023-06-15$/,/' inspectors.csv > nobody-away.csv
run ssjc-assign -p p.plan "$late" -i nobody-away.csv --reassign --reason '通知晚到' drawn.csv
status 0 'with a reason there is'
is "$(grep -o ',2023-06-1[0-9],[1-9]' out | cut -d, -f2 | sort -u | tr '\n' ' ')" \
    '2023-06-15 2023-06-16 ' 'on the days left'
is "$(sqlite3 a.db 'SELECT action, reason FROM event ORDER BY seq DESC LIMIT 1')" \
    'reassign|通知晚到' 'and it is on record'
ssjc-record confirm -p p.plan "$late" removed.csv
ssjc-draw replace -p p.plan "$late" drawn.csv > replaced.csv
run ssjc-assign -p p.plan "$late" -i nobody-away.csv replaced.csv
status 0 'what comes after it counts from it, too'
ssjc-audit verify -p p.plan objects.csv nobody-away.csv drawn.csv > verified 2>&1
is "$?" 0 'all of it verifies'
is "$(grep -c 'matched again: the same' verified)" 2 'both matches'

# The days of a replacement count from when it came in.
cp drawn.db a.db
assign < drawn.csv
ssjc-record confirm -p p.plan --now=2023-06-16T08:00:00 removed.csv
ssjc-draw replace -p p.plan --now=2023-06-16T08:00:00 drawn.csv > replaced.csv
run ssjc-assign -p p.plan --now=2023-06-16T08:30:00 -i inspectors.csv replaced.csv
status 0 'a replacement on the last day of the window'
is "$(sqlite3 a.db "SELECT count(DISTINCT date) FROM seat WHERE event = (SELECT max(event) FROM seat)
    AND id IN (SELECT replacement FROM replacement) AND date = '2023-06-16'")" 1 'has a seat on that day'
ssjc-audit verify -p p.plan objects.csv inspectors.csv drawn.csv > verified 2>&1
is "$?" 0 'all of it verifies'

# But one replacement does not give all the others another day.
cp drawn.db a.db
ssjc-record confirm -p p.plan --now=2023-06-16T08:00:00 removed.csv
ssjc-draw replace -p p.plan --now=2023-06-16T08:00:00 drawn.csv > replaced.csv
run ssjc-assign -p p.plan --now=2023-06-16T08:30:00 -i inspectors.csv replaced.csv
status 1 'a first match that is late, and a replacement before it'
err_has 'is refused' 'days count from 2023-06-12'

# A replacement that comes too late has the others matched again, but for those inspected.
cp drawn.db a.db
assign < drawn.csv
cat > results.csv <<'EOF'
id,dept,item,result,date
91130230MA07TE026P,market,x,ok,2023-06-15
EOF
ssjc-record result -p p.plan --now=2023-06-15T17:00:00 results.csv
ssjc-record confirm -p p.plan --now=2023-06-15T17:00:00 removed.csv
ssjc-draw replace -p p.plan --now=2023-06-15T17:00:00 drawn.csv > replaced.csv
run ssjc-assign -p p.plan --now=2023-06-16T08:00:00 -i inspectors.csv replaced.csv
status 1 'a replacement whose day has gone by'
err_has 'is refused' ': the days of 1 of 1 objects to be seated have gone by'
run ssjc-assign -p p.plan --now=2023-06-16T08:00:00 -i inspectors.csv --reassign --reason '停业' replaced.csv
status 0 'it takes a reassign'
seats | grep TE026P > kept
ok 'which leaves those in peace who were inspected' sh -c \
    'cut -d, -f 6,11-12,14,15,17 assigned.csv | grep TE026P | diff - kept'
is "$(seats | sed 1d | grep -v TE026P | cut -d, -f2 | sort -u)" 2023-06-16 'and finds days for the others'
ssjc-audit verify -p p.plan objects.csv inspectors.csv drawn.csv > verified 2>&1
is "$?" 0 'all of it verifies'

# ---- Chances ----

chances() { # inspectors, how many seeds
	run ssjc-assign simulate -p p.plan "$now" -i "$1" -n "$2" drawn.csv
}
cp drawn.db a.db
chances nobody-away.csv 200
status 0 'simulate'
quiet 'says nothing'
is "$(events)" 1 'leaves no event'
is "$(head -n 1 out)" id,name,dept,cert,inspector,times,rounds 'prints a table'
is "$(wc -l < out)" 16 'of every business and inspector'
is "$(grep -c ',200$' out)" 15 'and how many seeds there were'
is "$(grep 'TE034J.*T-002' out)" '91130230MA07TE034J,丙公司,transport,T-002,张二,0,200' \
    'who is recused never comes'
is "$(awk -F, '/market/ && ($6 < 80 || $6 > 120)' out)" '' \
    'the others come about as often as each other'
cp out first
chances nobody-away.csv 200
ok 'the same rounds give the same table' cmp out first
run ssjc-assign simulate -v -p p.plan "$now" -i nobody-away.csv -n 200 drawn.csv
status 0 'with -v'
sd=$(awk -F, '$3 == "market" { n++; t[n] = $6 / $7; s += t[n] }
    END { for (i = 1; i <= n; i++) q += (t[i] - s / n) ^ 2
        printf "%.1f", 100 * sqrt(q / n) }' out)
err_has 'it says how even the chances are' 'department market: each of' \
    "with a standard deviation of $sd %, of which luck explains"
chances inspectors.csv 200
status 0 'some seeds without a match'
err 'are counted' <<'EOF'
ssjc-assign: 78 of 200 rounds had no feasible match
EOF
is "$(grep -c ',122$' out)" 15 'and left out'
sed 's/,2023-06-15$/,2023-06-14..2023-06-16/' inspectors.csv > few.csv
chances few.csv 20
status 3 'no seed with a match'
out 'no table' < /dev/null
chances inspectors.csv 0
status 2 'no seeds'
sed 's/,main,/,chosen,/' drawn.csv > roles.csv
run ssjc-assign simulate -p p.plan "$now" -i inspectors.csv roles.csv
status 3 'an unknown role'

# ---- Usage ----

run ssjc-assign -p p.plan drawn.csv
status 2 'no inspectors'
err 'are named' <<'EOF'
ssjc-assign: no inspectors are named: give them with -i FILE; ssjc-assign --help tells more
EOF
assign --reassign drawn.csv
status 2 '--reassign without a reason'
assign drawn.csv drawn.csv
status 2 'two lists'
run ssjc-assign -i inspectors.csv drawn.csv
status 2 'no plan'
run ssjc-assign -p p.plan -i nowhere.csv drawn.csv
status 3 'no such file'

finish
