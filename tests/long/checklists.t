#!/bin/sh
# The 84 checklists of the example, filled in by another program, saved by LibreOffice
# in three formats, and read back at once: what is on record is what CSV would have put
# there. And the codes in their corners, as they are printed.
. "${0%/*}/../cli/tap.sh"

P=caofeidian-2023.plan
office() { # FORMAT FILE...: each file in that format, and no more in the old one
	format=$1
	shift
	run soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$format" \
	    --outdir converted "$@"
	rm -- "$@" && mv converted/* "${1%/*}" && rmdir converted
}
results() { # whatever the order
	sqlite3 "$1" "SELECT id, dept, item, result, problem, disposal, date, method, signed,
		note FROM result" | sort
}

cp "$top"/examples/caofeidian-2023/* . 2> log
sed -i 's/^audit .*/audit = audit.db/' "$P"
export SOURCE_DATE_EPOCH=1686186000
{
	ssjc-import objects -p $P --accept-rejects --reason 样例 企业名录.xlsx > objects.csv &&
	    ssjc-import inspectors -p $P 人员-*.csv > inspectors.csv &&
	    ssjc-import history -p $P 历史.csv > history.csv &&
	    ssjc-draw -p $P -H history.csv objects.csv > drawn.csv &&
	    ssjc-assign -p $P -i inspectors.csv --now 2023-06-12 drawn.csv > assigned.csv &&
	    ssjc-print checklist -p $P --now 2023-06-12T09:00:00 -o sheets assigned.csv
} 2> log || {
	sed 's/^/# /' log
	echo "Bail out! no checklists"
}
is "$(find sheets -type f | wc -l)" 84 "there are 84 checklists"
SOURCE_DATE_EPOCH=1688115600

# A sheet has one method and one signature, and each department's day.
ssjc-record result --form -p $P | awk -v until=2023-06-30 -f fill-results.awk |
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR > 1 {
	$at["method"] = "实地检查"
	$at["note"] = $at["signed"] == "refused" ? "拒绝签字：负责人外出；见证人：样见证" : ""
    } { print }' > rows.csv
cp audit.db before.db
run ssjc-record result -p $P rows.csv
status 0 "results as CSV"
mv audit.db csv.db
cp before.db audit.db
/usr/bin/python3 "$top/tests/long/fill_checklists.py" rows.csv "$top/share/results.csv" sheets/* > filled ||
    echo "Bail out! not filled in"
is "$(cat filled)" "$(($(wc -l < rows.csv) - 1))" "all results are filled in"
office ods sheets/00[1-9]-*
office 'xls:MS Excel 97' sheets/01[0-9]-*
office xlsx sheets/02[0-9]-*
is "$(find sheets -type f | sed 's/.*\.//' | sort | uniq -c | tr -s ' \n' ' ')" ' 9 ods 10 xls 65 xlsx ' "some are saved in other formats"
run ssjc-record result -p $P sheets
status 0 "all are read at once"
quiet "without a word"
results csv.db > by-csv
results audit.db > out
is "$(wc -l < out)" "$(wc -l < by-csv)" "as much is on record"
out "and it says the same" < by-csv
run ssjc-record status -p $P --now 2023-07-03
is "$(grep -cE '^result.*,(over)?due,' out)" 0 "nothing is missing"
run ssjc-audit verify -p $P 企业名录.xlsx 人员-*.csv 历史.csv
status 0 "verify finds it good"

# On paper: the codes are read from what is printed.
ssjc-print checklist -p $P --now 2023-07-01 -o printed assigned.csv 2> log
mkdir some && mv printed/00[1-9]-* some
office pdf some/*
for pdf in some/*.pdf; do
	pdfinfo "$pdf" | grep '^Pages: *1$' >> one-page
	pdftoppm -r 150 -f 1 -l 1 -png "$pdf" page
	zbarimg -q --raw page-1.png 2> log
	rm page-*.png
done > ids
is "$(cut -d/ -f 1 ids | sort -u)/$(wc -l < ids)" CFD-JT-2023-0008/9 "they have their codes on paper"
ok "most have one page" test "$(wc -l < one-page)" -ge 5
run ssjc-record receive -p $P --now 2023-07-01 ids
status 0 "and are received by them"
finish
