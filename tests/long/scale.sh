#!/bin/sh
# An invented inspection of any size, drawn and matched, in a folder: scale.sh FOLDER FIRMS.
# A fifth of the firms are drawn; three departments with two seats each, and twelve items
# each. It writes the registers, scale.plan, drawn.csv, assigned.csv, and results.csv, which
# is filled in, but not on record. All check digits are right.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")/../.." && pwd)
export PATH="${SSJC_BIN:-$here/build}:$PATH"
mkdir -p "$1" && cd "$1"
firms=$2

awk -v rows="$firms" "$(cat "$here/tests/tools/codes.awk")"'
BEGIN {
	print "id,name,category,credit,region,address,legal_rep,phone,status"
	for (i = 0; i < rows; i++)
		printf "%s,样例运输服务有限公司第%08d号,%s,%c,第%02d农场,样例区第%02d农场路%d号,样%d,0315-55%05d,active\n",
		    code(i), i, i % 7 ? "普通货物运输" : "道路旅客运输", 65 + i % 4,
		    i % 20, i % 20, i, i % 1000, i % 100000
}' > objects.csv
awk -v n=$((firms < 3000 ? 30 : firms / 100)) 'BEGIN {
	print "cert,name,dept,phone"
	for (i = 0; i < n; i++)
		printf "C-%04d,样%d,%s,1700000%04d\n", i, i, substr("abc", i % 3 + 1, 1), i
}' > people.csv
awk 'BEGIN {
	print "item,dept,category,title,basis,method,skill,materials"
	for (d = 1; d <= 3; d++)
		for (i = 1; i <= 12; i++)
			printf "%s%02d,%s,,样例检查事项第%d项的内容,《样例条例》,实地检查,,营业执照;台账\n",
			    substr("ABC", d, 1), i, substr("abc", d, 1), i
}' > items.csv
cat > scale.plan <<'END'
[plan]
id = SCALE-1
title = 样例大规模联合抽查
window = 2023-06-14..2023-09-28
strata = category, credit
reserve = 0%
audit = scale.db
calendar = calendar-cn.csv
results = 5 workdays
[ratio]
*, * = 20%
[assign]
per_day = 3
[department a]
name = 样例甲局
lead = yes
inspectors = 2
[department b]
name = 样例乙局
inspectors = 2
[department c]
name = 样例丙局
inspectors = 2
[items]
file = items.csv
END
cat > seed <<'END'
ssjc-draw 1
plan=SCALE-1
draw=1
share.1=1111111111111111111111111111111111111111111111111111111111111111
END
P='-p scale.plan'
# shellcheck disable=SC2086
{
	ssjc-import objects $P --now 2023-06-08T09:00:00 -o registered.csv objects.csv
	ssjc-import inspectors $P --now 2023-06-08T09:00:00 -o inspectors.csv people.csv
	ssjc-draw $P --now 2023-06-08T10:00:00 --seed-file seed -o drawn.csv registered.csv
	ssjc-assign $P --now 2023-06-09T09:00:00 -i inspectors.csv -o assigned.csv drawn.csv
	ssjc-record result --form $P > form.csv
} 2> make.err || { cat make.err >&2; exit 1; }
# A problem in one row of sixteen, with the law of it in a text.
awk -F, -v OFS=, '
NR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	print
	next
}
{
	$at["result"] = "ok"
	if (NR % 16 == 7) {
		$at["result"] = "corrected"
		$at["problem"] = "样例问题第" NR % 9 "种"
		$at["disposal"] = "责令限期改正"
	}
	$at["signed"] = "yes"
	$at["method"] = "实地检查"
	print
}' form.csv > results.csv
