#!/bin/sh
# The draw of the example, checked by sha256sum, sort and awk alone.
. "${0%/*}/tap.sh"

demo=$top/examples/caofeidian-2023
check=$top/tests/cli/verify-draw.sh
cp "$demo/items.csv" .
sed 's/^audit .*/audit = check.db/' "$demo/caofeidian-2023.plan" > check.plan
cat > seed.txt <<'EOF'
ssjc-draw 1
plan=CFD-JT-2023-0008
draw=1
public=SSQ2023068:2.4.6.11.20.33/14
share.1=2222222222222222222222222222222222222222222222222222222222222222
EOF
export SOURCE_DATE_EPOCH=1686186000
ssjc-import objects -p check.plan --rejects rejects.csv "$demo/企业名录.xlsx" > objects.csv 2> log
ssjc-import history -p check.plan "$demo/历史.csv" > history.csv 2>> log
ok "the example is drawn" \
    sh -c 'ssjc-draw -p check.plan -H history.csv --seed-file seed.txt objects.csv > drawn.csv'

run "$check" seed.txt check.plan history.csv objects.csv drawn.csv
status 0 "the check agrees"
out "with every row" <<'EOF'
good: 157 rows
EOF
disagrees() { # what, what it says; the five files
	what=$1 says=$2
	shift 2
	run "$check" "$@"
	status 1 "the check disagrees: $what"
	out_has "and says where: $what" "$says"
}
sed 's/share.1=2/share.1=3/' seed.txt > other.txt
disagrees "another seed" '^row 1 is ' other.txt check.plan history.csv objects.csv drawn.csv
sed 's/^\*, B = 20%/*, B = 25%/' check.plan > other.plan
disagrees "another ratio" '^row [0-9]+ is .*,reserve, but should be .*,main$' \
    seed.txt other.plan history.csv objects.csv drawn.csv
disagrees "without the history" '^row [0-9]+ is ' \
    seed.txt check.plan /dev/null objects.csv drawn.csv
awk -F, 'NR == FNR { drawn[$7] = 1; next } !($2 in drawn) || found++' drawn.csv objects.csv > fewer.csv
disagrees "an object less" '^row [0-9]+ is ' seed.txt check.plan history.csv fewer.csv drawn.csv

# A drawn business and the first of its stratum's reserve change places.
awk -F, -v OFS=, '{ row[NR] = $0 }
	END {
		for (i = 2; row[i] !~ /,main,/ || row[i + 1] !~ /,reserve,/; i++) ;
		split(row[i], a); split(row[i + 1], b)
		sub(a[7], "x", row[i]); sub(b[7], a[7], row[i + 1]); sub("x", b[7], row[i])
		for (i = 1; i <= NR; i++) print row[i]
	}' drawn.csv > swapped.csv
is "$(diff drawn.csv swapped.csv | grep -c '^>')" 2 "two rows are changed"
disagrees "two businesses changed places" '^row [0-9]+ is .*,main, but should be .*,main$' \
    seed.txt check.plan history.csv objects.csv swapped.csv
sed '$d' drawn.csv > shorter.csv
disagrees "a row is missing" '^row 157 is , but should be' \
    seed.txt check.plan history.csv objects.csv shorter.csv
{ cat drawn.csv; tail -n 1 drawn.csv; } > longer.csv
disagrees "a row too many" '^too many: 158 rows$' \
    seed.txt check.plan history.csv objects.csv longer.csv
finish
