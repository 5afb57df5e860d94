#!/bin/sh
# ssjc-assign: inspectors who are restricted to some of the items (执法事项范围), and
# what is said of recusals, skills and restrictions that fit nothing. The firms and
# people are invented, the check digits are valid.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

now=--now=2023-06-12T09:00:00
cat > p.plan <<'EOF'
[plan]
id = P-1
title = 抽查
window = 2023-06-14..2023-06-16
strata = credit
audit = a.db
calendar = calendar-cn.csv
[ratio]
* = 100%
[items]
file = items.csv
[assign]
per_day = 3
[department transport]
name = 交通运输局
lead = yes
inspectors = 1
qualified = yes
EOF
cat > items.csv <<'EOF'
item,dept,category,title,skill
T01,transport,货运,货运车辆技术状况,货运
T02,transport,货运,驾驶员从业资格,
T03,transport,客运,客运站安检,
EOF
cat > objects.csv <<'EOF'
id,name,category,credit
91130230MA07TE018W,甲公司,货运,A
91130230MA07TE026P,乙公司,货运,A
91130230MA07TE042D,丁公司,客运,A
EOF
cat > people.csv <<'EOF'
证号,姓名,部门,资质,执法事项范围,回避对象
T-001,张一,交通运输局,货运,t01；驾驶员从业 资格,甲公司
T-002,张二,交通运输局,货运、叉车,货运车辆技术状况,
T-003,张三,交通运输局,,Ｔ０３,戊公司
T-004,张四,交通运输局,货运,仓库检查,91130230MA07TE0508
T-005,张五,交通运输局,货运,,
EOF
cat > seed <<'EOF'
ssjc-draw 1
plan=P-1
draw=1
share.1=1111111111111111111111111111111111111111111111111111111111111111
EOF
ssjc-draw -p p.plan "$now" --seed-file seed objects.csv > drawn.csv 2> /dev/null
run ssjc-import inspectors -p p.plan "$now" people.csv
status 0 'what people may inspect is a column'
out_has 'that is a list' '^T-001,张一,transport,货运,t01;驾驶员从业 资格,甲公司$'
cp out inspectors.csv

run ssjc-assign -p p.plan "$now" -i inspectors.csv drawn.csv
status 0 'the match'
err 'what fits nothing is said' <<'EOF'
ssjc-assign: inspectors.csv: 2 recusals are of no business that was drawn: “戊公司” (T-003), “91130230MA07TE0508” (T-004)
ssjc-assign: inspectors.csv: 1 skill is not among those that the items name: “叉车” (T-002)
ssjc-assign: inspectors.csv: 1 restriction is to something that is not an item: “仓库检查” (T-004)
EOF
cp out assigned.csv
is "$(sed 1d assigned.csv | grep -c T-002)" 0 'nobody goes where he may not inspect all items'
is "$(sed 1d assigned.csv | grep -c T-004)" 0 'nor is anybody sent who is restricted to what is not an item'
is "$(sed 1d assigned.csv | grep T-003 | grep -vc 客运)" 0 'an item by its code, in whatever letters'
is "$(sed 1d assigned.csv | grep T-001 | grep -vc 乙公司)" 0 'items by code and title, but for a recusal'
run ssjc-audit verify -p p.plan objects.csv inspectors.csv people.csv
status 0 'the audit file verifies'

# Nobody is left for 甲公司: the reason is among those of the others.
grep -v T-005 inspectors.csv > fewer.csv
run ssjc-assign -p p.plan "$now" --reassign --reason 少一人 -i fewer.csv drawn.csv
status 3 'too few may inspect'
err_has 'which is said of them' 'the others: 1 recused, 3 restricted to other items'
finish
